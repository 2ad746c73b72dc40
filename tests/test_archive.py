import asyncio
import contextlib
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newscrawler import clock, urls
from newscrawler.archive import (
    Archive,
    ArchiveError,
    Connection,
    RoomLockedError,
    articles,
    captures,
    checks,
    crawls,
    dialect,
    events,
    frames,
    integrity,
    ledger,
    listing_pages,
    listings,
    open_archive,
    packed_fields,
    states,
    suspects,
    versions,
)
from newscrawler.archive.connection import SCHEMA_VERSION
from newscrawler.archive.migrations import FIRST_SCHEMA, STEPS, TEMPLATE_SCHEMA
from newscrawler.archive.writer import ArchiveWriter
from newscrawler.content import content_hash
from newscrawler.items import PUBLIC_FIELDS, Capture, Listed

NOW = "2024-06-04T08:00:00Z"
LATER = "2024-06-05T08:00:00Z"


def begin(archive: Archive, room: str = "a_room") -> int:
    return archive.run(crawls.begin, room, now=NOW, arguments={}, versions={})


def fields(key: str = "18:1", **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(PUBLIC_FIELDS)
    values |= {
        "room": "a_room",
        "key": key,
        "url": f"http://a.example/{key}",
        "title": "A title",
        "body": "A text.",
        "attachments": [],
        "images": [],
        "missing": [],
        "evidence": {"title": {"how": "h1"}},
        "crawled_at": NOW,
    }
    values |= changes
    values["content_hash"] = content_hash(values)
    return values


def capture(body: bytes = b"<h1>A title</h1>") -> Capture:
    return Capture(url="http://a.example/1", body=body, status=200, headers={}, fetched_at=NOW)


def store(
    archive: Archive,
    crawl_id: int,
    values: dict[str, Any],
    body: bytes = b"x",
    extractor: str = "1",
) -> tuple[str, int]:
    return archive.run(
        articles.store, values, capture(body), extractor=extractor, crawl_id=crawl_id
    )


def note(
    archive: Archive, crawl_id: int, entries: list[Listed], **options: Any
) -> listing_pages.Seen:
    counted = options.pop("counted", frozenset())
    page = listing_pages.ListingPage(
        url="http://a.example/list", entries=entries, next_url=None, etag='"1"', counted=counted
    )
    settings = {"extractor": "1", "now": NOW, "recheck": False} | options
    return archive.run(listing_pages.note_page, "a_room", crawl_id, page, **settings)


def entry(key: str, title: str = "A title", date: str = "2024-06-04") -> Listed:
    return Listed(url=f"http://a.example/{key}", title=title, date=date, key=key)


def test_the_schema_version_is_the_number_of_steps() -> None:
    assert len(STEPS) == SCHEMA_VERSION


def test_an_older_archive_takes_the_cause_that_came_later(tmp_path: Path) -> None:
    before, path = STEPS.index(TEMPLATE_SCHEMA), str(tmp_path / "a.db")
    set_cause = "UPDATE revisions SET cause = ? WHERE number = 2"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        for step in STEPS[:before]:
            for statement in dialect.statements(step, "sqlite"):
                other.execute(statement)
        other.execute(f"PRAGMA user_version = {before}")
        with open_archive(path, create=True) as archive:
            crawl = begin(archive)
            store(archive, crawl, fields(body="One text."), b"1")
            store(archive, crawl, fields(body="Another text."), b"2")
            archive.db.execute(set_cause, ("template",))
        # The one that was open all the time reads the schema anew.
        other.execute(set_cause, ("template",))
        with pytest.raises(sqlite3.IntegrityError):
            other.execute(set_cause, ("nobody",))
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert other.execute("SELECT count(*) FROM article_revisions").fetchall() == [(2,)]


def test_opening_an_archive_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="run 'newscrawler crawl ROOM' first"):
        open_archive(str(tmp_path / "none.db"))


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(ArchiveError, match="upgrade newscrawler"):
        open_archive(str(path))


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE other (x)")
    db.close()
    with pytest.raises(ArchiveError, match="something else"):
        open_archive(str(path))


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("not a database, but long enough to be looked at" * 20)
    with pytest.raises(ArchiveError, match="cannot use"):
        open_archive(str(path))
    assert path.read_text().startswith("not a database")


