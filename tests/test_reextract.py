"""History through another extractor: shown, then accepted, never anything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fixtures.replica.noise import Noise
from newscrawler import extract
from newscrawler.archive import Archive, articles, open_archive, rereads, versions
from newscrawler.content import content_hash
from newscrawler.items import PUBLIC_FIELDS
from newscrawler.reading import read_again, version
from newscrawler.reextract import Reader, Rooms, Undeclared
from newscrawler.spiders.qbpc_news import QbpcNewsSpider
from tests.crawling import Desk, project
from tests.test_archive import begin, capture, fields

ROOMS = Rooms({"qbpc_news": QbpcNewsSpider})
BOTH = pytest.mark.databases("sqlite", "postgresql")


def made_worse(desk: Desk, keys: set[str]) -> None:
    """Make the archive one that another extractor wrote, which saw less of some articles."""

    def worsen(db: Any) -> None:
        for row in db.execute("SELECT id, key FROM articles").fetchall():
            held = versions.read_revision(db, row["id"])
            if row["key"] in keys:
                held["breadcrumb"] = None
            db.execute(
                "UPDATE revisions SET extractor = '1', breadcrumb = ?, content_hash = ?"
                " WHERE article_id = ?",
                (
                    held["breadcrumb"] and json.dumps(held["breadcrumb"]),
                    content_hash(held),
                    row["id"],
                ),
            )
        db.execute("UPDATE articles SET read_by = NULL")

    with open_archive(desk.archive) as archive:
        archive.run(worsen)


def whole(desk: Desk) -> list[tuple[Any, ...]]:
    """Return all that a verb could have changed."""
    return [
        *desk.query("SELECT * FROM articles ORDER BY id"),
        *desk.query("SELECT * FROM revisions ORDER BY id"),
        *desk.query("SELECT * FROM events ORDER BY id"),
    ]


def test_a_stored_page_gives_exactly_what_the_crawl_gave(desk: Desk):
    desk.replica.noise = Noise()
    desk.crawl()
    room = ROOMS.room("qbpc_news")
    untold = ("url", "opt_outs", "revision", "content_hash")
    told = [name for name in PUBLIC_FIELDS if name not in untold]
    with open_archive(desk.archive) as archive:
        held = list(versions.current(archive.db))
        assert len(held) == len(desk.replica.room)
        for revision in held:
            page = versions.page(archive.db, revision)
            assert page is not None
            found = read_again(room, page)
            assert found is not None
            assert {name: found[name] for name in told} == {name: revision[name] for name in told}
            assert content_hash(found) == revision["content_hash"]


def test_an_extractor_that_is_the_same_has_nothing_to_read(desk: Desk):
    desk.crawl()
    run = desk.run("reextract")
    assert (run.returncode, run.stdout) == (
        0,
        "nothing to read: today's extractor has read every page\n",
    )


@BOTH
def test_nothing_is_written_until_it_is_accepted(desk: Desk):
    desk.crawl()
    made_worse(desk, {"18:1238", "18:1842"})
    before = whole(desk)
    run = desk.run("reextract", "--jobs", "2")
    assert run.returncode == 0, run.stderr
    assert "breadcrumb  found  2" in run.stdout
    assert "qbpc_news:18:1238: {+Home > Media Room > QBPC News+}" in run.stdout
    assert "2 would change; nothing is written" in run.stdout
    assert whole(desk) == before
    run = desk.run("reextract", "--accept", "--jobs", "2")
    assert "2 revisions made" in run.stdout
    made = desk.query("SELECT cause, extractor, number FROM revisions WHERE number > 1")
    assert made == [("extractor", QbpcNewsSpider().extractor, 2)] * 2
    events = desk.query("SELECT key, revision, detail FROM events WHERE kind = 'revised'")
    assert {(key, revision) for key, revision, _ in events} == {("18:1238", 2), ("18:1842", 2)}
    assert json.loads(events[0][2]) == {
        "cause": "extractor",
        "cosmetic": False,
        "fields": ["breadcrumb"],
    }
    desk.holds_truth(desk.replica.room)
    assert "nothing to read" in desk.run("reextract", "--accept").stdout
    assert desk.run("verify").returncode == 0


def test_what_is_better_is_accepted_and_the_rest_left(desk: Desk):
    desk.crawl()
    made_worse(desk, {"18:1238", "18:1842"})
    with open_archive(desk.archive) as archive:
        held = archive.db.execute("SELECT id FROM articles WHERE key = '18:1842'").fetchone()["id"]
        # One of the two would change in a second field.
        fields = versions.read_revision(archive.db, held) | {"title": "Another title"}
        sql = "UPDATE revisions SET title = ?, content_hash = ? WHERE article_id = ?"
        archive.db.execute(sql, ("Another title", content_hash(fields), held))
    run = desk.run("reextract", "--accept", "--field", "breadcrumb", "--kind", "found")
    assert run.returncode == 0, run.stderr
    assert "1 revisions made; 1 change otherwise and are left as they are" in run.stdout
    assert desk.query("SELECT count(*) FROM revisions WHERE number > 1") == [(1,)]
    rest = desk.run("reextract").stdout
    assert "1 pages read, 1 would change" in rest
    assert "18:1842" in rest
    wrong = desk.run("reextract", "--field", "colour")
    assert wrong.returncode == 2
    assert "breadcrumb" in wrong.stderr


def test_an_interrupted_accept_is_gone_on_with(desk: Desk):
    desk.crawl()
    number = len(desk.replica.room)
    made_worse(desk, {"18:1238"})
    extractor = ROOMS.extractor("qbpc_news")
    with Reader(ROOMS, desk.archive, 1) as reader, open_archive(desk.archive) as archive:
        first = list(reader.read(rereads.unread(archive.db, "qbpc_news", extractor=extractor)))[:30]
        archive.run(rereads.accept, first, extractor=extractor, now="2024-06-04T08:00:00Z")
    run = desk.run("reextract", "--accept")
    assert f"{number - 30} pages read" in run.stdout
    assert len(desk.query("SELECT 1 FROM revisions WHERE number > 1")) == 1


def test_a_release_that_was_revised_meanwhile_is_left_for_the_next_call(small: Desk):
    small.crawl()
    made_worse(small, {"18:1001"})
    extractor = ROOMS.extractor("qbpc_news")
    with Reader(ROOMS, small.archive, 1) as reader, open_archive(small.archive) as archive:
        readings = list(reader.read(rereads.unread(archive.db, "qbpc_news", extractor=extractor)))
        small.replica.room.edit(1001, title="A title of today")
        small.crawl("-a", "recheck=all")
        archive.run(rereads.accept, readings, extractor=extractor, now="2024-06-04T08:00:00Z")
    titles = small.query(
        "SELECT number, cause, title FROM revisions JOIN articles ON articles.id = article_id"
        " WHERE key = '18:1001' ORDER BY number DESC LIMIT 1"
    )
    assert titles == [(3, "publisher", "A title of today")]


@BOTH
def test_a_release_that_was_erased_meanwhile_does_not_come_back(small: Desk):
    small.crawl()
    made_worse(small, {"18:1001", "18:1002"})
    extractor = ROOMS.extractor("qbpc_news")
    with Reader(ROOMS, small.archive, 1) as reader, open_archive(small.archive) as archive:
        ids = rereads.unread(archive.db, "qbpc_news", extractor=extractor)
        readings = list(reader.read(ids))
        small.run("forget", "qbpc_news:18:1001", "--why", "request of a person")
        assert len(list(reader.read(ids))) == len(ids) - 1
        made = archive.run(rereads.accept, readings, extractor=extractor, now="2024-06-04")
    assert made == 1
    assert small.query("SELECT key FROM articles WHERE revision > 1") == [("18:1002",)]
    assert small.query("SELECT 1 FROM articles WHERE key = '18:1001'") == []


def test_a_crawl_tells_the_extractors_part_from_the_publishers(small: Desk):
    small.crawl()
    made_worse(small, {"18:1001", "18:1002"})
    small.replica.noise = Noise()
    small.replica.room.edit(1001, title="A title of today")
    small.crawl("-a", "recheck=all")
    rows = small.query(
        "SELECT key, cause FROM revisions JOIN articles ON articles.id = article_id"
        " WHERE number > 1 ORDER BY key, number"
    )
    assert rows == [("18:1001", "extractor"), ("18:1001", "publisher"), ("18:1002", "extractor")]


def test_rooms_and_days_are_chosen(small: Desk):
    small.crawl()
    made_worse(small, {"18:1001"})
    assert "3 pages read" in small.run("reextract", "--room", "qbpc_news").stdout
    assert "nothing to read" in small.run("reextract", "--since", "2099-01-01").stdout
    assert "3 pages read" in small.run("reextract", "--since", "2020-01-01").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--room", "nobody"), "there is: qbpc_news"),
        (("--since", "yesterday"), "is not a date such as"),
        (("--jobs", "0"), "at least 1"),
        (("qbpc_news",), "--room names a room"),
    ],
)
def test_bad_arguments_say_what_to_do(small: Desk, arguments: tuple[str, ...], says: str):
    small.crawl()
    run = small.run("reextract", *arguments)
    assert run.returncode == 2
    assert says in run.stdout + run.stderr


def test_a_page_that_is_not_believed_any_more_is_told_and_left(archive: Archive, archive_url: str):
    crawl = begin(archive)
    wall = capture(b"<title>Log in</title><input type=password>")
    archive.run(articles.store, fields(), wall, extractor="1", crawl_id=crawl)
    with Reader(Rooms({}), archive_url, 1) as reader:
        pages = rereads.unread(archive.db, "a_room", extractor="2")
        (reading,) = reader.read(pages)
        assert (reading.fields, reading.is_believed) == (None, False)
        assert archive.run(rereads.accept, [reading], extractor="2", now="2024-06-05") == 0
    assert [past["body"] for past in versions.revisions(archive.db, 1)] == ["A text."]
    assert rereads.unread(archive.db, "a_room", extractor="2") == []


def test_a_page_that_cannot_be_unpacked_is_named_and_stops_nothing(small: Desk):
    small.crawl()
    made_worse(small, {"18:1001", "18:1002"})
    with open_archive(small.archive) as archive:
        archive.db.execute(
            "UPDATE captures SET body = ? WHERE id = (SELECT r.capture_id FROM revisions r"
            " JOIN articles a ON a.id = r.article_id WHERE a.key = '18:1002')",
            (b"no frame",),
        )
    for _ in range(2):
        run = small.run("reextract", "--accept")
        assert run.returncode == 0, run.stderr
        assert "run 'newscrawler verify': qbpc_news:18:1002\n" in run.stdout
    assert small.query("SELECT key FROM articles WHERE revision > 1") == [("18:1001",)]


def test_a_hash_of_an_earlier_kind_is_no_change(archive: Archive, archive_url: str):
    """Before counters of visits were left out of it, a hash was over the text as it is."""
    crawl = begin(archive)
    page = b"<h1>A title of a release</h1><p>2024-06-04</p><p>A text.</p><p>Views: 17</p>"
    told = capture(page)
    found = read_again(Undeclared("a_room"), told)
    assert found is not None
    held = fields(**found | {"key": "1"})
    archive.run(
        articles.store, held | {"content_hash": "0" * 64}, told, extractor="1", crawl_id=crawl
    )
    with Reader(Rooms({}), archive_url, 1) as reader:
        (reading,) = reader.read(rereads.unread(archive.db, "a_room", extractor="2"))
    assert (reading.fields, reading.is_believed) == (None, True)


def test_ctrl_c_says_what_becomes_of_the_work(small: Desk):
    """The key is pressed while a process reads the second page."""
    folder = project(small)
    small.crawl()
    pressed = """
    def adjust(self, article, page):
        import multiprocessing, os, signal
        if article.key == "18:1001" and "PRESSED" in os.environ:
            os.kill(multiprocessing.parent_process().pid, signal.SIGINT)
