"""What only PostgreSQL can do to an archive. Everything else is tested on both databases."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from fixtures.postgres import Server
from newscrawler.archive import Archive, ArchiveError, Connection, events, open_archive, postgres
from newscrawler.archive.connection import SCHEMA_VERSION
from newscrawler.console.exit_status import EXIT_STATUS
from tests.crawling import SECONDS, Desk

NOW = "2024-06-04T08:00:00Z"


@pytest.fixture
def url(postgres_server: Server) -> str:
    return postgres_server.new_schema()


@pytest.fixture
def held(url: str) -> Iterator[Archive]:
    with open_archive(url, create=True) as archive:
        yield archive


def in_threads(*jobs: Callable[[], object]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
        assert not thread.is_alive()


# ── opening ──


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ada:secret@h:5432/news", "postgresql://ada@h:5432/news"),
        ("postgresql://ada:s%40:x@h/news", "postgresql://ada@h/news"),
        ("postgresql:///news?host=/run&password=secret", "postgresql:///news?host=/run"),
        ("postgresql://h/news?sslpassword=s&user=ada", "postgresql://h/news?user=ada"),
        ("postgresql://ada@a:1,b:2/news", "postgresql://ada@a:1,b:2/news"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str):
    assert postgres.without_password(url) == shown


def test_a_database_that_cannot_be_reached_is_named_without_its_password():
    with pytest.raises(ArchiveError, match="cannot open the archive") as raised:
        open_archive("postgresql://ada:secret@127.0.0.1:9/news")
    assert "postgresql://ada@127.0.0.1:9/news" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_an_address_with_an_unknown_option_says_so():
    with pytest.raises(ArchiveError, match="colour"):
        open_archive("postgresql:///news?colour=red")


def test_a_database_without_an_archive_says_what_to_do(url: str):
    with pytest.raises(ArchiveError, match="run 'newscrawler crawl ROOM' first"):
        open_archive(url)
    with open_archive(url, create=True) as archive:
        assert archive.created
    with open_archive(url, create=True) as archive:
        assert not archive.created


def test_a_database_of_something_else_is_left_alone(postgres_server: Server):
    postgres_server.run("CREATE SCHEMA accounts CREATE TABLE invoices (number INTEGER)")
    url = f"{postgres_server.url('postgres')}&options=-csearch_path%3Daccounts"
    with pytest.raises(ArchiveError, match="something else"):
        open_archive(url, create=True)


def test_a_schema_that_is_not_there_is_named(postgres_server: Server):
    url = f"{postgres_server.url('postgres')}&options=-csearch_path%3Dnowhere"
    with pytest.raises(ArchiveError, match=r"search_path names \(CREATE SCHEMA\)"):
        open_archive(url, create=True)


def test_a_newer_archive_is_refused(held: Archive, url: str):
    held.db.execute("UPDATE schema_version SET version = 999")
    with pytest.raises(ArchiveError, match="upgrade newscrawler"):
        open_archive(url)


def test_a_database_in_another_encoding_is_refused(postgres_server: Server):
    postgres_server.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(ArchiveError, match="ENCODING 'UTF8'"):
        open_archive(postgres_server.url("latin"), create=True)


def test_without_the_driver_the_error_says_what_to_install(url: str, monkeypatch):
    monkeypatch.delitem(sys.modules, "newscrawler.archive.postgres")
    monkeypatch.delattr("newscrawler.archive.postgres")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ArchiveError, match=r"pip install 'newscrawler\[postgres\]'"):
        open_archive(url)


def test_many_that_open_a_new_archive_at_once_make_it_once(url: str):
    made: list[bool] = []

    def open_it() -> None:
        with open_archive(url, create=True) as archive:
            made.append(archive.created)

    in_threads(*[open_it] * 6)
    assert sorted(made) == [False] * 5 + [True]
    with open_archive(url) as archive:
        version = archive.db.execute("SELECT version FROM schema_version").fetchone()[0]
    assert version == SCHEMA_VERSION


def test_two_archives_in_one_database_have_their_own_locks(held: Archive, url: str):
    held.db.execute("CREATE SCHEMA other")
    with open_archive(re.sub("archive_.*", "other", url), create=True) as other:
        held.lock_room("a_room")
        other.lock_room("a_room").release()
        assert other.created


def test_text_is_ordered_by_its_characters_whatever_the_locale(held: Archive):
    collations = held.db.execute(
        "SELECT DISTINCT collation_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND data_type = 'text'"
    ).fetchall()
    assert [row[0] for row in collations] == ["C"]


# ── writing ──


def test_events_are_seen_in_the_order_of_their_ids(url: str, held: Archive):
    """A reader who goes on after the last id that it saw misses nothing that writers commit."""
    number, seen = 60, []
    writers = [open_archive(url) for _ in range(3)]

    def slow_event(db: Connection, *, wait: float) -> None:
        events.record(db, at=NOW, room="r", kind="new")
        time.sleep(wait)

    def write(archive: Archive, wait: float) -> None:
        for _ in range(number):
            archive.run(slow_event, wait=wait)

    def read() -> None:
        deadline = time.monotonic() + SECONDS
        while len(seen) < number * len(writers) and time.monotonic() < deadline:
            after = seen[-1] if seen else 0
            seen.extend(event["id"] for event in events.replay(held.db, after=after))

    waits = (0.0, 0.002, 0.004)
    jobs = [lambda a=a, w=w: write(a, w) for a, w in zip(writers, waits, strict=True)]
    in_threads(read, *jobs)
    for archive in writers:
        archive.close()
    assert len(seen) == number * len(writers)


def test_a_writer_that_waits_too_long_says_so(held: Archive, url: str):
    with open_archive(url) as other:
        other.db.execute("SET lock_timeout = '50ms'")
        held.db.begin()
        with pytest.raises(ArchiveError, match="lock timeout"):
            other.run(events.record, at=NOW, room="r", kind="new")
        held.db.rollback()
        other.run(events.record, at=NOW, room="r", kind="new")


def test_what_fails_in_the_middle_is_undone(held: Archive):
    def failing(db: Connection) -> None:
        events.record(db, at=NOW, room="r", kind="new")
        db.execute("SELECT no_such_column FROM events")

    with pytest.raises(ArchiveError, match="no_such_column"):
        held.run(failing)
    assert list(events.replay(held.db)) == []


def test_a_large_answer_is_read_in_pieces_beside_other_questions(held: Archive):
    held.db.execute(
        "INSERT INTO events (at, room, kind) SELECT '', 'r', 'new' FROM generate_series(1, 1000)"
    )
    stream = held.db.stream("SELECT id FROM events ORDER BY id")
    assert next(stream)[0] == 1
    held.run(events.record, at=NOW, room="r", kind="new")
    assert sum(1 for _ in stream) == 999


# ── a run ──


def crawl_until_articles(desk: Desk, number: int):
    desk.replica.delay = 0.03
    process = desk.start()
    deadline = time.monotonic() + SECONDS
    while desk.replica.counts()["article"] < number and time.monotonic() < deadline:
        time.sleep(0.01)
    return process


@pytest.mark.databases("postgresql")
def test_a_connection_that_is_lost_ends_the_run_and_the_next_finishes(
    desk: Desk, postgres_server: Server
):
    process = crawl_until_articles(desk, 10)
    postgres_server.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'newscrawler'"
    )
    output, _ = process.communicate(timeout=SECONDS)
    desk.replica.delay = 0
    assert process.returncode == EXIT_STATUS["storage"]
    # It is lost at a COMMIT or in another statement, whichever comes first.
    assert re.search(r"cannot (?:write|use the archive) postgresql://", output)
    held = desk.held()
    assert 0 < len(held) < len(desk.replica.room)
    assert desk.crawl().returncode == 0
    desk.holds_truth(desk.replica.room)
    assert desk.replica.counts()["article"] == len(desk.replica.room) - len(held)


@pytest.mark.databases("postgresql")
def test_a_summary_shows_the_database_without_its_password(small: Desk):
    url = small.archive.replace("newscrawler@", "newscrawler:secret@")
    run = small.crawl(NEWSCRAWLER_ARCHIVE=url)
    assert f"archive: {small.archive} (new)" in run.stdout
    assert "secret" not in run.stdout + run.stderr
