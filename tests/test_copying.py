"""All of an archive into another, between the databases, interrupted or not."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from newscrawler.archive import Archive, ArchiveError, events, forgetting, open_archive, site_files
from newscrawler.archive.backup import back_up
from newscrawler.archive.copying import copy
from newscrawler.archive.tables import TABLES
from tests.crawling import SECONDS, Desk
from tests.test_archive import NOW, begin, capture, entry, fields, note, store
from tests.test_interrupt import stop_after


@pytest.fixture
def other_url(archive: Archive, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of an archive that is not there yet, in the other kind of database."""
    if archive.where.startswith("postgresql"):
        return f"sqlite:///{tmp_path / 'other.db'}"
    return request.getfixturevalue("postgres_server").new_schema()


def fill(archive: Archive, number: int = 5) -> int:
    """Hold something in every table; return the crawl's id."""
    crawl = begin(archive)
    note(archive, crawl, [entry(f"18:{each}", "标题") for each in range(number)])
    for each in range(number):
        store(archive, crawl, fields(f"18:{each}", body=f"文 {each // 2}\t"), b"\x00%d" % each)
    store(archive, crawl, fields("18:0", body="An edit."), b"edited")
    archive.run(site_files.keep, capture(b"User-agent: *"))
    return crawl


def rows(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [
            tuple(sorted(dict(row).items()))
            for row in archive.db.stream(
                f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}"
            )
        ]
        for table in TABLES
    }


def copied(source: Archive, url: str, **options: object) -> None:
    with open_archive(url, create=True, unfinished=True) as target:
        copy(source.db, target.db, **options)


def interrupted_after(steps: int):
    """Return what `copy` tells its progress to, until it fails."""
    left = iter(range(steps))

    def tell(what: str, table: str, number: int) -> None:
        if next(left, None) is None:
            raise InterruptedError(table)

    return tell


def test_every_table_is_declared_after_those_that_it_refers_to(archive: Archive):
    assert {table.name for table in TABLES} == archive.db.tables() - {"schema_version"}


def test_there_and_back_everything_is_what_it_was(archive: Archive, other_url: str, tmp_path: Path):
    fill(archive)
    back = f"sqlite:///{tmp_path / 'back.db'}"
    copied(archive, other_url)
    with open_archive(other_url) as other:
        assert rows(other) == rows(archive)
        copied(other, back)
    with open_archive(back) as again:
        assert rows(again) == rows(archive)


def test_a_copy_goes_on_with_ids_of_its_own(archive: Archive, other_url: str):
    fill(archive)
    copied(archive, other_url)
    with open_archive(other_url) as other:
        newest = max(event["id"] for event in events.replay(other.db))
        crawl = begin(other)
        assert store(other, crawl, fields("18:99"), b"new") == ("new", 1)
        assert min(event["id"] for event in events.replay(other.db, after=newest)) > newest


def test_an_archive_that_holds_something_is_not_copied_into(archive: Archive, other_url: str):
    fill(archive)
    copied(archive, other_url)
    with open_archive(other_url) as other:
        before = rows(other)
    with pytest.raises(ArchiveError, match="holds something already"):
        copied(archive, other_url)
    with open_archive(other_url) as other:
        assert rows(other) == before


@pytest.mark.parametrize("steps", [0, 1, 3, 8, 12])
def test_an_interrupted_copy_cannot_be_used_and_is_finished_by_the_next(
    archive: Archive, other_url: str, steps: int
):
    crawl = fill(archive)
    with pytest.raises(InterruptedError):
        copied(archive, other_url, note=interrupted_after(steps))
    with pytest.raises(ArchiveError, match="unfinished copy"):
        open_archive(other_url, create=True)
    # The source lives on meanwhile.
    store(archive, crawl, fields("18:1", body="Changed meanwhile."), b"meanwhile")
    store(archive, crawl, fields("18:50"), b"new meanwhile")
    archive.run(forgetting.forget, "a_room", "18:2", why="asked", now=NOW)
    copied(archive, other_url)
    with open_archive(other_url) as other:
        assert rows(other) == rows(archive)


def test_a_copy_that_differs_is_never_finished(archive: Archive, other_url: str):
    fill(archive)

    def spoil(what: str, table: str, number: int) -> None:
        if (what, table) == ("copied", "events"):
            with open_archive(other_url, unfinished=True) as other:
                other.db.execute("UPDATE revisions SET body = 'spoilt' WHERE number = 2")

    with pytest.raises(ArchiveError, match="differs from its source in revisions"):
        copied(archive, other_url, note=spoil)
    with pytest.raises(ArchiveError, match="unfinished copy"):
        open_archive(other_url)


