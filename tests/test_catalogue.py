"""Lists in pages, counts without counting, and what became of articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from newscrawler.archive import (
    Archive,
    absences,
    articles,
    catalogue,
    crawls,
    forgetting,
    keyset,
    ledger,
    moves,
    states,
    tallies,
)
from newscrawler.archive.absences import Proof
from newscrawler.archive.catalogue import Page
from newscrawler.archive.migrations import CATALOGUE_SCHEMA, STEPS
from tests.test_archive import LATER, NOW, begin, entry, fields, note, store

NEWS, SPEECHES = ["Home", "News"], ["Home", "Speeches"]


def hold(archive: Archive, *releases: dict[str, Any]) -> int:
    crawl = begin(archive)
    for number, values in enumerate(releases):
        store(archive, crawl, fields(**values), f"page {number}".encode())
    return crawl


def many(archive: Archive, number: int = 9) -> None:
    """Hold releases of which three each share a day, in two sections; every third is undated."""
    days = [None, "2024-01-02", "2023-05-06T10:00+08:00"]
    hold(
        archive,
        *(
            {
                "key": f"18:{at}",
                "body": f"Text {at}.",
                "create_time": days[at % 3],
                "breadcrumb": NEWS if at % 2 else SPEECHES,
            }
            for at in range(number)
        ),
    )


def read_through(ask: Callable[[str | None], Page[Any]]) -> list[Any]:
    """Return all rows of a list, page by page."""
    found, after = [], None
    while True:
        page = ask(after)
        found += page.rows
        after = page.next
        if after is None:
            return found
        assert page.rows


def keys(rows: list[catalogue.Release]) -> list[str]:
    return [row.key for row in rows]


@pytest.mark.parametrize("limit", [1, 2, 3, 9, 50])
def test_the_latest_are_paged_without_hole_or_repetition(archive: Archive, limit: int):
    many(archive)
    found = read_through(lambda after: catalogue.latest(archive.db, limit=limit, after=after))
    # Undated ones stand where they were stored: in June 2024.
    assert keys(found) == [f"18:{at}" for at in (6, 3, 0, 7, 4, 1, 8, 5, 2)]


def test_a_room_and_a_section_have_their_own_latest(archive: Archive):
    many(archive)
    hold(archive, {"room": "b_room", "key": "1", "breadcrumb": NEWS})
    of = {"room": "a_room"}
    assert len(catalogue.latest(archive.db, **of).rows) == 9
    news = read_through(
        lambda after: catalogue.latest(archive.db, **of, section=NEWS, limit=2, after=after)
    )
    assert keys(news) == ["18:3", "18:7", "18:1", "18:5"]
    assert catalogue.latest(archive.db, **of, section=["Home"]).rows == []
    assert keys(catalogue.latest(archive.db, room="b_room", section=NEWS).rows) == ["1"]
    assert catalogue.latest(archive.db, room="no_room").rows == []


def test_a_release_in_a_list_has_what_is_shown(archive: Archive):
    hold(archive, {"body": "Long. " * 200, "byline": ["Ada"], "breadcrumb": NEWS})
    (release,) = catalogue.latest(archive.db).rows
    assert (release.title, release.byline, release.breadcrumb) == ("A title", ["Ada"], NEWS)
    assert release.opening == ("Long. " * 200)[: catalogue.OPENING]
    assert (release.state, release.revision, release.crawled_at) == ("live", 1, NOW)


def test_a_list_can_begin_at_a_month(archive: Archive):
    many(archive)
    after = catalogue.before_end_of("2023-12")
    assert keys(catalogue.latest(archive.db, after=after).rows) == ["18:8", "18:5", "18:2"]
    after = catalogue.before_end_of("2024-01")
    assert keys(catalogue.latest(archive.db, after=after, limit=1).rows) == ["18:7"]


@pytest.mark.parametrize("wrong", ["", "?", "W10", "WzEsMl0", "é", "WyJhIiwtMV0", "W" * 5000])
def test_a_wrong_cursor_is_told(archive: Archive, wrong: str):
    with pytest.raises(keyset.CursorError, match="leave it out"):
        catalogue.latest(archive.db, after=wrong)


def revise(archive: Archive, key: str, **changes: Any) -> None:
    crawl = begin(archive)
    store(archive, crawl, fields(key, crawled_at=LATER, **changes), b"another page")


def test_changes_are_told_by_kind_the_latest_first(archive: Archive):
    many(archive, 3)
    revise(archive, "18:1", body="Another text.", breadcrumb=SPEECHES)
    found = read_through(
        lambda after: catalogue.changes(
            archive.db, kinds=("new", "revised"), room="a_room", limit=1, after=after
        )
    )
    assert [(each.kind, each.release.key, each.revision) for each in found] == [
        ("revised", "18:1", 2),
        ("new", "18:2", 1),
        ("new", "18:1", 1),
        ("new", "18:0", 1),
    ]
    assert found[0].detail["fields"] == ["breadcrumb", "create_time", "body"]
    assert (found[0].at, found[0].release.opening) == (LATER, "Another text.")
    assert catalogue.changes(archive.db, kinds=("withdrawn",)).rows == []
    speeches = {"room": "a_room", "section": SPEECHES}
    assert [
        each.kind for each in catalogue.changes(archive.db, kinds=("revised",), **speeches).rows
    ]
    news = catalogue.changes(archive.db, kinds=("new",), room="a_room", section=NEWS)
    assert [each.release.key for each in news.rows] == ["18:1"]


def test_what_is_forgotten_is_in_no_list(archive: Archive):
    many(archive, 4)
    archive.run(forgetting.forget, "a_room", "18:1", why="a judge said so", now=LATER)
    archive.run(forgetting.forget, "a_room", "18:3", why="a judge said so", now=LATER)
    assert sorted(keys(catalogue.latest(archive.db).rows)) == ["18:0", "18:2"]
    told = catalogue.changes(archive.db, kinds=("new", "forgotten")).rows
    assert {each.release.key for each in told} == {"18:0", "18:2"}
    assert catalogue.article(archive.db, "a_room", "18:1") is None
    # The section that only these two had is gone, and the month too.
    assert [each.names for each in states.sections_of(archive.db, "a_room")] == [SPEECHES]
    assert "2024-01" not in states.months(archive.db, "a_room")


def counted_anew(archive: Archive) -> list[tuple[Any, ...]]:
    archive.run(tallies.recount)
    return counted(archive)


def counted(archive: Archive) -> list[tuple[Any, ...]]:
    rows = archive.db.execute(
        "SELECT room, kind, name, articles FROM tallies WHERE articles <> 0 ORDER BY 1, 2, 3"
    )
    return [tuple(row) for row in rows]


def test_counts_follow_whatever_happens(archive: Archive):
    crawl = begin(archive)
    note(archive, crawl, [entry(f"18:{at}") for at in range(4)])
    many(archive, 4)
    assert counted(archive) == counted_anew(archive)
    assert states.months(archive.db, "a_room") == {"": 2, "2023-05": 1, "2024-01": 1}
    revise(archive, "18:1", create_time="2020-02-03", breadcrumb=["Else"])
    url = "http://a.example/new/18:2"
    shown = moves.Shown("A title", "Text 2.", None)
    archive.run(moves.note, "a_room", "18:2", "18:2", url, shown, crawl_id=crawl, now=LATER)
    for day in (5, 6, 9):
        withdraw(archive, "18:3", f"2024-06-0{day}T08:00:00Z")
    room = states.room(archive.db, "a_room")
    assert room is not None
    assert room.articles == {"live": 2, "moved": 1, "withdrawn": 1}
    assert counted(archive) == counted_anew(archive)
    revise(archive, "18:3", create_time=None, body="Text 3.", breadcrumb=NEWS)
    archive.run(forgetting.forget, "a_room", "18:0", why="a judge said so", now=LATER)
    assert counted(archive) == counted_anew(archive)
    assert tallies.of(archive.db, "a_room", "state") == {"live": 2, "moved": 1}


def withdraw(archive: Archive, key: str, now: str) -> None:
    crawl = archive.run(crawls.begin, "a_room", now=now, arguments={}, versions={})
    for there in ("18:0", "18:1"):
        archive.run(articles.not_modified, "a_room", there, crawl_id=crawl, now=now)
    archive.run(absences.note, "a_room", crawl, key, "404", None, now=now)
    archive.run(absences.judge, "a_room", crawl, Proof(3, 2.5), listing_read=True, now=now)


def test_sections_are_counted_the_largest_first(archive: Archive):
    many(archive)
    found = states.sections_of(archive.db, "a_room")
    assert [(each.names, each.articles) for each in found] == [(SPEECHES, 5), (NEWS, 4)]
    long = ["Very long " * 400 + end for end in ("one", "two")]
    hold(archive, *({"key": name, "breadcrumb": [name]} for name in long))
    for name in long:
        (only,) = catalogue.latest(archive.db, room="a_room", section=[name]).rows
        assert only.breadcrumb == [name]


def test_it_is_told_how_it_stands_with_a_room(archive: Archive):
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1"), entry("18:2"), entry("18:3")])
    store(archive, crawl, fields("18:1", create_time="2024-01-02"))
    archive.run(ledger.settle, "a_room", crawl, "18:2", "gone", "404")
    ended = {"outcome": "partial", "exit_status": 3, "summary": "one is missing"}
    archive.run(
        crawls.end, crawl, room="a_room", now=LATER, counts={"new": 1}, robots_hash=None, **ended
    )
    archive.run(crawls.begin, "b_room", now=NOW, arguments={}, versions={})
    first, second = states.rooms(archive.db)
    assert (first.room, first.held, first.gaps) == ("a_room", 1, {"gone": 1, "pending": 1})
    assert (first.first_release, first.last_release) == ("2024-01", "2024-01")
    assert first.last_run is not None
    assert (first.last_run["outcome"], first.last_run["counts"]) == ("partial", {"new": 1})
    assert not first.is_complete
    assert first.next_check_at is not None
    assert (second.room, second.held, second.first_release) == ("b_room", 0, None)
    assert states.room(archive.db, "no_room") is None


def test_runs_and_gaps_are_paged(archive: Archive):
    for _ in range(3):
        crawl = begin(archive)
    note(archive, crawl, [entry(f"18:{at}") for at in range(5)])
    archive.run(ledger.settle, "a_room", crawl, "18:0", "refused", "robots.txt")
    ask = {"limit": 2}
    found = read_through(lambda after: states.gaps(archive.db, "a_room", **ask, after=after))
    assert [gap.key for gap in found] == ["18:1", "18:2", "18:3", "18:4", "18:0"]
    assert (found[-1].state, found[-1].reason) == ("refused", "robots.txt")
    told = read_through(lambda after: states.runs(archive.db, "a_room", **ask, after=after))
    assert [run["id"] for run in told] == [crawl, crawl - 1, crawl - 2]
    assert read_through(lambda after: states.runs(archive.db, **ask, after=after)) == told


def test_documents_that_are_missing_are_gaps_too(archive: Archive):
    documents = [{"url": f"http://a.example/{at}.pdf", "text": None} for at in range(3)]
    hold(archive, {"attachments": documents})
    found = read_through(
        lambda after: states.document_gaps(archive.db, "a_room", limit=1, after=after)
    )
    assert [(gap.url, gap.key, gap.state) for gap in found] == [
        (each["url"], "18:1", "pending") for each in documents
    ]


def test_an_article_and_each_revision_are_found_by_key_or_address(archive: Archive):
    many(archive, 2)
    revise(archive, "18:1", body="Another text.")
    for name in ("18:1", "http://a.example/18:1"):
        found = catalogue.article(archive.db, "a_room", name)
        assert found is not None
        assert (found["key"], found["revision"], found["body"]) == ("18:1", 2, "Another text.")
    first = catalogue.revision(archive.db, "a_room", "18:1", 1)
    assert first is not None
    assert (first["body"], first["newest"]) == ("Text 1.", 2)
    assert catalogue.revision(archive.db, "a_room", "18:1", 3) is None
    assert catalogue.revision(archive.db, "a_room", "18:9", 1) is None
    happened = catalogue.happened(archive.db, "a_room", "18:1")
    assert [event["kind"] for event in happened] == ["new", "revised"]


def test_events_go_on_after_an_id_by_room_and_kind(archive: Archive):
    many(archive, 3)
    hold(archive, {"room": "b_room", "key": "1", "body": "Else."})
    revise(archive, "18:1", body="Another text.")
    everything = catalogue.events_after(archive.db, 0)
    assert [event["kind"] for event in everything] == ["new"] * 4 + ["revised"]
    second = everything[1]["id"]
    assert catalogue.events_after(archive.db, second, limit=1) == everything[2:3]
    of_room = catalogue.events_after(archive.db, second, room="a_room")
    assert of_room == [everything[2], everything[4]]
    assert catalogue.events_after(archive.db, 0, kinds=["revised"]) == everything[4:]
    assert "section_id" not in everything[0]


def test_an_archive_of_before_gets_its_sections_and_counts(archive: Archive):
    many(archive)
    before = counted(archive), states.sections_of(archive.db, "a_room")
    changes = catalogue.changes(archive.db, kinds=("new",), room="a_room", section=NEWS)
    undo(archive)
    for statement in migration(archive):
        archive.db.execute(statement)
    # Sections have other ids now.
    assert named(counted(archive)) == named(before[0])
    assert states.sections_of(archive.db, "a_room") == before[1]
    assert changes == catalogue.changes(archive.db, kinds=("new",), room="a_room", section=NEWS)
    assert len(catalogue.latest(archive.db, room="a_room", section=NEWS).rows) == 4


def named(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [row for row in rows if row[1] != "section"]


def undo(archive: Archive) -> None:
    """Bring the schema to where it was before sections and counts."""
    for view in ("article_revisions", "article_events", "room_months", "room_gaps"):
        archive.db.execute(f"DROP VIEW {view}")
    for index in (
        "articles_by_time articles_by_room articles_by_section events_by_kind events_by_room"
        " events_by_section ledger_open"
    ).split():
        archive.db.execute(f"DROP INDEX {index}")
    for table in ("articles", "events"):
        archive.db.execute(f"ALTER TABLE {table} DROP COLUMN section_id")
    for table in ("sections", "tallies"):
        archive.db.execute(f"DROP TABLE {table}")
    archive.db.execute("CREATE INDEX ledger_open ON ledger (room, state) WHERE state <> 'held'")


def migration(archive: Archive) -> list[str]:
    from newscrawler.archive import dialect

    assert CATALOGUE_SCHEMA in STEPS
    is_postgres = archive.where.startswith("postgres")
    step = dialect.postgres_schema(CATALOGUE_SCHEMA) if is_postgres else CATALOGUE_SCHEMA
    return dialect.statements(step, "postgresql" if is_postgres else "sqlite")


def test_other_programs_find_views(archive: Archive):
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1"), entry("18:7", "Missing")])
    many(archive, 3)
    revise(archive, "18:1", body="Another text.")

    def seen(sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in archive.db.execute(sql)]

    assert seen("SELECT key, body FROM current_articles WHERE revision = 2") == [
        ("18:1", "Another text.")
    ]
    sql = "SELECT revision, cause, body FROM article_revisions WHERE key = '18:1' ORDER BY 1"
    assert seen(sql) == [(1, "first", "Text 1."), (2, "publisher", "Another text.")]
    assert seen("SELECT key, title FROM article_events WHERE kind = 'revised'") == [
        ("18:1", "A title")
    ]
    assert dict(seen("SELECT month, articles FROM room_months")) == {"": 2, "2023-05": 1}
    assert seen("SELECT key, title, state FROM room_gaps") == [("18:7", "Missing", "pending")]
