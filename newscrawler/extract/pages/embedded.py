"""What a page holds as data for its scripts: read as JSON within bounds, never run.

Frameworks send it in a script element, as JSON or set to a variable (`__NEXT_DATA__`,
`__INITIAL_STATE__`); Nuxt 3 as one array in which numbers are places (devalue); React as rows that
name each other, in pieces pushed to `__next_f` (the flight format of server components).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page

# Text set to a variable, or read by the script itself.
_SET = re.compile(r"(?:=|JSON\.parse\()\s*(?=[\[{\"'])")
# The one value of a script that JSON does not know.
_UNDEFINED = re.compile(r"(?<=[:,\[])\s*undefined\s*(?=[,}\]])")
_PUSH = re.compile(r"__next_f\.push\(\s*(?=\[\s*1\s*,)")
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
_NAMED_ROW = re.compile(r"\$[L@]?([0-9a-f]{1,8})")
_NUXT = "__NUXT_DATA__"
# Bounds on what one page may cost.
_SHORTEST, _LONGEST, _MOST_TRIES, _MOST_NODES = 100, 8_000_000, 20, 200_000
_DEEPEST = 200
# Characters of a name, and of the names that lead to a place; longer ones are nobody's.
_LONGEST_NAME, _LONGEST_PATH = 200, 300
# Objects that only wrap what is asked for.
_WRAPS = frozenset(["node", "attributes", "fields", "data", "item", "content"])
_SHOWN = ("rendered", "text", "value", "plain", "en")

# What the members are called that matter.
ADDRESS = re.compile(
    r"url|link|href|permalink|path|uri|(?:canonical|detail|page)_?(?:url|link)", re.IGNORECASE
)
TITLE = re.compile(r"title|headline|name|heading|subject", re.IGNORECASE)
DATE = re.compile(
    r"date|(?:date|time)_?published|(?:publish(?:ed)?|release|create[d]?|post|pub|display|news)"
    r"_?(?:at|on|date|time)?|published|updated_?at",
    re.IGNORECASE,
)

_DECODER = json.JSONDecoder(strict=False)


class Data(NamedTuple):
    """An object or an array, and the scripts that hold it: several where it comes in pieces."""

    value: dict[str, Any] | list[Any]
    scripts: list[Element]

    def script(self, text: str) -> Element:
        """Return the script in which `text` stands, else the first."""
        return next((each for each in self.scripts if text in each.text), self.scripts[0])


def read(page: Page) -> Iterator[Data]:
    """Yield what the page's scripts hold as JSON, in its order; data in pieces comes last."""
    pieces: list[tuple[str, Element]] = []
    for script in page.root.iter("script"):
        text = script.text or ""
        if len(text) > _LONGEST:
            continue
        pushed = [piece for match in _PUSH.finditer(text) if (piece := _pushed(text, match.end()))]
        pieces += [(piece, script) for piece in pushed]
        if pushed or len(text) < _SHORTEST:
            continue
        for value in _values(text, (script.get("type") or "").lower()):
            if script.get("id") == _NUXT and isinstance(value, list):
                yield Data(_Packed(value).whole(), [script])
            else:
                yield Data(value, [script])
    if pieces:
        rows = _rows("".join(piece for piece, _ in pieces)[:_LONGEST])
        yield Data(rows, list(dict.fromkeys(script for _, script in pieces)))


def _values(text: str, kind: str) -> Iterator[dict[str, Any] | list[Any]]:
    """Yield the objects and arrays that a script holds."""
    starts = [len(text) - len(text.lstrip())]
    if "json" not in kind:
        starts = [
            match.end() for match, _ in zip(_SET.finditer(text), range(_MOST_TRIES), strict=False)
        ]
    end = 0
    for start in starts:
        if start < end or text[start] == "'":
            continue
        try:
            value, end = _decoded(text, start)
            if isinstance(value, str):
                value = _DECODER.decode(value) if len(value) >= _SHORTEST else None
        except (ValueError, RecursionError):
            continue
        if isinstance(value, (dict, list)):
            yield value


def _decoded(text: str, start: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, start)
    except ValueError:
        if "undefined" not in text:
            raise
    value, length = _DECODER.raw_decode(_UNDEFINED.sub("null", text[start:]))
    # Where it ends in the text itself is at least there.
    return value, start + length


# ── what names its parts by number ──


