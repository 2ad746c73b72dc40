"""Rows of a list that a class sets apart, such as the newest, a pinned one, those of a category.

What a few rows are called beside the others says how they look, not what they are: their links are
of one group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newscrawler.extract.listings.dated import is_dated_row
from newscrawler.extract.listings.kinds import DEEP, Kind
from newscrawler.extract.pages.page import Element

if TYPE_CHECKING:
    from newscrawler.extract.listings.links import Group

# With how many lists of the same tags a group is compared.
_MOST_LISTS = 8


class _Rows:
    """The elements that hold a link or two of a group each, `level` steps above the links.

    Of a single link it is not known which of those around it is its row, before there is another.
    """

    def __init__(self, group: Group) -> None:
        self.group = group
        self.level: int | None = None
        self._dated: bool | None = None
        if len(group.anchors) > 1:
            self.level, self.rows = _highest(group)
            self.shelves = {row.getparent() for row in self.rows}

    def take(self, few: Group) -> bool:
        """Add the links of a smaller group that stand in further rows, and tell whether they do."""
        level = self.level
        if level is None:
            level = _apart(self.group.anchors[0].element, few.anchors[0].element)
            if level is None:
                return False
            self.rows = {_above(self.group.anchors[0].element, level)}
            self.shelves = {row.getparent() for row in self.rows}
            self._dated = None
        rows = {_above(anchor.element, level) for anchor in few.anchors}
        if not self.rows.isdisjoint(rows) or not all(r.getparent() in self.shelves for r in rows):
            return False
        # A row without a day where all others have one is none: it is a promotion.
        if not all(map(is_dated_row, rows)) and self._are_dated():
            return False
        self.level = level
        self.rows |= rows
        self.group.add(few)
        return True

    def _are_dated(self) -> bool:
        if self._dated is None:
            self._dated = all(map(is_dated_row, self.rows))
        return self._dated


def join(groups: Iterable[Group]) -> list[Group]:
    """Return the groups, with the links of marked rows in the group of the other rows."""
    by_tags: dict[tuple[int, tuple[str, ...]], list[Group]] = defaultdict(list)
    for group in groups:
        by_tags[group.kind.depth, group.kind.tags].append(group)
    return [each for alike in by_tags.values() for each in _joined(alike)]


def _joined(alike: list[Group]) -> list[Group]:
    """Join groups whose links have the same tags around them."""
    if len(alike) == 1:
        return alike
    kept: list[_Rows] = []
    for group in sorted(alike, key=lambda group: len(group.anchors), reverse=True):
        if not any(
            _may_take(rows.group, group) and rows.take(group) for rows in kept[:_MOST_LISTS]
        ):
            kept.append(_Rows(group))
    for rows in kept:
        rows.group.sort()
    return [rows.group for rows in kept]


def _may_take(many: Group, few: Group) -> bool:
    number = len(few.anchors)
    return (number == 1 or 2 * number <= len(many.anchors)) and _are_alike(many.kind, few.kind)


def _are_alike(many: Kind, few: Kind) -> bool:
    """Tell whether at each step there is a class that both have, or one of them has none."""
    return all(
        one == other or _has_common(one[1].split(".")[1:], other[1].split(".")[1:])
        for one, other in zip(many.line, few.line, strict=True)
    )


def _has_common(one: list[str], other: list[str]) -> bool:
    return [""] in (one, other) or any(
        word.startswith(base) or base.startswith(word) for word in one for base in other
    )


def _highest(group: Group) -> tuple[int, set[Element]]:
    level, rows = 0, {anchor.element for anchor in group.anchors}
    while level < DEEP:
        above = {row.getparent() for row in rows}
        if len(above) == 1 or None in above or 2 * len(above) < len(group.anchors):
            break
        level, rows = level + 1, above
    return level, rows


def _apart(one: Element, other: Element) -> int | None:
    """Return how far above two links the elements are that stand side by side, or None."""
    for level in range(DEEP):
        above, beside = one.getparent(), other.getparent()
        if above is None or beside is None:
            return None
        if above is beside:
            return level
        one, other = above, beside
    return None


def _above(element: Element, level: int) -> Element:
    for _ in range(level):
        element = element if element.getparent() is None else element.getparent()
    return element
