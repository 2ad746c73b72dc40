"""The next page of a listing: what the page marks, names or numbers as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import urlencode, urlsplit

from lxml import etree

from newscrawler import urls
from newscrawler.extract import labels
from newscrawler.extract.evidence import Evidence, found_by
from newscrawler.extract.listings import scripted_pager
from newscrawler.extract.pages.anchors import Anchor, Anchors
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page

_NUMBER = re.compile(r"\d{1,5}")
# The page number in an address: a parameter or path word for it, which something stands before.
NAMES = "p|pn|pg|page|paged|page_?no|page_?num|page_?index|seite|pagina"
_NAMED_NUMBER = re.compile(rf"[/?&;_.-](?:{NAMES})[/=_-]?(\d{{1,5}})(?!\d)", re.IGNORECASE)
# Attributes in which buttons have the address that their script fetches
_DATA = ("data-url", "data-href", "data-next", "data-next-url", "data-load-more-url")
_TOLD = etree.XPath(
    " | ".join(f"descendant-or-self::*/@{name}" for name in _DATA) + " | descendant::option/@value"
)
_BUTTONS = frozenset(["a", "button", "div", "option"])
_PARAMETER = re.compile(rf"(?:{NAMES})=(\d{{1,5}})", re.IGNORECASE)
# More digits are a time, before which the releases of the next page are.
_OFFSET = re.compile(
    r"[?&](?:start(?:row|at|index)?|offset|from|first|skip)=(\d{1,6})(?!\d)", re.IGNORECASE
)
# Where each month has a page of its own
_MONTH = re.compile(r"(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?!\d)")
# All entries on one page are not the next page.
_ALL = re.compile(r"[?&/](?:limit|show|view|page|per_?page)[=/]all\b", re.IGNORECASE)
# The days of a month in a row are no pages.
_CALENDAR = frozenset(range(3, 28))
_MARK = re.compile(r"[>»›→＞\s]+")
# Longer texts are no labels.
_LONGEST = 30


def find(
    page: Page, anchors: Anchors, identity: urls.Identity | None
) -> tuple[str, Evidence] | None:
    """Return (absolute address of the next page, evidence), or None on the last page.

    In this order: rel="next"; a link classed "next", as pagers of many systems are; a label; the
    number after the current one; whatever leads to this address with the next number, as "load
    more" does; what the script says that writes the pager; the month before. A link back, to
    the same page or to an article never counts.
    """
    try:
        here = urls.canonical(page.url)
    except ValueError:
        return None
    for how, element, href in _candidates(page, anchors, here):
        url = page.address(href)
        if url is None or (identity and identity.key(url)):
            continue
        try:
            url = urls.canonical(url)
        except ValueError:
            continue
        must_be_next = how in ("arrow", "more")
        if _goes_on(here, url, must_be_next=must_be_next, is_named=how != "number"):
            return url, found_by(how, element, squeeze("".join(element.itertext())))
    return None


def names_month(url: str) -> bool:
    """Tell whether an address names a month, which may be one without releases."""
    return _MONTH.search(url) is not None


def without_number(here: str, addresses: Sequence[str]) -> list[str]:
    """Return the addresses of a page's articles without the number of that page, if all have it.

    A release that moves to the next page of its listing keeps its address. What the number alone
    tells apart stays as it is.
    """
    number = _number(here)
    numbers = ("0", "1") if number is None else (str(number),)
    found = []
    for address in addresses:
        before, _, query = address.partition("?")
        parts = query.split("&")
        rest = [
            part
            for part in parts
            if not ((named := _PARAMETER.fullmatch(part)) and named[1] in numbers)
        ]
        if not rest or len(rest) == len(parts):
            return list(addresses)
        found.append(f"{before}?{'&'.join(rest)}")
    return found if len(set(found)) == len(set(addresses)) else list(addresses)


def _candidates(
    page: Page, anchors: Anchors, here: str
) -> Iterator[tuple[str, Element, str | None]]:
    """Yield how a next page is marked, the element, and the address that it has."""
    for how, element in _marked(page, anchors, here):
        yield how, element, element.get("href")
    # "Load more", an arrow that is a picture: what leads to this address with the next number.
    bare = _without_number(here)
    told = ((value.getparent(), str(value)) for value in _TOLD(page.root))
    buttons = [each for each in told if each[0].tag in _BUTTONS]
    for element, href in [*((each.element, each.href) for each in anchors), *buttons]:
        if not (_NAMED_NUMBER.search(f"/{href}") or _OFFSET.search(href)):
            continue
        url = page.address(href)
        if url and _without_number(url) == bare:
            yield "more", element, href
    for element, href in buttons:
        label = squeeze("".join(element.itertext()))
        if _is_named(label):
            yield "label", element, href
    yield from _sent(page)
    yield from scripted_pager.find(page)
    for anchor in anchors:
        if names_month(anchor.href) and labels.PREVIOUS_MONTH.fullmatch(_label(anchor)):
            yield "month", anchor.element, anchor.href


def _sent(page: Page) -> Iterator[tuple[str, Element, str]]:
    """Yield the buttons for the next page that send a form by GET, and where that leads.

    The address is the form's with its hidden fields (HTML, section 4.10.21.3).
    """
    for button in page.root.iter("button", "input"):
        label = squeeze("".join(button.itertext())) or button.get("value") or ""
        form = next(button.iterancestors("form"), None) if _is_named(label) else None
        if form is None or (form.get("method") or "get").lower() != "get":
            continue
        fields = [each for each in form.iter("input") if each.get("type") == "hidden"]
        pairs = [(name, each.get("value") or "") for each in fields if (name := each.get("name"))]
        action = (form.get("action") or page.url).partition("?")[0]
        if pairs:
            yield "label", button, f"{action}?{urlencode(pairs)}"


def _is_named(label: str) -> bool:
    """Tell whether a button is called the next page, or more rows."""
    is_named = labels.NEXT_PAGE.fullmatch(label) or labels.MORE_ROWS.fullmatch(label)
    return bool(label and is_named)


def _without_number(url: str) -> str:
    """Return an address without its page number, to be compared."""
    bare = _OFFSET.sub("", _NAMED_NUMBER.sub("", f"/{url.partition('://')[2]}"))
    return re.sub(r"[/?&]+", "/", bare).rstrip("/")


def _marked(page: Page, anchors: Anchors, here: str) -> Iterator[tuple[str, Element]]:
    for element in page.root.iter("link", "a"):
        rel = element.get("rel")
        if rel and "next" in rel.lower().split():
            yield "rel", element
    for anchor in anchors:
        called = anchor.element.get("class")
        if called and "next" in called.lower().split():
            yield "class", anchor.element
    labelled = [(label, anchor.element) for anchor in anchors if (label := _label(anchor))]
    for label, element in labelled:
        how = _how(label) if len(label) < _LONGEST else None
        if how:
            yield how, element
    yield from _numbered(labelled, here)


def _label(anchor: Anchor) -> str:
    if anchor.text:
        return anchor.text
    return squeeze(anchor.element.get("title") or anchor.element.get("aria-label") or "")


@lru_cache(maxsize=4096)
def _how(label: str) -> str | None:
    """Tell how a link is called the next page; the pages of a site say the same."""
    if not labels.NEXT_PAGE.fullmatch(label):
        return None
    return "arrow" if _MARK.fullmatch(label) else "label"


def _numbered(labelled: list[tuple[str, Element]], here: str) -> Iterator[tuple[str, Element]]:
    """Yield the link whose text is the number after the current page's, in a row of such links."""
    numbers = [(int(label), each) for label, each in labelled if _NUMBER.fullmatch(label)]
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
    for text in (f"?{parts.query}", f"/{parts.path}"):
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
