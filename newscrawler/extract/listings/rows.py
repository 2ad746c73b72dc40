"""The rows of a listing: what stands around each item's links, and on which day each is dated.

A row is an element where the markup has one. Where it has none, or was never closed, the order of
the page tells: a date after each item, before each, or above a group of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice, pairwise

from lxml import etree

from newscrawler.extract import dates
from newscrawler.extract.dates import stamps
from newscrawler.extract.listings import row_dates, year_headings
from newscrawler.extract.listings.columns import Columns
from newscrawler.extract.listings.row_dates import Dated
from newscrawler.extract.listings.row_lines import Lines
from newscrawler.extract.pages import anchors, places
from newscrawler.extract.pages.anchors import Link
from newscrawler.extract.pages.blocks import Block, squeeze
from newscrawler.extract.pages.page import Element, Page
from newscrawler.extract.pages.reader import read

_MOST_SIBLINGS, _LONGEST = 5, 300
# What stands before the name of the site behind a title
_STROKE = re.compile(r"\s*[-–—_|｜]\s*(?=[^\W\d])")
# How many rows tell the order of numbers.
_VOTERS = 100
# Of many items none of the first is dated by what dates the others, nor in so many characters.
_MANY, _TRIED = 1000, 200
_FIRST = 20_000
# The share of items that must be dated by their own rows for the rows to be believed.
_ENOUGH = 0.6
# Of fewer items two may be called the same.
_SEVERAL = 3
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


class Rows:
    """The items of a page by key, each with its links; which elements are whose."""

    def __init__(self, page: Page, items: list[Link]) -> None:
        self.page = page
        self.by_key: dict[str, list[Link]] = {}
        for link in items:
            self.by_key.setdefault(link.key, []).append(link)
        self._owners = anchors.boxes(items)
        self._links = items
        self._elements = {link.element: link.key for link in items}
        # The items whose day counts from the fetch, and the year of those whose day has none.
        self.counted: set[str] = set()
        self._years: dict[str, int] = {}
        self._known_texts: dict[Element, list[str]] = {}

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
            undated = [block for block in lines if dates.find(block.text) is None]
            texts = headings or _called_titles(undated) or [block.text for block in undated]
            if texts:
                return max(texts, key=len)[:_LONGEST]
        return ""

    @cached_property
    def name_at_end(self) -> str:
        """What the `title` attributes of all items end with behind a stroke: the site's name."""
        told = {squeeze(link.element.get("title") or "") for link in self._links} - {""}
        one = min(told, key=len, default="")
        ends = (one[stroke.start() :] for stroke in _STROKE.finditer(one))
        common = (end for end in ends if all(each.endswith(end) for each in told))
        return next(common, "") if len(told) > 1 else ""

    @cached_property
    def said_often(self) -> frozenset[str]:
        """The texts of links that more than half of several items have: "Download", "Details"."""
        counts = Counter(
            text
            for same in self.by_key.values()
            for text in {squeeze("".join(link.element.itertext())) for link in same}
        )
        if len(self.by_key) < _SEVERAL:
            return frozenset()
        return frozenset(text for text in counts if 2 * counts[text] > len(self.by_key))

    @cached_property
    def common(self) -> Element:
        """The smallest element that holds most of the links."""
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
        lasting = self._dated(titles, hints._replace(today=None))
        if not all(each.day for each in lasting.values()):
            self._years = year_headings.above(self.page, self._elements)
            if self._years:
                lasting = self._dated(titles, hints._replace(today=None))
        if hints.today is None or all(each.day for each in lasting.values()):
            return lasting
        found = self._dated(titles, hints)
        self.counted = {key for key in found if found[key].day != lasting[key].day}
        return found

    def _dated(self, titles: dict[str, str], hints: dates.Hints) -> dict[str, Dated]:
        in_row = self._in_rows(titles, hints)
        found = {key: Dated(day, titles[key]) for key, day in in_row.items()}
        if len(in_row) < _ENOUGH * len(self.by_key):
            found |= self._by_order(titles, hints, in_row)
        for key, title in titles.items():
            if key not in found:
                found[key] = row_dates.in_title(title, self._with_year(key, hints))
        return _told_apart(found, titles)

    def _hints(self) -> dates.Hints:
        """Return how the dates of this listing are to be read: as its own rows show, in order."""
        language = self.page.root.get("lang") or ""
        host = self.page.address_parts.hostname or ""
        some = islice(self.by_key.values(), _VOTERS)
        texts = [" ".join(self._texts(self.around(same[0])[-1])) for same in some]
        if 2 * sum(map(dates.may_hold, texts)) < len(texts):
            # Days stand between the rows: in a list of terms, or behind a break.
            texts = row_dates.texts(self._around_all())
        return dates.Hints(dates.order_of(texts, language, host), self.page.day, language)

    def _texts(self, box: Element) -> list[str]:
        """Return the texts in a row, which is asked for them several times."""
        if box not in self._known_texts:
            self._known_texts[box] = row_dates.texts(box)
        return self._known_texts[box]

    def _pieces(self, box: Element) -> list[str]:
        return row_dates.pieces(self._texts(box))

    def _in_rows(self, titles: dict[str, str], every: dates.Hints) -> dict[str, str]:
        several: dict[str, list[str]] = {}
        columns = Columns()
        for key, same in self.by_key.items():
            hints = self._with_year(key, every)
            for link in same:
                cell = columns.cell(link.element)
                found = [] if cell is None else row_dates.in_row(self._pieces(cell), hints)[:1]
                found = found or self._in_boxes(link, titles[key], hints)
                if found:
                    several[key] = found
                    break
        return _one_column(several)

    def _with_year(self, key: str, hints: dates.Hints) -> dates.Hints:
        return hints._replace(year=self._years[key]) if key in self._years else hints

    def _in_boxes(self, link: Link, title: str, hints: dates.Hints) -> list[str]:
        """Return the days in the smallest element around a link that has any."""
        boxes = self.around(link)
        pieces = row_dates.beside_title(self._pieces(boxes[-1]), title)
        if next(boxes[-1].iter("time"), None) is None:
            found = row_dates.in_row(pieces, hints)
            if len(found) < 2:
                return found or row_dates.counted(pieces, hints)
        for box in boxes:
            inside = row_dates.beside_title(self._pieces(box), title)
            found = _told(box, hints) or row_dates.in_row(inside, hints)
            if found:
                return found
        return row_dates.counted(pieces, hints)

    def _by_order(
        self, titles: dict[str, str], hints: dates.Hints, in_row: dict[str, str]
    ) -> dict[str, Dated]:
        """Return the days by the place that dates the most items, if more than their rows do.

        A place that says something else than the rows, where they say something, is not the one.
        """
        best: dict[str, Dated] = {}
        for read_days in self._readings(titles, hints):
            found = read_days()
            both = [found[key].day == day for key, day in in_row.items() if key in found]
            if 2 * sum(both) >= len(both):
                best = max(best, found, key=len)
            if len(best) == len(titles):
                break
        return best if len(best) > len(in_row) else {}

    def _readings(
        self, titles: dict[str, str], hints: dates.Hints
    ) -> Iterator[Callable[[], dict[str, Dated]]]:
        yield lambda: self._found(
            titles, lambda key: self._after_link(key, self._with_year(key, hints))
        )
        yield lambda: {
            key: each
            for key, title in titles.items()
            if (each := row_dates.in_title(title, self._with_year(key, hints))).day
        }
        root = self._around_all()
        text = etree.tostring(root, method="text", encoding="unicode")
        # Walking the lines of a large page takes a quarter of all the time that it takes.
        some = text if len(titles) <= _MANY else text[:_FIRST]
        if (hints.today or dates.may_hold(some)) and (some is text or dates.find(some, hints)):
            lines = Lines(root, self._elements, hints)
            yield lambda: self._found(titles, lambda key: lines.beside(key, titles[key], 1))
            yield lambda: self._found(titles, lambda key: lines.beside(key, titles[key], -1))
            yield lambda: self._found(titles, lines.above().get)

    def _around_all(self) -> Element:
        """Return the element around the listing's own, in which a first date may stand."""
        holder = self.common
        above = None if holder is None else holder.getparent()
        return self.page.root if above is None else above

    @staticmethod
    def _found(titles: dict[str, str], day: Callable[[str], str | None]) -> dict[str, Dated]:
        if len(titles) > _MANY and not any(map(day, islice(titles, _TRIED))):
            return {}
        return {key: Dated(found, titles[key]) for key in titles if (found := day(key))}

    def _after_link(self, key: str, hints: dates.Hints) -> str | None:
        """Return the day between a link and the next item's, among the elements beside it."""
        for link in self.by_key[key]:
            texts: list[str] = [link.element.tail or ""]
            for number, sibling in enumerate(link.element.itersiblings()):
                is_other = sibling in self._owners or sibling in self._elements
                if is_other or number == _MOST_SIBLINGS:
                    break
                texts += [*row_dates.texts(sibling), sibling.tail or ""]
            pieces = list(map(squeeze, texts))
            found = row_dates.in_row(pieces, hints) or row_dates.counted(pieces, hints)
            if found:
                return found[0]
        return None


def _called_titles(lines: list[Block]) -> list[str]:
    """Return the lines whose element is called a title."""
    own = places.Places.own
    return [line.text for line in lines if not line.linked and own(line.element) & places.HEAD]


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


def _told_apart(found: dict[str, Dated], titles: dict[str, str]) -> dict[str, Dated]:
    """Leave the days in titles that nothing else tells apart: "1 May 2021 - Minutes"."""
    if len({each.title for each in found.values()}) == len(set(titles.values())):
        return found
    return {key: Dated(each.day, titles[key]) for key, each in found.items()}
