"""The other pages of a listing that is cut by years or months, as many press rooms are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from urllib.parse import quote, urlsplit

from newscrawler import urls
from newscrawler.extract.dates import months
from newscrawler.extract.pages.anchors import Anchors
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page
from newscrawler.urls import is_document

# A year in a menu of years, in brackets, as 2024年, or with the number of its releases; the fiscal
# years of Japan and Korea are written as 2024年度 and 2024년도
_YEAR = re.compile(r"[\[(（【]?((?:19|20)\d\d)\s*(?:年度?|년도?)?[\])）】]?(?:\s*[(（]\d+[)）])?")
_PERIOD_IN_PATH = re.compile(r"/(?:19|20)\d\d(?:/.*)?$")
# One year alone may be anything: a report, a copyright.
_FEW = 2
# A calendar leads to the months before and after.
_FEW_MONTHS = 3
_MOST_OPTIONS = 200
# They may stand in each other, and be broken into any number of pieces.
_MOST_CHOICES, _MOST_PIECES = 100, 10
# Longer texts are no names of periods.
_LONGEST = 30


def find(page: Page, anchors: Anchors, entries: set[str]) -> dict[int, str]:
    """Return the absolute addresses of a listing's pages by period, {} where it is not cut so.

    A period is a number: 202405 is May 2024, 202400 the whole year. They are links whose text is a
    year or a month that their address names too, or a choice of them in a form that is sent by GET
    (HTML, section 4.10.21.3). `entries` are the addresses of articles.
    """
    found: dict[int, str] = {}
    for text, href in (*_links(anchors), *_options(page)):
        period = _period(text)
        if period is None or str(period // 100) not in href:
            continue
        url = page.address(href)
        # The months of a whole site stand beside each of its lists.
        if url is None or is_document(url) or (period % 100 and not _is_below(url, page)):
            continue
        try:
            url = urls.canonical(url)
            is_here = urls.origin(url) == urls.origin(page.url)
        except ValueError:
            continue
        if is_here and url not in entries:
            found.setdefault(period, url)
    of_years = sum(period % 100 == 0 for period in found)
    return {
        period: url
        for period, url in found.items()
        if (len(found) - of_years >= _FEW_MONTHS if period % 100 else of_years >= _FEW)
    }


def _is_below(url: str, page: Page) -> bool:
    """Tell whether an address is below the listing's, which may be that of a period itself."""
    listing = _PERIOD_IN_PATH.sub("", page.address_parts.path).removesuffix("/")
    return urlsplit(url).path.startswith(f"{listing}/") or urlsplit(url).path == listing


def _period(text: str) -> int | None:
    year = _YEAR.fullmatch(text)
    return int(year[1]) * 100 if year else months.of_a_year(text)


def _links(anchors: Anchors) -> Iterator[tuple[str, str]]:
    texts = ((anchor.text, anchor.href) for anchor in anchors if len(anchor.text) < _LONGEST)
    return ((text, href) for text, href in texts if "19" in text or "20" in text)


def _options(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the choices of each `select` with the address to which each leads."""
    for select in islice(page.root.iter("select"), _MOST_CHOICES):
        for option in islice(select.iter("option"), _MOST_OPTIONS):
            said = _said(option)
            if "19" not in said and "20" not in said:
                continue
            text = squeeze(said)
            value = option.get("value") or text
            if value.startswith(("/", "?", "http")):
                yield text, value
            elif value.isdigit() and (action := _action(page, select)):
                yield text, f"{action}?{quote(select.get('name'))}={value}"


def _said(option: Element) -> str:
    pieces = islice(option.itertext(), _MOST_PIECES) if len(option) else (option.text or "",)
    return "".join(pieces)


def _action(page: Page, select: Element) -> str | None:
    """Return where the form around a `select` is sent by GET, without a query."""
    form = next(select.iterancestors("form"), None)
    if form is None or not select.get("name") or (form.get("method") or "get").lower() != "get":
        return None
    address = page.address(form.get("action") or page.url)
    return address.partition("?")[0] if address else None


def chosen(page: Page, days: Collection[str]) -> tuple[str, Element] | None:
    """Return (another year, the `select`) where a script shows the entries of one year at a time.

    `days` are those of the entries, as YYYY-MM-DD. A choice that can be left open is a filter of
    a list that shows everything.
    """
    years = {day[:4] for day in days}
    if len(years) != 1:
        return None
    for select in islice(page.root.iter("select"), _MOST_CHOICES):
        shown = [squeeze(_said(each)) for each in islice(select.iter("option"), _MOST_OPTIONS)]
        others = {each for each in shown if _YEAR.fullmatch(each)} - years
        if others and len(others) == len(set(shown)) - 1 and years < set(shown):
            return max(others), select
    return None
