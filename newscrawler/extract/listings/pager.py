"""The next page of a listing: what the page marks, names or numbers as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from lxml import etree

from newscrawler import urls
from newscrawler.extract import buttons
from newscrawler.extract.evidence import Evidence, found_by
from newscrawler.extract.listings import page_numbers, scripted_pager
from newscrawler.extract.pages.anchors import Anchor, Anchors, in_script
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page

# The number of a page as a link shows it: "2", "[2]", "Page 2", "第2页"
_NUMBER = re.compile(
    r"[\[(【第]?\s*(?:(?:page|p[áa]gina|seite|sid[ae]|strona|страница)\s*)?(\d{1,5})"
    r"\s*(?:[页頁]|ページ|페이지)?\s*[\])】]?",
    re.IGNORECASE,
)
# What a button tells its script in any attribute, where that is an address and not of a picture
_ADDRESS = re.compile(r"(?:https?://|\.{0,2}/|\?)[^\s<>{}]{1,500}")
_TOLD = re.compile(r"data-([\w-]+)=[\"']?(?=https?:|[./?])")
_OF_PICTURES = re.compile(r"src|im(?:g|age)|bg|background|poster|icon|thumb")
_MOST_NAMES = 20
_OPTIONS = etree.XPath("descendant::option/@value")
_BUTTONS = frozenset(["a", "button", "div"])
_PARAMETER = re.compile(rf"(?:{page_numbers.NAMES})=(\d{{1,5}})", re.IGNORECASE)
# Where each month has a page of its own
_MONTH = re.compile(r"(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?!\d)")
# All entries on one page are not the next page.
_ALL = re.compile(r"[?&/](?:limit|show|view|page|per_?page)[=/]all\b", re.IGNORECASE)
# The days of a month in a row are no pages.
_CALENDAR = frozenset(range(3, 28))
_MARK = re.compile(r"[>»›→＞\s]+")
# Longer texts are no labels.
_LONGEST = 30


class Numbered(NamedTuple):
    """A link that shows the number of a page; `url` is absolute."""

    number: int
    element: Element
    url: str


def find(
    page: Page,
    anchors: Anchors,
    identity: urls.Identity | None,
    entries: frozenset[str] = frozenset(),
) -> tuple[str, Evidence] | None:
    """Return (absolute address of the next page, evidence), or None on the last page.

    In this order: rel="next"; a link classed "next", as pagers of many systems are; a label; the
    number after the current one; whatever leads to this address with the next number, as "load
    more" does; what the script says that writes the pager; the month before. A link back, to
    the same page or to an article never counts; nor does a number that leads to one of `entries`,
    canonical addresses, as that of its comments does.
    """
    try:
        here = urls.canonical(page.url)
    except ValueError:
        return None
    labelled = [(label, anchor) for anchor in anchors if (label := _label(anchor))]
    numbered = [each for each in _numbered(page, labelled) if not _is_entry(each.url, entries)]
    slot = page_numbers.learned((number, url) for number, _, url in numbered)
    for how, element, href in _candidates(page, anchors, here, labelled, numbered, slot):
        url = _canonical(page, href)
        if url is None or (identity and identity.key(url)):
            continue
        must_be_next = how in ("arrow", "more")
        if _goes_on(here, url, slot, must_be_next=must_be_next, is_named=how != "number"):
            return url, found_by(how, element, squeeze("".join(element.itertext())))
    return None


def _is_entry(url: str, entries: frozenset[str]) -> bool:
    return url.partition("#")[0] in entries


def _canonical(page: Page, href: str | None) -> str | None:
    url = page.address(href)
    try:
        return urls.canonical(url) if url else None
    except ValueError:
        return None


def names_month(url: str) -> bool:
    """Tell whether an address names a month, which may be one without releases."""
    return _MONTH.search(url) is not None


def without_number(here: str, addresses: Sequence[str]) -> list[str]:
    """Return the addresses of a page's articles without the number of that page, if all have it.

    A release that moves to the next page of its listing keeps its address. What the number alone
    tells apart stays as it is.
    """
    number = page_numbers.number(here)
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
    page: Page,
    anchors: Anchors,
    here: str,
    labelled: list[tuple[str, Anchor]],
    numbered: list[Numbered],
    slot: page_numbers.Slot | None,
) -> Iterator[tuple[str, Element, str | None]]:
    """Yield how a next page is marked, the element, and the address that it has."""
    yield from _marked(page, anchors, labelled)
    following = (page_numbers.number(here, slot) or 1) + 1
    for number, element, url in numbered:
        if number == following and page_numbers.number(url, slot) in (None, following):
            yield "number", element, url
    yield from _counted(here, numbered)
    yield from _unmarked(page, anchors, here)
    yield from _sent(page)
    yield from scripted_pager.find(page)
    for anchor in anchors:
        if names_month(anchor.href) and buttons.PREVIOUS_MONTH.fullmatch(_label(anchor)):
            yield "month", anchor.element, anchor.href


def _counted(here: str, numbered: list[Numbered]) -> Iterator[tuple[str, Element, str]]:
    """Yield the next link of a pager that shows how many entries stand before each page."""
    offsets = {number: page_numbers.offset(url) for number, _, url in numbered}
    if any(number != offset for number, offset in offsets.items()):
        return
    now = page_numbers.offset(here) or 0
    later = [each for each in numbered if each.number > now]
    if later:
        following = min(later, key=lambda each: each.number)
        yield "number", following.element, following.url


def _unmarked(page: Page, anchors: Anchors, here: str) -> Iterator[tuple[str, Element, str]]:
    """Yield what leads to the listing's own address with a number, and buttons for more rows."""
    # "Load more", an arrow that is a picture: what leads to this address with the next number.
    bare = page_numbers.without(here)
    told = _told_to_scripts(page)
    linked = (each for each in anchors if not _is_edge(each.text))
    for element, href in [*((each.element, each.href) for each in linked), *told]:
        if not (page_numbers.NAMED.search(f"/{href}") or page_numbers.offset(href)):
            continue
        if page_numbers.without(page.address(href) or "") == bare:
            yield "more", element, href
    # With another parameter beside the number
    for anchor in anchors:
        if len(anchor.text) < _LONGEST and buttons.MORE_ROWS.fullmatch(anchor.text):
            url = page.address(anchor.href)
            if url and urlsplit(url).path == page.address_parts.path:
                yield "more", anchor.element, url
    for element, href in told:
        label = squeeze("".join(element.itertext()))
        if _is_named(label):
            yield "label", element, href


