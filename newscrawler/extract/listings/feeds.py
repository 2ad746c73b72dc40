"""A feed or a sitemap as a listing: RSS, Atom, JSON Feed, sitemaps of news and others.

The parser loads nothing: neither entities nor what a document type names (OWASP, XXE).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from newscrawler.extract import dates
from newscrawler.extract.dates import stamps
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page
from newscrawler.items import Listed

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_MOST, _MOST_NAMED = 10_000, 3
_SITEMAP_LINE = re.compile(
    r"^[^\S\n]*+sitemap[^\S\n]*+:[^\S\n]*+(\S+)", re.IGNORECASE | re.MULTILINE
)
# How sitemaps of releases are called, and of what is none.
_NEWS = re.compile(r"news|press|media|release|post|article|actual|notici|presse|新闻|xinwen")
_OTHER = re.compile(r"image|video|categor|tag|author|page|product|user|attachment|taxonom")
_NUMBER = re.compile(r"\d{1,18}")
_NEWS_SPACE = "http://www.google.com/schemas/sitemap-news/"
# Where a feed begins; before it stands a declaration, or the warning of a server.
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b[^>]*>")
_PAGE = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_KINDS = {"item": "feed", "entry": "feed", "url": "sitemap", "sitemap": "sitemap index"}
_OPENS = re.compile(rf"<(?:{'|'.join(_KINDS)})[\s>]")
# What holds no entries of the feed: comments and quoted texts, unless they begin once more within.
_ASIDE = re.compile(
    r"<!--(?:[^<-]++|<(?!!--)|-(?!->))*+-->"
    r"|<!\[CDATA\[(?:[^<\]]++|<(?!!\[CDATA\[)|\](?!\]>))*+\]\]>"
)
_LINKS = ("link", "origLink", "guid", "id", "loc")
_TITLES = ("title",)
_DATES = ("pubDate", "published", "date", "publication_date", "issued")
# Of an entry that says nothing else: when it was released or edited
_EDITED = ("updated",)
# A page that a sitemap lists was changed then; of a sitemap in an index that is all there is.
_CHANGED = ("lastmod",)


class Feed(NamedTuple):
    """The entries of a feed, in its order, addresses absolute; `next_url` of a paged one."""

    kind: str
    entries: list[Listed]
    next_url: str | None


def named(page: Page) -> list[str]:
    """Return the addresses of the feeds that the page names, or of the sitemaps in a robots.txt."""
    if page.address_parts.path == "/robots.txt":
        addresses = [page.address(each) for each in _SITEMAP_LINE.findall(page.text)]
    else:
        kinds = (*_TYPES, "application/xml", "text/xml")
        links = (
            each
            for each in page.root.iter("link")
            if (each.get("type") or "").lower() in _TYPES
            or (each.get("rel") == "sitemap" and (each.get("type") or kinds[-1]).lower() in kinds)
        )
        addresses = [page.address(each.get("href")) for each in links]
    return list(dict.fromkeys(filter(None, addresses)))[:_MOST_NAMED]


def likeliest(sitemaps: list[Listed]) -> list[str]:
    """Return the addresses of an index that may list releases, the likeliest first.

    Those called after news come before those called after pages or products, then the newest, with
    the others of its series.
    """
    ranked = _ranked(sitemaps)
    return list(dict.fromkeys([*series(sitemaps), *ranked]))[:_MOST_NAMED]


def series(sitemaps: list[Listed]) -> list[str]:
    """Return the likeliest sitemap of an index and those numbered like it, the latest first.

    One that is cut by months or by length lists the same releases in all of them.
    """
    ranked = _ranked(sitemaps)
    name = _NUMBER.sub("", ranked[0])
    alike = [url for url in ranked if _NUMBER.sub("", url) == name]
    return sorted(alike, key=lambda url: [int(each) for each in _NUMBER.findall(url)], reverse=True)


def _ranked(sitemaps: list[Listed]) -> list[str]:

    def rank(entry: Listed) -> tuple[bool, bool, str]:
        name = urlsplit(entry.url).path.lower()
        return not _OTHER.search(name), _NEWS.search(name) is not None, entry.date or ""

    return [entry.url for entry in sorted(sitemaps, key=rank, reverse=True)]


def read(page: Page) -> Feed | None:
    """Return what the page lists, None when it is neither a feed nor a sitemap."""
    text = page.text.lstrip("\ufeff \t\r\n")
    start = text[:2000]
    if start.startswith("{") and "jsonfeed.org" in start:
        return _json_feed(page)
    opens = _ROOT.search(start)
    if opens is None or not start.startswith("<") or _PAGE.search(start, 0, opens.start()):
        return None
    # The text is decoded: what a declaration says of its bytes holds no more.
    root = _parsed(text[opens.start() :], opens[0])
    return _xml(page, root) if root is not None else None


def _parsed(text: str, opens: str) -> Element | None:
    """Return a feed as a tree; entry by entry where what one holds takes others out of it."""
    root = _tree(text)
    starts = [each.start() for each in _OPENS.finditer(_ASIDE.sub(_blank, text))]
    if root is None or sum(_name(each) in _KINDS for each in root.iter()) >= len(starts):
        return root
    root = _tree(text[: starts[0]])
    for start, end in pairwise([*starts[:_MOST], len(text)]):
        entry = _tree(opens + text[start:end])
        if root is not None and entry is not None:
            root.extend(entry)
    return root


def _blank(aside: re.Match[str]) -> str:
    return " " * len(aside[0])


def _tree(text: str) -> Element | None:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _xml(page: Page, root: Element) -> Feed | None:
    found: list[Listed] = []
    kind = "sitemap" if _name(root) == "urlset" else "feed"
    for element in root.iter():
        name = _name(element)
        if name not in _KINDS or element is root:
            continue
        entry = _entry(page, element, len(found))
        if entry and len(found) < _MOST:
            kind = _KINDS[name]
            found.append(entry)
    _date_by_edits(root, found)
    if _name(root) == "urlset" and any(
        space.startswith(_NEWS_SPACE) for space in root.nsmap.values() if space
    ):
        kind = "news sitemap"
    return Feed(kind, found, _next(page, root))


def _date_by_edits(root: Element, found: list[Listed]) -> None:
    """Date other entries by when they were edited, unless a system has touched all on one day."""
    elements = [each for each in root.iter() if _name(each) == "entry"]
    days = [_day(each, _EDITED) for each in elements]
    if len(days) == len(found) and (len(days) == 1 or len(set(days)) > 1):
        for entry, day in zip(found, days, strict=True):
            entry.date = entry.date or day


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _entry(page: Page, element: Element, position: int) -> Listed | None:
    url = next((found for text in _links(element) if (found := page.address(text))), None)
    if url is None:
        return None
    title = squeeze(_first(element, _TITLES) or "")
    names = _CHANGED if _name(element) == "sitemap" else _DATES
    day = _day(element, names)
    return Listed(url=url, title=_plain(title) or None, date=day, position=position)


def _day(element: Element, names: tuple[str, ...]) -> str | None:
    at = stamps.read(_first(element, names) or "", dates.NO_HINTS)
    return at.day.isoformat() if at else None


def _links(element: Element) -> Iterator[str]:
    for name in _LINKS:
        for inner in element.iter():
            if _name(inner) != name:
                continue
            if inner.get("rel") in (None, "alternate"):
                yield (inner.get("href") or inner.text or "").strip()


def _first(element: Element, names: tuple[str, ...]) -> str | None:
    """Return the text of the first child so called, in the order of `names`."""
    for name in names:
        for inner in element.iter():
            # Not itertext: it would show the names of entities that are not loaded.
            if _name(inner) == name and (text := "".join(inner.xpath(".//text()")).strip()):
                return text
    return None


def _plain(title: str) -> str:
    # Titles of RSS may hold HTML, escaped once or twice.
    title = unescape(title) if "&" in title else title
    if "<" in title:
        root = etree.fromstring(f"<p>{title}</p>", etree.HTMLParser())
        return squeeze("".join(root.itertext())) if root is not None else title
    return title


def _next(page: Page, root: Element) -> str | None:
    """Return the next part of a paged feed (RFC 5005, section 3)."""
    for element in root.iter():
        if _name(element) == "link" and element.get("rel") == "next":
            return page.address(element.get("href"))
        if _name(element) in ("item", "entry"):
            return None
    return None


def _json_feed(page: Page) -> Feed | None:
    try:
        told = json.loads(page.text)
    except (ValueError, RecursionError):
        return None
    items = told.get("items")
    found: list[Listed] = []
    for item in items[:_MOST] if isinstance(items, list) else ():
        entry = _json_entry(page, item, len(found)) if isinstance(item, dict) else None
        if entry:
            found.append(entry)
    following = told.get("next_url")
    next_url = page.address(following) if isinstance(following, str) else None
    return Feed("feed", found, next_url)


def _json_entry(page: Page, item: dict[str, Any], position: int) -> Listed | None:
    url = page.address(str(item.get("url") or item.get("external_url") or ""))
    if url is None:
        return None
    at = stamps.read(str(item.get("date_published") or ""), dates.NO_HINTS)
    title = squeeze(str(item.get("title") or ""))
    day = at.day.isoformat() if at else None
    return Listed(url=url, title=title or None, date=day, position=position)