class _Packed:
    """An array as devalue writes it: each number in its objects and arrays is a place in it."""

    def __init__(self, packed: list[Any]) -> None:
        self._packed = packed
        self._known: dict[int, Any] = {}

    def whole(self) -> dict[str, Any] | list[Any]:
        """Return the value that the array stands for."""
        whole = self._at(0, 0)
        return whole if isinstance(whole, (dict, list)) else []

    def _at(self, place: Any, depth: int) -> Any:
        # Numbers below zero stand for what JSON does not know: undefined, NaN.
        if type(place) is not int or not 0 <= place < len(self._packed) or depth > _DEEPEST:
            return None
        if place not in self._known:
            self._read(place, self._packed[place], depth + 1)
        return self._known[place]

    def _read(self, place: int, value: Any, depth: int) -> None:
        self._known[place] = value
        if isinstance(value, dict):
            # Known before it is filled: it may be part of itself.
            known = self._known[place] = {}
            known.update((name, self._at(each, depth)) for name, each in value.items())
        elif isinstance(value, list) and value and isinstance(value[0], str):
            # Wrapped, the kind in front: ["Reactive", 1], ["Date", "2024-03-04"].
            inner = value[-1]
            self._known[place] = self._at(inner, depth) if isinstance(inner, int) else inner
        elif isinstance(value, list):
            items = self._known[place] = []
            items.extend(self._at(each, depth) for each in value)


def _pushed(text: str, start: int) -> str:
    """Return the piece of text that is pushed there; empty when it is none."""
    try:
        pushed, _ = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return ""
    piece = pushed[1] if len(pushed) > 1 else ""
    return piece if isinstance(piece, str) else ""


def _rows(text: str) -> list[Any]:
    """Return the rows that are data, each "$1f" in them replaced by the row of that number."""
    rows: dict[str, Any] = {}
    data = text.encode("utf-8", "replace")
    at = 0
    while at < len(data):
        row = _ROW.match(data, at)
        if row and row[2]:
            # A long text: its length counts bytes, and no line ends it.
            at = row.end() + int(row[2], 16)
            rows[row[1].decode()] = data[row.end() : at].decode("utf-8", "replace")
            continue
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if row and data[row.end() : row.end() + 1] in (b"[", b"{"):
            with suppress(ValueError, RecursionError):
                rows[row[1].decode()] = _DECODER.decode(data[row.end() : end].decode())
        at = end + 1
    whole = [each for each in rows.values() if isinstance(each, (dict, list))]
    _join(whole, rows)
    return whole


def _join(whole: list[Any], rows: dict[str, Any]) -> None:
    for _, holder in holders(whole):
        for place, each in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            if isinstance(each, str) and each[:1] == "$" and (name := _NAMED_ROW.fullmatch(each)):
                holder[place] = rows.get(name[1], each)


# ── what stands in it ──


def holders(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each object and array in `value`, once, with the names that lead to it.

    Of very long names, and of more of them than tell where it stands, the end is left out.
    """
    waiting: list[tuple[str, str | None, Any]] = [("", "", value)]
    # Rows that name each other may do so in a circle.
    seen: set[int] = set()
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        above, name, holder = waiting.pop()
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        # Made when it is needed: a path for each of a million that wait would fill the memory.
        path = f"{above}[]" if name is None else f"{above}.{name[:_LONGEST_NAME]}"
        path = path[:_LONGEST_PATH].lstrip(".")
        yield path, holder
        inner = holder.items() if isinstance(holder, dict) else ((None, each) for each in holder)
        waiting += [(path, each, held) for each, held in inner if isinstance(held, (dict, list))]


def members(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the members of an object, with those of objects that it only wraps."""
    found = dict(entry)
    for name, value in entry.items():
        if name in _WRAPS and isinstance(value, dict):
            found |= value
    return {name: value for name, value in found.items() if len(name) <= _LONGEST_NAME}


def texts(found: dict[str, Any], names: re.Pattern[str]) -> Iterator[str]:
    """Yield the texts of the members so called."""
    for name, value in found.items():
        if names.fullmatch(name):
            text = value
            if isinstance(value, dict):
                text = next((value[shown] for shown in _SHOWN if shown in value), None)
            if isinstance(text, str) and text.strip():
                yield squeeze(text)


def address(page: Page, text: str) -> str | None:
    """Return the address that a text is, or None; a word alone may be anything."""
    return page.address(text) if "/" in text and " " not in text else None
