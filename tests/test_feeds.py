"""Feeds by their specifications, over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree

from newscrawler import feed
from newscrawler.archive import Archive, attachment_versions, forgetting, search_index
from newscrawler.extract.evidence import FILE, evidence
from newscrawler.items import Capture
from tests.served import Answer, Room, reading_room
from tests.specifications import ATOM_SCHEMA, JSON_FEED_SCHEMA, OPML_SCHEMA
from tests.test_archive import LATER, begin, fields, store
from tests.test_catalogue import NEWS, hold, many, revise, withdraw

pytestmark = pytest.mark.databases("sqlite", "postgresql")
A = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def room(archive: Archive, archive_url: str):
    """A reading room of three releases, of which one was revised and one withdrawn."""
    many(archive, 5)
    revise(archive, "18:1", body="Another text.", breadcrumb=NEWS, create_time="2024-01-02")
    for day in (7, 8, 11):
        withdraw(archive, "18:3", f"2024-06-{day:02}T08:00:00Z")
    with reading_room(archive_url) as running:
        yield running


def valid_atom(answer: Answer) -> Any:
    assert (answer.status, answer.headers["content-type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    root = etree.fromstring(answer.body)
    ATOM_SCHEMA.assertValid(root)
    parsed = feedparser.parse(answer.body)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "atom10"
    ids = [each.text for each in root.iter(f"{A}id")]
    assert len(ids) == len(set(ids))
    return parsed


def valid_json(answer: Answer) -> Any:
    assert (answer.status, answer.headers["content-type"]) == (
        200,
        "application/feed+json; charset=utf-8",
    )
    JSON_FEED_SCHEMA.validate(answer.json)
    return answer.json


STREAMS = ("latest", "new", "revised", "withdrawn")
ADDRESSES = [f"/feeds/{scope}/{stream}" for scope in ("all", "rooms/a_room") for stream in STREAMS]


def test_every_feed_is_valid_and_tells_the_same_in_both_forms(room: Room, archive: Archive):
    section = "&".join(f"section={name}" for name in NEWS)
    queries = [(address, "") for address in ADDRESSES]
    queries += [(f"/feeds/rooms/a_room/{stream}", f"?{section}") for stream in STREAMS]
    archive.run(search_index.index, limit=100)
    queries += [(f"/feeds/search/{stream}", "?q=text") for stream in STREAMS]
    queries += [("/feeds/search", "?q=text")]
    for address, query in queries:
        atom = valid_atom(room.get(f"{address}.atom{query}"))
        told = valid_json(room.get(f"{address}.json{query}"))
        assert [entry.id for entry in atom.entries] == [item["id"] for item in told["items"]]
        assert told["items"]


def test_an_entry_says_what_is_known_and_no_more(room: Room):
    latest = valid_json(room.get("/feeds/rooms/a_room/latest.json"))["items"]
    assert [item["_newscrawler"].get("create_time") for item in latest] == [
        None,
        None,
        "2024-01-02",
        "2024-01-02",
        "2023-05-06T10:00+08:00",
    ]
    assert [item.get("date_published") for item in latest] == [None] * 4 + [
        "2023-05-06T10:00:00+08:00"
    ]
    assert latest[2]["summary"] == "Text 4."
    assert latest[2]["content_html"] == "<p>Text 4.</p>"
    assert latest[2]["tags"] == ["Home", "Speeches"]
    assert latest[2]["url"] == f"{room.url}/releases/a_room/18:4"
    assert latest[2]["external_url"] == "http://a.example/18:4"


def test_new_revised_and_withdrawn_are_told_apart(room: Room):
    def titles(stream: str) -> list[str]:
        items = valid_json(room.get(f"/feeds/all/{stream}.json"))["items"]
        return [f"{item['title']}: {item['summary']}" for item in items]

    assert titles("revised") == [
        "Revised: A title: Changed: text. Another text.",
    ]
    assert titles("withdrawn") == [
        "Withdrawn: A title: Not found since 2024-06-07T08:00:00Z. Text 3."
    ]
    assert len(titles("new")) == 5
    (revised,) = valid_json(room.get("/feeds/all/revised.json"))["items"]
    assert revised["url"].endswith("/releases/a_room/18:1@2")
    assert room.get(revised["url"]).status == 200


def test_a_search_tells_what_becomes_of_what_it_finds(archive: Archive, archive_url: str):
    many(archive, 40)
    for at in range(40):
        day = "2024-01-02" if at == 16 else "2023-01-02"
        body = f"{'An appeal' if at % 8 else 'A raid'} {at}."
        revise(archive, f"18:{at}", body=body, create_time=day)
    for day in (7, 8, 11):
        withdraw(archive, "18:3", f"2024-06-{day:02}T08:00:00Z")
    while archive.run(search_index.index, limit=100):
        pass
    with reading_room(archive_url) as room:

        def keys(query: str) -> list[str]:
            items = valid_json(room.get(f"/feeds/search/{query}"))["items"]
            return [item["external_url"].rpartition(":")[2] for item in items]

        assert keys("revised.json?q=raid") == ["32", "24", "16", "8", "0"]
        assert keys("withdrawn.json?q=appeal") == ["3"]
        for query in ("withdrawn.json?q=raid", "new.json?q=appeal+before:2022"):
            assert keys(query) == []
        assert keys("new.json?q=raid+after:2024") == ["16"]
        appeals, address = [], "revised.json?q=appeal"
        while address:
            page = valid_json(room.get(f"/feeds/search/{address}"))
            appeals += [item["id"] for item in page["items"]]
            address = page.get("next_url", "").partition("/feeds/search/")[2]
        assert len(appeals) == len(set(appeals)) == 35
        assert room.get("/feeds/search/oldest.atom?q=raid").status == 404


def test_a_release_that_is_a_document_has_its_text(archive: Archive, archive_url: str):
    link = {"url": "http://a.example/a.pdf", "text": None}
    file = evidence(FILE, None, "")
    hold(archive, {"key": "9", "body": None, "attachments": [link], "evidence": {"body": file}})
    store_document(archive, link["url"])
    with reading_room(archive_url) as room, reading_room(archive_url, full_text=False) as part:
        before = room.get("/feeds/all/latest.json")
        assert "content_html" not in valid_json(before)["items"][0]
        capture_id, _ = archive.run(attachment_versions.unread, after=0)
        read = {"text": "A <b> text\f" + "More. " * 100, "pages": 2}
        archive.run(attachment_versions.keep_text, capture_id, read, now=LATER)
        known = {"If_None_Match": before.headers["etag"]}
        (item,) = valid_json(room.get("/feeds/all/latest.json", **known))["items"]
        assert item["content_html"].startswith("<p>A &lt;b&gt; text</p>\n<p>More. ")
        (item,) = valid_json(part.get("/feeds/all/latest.json"))["items"]
        assert item["content_text"].startswith("A <b> text More.")
        assert len(item["content_text"]) < 450


def test_a_section_s_feed_has_the_section_s_releases(room: Room):
    found = valid_json(room.get("/feeds/rooms/a_room/latest.json?section=Home&section=News"))
    assert {tuple(item["tags"]) for item in found["items"]} == {tuple(NEWS)}
    assert room.get("/feeds/rooms/a_room/latest.json?section=Home").json["items"] == []
    for wrong in ("rooms/no_room/latest.atom", "all/oldest.atom", "all/latest.rss"):
        assert room.get(f"/feeds/{wrong}").status == 404
    assert room.get("/feeds/all/latest.atom?after=x").status == 400
    assert room.get("/feeds/search.atom?q=%28").status == 400


def test_pages_of_a_feed_lead_to_all_releases_once(archive: Archive, archive_url: str):
    many(archive, 65)
    with reading_room(archive_url) as room:
        ids, address = [], "/feeds/all/new.atom"
        while address:
            page = valid_atom(room.get(address))
            links = {link.rel: link.href for link in page.feed.links}
            assert links["first"] == f"{room.url}/feeds/all/new.atom"
            ids += [entry.id for entry in page.entries]
            address = links.get("next", "")
    assert len(ids) == len(set(ids)) == 65


def test_ids_stay_whatever_happens_and_wherever_it_is_served(archive: Archive, archive_url: str):
    many(archive, 3)
    with reading_room(archive_url) as room:
        before = [item["id"] for item in room.get("/feeds/all/latest.json").json["items"]]
    revise(archive, "18:1", body="Another text.", create_time="2024-01-02")
    with reading_room(archive_url, full_text=False) as room:
        after = [item["id"] for item in room.get("/feeds/all/latest.json").json["items"]]
    assert before == after
    assert feed.name("release", "a_room", "18:1") in before
    assert feed.name("release", "a_room", "18:1").startswith("urn:uuid:")


def test_nothing_new_is_a_304_and_every_event_is_something_new(archive: Archive, archive_url: str):
    many(archive, 3)
    with reading_room(archive_url) as room:
        first = room.get("/feeds/all/latest.atom")
        marks = first.headers
        assert marks["etag"].startswith('W/"')
        for known in (
            {"If_None_Match": marks["etag"]},
            {"If_None_Match": f'"x", {marks["etag"]}'},
            {"If_Modified_Since": marks["last-modified"]},
        ):
            answer = room.get("/feeds/all/latest.atom", **known)
            assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", marks["etag"])
        stale = {"If_None_Match": '"x"', "If_Modified_Since": marks["last-modified"]}
        assert room.get("/feeds/all/latest.atom", **stale).status == 200
        archive.run(forgetting.forget, "a_room", "18:1", why="a judge said so", now=LATER)
        again = room.get("/feeds/all/latest.atom", If_None_Match=marks["etag"])
        assert again.status == 200
        assert len(valid_atom(again).entries) == 2


def test_a_search_that_finds_the_same_is_not_made_again(archive: Archive, archive_url: str):
    many(archive, 3)
    link = {"url": "http://a.example/a.pdf", "text": None}
    hold(archive, {"key": "9", "body": "A letter.", "attachments": [link]})
    told: list[str] = []
    address = "/feeds/search.atom?q=text"

    def is_new(*keys: str) -> None:
        known = {"If_None_Match": told[-1]} if told else {}
        answer = room.get(address, **known)
        assert answer.headers["etag"] not in told
        told.append(answer.headers["etag"])
        links = [entry.link.rpartition("/")[2] for entry in valid_atom(answer).entries]
        assert sorted(links) == sorted(keys)
        again = room.get(address, If_None_Match=told[-1])
        assert (again.status, again.body) == (304, b"")

    with reading_room(archive_url) as room:
        is_new()
        archive.run(search_index.index, limit=1)
        is_new("18:0")
        archive.run(search_index.index, limit=100)
        is_new("18:0", "18:1", "18:2")
        store_document(archive, link["url"])
        is_new("18:0", "18:1", "18:2")
        archive.run(search_index.index, limit=100)
        is_new("18:0", "18:1", "18:2")
        capture_id, _ = archive.run(attachment_versions.unread, after=0)
        read = {"text": "A text", "pages": 1}
        archive.run(attachment_versions.keep_text, capture_id, read, now=LATER)
        is_new("18:0", "18:1", "18:2")
        archive.run(search_index.index, limit=100)
        is_new("18:0", "18:1", "18:2", "9")
        archive.run(forgetting.forget, "a_room", "18:1", why="a judge said so", now=LATER)
        is_new("18:0", "18:2", "9")
        archive.run(lambda db: db.execute("DROP TABLE search_documents"))
        assert room.get(address, If_None_Match=told[-1]).status == 304
        assert room.get(address).status == 503


def store_document(archive: Archive, url: str) -> None:
    received = Capture(url=url, body=b"%PDF- %%EOF", status=200, headers={}, fetched_at=LATER)
    (row,) = archive.db.execute("SELECT id FROM attachments WHERE url = ?", (url,))
    (crawl,) = archive.db.execute("SELECT max(id) AS id FROM crawls")
    archive.run(
        attachment_versions.store, row["id"], received, "application/pdf", crawl_id=crawl["id"]
    )


def test_what_is_forgotten_is_in_no_feed(room: Room, archive: Archive):
    secret = "Another text."
    assert secret in room.get("/feeds/all/revised.atom").text
    archive.run(forgetting.forget, "a_room", "18:1", why="a judge said so", now=LATER)
    for address in ADDRESSES:
        assert secret not in valid_atom(room.get(f"{address}.atom")).feed.get("title", "")
        assert secret not in room.get(f"{address}.json").text
        assert feed.name("release", "a_room", "18:1") not in room.get(f"{address}.json").text


def test_excerpts_stand_in_for_texts_when_the_operator_says_so(archive: Archive, archive_url: str):
    body = "Much. " * 200 + "The end."
    hold(archive, {"body": body, "body_html": f"<p>{body}</p>"})
    with reading_room(archive_url) as whole, reading_room(archive_url, full_text=False) as part:
        assert "The end." in whole.get("/feeds/all/latest.atom").text
        for form in ("atom", "json"):
            assert "The end." not in part.get(f"/feeds/all/latest.{form}").text
        assert valid_json(part.get("/feeds/all/latest.json"))["items"][0]["content_text"].endswith(
            "…"
        )


def test_what_a_better_extractor_reads_is_no_revision_of_the_publisher(
    archive: Archive, archive_url: str
):
    many(archive, 1)
    crawl = begin(archive)
    again = fields("18:0", crawled_at=LATER, body="Text 0, read better.")
    store(archive, crawl, again, b"page 0", extractor="2")
    with reading_room(archive_url) as room:
        events = room.get("/api/events?kind=revised").json["items"]
        assert [event["cause"] for event in events] == ["extractor"]
        assert room.get("/feeds/all/revised.json").json["items"] == []


def test_all_rooms_can_be_imported(room: Room, archive: Archive):
    hold(archive, {"room": 'b "room" <&', "key": "1"})
    answer = room.get("/feeds/opml")
    root = etree.fromstring(answer.body)
    OPML_SCHEMA.assertValid(root)
    outlines = {each.get("text"): each for each in root.iter("outline")}
    assert list(outlines) == ["All rooms", "a_room", 'b "room" <&']
    for outline in outlines.values():
        assert valid_atom(room.get(outline.get("xmlUrl"))).entries


def test_a_text_that_xml_cannot_hold_breaks_no_feed(archive: Archive, archive_url: str):
    hold(
        archive, {"title": "A\x0b\x1b\ufffe]]> title", "breadcrumb": ["\x08<&>"], "language": "x y"}
    )
    with reading_room(archive_url) as room:
        (entry,) = valid_atom(room.get("/feeds/all/latest.atom")).entries
        assert entry.title == "A]]> title"
        valid_json(room.get("/feeds/all/latest.json"))
        assert room.get(f"/feeds/search.atom?q={quote('title:title')}").status == 200
