"""Feeds as text: Atom (RFC 4287, paged by RFC 5005), JSON Feed 1.1, OPML 2.0."""

from __future__ import annotations

import mimetypes
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from newscrawler.archive.connection import to_json

ATOM, DUBLIN_CORE = "http://www.w3.org/2005/Atom", "http://purl.org/dc/elements/1.1/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
JSON_FEED = "https://jsonfeed.org/version/1.1"
_NAMES = uuid.UUID("0c4a1d5e-93a7-5a0b-9f0e-6d1f6f3c2b58")
# What XML 1.0 cannot hold, section 2.2
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A release in a feed. Texts are plain but `html`, which is clean; addresses are absolute.

    `updated` is RFC 3339; `created` is the create time as it is known, a day or an instant;
    `source` is where the publisher shows it.
    """

    id: str
    title: str
    url: str
    source: str | None
    updated: str
    created: str | None
    authors: Sequence[str]
    categories: Sequence[str]
    language: str | None
    summary: str
    html: str | None = None
    documents: Sequence[tuple[str, str | None]] = ()

    @property
    def published(self) -> str | None:
        """The create time as RFC 3339, None where its clock time or zone is not known."""
        found = _INSTANT.fullmatch(self.created or "")
        return None if found is None else f"{found[1]}{found[2] or ':00'}{found[3]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A page of a feed; `home` is the page that shows the same to people."""

    id: str
    title: str
    home: str
    url: str
    first: str
    next: str | None
    updated: str
    author: str
    entries: Sequence[Entry] = field(default_factory=list)


def name(*words: str | int) -> str:
    """Return an identifier that is the same wherever the same thing is told (RFC 9562, UUID 5)."""
    text = to_json(list(words))
    return uuid.uuid5(_NAMES, text).urn


def atom(feed: Feed) -> bytes:
    """Return a feed as an Atom document in UTF-8."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "dc": DUBLIN_CORE})
    for tag in ("id", "title", "updated"):
        _add(root, tag, getattr(feed, tag))
    _add(_add(root, "author"), "name", feed.author)
    links = {"self": feed.url, "alternate": feed.home, "first": feed.first, "next": feed.next}
    for rel, address in links.items():
        if address:
            _add(root, "link", rel=rel, href=address)
    for entry in feed.entries:
        _add_entry(root, entry)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _add_entry(root: Any, entry: Entry) -> None:
    element = _add(root, "entry")
    if entry.language and _LANGUAGE.fullmatch(entry.language):
        element.set(XML_LANG, entry.language)
    for tag in ("id", "title", "updated", "published"):
        if getattr(entry, tag):
            _add(element, tag, getattr(entry, tag))
    if entry.created:
        etree.SubElement(element, f"{{{DUBLIN_CORE}}}date").text = _xml(entry.created)
    for author in entry.authors:
        _add(_add(element, "author"), "name", author)
    _add(element, "link", rel="alternate", href=entry.url, type="text/html")
    if entry.source:
        _add(element, "link", rel="via", href=entry.source)
    for address, text in entry.documents:
        _add(element, "link", rel="enclosure", href=address, **({"title": text} if text else {}))
    for category in entry.categories:
        _add(element, "category", term=category)
    _add(element, "summary", entry.summary)
    if entry.html is not None:
        _add(element, "content", entry.html, type="html")


def _add(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{tag}")
    for key, value in attributes.items():
        element.set(key, _xml(value))
    element.text = None if text is None else _xml(text)
    return element


def _xml(text: str) -> str:
    return _NO_XML.sub("", text)


def json_feed(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1 in UTF-8; `_newscrawler` has the create time as known."""
    values = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "next_url": feed.next,
        "authors": [{"name": feed.author}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return to_json(_known(values)).encode()


def _item(entry: Entry) -> dict[str, Any]:
    documents = [
        {"url": address, "mime_type": _type_of(address), "title": text}
        for address, text in entry.documents
    ]
    values = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.source,
        "title": entry.title,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": author} for author in entry.authors],
        "tags": list(entry.categories),
        "language": entry.language,
        "attachments": [_known(document) for document in documents],
        "_newscrawler": {"create_time": entry.created},
    }
    text = {"content_text": entry.summary} if entry.html is None else {"content_html": entry.html}
    return _known(values | text)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    # An empty text or list of entries says something; an empty list of attachments does not.
    return {key: value for key, value in values.items() if value is not None}


def _type_of(address: str) -> str:
    return mimetypes.guess_type(address)[0] or "application/octet-stream"


def opml(title: str, feeds: Iterable[tuple[str, str, str]]) -> bytes:
    """Return (title, address of the feed, address of the page) of each feed as OPML 2.0."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _xml(title)
    body = etree.SubElement(root, "body")
    for text, feed_url, page_url in feeds:
        values = {"text": text, "title": text, "xmlUrl": feed_url, "htmlUrl": page_url}
        outline = etree.SubElement(body, "outline", type="rss")
        for key, value in values.items():
            outline.set(key, _xml(value))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))
