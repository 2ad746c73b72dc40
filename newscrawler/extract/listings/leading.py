"""The release that leads a listing: the newest often stands above the others, built otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice, takewhile
from urllib.parse import parse_qsl, urlsplit

from newscrawler.extract.listings.dated import is_dated
from newscrawler.extract.pages.anchors import Anchor, Anchors
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Element, Page

_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])
_ELSEWHERE = frozenset(["nav", "header", "footer", "aside"])
# A list has at least so many rows, and not many releases lead it.
_FEW, _MOST = 3, 6
_SAYS = 15
# How far above a link its day is looked for, and how much text may be there
_NEAR, _LONGEST = 4, 600
# How many links above the list are looked at
_LINKS = 40
# How far above a link its heading is
_HEADED = 3
_DIGITS = re.compile(r"\d+")


def above(page: Page, anchors: Anchors, chosen: Iterable[int]) -> set[int]:
    """Return the places of links above a list, of which `chosen` are, that belong to it.

    Each stands in a heading, with a day beside it, and leads where most links of the list do.
    """
    places = sorted(chosen)
    if len(places) < _FEW:
        return set()
    listed = {anchors[place].href for place in places}
    # Asked first, since most lists have none.
    near = range(max(0, places[0] - _LINKS), places[0])
    headed = [
        place
        for place in near
        if weight(anchors[place].text) >= _SAYS
        and anchors[place].href not in listed
        and _is_headed(anchors[place])
    ]
    if not headed:
        return set()
    shapes = Counter(_shape(page.address(anchors[place].href)) for place in places)
    ((usual, number),) = shapes.most_common(1)
    if usual is None or number < _FEW or 2 * number < len(places):
        return set()
    holders = {above for place in places for above in anchors[place].element.iterancestors()}
    found = {
        place
        for place in headed
        if _shape(page.address(anchors[place].href)) == usual and _is_dated(anchors[place], holders)
    }
    return found if len({anchors[place].href for place in found}) <= _MOST else set()


def _shape(url: str | None) -> str | None:
    """Return what the addresses of a list have in common, None for one that says nothing of it."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        # A link may be anything.
        return None
    if parts.query:
        names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        return f"{parts.netloc}{_DIGITS.sub('#', parts.path)}?{'&'.join(names)}"
    folder = parts.path.rstrip("/").rpartition("/")[0]
    return f"{parts.netloc}{_DIGITS.sub('#', folder)}/" if folder else None


def _is_headed(anchor: Anchor) -> bool:
    """Tell whether a link stands in a heading, or one in it, in the main part of a page."""
    element = anchor.element
    near = [each.tag for each in islice(element.iterancestors(), _HEADED)]
    inside = (each.tag for each in element.iterdescendants()) if len(element) else ()
    if _HEADINGS.isdisjoint(near) and _HEADINGS.isdisjoint(inside):
        return False
    return _ELSEWHERE.isdisjoint(each.tag for each in element.iterancestors())


def _is_dated(anchor: Anchor, holders: set[Element]) -> bool:
    """Tell whether there is a day beside a link; `holders` hold the list."""
    around = islice(anchor.element.iterancestors(), _NEAR)
    boxes = takewhile(lambda each: each not in holders, (anchor.element, *around))
    texts = ("".join(box.itertext()) for box in boxes)
    return any(is_dated(text) for text in texts if len(text) <= _LONGEST)
