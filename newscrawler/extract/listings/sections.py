"""The lists of a room that shows the newest few of each kind, with a "more" to all of them."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from newscrawler import urls
from newscrawler.extract import buttons
from newscrawler.extract.pages.anchors import Anchors
from newscrawler.extract.pages.page import Page
from newscrawler.urls import is_document

# One "more" alone may lead anywhere; a page with more of them is no front of a room.
_FEW, _MOST = 2, 20
_LONGEST = 40


def find(page: Page, anchors: Anchors, entries: Collection[str]) -> list[str]:
    """Return the absolute addresses of the lists below a listing's own address, [] where none are.

    `entries` are the addresses of articles, to which "more" leads too.
    """
    folder = page.address_parts.path.rstrip("/") + "/"
    found: dict[str, None] = {}
    for anchor in anchors:
        if len(anchor.text) >= _LONGEST or not buttons.ALL_ROWS.fullmatch(anchor.text):
            continue
        try:
            url = urls.canonical(page.address(anchor.href) or "")
            is_here = urls.origin(url) == urls.origin(page.url)
        except ValueError:
            continue
        below = urlsplit(url).path.startswith(folder) and urlsplit(url).path != folder
        if folder != "/" and is_here and below and url not in entries and not is_document(url):
            found[url] = None
    return list(found) if _FEW <= len(found) <= _MOST else []
