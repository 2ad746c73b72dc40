"""What readers and programs are told when something goes wrong, on both databases."""

from __future__ import annotations

import base64
import threading
from collections import deque
from collections.abc import Iterator
from itertools import count

import pytest
from lxml import html

from newscrawler.archive import Archive, Connection, TooLongError, search_index
from newscrawler.archive.connection import ArchiveError
from newscrawler.reading_room import door, guard, phrases, shelf, static
from newscrawler.reading_room.api import OPERATIONS
from newscrawler.reading_room.description import PROBLEM_TYPE, document
from tests.reading import House, opened, store
from tests.served import Answer, Room, reading_room

SECRET = "Basic " + base64.b64encode(b"anybody:right").decode()
WRONG = "Basic " + base64.b64encode(b"anybody:wrong").decode()
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
# One of each kind: two pages, a search, two feeds, two of the API
COSTLY = (
    "/", "/releases/a_room/1", "/search?q=text", "/feeds/all/latest.atom",
    "/feeds/search.json?q=text", "/api/articles", "/api/search?q=text",
)  # fmt: skip


def problem(answer: Answer, status: int) -> str:
    """Return what a problem says, after a look at its shape."""
    assert (answer.status, answer.headers["content-type"]) == (status, PROBLEM_TYPE)
    told = answer.json
    described = document(OPERATIONS)["components"]["schemas"]["Problem"]["properties"]
    assert set(told) == set(described)
    assert (told["status"], bool(told["title"])) == (status, True)
    return str(told["detail"])


def said(house: House, path: str, status: int, language: str = "zh") -> str:
    """Return the heading of the page that is answered."""
    answer = house.get(path, accept_language=language)
    assert answer.status == status
    page = html.fromstring(answer.text)
    assert page.get("lang") == language
    return str(page.findtext(".//h1"))


def break_a_release(archive: Archive) -> None:
    store(archive)
    archive.run(lambda db: db.execute("UPDATE revisions SET byline = 'secret, no JSON'"))


def test_every_problem_of_the_api_has_the_same_shape(archive: Archive, archive_url: str):
    break_a_release(archive)
    with reading_room(archive_url) as room:
        for path in ("/api", "/api/", "/api/nothing", "/api/rooms/a_room"):
            assert "/api/openapi.json" in problem(room.get(path), 404)
        assert "no such room" in problem(room.get("/api/room?room=none"), 404)
        for path in ("/api/rooms", "/api/openapi.json"):
            answer = room.get(path, "POST")
            assert "GET" in problem(answer, 405)
            assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
        for query in ("articles?limit=0", "articles?after=x", "search?q=%28", "room"):
            assert problem(room.get(f"/api/{query}"), 400)
        failed = room.get("/api/article?room=a_room&key=1")
        assert "secret" not in problem(failed, 500)
        assert failed.headers["content-security-policy"] == guard.POLICY
        assert "NEWSCRAWLER_HOSTS" in problem(room.get("/api/rooms", host="evil.example"), 421)
    with reading_room(archive_url, password="right") as room:
        assert "password" in problem(room.get("/api/rooms"), 401)


def test_every_problem_is_described():
    told = document(OPERATIONS)
    for path, operation in told["paths"].items():
        answers = operation["get"]["responses"]
        assert {"200", "400", "500", "503", "default"} <= set(answers)
        for status in set(answers) - {"200"}:
            name = answers[status]["$ref"].rpartition("/")[2]
            content = told["components"]["responses"][name]["content"]
            assert list(content) == [PROBLEM_TYPE], path


def test_pages_say_it_in_the_reader_s_language(archive: Archive, archive_url: str):
    break_a_release(archive)
    with opened(archive_url) as house:
        for path, status, english in (
            ("/nothing", 404, "There is no such page"),
            ("/releases/a_room/1", 500, "This page could not be made"),
            ("/language", 405, "This address can only be read"),
            ("/?after=x", 400, "This address asks for nothing that there is"),
        ):
            assert said(house, path, status) == phrases.CHINESE[english]
            assert said(house, path, status, "en") == english
        assert "secret" not in house.get("/releases/a_room/1").text


# ── what takes too long ──


def make_endless(db: Connection) -> None:
    """Let whoever reads articles never come to an end."""
    db.execute("ALTER TABLE articles RENAME TO true_articles")
    db.execute(f"CREATE VIEW articles AS SELECT * FROM true_articles WHERE id < ({ENDLESS})")


@pytest.mark.parametrize("how", ["execute", "stream"])
def test_reading_ends_in_time_and_the_connection_goes_on(archive: Archive, how: str):
    with pytest.raises(TooLongError), archive.db.reading(0.1):
        list(getattr(archive.db, how)(ENDLESS))
    with archive.db.reading(60):
        assert archive.db.execute("SELECT 1 AS one").fetchone()["one"] == 1
    store(archive)


def test_many_small_queries_together_end_in_time(archive: Archive):
    short = ENDLESS.replace("FROM n)", "FROM n WHERE i < 5000)")
    asked = (archive.db.execute(short).fetchone() for _ in count())
    with pytest.raises(TooLongError), archive.db.reading(0.1):
        deque(asked, maxlen=0)


