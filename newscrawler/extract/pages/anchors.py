"""The links of a page, where they stand in its text, and the elements around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from newscrawler import urls
from newscrawler.extract.pages.page import Element, Page
from newscrawler.extract.pages.scripts import Scripts

# No listing has as many; what is behind them is not read, so that an answer comes in time.
MOST_LINKS = 10_000
# How much text above and below a list tells of it.
_AROUND = 2000
# What a click does, and what in it is an address
_ON_CLICK = ("onclick", "data-href", "data-url", "data-link", "href")
_IN_SCRIPT = re.compile(
    r"[\"']((?:https?://|\.{0,2}/)[^\"'\s]+|[\w/-]+\.(?:[sj]?html?|php|aspx?|jsp|do)(?:\?[^\"'\s]*)?)[\"']"
)


# Where a click sets the address of the window, in so many words
_MOVED = re.compile(
    r"\b(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\()\s*[\"']([^\"'\s<>{}]{1,500})[\"']\s*(?:\)|;|$)"
)


class Link(NamedTuple):
    """One link; `key` identifies what it leads to, `url` is absolute."""

    key: str
    url: str
    element: Element


class Anchor(NamedTuple):
    """One `a` element of the page with a `href`, what it shows, and where that stands.

    `start` and `end` delimit it in the text of the page, scripts and all.
    """

    element: Element
    href: str
    text: str
    start: int
    end: int


class Anchors(list[Anchor]):
    """The links of a page in its order, and its text, in which they stand.

    `scripted`: in their place what a script follows, such as a row that can be clicked.
    """

    def __init__(self, page: Page, *, scripted: bool = False) -> None:
        text: str = etree.tostring(page.root, method="text", encoding="unicode")
        self.text = text
        end = 0
        scripts = Scripts(page)
        for element in page.root.iter(*(() if scripted else ("a",))):
            href = _scripted(element, scripts) if scripted else element.get("href")
            if not scripted and (not href or href[0] in "#jJ"):
                href = _called(element, href, scripts)
            if href:
                shown = "".join(element.itertext()) if len(element) else element.text or ""
                # It begins there or, where the same words stand before it, somewhat earlier.
                start = text.find(shown, end)
                start = max(start, end)
                end = start + len(shown)
                self.append(Anchor(element, href, " ".join(shown.split()), start, end))
                if len(self) == MOST_LINKS:
                    break

    def around(self, items: Iterable[Link]) -> str:
        """Return the text from before the first of some links to after the last."""
        elements = {link.element for link in items}
        places = [anchor for anchor in self if anchor.element in elements]
        if not places:
            return self.text
        return self.text[max(0, places[0].start - _AROUND) : places[-1].end + _AROUND]


def _called(element: Element, href: str | None, scripts: Scripts) -> str | None:
    """Return the address to which a function of the page leads from an `a` element, else `href`."""
    clicks = (href or "", element.get("onclick") or "")
    if told := next(filter(None, map(scripts.address, clicks)), None):
        return told
    moved = next(filter(None, map(_MOVED.search, clicks)), None)
    return moved[1] if moved else href


def _scripted(element: Element, scripts: Scripts) -> str | None:
    """Return the address to which a click on an element leads by a script, or None."""
    for name in _ON_CLICK:
        value: str = element.get(name) or ""
        if value and name.startswith("data-"):
            return value
        if told := scripts.address(value):
            return told
        if found := in_script(value):
            return found
    return None


def in_script(click: str) -> str | None:
    """Return the first text in what a click does that is an address, or None."""
    found = _IN_SCRIPT.search(click)
    return found[1] if found else None


def boxes(links: list[Link]) -> dict[Element, str | None]:
    """Return for each element around the links whose it is: a key, or None for several."""
    owners: dict[Element, str | None] = {}
    for link in links:
        for above in link.element.iterancestors():
            if owners.setdefault(above, link.key) != link.key:
                if owners[above] is None:
                    # So is everything above it.
                    break
                owners[above] = None
    return owners


def owned(anchors: Sequence[Anchor], places: Iterable[int]) -> set[Element]:
    """Return the elements around the links at `places` that hold what leads to one address."""
    known = [anchors[place] for place in sorted(places)]
    of = boxes([Link(each.href, each.href, each.element) for each in known])
    return {element for element, key in of.items() if key}


def canonical(items: Iterable[Link]) -> list[Link]:
    """Return links with canonical addresses and a key each; what is no address is left out."""
    usable = []
    for link in items:
        try:
            url = urls.canonical(link.url)
            usable.append(link._replace(url=url, key=link.key or urls.address_key(url)))
        except ValueError:
            continue
    return usable
