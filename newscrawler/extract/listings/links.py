"""The links of a listing page, grouped by how they are built, and what speaks for a group.

Numbers only; nothing here decides. Links are of one group when the elements around them have the
same tags and classes: rows of one list do, whatever they lead to. What is dear to find out is asked
of a few links of a group: they are alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from newscrawler.extract import labels
from newscrawler.extract.listings import kinds, marked_rows, repeats
from newscrawler.extract.listings.dated import is_dated
from newscrawler.extract.listings.layout import NOTHING, Layout
from newscrawler.extract.pages.anchors import Anchor, Anchors
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.places import Places
from newscrawler.urls import is_document

# Fewer links in a menu, and shorter texts that are alone of their kind, are no list.
_FEW, _SHORT = 4, 12
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_NUMBER = re.compile(r"\d+")
# How much text beside a link may be of its row, and what is long.
_BESIDE, _LONGEST = 300, 400
# How many links of a group are looked at.
_SAMPLE = 5
_KINDS = 13

# What is asked of one link, and of a group: the means of that, what its links are together, and
# the names around them as bits.
_OF_LINK = (
    "length words wordless number image dated box_text box_links "
    "same_host document query digits below_page path_depth self"
).split()
_OF_GROUP = (
    "size share_of_links median_length longest distinct first spread alike "
    "depth menu beside heading row item groups rank_by_text rank_by_dated"
).split()
NAMES = [*(f"own_{name}" for name in _OF_LINK), *_OF_LINK, *_OF_GROUP, "any_bits"]
COLUMNS = [*NAMES[:-1], *(f"any_bits & {1 << bit}" for bit in range(_KINDS))]


@dataclass(slots=True)
class Group:
    """Links that are built alike, in the page's order, with their places among all links.

    `seen` is what was counted of them; `sample` those that were looked at; `paths` how they are
    built, in words.
    """

    kind: kinds.Kind
    paths: set[str]
    anchors: list[Anchor] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    sample: dict[int, tuple[float, ...]] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    shared: tuple[float, ...] = ()

    def of(self, indices: Iterable[int], name: str = "") -> Group:
        """Return a group of some of the links, called `name` beside how they are built."""
        few = Group(self.kind, {each + name for each in self.paths})
        for index in indices:
            few.anchors.append(self.anchors[index])
            few.places.append(self.places[index])
        return few

    def add(self, other: Group) -> None:
        """Take the links of another group; `sort` is to be called after the last."""
        self.paths |= other.paths
        self.anchors.extend(other.anchors)
        self.places.extend(other.places)

    def sort(self) -> None:
        """Put the links in the page's order."""
        both = sorted(zip(self.places, self.anchors, strict=True), key=itemgetter(0))
        self.places, self.anchors = (list(each) for each in zip(*both, strict=True))


