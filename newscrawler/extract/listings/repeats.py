"""Links built as titles are that stand in every row beside these: "Read more", topics, files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import TYPE_CHECKING

from newscrawler.extract.pages.page import Element

if TYPE_CHECKING:
    from newscrawler.extract.listings.links import Group

# A list has at least so many rows, and a row at most so many links that are built alike.
_ROWS, _MOST = 3, 4
# The share of a group's links that are repeated from which these are topics; pinned rows are fewer.
_TOPICS = 0.4


def split(group: Group, known: AbstractSet[str]) -> list[Group]:
    """Return a group in parts: what stands first in each row, second…; what leads to topics.

    Of links side by side that lead to one address that with most text is kept. `known` are the
    paths of groups on other pages of the listing: where it was split there it is so here.
    """
    size = len(group.anchors)
    if size == 1:
        return [group]
    addresses = [anchor.href for anchor in group.anchors]
    are_repeated = len(set(addresses)) < size
    kept = _longest(group, addresses) if are_repeated else list(range(size))
    names = [f" {number}" for number in range(1, _MOST + 1)]
    was_split = any(path + name in known for path in group.paths for name in names)
    if columns := _columns(group, kept, 1 if was_split else _ROWS):
        return [group.of(part, name) for part, name in zip(columns, names, strict=False)]
    if are_repeated and (topics := _topics(addresses, kept)):
        rest = [index for index in kept if index not in topics]
        return [group.of(rest), group.of(sorted(topics), " topics")]
    return [group if len(kept) == size else group.of(kept)]


def _longest(group: Group, addresses: list[str]) -> list[int]:
    """Return of links side by side that lead to one address the one with most text."""
    runs = groupby(range(len(addresses)), key=addresses.__getitem__)
    return [max(run, key=lambda index: len(group.anchors[index].text)) for _, run in runs]


def _columns(group: Group, indices: list[int], least: int) -> list[list[int]]:
    """Return the links by their places in `least` rows that have as many of them each, or more."""
    parents = [group.anchors[index].element.getparent() for index in indices]
    if len(set(parents)) == len(parents):
        return []
    rows: dict[Element, list[int]] = defaultdict(list)
    for index, parent in zip(indices, parents, strict=True):
        rows[parent].append(index)
    sizes = set(map(len, rows.values()))
    if len(rows) < least or len(sizes) > 1 or not 1 < max(sizes) <= _MOST:
        return []
    return [list(column) for column in zip(*rows.values(), strict=True)]


def _topics(addresses: list[str], indices: list[int]) -> set[int]:
    """Return what leads to few addresses, each of several links, where much does."""
    times = Counter(addresses[index] for index in indices)
    topics = {index for index in indices if times[addresses[index]] > 1}
    return topics if _TOPICS * len(indices) <= len(topics) < len(indices) else set()
