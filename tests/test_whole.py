"""Bodies that end in the middle although the connection says that they are whole."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from aiohttp import web
from scrapy import Request
from scrapy.http import Response

from fixtures.replica import render
from fixtures.replica.hostile import _write
from fixtures.replica.server import Answering, Replica
from newscrawler.network.whole import WholeMiddleware, is_cut, is_cut_stream
from tests.crawling import Desk

PAGE = b"<!DOCTYPE html><html><body><h1>The port opens</h1><p>All of it.</p></body></html>\n"
MOST = 1_000_000
PACKED = gzip.compress(PAGE, mtime=0)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (PAGE, False),
        (PAGE[:-40], True),
        (PAGE[:-15], False),  # the end tags may be left out
        (b"The port opens", False),
        (b'{"html": "<html><body>"', True),
        (b"<p>A fragment", False),
        (b"", False),
        (b'<?xml version="1.0"?>\n<!-- made -->\n<rss version="2.0"><channel><item>', True),
        (b"<rss><channel></channel></rss>\n<!-- cached -->", False),
        (b"\xef\xbb\xbf<urlset/>", False),
        (b"<html><body><div><p>All of it.</div>All rights reserved", False),
        (b"<html><body><div><p>All of it.</div><p>All rights", True),
        (b"<html><body><div>Menu</div>All of it, <b>and</b> mo", True),
        (b"<html><body><div>Menu</div>All of it, <a href=/>and</a> mo", True),
        (b"<html><body><div><ul><li><a href=/1>One</a><li>Tw", True),
        (b"<html><body><div><p>All of it.</div><ul><li><a href=/1", True),
    ],
)
def test_a_page_ends_in_the_middle_of_a_word_or_a_tag(body: bytes, found: bool):
    assert is_cut(Response("http://a.example/", body=body)) is found


def test_a_packed_stream_ends_or_does_not():
    packed = gzip.compress(PAGE * 99)
    assert not is_cut_stream(packed, MOST)
    assert is_cut_stream(packed[:-9], MOST)
    assert is_cut_stream(packed[:-9], 0)
    assert not is_cut_stream(b"no stream at all", MOST)
    assert not is_cut_stream(b"", MOST)


def test_a_bomb_is_unpacked_no_further_than_what_unpacks_it_goes():
    """Half of one is as much too large as all of it, and not asked for again."""
    packed = gzip.compress(bytes(9 * MOST))
    assert not is_cut_stream(packed[: len(packed) // 2], MOST)
    assert is_cut_stream(packed[: len(packed) // 20], MOST)


@pytest.mark.parametrize(
    ("kind", "declared", "body", "found"),
    [
        (b"text/html", b"gzip", PAGE, None),
        (b"text/html", b"gzip", PACKED, b"gzip"),
        (b"text/html; charset=utf-8", None, PACKED, b"gzip"),
        (b"application/gzip", None, PACKED, None),
        (b"text/html", b"br", PAGE, b"br"),
    ],
)
def test_a_page_is_taken_as_packed_when_it_is(kind, declared, body, found):
    headers = {"Content-Type": kind} | ({"Content-Encoding": declared} if declared else {})
    response = Response("http://a.example/", headers=headers, body=body)
    shown = WholeMiddleware(MOST).process_response(Request("http://a.example/"), response)
    assert shown.headers.get("Content-Encoding") == found


def cutting(send: Callable[[bytes], bytes]) -> Answering:
    """Return what answers with half of a release's page, in the bytes that `send` makes of it."""

    async def answer(replica: Replica, request: web.Request) -> web.StreamResponse:
        release = next(iter(replica.room.releases.values()))
        return await _write(request, send(render.article(release).encode()))

    return answer


def until_the_end(page: bytes) -> bytes:
    half = page[: page.index(b"indent") + 99]
    return b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + half


def packed(page: bytes) -> bytes:
    half = gzip.compress(page)[: len(gzip.compress(page)) // 2]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    return head + b"Content-Length: %d\r\n\r\n" % len(half) + half


@pytest.mark.parametrize("send", [until_the_end, packed])
def test_half_a_page_is_no_edit(small: Desk, send: Callable[[bytes], bytes]):
    assert small.crawl().returncode == 0
    before = small.held()
    key = next(iter(small.replica.room.releases))
    small.replica.fail(f"/id/{key}", cutting(send), times=3)
    end = small.crawl("-a", "recheck=all")
    assert "0 revised" in end.stdout
    assert small.held() == before
    (reason,) = small.query("SELECT reason FROM ledger WHERE reason IS NOT NULL")
    assert reason == ("the page ends in the middle",)


def test_a_page_that_always_ends_so_is_believed_in_the_third_run(small: Desk):
    async def answer(replica: Replica, request: web.Request) -> web.StreamResponse:
        page = render.article(replica.room.releases[1002]).rpartition("</div>")[0]
        return web.Response(body=f"{page}\nAll rights reserved.".encode(), content_type="text/html")

    small.replica.fail("/id/1002", answer, 99)
    ends = [small.crawl("-a", "recheck=all").returncode for _ in range(3)]
    assert ends == [3, 3, 0]
    small.holds_truth(small.replica.room)
    assert small.held()["18:1002"]["evidence"]["body"]["why"] == "the page ends in the middle"
    assert "0 revised, 3 unchanged" in small.crawl("-a", "recheck=all").stdout


def test_half_a_listing_is_not_the_end_of_it(small: Desk):
    async def answer(replica: Replica, request: web.Request) -> web.StreamResponse:
        page = render.listing(replica.room, 1).encode()
        return web.Response(body=page[: page.index(b"/id/") + 6], content_type="text/html")

    small.replica.fail("/index/", answer, times=99)
    end = small.crawl()
    assert end.returncode == 4
    assert "the page ends in the middle" in end.stdout