def test_an_archive_beside_which_nothing_can_be_written_is_read_and_not_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "burnt.db"
    open_archive(str(path), create=True).close()
    # As on a disk that is read only, and for any user: SQLite cannot make its log.
    path.with_name("burnt.db-wal").mkdir()
    with open_archive(str(path)) as archive:
        assert archive.db.tables() >= {"articles", "revisions"}
        with pytest.raises(ArchiveError, match="readonly"):
            begin(archive)
    with pytest.raises(ArchiveError, match="its folder must be writable"):
        open_archive(str(path), create=True)


def test_a_query_after_the_archive_was_closed_says_so(tmp_path: Path) -> None:
    archive = open_archive(str(tmp_path / "a.db"), create=True)
    archive.close()
    with pytest.raises(ArchiveError, match="closed"):
        archive.db.execute("SELECT 1")


def test_an_unknown_kind_of_archive_is_named() -> None:
    with pytest.raises(ArchiveError, match="not supported"):
        open_archive("mysql://localhost/x")


def test_durability_settings_of_a_file(tmp_path: Path) -> None:
    archive = open_archive(str(tmp_path / "a.db"), create=True)

    def pragma(name: str) -> Any:
        return archive.db.execute(f"PRAGMA {name}").fetchone()[0]

    assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", 2, 1)
    archive.close()


def test_a_first_store_is_new_and_a_second_look_is_unchanged(archive: Archive) -> None:
    crawl = begin(archive)
    assert store(archive, crawl, fields()) == ("new", 1)
    assert store(archive, crawl, fields(crawled_at=LATER), b"other markup") == ("unchanged", 1)
    kinds = [event["kind"] for event in events.replay(archive.db)]
    assert kinds == ["new"]
    assert archive.db.execute("SELECT count(*) FROM captures").fetchone()[0] == 1
    assert archive.db.execute("SELECT checked_at FROM articles").fetchone()[0] == LATER


def test_an_edit_keeps_the_old_revision_and_names_the_fields(archive: Archive) -> None:
    crawl = begin(archive)
    store(archive, crawl, fields())
    assert store(archive, crawl, fields(body="Another text."), b"y") == ("revised", 2)
    first, second = versions.revisions(archive.db, 1)
    assert (first["body"], second["body"]) == ("A text.", "Another text.")
    assert (first["cause"], second["cause"]) == ("first", "publisher")
    revised = list(events.replay(archive.db))[-1]
    assert (revised["kind"], revised["fields"], revised["revision"]) == ("revised", ["body"], 2)


def test_the_same_capture_read_by_a_better_extractor_is_no_edit(archive: Archive) -> None:
    crawl = begin(archive)
    store(archive, crawl, fields(), b"same", "1")
    store(archive, crawl, fields(title="A better title"), b"same", "2")
    assert [past["cause"] for past in versions.revisions(archive.db, 1)] == ["first", "extractor"]


def test_there_and_back_are_three_revisions(archive: Archive) -> None:
    crawl = begin(archive)
    for number, body in enumerate(("A", "B", "A")):
        store(archive, crawl, fields(body=body), str(number).encode())
    assert [past["body"] for past in versions.revisions(archive.db, 1)] == ["A", "B", "A"]


def test_the_same_text_under_another_key_is_linked_not_dropped(archive: Archive) -> None:
    crawl = begin(archive)
    store(archive, crawl, fields("18:1"))
    assert store(archive, crawl, fields("18:2"))[0] == "new"
    assert archive.db.execute("SELECT duplicate_of FROM articles WHERE id = 2").fetchone()[0] == 1
    assert list(events.replay(archive.db))[-1]["duplicate_of"] == "18:1"


