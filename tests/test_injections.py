"""Whatever a crawled site wrote, in every stored field: nothing of it runs or loads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from lxml import etree, html

from newscrawler.archive import (
    Archive,
    articles,
    crawls,
    ledger,
    listing_pages,
    search_index,
    suspects,
)
from newscrawler.content import content_hash
from newscrawler.reading_room import paths
from newscrawler.reading_room.description import PROBLEM_TYPE
from tests.injections import addresses, payloads
from tests.served import Answer, Room, reading_room
from tests.test_archive import LATER, NOW, begin, capture, entry, fields

pytestmark = pytest.mark.databases("sqlite", "postgresql")
PAYLOADS, ADDRESSES = payloads(), addresses()
# So many at a time stand in one article, each in a field of its own and all in its text.
TOGETHER = 30
# Elements that run or load, whoever wrote them.
BARRED = set("iframe frame object embed applet base audio video source track portal".split())
LOADS = ("src", "srcset", "data", "background", "poster", "ping", "formaction", "xlink:href")
HREF_ELEMENTS = ("a", "area")
WEB = ("http", "https", "mailto", "")


def groups() -> list[list[str]]:
    return [PAYLOADS[at : at + TOGETHER] for at in range(0, len(PAYLOADS), TOGETHER)]


def poisoned(number: int, texts: list[str]) -> dict[str, Any]:
    """Return an article with these texts in every field."""
    address = ADDRESSES[number % len(ADDRESSES)]
    links = [{"url": each, "text": text} for each, text in zip(ADDRESSES, texts, strict=False)]
    images = [
        {"url": each, "alt": text, "caption": text}
        for each, text in zip(ADDRESSES, texts, strict=False)
    ]
    evidence = {
        field: {"how": texts[0], "where": texts[1], "raw": text, "why": texts[2]}
        for field, text in zip(("title", "body", "byline", "create_time"), texts, strict=False)
    }
    whole = "\n\n".join(texts)
    return fields(
        f"18:{number}{texts[0]}",
        room=f"room{texts[1 + number % 5]}"[:300],
        url=address,
        title=" ".join(texts),
        breadcrumb=texts,
        byline=texts,
        create_time=f"2024-01-02{texts[0][:60]}",
        create_time_precision="day",
        body=whole,
        body_html=f"<p>{whole}</p>",
        language=texts[0],
        attachments=links,
        images=images,
        evidence=evidence,
        opt_outs=texts[:3],
    )


@pytest.fixture
def held(archive: Archive) -> list[dict[str, Any]]:
    """Hold all payloads; return the articles."""
    found = []
    for number, texts in enumerate(groups()):
        values = poisoned(number, texts)
        room = values["room"]
        crawl = begin(archive, room)
        listed = entry(values["key"], texts[0])
        page = listing_pages.ListingPage(url=values["url"], entries=[listed], next_url=None)
        archive.run(
            listing_pages.note_page, room, crawl, page, extractor="1", now=NOW, recheck=False
        )
        body = f"<title>{texts[0]}</title><body>{' '.join(texts)}</body>".encode()
        stored = capture(body)
        stored.headers = {"Content-Type": "text/html; charset=utf-8"}
        archive.run(articles.store, values, stored, extractor="1", crawl_id=crawl)
        again = {
            **values,
            "title": texts[-1],
            "crawled_at": LATER,
            "body": values["body"] + " more",
        }
        again["content_hash"] = content_hash(again)
        archive.run(articles.store, again, stored, extractor=texts[0], crawl_id=crawl)
        other = listing_pages.ListingPage(
            url="x", entries=[entry("gap" + texts[3], texts[2])], next_url=None
        )
        archive.run(
            listing_pages.note_page, room, crawl, other, extractor="1", now=NOW, recheck=False
        )
        archive.run(ledger.settle, room, crawl, "gap" + texts[3], "gone", texts[4])
        archive.run(
            suspects.set_aside, room, values["key"], None, reason=texts[5], crawl_id=crawl, now=NOW
        )
        archive.run(
            crawls.end,
            crawl,
            room=room,
            now=LATER,
            outcome="partial",
            exit_status=3,
            summary=" ".join(texts),
            counts={"new": 1},
            robots_hash=None,
        )
        found.append(again)
    while archive.run(search_index.index, limit=100):
        pass
    return found


def test_there_are_enough_of_them():
    assert len(PAYLOADS) >= 200


def test_what_is_shown_as_it_is_would_be_seen():
    room = Room("http://127.0.0.1:8000")
    seen = [text for text in PAYLOADS if "<" in text and dangers(as_page(text), room)]
    assert len(seen) > len(PAYLOADS) * 3 / 5


def test_no_page_lets_anything_run_or_load(held: list[dict[str, Any]], archive_url: str):
    seen, wrong = 0, []
    with reading_room(archive_url) as room:
        for address in pages(held):
            answer = room.get(address)
            assert answer.status == 200, (address, answer.status)
            seen += 1
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe-inline" not in policy.split("style-src")[0]
            wrong += [f"{address}: {said}" for said in dangers(answer, room)]
    print(f"{len(PAYLOADS)} payloads in every field, {seen} pages, {len(wrong)} injections")
    assert wrong == []


def pages(held: list[dict[str, Any]]) -> Iterator[str]:
    yield from ("/", "/changes", "/rooms/", "/search", "/search?q=more")
    for text in PAYLOADS[::9]:
        yield f"/search?q={quote(text)}&room={quote(text)}&as_of={quote(text)}&order={quote(text)}"
    for values in held:
        room, key = values["room"], values["key"]
        yield paths.room(room)
        yield paths.room(room, "runs")
        yield paths.room(room, "gaps")
        yield paths.room(room, "releases")
        yield paths.section(room, values["breadcrumb"])
        release = paths.release(room, key)
        yield from (release, f"{release}/diff", f"{release}/evidence", f"{release}@1")
        yield f"{release}@2/capture"


def dangers(answer: Answer, room: Room) -> list[str]:
    """Return what on a page runs or loads and is not the reading room's own."""
    root = html.document_fromstring(answer.body)
    found = []
    for element in root.iter(etree.Element):
        if element.tag in BARRED and not is_sandboxed(element):
            found.append(f"<{element.tag}>")
        if element.tag == "script" and not is_own(element.get("src"), room):
            found.append(f"script: {element.get('src')} {element.text}")
        if element.tag == "style":
            found.append("style element")
        if element.tag == "meta" and element.get("http-equiv"):
            found.append("meta http-equiv")
        for name, value in element.attrib.items():
            found += wrong_attribute(element.tag, name.lower(), value, room)
    return found


