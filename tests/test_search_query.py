"""Queries as people type them."""

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.search.query import QueryError, parse
from newscrawler.search.tree import EVERYTHING, All, Any, Not, Words, room_mark


def said(node: object) -> str:
    """Return a tree as text."""
    if isinstance(node, Words):
        field = f"{node.field}:" if node.field else ""
        return f"{field}{'+'.join(node.tokens)}{'*' if node.is_prefix else ''}"
    if isinstance(node, Not):
        return f"!{said(node.part)}"
    if isinstance(node, All | Any):
        return f"({(' & ' if isinstance(node, All) else ' | ').join(map(said, node.parts))})"
    return "everything" if node == EVERYTHING else "room"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("brand protection", "(brand & protection)"),
        ("brand AND protection", "(brand & protection)"),
        ("a b OR c d", "((a & b) | (c & d))"),
        ("a (b OR c)", "(a & (b | c))"),
        ("a NOT b", "(a & !b)"),
        ("a -b", "(a & !b)"),
        ("a - b", "(a & b)"),
        ("NOT (a OR b)", "!(a | b)"),
        ('"trade mark" x', "(trade+mark & x)"),
        ("trade-mark", "trade+mark"),
        ("brand*", "brand*"),
        ('"trade mar*"', "trade+mar*"),
        ("品", "品*"),
        ("知识产权", "知识+识产+产权"),
        ("“品牌 brand”（保护）", "(品牌+牌+brand & 保护)"),
        ("title:court", "title:court"),
        ('section:"Press Releases"', "section:press+releases"),
        ("title:(a OR -b)", "(title:a | !title:b)"),
        ("title：品牌", "title:品牌"),
        ("room:a_room x", "(room & x)"),
        ("a & b !!", "(a & b)"),
        ("after:2024", "everything"),
        ("Note: x", "(note & x)"),
        ('"AND"', "and"),
    ],
)
def test_a_query_as_a_tree(text: str, tree: str):
    assert said(parse(text).tree) == tree


def test_days_hold_for_the_whole_query():
    query = parse("(a OR b) after:2024-03 before:2024-04-15 after:2023")
    assert (query.since, query.before) == (date(2024, 3, 1), date(2024, 4, 15))
    assert said(query.tree) == "(a | b)"


def test_a_room_may_have_any_name():
    assert parse('room:"my room: (1)"').tree == room_mark("my room: (1)")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "type a word"),
        ("!!!", "type a word"),
        ('"', "a quotation mark is missing"),
        ("(a", "a ) is missing"),
        ("a)", "without its ("),
        ("a OR", 'write "OR"'),
        ("OR a", 'write "OR"'),
        ("AND", 'write "AND"'),
        ("a AND", 'write "AND"'),
        ("NOT", 'write "NOT"'),
        ("colour:red", "there is no field colour:, only title:, section:, room:"),
        ("after:spring", "after:spring is no date; write after:2024"),
        ("after:2024-02-30", "is no date"),
        ("a OR after:2024", "(this OR that) after:2024"),
        ("NOT after:2024", "(this OR that) after:2024"),
        ("b*", "at least 2 letters"),
        ("a " * 501, "too long"),
        ("a " * 51, "too many words"),
        ("(" * 21 + "a" + ")" * 21, "too many ("),
        (f'"{"a " * 61}"', "60 words at the most"),
        ("title:(room:x)", "within title:"),
    ],
)
def test_a_bad_query_says_what_to_write(text: str, message: str):
    with pytest.raises(QueryError, match=re.escape(message)):
        parse(text)


PIECES = st.sampled_from(
    "a 品 NOT AND OR ( ) \" - * : title: after:2024 room: ; ' \\ % ? $ \x00 {} + ^ NEAR".split(" ")
)


@given(st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join))
def test_any_text_is_understood_or_refused_in_words(text: str):
    with suppress(QueryError):
        assert isinstance(parse(text).grades(), list)
