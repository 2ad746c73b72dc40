"""The next page of a listing: what the page marks, names or numbers as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newscrawler import urls
from newscrawler.extract import labels
from newscrawler.extract.blocks import squeeze
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.page import Element, Page

_NUMBER = re.compile(r"\d{1,5}")
# The page number in an address: a parameter or path word for it.
_NAMED_NUMBER = re.compile(
    r"(?:^|[/?&;_.-])(?:p|pn|pg|page|paged|pageno|page_no|pagenum|pageindex|page_index|seite|pagina)"
    r"[/=_-]?(\d{1,5})(?=$|[^\d])",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"[?&](?:start|offset|from|first)=(\d{1,6})", re.IGNORECASE)
# All entries on one page are not the next page.
_ALL = re.compile(r"[?&/](?:limit|show|view|page|per_?page)[=/]all\b", re.IGNORECASE)
# The days of a month in a row are no pages.
_CALENDAR = frozenset(range(3, 28))
_MARK = re.compile(r"[>»›→＞\s]+")


def find(page: Page, identity: urls.Identity | None) -> tuple[str, Evidence] | None:
    """Return (absolute address of the next page, evidence), or None on the last page.

    In this order: rel="next"; a link classed "next", as pagers of many systems are; a label; the
    number after the current one. A link back, to the same page or to an article never counts.
    """
    try:
        here = urls.canonical(page.url)
    except ValueError:
        return None
    for how, element in _candidates(page, here):
        url = page.address(element.get("href"))
        if url is None or (identity and identity.key(url)):
            continue
        try:
            url = urls.canonical(url)
        except ValueError:
            continue
        if _goes_on(here, url, must_be_next=how == "arrow", is_named=how != "number"):
            return url, evidence(how, element, _label(element))
    return None


def _candidates(page: Page, here: str) -> Iterator[tuple[str, Element]]:
    links = [element for element in page.root.iter("a", "link") if element.get("href")]
    for element in links:
        if "next" in (element.get("rel") or "").lower().split():
            yield "rel", element
    anchors = [element for element in links if element.tag == "a"]
    for element in anchors:
        if "next" in (element.get("class") or "").lower().split():
            yield "class", element
    for element in anchors:
        label = _label(element)
        if label and len(label) < 30 and labels.NEXT_PAGE.fullmatch(label):
            yield "arrow" if _MARK.fullmatch(label) else "label", element
    yield from _numbered(anchors, here)


def _label(element: Element) -> str:
    text = squeeze("".join(element.itertext()))
    return text or squeeze(element.get("title") or element.get("aria-label") or "")


def _numbered(anchors: list[Element], here: str) -> Iterator[tuple[str, Element]]:
    """Yield the link whose text is the number after the current page's, in a row of such links."""
    numbers = [(int(text), each) for each in anchors if _NUMBER.fullmatch(text := _label(each))]
    if {number for number, _ in numbers} >= _CALENDAR:
        return
    following = (_number(here) or 1) + 1
    for number, element in numbers:
        named = _number(element.get("href") or "")
        if number == following and named in (None, following):
            yield "number", element


def _number(url: str) -> int | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        # A link may be anything.
        return None
    for text in (f"?{parts.query}", parts.path):
        named = _NAMED_NUMBER.search(text)
        if named:
            return int(named[1])
    return None


def _goes_on(here: str, url: str, must_be_next: bool, is_named: bool) -> bool:
    """Tell whether `url` can be the page after `here`.

    `must_be_next`: what marks it is an arrow, which calendars and galleries have too. `is_named`:
    the page calls it the next, so that page 1 of those that count from 0 is believed.
    """
    if url == here or urlsplit(url).hostname != urlsplit(here).hostname or _ALL.search(url):
        return False
    now, then = _number(here), _number(url)
    if then is None:
        offsets = _offset(here), _offset(url)
        if offsets[1] is None:
            return not must_be_next
        return offsets[1] > (offsets[0] or 0)
    if now is None and then == 1:
        return is_named and "?" in url
    return then == (now or 1) + 1 if must_be_next else then > (now or 1)


def _offset(url: str) -> int | None:
    found = _OFFSET.search(url)
    return int(found[1]) if found else None
