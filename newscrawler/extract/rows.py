"""The rows of a listing: what stands around each item's links, and on which day each is dated.

A row is an element where the markup has one. Where it has none, or was never closed, the order of
the page tells: a date after each item, before each, or above a group of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice, pairwise
from typing import NamedTuple

from newscrawler.extract import dates, links, stamps
from newscrawler.extract.blocks import Block, squeeze
from newscrawler.extract.links import Link
from newscrawler.extract.page import Element, Page
from newscrawler.extract.reader import read

# A date at one end of a link's text, set apart by a dash, a bracket or a bar.
_BEFORE_DATE = re.compile(r"\s*[-–—|/\[(（【:：]+\s*$")
_AFTER_DATE = re.compile(r"^\s*[-–—|/\])）】:：]+\s*")
_MOST_SIBLINGS = 5
_LONGEST = 300
_ROW = 1000
# The share of items that must be dated by their own rows for the rows to be believed.
_ENOUGH = 0.6
# How many lines after an item, or before it, may hold its date, and how long they may be.
_NEAR, _LINE = 8, 160
_HEADING = 80
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


class Dated(NamedTuple):
    """An item's day as YYYY-MM-DD, or None, and its title without it."""

    day: str | None
    title: str


class Rows:
    """The items of a page by key, each with its links; which elements are whose."""

    def __init__(self, page: Page, items: list[Link]) -> None:
        self.page = page
        self.by_key: dict[str, list[Link]] = {}
        for link in items:
            self.by_key.setdefault(link.key, []).append(link)
        self._owners = links.boxes(items)
        self._links = items
        self._elements = {link.element: link.key for link in items}

    def around(self, link: Link) -> list[Element]:
        """Return `link` and the elements around it that hold no other item's, nearest first."""
        own = [link.element]
        for above in link.element.iterancestors():
            if self._owners.get(above) != link.key:
                break
            own.append(above)
        return own

    def headings(self, key: str) -> list[bool]:
        """Return for each link of the item whether it stands in a heading."""
        return [
            any(above.tag in _HEADINGS for above in islice(link.element.iterancestors(), 3))
            for link in self.by_key[key]
        ]

    def heading(self, key: str) -> str:
        """Return the longest heading in the row of links without words, else its longest line."""
        for link in self.by_key[key]:
            lines = [block for block in read(self.around(link)[-1]) if block.text]
            headings = [block.text for block in lines if block.context.heading]
            texts = headings or [block.text for block in lines if dates.find(block.text) is None]
            if texts:
                return max(texts, key=len)[:_LONGEST]
        return ""

    def common(self) -> Element:
        """Return the smallest element that holds most of the links."""
        counts = Counter(above for link in self._links for above in link.element.iterancestors())
        most = 0.8 * len(self._links)
        holders = (
            above for above in self._links[0].element.iterancestors() if counts[above] >= most
        )
        return next(holders, None)

    # ── days ──

    def dated(self, titles: dict[str, str]) -> dict[str, Dated]:
        """Return the day of each item by key, and its title without a day that stood in it."""
        hints = self._hints()
        in_row = self._in_rows(titles, hints)
        found = {key: Dated(day, titles[key]) for key, day in in_row.items()}
        if len(in_row) < _ENOUGH * len(self.by_key):
            found |= self._by_order(titles, hints, len(in_row))
        for key, title in titles.items():
            if key not in found:
                found[key] = _in_title(title, hints)
        return found

    def _hints(self) -> dates.Hints:
        """Return how the dates of this listing are to be read: as its own rows show, in order."""
        language = self.page.root.get("lang") or ""
        host = self.page.address_parts.hostname or ""
        rows = (self.around(same[0])[-1] for same in self.by_key.values())
        texts = (squeeze(" ".join(row.itertext())[:_ROW]) for row in rows)
        return dates.Hints(dates.order_of(texts, language, host), self.page.day, language)

    def _in_rows(self, titles: dict[str, str], hints: dates.Hints) -> dict[str, str]:
        several: dict[str, list[str]] = {}
        for key, same in self.by_key.items():
            for box in (box for link in same for box in self.around(link)):
                several[key] = _told(box, hints) or _in_row(box, titles[key], hints)
                if several[key]:
                    break
        return _one_column({key: found for key, found in several.items() if found})

    def _by_order(self, titles: dict[str, str], hints: dates.Hints, dated: int) -> dict[str, Dated]:
        """Return the days by the place that dates the most items, if more than their rows do."""
        blocks = read(self.page.root)
        spans = self._spans(blocks)
        readings: list[dict[str, Dated]] = [
            self._found(titles, lambda key: self._after_link(key, hints)),
            {key: each for key, title in titles.items() if (each := _in_title(title, hints)).day},
            self._found(titles, lambda key: _beside(blocks, spans, key, titles[key], hints, 1)),
            self._found(titles, lambda key: _beside(blocks, spans, key, titles[key], hints, -1)),
            self._found(titles, _headings(blocks, spans, hints).get),
        ]
        best = max(readings, key=len)
        return best if len(best) > dated else {}

    @staticmethod
    def _found(titles: dict[str, str], day: Callable[[str], str | None]) -> dict[str, Dated]:
        return {key: Dated(found, titles[key]) for key in titles if (found := day(key))}

    def _after_link(self, key: str, hints: dates.Hints) -> str | None:
        """Return the day between a link and the next item's, among the elements beside it."""
        for link in self.by_key[key]:
            texts = [link.element.tail or ""]
            for sibling in link.element.itersiblings():
                is_other = sibling in self._owners or sibling in self._elements
                if is_other or len(texts) > _MOST_SIBLINGS:
                    break
                texts += [" ".join(sibling.itertext()), sibling.tail or ""]
            found = dates.find(squeeze(" ".join(texts)), hints)
            if found and found.day:
                return found.day.isoformat()
        return None

    def _spans(self, blocks: list[Block]) -> dict[str, tuple[int, int]]:
        """Return the first and the last block of each item's links, by key."""
        spans: dict[str, tuple[int, int]] = {}
        for block in blocks:
            for run in block.runs:
                key = self._elements.get(run.context.link)
                if key is not None:
                    first, _ = spans.get(key, (block.index, 0))
                    spans[key] = (first, block.index)
        return spans