def test_a_capture_is_kept_once_and_read_back_to_the_byte(archive: Archive) -> None:
    body = "标题".encode("gb18030") + b"\x00\xff"
    first = archive.run(captures.keep, capture(body))
    assert archive.run(captures.keep, capture(body)) == first
    assert captures.read(archive.db, first).body == body
    with pytest.raises(KeyError):
        captures.read(archive.db, 99)


def test_the_ledger_says_what_is_to_be_fetched(archive: Archive) -> None:
    crawl = begin(archive)
    seen = note(archive, crawl, [entry("18:1"), entry("18:2")])
    assert ([listed.key for listed in seen.work], seen.new) == (["18:1", "18:2"], 2)
    store(archive, crawl, fields("18:1"))
    seen = note(archive, crawl, [entry("18:1"), entry("18:2")])
    assert ([listed.key for listed in seen.work], seen.new) == (["18:2"], 0)
    assert len(note(archive, crawl, [entry("18:1")], recheck=True).work) == 1


def test_a_day_that_counts_from_the_fetch_stays_as_it_was_first(archive: Archive) -> None:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1", date="2024-05-03")], counted={"18:1"})
    store(archive, crawl, fields("18:1"))
    # "A week ago", said two days later
    later = entry("18:1", date="2024-05-05")
    assert not note(archive, crawl, [later], counted={"18:1"}).work
    assert archive.db.execute("SELECT listed_date FROM ledger").fetchone()[0] == "2024-05-03"
    assert note(archive, crawl, [entry("18:1", date="2024-05-04")]).work


def test_a_held_entry_whose_listed_title_changes_is_fetched_again(archive: Archive) -> None:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1")])
    store(archive, crawl, fields("18:1"))
    assert not note(archive, crawl, [entry("18:1")]).work
    assert note(archive, crawl, [entry("18:1", "A corrected title")]).work
    assert not note(archive, crawl, [entry("18:1", "A corrected title")]).work


def test_a_failure_is_tried_again_at_once_and_then_ever_later(archive: Archive) -> None:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1")])
    for expected in (True, False, False):
        archive.run(ledger.fail, "a_room", crawl, "18:1", "HTTP 500")
        work = archive.run(ledger.open_work, "a_room", now=clock.now(), after=(-1, 0), limit=9)
        assert bool(work) is expected
    (gap,) = ledger.gaps(archive.db, "a_room")
    assert (gap["state"], gap["attempts"], gap["reason"]) == ("failed", 3, "HTTP 500")
    assert [event["kind"] for event in events.replay(archive.db)] == ["gap"]


def test_a_failed_recheck_leaves_a_held_article_held(archive: Archive) -> None:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1")])
    store(archive, crawl, fields("18:1"))
    archive.run(ledger.fail, "a_room", crawl, "18:1", "HTTP 500")
    assert ledger.states(archive.db, "a_room") == {"held": 1}


def test_a_suspect_page_is_kept_aside_and_touches_nothing_stored(archive: Archive) -> None:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1")])
    store(archive, crawl, fields("18:1"))
    archive.run(
        suspects.set_aside,
        "a_room",
        "18:1",
        capture(b"not exist"),
        reason="soft 404",
        crawl_id=crawl,
        now=NOW,
    )
    assert [past["body"] for past in versions.revisions(archive.db, 1)] == ["A text."]
    row = archive.db.execute("SELECT reason, capture_id FROM suspects").fetchone()
    assert row["reason"] == "soft 404"
    assert captures.read(archive.db, row["capture_id"]).body == b"not exist"


def known_page(
    archive: Archive, extractor: str, url: str = "http://a.example/list", now: str = LATER
) -> listing_pages.ListingPage | None:
    return listing_pages.known_page(archive.db, "a_room", url, extractor, now=now)


