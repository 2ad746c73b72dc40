"""What is forgotten is gone to the last byte, and does not come back."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from newscrawler.archive import (
    Archive,
    ArchiveError,
    articles,
    captures,
    events,
    forgetting,
    ledger,
    open_archive,
    suspects,
    versions,
)
from newscrawler.reading_room import paths
from tests.crawling import Desk
from tests.reading import opened
from tests.test_archive import LATER, NOW, begin, capture, entry, fields, note, store
from tests.test_copying import rows

SECRET = "a text that nobody may read again"
# Does not get shorter by compression, and so stands in the file as it is.
PAGE, SUSPECT = random.Random(1).randbytes(20_000), random.Random(2).randbytes(20_000)


def hold_secret(archive: Archive) -> None:
    """Hold an article with SECRET in every place where a text can be, beside two others."""
    crawl = begin(archive)
    address = SECRET.replace(" ", "-")
    note(archive, crawl, [entry("18:1", SECRET), entry("18:2"), entry("18:3")])
    store(archive, crawl, fields("18:2", body="Another's."), b"another's")
    secret = fields("18:1", body=SECRET, title=SECRET, url=f"http://a.example/{address}")
    secret["evidence"] = {"title": {"how": "h1", "raw": SECRET}}
    store(archive, crawl, secret, PAGE)
    store(archive, crawl, {**secret, "body": SECRET * 2, "content_hash": "2"}, PAGE + b"2")
    store(archive, crawl, fields("18:3", body=SECRET * 2), PAGE + b"2")
    aside = {"reason": f"it says “{SECRET}”", "crawl_id": crawl, "now": NOW}
    archive.run(suspects.set_aside, "a_room", "18:1", capture(SUSPECT), **aside)


def forget(archive: Archive, key: str = "18:1") -> int:
    return archive.run(forgetting.forget, "a_room", key, why="a judge said so", now=LATER)


def about(archive: Archive, key: str) -> str:
    """Return all rows that are about one article, as text."""
    everything = [row for table in rows(archive).values() for row in table]
    return repr([row for row in everything if key in map(str, dict(row).values())])


def test_readers_are_told_that_it_was_erased(archive: Archive, archive_url: str):
    hold_secret(archive)
    forget(archive)
    with opened(archive_url) as house:
        for path in ("a_room", "18:1"), ("a_room", "18:1", 1):
            shown = house.get(paths.release(*path))
            assert (shown.status, "was erased for good" in shown.text) == (410, True)
        assert house.get(paths.release("a_room", "18:4")).status == 404
        for path in "/api/article", "/api/revisions":
            assert house.get(f"{path}?room=a_room&key=18:1").status == 410
            assert house.get(f"{path}?room=a_room&key=18:4").status == 404


def test_nothing_about_it_stays_but_the_tombstone(archive: Archive):
    hold_secret(archive)
    assert about(archive, "18:1").count(SECRET) > 3
    assert forget(archive) > 4
    assert SECRET not in about(archive, "18:1")
    assert articles.find(archive.db, "a_room", "18:1") is None
    *before, tombstone = events.replay(archive.db)
    assert (tombstone["kind"], tombstone["key"]) == ("forgotten", "18:1")
    assert (tombstone["why"], tombstone["at"]) == ("a judge said so", LATER)
    kinds = [event["kind"] for event in before if event["key"] == "18:1"]
    assert kinds == ["new", "revised", "gap"]
    (gap,) = ledger.gaps(archive.db, "a_room")
    assert (gap["state"], gap["reason"], gap["title"]) == ("forgotten", "a judge said so", None)


def test_what_is_shared_stays_with_the_others(archive: Archive):
    hold_secret(archive)
    assert forgetting.same_text(archive.db, "a_room", "18:1") == ["a_room:18:3"]
    linked = "SELECT key FROM articles WHERE duplicate_of IS NOT NULL"
    assert [row[0] for row in archive.db.execute(linked)] == ["18:3"]
    forget(archive)
    assert archive.db.execute(linked).fetchone() is None
    bodies = {captures.read(archive.db, row[0]).body for row in captured(archive)}
    assert bodies == {b"another's", PAGE + b"2"}
    forget(archive, "18:3")
    assert {captures.read(archive.db, row[0]).body for row in captured(archive)} == {b"another's"}
    assert len(list(versions.current(archive.db))) == 1


def captured(archive: Archive):
    return archive.db.execute("SELECT id FROM captures").fetchall()


def test_no_byte_of_it_is_left_in_the_file_or_beside_it(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'newscrawler.db'}"

    def found() -> list[str]:
        files = [path.read_bytes() for path in tmp_path.iterdir()]
        pieces = {"text": SECRET.encode(), "page": PAGE[500:600], "suspect": SUSPECT[500:600]}
        pieces["address"] = SECRET.replace(" ", "-").encode()
        return [name for name, piece in pieces.items() if any(piece in data for data in files)]

    # A second connection keeps the write-ahead log from being removed at the end.
    with open_archive(url, create=True) as archive, open_archive(url) as other:
        hold_secret(archive)
        assert {"text", "page", "suspect", "address"} <= set(found())
        forget(archive)
        forget(archive, "18:3")
        assert found()
        archive.db.wipe(())
        assert found() == []
        assert len(list(versions.current(other.db))) == 1
    assert found() == []


def test_a_reader_who_keeps_the_log_is_named_and_a_second_time_erases(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'newscrawler.db'}"
    with open_archive(url, create=True) as archive, open_archive(url) as reader:
        hold_secret(archive)
        reader.db.begin_reading()
        forget(archive)
        archive.db.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(ArchiveError, match="somebody reads"):
            archive.db.wipe(())
        reader.db.rollback()
        archive.db.wipe(())


def test_it_is_never_work_again_and_never_stored(archive: Archive):
    hold_secret(archive)
    forget(archive)
    crawl = begin(archive)
    before = rows(archive)
    seen = note(archive, crawl, [entry("18:1", SECRET)], recheck=True)
    assert (seen.work, seen.new) == ([], 0)
    assert store(archive, crawl, fields("18:1", body=SECRET), PAGE) == ("forgotten", 0)
    aside = {"reason": SECRET, "crawl_id": crawl, "now": NOW}
    archive.run(suspects.set_aside, "a_room", "18:1", capture(SUSPECT), **aside)
    archive.run(ledger.fail, "a_room", crawl, "18:1", SECRET)
    archive.run(ledger.settle, "a_room", crawl, "18:1", "gone", SECRET)
    after = rows(archive)
    del before["listing_pages"], after["listing_pages"]
    assert after == before


def test_what_was_never_listed_cannot_be_forgotten(archive: Archive):
    hold_secret(archive)
    for name in ("a_room:18:99", "http://a.example/elsewhere", "18:1"):
        with pytest.raises(ArchiveError, match="neither held nor listed"):
            forgetting.find(archive.db, name)
    assert forgetting.find(archive.db, "http://a.example/18:3") == ("a_room", "18:3")


def test_of_a_whole_room_one_event_stays(archive: Archive):
    other = begin(archive, "other_room")
    store(archive, other, fields("18:1", room="other_room", body="Stays."), b"stays")
    kept = rows(archive)
    hold_secret(archive)
    doubted = {"reason": "no list", "crawl_id": begin(archive), "now": NOW}
    archive.run(suspects.set_aside, "a_room", "/list", capture(b"an odd list"), **doubted)
    assert archive.run(forgetting.forget_room, "a_room", why="a wrong address", now=LATER) == 3
    left = rows(archive)
    (told,) = [event for event in events.replay(archive.db) if event["room"] == "a_room"]
    assert (told["kind"], told["key"], told["why"]) == ("forgotten", None, "a wrong address")
    assert told["articles"] == 3
    for table in left:
        if table == "events":
            left[table].pop()
        assert left[table] == kept[table], table


# ── as a command ──


@pytest.mark.databases("sqlite", "postgresql")
def test_a_forgotten_room_is_in_no_list_and_can_be_crawled_anew(small: Desk):
    small.crawl()
    run = small.run("forget", "qbpc_news", "--why", "a wrong address")
    assert (run.returncode, "add --whole-room" in run.stderr) == (2, True)
    run = small.run("forget", "qbpc_news", "--whole-room", "--why", "a wrong address")
    assert run.returncode == 0, run.stderr
    assert "qbpc_news is forgotten, with 3 articles" in run.stdout
    assert "nothing is held" in small.run("rooms").stdout
    told = small.run("events").stdout
    assert "a wrong address" in told
    assert small.run("verify").returncode == 0
    assert small.crawl().returncode == 0
    assert len(small.held()) == 3


@pytest.mark.databases("sqlite", "postgresql")
def test_a_later_crawl_does_not_bring_it_back(small: Desk):
    small.crawl()
    title = small.held()["18:1001"]["title"]
    run = small.run("forget", "qbpc_news:18:1001", "--why", "a judge said so")
    assert run.returncode == 0, run.stderr
    assert "qbpc_news:18:1001 is forgotten" in run.stdout
    small.replica.room.edit(1001, title=f"{title} (updated)")
    for arguments in ((), ("-a", "recheck=all", "-a", "full=1")):
        run = small.crawl(*arguments)
        assert run.returncode == 0
        assert "2 of 3 listed held; 1 gap: 1 forgotten (a judge said so)" in run.stdout
        assert not [path for path in small.replica.paths() if "1001" in path]
    with open_archive(small.archive) as archive:
        assert title not in json.dumps(rows(archive), default=str)
    shown = small.run("show", "qbpc_news:18:1001")
    assert (shown.returncode, "not held" in shown.stderr) == (7, True)


def test_an_entry_that_leads_to_what_is_forgotten_stores_nothing(small: Desk):
    small.crawl()
    for key in ("18:1001", "18:1002"):
        small.run("forget", f"qbpc_news:{key}", "--why", "x")
    small.query("DELETE FROM ledger WHERE key = '18:1002'")
    small.replica.fail("/id/1002", "/articles/view/cid/18/id/1001", times=9)
    run = small.crawl("-a", "full=1", "-L", "INFO")
    assert "'newscrawler/article/forgotten': 1" in run.stderr
    assert set(small.held()) == {"18:1000"}
    assert small.query(
        "SELECT count(*) FROM captures c JOIN revisions r ON r.capture_id = c.id"
    ) == [(1,)]


@pytest.mark.databases("sqlite", "postgresql")
def test_nothing_is_forgotten_while_its_room_is_crawled(small: Desk):
    small.crawl()
    with open_archive(small.archive) as archive:
        lock = archive.lock_room("qbpc_news")
        run = small.run("forget", "qbpc_news:18:1001", "--why", "x")
        lock.release()
    assert run.returncode == 6
    assert "another crawl of qbpc_news is running" in run.stderr
    assert "18:1001" in small.held()


def test_a_reason_is_required(small: Desk):
    small.crawl()
    run = small.run("forget", "qbpc_news:18:1001")
    assert (run.returncode, "say why" in run.stderr) == (2, True)


def test_an_article_of_another_project_is_forgotten_too(archive: Archive):
    crawl = begin(archive)
    store(archive, crawl, fields("no ledger row"))
    forget(archive, "no ledger row")
    assert store(archive, crawl, fields("no ledger row")) == ("forgotten", 0)
