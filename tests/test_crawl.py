"""What scheduled runs of the real spider do to a real server, and what is held after each."""

from __future__ import annotations

import json
from datetime import date

import pytest
from aiohttp import web

from fixtures.replica import render
from fixtures.replica.room import PAGE_SIZE
from fixtures.replica.server import Replica, ReplicaThread
from fixtures.replica.synthetic import make_room, release
from tests.crawling import Desk


def answered(replica: Replica, status: int) -> list[str]:
    return [request.path for request in replica.requests if request.status == status]


@pytest.mark.databases("sqlite", "postgresql")
def test_first_run_holds_every_field_of_every_release(desk: Desk):
    run = desk.crawl()
    assert run.returncode == 0, run.stderr
    desk.holds_truth(desk.replica.room)
    number = len(desk.replica.room)
    assert f"qbpc_news: complete. {number} new, 0 revised, 0 unchanged; {number} of {number}" in (
        run.stdout
    )
    assert desk.where in run.stdout
    assert "(new)" in run.stdout
    assert run.stderr == ""


def test_first_run_asks_for_each_page_once_and_for_nothing_else(desk: Desk):
    desk.crawl()
    room = desk.replica.room
    asked = {"robots": 1, "tdmrep": 1, "listing": room.pages, "article": len(room), "document": 1}
    assert desk.replica.counts() == asked


def test_missing_parts_are_data(desk: Desk):
    desk.crawl()
    held = desk.held()
    assert held["18:1661"]["missing"] == ["breadcrumb", "byline", "create_time"]
    assert held["18:1661"]["evidence"]["title"]["how"] == "listing"
    assert held["18:1710"]["evidence"]["create_time"]["why"] == "no such day in the calendar"
    assert held["18:1616"]["attachments"] == [
        {"url": f"{desk.replica.url}/Uploads/2023/top-ten.pdf", "text": "the annex (PDF)"}
    ]
    assert held["18:1817"]["images"][0]["url"].endswith("/Uploads/image/okafor.jpg")


@pytest.mark.databases("sqlite", "postgresql")
def test_a_run_without_news_asks_for_one_listing_page(desk: Desk):
    desk.crawl()
    run = desk.crawl()
    assert run.returncode == 0
    assert "complete. 0 new, 0 revised" in run.stdout
    assert desk.replica.counts() == {"listing": 1}
    assert answered(desk.replica, 304) == ["/Home/Articles/index/cid/18"]


def test_a_run_without_news_needs_no_validators(desk: Desk):
    desk.replica.validators = False
    desk.crawl()
    desk.crawl()
    assert desk.replica.counts() == {"listing": 1}


def test_a_new_release_costs_its_own_page_and_the_first_page_without_it(desk: Desk):
    desk.crawl()
    desk.replica.room.publish(release(1900, date(2024, 7, 1)))
    run = desk.crawl()
    assert "1 new" in run.stdout
    assert desk.replica.counts() == {"listing": 2, "article": 1}
    desk.holds_truth(desk.replica.room)


def test_many_new_releases_are_all_found(desk: Desk):
    desk.crawl()
    for number in range(2 * PAGE_SIZE + 3):
        desk.replica.room.publish(release(1900 + number, date(2024, 7, 1)))
    desk.crawl()
    desk.holds_truth(desk.replica.room)


def test_a_bulk_upload_below_the_newest_is_found_by_a_full_walk(desk: Desk):
    desk.crawl()
    desk.replica.room.publish(release(700, date(2018, 5, 1)))
    desk.crawl()
    assert "18:700" not in desk.held()
    desk.crawl("-a", "full=1")
    desk.holds_truth(desk.replica.room)


def test_every_nth_run_is_a_full_walk_by_itself(desk: Desk):
    pages = []
    for _ in range(4):
        desk.crawl(NEWSCRAWLER_FULL_EVERY="2")
        pages.append(desk.replica.counts()["listing"])
    assert pages == [4, 1, 4, 1]


@pytest.mark.databases("sqlite", "postgresql")
def test_an_edit_becomes_a_revision_and_the_old_one_stays(desk: Desk):
    desk.crawl()
    desk.replica.room.edit(1238, paragraphs=("A wholly new text.", "With two paragraphs."))
    assert "0 new, 0 revised" in desk.crawl().stdout
    run = desk.crawl("-a", "recheck=all")
    number = len(desk.replica.room)
    assert f"0 new, 1 revised, {number - 1} unchanged" in run.stdout
    rows = desk.query(
        "SELECT number, cause FROM revisions JOIN articles ON articles.id = article_id"
        " WHERE key = '18:1238' ORDER BY number"
    )
    assert rows == [(1, "first"), (2, "publisher")]
    desk.holds_truth(desk.replica.room)