def test_a_page_that_is_never_modified_is_asked_for_whole_after_two_days(archive: Archive) -> None:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1")])
    known = known_page(archive, "1")
    assert known is not None
    note_page = listing_pages.note_page
    archive.run(note_page, "a_room", crawl, known, extractor="1", now=LATER, recheck=False)
    assert known_page(archive, "1", now="2024-06-06T08:05:00Z") is not None
    assert known_page(archive, "1", now="2024-06-07T08:00:00Z") is None


def test_validators_come_back_with_their_page_unless_the_extractor_changed(
    archive: Archive,
) -> None:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1")])
    known = known_page(archive, "1")
    assert known is not None
    assert (known.etag, [listed.key for listed in known.entries]) == ('"1"', ["18:1"])
    assert known_page(archive, "2") is None


def test_an_address_too_long_for_an_index_is_held_and_found(archive: Archive) -> None:
    crawl = begin(archive)
    odd = "".join(chr(0x4E00 + number % 5000) for number in range(0, 70_000, 7))
    longer, twin = f"http://a.example/{odd}", f"http://a.example/{odd}2"
    note(archive, crawl, [entry("18:1"), Listed(url=longer, key=urls.short(odd))])
    assert store(archive, crawl, fields(urls.short(odd), url=longer)) == ("new", 1)
    page = listing_pages.ListingPage(url=longer, entries=[entry("18:1")], next_url=None, etag='"2"')
    archive.run(
        listing_pages.note_page, "a_room", crawl, page, extractor="1", now=NOW, recheck=False
    )
    known = known_page(archive, "1", longer)
    assert known is not None
    assert (known.etag, known_page(archive, "1", twin)) == ('"2"', None)
    found = articles.find_any(archive.db, longer)
    assert found == articles.find(archive.db, "a_room", urls.short(odd))
    assert found != articles.find_any(archive.db, twin)
    assert versions.read_revision(archive.db, found, 1)["url"] == longer


def test_a_page_without_entries_leaves_no_validators(archive: Archive) -> None:
    note(archive, begin(archive), [])
    assert known_page(archive, "1") is None


def test_a_walk_is_kept_without_what_is_gone(archive: Archive) -> None:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1"), entry("18:2")])
    walk = listings.LastWalk(used_url="/list", order=["18:1", "18:2"], short_walks=0)
    archive.run(listings.keep_walk, "a_room", "/list", walk, NOW)
    archive.run(ledger.settle, "a_room", crawl, "18:2", "gone", "HTTP 404")
    last = listings.last_walk(archive.db, "a_room", "/list", today=NOW[:10])
    assert last is not None
    assert last.order == ["18:1"]


def test_a_run_without_an_end_is_closed_as_aborted_by_the_next(archive: Archive) -> None:
    begin(archive)
    begin(archive)
    newest, killed = states.runs(archive.db, "a_room").rows
    assert (killed["outcome"], newest["outcome"]) == ("aborted", None)


def test_a_run_without_an_end_runs_while_its_room_is_locked(
    archive: Archive, archive_url: str
) -> None:
    begin(archive)
    (run,) = states.runs(archive.db, "a_room").rows
    with open_archive(archive_url) as other:
        assert crawls.outcome(other.db, run) == "killed"
        lock = archive.lock_room("a_room")
        assert crawls.outcome(other.db, run) == "running"
        lock.release()
        assert crawls.outcome(other.db, run) == "killed"
        archive.lock_room("a_room").release()


def test_a_room_is_locked_for_one_crawl_at_a_time(archive: Archive, archive_url: str) -> None:
    lock = archive.lock_room("a_room")
    with open_archive(archive_url) as other:
        with pytest.raises(RoomLockedError, match="another crawl of a_room"):
            other.lock_room("a_room")
        other.lock_room("other_room").release()
        lock.release()
        other.lock_room("a_room").release()


