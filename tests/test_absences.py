"""Withdrawn, moved, restored: what it takes to say so, and what never does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from newscrawler.archive import (
    Archive,
    absences,
    articles,
    checks,
    events,
    ledger,
    listing_pages,
    listings,
    moves,
    versions,
)
from newscrawler.archive.absences import Proof, Verdict
from newscrawler.archive.listings import LastWalk
from newscrawler.clock import rfc3339
from newscrawler.items import Listed
from tests.test_archive import capture, entry, fields

START = datetime.fromisoformat("2024-06-04T07:00:00Z")
PROOF = Proof(checks=3, days=2.5)
KEYS = [f"18:{number}" for number in range(1, 7)]


def at(days: float) -> str:
    return rfc3339(START + timedelta(days=days))


class Room:
    """A room of six articles, and its runs."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.run(0)

    def run(
        self,
        days: float,
        missed: tuple[str, ...] = (),
        *,
        seen: tuple[str, ...] | None = None,
        listed: tuple[str, ...] = (),
        listing_read: bool = True,
    ) -> Verdict:
        """Live through one run: what it lists, sees and misses."""
        from newscrawler.archive import crawls

        now = at(days)
        crawl = self.archive.run(crawls.begin, "a_room", now=now, arguments={}, versions={})
        present = [key for key in KEYS if key not in missed] if seen is None else seen
        first = days == 0
        entries = [entry(key) for key in (KEYS if first else listed)]
        page = listing_pages.ListingPage(
            url="http://a.example/list", entries=entries, next_url=None
        )
        self.seen = self.archive.run(
            listing_pages.note_page, "a_room", crawl, page, extractor="1", now=now, recheck=False
        )
        for key in present:
            received = capture(key.encode())
            values = fields(key, body=f"Text of {key}.", crawled_at=now)
            self.archive.run(articles.store, values, received, extractor="1", crawl_id=crawl)
        for key in missed:
            assert self.archive.run(absences.note, "a_room", crawl, key, "HTTP 404", None, now=now)
        return self.archive.run(
            absences.judge, "a_room", crawl, PROOF, listing_read=listing_read, now=now
        )

    def state(self, key: str) -> str:
        row = self.archive.db.execute("SELECT state FROM articles WHERE key = ?", (key,))
        return str(row.fetchone()["state"])

    def told(self, *kinds: str) -> list[tuple[str, str]]:
        stream = events.replay(self.archive.db)
        return [(event["kind"], event["key"]) for event in stream if event["kind"] in kinds]


@pytest.fixture
def room(archive: Archive) -> Room:
    return Room(archive)


def test_three_days_without_it_withdraw_a_release_and_its_text_stays(room: Room):
    assert not room.run(1, ("18:1",)).withdrawn
    assert not room.run(2, ("18:1",)).withdrawn
    assert not room.run(3, ("18:1",)).withdrawn
    assert room.run(4, ("18:1",)).withdrawn == ["18:1"]
    assert room.state("18:1") == "withdrawn"
    (event,) = [each for each in events.replay(room.archive.db) if each["kind"] == "withdrawn"]
    assert (event["absent_since"], event["checks"], event["how"]) == (at(1), 4, "HTTP 404")
    missed = absences.unfound(room.archive.db, "a_room", "18:1")
    assert missed == [{"at": at(day), "how": "HTTP 404"} for day in (1, 2, 3, 4)]
    assert versions.read_revision(room.archive.db, 1)["body"] == "Text of 18:1."
    assert ledger.states(room.archive.db, "a_room") == {"held": 6}


def test_three_checks_on_one_day_withdraw_nothing(room: Room):
    for hours in (1, 2, 3, 4, 5):
        room.run(1 + hours / 24, ("18:1",))
    assert room.state("18:1") == "live"


def test_days_apart_are_not_enough_without_checks_on_as_many_days(room: Room):
    room.run(1, ("18:1",))
    assert not room.run(30, ("18:1",)).withdrawn


def test_one_that_is_found_in_between_begins_anew(room: Room):
    room.run(1, ("18:1",))
    room.run(2, ("18:1",))
    room.run(3)
    room.run(4, ("18:1",))
    assert not room.run(5, ("18:1",)).withdrawn
    assert room.told("restored") == []


def test_only_the_checks_since_it_was_last_there_are_told(room: Room):
    room.run(1, ("18:1",))
    room.run(2)
    assert absences.unfound(room.archive.db, "a_room", "18:1") == []
    room.run(3, ("18:1",))
    assert [each["at"] for each in absences.unfound(room.archive.db, "a_room", "18:1")] == [at(3)]