def _beside(
    blocks: list[Block],
    spans: dict[str, tuple[int, int]],
    key: str,
    title: str,
    hints: dates.Hints,
    step: int,
) -> str | None:
    """Return the first day in the lines after an item (`step` 1) or before it (-1)."""
    if key not in spans:
        return None
    others = {index for name, span in spans.items() if name != key for index in span}
    start = spans[key][1] if step > 0 else spans[key][0] - 1
    for index in range(start, start + step * _NEAR, step):
        if not 0 <= index < len(blocks) or index in others:
            return None
        beside = blocks[index].text.replace(title, "") if title else blocks[index].text
        if len(beside) <= _LINE:
            found = dates.find(beside, hints)
            if found and found.day:
                return found.day.isoformat()
    return None


def _headings(
    blocks: list[Block], spans: dict[str, tuple[int, int]], hints: dates.Hints
) -> dict[str, str]:
    """Return for each item the day of the last short line above that has one and no item."""
    firsts = {first: key for key, (first, _) in spans.items()}
    days_above: dict[str, str] = {}
    day: str | None = None
    for block in blocks:
        key = firsts.get(block.index)
        if key is not None:
            if day:
                days_above[key] = day
        elif block.text and len(block.text) <= _HEADING:
            found = dates.find(block.text, hints)
            day = found.day.isoformat() if found and found.day else day
    return days_above


def _one_column(several: dict[str, list[str]]) -> dict[str, str]:
    """Return one day a row; where most have two, of the column in which the list is in order."""
    numbers = sorted(len(found) for found in several.values())
    usual = numbers[len(numbers) // 2] if numbers else 0
    best = 0
    if usual > 1:
        best = max(range(usual), key=lambda column: (_steadiness(several, column), -column))
    return {key: found[min(best, len(found) - 1)] for key, found in several.items()}


def _steadiness(several: dict[str, list[str]], column: int) -> float:
    """Return which share of the steps of a column go the same way."""
    values = [found[column] for found in several.values() if len(found) > column]
    steps = list(pairwise(values))
    if not steps:
        return 0.0
    return max(sum(a >= b for a, b in steps), sum(a <= b for a, b in steps)) / len(steps)


def _told(row: Element, hints: dates.Hints) -> list[str]:
    """Return the first date that a `time` element tells to machines."""
    for element in row.iter("time"):
        told = stamps.read(element.get("datetime") or "", hints)
        if told:
            return [told.day.isoformat()]
    return []


def _in_title(title: str, hints: dates.Hints) -> Dated:
    found = dates.find(title, hints)
    if found is None or found.day is None:
        return Dated(None, title)
    head, tail = title[: found.start], title[found.end :]
    if head and not tail.strip(" ])）】"):
        rest = _BEFORE_DATE.sub("", head)
    else:
        rest = _AFTER_DATE.sub("", tail) if not head.strip(" [(（【") else title
    is_cut = 0 < len(rest) < max(len(head), len(tail))
    return Dated(found.day.isoformat(), rest.strip()) if is_cut else Dated(None, title)


def _in_row(row: Element, title: str, hints: dates.Hints) -> list[str]:
    """Return the dates in a row beside its title, in one piece or split over elements."""
    pieces = map(squeeze, row.itertext())
    beside = " ".join(each for each in pieces if each and not _is_of(title, each))[:_ROW]
    found: list[str] = []
    rest = beside
    while len(found) < 4 and (date := dates.find(rest, hints)):
        if date.day:
            found.append(date.day.isoformat())
        rest = rest[date.end :]
    tile = None if found else dates.find_tile(beside)
    return [tile.isoformat()] if tile else found


def _is_of(title: str, piece: str) -> bool:
    # Short pieces such as "2021" can stand in the title and in a date that is split.
    return piece == title or (len(piece) > 12 and piece in title)
