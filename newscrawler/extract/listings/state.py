"""The list that a page holds only as data, for a script to show: the state of an application.

Frameworks send it in a script element, as JSON or set to a variable, and lists for machines in
JSON-LD. Of all arrays of objects in it the likeliest list is taken: one whose objects have an
address and a title, better with a date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from newscrawler.extract import dates
from newscrawler.extract.dates import stamps
from newscrawler.extract.pages import embedded
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Element, Page
from newscrawler.items import Listed

# Enough of a list, and too few for one.
_MOST = 5_000
_FEWEST = 2
# A list without dates is one where titles are longer than those of a menu.
_MENU = 20


class Found(NamedTuple):
    """The entries in their order, the script that holds them, and the names that lead there."""

    entries: list[Listed]
    script: Element
    path: str


def find(page: Page) -> Found | None:
    """Return the likeliest list in the page's data, or None."""
    best: tuple[float, Found] | None = None
    for data in embedded.read(page):
        for path, array in _arrays(data.value):
            entries = _entries(page, array)
            likely = _likely(entries)
            if likely and (best is None or likely > best[0]):
                best = likely, Found(entries, data.script(entries[0].title or ""), path)
    return best[1] if best else None


def _arrays(data: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each array of objects with the names that lead to it."""
    for path, holder in embedded.holders(data):
        if isinstance(holder, list):
            objects = [each for each in holder if isinstance(each, dict)]
            if len(objects) >= _FEWEST:
                yield path, objects[:_MOST]


def _entries(page: Page, array: list[dict[str, Any]]) -> list[Listed]:
    found: dict[str, Listed] = {}
    for each in array:
        members = embedded.members(each)
        url = next(
            (
                u
                for text in embedded.texts(members, embedded.ADDRESS)
                if (u := embedded.address(page, text))
            ),
            None,
        )
        title = max(embedded.texts(members, embedded.TITLE), key=len, default="")
        if url is None or not title or url in found:
            continue
        at = next(
            (
                at
                for text in embedded.texts(members, embedded.DATE)
                if (at := stamps.read(text, dates.NO_HINTS))
            ),
            None,
        )
        found[url] = Listed(
            url=url, title=title, date=at.day.isoformat() if at else None, position=len(found)
        )
    return list(found.values())


def _likely(entries: list[Listed]) -> float:
    """Return how much speaks for a list; 0 when it may be a menu."""
    if len(entries) < _FEWEST:
        return 0.0
    dated = sum(entry.date is not None for entry in entries) / len(entries)
    length = sorted(weight(entry.title or "") for entry in entries)[len(entries) // 2]
    if dated < 0.5 and length < _MENU:
        return 0.0
    return min(len(entries), 10) * (1 + 2 * dated) * min(length, 60)