def test_a_run_in_which_most_vanish_counts_for_nothing(room: Room):
    verdict = room.run(1, tuple(KEYS[:4]))
    assert (verdict.missed, verdict.counts) == (4, False)
    # From now on the other two are the witnesses.
    assert room.run(2, tuple(KEYS[:4])).counts
    rows = room.archive.db.execute("SELECT count(*) FROM absences WHERE counts = 0").fetchone()
    assert rows[0] == 4


def test_many_are_withdrawn_while_others_prove_that_the_site_is_there(room: Room):
    for day in range(1, 6):
        verdict = room.run(day, tuple(KEYS[:4]))
    assert sorted(verdict.withdrawn) == KEYS[:4]


def test_when_everything_vanishes_nothing_is_withdrawn(room: Room):
    for day in range(1, 30):
        assert not room.run(day, tuple(KEYS)).counts
    assert room.told("withdrawn") == []


def test_a_run_without_a_listing_counts_for_nothing(room: Room):
    for day in range(1, 9):
        assert not room.run(day, ("18:1",), listing_read=False).counts
    assert room.state("18:1") == "live"


def test_one_that_the_listing_still_shows_is_not_withdrawn(room: Room):
    for day in range(1, 9):
        room.run(day, ("18:1",), listed=("18:1",))
    assert room.state("18:1") == "live"
    for day in range(9, 12):
        assert not room.run(day, ("18:1",)).withdrawn
    assert room.run(12, ("18:1",)).withdrawn == ["18:1"]


def test_a_withdrawn_release_that_is_back_is_restored(room: Room):
    for day in range(1, 5):
        room.run(day, ("18:1",))
    room.run(20)
    assert room.state("18:1") == "live"
    assert room.told("withdrawn", "restored") == [("withdrawn", "18:1"), ("restored", "18:1")]
    for day in range(21, 25):
        room.run(day, ("18:1",))
    assert room.told("withdrawn", "restored")[2:] == [("withdrawn", "18:1")]


def test_one_that_is_not_modified_is_back_too(room: Room):
    for day in range(1, 5):
        room.run(day, ("18:1",))
    room.archive.run(articles.not_modified, "a_room", "18:1", crawl_id=1, now=at(20))
    assert room.state("18:1") == "live"
    assert room.told("restored") == [("restored", "18:1")]


def test_one_that_was_withdrawn_and_is_listed_again_is_fetched(room: Room):
    for day in range(1, 5):
        room.run(day, ("18:1",))
    room.run(5, listed=("18:1", "18:2"), seen=())
    assert [listed.key for listed in room.seen.work] == ["18:1"]


def test_what_the_listing_lists_no_more_is_looked_at_in_the_next_run(room: Room) -> None:
    room.archive.run(lambda db: db.execute("UPDATE articles SET next_check_at = ?", (at(90),)))

    def walk(days: float, keys: list[str]) -> list[str]:
        kept = LastWalk(used_url="/list", order=keys, short_walks=0)
        room.archive.run(listings.keep_walk, "a_room", "/list", kept, at(days))
        due = checks.due(room.archive.db, "a_room", now=at(days + 1), extractor="1", limit=9)
        return [each.listed.key for each in due]

    assert walk(1, KEYS) == []
    assert walk(2, [KEYS[0], *KEYS[2:]]) == [KEYS[1]]


def test_the_next_check_is_a_day_later_and_witnesses_come_along(room: Room):
    room.run(1, ("18:1",))

    def due(days: float) -> list[str]:
        options = {"now": at(days), "extractor": "1", "limit": 2}
        return [each.listed.key for each in checks.due(room.archive.db, "a_room", **options)]

    assert due(1.8) == []
    found = due(1.99)
    assert found[0] == "18:1"
    assert len(found) == 1 + checks.WITNESSES + (len(found) - 1 - checks.WITNESSES)
    assert len(set(found)) == len(found) >= 1 + checks.WITNESSES


def test_an_absence_of_what_is_not_held_is_none(archive: Archive):
    from newscrawler.archive import crawls

    crawl = archive.run(crawls.begin, "a_room", now=at(0), arguments={}, versions={})
    assert not archive.run(absences.note, "a_room", crawl, "18:9", "HTTP 404", None, now=at(0))


def look(room: Room, days: int, key: str, text: str) -> None:
    """Read an article whose site gives every page the same validator."""
    received = capture(text.encode())
    received.headers = {"ETag": '"1"'}
    values = fields(key, body=text, crawled_at=at(days))
    room.archive.run(articles.store, values, received, extractor="1", crawl_id=None)


def etag(room: Room, days: int, key: str) -> str | None:
    found = room.archive.run(checks.due, "a_room", now=at(days), extractor="1", limit=9)
    return next(check.etag for check in found if check.listed.key == key)


def test_a_site_that_says_not_modified_for_ever_is_asked_for_the_whole_now_and_then(room: Room):
    look(room, 0, "18:1", "Text of 18:1.")
    assert [etag(room, days, "18:1") for days in (1, 2)] == ['"1"', None]
    look(room, 2, "18:1", "Text of 18:1.")
    assert [etag(room, days, "18:1") for days in (3, 4)] == ['"1"', None]


