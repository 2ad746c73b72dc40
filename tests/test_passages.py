"""The passage that a hit is shown with."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newscrawler.passages import Piece, passage
from newscrawler.search_query import parse


def plain(pieces: Sequence[Piece]) -> str:
    return "".join(f"[{each.text}]" if each.is_match else each.text for each in pieces)


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("A brand.", "brand", "A [brand]."),
        ("A brand, a mark", "mark brand", "A [brand], a [mark]"),
        ("no\n\nbrand\n\nbrand and mark", "brand mark", "[brand] and [mark]"),
        ("知识产权", "识产", "知[识产]权"),
        ("知识产权", "知识产", "[知识产]权"),
        ("知识产权", "产", "知识[产]权"),
        ("“Straße”", "strasse", "“[Straße]”"),
        ("Ａ Ｂｒａｎｄ", "brand", "Ａ [Ｂｒａｎｄ]"),
        ("brands", "bra*", "[brands]"),
        ("nothing here", "brand", "nothing here"),
        ("trade, mark", '"trade mark"', "[trade, mark]"),
    ],
)
def test_a_passage_shows_what_matches(text: str, query: str, shown: str):
    assert plain(passage(text, parse(query).terms())[0]) == shown


def test_a_long_passage_is_cut_at_words():
    text = " ".join(f"word{number}" for number in range(200))
    shown = plain(passage(text, parse("word150").terms())[0])
    assert shown.startswith("… word")
    assert shown.endswith(" …")
    assert "[word150]" in shown
    assert len(shown) < 260
    assert all(
        each in text.split() for each in shown.strip("… ").replace("[", "").replace("]", "").split()
    )
