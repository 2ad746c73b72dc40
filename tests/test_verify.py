"""`verify` finds what was changed behind its back, and `show --evidence` what a field rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newscrawler.archive import frames, open_archive, packed_fields, versions
from tests.crawling import Desk

CHECKS = {
    "captures have the bytes received",
    "revisions have the fields hashed",
    "revisions are what their pages say",
    "an article has its event",
    "revisions are numbered without a hole",
    "a later revision has its one event",
    "a revised event has its revision",
    "events of an article are in the order of its revisions",
    "a withdrawn article was withdrawn last",
}


def change(desk: Desk, sql: str, *values: Any) -> None:
    with open_archive(desk.archive) as archive:
        archive.run(lambda db: db.execute(sql, values))


# What the two crawls make, once they have: most tests change a copy of the file.
MADE: list[bytes] = []


@pytest.fixture
def revised(small: Desk) -> Desk:
    """A room of three, one of which was edited."""
    if MADE and small.archive.startswith("sqlite"):
        Path(small.where).write_bytes(MADE[0])
        return small
    small.crawl()
    small.replica.room.edit(1001, title="A title of today")
    assert "1 revised" in small.crawl("-a", "recheck=all").stdout
    if small.archive.startswith("sqlite"):
        MADE.append(Path(small.where).read_bytes())
    return small


def wrong(desk: Desk) -> dict[str, int]:
    """Return the checks that found something, with how much."""
    run = desk.run("verify", "--jobs", "1")
    rows = [line.rsplit(maxsplit=2) for line in run.stdout.split("\n\n")[0].splitlines()[1:]]
    found = {check.strip(): int(number) for check, _, number in rows}
    assert found.keys() > CHECKS
    assert run.returncode == (7 if any(found.values()) else 0), run.stderr
    assert ("open a backup beside it" in run.stdout) == (run.returncode == 7)
    return {check: number for check, number in found.items() if number}


@pytest.mark.databases("sqlite", "postgresql")
def test_an_archive_that_is_whole(revised: Desk):
    assert wrong(revised) == {}
    assert "verify takes no arguments" in revised.run("verify", "x").stderr


BEHIND = [
    (
        "captures have the bytes received",
        "UPDATE captures SET size = size + 1 WHERE id = (SELECT max(id) FROM captures)",
    ),
    ("revisions have the fields hashed", "UPDATE revisions SET body = body || '.' WHERE id = 1"),
    ("revisions have the fields hashed", "UPDATE revisions SET content_hash = 'x' WHERE id = 1"),
    (
        "an article has its event",
        "DELETE FROM events WHERE kind = 'new' AND key = '18:1000'",
    ),
    ("revisions are numbered without a hole", "UPDATE revisions SET number = 3 WHERE number = 2"),
    ("revisions are numbered without a hole", "UPDATE articles SET revision = 2"),
    ("a later revision has its one event", "DELETE FROM events WHERE kind = 'revised'"),
    ("a revised event has its revision", "UPDATE events SET revision = 7 WHERE kind = 'revised'"),
    (
        "events of an article are in the order of its revisions",
        "UPDATE events SET id = id + 1000 WHERE kind = 'new' AND key = '18:1001'",
    ),
    ("a room's articles are as many as are counted", "UPDATE tallies SET articles = 1"),
    (
        "a withdrawn article was withdrawn last",
        "UPDATE articles SET state = 'withdrawn' WHERE key = '18:1000'",
    ),
]


@pytest.mark.parametrize(("check", "sql"), BEHIND)
def test_each_check_finds_what_it_is_for(revised: Desk, check: str, sql: str):
    change(revised, sql)
    assert wrong(revised)[check] >= 1


@pytest.mark.parametrize("body", [b"no frame", frames.compress(b"another page")])
def test_a_damaged_page_is_named_and_stops_nothing(revised: Desk, body: bytes):
    last = "(SELECT capture_id FROM revisions WHERE id = 1)"
    change(revised, f"UPDATE captures SET body = ? WHERE id = {last}", body)
    found = wrong(revised)
    assert found["captures have the bytes received"] == 1
    assert found["revisions are what their pages say"] == 1


def test_a_revision_with_the_hash_of_its_own_is_still_not_what_its_page_says(revised: Desk):
    from newscrawler.archive import versions
    from newscrawler.content import content_hash

    with open_archive(revised.archive) as archive:
        held = versions.read_revision(archive.db, 1) | {"title": "Forged"}
    sql = "UPDATE revisions SET title = 'Forged', content_hash = ? WHERE article_id = 1"
    change(revised, f"{sql} AND number = {held['revision']}", content_hash(held))
    assert wrong(revised) == {"revisions are what their pages say": 1}


def test_what_another_extractor_read_is_not_compared(revised: Desk):
    change(revised, "UPDATE revisions SET extractor = '1'")
    run = revised.run("verify")
    assert run.returncode == 0
    assert "revisions by another extractor (not comparable)         4" in run.stdout


# ── evidence ──


def test_each_path_is_tried_on_the_stored_page(revised: Desk):
    run = revised.run("show", "qbpc_news:18:1001", "--evidence")
    shown = run.stdout.split("evidence:")[1]
    for name in ("breadcrumb", "title", "create_time", "body"):
        assert f"  {name}: " in shown
    assert shown.count("found again in the stored page") == 5
    assert "NOT FOUND" not in shown
    assert "not chosen: Media Room (h2)" in shown


def test_a_path_that_leads_nowhere_is_told(revised: Desk):
    with open_archive(revised.archive) as archive:
        (first,) = versions.after(archive.db, 0, 1)
        stored = archive.db.execute("SELECT * FROM revisions WHERE id = 1").fetchone()
    evidence = first["evidence"]
    evidence["title"]["where"] = "/html/body/h7"
    evidence["create_time"]["where"] = "/html/body/div[1]"
    packed = packed_fields.packed_evidence(evidence, dict(stored))
    change(revised, "UPDATE revisions SET packed_evidence = ? WHERE id = 1", packed)
    (key,) = revised.query(
        "SELECT key FROM articles JOIN revisions ON article_id = articles.id WHERE revisions.id = 1"
    )[0]
    shown = revised.run("show", f"qbpc_news:{key}", "--revision", "1", "--evidence").stdout
    assert "NOT FOUND AGAIN in the stored page" in shown
    assert "the stored page has another text there" in shown
    change(revised, "UPDATE revisions SET packed_evidence = ? WHERE id = 1", b"no frame")
    assert revised.run("show", f"qbpc_news:{key}", "--revision", "1", "--evidence").returncode == 0


# ── diff ──


@pytest.mark.databases("sqlite", "postgresql")
def test_diff_says_what_who_and_when(revised: Desk):
    run = revised.run("diff", "qbpc_news:18:1001")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0] == "qbpc_news:18:1001, revision 1 to 2"
    assert "revision 1: first reading; first seen 20" in lines[1]
    assert "the publisher changed the page, substantive; first seen 20" in lines[2]
    assert "title (changed)" in run.stdout
    assert "{+A title +}of [-" in run.stdout
    back = revised.run("diff", "qbpc_news:18:1001", "2", "1").stdout
    assert "[-A title -]" in back
    page = revised.run("diff", "qbpc_news:18:1001", "--format", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "<ins>" in page


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("qbpc_news:18:1000",), "one revision only"),
        (("qbpc_news:18:1001", "1", "9"), "there is no revision 9; there are 1 to 2"),
        (("qbpc_news:18:1001", "x"), "there is no revision x"),
        (("qbpc_news:18:9",), "is not held, and nothing is listed under this name"),
        (("http://a.example/9",), "is not held, and nothing is listed under this name"),
        ((), "name one article"),
    ],
)
def test_diff_of_what_is_not_there_says_so(revised: Desk, arguments: tuple[str, ...], says: str):
    run = revised.run("diff", *arguments)
    assert run.returncode != 0
    assert says in run.stdout + run.stderr


@pytest.mark.databases("sqlite", "postgresql")
def test_what_is_not_held_any_more_or_not_yet_is_told_with_the_reason(small: Desk):
    small.crawl()
    small.run("forget", "qbpc_news:18:1001", "--why", "request of a person")
    change(small, "UPDATE ledger SET state = 'failed', reason = 'timeout' WHERE key = '18:1002'")
    change(small, "UPDATE articles SET key = 'x' WHERE key = '18:1002'")
    day = small.query("SELECT at FROM events WHERE kind = 'forgotten'")[0][0][:10]
    for verb in ("show", "diff"):
        run = small.run(verb, "qbpc_news:18:1001")
        assert run.returncode == 7
        assert f"it was erased for good on {day} (request of a person)\n" in run.stderr
        assert "it is listed, and failed (timeout)\n" in small.run(verb, "qbpc_news:18:1002").stderr
