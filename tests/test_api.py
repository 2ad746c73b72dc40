"""The API by its own description, and the archive by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from newscrawler.archive import Archive, catalogue, ledger, search_index
from newscrawler.reading_room.api import OPERATIONS, ROUTES
from newscrawler.reading_room.description import document
from tests.served import Room, reading_room
from tests.test_archive import begin, entry, note
from tests.test_catalogue import NEWS, hold, many, revise, withdraw

pytestmark = pytest.mark.databases("sqlite", "postgresql")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    crawl = begin(archive)
    note(archive, crawl, [entry(f"18:{at}") for at in range(7)])
    archive.run(ledger.settle, "a_room", crawl, "18:6", "gone", "404")
    many(archive, 5)
    revise(archive, "18:1", body="Another text.", breadcrumb=NEWS, create_time="2024-01-02")
    for day in (7, 8, 11):
        withdraw(archive, "18:3", f"2024-06-{day:02}T08:00:00Z")
    return archive


@pytest.fixture
def room(filled: Archive, archive_url: str) -> Iterator[Room]:
    with reading_room(archive_url) as running:
        yield running


def ask(room: Room, path: str, /, **values: Any) -> Any:
    answer = room.get(f"/api/{path}?{urlencode(values, doseq=True)}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    return answer.json


def refused(room: Room, path: str, /, **values: Any) -> str:
    answer = room.get(f"/api/{path}?{urlencode(values, doseq=True)}")
    assert answer.status == 400
    return str(answer.json["detail"])


def test_it_answers_as_it_is_described(room: Room):
    schema = schemathesis.openapi.from_url(f"{room.url}/api/openapi.json")
    for operation in OPERATIONS:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if operation.parameters or mode is GenerationMode.POSITIVE:
                try_out(schema[operation.path]["GET"].as_strategy(generation_mode=mode))


def try_out(cases: SearchStrategy[schemathesis.Case]) -> None:
    @settings(
        max_examples=5,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    check()


def test_the_description_is_what_is_served(room: Room):
    told = room.get("/api/openapi.json").json
    assert told == json.loads(json.dumps(document(OPERATIONS)))
    assert set(told["paths"]) == {route.path for route in ROUTES} - {"/api/openapi.json"}
    assert told["openapi"].startswith("3.1")


def test_articles_are_paged_by_cursor(room: Room):
    found, after = [], {}
    while True:
        page = ask(room, "articles", room="a_room", limit=2, **after)
        found += [item["key"] for item in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert found == ["18:3", "18:0", "18:4", "18:1", "18:2"]
    news = ask(room, "articles", room="a_room", section=NEWS)["items"]
    assert [item["key"] for item in news] == ["18:3", "18:1"]
    assert news[0]["state"] == "withdrawn"


def test_an_article_has_its_revisions(room: Room):
    current = ask(room, "article", room="a_room", key="18:1")
    assert (current["revision"], current["body"], current["cause"]) == (
        2,
        "Another text.",
        "publisher",
    )
    first = ask(room, "article", room="a_room", key="http://a.example/18:1", revision=1)
    assert (first["revision"], first["body"], first["newest"]) == (1, "Text 1.", 2)
    page = ask(room, "revisions", room="a_room", key="18:1", limit=1)
    assert page["items"] == [first]
    again = ask(room, "revisions", room="a_room", key="18:1", limit=1, after=page["next"])
    assert (again["items"], again["next"]) == ([current], None)
    for missing in ({"key": "18:99"}, {"key": "18:1", "revision": 3}):
        query = urlencode({"room": "a_room", **missing})
        answer = room.get(f"/api/article?{query}")
        assert (answer.status, "no such" in answer.json["detail"]) == (404, True)


def test_events_go_on_after_the_last(room: Room, filled: Archive):
    found, last = [], 0
    while items := (page := ask(room, "events", after=last, limit=2))["items"]:
        found += items
        last = page["last"]
    assert [event["id"] for event in found] == sorted({event["id"] for event in found})
    assert [event["kind"] for event in found].count("new") == 5
    revise(filled, "18:2", body="More.")
    (event,) = ask(room, "events", after=last)["items"]
    assert (event["kind"], event["key"], event["cause"]) == ("revised", "18:2", "publisher")
    assert (
        ask(room, "events", kind=["withdrawn", "gap"], room="a_room")["items"][-1]["key"] == "18:3"
    )


def test_rooms_runs_and_gaps_are_told(room: Room):
    (state,) = ask(room, "rooms")["items"]
    assert state["articles"] == {"live": 4, "withdrawn": 1}
    whole = ask(room, "room", room="a_room")
    assert whole["months"][0] == {"month": "", "articles": 2}
    assert {tuple(each["names"]) for each in whole["sections"]} >= {tuple(NEWS)}
    assert ask(room, "runs", room="a_room", limit=1)["next"]
    gaps = ask(room, "gaps", room="a_room")["items"]
    assert {gap["key"]: gap["state"] for gap in gaps} == {"18:5": "pending", "18:6": "gone"}
    assert ask(room, "document-gaps", room="a_room") == {"items": [], "next": None}
    assert room.get("/api/room?room=else").status == 404


def test_search_gives_the_words_that_match(filled: Archive, archive_url: str):
    hold(filled, {"key": "9", "title": "品牌保护 and brands", "body": "The brand 品牌."})
    filled.run(search_index.index, limit=100)
    with reading_room(archive_url) as room:
        for query in ("品牌", "brand", 'title:"品牌保护"'):
            (hit,) = ask(room, "search", q=query)["items"]
            assert hit["key"] == "9"
            assert any(piece["is_match"] for piece in hit["title"] + hit["text"])
        assert refused(room, "search", q="(brand")
        assert refused(room, "search", q="brand", order="best")
        assert refused(room, "search", q="brand", as_of="yesterday")


def test_a_wrong_request_is_told_what_is_wrong(room: Room):
    assert "limit must be a number from 1" in refused(room, "articles", limit=0)
    assert "limit must be a number" in refused(room, "articles", limit="٣")
    assert "no parameter 'page'" in refused(room, "articles", page=2)
    assert "room is missing" in refused(room, "article", key="18:1")
    assert "2 times" in refused(room, "article", key=["a", "b"], room="a_room")
    assert "give room too" in refused(room, "articles", section="News")
    assert "leave it out" in refused(room, "articles", after="x")
    assert "one of new," in refused(room, "events", kind="old")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(room: Room, method: str):
    for operation in OPERATIONS:
        assert room.get(operation.path, method).status == 405


def test_other_sites_may_not_read_it(room: Room):
    answer = room.get("/api/rooms", Origin="https://evil.example")
    assert not any(name.startswith("access-control") for name in answer.headers)
    assert room.get("/api/rooms", Host="evil.example").status in (400, 421)


def test_excerpts_stand_in_for_texts_when_the_operator_says_so(archive: Archive, archive_url: str):
    body = "Much. " * 200 + "The end."
    hold(
        archive, {"body": body, "body_html": f"<p>{body}</p>", "evidence": {"body": {"raw": body}}}
    )
    with reading_room(archive_url, full_text=False) as room:
        for path in ("article", "revisions"):
            answer = room.get(f"/api/{path}?room=a_room&key=18%3A1")
            assert answer.status == 200
            assert "The end." not in answer.text
        found = ask(room, "article", room="a_room", key="18:1")
        assert (found["body"], found["is_full_text"]) == (body[: catalogue.OPENING], False)


def test_a_text_that_is_no_text_breaks_nothing(archive: Archive, archive_url: str):
    hold(archive, {"breadcrumb": ["\ud800\x00"], "evidence": {"title": {"raw": "\udfff"}}})
    with reading_room(archive_url) as room:
        assert ask(room, "article", room="a_room", key="18:1")["breadcrumb"] == ["\ud800\x00"]
        assert ask(room, "articles", room="a_room", section=["\ufffd"])["items"] == []