def test_an_edit_of_the_listed_title_is_followed_without_being_asked(desk: Desk):
    desk.crawl()
    desk.replica.room.edit(1842, title="Launch of a Longer Study of Parcels (2024)")
    assert "1 revised" in desk.crawl().stdout
    desk.holds_truth(desk.replica.room)


def test_a_deleted_release_stays_held(desk: Desk):
    desk.crawl()
    desk.replica.room.delete(1238)
    run = desk.crawl("-a", "recheck=all")
    assert run.returncode == 0
    assert desk.held()["18:1238"]["title"] == "QBPC and a Sister Association Sign a Memorandum"


def test_other_spellings_of_an_address_become_aliases(desk: Desk):
    desk.crawl()
    number = len(desk.replica.room)
    assert desk.query("SELECT count(DISTINCT key) FROM aliases") == [(number,)]
    for path in ("/Home/Articles/view/id/1238/cid/18.html", "/articles/view/CID/18/ID/1238/"):
        desk.replica.room.edit(1238, link=path)
        desk.crawl("-a", "full=1")
        assert desk.query("SELECT key FROM aliases WHERE url = ?", desk.replica.url + path) == [
            ("18:1238",)
        ]
    assert desk.query("SELECT count(*) FROM articles") == [(number,)]


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_the_charset_of_the_site_does_not_matter(desk: Desk, charset: str):
    desk.replica.charset = charset
    desk.crawl()
    desk.holds_truth(desk.replica.room)


def test_a_pager_that_never_ends_is_left(desk: Desk):
    desk.replica.past_end = "repeat"
    run = desk.crawl()
    assert run.returncode == 0
    assert desk.replica.counts()["listing"] <= desk.replica.room.pages + 3
    desk.holds_truth(desk.replica.room)


@pytest.mark.parametrize("missing", ["404", "page"])
def test_the_first_candidate_that_is_a_listing_is_used_and_named(small: Desk, missing: str):
    small.replica.listing_paths = ("/articles/index",)
    small.replica.missing = missing
    run = small.crawl()
    assert run.returncode == 0
    (counts,) = small.query("SELECT counts FROM crawls")
    (walk,) = json.loads(counts[0])["walks"]
    assert walk["listing"].endswith("/articles/index/cid/18")
    assert walk["tried"][0].startswith(f"{small.replica.url}/Home/Articles/index/cid/18: ")
    small.crawl()
    assert small.replica.counts() == {"listing": 1}


@pytest.mark.databases("sqlite", "postgresql")
def test_an_article_that_fails_once_is_fetched_by_the_next_run(desk: Desk):
    desk.replica.fail("/id/1238", 500, times=3)
    run = desk.crawl()
    assert run.returncode == 3
    assert "1 gap: 1 failed (HTTP 500)" in run.stdout
    run = desk.crawl()
    assert run.returncode == 0
    assert desk.replica.counts()["article"] == 1
    desk.holds_truth(desk.replica.room)


@pytest.mark.parametrize("how", ["drop", 503])
def test_a_short_fault_is_retried_within_the_run(small: Desk, how: int | str):
    small.replica.fail("/id/1001", how, times=2)
    assert small.crawl().returncode == 0


def test_a_listing_page_that_fails_costs_nothing_but_a_later_run(desk: Desk):
    desk.replica.fail("/p/3", 500, times=3)
    run = desk.crawl()
    assert run.returncode == 3
    assert "/p/3.html: HTTP 500" in run.stdout
    assert len(desk.held()) == 2 * PAGE_SIZE
    assert desk.crawl().returncode == 0
    desk.holds_truth(desk.replica.room)


def test_a_promised_listing_page_that_is_an_error_in_disguise_is_no_end(desk: Desk):
    real = desk.replica._answer
    desk.replica.missing = "page"
    desk.replica._answer = lambda request: (
        desk.replica.page(request, "<p>System error, try later</p>")
        if "/p/3" in request.path
        else real(request)
    )
    run = desk.crawl()
    assert run.returncode == 3
    assert "System error" in run.stdout


@pytest.mark.databases("sqlite", "postgresql")
def test_a_release_that_is_gone_is_an_explained_gap(desk: Desk):
    desk.replica.fail("/id/1238", 404, times=9)
    run = desk.crawl()
    assert run.returncode == 0
    assert "1 gap: 1 gone (HTTP 404)" in run.stdout
    # It is listed, and one of several servers may not have it yet.
    desk.crawl("-a", "full=1")
    assert desk.replica.counts()["article"] == 1
    desk.crawl("-a", "full=1")
    assert desk.replica.counts()["article"] == 0


