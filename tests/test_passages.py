"""Where the words of a query stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.search.passages import marked, spans
from newscrawler.search.query import parse
from newscrawler.search.words import MOST_LETTERS, settled

LONG = "a" * MOST_LETTERS
PARTS = [
    "a",
    "ab",
    "é",
    "ß",
    "æ",
    "…",
    "_",
    "-",
    " ",
    "\n",
    "1",
    "品",
    "牌",
    "品牌",
    "。",
    "한",
    "हि",
    "ﬁ",
]
TEXTS = st.lists(st.sampled_from([*PARTS, LONG]), max_size=12).map("".join)
TERMS = [
    "a",
    "ab",
    "ab*",
    '"a a"',
    '"a ab*"',
    "ss",
    "ae",
    "ba*",
    "品",
    "品品",
    "牌品牌",
    "한",
    "हि",
    '"a 品"',
    LONG,
]


@settings(deadline=None)
@given(TEXTS, st.lists(st.sampled_from(TERMS), min_size=1, max_size=3))
def test_the_quick_way_finds_what_a_look_at_each_token_finds(text: str, asked: list[str]):
    text, terms = settled(text), parse(" ".join(asked)).terms()
    quick = spans(text, terms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newscrawler.search.passages.has_signs", lambda _: True)
        assert sorted(map(repr, quick)) == sorted(map(repr, spans(text, terms)))


@given(st.text(max_size=200), st.sampled_from(["brand", "品牌", "品", '"a b"', "ab*"]))
def test_marks_change_no_text(text: str, asked: str):
    pieces = marked(text, parse(asked).terms())
    assert "".join(piece.text for piece in pieces) == settled(text)
