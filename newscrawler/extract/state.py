"""The list that a page holds only as data, for a script to show: the state of an application.

Frameworks send it in a script element, as JSON or set to a variable, and lists for machines in
JSON-LD. Of all arrays of objects in it the likeliest list is taken: one whose objects have an
address and a title, better with a date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from newscrawler.extract import dates, stamps
from newscrawler.extract.blocks import squeeze
from newscrawler.extract.features import weight
from newscrawler.extract.page import Element, Page
from newscrawler.items import Listed

_ADDRESS = re.compile(
    r"url|link|href|permalink|path|uri|(?:canonical|detail|page)_?(?:url|link)", re.IGNORECASE
)
_TITLE = re.compile(r"title|headline|name|heading|subject", re.IGNORECASE)
_DATE = re.compile(
    r"date|(?:date|time)_?published|(?:publish(?:ed)?|release|create[d]?|post|pub|display|news)"
    r"_?(?:at|on|date|time)?|published|updated_?at",
    re.IGNORECASE,
)
# Objects that only wrap what is asked for.
_WRAPS = frozenset(["node", "attributes", "fields", "data", "item", "content"])
_SHOWN = ("rendered", "text", "value", "plain", "en")
# Text set to a variable, or read by the script itself.
_SET = re.compile(r"(?:=|JSON\.parse\()\s*(?=[\[{\"'])")
# Bounds on what one page may cost.
_SHORTEST, _LONGEST, _MOST_TRIES, _MOST_NODES, _MOST = 100, 8_000_000, 20, 200_000, 5_000
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
    for script in page.root.iter("script"):
        text = script.text or ""
        if not _SHORTEST <= len(text) <= _LONGEST:
            continue
        for data in _data(text, (script.get("type") or "").lower()):
            for path, array in _arrays(data):
                found = Found(_entries(page, array), script, path)
                likely = _likely(found.entries)
                if likely and (best is None or likely > best[0]):
                    best = likely, found
    return best[1] if best else None


def _data(text: str, kind: str) -> Iterator[Any]:
    """Yield what a script holds as JSON."""
    starts = [len(text) - len(text.lstrip())]
    if "json" not in kind:
        starts = [
            match.end() for match, _ in zip(_SET.finditer(text), range(_MOST_TRIES), strict=False)
        ]
    decoder = json.JSONDecoder(strict=False)
    end = 0
    for start in starts:
        if start < end or text[start] == "'":
            continue
        try:
            value, end = decoder.raw_decode(text, start)
            if isinstance(value, str):
                value = decoder.decode(value) if len(value) >= _SHORTEST else None
        except (ValueError, RecursionError):
            continue
        if isinstance(value, (dict, list)):
            yield value


def _arrays(data: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each array of objects with the names that lead to it."""
    waiting: list[tuple[str, Any]] = [("", data)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        path, value = waiting.pop()
        if isinstance(value, dict):
            inner = [(f"{path}.{name}", each) for name, each in value.items()]
        else:
            objects = [each for each in value if isinstance(each, dict)]
            if len(objects) >= _FEWEST:
                yield path.lstrip("."), objects[:_MOST]
            inner = [(f"{path}[]", each) for each in value]
        waiting += [(name, each) for name, each in inner if isinstance(each, (dict, list))]


def _entries(page: Page, array: list[dict[str, Any]]) -> list[Listed]:
    found: dict[str, Listed] = {}
    for each in array:
        members = _members(each)
        url = next((u for text in _of(members, _ADDRESS) if (u := _address(page, text))), None)
        title = max(_of(members, _TITLE), key=len, default="")
        if url is None or not title or url in found:
            continue
        at = next(
            (at for text in _of(members, _DATE) if (at := stamps.read(text, dates.NO_HINTS))), None
        )
        found[url] = Listed(
            url=url, title=title, date=at.day.isoformat() if at else None, position=len(found)
        )
    return list(found.values())


def _members(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the members of an object, with those of objects that it only wraps."""
    members = dict(entry)
    for name, value in entry.items():
        if name in _WRAPS and isinstance(value, dict):
            members |= value
    return members


def _of(members: dict[str, Any], names: re.Pattern[str]) -> Iterator[str]:
    """Yield the texts of the members so called."""
    for name, value in members.items():
        if names.fullmatch(name):
            text = value
            if isinstance(value, dict):
                text = next((value[shown] for shown in _SHOWN if shown in value), None)
            if isinstance(text, str) and text.strip():
                yield squeeze(text)


def _address(page: Page, text: str) -> str | None:
    # A word alone may be anything; an address has a slash.
    return page.address(text) if "/" in text and " " not in text else None


def _likely(entries: list[Listed]) -> float:
    """Return how much speaks for a list; 0 when it may be a menu."""
    if len(entries) < _FEWEST:
        return 0.0
    dated = sum(entry.date is not None for entry in entries) / len(entries)
    length = sorted(weight(entry.title or "") for entry in entries)[len(entries) // 2]
    if dated < 0.5 and length < _MENU:
        return 0.0
    return min(len(entries), 10) * (1 + 2 * dated) * min(length, 60)