"""
    spider = (Path(__file__).parent.parent / "newscrawler/spiders/qbpc_news.py").read_text()
    (folder / "mine" / "spiders" / "qbpc_news.py").write_text(spider + pressed)
    home = {"SCRAPY_SETTINGS_MODULE": "mine.settings", "PYTHONPATH": str(folder)}
    run = small.run("reextract", "--accept", "--jobs", "2", **home, PRESSED="1")
    assert run.returncode == 9
    assert run.stderr.endswith(
        "interrupted; what was accepted is kept, and the same command goes on with the rest\n"
    )
    assert "Traceback" not in run.stderr
    assert "3 pages read, 0 revisions" in small.run("reextract", "--accept", **home).stdout


def test_processes_say_what_one_process_says(desk: Desk):
    desk.crawl()
    made_worse(desk, {"18:1238"})
    extractor = ROOMS.extractor("qbpc_news")
    found = []
    for jobs in (1, 3):
        with Reader(ROOMS, desk.archive, jobs) as reader, open_archive(desk.archive) as archive:
            pages = rereads.unread(archive.db, "qbpc_news", extractor=extractor)
            found.append(list(reader.read(pages)))
    assert found[0] == found[1]
    assert [each.changes for each in found[0] if each.changes] == [[("breadcrumb", "found")]]


# ── the version of an extractor ──


def test_what_a_room_declares_is_part_of_the_version():
    plain = version({"timezone": None, "selectors": {}}, None)
    assert plain == extract.EXTRACTOR_VERSION == Undeclared("x").extractor
    declared = version({"timezone": "Asia/Shanghai", "selectors": {}}, None)
    other = version({"timezone": "Asia/Shanghai", "selectors": {"title": "h1"}}, None)
    mended = version({}, QbpcNewsSpider.from_crawler)
    assert len({plain, declared, other, mended}) == 4
    assert declared == version({"timezone": "Asia/Shanghai", "selectors": {}}, None)


def test_another_selector_is_another_extractor_and_no_edit_of_the_publishers(small: Desk):
    """The same page, read by a room whose file was corrected."""
    folder = project(small)
    spider = (Path(__file__).parent.parent / "newscrawler/spiders/qbpc_news.py").read_text()
    path = folder / "mine" / "spiders" / "qbpc_news.py"
    path.write_text(spider)
    home = {"SCRAPY_SETTINGS_MODULE": "mine.settings", "PYTHONPATH": str(folder)}
    assert small.crawl(**home).returncode == 0
    path.write_text(spider + '    selectors = {"title": ".right"}\n')
    assert "title  changed  3" in small.run("reextract", **home).stdout
    small.crawl("-a", "recheck=all", **home)
    assert small.query("SELECT DISTINCT cause FROM revisions WHERE number > 1") == [("extractor",)]