def _sent(page: Page) -> Iterator[tuple[str, Element, str]]:
    """Yield the buttons for the next page with an address, or that send a form by GET.

    The address is then the form's with its hidden fields (HTML, section 4.10.21.3).
    """
    for button in page.root.iter("button", "input"):
        label = squeeze("".join(button.itertext())) or button.get("value") or ""
        if _is_named(label) and (address := in_script(button.get("onclick") or "")):
            yield "label", button, address
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
    is_named = buttons.NEXT_PAGE.fullmatch(label) or buttons.MORE_ROWS.fullmatch(label)
    return bool(label and is_named)


def _told_to_scripts(page: Page) -> list[tuple[Element, str]]:
    """Return the elements whose attributes have an address, with that."""
    # A search of the markup costs a tenth of the one of the tree.
    told_names = sorted(set(_TOLD.findall(page.text)))
    names = [name for name in told_names if not _OF_PICTURES.search(name)][:_MOST_NAMES]
    paths = " | ".join(f"descendant::*/@data-{name}" for name in names)
    told = ((each.getparent(), str(each)) for each in (page.root.xpath(paths) if paths else ()))
    pressed = [
        each for each in told if each[0].tag in _BUTTONS and _ADDRESS.fullmatch(each[1]) is not None
    ]
    options = ((each.getparent(), str(each)) for each in _OPTIONS(page.root))
    further = (each for each in options if not _is_edge(squeeze("".join(each[0].itertext()))))
    return [*pressed, *further]


def _is_edge(label: str) -> bool:
    """Tell whether a button or a choice leads to the first page or the last."""
    number = _NUMBER.fullmatch(label) if len(label) < _LONGEST else None
    return int(number[1]) == 1 if number else buttons.EDGE_PAGE.fullmatch(label) is not None


def _marked(
    page: Page, anchors: Anchors, labelled: list[tuple[str, Anchor]]
) -> Iterator[tuple[str, Element, str | None]]:
    for element in page.root.iter("link", "a"):
        rel = element.get("rel")
        if rel and "next" in rel.lower().split():
            yield "rel", element, element.get("href")
    for anchor in anchors:
        called = anchor.element.get("class")
        if called and "next" in called.lower().split():
            yield "class", anchor.element, anchor.href
    for label, anchor in labelled:
        how = _how(label) if len(label) < _LONGEST else None
        if how:
            yield how, anchor.element, anchor.href


def _label(anchor: Anchor) -> str:
    if anchor.text:
        return anchor.text
    said = anchor.element.get("title") or anchor.element.get("aria-label")
    pictures = () if said else anchor.element.iter("img")
    return squeeze(said or " ".join(image.get("alt") or "" for image in pictures))


@lru_cache(maxsize=4096)
def _how(label: str) -> str | None:
    """Tell how a link is called the next page; the pages of a site say the same."""
    if not buttons.NEXT_PAGE.fullmatch(label):
        return None
    return "arrow" if _MARK.fullmatch(label) else "label"


def _numbered(page: Page, labelled: list[tuple[str, Anchor]]) -> list[Numbered]:
    """Return the links whose text is the number of a page, none where they are days of a month."""
    found = []
    for label, anchor in labelled:
        # Asked first, since most have none.
        may_be = len(label) < _LONGEST and any(map(str.isdigit, (label[0], *label[-2:])))
        number = _NUMBER.fullmatch(label) if may_be else None
        url = page.address(anchor.href) if number else None
        if url and ("[" in url or "%" in url):
            url = _canonical(page, url)
        if number and url:
            found.append(Numbered(int(number[1]), anchor.element, url))
    return [] if {each.number for each in found} >= _CALENDAR else found


def _goes_on(
    here: str, url: str, slot: page_numbers.Slot | None, *, must_be_next: bool, is_named: bool
) -> bool:
    """Tell whether `url` can be the page after `here`.

    `must_be_next`: what marks it is an arrow, which calendars and galleries have too. `is_named`:
    the page calls it the next, so that page 1 of those that count from 0 is believed.
    """
    if url == here or urlsplit(url).hostname != urlsplit(here).hostname or _ALL.search(url):
        return False
    now, then = page_numbers.number(here, slot), page_numbers.number(url, slot)
    if then is None:
        offsets = page_numbers.offset(here), page_numbers.offset(url)
        if offsets[1] is None:
            return not must_be_next
        return offsets[1] > (offsets[0] or 0)
    if now is None and then == 1:
        return is_named and "?" in url
    return then == (now or 1) + 1 if must_be_next else then > (now or 1)
