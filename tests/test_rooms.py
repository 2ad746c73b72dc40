"""Every media room: it only declares, and its fixtures are read as they were reviewed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from newscrawler import fixture
from newscrawler.media_room import MediaRoomSpider

FIXTURES = Path(__file__).parent.parent / "fixtures"
SETTINGS = Settings()
SETTINGS.setmodule("newscrawler.settings")
LOADER = SpiderLoader.from_settings(SETTINGS)
KINDS = {name: LOADER.load(name) for name in LOADER.list()}
# The one that is told at the start of a crawl where its listing is declares nothing to test.
ROOMS = {name: kind for name, kind in KINDS.items() if kind.listings}
PAGES = [(name, page) for name in ROOMS for page in sorted((FIXTURES / name).glob("*.html"))]

every_room = pytest.mark.parametrize("name", ROOMS)


@every_room
def test_a_room_has_a_listing_and_an_article_as_fixtures(name: str):
    pages = [page.stem for room, page in PAGES if room == name]
    assert "listing" in pages
    assert any(page.startswith("article-") for page in pages)


@pytest.mark.parametrize(("name", "page"), PAGES, ids=lambda part: getattr(part, "stem", part))
def test_a_fixture_is_read_as_it_was_reviewed(name: str, page: Path):
    expected, found = fixture.check(page, ROOMS[name]())
    assert found == expected


@every_room
def test_a_room_declares_and_does_nothing_else(name: str):
    kind = ROOMS[name]
    assert issubclass(kind, MediaRoomSpider)
    source = Path(__file__).parent.parent / Path(*kind.__module__.split(".")).with_suffix(".py")
    assert source.stem == name
    tree = ast.parse(source.read_text(encoding="utf-8"))
    functions = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert functions in ([], ["adjust"], ["parse"])


def test_no_timer_starts_a_room_that_nobody_has_seen_live():
    unseen = [name for name, kind in ROOMS.items() if not kind.seen_live]
    deployed = "".join(path.read_text() for path in (FIXTURES.parent / "deploy").glob("*.*"))
    assert unseen
    assert not any(name in deployed for name in unseen)


@every_room
def test_the_declared_addresses_are_the_rooms_own(name: str):
    room = ROOMS[name]()
    for address in [each for listing in room.listings for each in listing]:
        assert room.addresses.is_ours(room.addresses.here(address))
    if room.sample:
        assert room.key_of(room.addresses.here(room.sample))
