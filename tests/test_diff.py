"""What differs between two contents, and how it is shown."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler import diff, diff_view
from newscrawler.diff import Piece, pieces
from tests.test_content import fields


def side(found: list[Piece], other: str) -> str:
    return "".join(piece.text for piece in found if piece.kind != other)


def test_words_are_compared():
    assert pieces("The old house, 1990.", "The new house, 1991.") == [
        ("same", "The "),
        ("gone", "old"),
        ("new", "new"),
        ("same", " house, "),
        ("gone", "1990"),
        ("new", "1991"),
        ("same", "."),
    ]


def test_chinese_is_compared_by_character():
    assert pieces("你好世界。", "你好新世界。") == [
        ("same", "你好"),
        ("new", "新"),
        ("same", "世界。"),
    ]


def test_nothing_against_something():
    assert pieces("", "a b") == [("new", "a b")]
    assert pieces("a", "") == [("gone", "a")]
    assert pieces("", "") == []
    assert pieces("a", "a") == [("same", "a")]


def test_a_paragraph_that_moves_leaves_the_others():
    found = pieces("One.\n\nTwo.\n\nThree.", "Two.\n\nThree.\n\nOne.")
    assert ("same", "Two.\n\n") in [(piece.kind, piece.text[:6]) for piece in found]


@given(st.text(alphabet="ab \n你,", max_size=60), st.text(alphabet="ab \n你,", max_size=60))
def test_the_pieces_give_both_texts_back(before: str, after: str):
    found = pieces(before, after)
    assert side(found, "new") == before
    assert side(found, "gone") == after
    assert all(piece.text for piece in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 500_000, "a " * 499_999 + "b "),
        ("a b " * 250_000, "b a " * 250_000),
        ("\n\n" * 500_000, "\n\na" * 300_000),
    ],
)
def test_a_megabyte_of_the_same_words_is_bounded(before: str, after: str):
    comparison = diff._Comparison()
    found = comparison.run(before, after)
    assert side(found, "new") == before
    assert 0 <= comparison.left <= diff._ENOUGH


def test_one_word_in_a_megabyte_is_found():
    dice = random.Random(1)
    texts = [" ".join(f"w{dice.randrange(9000)}" for _ in range(20)) for _ in range(8000)]
    before = "\n\n".join(texts)
    texts[4000] += " and more"
    found = [piece for piece in pieces(before, "\n\n".join(texts)) if piece.kind != "same"]
    assert found == [("new", " and more")]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, "A title", "found"),
        ("A title", None, "lost"),
        ("A title", "A title.", "cosmetic"),
        ("A title", "A tittle", "changed"),
    ],
)
def test_the_kind_of_a_change(before: Any, after: Any, kind: str):
    (change,) = diff.changes(fields(title=before), fields(title=after))
    assert (change.field, change.kind) == ("title", kind)


def test_noise_is_no_change():
    assert diff.changes(fields(), fields(body="Views: 3\n\nOne.\n\nTwo, three.")) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO) -> str:
    changes = diff.changes(fields(title="An old title"), fields(title="A new title"))
    return "\n".join(diff_view.in_terminal(changes, stream))


def test_colours_in_a_terminal_marks_elsewhere(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[31mAn old\x1b[0m\x1b[32mA new\x1b[0m title" in shown(Terminal())
    assert "[-An old-]{+A new+} title" in shown(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[-An old-]{+A new+} title" in shown(Terminal())
    assert "\x1b" not in shown(Terminal())


def test_what_is_the_same_is_shortened_in_a_terminal():
    long = " ".join(f"word{number}" for number in range(500))
    changes = diff.changes(fields(body=long), fields(body=f"{long} more"))
    text = "\n".join(diff_view.in_terminal(changes, io.StringIO()))
    assert "…" in text
    assert "word499{+ more+}" in text
    assert len(text) < 300


def test_html_is_whole_and_escaped():
    before, after = fields(title="<b>old</b> & co"), fields(title="<script>new</script> & co")
    page = diff_view.in_html("<k>", "http://h/?a&b", [], diff.changes(before, after))
    assert "<script>" not in page
    assert "<b>old" not in page
    assert "&lt;k&gt;" in page
    assert "http://h/?a&amp;b" in page
    assert "<ins>script</ins>" in page
    assert page.startswith("<!DOCTYPE html>")