def test_what_postgresql_cannot_hold_is_the_same_in_both(archive: Archive, other_url: str):
    crawl = begin(archive)
    odd = [{"url": "http://a.example/a.pdf", "text": "an\x00nex \ud800"}]
    values = fields(attachments=odd, language="e\x00n")
    store(archive, crawl, values)
    note(archive, crawl, [entry("18:1", "A \x00title\ud800")])
    copied(archive, other_url)
    for url in (other_url,):
        with open_archive(url) as other:
            row = other.db.execute("SELECT * FROM revisions").fetchone()
            assert row["language"] == "en"
            assert row["content_hash"] == values["content_hash"]
            assert row["attachments"] == (
                '[{"url": "http://a.example/a.pdf", "text": "an\\u0000nex \\ud800"}]'
            )
            assert other.db.execute("SELECT title FROM ledger").fetchone()[0] == "A title"


# ── as a command ──


@pytest.mark.databases("sqlite", "postgresql")
def test_a_killed_copy_is_finished_and_the_crawl_goes_on_there(
    small: Desk, request: pytest.FixtureRequest
):
    small.crawl()
    with open_archive(small.archive) as archive:
        values = [("x" * 20_000,)] * 3_000
        archive.db.execute_many(
            "INSERT INTO events (at, room, kind, detail) VALUES ('', 'other', 'new', ?)", values
        )
    other = f"sqlite:///{small.folder / 'other.db'}"
    if small.archive.startswith("sqlite"):
        other = request.getfixturevalue("postgres_server").new_schema()
    process = subprocess.Popen(
        small.command("copy", small.archive, other), cwd=small.folder, env=small.environment
    )
    deadline = time.monotonic() + SECONDS
    while copied_events(other) == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(SECONDS)
    assert 0 < copied_events(other) < 3_000
    refused = small.run("rooms", NEWSCRAWLER_ARCHIVE=other)
    assert (refused.returncode, "unfinished copy" in refused.stderr) == (7, True)
    finished = small.run("copy", small.archive, other)
    assert finished.returncode == 0, finished.stderr
    assert re.search(r"^events +3003 ", finished.stdout, re.MULTILINE)
    run = small.crawl(NEWSCRAWLER_ARCHIVE=other)
    assert (run.returncode, "0 new, 0 revised" in run.stdout) == (0, True)
    assert small.replica.counts() == {"listing": 1}


def copied_events(url: str) -> int:
    try:
        with open_archive(url, unfinished=True) as archive:
            return int(archive.db.execute("SELECT count(*) FROM events").fetchone()[0])
    except ArchiveError:
        return 0


def test_copy_of_what_is_not_there(small: Desk):
    run = small.run("copy", small.archive, "sqlite:///other.db")
    assert (run.returncode, "there is no archive" in run.stderr) == (7, True)
    assert not (small.folder / "other.db").exists()


# ── backup ──


@pytest.mark.databases("sqlite", "postgresql")
def test_a_backup_while_a_crawl_runs_is_whole_and_is_restored_by_opening_it(desk: Desk):
    desk.replica.delay = 0.03
    process = desk.start()
    deadline = time.monotonic() + SECONDS
    while desk.replica.counts()["article"] < 20 and time.monotonic() < deadline:
        time.sleep(0.01)
    # The crawl goes on until the backup is there, however long that takes.
    desk.replica.delay = 1
    run = desk.run("backup", "kept.db")
    desk.replica.delay = 0
    assert run.returncode == 0, run.stderr
    assert process.wait(SECONDS) == 0
    process.communicate()
    whole = desk.held()
    restored = Desk(desk.folder, desk.replica, f"sqlite:///{desk.folder / 'kept.db'}")
    kept = restored.held()
    assert 15 < len(kept) < len(whole)
    assert {key: whole[key] for key in kept} == kept
    assert restored.query("PRAGMA integrity_check") == [("ok",)]
    assert restored.query("PRAGMA foreign_key_check") == []
    assert restored.query("SELECT count(*) FROM events") == [(len(kept),)]
    assert restored.crawl().returncode == 0
    restored.holds_truth(desk.replica.room)


def test_a_backup_never_replaces_a_file(archive: Archive, tmp_path: Path):
    path = tmp_path / "kept.db"
    back_up(archive.db, path)
    with pytest.raises(ArchiveError, match="there already"):
        back_up(archive.db, path)
    with pytest.raises(ArchiveError, match="there is no folder"):
        back_up(archive.db, path / "below")
    assert [each.name for each in tmp_path.glob("*kept*")] == ["kept.db"]


def test_a_killed_crawl_is_backed_up_like_any_other(desk: Desk):
    stop_after(desk, 10, signal.SIGKILL)
    assert desk.run("backup", "kept.db").returncode == 0
    restored = Desk(desk.folder, desk.replica, f"sqlite:///{desk.folder / 'kept.db'}")
    assert restored.held() == desk.held()
