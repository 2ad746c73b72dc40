"""The listing of another section, served by mistake."""

from __future__ import annotations

import pytest

from newscrawler.archive import Archive, crawls, listing_pages, listings, moves, suspects
from newscrawler.archive.listings import LastWalk
from newscrawler.items import Listed

ROOM, LIST = "a_room", "http://a.example/news"
DAYS = ("2024-05-06", "2024-05-03", "2024-04-29", "2024-04-22", "2024-04-15", "2024-04-08")


def entries(section: str, days: tuple[str, ...] = DAYS, named: str = "") -> list[Listed]:
    return [
        Listed(key=f"/{section}/{day}", url=f"http://a.example/{section}/{day}", date=day,
               title=f"{named or section} of {day}")
        for day in days
    ]  # fmt: skip


def crawl(archive: Archive, now: str) -> int:
    return archive.run(crawls.begin, ROOM, now=now, arguments={}, versions={})


@pytest.fixture
def walked(archive: Archive) -> Archive:
    """Return an archive in which the listing was walked once."""
    page = listing_pages.ListingPage(url=LIST, entries=entries("news"), next_url=None)
    number = crawl(archive, "2024-05-07T07:00:00Z")
    archive.run(
        listing_pages.note_page, ROOM, number, page,
        extractor="1", now="2024-05-07T07:00:00Z", recheck=False,
    )  # fmt: skip
    walk = LastWalk(used_url=LIST, order=[each.key for each in page.entries], short_walks=0)
    archive.run(listings.keep_walk, ROOM, LIST, walk, "2024-05-07T07:00:01Z")
    return archive


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (entries("tenders"), True),
        ([*entries("tenders"), *entries("news", DAYS[:1])], False),
        (entries("press", named="news"), False),  # new addresses, the same titles
        (entries("tenders", ("2024-05-08", "2024-05-07")), False),  # a week's news
        ([Listed(key="/x", url="http://a.example/x", title="Undated")], False),
    ],
)
def test_a_listing_that_shows_nothing_of_what_it_did_is_another(walked, shown, found):
    second = crawl(walked, "2024-05-09T07:00:00Z")
    assert walked.run(listings.is_another, ROOM, second, LIST, shown) is found


def test_it_is_believed_when_it_is_still_so_in_the_next_run(walked):
    shown = entries("tenders")
    second = crawl(walked, "2024-05-09T07:00:00Z")
    now = "2024-05-09T07:00:00Z"
    walked.run(suspects.set_aside, ROOM, LIST, None, reason="another", crawl_id=second, now=now)
    assert walked.run(listings.is_another, ROOM, second, LIST, shown)
    third = crawl(walked, "2024-05-10T07:00:00Z")
    assert not walked.run(listings.is_another, ROOM, third, LIST, shown)


def test_what_is_announced_for_a_later_day_is_not_the_newest(walked):
    assert listings.last_walk(walked.db, ROOM, LIST, today="2024-05-07").newest == "2024-05-06"
    assert listings.last_walk(walked.db, ROOM, LIST, today="2024-05-05").newest == "2024-05-03"


def test_what_has_moved_keeps_its_place_in_the_order_of_the_last_walk(walked):
    shown = entries("news")
    for number, each in enumerate(shown[:4]):
        old, now = f"/old/{number}", "2024-05-08T07:00:00Z"
        walked.run(moves.respell, ROOM, old, each.key, each.url, now=now)
    last = listings.last_walk(walked.db, ROOM, LIST, today="2024-05-07")
    assert last.order == [*(f"/old/{number}" for number in range(4)), *(e.key for e in shown[4:])]
