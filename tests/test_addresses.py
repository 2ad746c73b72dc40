"""Which addresses are a room's own, and what tells one of its pages from another."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from newscrawler.crawl import arguments, responses
from newscrawler.crawl.addresses import Addresses
from newscrawler.crawl.arguments import RoomArgumentError
from newscrawler.unknown_room import UnknownRoomSpider

URL = "https://www.harbour-association.org/news"


@pytest.fixture
def room() -> UnknownRoomSpider:
    return UnknownRoomSpider(url=URL)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"{URL}/1", "/news/1"),
        ("http://harbour-association.org/news/1", "/news/1"),
        ("https://press.harbour-association.org/1", "//press.harbour-association.org/1"),
        ("https://press.harbour-association.org:8443/1", None),
        ("https://harbour-association.org.evil.example/1", None),
        ("https://evil-harbour-association.org/1", None),
        ("https://harbour-association.com/1", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_hosts_of_an_unknown_rooms_domain_are_its_own(
    room: UnknownRoomSpider, url: str, key: str | None
) -> None:
    assert room.key_of(url) == key
    assert room.addresses.is_ours(url) == (key is not None)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://harbour.github.io/news", "https://another.github.io/1"),
        ("https://www.customs.gov.cn/news", "https://www.another.gov.cn/1"),
        ("https://harbour.co.uk/news", "https://another.co.uk/1"),
        ("http://192.0.2.7/news", "http://192.0.2.8/1"),
    ],
)
def test_those_that_only_share_a_public_suffix_are_others(url: str, other: str) -> None:
    assert not UnknownRoomSpider(url=url).addresses.is_ours(other)


def test_a_declared_room_has_the_hosts_that_it_names() -> None:
    addresses = Addresses(["www.harbour-association.org"], "https")
    assert not addresses.is_ours("https://press.harbour-association.org/1")
    assert addresses.key("https://press.harbour-association.org/1") is None


def test_a_host_may_name_its_port() -> None:
    addresses = Addresses(["www.harbour-association.org:8080", "archive.harbour.org"], "http")
    assert addresses.here("/news/1") == "http://www.harbour-association.org:8080/news/1"
    assert addresses.key("http://www.harbour-association.org:8080/news/1") == "/news/1"
    assert addresses.is_ours("https://archive.harbour.org/1")
    assert not addresses.is_ours("http://www.harbour-association.org/news/1")
    assert not addresses.is_ours("http://archive.harbour.org:8080/1")


def test_a_port_that_is_none_is_said() -> None:
    with pytest.raises(RoomArgumentError, match=r"hosts=\['harbour.org:news'\]: Port"):
        arguments.addresses(["harbour.org:news"], "http", None, None)


def test_a_mirror_stands_in_for_every_host(room: UnknownRoomSpider) -> None:
    mirror = UnknownRoomSpider(url=URL, base_url="http://127.0.0.1:8000")
    assert mirror.addresses.here(f"{URL}/1") == "http://127.0.0.1:8000/news/1"
    assert not mirror.addresses.is_ours("https://press.harbour-association.org/1")


def test_a_listing_of_another_host_of_the_domain_is_read(room: UnknownRoomSpider) -> None:
    rows = "".join(
        f"<li><a href=https://press.harbour-association.org/{n}>Release {n}: members agree</a>"
        f" {n} May 2024</li>"
        for n in range(1, 7)
    )
    response = HtmlResponse(URL, body=f"<ul>{rows}</ul>".encode(), request=Request(URL))
    page = responses.listing_page(response, room.rules, room.addresses)
    assert [entry.key for entry in page.entries] == [
        f"//press.harbour-association.org/{n}" for n in range(1, 7)
    ]
    assert page.entries[0].url == "https://press.harbour-association.org/1"
    assert ("press.harbour-association.org", 443) in room.origins
    assert ("press.harbour-association.com", 443) not in room.origins