def test_a_lock_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with open_archive(str(tmp_path / "a.db"), create=True) as archive:
        (tmp_path / "a.db.a_room.lock").mkdir()
        with pytest.raises(ArchiveError, match=r"cannot write .*a\.db\.a_room\.lock, which keeps"):
            archive.lock_room("a_room")


def test_jobs_that_wait_together_are_each_answered_with_their_own_result(archive: Archive) -> None:
    def bad_job(_: Connection) -> None:
        raise LookupError("mine alone")

    def number_of_events(db: Connection) -> int:
        return int(db.execute("SELECT count(*) FROM events").fetchone()[0])

    async def crowd() -> list[Any]:
        writer = ArchiveWriter(archive)
        jobs = [
            writer.write(events.record, at=NOW, room="r", kind="new", key=str(number))
            for number in range(50)
        ]
        answers = await asyncio.gather(*jobs, writer.write(bad_job), return_exceptions=True)
        answers.append(await writer.write(number_of_events))
        writer.close()
        return answers

    answers = asyncio.run(crowd())
    assert len(set(answers[:50])) == 50
    assert isinstance(answers[50], LookupError)
    assert answers[51] == 50


def test_after_a_failed_write_nothing_is_reported_as_stored(tmp_path: Path) -> None:
    async def failing() -> list[Any]:
        archive = open_archive(str(tmp_path / "a.db"), create=True)
        archive.db.execute("PRAGMA query_only = ON")
        writer = ArchiveWriter(archive)
        answers = await asyncio.gather(
            writer.write(events.record, at=NOW, room="r", kind="new"), return_exceptions=True
        )
        archive.db.execute("PRAGMA query_only = OFF")
        answers += await asyncio.gather(
            writer.write(events.record, at=NOW, room="r", kind="new"), return_exceptions=True
        )
        writer.close()
        return answers

    assert all(isinstance(answer, ArchiveError) for answer in asyncio.run(failing()))


def test_an_archive_of_the_first_schema_is_brought_up_to_date(tmp_path: Path):
    path = tmp_path / "old.db"
    old = sqlite3.connect(path)
    old.executescript(FIRST_SCHEMA)
    old.execute("PRAGMA user_version = 1")
    old.execute(
        "INSERT INTO crawls (id, room, started_at) VALUES (1, 'room', '2024-01-01T00:00:00Z')"
    )
    old.execute(
        "INSERT INTO ledger (room, key, url, first_seen_at, last_seen_at, last_seen_crawl, state)"
        " VALUES ('room', '1', 'http://h/1', '', '', 1, 'held')"
    )
    old.execute(
        "INSERT INTO articles (id, room, key, url, revision, first_stored_at, checked_at)"
        " VALUES (1, 'room', '1', 'http://h/1', 1, '2024-01-01T00:00:00Z', '')"
    )
    old.execute(
        "INSERT INTO revisions (article_id, number, cause, content_hash, title, attachments,"
        " images, missing, evidence, extractor, crawled_at)"
        " VALUES (1, 1, 'first', '', 'Old', '[]', '[]', '[]', '{}', '1', '')"
    )
    old.commit()
    old.close()
    with open_archive(str(path)) as archive:
        (held,) = versions.current(archive.db)
        assert (held["title"], held["opt_outs"]) == ("Old", [])
        due = archive.run(checks.due, "room", now="2024-06-04T00:00:00Z", extractor="1", limit=9)
        assert [check.listed.key for check in due] == ["1"]
        assert archive.db.execute("SELECT opt_outs FROM current_articles").fetchone()[0] == "[]"


