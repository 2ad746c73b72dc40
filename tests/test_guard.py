"""No connection to an address that is not public, in any spelling and by any answer of DNS."""

from __future__ import annotations

import json
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fixtures.replica import hostile
from newscrawler.network.guard import GuardError, exceptions
from newscrawler.network.public import is_public
from tests.crawling import FAST, SECONDS, Desk

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
    "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111",
    "2001:200::1", "2a00::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
]  # fmt: skip
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200",
    "100.127.255.255", "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.0",
    "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.0.8", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255",
    "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.0", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:db8::1",
    "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str):
    assert not is_public(address)


def test_what_is_no_address_is_not_judged():
    with pytest.raises(ValueError, match=r"localhost"):
        is_public("localhost")


def test_exceptions_name_host_and_port():
    pairs = {("127.0.0.1", 8000), ("::1", 80), ("intranet.example", 8443)}
    assert exceptions("127.0.0.1:8000, [::1]:80 Intranet.example:8443") == pairs
    assert exceptions("") == frozenset()


@pytest.mark.parametrize("text", ["127.0.0.1", "127.0.0.1:", ":80", "127.0.0.0/8", "h:80:x"])
def test_anything_else_is_no_exception(text: str):
    with pytest.raises(GuardError, match=r"is not host:port"):
        exceptions(text)


def test_spellings_and_answers_of_dns():
    """The benchmark's own figures: attempts with the guard, and what plain Scrapy tries."""
    command = [sys.executable, "-m", "bench.forbidden"]
    guarded = json.loads(subprocess.check_output([*command, "guarded"], timeout=SECONDS))
    assert guarded["forbidden"] == []
    assert guarded["refused"] > 15 + 12
    assert guarded["allowed"]
    plain = json.loads(subprocess.check_output([*command, "plain"], timeout=SECONDS))
    assert len(plain["forbidden"]) > 15


# ── a crawl ──


def without_exception(desk: Desk, *arguments: str) -> subprocess.CompletedProcess[str]:
    return desk.run(*arguments, *FAST, NEWSCRAWLER_ALLOW_PRIVATE="127.0.0.1:9")


def test_a_room_at_a_private_address_is_not_asked(small: Desk):
    run = without_exception(small, "crawl", "qbpc_news", "-a", f"base_url={small.replica.url}")
    assert run.returncode == 5
    assert "127.0.0.1 is not a public address" in run.stdout
    assert f"set NEWSCRAWLER_ALLOW_PRIVATE=127.0.0.1:{small.replica.port}" in run.stdout
    assert small.replica.requests == []


def test_an_exception_is_for_the_name_that_it_has(small: Desk):
    """Another name with the same port leads to the same server, and is refused."""
    address = f"http://localhost:{small.replica.port}"
    run = small.run("crawl", "qbpc_news", "-a", f"base_url={address}", *FAST)
    assert run.returncode == 5
    assert "localhost leads to " in run.stdout
    assert small.replica.requests == []


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/", "http://2130706433/", "http://169.254.169.254/latest/"]
)
def test_a_redirect_to_a_private_address_is_not_followed(small: Desk, target: str):
    small.replica.fail("id/1001", target, times=9)
    run = small.crawl()
    assert "not on an origin of this room" in run.stdout
    assert len(small.held()) == 2


def test_probe_is_guarded(small: Desk):
    address = f"{small.replica.url}/articles/view/cid/18/id/1001"
    run = without_exception(small, "probe", address, "--room", "qbpc_news")
    assert "is not a public address" in run.stderr
    assert small.replica.requests == []


def test_shell_is_guarded(small: Desk):
    run = without_exception(small, "shell", f"{small.replica.url}/", "-c", "response")
    assert run.stdout == "None\n"
    assert small.replica.requests == []


def test_no_crawl_without_the_guard(small: Desk):
    run = small.crawl("-s", "TWISTED_DNS_RESOLVER=scrapy.resolver.CachingThreadedResolver")
    assert run.returncode == 1
    assert "private addresses are not guarded" in run.stderr
    assert small.replica.requests == []


def test_an_unreadable_exception_is_told(small: Desk):
    run = small.crawl(NEWSCRAWLER_ALLOW_PRIVATE="127.0.0.1")
    assert run.returncode == 2
    assert "'127.0.0.1' is not host:port" in run.stderr
    assert "Traceback" not in run.stderr


class Watched(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.server.asked.append(self.request.recv(1000))


@contextmanager
def watched() -> Iterator[tuple[int, list[bytes]]]:
    """Yield the port of a server that nobody is to ask, and what it was asked."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Watched) as server:
        server.asked = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], server.asked
        server.shutdown()


def test_no_address_that_a_site_names_leads_to_another_server(small: Desk):
    with watched() as (port, asked):
        there = f"http://127.0.0.1:{port}"
        spelled = [
            f"{there}/a", f"//127.0.0.1:{port}/b", f"http://localhost:{port}/c",
            f"http://2130706433:{port}/d", f"http://0x7f.1:{port}/e",
            f"http://[::ffff:127.0.0.1]:{port}/f", f"http://me:secret@127.0.0.1:{port}/g",
            f"http://127.0.0.1:{small.replica.port}@127.0.0.1:{port}/h",
            f"http://127.0.0.1:{small.replica.port}\\@127.0.0.1:{port}/i", "file:///etc/passwd",
        ]  # fmt: skip
        documents = "".join(f"<a href='{each}.pdf'>Annex</a>" for each in spelled)
        rows = "".join(
            f"<li>{n} May 2024 <a href='{each}'>Rules of port {n}</a></li>"
            for n, each in enumerate([*spelled, "/articles/view/cid/18/id/1001"], 1)
        )
        head = (
            f"<base href='{there}/'><link rel=canonical href='{there}/j'>"
            f"<meta http-equiv=refresh content='0;url={there}/k'><link rel=next href='{there}/l'>"
            f"<link rel=alternate type=application/rss+xml href='{there}/m'>"
        )
        page = (
            f"<html><head>{head}</head><body><ul>{rows}</ul><a href='{there}/n'>Next</a>{documents}"
        )
        entity = f"<!DOCTYPE rss [<!ENTITY e SYSTEM '{there}/o'>]>"
        link = "<link>/articles/view/cid/18/id/1002</link>"
        feed = f"{entity}<rss><channel><item><title>&e;</title>{link}</item></channel></rss>"
        small.replica.fail("^/page$", hostile.wall(page), times=99)
        small.replica.fail("^/feed$", hostile.wall(feed), times=99)
        small.replica.fail("^/sitemap.xml$", f"{there}/p", times=99)
        small.replica.fail("tdmrep", f"{there}/q", times=99)
        small.replica.fail("id/1000", f"{there}/r", times=99)
        for path in ("/page", "/feed"):
            small.run("crawl", "any_room", "-a", f"url={small.replica.url}{path}", *FAST)
            small.run("init", f"{small.replica.url}{path}", "--show", *FAST)
        assert {"/page", "/feed"} <= set(small.replica.paths())
        small.crawl()
        small.replica.fail("^/robots.txt$", f"{there}/robots.txt", times=99)
        small.run("probe", f"{small.replica.url}/page", *FAST)
        assert asked == []
