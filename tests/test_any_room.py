"""Rooms built in ways of their own, crawled by real crawls with nothing declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aiohttp import web

from fixtures.replica.server import Answering, Replica
from tests.crawling import FAST, Desk


def crawl(desk: Desk, path: str) -> tuple[int, str]:
    """Crawl the room at `path` of the replica; return the exit status and what was printed."""
    desk.replica.requests.clear()
    done = desk.run("crawl", "any_room", "-a", f"url={desk.replica.url}{path}", *FAST)
    return done.returncode, done.stdout + done.stderr


def answering(text: Callable[[dict[str, str]], str | None]) -> Answering:
    """Return what answers with `text` of the fields sent, with 404 where there is none."""

    async def answer(replica: Replica, request: web.Request) -> web.StreamResponse:
        fields = {name: str(value) for name, value in (await request.post()).items()}
        shown = text(fields)
        return web.Response(status=404) if shown is None else replica.page(request, shown)

    return answer


def links(desk: Desk) -> list[str]:
    """Return the addresses of the replica's releases."""
    return [f"/articles/view/cid/18/id/{key}" for key in desk.replica.room.releases]


def rows(addresses: Sequence[str]) -> str:
    return "".join(
        f"<li><a href={url}>The board agrees on rules at {url}</a></li>" for url in addresses
    )


def test_a_pager_of_asp_net_is_followed_as_a_reader_would(small: Desk):
    shown = links(small)

    def page(fields: dict[str, str]) -> str:
        number = int(fields.get("__EVENTARGUMENT", "Page$1").removeprefix("Page$"))
        is_honest = number == 1 or fields["__VIEWSTATE"] == f"state {number - 1}"
        link = f"<a href=\"javascript:__doPostBack('grid','Page${number + 1}')\">{number + 1}</a>"
        return (
            f'<form method=post><input type=hidden name=__VIEWSTATE value="state {number}">'
            f"<ul>{rows(shown[number - 1 : number + 1]) if is_honest else ''}</ul>"
            f"<input type=submit name=search><p><b>{number}</b>"
            f" {link if number + 1 < len(shown) else ''}</p></form>"
        )

    small.replica.fail("^/list$", answering(page), times=9)
    status, said = crawl(small, "/list")
    assert "complete. 3 new" in said
    assert small.replica.paths().count("/list") == 2
    small.replica.faults.clear()
    small.replica.fail("^/list$", answering(lambda _: page({})), times=9)
    status, said = crawl(small, "/list")
    assert "0 new" in said
    small.query("DELETE FROM listings")
    status, said = crawl(small, "/list")
    assert status == 3
    assert f"the form at {small.replica.url}/list leads back" in said


def test_a_page_without_a_list_says_what_a_user_can_do(small: Desk):
    small.replica.fail("^/app$", answering(lambda _: "<p>Nothing here</p>"))
    status, said = crawl(small, "/app")
    assert status == 4
    assert "newscrawler init URL" in said
    assert "room's file" not in said
