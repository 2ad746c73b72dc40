"""Which links of a page are its list: those of the likeliest group, and what belongs to it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from statistics import fmean, median
from typing import NamedTuple

from newscrawler.extract import labels
from newscrawler.extract.dates import months
from newscrawler.extract.listings import leading, links, no_entries, page_numbers, pager
from newscrawler.extract.listings.dated import is_dated_row
from newscrawler.extract.listings.layout import NOTHING, Layout
from newscrawler.extract.listings.links import Group, Groups
from newscrawler.extract.pages.anchors import Anchors, Link, canonical, owned
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Element, Page

# The odds from which a group of links is taken, one beside the best, and a link within a group.
_LEAST, _OTHER_GROUP, _ANY = 0.1, 0.65, 0.1
# One that is likelier than the best needs no more than these.
_LIKELIER = 0.5
# The odds of all links looked at from which the others of their group are not looked at.
_SURE = 0.5
# So many steps above a link tell that it is built like another.
_ALIKE = 3
# A group does not become likelier with more links than this.
_ENOUGH = 5
# The share of a list's rows with a day from which one beside it with fewer is none of it: titles
# may name a year
_DATED, _BARE = 0.8, 0.5
# A list has at least so many rows; a shorter text may be a number or a kind.
_FEW_ROWS, _SAYS = 3, 15
# What leads to another page of the list says less than this.
_TITLE = 30


class Found(NamedTuple):
    """The links of a list, in the page's order, and how these and all others are built."""

    links: list[Link]
    layout: Layout


def find(page: Page, anchors: Anchors, layout: Layout = NOTHING) -> Found:
    """Return the links of the likeliest group, and of those like it that stand beside it.

    What other pages of the listing told of it, its `layout`, comes first.
    """
    if not anchors:
        return Found([], NOTHING)
    groups = links.Groups(page, anchors, layout)
    chosen, main = _chosen(groups, anchors, layout)
    chosen -= no_entries.of_trail(anchors, chosen) | no_entries.of_archive(anchors, chosen)
    chosen -= _beside_worded(anchors, chosen)
    chosen -= _undated(anchors, chosen, main)
    chosen |= _rows_beside(anchors, chosen)
    chosen |= leading.above(page, anchors, chosen)
    if no_entries.are_a_pager(anchors, chosen):
        chosen = set()
    # A second link to an item may say its title.
    own = _own_pages(page, anchors, chosen)
    known = {anchors[place].href for place in chosen} - own
    items = (anchor for anchor in anchors if anchor.href in known)
    found = [Link("", url, each.element) for each in items if (url := page.address(each.href))]
    addresses = pager.without_number(page.url, [link.url for link in found])
    found = [link._replace(url=url) for link, url in zip(found, addresses, strict=True)]
    return Found(canonical(found), _layout(groups, anchors, chosen))


def _chosen(groups: Groups, anchors: Anchors, layout: Layout) -> tuple[set[int], set[int]]:
    """Return the places of the links of those groups that are the list, and of the likeliest."""
    odds = {id(group): _odds_of(groups, group) for group in groups.every}
    known = {id(group) for group in groups.every if group.paths & layout.entries}
    ranked = sorted(
        (each for each in groups.every if id(each) in known or not _is_other(each, layout)),
        key=lambda group: (id(group) in known, _rank(group, median(odds[id(group)]))),
        reverse=True,
    )
    chosen: set[int] = set()
    main: Group | None = None
    sure = _OTHER_GROUP
    for group in ranked:
        likely = median(odds[id(group)])
        least = _LEAST if main is None or _is_like(group, main) else sure
        is_list = id(group) in known or (_rank(group, likely) > 0 and likely >= least)
        if not is_list or _is_of_months(group) or (main and _is_other_list(group, main)):
            continue
        if main is None:
            # On a last page the few rows left are likelier than a longer list beside them.
            main, sure = group, min(_OTHER_GROUP, max(likely, _LIKELIER))
        wanted = _items(groups, group, 1 if id(group) in known else min(odds[id(group)]))
        if chosen:
            # What stands in the row of another item is that item's: a picture, a category, a file.
            rows = owned(anchors, chosen)
            apart = [
                place
                for place in wanted
                if anchors[place].text and rows.isdisjoint(anchors[place].element.iterancestors())
            ]
            wanted = apart if 2 * len(apart) >= len(wanted) else []
        chosen.update(wanted)
    return chosen, set(main.places) if main else set()


def _is_other(group: Group, layout: Layout) -> bool:
    """Tell whether most of a group stood on another page of the listing and was no entry there."""
    known = sum(anchor.href in layout.others for anchor in group.anchors)
    return 2 * known > len(group.anchors)


def _layout(groups: Groups, anchors: Anchors, chosen: set[int]) -> Layout:
    """Return how chosen links are built, and what all others lead to."""
    listed = {anchors[place].href for place in chosen}
    paths = [each.paths for each in groups.every if not chosen.isdisjoint(each.places)]
    others = {anchor.href for each in groups.every for anchor in each.anchors}
    return Layout(frozenset().union(*paths), frozenset(others - listed))


def _own_pages(page: Page, anchors: Anchors, chosen: set[int]) -> set[str]:
    """Return the addresses of the listing's other pages, none where most links seem to be such."""
    short = {anchors[place].href for place in chosen if weight(anchors[place].text) < _TITLE}
    bare = page_numbers.without(page.url) if short else ""

    def is_own(href: str) -> bool:
        return page_numbers.without(page.address(href) or "") == bare

    own = {href for href in short if is_own(href) and page.address(href) != page.url}
    # "/news/p398" is the address of a release.
    if own and 2 * sum(is_own(anchors[place].href) for place in chosen) >= len(chosen):
        return set()
    return own