def is_sandboxed(element: Any) -> bool:
    return element.tag == "iframe" and element.get("sandbox") == ""


def is_own(address: str | None, room: Room) -> bool:
    return bool(address) and urljoin(f"{room.url}/", address).startswith(f"{room.url}/")


def wrong_attribute(tag: str, name: str, value: str, room: Room) -> list[str]:
    said = f"<{tag} {name}={value[:80]!r}>"
    if name.startswith("on"):
        return [said]
    if name == "style" and re.search(r"url|expression|import", value, re.IGNORECASE):
        return [said]
    if name == "srcdoc":
        return []
    if name in LOADS and not is_own(value, room):
        return [said]
    if name == "action" and not is_own(value, room):
        return [said]
    if name == "href":
        scheme = urlsplit(re.sub(r"[\x00-\x20]", "", value)).scheme.lower()
        is_loaded = tag not in HREF_ELEMENTS
        return [said] if scheme not in WEB or (is_loaded and not is_own(value, room)) else []
    return []


def test_no_feed_carries_anything_that_runs(held: list[dict[str, Any]], archive_url: str):
    with reading_room(archive_url) as room:
        addresses = [f"/feeds/all/{which}" for which in ("latest", "new", "revised")]
        addresses += [f"/feeds/rooms/{paths.segment(values['room'])}/latest" for values in held] + [
            "/feeds/search"
        ]
        for address in addresses:
            query = "?q=more" if address.endswith("search") else ""
            root = etree.fromstring(room.get(f"{address}.atom{query}").body)
            for content in root.iter("{*}content"):
                assert dangers(as_page(content.text), room) == []
            for link in root.iter("{*}link"):
                assert urlsplit(link.get("href")).scheme in ("http", "https")
            for item in room.get(f"{address}.json{query}").json["items"]:
                assert dangers(as_page(item.get("content_html", "")), room) == []
                assert "<script" not in item.get("content_html", "").lower()
        assert etree.fromstring(room.get("/feeds/opml").body) is not None


def as_page(text: str) -> Answer:
    return Answer(200, {}, f"<!doctype html><body>{text}")


def test_no_answer_of_the_api_is_a_page(held: list[dict[str, Any]], archive_url: str):
    with reading_room(archive_url) as room:
        asked = ["articles", "events", "rooms", "search?q=more", "runs", "events?kind=<script>"]
        for values in held[:4]:
            of = f"room={quote(values['room'])}&key={quote(values['key'])}"
            asked += [f"article?{of}", f"revisions?{of}", f"gaps?room={quote(values['room'])}"]
        for path in asked:
            answer = room.get(f"/api/{path}")
            kinds = {200: "application/json", 400: PROBLEM_TYPE}
            assert answer.headers["content-type"] == kinds[answer.status]
            assert answer.headers["x-content-type-options"] == "nosniff"
            json.loads(answer.body)
