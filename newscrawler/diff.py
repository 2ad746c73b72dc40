"""What differs between two contents of an article: field by field, in the text word by word.

Words are runs of letters and digits, each CJK character by itself, and each other mark. Texts are
cut at paragraphs and words that both have exactly once (patience diff: Bram Cohen, 2008), which
costs N log N; only the small pieces in between are compared exactly, and with a limit in all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from newscrawler.content import changed_fields, is_cosmetic

_CJK = "\u2e80-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+|\s+|[^\w\s]")
_PARAGRAPH = re.compile(r"\n\n")
# Pieces whose lengths multiply to more are shown as replaced; so is everything once so much has
# been compared: 1 MB takes a second at the worst.
_SMALL, _ENOUGH = 40_000, 3_000_000


KINDS = ("found", "lost", "cosmetic", "changed")


class Piece(NamedTuple):
    """A run of text: "same" in both, "gone" from the first, or "new" in the second."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; `kind` is one of KINDS."""

    field: str
    kind: str
    pieces: Sequence[Piece]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what differs between two contents, in the order of the content fields."""
    return [change(before, after, name) for name in changed_fields(before, after)]


def change(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> Change:
    """Return how one field differs."""
    shown = [as_text(name, each[name]) for each in (before, after)]
    return Change(name, kind_of(before, after, name), pieces(*shown))


def kinds(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (field, kind) of what differs, which costs less than `changes`."""
    return [(name, kind_of(before, after, name)) for name in changed_fields(before, after)]


def kind_of(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> str:
    """Return how a field changed: found, lost, cosmetic or changed."""
    if not before[name] or not after[name]:
        return "found" if after[name] else "lost"
    cosmetic = is_cosmetic({name: before[name]}, {name: after[name]})
    return "cosmetic" if cosmetic else "changed"


def as_text(name: str, value: Any) -> str:
    """Return a field's value as a reader sees it."""
    if not value:
        return ""
    if name == "attachments":
        return "\n".join(f"{each['text'] or ''} <{each['url']}>".strip() for each in value)
    if isinstance(value, str):
        return value
    return (" > " if name == "breadcrumb" else ", ").join(value)


def pieces(before: str, after: str) -> list[Piece]:
    """Return both texts as one sequence of pieces; those not "new" give `before`, and so on."""
    found = list(_without_islands(_Comparison().run(before, after)))
    return [
        Piece(kind, "".join(piece.text for piece in run))
        for kind, run in groupby(_gone_first(found), key=itemgetter(0))
    ]


def _without_islands(found: Sequence[Piece]) -> Iterator[Piece]:
    """Count blanks and marks between two changes as changed: they alone have not stayed."""
    for at, piece in enumerate(found):
        is_between = 0 < at < len(found) - 1 and _is_change(found[at - 1], found[at + 1])
        if piece.kind == "same" and is_between and not any(map(str.isalnum, piece.text)):
            yield Piece("gone", piece.text)
            yield Piece("new", piece.text)
        else:
            yield piece


def _is_change(*pieces: Piece) -> bool:
    return all(piece.kind != "same" for piece in pieces)


def _gone_first(found: Sequence[Piece]) -> Iterator[Piece]:
    """Between two pieces that are the same, put what is gone before what is new."""
    for _, run in groupby(found, key=lambda piece: piece.kind == "same"):
        yield from sorted(run, key=itemgetter(0))


class _Comparison:
    """One comparison of two texts, with what it may still cost."""

    def __init__(self) -> None:
        self.left = _ENOUGH

    def run(self, before: str, after: str) -> list[Piece]:
        found: list[Piece] = []
        for piece in self.compare(_paragraphs(before), _paragraphs(after)):
            if piece[0] == "same":
                found.append(Piece("same", "".join(piece[1])))
            else:
                found += self.words("".join(piece[1]), "".join(piece[2]))
        return found

    def words(self, before: str, after: str) -> Iterator[Piece]:
        compared = self.compare(_TOKEN.findall(before), _TOKEN.findall(after))
        for kind, gone, new in compared:
            if kind == "same":
                yield Piece("same", "".join(gone))
                continue
            for name, part in (("gone", gone), ("new", new)):
                if part:
                    yield Piece(name, "".join(part))

    def compare(
        self, one: Sequence[str], other: Sequence[str]
    ) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
        """Yield ("same", part, part) and ("other", part, part), in order."""
        at_one = at_other = 0
        for first, second, size in [*self._blocks(one, other), (len(one), len(other), 0)]:
            if first > at_one or second > at_other:
                yield "other", one[at_one:first], other[at_other:second]
            if size:
                yield "same", one[first : first + size], other[second : second + size]
            at_one, at_other = first + size, second + size

    def _blocks(self, one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield (start, start, length) of runs that are the same, in order."""
        start = _common(one, other)
        end = _common(one[start:][::-1], other[start:][::-1])
        if start:
            yield 0, 0, start
        middle, other_middle = one[start : len(one) - end], other[start : len(other) - end]
        anchors = _anchors(middle, other_middle)
        gaps = zip([(-1, -1), *anchors], [*anchors, (len(middle), len(other_middle))], strict=True)
        for (last, other_last), (first, other_first) in gaps:
            inner = self._exactly(
                middle[last + 1 : first], other_middle[other_last + 1 : other_first]
            )
            for at, other_at, size in inner:
                yield start + last + 1 + at, start + other_last + 1 + other_at, size
            if first < len(middle) and other_first < len(other_middle):
                yield start + first, start + other_first, 1
        if end:
            yield len(one) - end, len(other) - end, end

    def _exactly(self, one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
        cost = len(one) * len(other)
        if not cost or cost > _SMALL or cost > self.left:
            return []
        self.left -= cost
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        return [
            (block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size
        ]


def _paragraphs(text: str) -> list[str]:
    parts = _PARAGRAPH.split(text)
    return [f"{part}\n\n" for part in parts[:-1]] + parts[-1:] if text else []


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items both begin with."""
    for at, (mine, yours) in enumerate(zip(one, other, strict=False)):
        if mine != yours:
            return at
    return min(len(one), len(other))


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest rising sequence of places of what both have exactly once."""
    once, other_once = Counter(one), Counter(other)
    places = {item: at for at, item in enumerate(other) if other_once[item] == 1}
    pairs = [
        (at, places[item]) for at, item in enumerate(one) if item in places and once[item] == 1
    ]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence that rises in both (patience sorting), pairs by the first."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tops, place)
        tops[at : at + 1] = [place]
        piles[at : at + 1] = [number]
        before.append(piles[at - 1] if at else -1)
    found = []
    number = piles[-1] if piles else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