def _beside_worded(anchors: Anchors, chosen: set[int]) -> set[int]:
    """Return which links only name a file ("PDF") and stand in a row with one that says more."""
    silent = {place for place in chosen if labels.FILE.fullmatch(anchors[place].text)}
    if not 0 < len(silent) < len(chosen):
        return set()
    rows = owned(anchors, chosen - silent)
    return {
        place for place in silent if not rows.isdisjoint(anchors[place].element.iterancestors())
    }


def _undated(anchors: Anchors, chosen: set[int], main: set[int]) -> set[int]:
    """Return the links of lists with few days or none beside one that has them: menus, boxes.

    The other one is longer, or is the likeliest list of all, whose links are at `main`.
    """
    rows = owned(anchors, chosen)
    shelves: dict[Element, list[Element]] = defaultdict(list)
    for row in rows:
        if row.getparent() not in rows:
            shelves[row.getparent()].append(row)
    lists = [each for each in shelves.values() if len(each) >= _FEW_ROWS]
    if len(lists) < 2:
        return set()
    shares = [fmean(map(is_dated_row, each)) for each in lists]
    dated = [each for each, share in zip(lists, shares, strict=True) if share > _DATED]
    if not dated:
        return set()
    bare = {row for each, share in zip(lists, shares, strict=True) if share < _BARE for row in each}
    around = {above for place in main & chosen for above in _upward(anchors[place].element)}
    is_likeliest = any(not around.isdisjoint(each) for each in dated) and around.isdisjoint(bare)
    if len(bare) > max(map(len, dated)) and not is_likeliest:
        return set()
    return {place for place in chosen if not bare.isdisjoint(_upward(anchors[place].element))}


def _upward(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


def _rows_beside(anchors: Anchors, chosen: set[int]) -> set[int]:
    """Return the links of rows among the others that are built otherwise: the newest may be so.

    They are in the element of most rows, have a day as these have, and lead to one address.
    """
    rows = owned(anchors, chosen)
    tops = [each for each in rows if each.getparent() not in rows]
    if not tops:
        return set()
    shelves = Counter((each.getparent(), each.tag) for each in tops)
    ((shelf, tag), number) = shelves.most_common(1)[0]
    if number < _FEW_ROWS or 2 * number < len(tops):
        return set()
    every = list(shelf.iterchildren(tag))
    # Asked first, since most lists have none.
    others = {row for row in every if row not in rows and is_dated_row(row)}
    if not others or 2 * sum(is_dated_row(row) for row in every if row in rows) < number:
        return set()
    found: dict[Element, set[int]] = defaultdict(set)
    for place, anchor in enumerate(anchors):
        row = next((each for each in anchor.element.iterancestors() if each in others), None)
        if row is not None and weight(anchor.text) >= _SAYS:
            found[row].add(place)
    return {
        place
        for places in found.values()
        for place in places
        if len({anchors[each].href for each in places}) == 1
    }


def _is_like(group: Group, main: Group) -> bool:
    """Tell whether links are built like those of the main group, in another part of the page."""
    ends = [[name for _, name in each.kind.line[-_ALIKE:]] for each in (group, main)]
    return ends[0] == ends[1]


def _is_other_list(group: Group, main: Group) -> bool:
    """Tell whether links are no items beside others: they lead elsewhere, or stand in an aside."""
    is_aside = "aside" in group.kind.tags and "aside" not in main.kind.tags
    return is_aside or _is_foreign(group, main)


def _is_foreign(group: Group, main: Group) -> bool:
    """Tell whether links are no items beside others since they lead to another site."""
    is_elsewhere = group.seen["same_host"] == 0 and main.seen["same_host"] > 0.5
    return is_elsewhere and group.seen["document"] <= 0.5


def _is_of_months(group: Group) -> bool:
    """Tell whether links lead to months of an archive, and not to a file for each."""
    if group.seen["document"] > 0.5:
        return False
    return all(months.of_a_year(anchor.text) for anchor in group.anchors)


def _odds_of(groups: Groups, group: Group) -> list[float]:
    from newscrawler.extract.weights.listing import score

    return [_odds(score(groups.row(group, index))) for index in group.sample]


def _items(groups: Groups, group: Group, least: float) -> list[int]:
    """Return the places of a group's items: all, where those looked at were `least` likely so.

    Of pictures nothing tells one from another.
    """
    if least > _SURE or not any(anchor.text for anchor in group.anchors):
        return group.places
    from newscrawler.extract.weights.listing import score

    return [
        place
        for index, place in enumerate(group.places)
        if _odds(score(groups.row(group, index))) > _ANY
    ]


def _odds(logarithm: float) -> float:
    return 1 / (1 + math.exp(-logarithm))


def _rank(group: Group, odds: float) -> float:
    """Return how much a group is like the list; without words it needs some beside it."""
    worded = group.seen["wordless"] < 0.5
    if not worded and group.seen["box_text"] < 10:
        return 0.0
    # A list has more text than what is as likely beside it: than its tags, or a few highlights.
    amount = math.log10(10 + group.seen["median_length"] * len(group.anchors))
    return amount * odds * min(group.seen["size"], _ENOUGH) * (1.0 if worded else 0.7)
