"""Rooms of which only a feed or a sitemap is known, crawled day after day."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiohttp import web

from fixtures.replica.server import Answering, Replica
from tests import forks
from tests.crawling import FAST, SECONDS, Desk

FEED = "/news/feed.xml"


def crawl(desk: Desk, path: str, day: int) -> tuple[int, str]:
    """Crawl the room at `path` on a day of May 2024; return the exit status and the summary."""
    desk.replica.requests.clear()
    done = forks.run(
        ["crawl", "any_room", "-a", f"url={desk.replica.url}{path}", *FAST],
        folder=desk.folder,
        environment=desk.environment,
        seconds=SECONDS,
        moment=f"2024-05-{day:02}T07:00:00Z",
    )
    return done.returncode, done.stdout + done.stderr


def sending(text: str) -> Answering:
    """Return what answers with `text` as XML."""

    async def answer(_: Replica, __: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type="text/xml")

    return answer


def serve(desk: Desk, text: str, path: str = FEED) -> None:
    """Let `path` show `text` from now on."""
    desk.replica.faults = [each for each in desk.replica.faults if each.path.pattern != f"^{path}$"]
    desk.replica.fail(f"^{path}$", sending(text), times=9)


def address(desk: Desk, id_: int) -> str:
    return f"{desk.replica.url}/articles/view/cid/18/id/{id_}"


def feed(desk: Desk, ids: Sequence[int], link: str = "{}") -> str:
    """Return an RSS feed of releases; `link` says how it links to an address or number."""
    items = "".join(
        f"<item><title>{desk.replica.room.releases[id_].shown_title}</title>"
        f"<link>{link.format(address(desk, id_), id=id_)}</link></item>"
        for id_ in ids
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def lead(desk: Desk) -> None:
    """Let `/go/ID` lead to a release, as a counter of clicks does."""

    async def answer(_: Replica, request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": address(desk, int(request.path[4:]))})

    desk.replica.fail("^/go/", answer, times=99)


def test_what_a_counter_leads_to_is_held_under_its_own_address_and_looked_at_again(small: Desk):
    ids = sorted(small.replica.room.releases)
    lead(small)
    serve(small, feed(small, ids, "/go/{id}"))
    status, said = crawl(small, FEED, 1)
    assert (status, "3 new" in said, "3 of 3 listed held" in said) == (0, True, True)
    keys = small.query("SELECT key FROM articles ORDER BY key")
    assert keys == [(f"/articles/view/cid/18/id/{id_}",) for id_ in ids]
    assert small.query("SELECT key FROM room_gaps") == []
    # It rolls off the feed, and is edited.
    serve(small, feed(small, ids[1:], "/go/{id}"))
    texts = small.replica.room.releases[ids[0]].paragraphs
    small.replica.room.edit(ids[0], paragraphs=(*texts, "The date of the next visit is not set."))
    assert crawl(small, FEED, 2)[0] == 0
    status, said = crawl(small, FEED, 3)
    assert (status, "0 new, 1 revised" in said, "3 of 3 listed held" in said) == (0, True, True)
    assert small.query("SELECT key FROM room_gaps") == []


def test_a_feed_that_ends_in_the_middle_is_not_complete(small: Desk):
    ids = sorted(small.replica.room.releases)
    serve(small, feed(small, ids))
    assert crawl(small, FEED, 1)[0] == 0
    whole = feed(small, ids)
    serve(small, whole[: whole.rindex("<item>") + 9])
    status, said = crawl(small, FEED, 2)
    assert (status, "ends in the middle" in said) == (4, True)


def test_a_feed_that_shows_nothing_it_showed_says_once_that_some_may_be_missing(small: Desk):
    first, *others = sorted(small.replica.room.releases)
    serve(small, feed(small, [first]))
    assert crawl(small, FEED, 1)[0] == 0
    serve(small, feed(small, others))
    status, said = crawl(small, FEED, 2)
    assert (status, "releases between may be missing" in said) == (3, True)
    assert crawl(small, FEED, 3)[0] == 0


def sitemap(desk: Desk, ids: Sequence[int], space: str = "") -> str:
    pages = "".join(f"<url><loc>{address(desk, id_)}</loc></url>" for id_ in ids)
    return f'<?xml version="1.0"?><urlset {space}>{pages}</urlset>'


def test_a_sitemap_of_news_may_have_none_for_days(small: Desk):
    space = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    path = "/news-sitemap.xml"
    serve(small, sitemap(small, sorted(small.replica.room.releases), space), path)
    assert crawl(small, path, 1)[0] == 0
    serve(small, sitemap(small, [], space), path)
    assert [crawl(small, path, day)[0] for day in (2, 3)] == [0, 0]


def test_every_sitemap_of_a_series_is_read(small: Desk):
    ids = sorted(small.replica.room.releases)
    for month, id_ in enumerate(ids, 1):
        serve(small, sitemap(small, [id_]), f"/sitemap-2024-{month:02}.xml")
    named = "".join(
        f"<sitemap><loc>{small.replica.url}/sitemap-2024-{month:02}.xml</loc></sitemap>"
        for month in range(1, len(ids) + 1)
    )
    index = f'<?xml version="1.0"?><sitemapindex>{named}</sitemapindex>'
    serve(small, index, "/sitemap_index.xml")
    status, said = crawl(small, "/sitemap_index.xml", 1)
    assert (status, "3 new" in said) == (0, True)
    # One that is empty for a day hides what is new.
    serve(small, sitemap(small, []), "/sitemap-2024-03.xml")
    status, said = crawl(small, "/sitemap_index.xml", 2)
    assert (status, "sitemap-2024-03.xml" in said) == (3, True)


@pytest.mark.parametrize(
    "link", ["/click?d=1&amp;u={}", "https://ads.example/?c=http://[&amp;to={}"]
)
def test_an_address_that_a_counter_names_is_asked_for_itself(small: Desk, link: str):
    ids = sorted(small.replica.room.releases)
    serve(small, feed(small, ids, link))
    status, said = crawl(small, FEED, 1)
    assert (status, "3 new" in said) == (0, True)
    assert not [path for path in small.replica.paths() if path.startswith("/click")]
