"""The other pages of a listing that is cut by years, as many press rooms are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from newscrawler import urls
from newscrawler.extract.anchors import Anchors
from newscrawler.extract.blocks import squeeze
from newscrawler.extract.body import is_document
from newscrawler.extract.page import Element, Page

# A year in a menu of years, in brackets, as 2024年, or with the number of its releases
_YEAR = re.compile(r"[\[(（【]?((?:19|20)\d\d)\s*年?[\])）】]?(?:\s*[(（]\d+[)）])?")
# One year alone may be anything: a report, a copyright.
_FEW = 2
_MOST_OPTIONS = 200


def find(page: Page, anchors: Anchors, entries: set[str]) -> dict[int, str]:
    """Return the absolute addresses of a listing's pages by year, {} where it is not cut so.

    They are links whose text is a year that their address names too, or a choice of years in a
    form that is sent by GET (HTML, section 4.10.21.3). `entries` are the addresses of articles.
    """
    found: dict[int, str] = {}
    for text, href in (*_links(anchors), *_options(page)):
        year = _YEAR.fullmatch(text)
        url = page.address(href) if year and year[1] in href else None
        if year is None or url is None or is_document(url):
            continue
        try:
            url = urls.canonical(url)
            is_here = urls.origin(url) == urls.origin(page.url)
        except ValueError:
            continue
        if is_here and url not in entries:
            found.setdefault(int(year[1]), url)
    return found if len(found) >= _FEW else {}


def _links(anchors: Anchors) -> Iterator[tuple[str, str]]:
    texts = ((anchor.text, anchor.href) for anchor in anchors if len(anchor.text) < 20)
    return ((text, href) for text, href in texts if "19" in text or "20" in text)


def _options(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the choices of each `select` with the address to which each leads."""
    for select in page.root.iter("select"):
        for option in list(select.iter("option"))[:_MOST_OPTIONS]:
            said = "".join(option.itertext()) if len(option) else option.text or ""
            if "19" not in said and "20" not in said:
                continue
            text = squeeze(said)
            value = option.get("value") or text
            if value.startswith(("/", "?", "http")):
                yield text, value
            elif value.isdigit() and (action := _action(page, select)):
                yield text, f"{action}?{quote(select.get('name'))}={value}"


def _action(page: Page, select: Element) -> str | None:
    """Return where the form around a `select` is sent by GET, without a query."""
    form = next(select.iterancestors("form"), None)
    if form is None or not select.get("name") or (form.get("method") or "get").lower() != "get":
        return None
    address = page.address(form.get("action") or page.url)
    return address.partition("?")[0] if address else None
