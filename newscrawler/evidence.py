"""What each field of a revision rests on, checked against the stored page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lxml import etree

from newscrawler import diff, extract
from newscrawler.extract.articles.article_parts import Reading
from newscrawler.extract.evidence import FILE
from newscrawler.items import FIELDS, Capture
from newscrawler.reading import ReadableRoom, page_of

# Other texts and days that are named at the most
OTHERS = 4
# The signs of a title that are places, the strongest first
PLACES = ("h1", "h2", "og", "json", "twitter", "itemprop", "whole_part", "line")
# Tells a missing path from one that leads to another text
AGAIN = {
    "found": "found again in the stored page",
    "other": "the stored page has another text there",
    "nowhere": "NOT FOUND AGAIN in the stored page",
    "markup": "found again in the markup of the stored page",
    "listing": "from the listing, not from the page",
    "file": "the page is the file",
    "no page": "the page is not stored",
}


class Other(NamedTuple):
    """What was considered too: how it was found, and for a day the text there."""

    text: str
    how: str
    raw: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.how}{f': {self.raw}' if self.raw else ''})"


@dataclass(frozen=True, slots=True)
class Basis:
    """What one field rests on. `again` is a key of AGAIN; `others` is what else was considered."""

    name: str
    value: str
    how: str
    where: str | None
    raw: str
    why: str | None
    again: str
    others: list[Other] = field(default_factory=list)


def bases(
    revision: Mapping[str, Any], capture: Capture | None, room: ReadableRoom
) -> Iterator[Basis]:
    """Yield the basis of each field that has one, each path tried on the stored page.

    `others` is what today's extractor sees besides, whichever read the revision.
    """
    page = None if capture is None else page_of(capture)
    others = {} if page is None or capture is None else _others(page, capture, room)
    for name in (*FIELDS, "charset"):
        entry = revision["evidence"].get(name)
        if entry is None:
            continue
        value = diff.as_text(name, revision.get(name))
        yield Basis(
            name=name,
            value=value,
            how=entry.get("how", ""),
            where=entry.get("where"),
            raw=entry.get("raw", ""),
            why=entry.get("why"),
            again=_again(page, name, entry),
            others=[other for other in others.get(name, []) if other.text != value],
        )


def _again(page: extract.Page | None, name: str, entry: Mapping[str, str]) -> str:
    if entry.get("how") == "listing":
        return "listing"
    if entry.get("how") == FILE:
        return "file"
    if page is None:
        return "no page"
    raw = entry.get("raw", "")
    if name == "charset":
        return "found" if page.charset == raw else "other"
    where = entry.get("where")
    if where is None:
        return "markup" if _joined(raw) in _joined(page.text) else "nowhere"
    found = _texts(page, where)
    if not found:
        return "nowhere"
    lines = [(_joined(line), _as_data(line)) for line in raw.split("\n")]
    is_there = any(all(line in text or data in text for line, data in lines) for text in found)
    return "found" if is_there else "other"


def _texts(page: extract.Page, where: str) -> list[str]:
    """Return what stands at a path: the element's text, and the values of its attributes."""
    try:
        elements = page.root.getroottree().xpath(where)
    except etree.XPathError:
        return []
    texts = []
    for element in elements:
        texts.append(_joined("".join(element.itertext())))
        texts += [_joined(value) for value in element.attrib.values()]
    return texts


def _joined(text: str) -> str:
    """Return a text without its blanks, which markup and reader place differently."""
    return "".join(text.split())


def _as_data(text: str) -> str:
    """Return a text as JSON in a script may have it."""
    return _joined(json.dumps(text)[1:-1])


def _others(page: extract.Page, capture: Capture, room: ReadableRoom) -> dict[str, list[Other]]:
    """Return the other titles and days that the page offers, each with the rule that says so."""
    reading = Reading(page, room.rules, capture.listed)
    titles = [Other(each.text, _signs(each.signs)) for each in reading.headlines]
    if reading.anchored_title:
        titles.insert(0, Other(reading.anchored_title.text, "by its place"))
    days = [Other(each.day.isoformat(), each.source, each.raw) for each in reading.days]
    if reading.labelled_time and reading.labelled_time.value:
        labelled = reading.labelled_time
        days.insert(0, Other(str(labelled.value), labelled.evidence["how"]))
    return {"title": titles[:OTHERS], "create_time": days[:OTHERS]}


def _signs(seen: Mapping[str, float]) -> str:
    """Name where a text stands: the signs that are places, the strongest three."""
    named = [name for name in PLACES if seen.get(name)]
    return ", ".join(named[:3]) or "a text of the page"