@pytest.mark.parametrize("first", [404, "http://wall.example/", "/articles/view/cid/18/id/1001"])
def test_one_that_is_not_there_at_first_is_held_by_the_next_run(small: Desk, first: int | str):
    small.replica.fail("/id/1002", first)
    small.crawl()
    assert "18:1002" not in small.held()
    assert small.crawl("-a", "full=1").returncode == 0
    small.holds_truth(small.replica.room)


def test_what_comes_back_is_looked_at_twice(small: Desk):
    small.crawl()
    before = small.replica.room.releases[1002]
    small.replica.room.edit(1002, paragraphs=("A text that is another one.",))
    assert "1 revised" in small.crawl("-a", "recheck=all").stdout

    async def lag(replica: Replica, request: web.Request) -> web.StreamResponse:
        return replica.page(request, render.article(before))

    # One of two servers still has the old text: that is no edit.
    small.replica.fail("/id/1002", lag)
    assert "0 revised" in small.crawl("-a", "recheck=all").stdout
    small.replica.room.edit(1002, paragraphs=before.paragraphs)
    assert "1 revised" in small.crawl("-a", "recheck=all").stdout
    small.holds_truth(small.replica.room)


@pytest.mark.databases("sqlite", "postgresql")
def test_an_error_page_with_status_200_is_evidence_and_overwrites_nothing(small: Desk):
    small.crawl()
    before = small.held()
    small.replica.missing = "page"
    real = small.replica._release
    small.replica._release = lambda path: None if "1001" in path else real(path)
    run = small.crawl("-a", "recheck=all")
    assert "18:1001" in before
    assert small.held() == before
    ((key, how, size),) = small.query(
        "SELECT key, how, size FROM absences JOIN captures ON captures.id = capture_id"
    )
    assert (key, how.split(" and ")[0]) == ("18:1001", "it says “not exist”")
    assert size
    assert "1 not found, to be confirmed" in run.stdout


def test_since_limits_the_run_and_never_counts_as_complete(desk: Desk):
    run = desk.crawl("-a", "since=2023-01-01")
    assert run.returncode == 3
    held = desk.held()
    assert held
    assert all((each["create_time"] or "9") >= "2023" for each in held.values())
    assert desk.crawl().returncode == 0
    desk.holds_truth(desk.replica.room)


def test_validators_are_not_trusted_across_a_full_walk(desk: Desk):
    desk.crawl()
    desk.crawl("-a", "full=1")
    assert answered(desk.replica, 304) == []


@pytest.mark.databases("sqlite", "postgresql")
def test_twins_are_linked_and_both_kept(small: Desk):
    twin = small.replica.room.releases[1001]
    small.replica.room.publish(release(1009, date(1999, 2, 1)))
    small.replica.room.edit(1009, title=twin.title, paragraphs=twin.paragraphs)
    small.crawl()
    assert {"18:1001", "18:1009"} <= set(small.held())
    assert small.query("SELECT count(*) FROM events WHERE kind = 'duplicate'") == [(1,)]


def test_a_large_room_is_walked_to_its_end(desk: Desk):
    desk.replica.room.releases = make_room(230).releases
    assert desk.crawl().returncode == 0
    desk.holds_truth(desk.replica.room)


# ── redirects ──


def test_a_redirect_to_a_foreign_host_is_refused_and_never_asked(small: Desk):
    with ReplicaThread(make_room(3)) as foreign:
        small.replica.fail("/id/1001", f"{foreign.url}/articles/view/cid/18/id/1001", times=9)
        run = small.crawl()
        assert foreign.requests == []
    assert run.returncode == 0
    assert "1 gap: 1 refused (not on an origin of this room: " in run.stdout


def test_a_redirect_to_another_spelling_is_the_same_article(small: Desk):
    small.replica.fail("/id/1001", "/articles/view/id/1001/cid/18.html?again=1", times=1)
    assert small.crawl().returncode == 0
    small.holds_truth(small.replica.room)


def test_two_entries_that_lead_to_one_article_are_one(small: Desk):
    small.replica.fail("/id/1001", "/articles/view/cid/18/id/1002", times=9)
    run = small.crawl()
    assert run.returncode == 0
    assert "1 gap: 1 gone (leads to 18:1002)" in run.stdout
    assert set(small.held()) == {"18:1000", "18:1002"}


def test_a_redirect_to_the_section_is_no_release(small: Desk):
    small.replica.fail("/id/1001", "/Home/Articles/index/cid/18", times=9)
    run = small.crawl()
    assert run.returncode == 3
    assert set(small.held()) == {"18:1000", "18:1002"}
