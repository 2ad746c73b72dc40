"""Crawls over days: releases that vanish, move and come back, and pages that are never the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from aiohttp import web

from fixtures.replica import render
from fixtures.replica.noise import Noise
from fixtures.replica.room import Room
from fixtures.replica.server import Replica
from fixtures.replica.synthetic import release
from tests.crawling import FAST, Desk

GONE = 1_000_000


@pytest.fixture
def young(small: Desk) -> Desk:
    """Releases of these days, so that each is looked at every day."""
    small.replica.room = Room.of(release(1000 + n, date(2024, 6, 1)) for n in range(5))
    return small


def day(number: int) -> str:
    return f"2024-06-{number:02}T07:{number:02}:00Z"


def told(desk: Desk, *kinds: str) -> list[tuple[str, str]]:
    rows = desk.query("SELECT kind, key FROM events ORDER BY id")
    return [row for row in rows if row[0] in kinds]


@pytest.mark.databases("sqlite", "postgresql")
def test_a_release_is_withdrawn_after_days_and_restored_when_it_is_back(young: Desk):
    young.crawl_at(day(2))
    taken = young.replica.room.releases[1001]
    young.replica.room.delete(1001)
    outputs = [young.crawl_at(day(number)).stdout for number in range(3, 8)]
    assert "1 not found, to be confirmed; 5 of 5 listed held" in outputs[0]
    assert sum("1 withdrawn" in output for output in outputs) == 1
    assert told(young, "withdrawn") == [("withdrawn", "18:1001")]
    assert young.held()["18:1001"]["title"] == taken.title
    young.replica.room.publish(taken)
    assert "1 restored" in young.crawl_at(day(9)).stdout
    assert told(young, "withdrawn", "restored")[1:] == [("restored", "18:1001")]


@pytest.mark.parametrize("how", [404, "/Home/Articles/index/cid/18"])
def test_an_outage_of_all_releases_withdraws_nothing_and_is_told(young: Desk, how: int | str):
    young.crawl_at(day(2))
    young.replica.fail("/view/", how, times=GONE)
    for number in range(3, 8):
        run = young.crawl_at(day(number))
        assert run.returncode == 8
        assert "5 held articles were not found, taken for an outage" in run.stdout
    assert told(young, "withdrawn") == []
    young.replica.faults.clear()
    assert young.crawl_at(day(9)).returncode == 0
    assert young.query("SELECT DISTINCT state FROM articles") == [("live",)]


def test_a_release_under_another_address_stays_one(young: Desk):
    young.crawl_at(day(2))
    old = young.replica.room.releases[1001]
    moved = release(1001, date(2024, 6, 1))
    young.replica.room.delete(1001)
    young.replica.room.publish(_under(moved, 1900))
    young.replica.fail("/id/1001", _permanently("/articles/view/cid/18/id/1900"), times=GONE)
    run = young.crawl_at(day(4))
    assert "0 new" in run.stdout
    assert "1 moved" in run.stdout
    assert set(young.held()) == {f"18:{1000 + n}" for n in range(5)}
    held = young.held()["18:1001"]
    assert (held["title"], held["url"].endswith("/id/1900")) == (old.title, True)
    assert "18:1001" in young.run("show", held["url"]).stdout
    young.crawl_at(day(6), "-a", "recheck=all")
    assert told(young, "moved", "withdrawn") == [("moved", "18:1001")]
    assert len(young.held()) == 5
    young.replica.room.edit(1900, paragraphs=("Edited where it is now.",))
    assert "1 revised" in young.crawl_at(day(8), "-a", "recheck=all").stdout
    assert young.held()["18:1001"]["body"] == "Edited where it is now."


def test_recheck_all_asks_for_what_no_listing_shows_too(small: Desk):
    small.crawl()
    small.replica.room.delete(1001)
    run = small.crawl("-a", "recheck=all")
    assert "1 not found, to be confirmed" in run.stdout
    assert small.replica.counts()["article"] == 3


def test_pages_that_are_never_the_same_make_no_revision(desk: Desk):
    desk.replica.noise = Noise()
    desk.crawl()
    number = len(desk.replica.room)
    before = desk.query("SELECT count(*) FROM captures"), desk.query("SELECT * FROM aliases")
    for _ in range(2):
        assert f"0 new, 0 revised, {number} unchanged" in desk.crawl("-a", "recheck=all").stdout
    assert (
        desk.query("SELECT count(*) FROM captures"),
        desk.query("SELECT * FROM aliases"),
    ) == before
    desk.holds_truth(desk.replica.room)


def test_one_letter_among_the_noise_is_found(small: Desk):
    small.replica.noise = Noise()
    small.crawl()
    first, *others = small.replica.room.releases[1001].paragraphs
    small.replica.room.edit(1001, paragraphs=(first.replace("e", "x", 1), *others))
    assert "0 new, 1 revised, 2 unchanged" in small.crawl("-a", "recheck=all").stdout
    assert small.query("SELECT cause, cosmetic FROM revisions WHERE number = 2") == [
        ("publisher", 0)
    ]


def _under(moved, id_: int):
    from dataclasses import replace

    return replace(moved, id=id_, link=f"/articles/view/cid/18/id/{id_}")


def _permanently(path: str):
    from aiohttp import web

    async def answer(replica, request):
        return web.Response(status=301, headers={"Location": path})

    return answer


def test_another_spelling_of_every_address_is_no_other_release(small: Desk):
    def crawl(spelled: Callable[[str], str]) -> str:
        rows = "".join(
            f"<li><a href={spelled(f'/news/{release.id}.html')}>{release.title}</a>"
            f"<span>{release.create_time}</span></li>"
            for release in small.replica.room
        )
        pages = {release.id: render.article(release) for release in small.replica.room}

        async def answer(replica: Replica, request: web.Request) -> web.StreamResponse:
            number = re.search(r"\d+", request.path)
            html = pages[int(number[0])] if number else f"<h1>News</h1><ul>{rows}</ul>"
            return replica.page(request, html)

        small.replica.faults.clear()
        small.replica.fail("^/news", answer, times=GONE)
        address = f"url={small.replica.url}/news"
        done = small.run("crawl", "any_room", "-a", address, "-a", "full=1", *FAST)
        assert done.returncode == 0
        return done.stdout

    assert "3 new" in crawl(str)
    for spelled in (str.upper, lambda url: f"{url}?v=12", lambda url: url.replace(".html", "/")):
        said = crawl(lambda url, spelled=spelled: spelled(url).replace("/NEWS", "/news"))
        assert "0 new, 0 revised" in said
    assert small.query("SELECT count(*), min(state) FROM articles") == [(3, "live")]
    assert told(small, "moved", "duplicate") == []


def test_a_listed_release_that_leads_to_a_list_for_days_is_a_gap_that_is_explained(young: Desk):
    young.replica.fail("/id/1001", "/Home/Articles/index/cid/18", times=GONE)
    assert [young.crawl_at(day(number)).returncode for number in (2, 3, 4, 5)] == [3, 3, 3, 0]
    assert young.query("SELECT state FROM ledger WHERE key = '18:1001'") == [("gone",)]
    young.replica.faults.clear()
    assert "1 new" in young.crawl_at(day(6)).stdout


@pytest.mark.parametrize("robots", ["User-agent: *\nDisallow: /articles/view\n", None])
def test_a_held_release_that_may_not_be_fetched_for_a_day_is_looked_at_again(
    young: Desk, robots: str | None
):
    young.crawl_at(day(2))
    if robots is None:
        young.replica.fail("/id/1001", "http://elsewhere.example/login", times=1)
    else:
        young.replica.robots = robots
        young.query("DELETE FROM site_files")
    said = young.crawl_at(day(3), "-a", "recheck=all").stdout
    assert "that could not be looked at again; 5 of 5 listed held" in said
    young.replica.robots = "User-agent: *\nAllow: /\n"
    young.query("DELETE FROM site_files")
    young.replica.room.edit(1001, paragraphs=("The meeting was put off to the autumn.",))
    assert "1 revised" in young.crawl_at(day(5)).stdout


def test_a_title_that_page_and_listing_change_while_a_check_is_due_is_an_edit(young: Desk):
    young.crawl_at(day(2))
    young.replica.room.edit(1001, title="Another title")
    assert "1 revised" in young.crawl_at(day(5)).stdout
    assert young.held()["18:1001"]["title"] == "Another title"