@pytest.mark.databases("sqlite", "postgresql")
def test_headers_and_evidence_of_an_earlier_version_are_carried_over(archive_url: str) -> None:
    evidence = {"title": {"how": "heading", "raw": "A title"}, "body": {"raw": "A text."}}
    pages = [
        replace(capture(body), headers={"Content-Type": "text/html", "X-Number": body.decode()})
        for body in (b"1", b"2")
    ]
    with open_archive(archive_url, create=True) as archive:
        crawl = begin(archive)
        archive.run(
            articles.store, fields("1", evidence=evidence), pages[0], extractor="1", crawl_id=crawl
        )
        archive.run(as_before, pages[0], evidence)
    with open_archive(archive_url) as archive:
        assert archive.db.version() == SCHEMA_VERSION
        archive.run(
            articles.store, fields("2", evidence=evidence), pages[1], extractor="1", crawl_id=crawl
        )
        assert [captures.read(archive.db, capture_id) for capture_id in (1, 2)] == pages
        assert [each["evidence"] for each in versions.after(archive.db, 0, 9)] == [evidence] * 2
        assert set(integrity.rehash_captures(archive.db)) == {None}


@pytest.mark.databases("sqlite", "postgresql")
def test_evidence_is_that_of_a_title_that_no_database_can_hold(archive: Archive) -> None:
    title = "A\x00 title \ud800 of a release"
    evidence = {"title": {"how": "heading", "raw": title}}
    values = fields("1", title=title, evidence=evidence)
    archive.run(articles.store, values, None, extractor="1", crawl_id=begin(archive))
    (held,) = versions.after(archive.db, 0, 9)
    assert (held["title"], held["evidence"]) == ("A title  of a release", evidence)


@pytest.mark.databases("sqlite", "postgresql")
def test_hashes_and_evidence_of_version_12_are_carried_over(archive_url: str) -> None:
    evidence = {"title": {"how": "heading", "raw": "A title"}, "body": {"raw": "A text."}}
    with open_archive(archive_url, create=True) as archive:
        crawl = begin(archive)
        for key in "12":
            values = fields(key, evidence=evidence)
            archive.run(articles.store, values, capture(b"1"), extractor="1", crawl_id=crawl)
        shown = {**evidence, "body": {"raw_length": len("A text.")}}
        packed = frames.compress(json.dumps(shown).encode(), packed_fields._EVIDENCE)
        sql = "UPDATE revisions SET packed_evidence = ? WHERE article_id = 1"
        archive.run(lambda db: db.execute(sql, (packed,)))
        archive.run(with_one_index)
        archive.db.set_version(12)
    with open_archive(archive_url) as archive:
        assert [each["evidence"] for each in versions.after(archive.db, 0, 9)] == [evidence] * 2
        assert archive.run(captures.keep, capture(b"1")) == 1
        duplicate = archive.db.execute("SELECT duplicate_of FROM articles WHERE id = 2").fetchone()
        assert duplicate[0] == 1
        twice = "INSERT INTO captures (sha256, size, body, url, status, headers, fetched_at)"
        with pytest.raises(ArchiveError, match="sha256"):
            archive.db.execute(
                f"{twice} SELECT sha256, size, body, url, status, headers, fetched_at FROM captures"
            )


def as_before(db: Any, page: Capture, evidence: dict[str, Any]) -> None:
    """Make the schema that of version 11, and the one article such as it was written then."""
    db.execute("ALTER TABLE revisions DROP COLUMN packed_evidence")
    shown = {**evidence, "body": {"raw_length": len("A text.")}}
    db.execute("UPDATE revisions SET evidence = ?", (json.dumps(shown),))
    sql = "UPDATE captures SET body = ?, headers = ?"
    db.execute(sql, (frames.compress(page.body), json.dumps(page.headers)))
    with_one_index(db)
    db.set_version(11)


def with_one_index(db: Any) -> None:
    """Have the one table of words that SQLite had until version 14."""
    if not db.where.startswith("postgresql"):
        db.execute("CREATE VIRTUAL TABLE search_words USING fts5 (text)")
