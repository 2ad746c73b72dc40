"""What must hold for any bytes at all: a result or a documented error, never another exception."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

from protego import Protego

from newscrawler import extract, urls
from newscrawler.crawl.addresses import Addresses
from newscrawler.extract import dates
from newscrawler.extract.articles import create_time
from newscrawler.extract.pages.page import Page, decode
from newscrawler.items import Listed
from newscrawler.network import guard, public, robots, tdmrep
from newscrawler.network.backoff import seconds_asked
from newscrawler.pipelines import why_suspect
from newscrawler.similarity import TEXT_RUN, TITLE_RUN, likeness

URL = "http://www.qbpc.org.cn/articles/view/cid/18/id/1238"
IDENTITY = urls.Identity({"cid": "18", "id": r"\d+"})
ROOM = extract.Rules(identity=IDENTITY, timezone="Asia/Shanghai")
ADDRESSES = Addresses(["www.qbpc.org.cn"], "http")
MIRROR = Addresses(["www.qbpc.org.cn"], "http", "http://127.0.0.1:8000")


def url(data: bytes) -> None:
    """Canonical form, origin, identity."""
    address = data.decode("utf-8", "surrogateescape")
    IDENTITY.key(address)
    for addresses in (ADDRESSES, MIRROR):
        addresses.is_ours(address)
    with suppress(ValueError):
        canonical = urls.canonical(address)
        assert urls.canonical(canonical) == canonical
        urls.origin(canonical)
    with suppress(guard.GuardError):
        guard.exceptions(address)
    with suppress(ValueError):
        public.is_public(address)


def date(data: bytes) -> None:
    """Dates in text."""
    text = data.decode("utf-8", "replace")
    dates.find_tile(text)
    found = dates.find(text)
    if found is not None:
        assert found.day is None or found.day.isoformat()
    value, precision = create_time.read(text, "Asia/Shanghai")
    assert (value is None) == (precision is None)


def rules(data: bytes) -> None:
    """robots.txt, tdmrep.json, Retry-After."""
    parsed = Protego.parse(data.decode("utf-8", "ignore"))
    parsed.crawl_delay("newscrawler")
    with suppress(robots.Forbidden):
        robots.Rules(_Parser(parsed)).check(URL, "newscrawler")
    for place, _ in tdmrep.parse(data):
        place.can_fetch(URL, "*")
    seconds = seconds_asked(data)
    assert seconds is None or seconds >= 0


class _Parser:
    def __init__(self, parsed: Protego) -> None:
        self._parsed = parsed

    def allowed(self, url: str, agent: str) -> bool:
        return self._parsed.can_fetch(url, agent)


def charset(data: bytes) -> None:
    """The choice of a charset: any header, any bytes."""
    header, _, body = data.partition(b"\n")
    found = decode(body, header.decode("latin-1"))
    assert "".encode(found.charset) is not None
    assert found.source in ("bom", "header", "meta", "content")


def article(data: bytes) -> None:
    """An article page, with all that is asked of it."""
    page = Page(data, URL, "text/html")
    listed = Listed(url=URL, key="18:1238", title="A Memorandum is Signed", date="2021-04-19")
    found = extract.article(page, ROOM, listed)
    extract.doubt(page, found, listed)
    extract.opt_outs(page, [data[:80].decode("latin-1")], data[:3].decode("latin-1"))
    json.dumps(found.evidence)
    for text in (found.title, found.body, found.body_html):
        assert text is None or "\0" not in text
    assert (found.create_time is None) == (found.create_time_precision is None)
    why_suspect(found.values())
    likeness(found.title or "", listed.title or "", TITLE_RUN)
    likeness(found.body or "", found.title or "", TEXT_RUN)


def listing(data: bytes) -> None:
    """A listing page of a room, and of a site without a room."""
    for known in (ROOM, extract.Rules()):
        page = Page(data, "http://www.qbpc.org.cn/Home/Articles/index/cid/18", "text/html")
        found = extract.listing(page, known, ADDRESSES.is_ours)
        for entry in found.entries:
            assert ADDRESSES.is_ours(entry.url)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "url": url,
    "date": date,
    "rules": rules,
    "charset": charset,
    "article": article,
    "listing": listing,
}