class Groups:
    """The links of a page that lead somewhere, by how they are built, the hopeless left out."""

    def __init__(self, page: Page, found: Anchors, layout: Layout = NOTHING) -> None:
        self._page = page
        self._number, self._text = len(found), found.text
        self._places = Places()
        self._host, self._path, _ = _split(page.url)
        self._folder = self._path.rpartition("/")[0] + "/"
        self.every = [
            group
            for group in _by_kind(found, layout)
            if group.paths & layout.entries or not _is_hopeless(group)
        ]
        for group in self.every:
            self._look_at(group)
        for name, by in (("rank_by_text", _text), ("rank_by_dated", _dated)):
            for rank, group in enumerate(sorted(self.every, key=by, reverse=True)):
                group.seen[name] = rank
        for group in self.every:
            group.shared = tuple(map(group.seen.__getitem__, NAMES[len(_OF_LINK) :]))

    def row(self, group: Group, index: int) -> tuple[float, ...]:
        """Return what was counted of a link of a group, in the order of NAMES."""
        return (group.sample.get(index) or self._of_link(group, index)) + group.shared

    def _look_at(self, group: Group) -> None:
        size = len(group.anchors)
        group.sample = {index: self._of_link(group, index) for index in _spread(size)}
        number = len(group.sample)
        sums = map(sum, zip(*group.sample.values(), strict=True))
        shapes = [self._shape(group.anchors[index]) for index in group.sample]
        texts = [anchor.text for anchor in group.anchors]
        lengths = sorted(map(weight, texts))
        tags = group.kind.tags
        group.seen = {
            **dict(zip(_OF_LINK, (each / number for each in sums), strict=True)),
            "size": len({anchor.href for anchor in group.anchors}),
            "share_of_links": size / self._number,
            "median_length": min(lengths[size // 2], _LONGEST),
            "longest": min(lengths[-1], _LONGEST),
            "distinct": len(set(texts)) / size,
            "first": group.places[0] / self._number,
            "spread": (group.places[-1] - group.places[0] + 1) / size,
            "alike": max(map(shapes.count, shapes)) / number,
            "depth": group.kind.depth,
            "menu": group.kind.in_menu,
            "beside": group.kind.beside,
            "heading": not _HEADINGS.isdisjoint(tags[-4:]),
            "row": "td" in tags,
            "item": "li" in tags,
            "groups": len(self.every),
            "any_bits": self._places.around(group.anchors[0].element) & (1 << _KINDS) - 1,
        }

    def _of_link(self, group: Group, index: int) -> tuple[float, ...]:
        element, _, text, _, _ = anchor = group.anchors[index]
        length = weight(text)
        dated, beside, links = self._beside(group, index)
        return (
            min(length, _LONGEST),
            text.count(" "),
            labels.WORDLESS.fullmatch(text) is not None,
            text.isdigit(),
            len(element) > 0 and next(element.iter("img"), None) is not None,
            dated,
            beside - length,
            links,
            *self._of_address(anchor),
        )

    def _beside(self, group: Group, index: int) -> tuple[bool, int, int]:
        """Return whether there is a day, how much text and how many links up to the next ones.

        That is what stands in a row, wherever rows begin, with half of what is between two.
        """
        anchor, last = group.anchors[index], len(group.anchors) - 1
        before = group.anchors[index - 1].end if index else 0
        after = group.anchors[index + 1].start if index < last else anchor.end + _BESIDE
        left = self._text[max(before, anchor.start - _BESIDE) : anchor.start].split()
        right = self._text[anchor.end : min(after, anchor.end + _BESIDE)].split()
        beside = f"{' '.join(left)} {anchor.text} {' '.join(right)}"
        here = group.places[index]
        links = group.places[index + 1] - here if index < last else 1
        return is_dated(beside), weight(beside), links

    def _of_address(self, anchor: Anchor) -> tuple[float, ...]:
        url = self._page.address(anchor.href)
        if url is None:
            return (0,) * 7
        host, path, query = _split(url)
        return (
            host == self._host,
            is_document(path),
            bool(query),
            len(_NUMBER.findall(path)) + len(_NUMBER.findall(query)),
            path.startswith(self._folder) and len(path) > len(self._path),
            path.count("/"),
            url.rstrip("/") == self._page.url.rstrip("/"),
        )

    @staticmethod
    def _shape(anchor: Anchor) -> str:
        address, _, query = anchor.href.partition("?")
        return f"{_NUMBER.sub('0', address.rpartition('/')[0])}?{query.count('=')}"


def _by_kind(found: Anchors, layout: Layout) -> list[Group]:
    known = kinds.Kinds()
    by_kind: dict[int, Group] = {}
    for place, anchor in enumerate(found):
        if anchor.href[0] != "#":
            kind = known.of(anchor.element)
            group = by_kind.get(kind.number)
            if group is None:
                group = by_kind[kind.number] = Group(kind, {kind.path})
            group.anchors.append(anchor)
            group.places.append(place)
    joined = marked_rows.join(by_kind.values())
    return [each for group in joined for each in repeats.split(group, layout.entries)]


def _text(group: Group) -> float:
    return group.seen["median_length"] * len(group.anchors)


def _dated(group: Group) -> float:
    return group.seen["dated"] * len(group.anchors)


def _is_hopeless(group: Group) -> bool:
    """Tell in little time that a group is no list, as half of all are."""
    size = len(group.anchors)
    if size >= _FEW:
        return False
    if size > 1:
        return group.kind.in_menu
    text, href = group.anchors[0].text, group.anchors[0].href
    is_short = len(text) < _SHORT and not is_document(href)
    return is_short or group.kind.in_menu or group.kind.beside


def _spread(number: int) -> list[int]:
    """Return at most `_SAMPLE` places from the first to the last, evenly."""
    if number <= _SAMPLE:
        return list(range(number))
    step = (number - 1) / (_SAMPLE - 1)
    return [round(place * step) for place in range(_SAMPLE)]


def _split(url: str) -> tuple[str, str, str]:
    """Return (host and port, path, query) of an absolute address, whatever it holds."""
    address, _, query = url.partition("#")[0].partition("?")
    host, _, path = address.partition("://")[2].partition("/")
    return host, f"/{path}", query


def expanded(values: Sequence[float]) -> list[float]:
    """Return a row with its bits one by one, in the order of COLUMNS."""
    bits = int(values[-1])
    return [*values[:-1], *(bits >> bit & 1 for bit in range(_KINDS))]