def test_an_error_of_the_database_is_none_of_time(archive: Archive):
    with pytest.raises(ArchiveError) as failed, archive.db.reading(60):
        archive.db.execute("SELECT nothing FROM nowhere")
    assert not isinstance(failed.value, TooLongError)


@pytest.fixture
def endless(archive: Archive, archive_url: str) -> Iterator[Room]:
    store(archive)
    archive.run(search_index.index, limit=10)
    archive.run(make_endless)
    with reading_room(archive_url, seconds=0.1) as room:
        yield room


def test_one_costly_query_is_answered_in_time_with_advice(endless: Room):
    for path in COSTLY:
        if path.startswith("/api"):
            assert "Ask for less" in problem(endless.get(path), 503)
        else:
            answer = endless.get(path)
            assert (answer.status, "Ask for less" in answer.text) == (503, True), path
    assert said(endless, "/", 503) == phrases.CHINESE["This takes too long to find out"]
    assert endless.get("/api/runs").status == 200


def test_costly_queries_hold_no_reader_back_for_long(archive: Archive, archive_url: str):
    store(archive)
    archive.run(make_endless)
    with reading_room(archive_url, seconds=0.3) as room:
        statuses: list[int] = []
        threads = [
            threading.Thread(target=lambda: statuses.append(room.get("/").status))
            for _ in range(6 * shelf.CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        assert room.get(static.path("reading.css")).status == 200
        for thread in threads:
            thread.join()
        assert statuses == [503] * len(threads)
        assert room.get("/api/runs").status == 200


def test_who_finds_no_free_connection_is_told_to_come_again(archive: Archive, archive_url: str):
    store(archive)
    readers = shelf.Shelf(archive_url, 0.05)
    taken = [readers.reading() for _ in range(shelf.CONNECTIONS)]
    for each in taken:
        each.__enter__()
    with pytest.raises(shelf.BusyError), readers.reading():
        pass
    taken[0].__exit__(None, None, None)
    with readers.reading() as db:
        assert db.execute("SELECT count(*) AS n FROM articles").fetchone()["n"] == 1
    for each in taken[1:]:
        each.__exit__(None, None, None)
    readers.close()


# ── wrong passwords ──


def test_guessing_gets_slower_and_is_forgotten():
    now = 0.0
    guesses = door.Guesses(lambda: now)
    waits = []
    for _ in range(door.FREE + 8):
        guesses.note("somebody")
        waits.append(guesses.wait("somebody"))
        now += waits[-1]
        assert guesses.wait("somebody") == 0
    assert waits == [0.0] * door.FREE + [1, 2, 4, 8, 16, 30, 30, 30]
    assert guesses.wait("another") == 0
    now += door.FORGOTTEN
    guesses.note("somebody")
    assert guesses.wait("somebody") == 0


def test_many_guessers_take_no_memory():
    guesses = door.Guesses(lambda: 0.0)
    for number in range(2 * door.MOST_READERS):
        guesses.note(str(number))
    assert len(guesses._wrong) == door.MOST_READERS


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_who_owns_an_address(one: str, other: str, is_one: bool):
    assert (door.network(one) == door.network(other)) is is_one
    assert door.network("no address") == "no address"


def test_guessing_is_slowed_down_and_hinders_nobody_for_long(archive: Archive, archive_url: str):
    store(archive)
    with reading_room(archive_url, password="right") as room:
        first = room.get("/", authorization=SECRET)
        ticket = first.headers["set-cookie"].partition(";")[0]
        assert "HttpOnly" in first.headers["set-cookie"]
        assert "set-cookie" not in room.get("/", authorization=SECRET, cookie=ticket).headers
        assert room.get("/", cookie=ticket).status == 401
        statuses = [room.get("/", authorization=WRONG).status for _ in range(door.FREE + 2)]
        assert statuses == [401] * (door.FREE + 1) + [429]
        refused = room.get("/api/rooms", authorization=SECRET)
        assert "wrong passwords" in problem(refused, 429)
        assert 1 <= int(refused.headers["retry-after"]) <= door.LONGEST
        # Who was there before, and who asks for nothing, do not notice.
        assert room.get("/", authorization=SECRET, cookie=ticket).status == 200
        assert room.get("/").status == 401
        # A proxy on this machine tells for whom it asks.
        other = room.get("/", authorization=SECRET, x_forwarded_for="203.0.113.9")
        assert other.status == 200
        forged = ticket[:-1] + ("0" if ticket[-1] != "0" else "1")
        assert room.get("/", authorization=SECRET, cookie=forged).status == 429
        threading.Event().wait(int(refused.headers["retry-after"]))
        assert room.get("/", authorization=SECRET).status == 200


def test_a_ticket_s_own_guesses_are_counted_too(archive: Archive, archive_url: str):
    store(archive)
    with reading_room(archive_url, password="right") as room:
        ticket = room.get("/", authorization=SECRET).headers["set-cookie"].partition(";")[0]
        for _ in range(door.FREE + 1):
            assert room.get("/", authorization=WRONG, cookie=ticket).status == 401
        assert room.get("/", authorization=WRONG, cookie=ticket).status == 429