def test_one_that_gave_a_validator_to_two_texts_is_believed_no_more(room: Room):
    look(room, 0, "18:1", "Text of 18:1.")
    look(room, 0, "18:2", "Text of 18:2.")
    assert etag(room, 1, "18:2") == '"1"'
    look(room, 1, "18:1", "Another text.")
    assert etag(room, 1, "18:2") is None


# ── moved ──


def move(room: Room, key: str, new_key: str, url: str, body: str) -> bool:
    shown = moves.Shown("A title", body, None)
    return room.archive.run(moves.note, "a_room", key, new_key, url, shown, crawl_id=1, now=at(1))


def test_another_address_with_the_same_identity_is_a_move(room: Room):
    assert move(room, "18:1", "18:1", "http://b.example/18:1", "Text of 18:1.")
    assert move(room, "18:1", "18:1", "http://b.example/18:1", "Text of 18:1.")
    assert room.told("moved") == [("moved", "18:1")]
    held = versions.read_revision(room.archive.db, 1)
    assert (held["url"], held["state"]) == ("http://b.example/18:1", "moved")
    assert articles.find_any(room.archive.db, "http://b.example/18:1") == 1
    assert articles.find_any(room.archive.db, "http://a.example/18:1") == 1


def test_a_site_that_turns_to_https_has_not_moved(room: Room):
    assert move(room, "18:1", "18:1", "https://www.a.example/18:1/?sid=4", "Text of 18:1.")
    assert room.told("moved") == []


def test_the_same_text_under_another_key_is_a_move_of_one_article(room: Room):
    assert move(room, "18:1", "20:7", "http://a.example/20:7", "Text of 18:1.")
    assert moves.keys(room.archive.db, "a_room") == {"20:7": "18:1"}
    (event,) = [each for each in events.replay(room.archive.db) if each["kind"] == "moved"]
    assert (event["from"], event["to"], event["new_key"]) == (
        "http://a.example/18:1",
        "http://a.example/20:7",
        "20:7",
    )


def test_every_key_that_an_article_had_leads_to_it(room: Room):
    for number in (7, 8):
        assert move(room, "18:1", f"20:{number}", f"http://a.example/20:{number}", "Text of 18:1.")
    assert moves.keys(room.archive.db, "a_room") == {"20:7": "18:1", "20:8": "18:1"}
    assert ledger.gap_list(room.archive.db, "a_room") == []


def test_another_text_under_another_key_is_no_move(room: Room):
    assert not move(room, "18:1", "20:7", "http://a.example/20:7", "Something else entirely.")
    assert not move(room, "18:9", "20:7", "http://a.example/20:7", "Text of 18:9.")
    assert room.told("moved") == []


def test_a_text_that_is_held_is_known_under_a_key_that_is_not(room: Room):
    def former(
        key: str, title: str | None, body: str | None, day: str | None, listed: str | None = None
    ) -> str | None:
        found = moves.former(room.archive.db, "a_room", key, moves.Shown(title, body, day), listed)
        return found.key if found and found.has_text and found.is_called else None

    assert former("20:7", "A title", "Text of 18:3.", None) == "18:3"
    assert former("18:2", "A title", "Text of 18:3.", None) is None
    assert former("20:7", "A title", "Text of 18:3.", None, "Another title") is None
    # So short a text may be that of several releases of a day.
    assert former("20:7", "Another title", "Text of 18:3.", None) is None
    assert former("20:7", None, None, None) is None
    # A new system reads a line more.
    text = "A text of some length, in which the association of the harbour thanks its members. "
    values = fields("18:7", body=text * 3, create_time="2024-05-06", crawled_at=at(1))
    room.archive.run(articles.store, values, None, extractor="1", crawl_id=None)
    title, day = values["title"], "2024-05-06"
    assert former("20:7", "Another title", text * 3, day) == "18:7"
    assert former("20:7", title, text * 3, None) == "18:7"
    assert former("20:7", "Another title", text * 3, None) is None
    assert former("20:7", title, f"{text * 3}\n\nPrint", day) == "18:7"
    assert former("20:7", title, f"{text * 3}\n\nPrint", "2024-01-01") is None
    assert former("20:7", "Another title", f"{text * 3}\n\nPrint", day) is None


def test_listed_is_what_a_check_asks_for(room: Room):
    move(room, "18:1", "18:1", "http://b.example/18:1", "Text of 18:1.")
    options = {"now": at(400), "extractor": "1", "limit": 1}
    (check,) = checks.due(room.archive.db, "a_room", **options)
    assert check.listed == Listed(
        key="18:1", url="http://b.example/18:1", title="A title", date="2024-06-04"
    )
