"""`probe URL|FILE`: each field as extraction sees it, and why. Nothing is stored."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy.exceptions import UsageError
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawler import urls
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.console.terminal import reader_may_leave
from newscrawler.console.verb import Verb

if TYPE_CHECKING:
    from newscrawler.media_room import MediaRoomSpider
    from newscrawler.probe import Fetched

# Where a file comes from of which nothing is said (RFC 2606, section 2).
NOWHERE = "http://room.invalid/"


class Command(Verb):
    """Looks at one page of a room as a crawl would read it."""

    arguments = "URL|FILE"
    summary = "Show what is read from one page, where, and what to correct"
    description = (
        "Fetches one page politely, or reads a stored one, and prints each field with its "
        "evidence. The room is the one whose host the address has, or --room; "
        "without one, everything is found by what a reader sees. Nothing is "
        "stored unless --save writes the page and the values as a fixture to review."
    )
    example = "newscrawler probe http://www.qbpc.org.cn/articles/view/cid/18/id/1238"

    requires_project = True

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the room, the page's address, and saving."""
        super().add_options(parser)
        parser.add_argument("--room", metavar="NAME", help="default: the room with this host")
        parser.add_argument("--url", metavar="URL", help="the address that FILE was served at")
        parser.add_argument(
            "--listed-title", metavar="TITLE", help="what the listing calls this article"
        )
        parser.add_argument("--listing", action="store_true", help="read it as a listing")
        parser.add_argument("--save", action="store_true", help="keep it as a fixture to review")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Get the page, describe it, save it if asked."""
        if len(args) != 1:
            raise UsageError("name one address or one file")
        is_file = "://" not in args[0]
        address = opts.url if is_file else args[0]
        room = self._room(opts.room, address)
        fetched = self._read(args[0], address, room) if is_file else self._fetch(address, room)
        if fetched is not None:
            with reader_may_leave():
                self._show(fetched, room, opts)

    def _room(self, name: str | None, address: str | None) -> MediaRoomSpider:
        """Return the room named, else the one with the address's host, else the only one."""
        from newscrawler.media_room import MediaRoomSpider
        from newscrawler.unknown_room import UnknownRoomSpider

        assert self.crawler_process is not None
        loader = self.crawler_process.spider_loader
        kinds = map(loader.load, loader.list())
        rooms = [kind for kind in kinds if issubclass(kind, MediaRoomSpider)]
        known = [kind for kind in rooms if kind.listings]
        chosen = [kind for kind in known if name in (None, kind.name)]
        if name is None and address is not None:
            chosen = [kind for kind in chosen if kind().addresses.is_ours(address)]
        if name is None and (address is None or not chosen):
            return UnknownRoomSpider(url=address or NOWHERE)
        if len(chosen) != 1:
            names = ", ".join(kind.name for kind in known)
            raise UsageError(f"name the room with --room; there is: {names}", print_help=False)
        (kind,) = chosen
        if address is None or kind().addresses.is_ours(address):
            return kind()
        # A replica or a mirror: its links are the room's there.
        return kind(base_url=urljoin(address, "/"))

    def _read(self, name: str, address: str | None, room: MediaRoomSpider) -> Fetched:
        from newscrawler.probe import Fetched

        try:
            body = Path(name).read_bytes()
        except OSError as error:
            raise UsageError(f"cannot read {name}: {error}", print_help=False) from error
        return Fetched(address or room.addresses.here(room.sample or "/"), body)

    def _fetch(self, address: str, room: MediaRoomSpider) -> Fetched | None:
        from newscrawler.probe import ProbeSpider

        assert self.crawler_process is not None
        try:
            origins = {urls.origin(address), *room.origins}
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from error
        crawler = self.crawler_process.create_crawler(ProbeSpider)
        self.crawler_process.crawl(crawler, url=address, origins=origins)
        self.crawler_process.start()
        spider = crawler.spider
        assert isinstance(spider, ProbeSpider)
        if spider.fetched is None:
            print(f"newscrawler: {address}: {spider.failed or 'no answer'}", file=sys.stderr)
            self.exitcode = EXIT_STATUS["listing"]
        return spider.fetched

    def _show(self, fetched: Fetched, room: MediaRoomSpider, opts: argparse.Namespace) -> None:
        from newscrawler import clock, extract, fixture, probe
        from newscrawler.items import Listed
        from newscrawler.reading import why_suspect
        from newscrawler.unknown_room import UnknownRoomSpider

        day = clock.today(room.timezone)
        page = extract.Page(fetched.body, fetched.url, fetched.content_type, day)
        print(probe.describe_page(page, len(fetched.body)), end="\n\n")
        key = None if opts.listing else room.key_of(fetched.url)
        about: dict[str, Any] = {
            "url": fetched.url,
            "content_type": fetched.content_type,
            "listed": None,
        }
        if key is None:
            listing = extract.listing(page, room.rules, room.addresses.is_ours)
            print(probe.describe_listing(listing))
            name, expected = "listing", fixture.listing_values(listing)
            about["day"] = day.isoformat()
        else:
            listed = Listed(url=fetched.url, title=opts.listed_title, key=key)
            about["listed"] = {"url": listed.url, "title": listed.title, "key": key}
            found = extract.article(page, room.rules, listed)
            print(probe.describe_article(found))
            if isinstance(room, UnknownRoomSpider):
                print("\nread as a release; --listing reads it as a list of releases")
            doubt = extract.doubt(page, found, listed) or why_suspect(found.values())
            if doubt:
                print(f"\nA crawl would keep this page aside: {doubt}.")
            name, expected = f"article-{key.replace(':', '-')}", fixture.article_values(found)
        if opts.save:
            folder = Path(closest_scrapy_cfg() or "scrapy.cfg").parent / "fixtures" / room.name
            saved = fixture.save(folder, name, fetched.body, about, expected)
            print(f"\nsaved {saved} and its .json: review the values, then commit both")
