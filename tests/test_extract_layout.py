"""How the rows of a list are built, which tells them from all else on its pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newscrawler import extract
from newscrawler.extract.listings.layout import NOTHING

NEWS = "http://www.harbour.example/news"
MENU = "".join(f"<li><a href=/{each}>Section {each}</a></li>" for each in "abcdef")
STORY = "Members of the harbour agree on rule {n} for all ships"
ROW = "<li{named}>{before}<a href=/news/{n}.html>{title}</a>{after}</li>"
BOX = "".join(
    f"<li><a href=/ports/{n}.html>What the other port says on day {n}</a></li>" for n in range(6)
)


def row(n: int, named: str = "", before: str = "", after: str = "") -> str:
    return ROW.format(n=n, named=named, before=before, title=STORY.format(n=n), after=after)


def page(rows: str) -> bytes:
    return (
        f"<nav><ul>{MENU}</ul></nav><main><h1>News</h1><ul class=list>{rows}</ul></main>"
        f"<div class=box><h3>Elsewhere</h3><ul>{BOX}</ul></div>"
    ).encode()


def read(html: bytes, layout: extract.Layout = NOTHING) -> tuple[list[str], extract.Layout]:
    """Return the keys of a page's entries, and its layout together with that before."""
    found = extract.listing(extract.Page(html, NEWS), layout=layout)
    return [entry.key for entry in found.entries], layout.joined(found.layout)


def keys(*numbers: int) -> list[str]:
    return [f"/news/{n}.html" for n in numbers]


@pytest.mark.parametrize(
    "named",
    [
        lambda n: " class=hot" if n == 4 else "",
        lambda n: " class='row top'" if n < 2 else " class=row",
        lambda n: " class=row" if n == 7 else " class='row plain'",
        lambda n: f" class='post {'abcdefgh'[n]}ports'",
        lambda n: " class=line" if n % 5 == 4 else "",
    ],
)
def test_rows_that_a_class_sets_apart_are_of_the_list(named: Callable[[int], str]):
    assert read(page("".join(row(n, named(n)) for n in range(8))))[0] == keys(*range(8))


@pytest.mark.parametrize("tag", ["b", "strong", "font", "em"])
def test_so_are_rows_in_bold_or_in_another_font(tag: str):
    rows = [row(n) for n in range(8)]
    rows[3] = rows[3].replace("<a", f"<{tag}><a").replace("</a>", f"</a></{tag}>")
    assert read(page("".join(rows)))[0] == keys(*range(8))


@pytest.mark.parametrize("day", ["", " <i>2024-05-0{n}</i>"])
@pytest.mark.parametrize("before", ["[<a href=/news/{topic}>{topic}</a>] ", ""])
@pytest.mark.parametrize("after", [" <a href=/news/{n}.html>Read more</a>", ""])
def test_topics_and_buttons_in_rows_are_no_entries(day: str, before: str, after: str):
    rows = "".join(
        row(
            n,
            before=before.format(topic=("ships", "ports")[n % 2]),
            after=(day + after).format(n=n),
        )
        for n in range(1, 9)
    )
    assert read(page(rows))[0] == keys(*range(1, 9))


@pytest.mark.parametrize("before", ["[<a href=/news/{topic}>{topic}</a>] ", ""])
def test_a_last_page_has_one_entry_or_none_as_the_pages_before_it_show(before: str):
    def of(numbers: range) -> bytes:
        topics = ("ships", "ports")
        return page("".join(row(n, before=before.format(topic=topics[n % 2])) for n in numbers))

    first, layout = read(of(range(8)))
    assert first == keys(*range(8))
    assert read(of(range(8, 9)), layout)[0] == keys(8)
    assert read(of(range(0)), layout)[0] == []


def test_pages_that_are_built_otherwise_are_read_as_if_they_were_alone():
    _, layout = read(page("".join(row(n) for n in range(8))))
    cards = "".join(
        f"<h2><a href=/news/{n}.html>{STORY.format(n=n)}</a></h2>" for n in range(8, 16)
    )
    found, both = read(f"<nav>{MENU}</nav><section>{cards}</section>".encode(), layout)
    assert found == keys(*range(8, 16))
    assert both.entries > layout.entries
