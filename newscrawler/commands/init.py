"""`init URL`: understand a media room, show what was understood, write its spider and fixtures."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.console.terminal import reader_may_leave
from newscrawler.console.verb import Verb

if TYPE_CHECKING:
    from newscrawler.discover import Discovery


class Command(Verb):
    """Adds a room that nobody has described yet."""

    arguments = "URL [--name NAME] [--show]"
    summary = "Understand a media room from its address; write its spider and fixtures"
    description = (
        "Fetches the listing at URL, the pages after it and five releases, politely, and shows "
        "what was understood: the list, its pages and dates, each field and how it is found, "
        "feed, language, zone, attachments. Then writes the room's spider, and the pages as "
        "fixtures with the values read, and reads them again. With --show nothing is written."
    )
    example = "newscrawler init https://www.acme.example/news --name acme_news"

    requires_project = True

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the room's name and looking only."""
        super().add_options(parser)
        parser.add_argument("--name", metavar="NAME", help="default: made of the address")
        parser.add_argument("--show", action="store_true", help="write nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look, describe, write, check."""
        from newscrawler import discover, new_room
        from newscrawler.crawl.arguments import RoomArgumentError
        from newscrawler.unknown_room import UnknownRoomSpider

        if len(args) != 1:
            raise UsageError("name one address: that of the list of releases")
        try:
            UnknownRoomSpider(url=args[0])
            name = new_room.usable_name(opts.name, args[0])
            spider = None if opts.show else self._file(name)
            room = self._discover(args[0])
        except (RoomArgumentError, ValueError) as error:
            raise UsageError(str(error), print_help=False) from error
        if not room.samples:
            self.exitcode = EXIT_STATUS["listing"]
        with reader_may_leave():
            print(discover.describe(room), flush=True)
            if room.samples and not spider:
                print("\nnothing is written; without --show: spider and fixtures", flush=True)
        if room.samples and spider:
            self._write(room, name, spider)

    def _discover(self, url: str) -> Discovery:
        from newscrawler.discover import DiscoverSpider

        assert self.crawler_process is not None
        if sys.stderr.isatty():
            # Requests of a polite crawler are seconds apart.
            print(f"looking at {url}: this takes half a minute or so", file=sys.stderr)
        crawler = self.crawler_process.create_crawler(DiscoverSpider)
        self.crawler_process.crawl(crawler, url=url)
        self.crawler_process.start()
        if crawler.stats.get_value("finish_reason") == "shutdown":
            # What was seen by then would read as all that there is.
            raise KeyboardInterrupt
        assert isinstance(crawler.spider, DiscoverSpider)
        return crawler.spider.room

    def _file(self, name: str) -> Path:
        """Return where the spider is to be written. Raises UsageError when it is there already."""
        assert self.settings is not None
        spider = _folder(self.settings["NEWSPIDER_MODULE"]) / f"{name}.py"
        if spider.exists():
            raise UsageError(f"{spider} exists: choose another --name", print_help=False)
        return spider

    def _write(self, room: Discovery, name: str, spider: Path) -> None:
        from newscrawler import new_room

        fixtures = Path(closest_scrapy_cfg() or "scrapy.cfg").parent / "fixtures" / name
        try:
            # The spider last: without its fixtures it would be half of a room.
            saved = new_room.save_fixtures(room, fixtures)
            spider.write_text(new_room.spider_source(room, name), encoding="utf-8")
        except OSError as error:
            print(f"newscrawler: cannot write: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        wrong = new_room.differing(saved, room.url)
        print(f"\nwrote {spider}\nwrote {len(saved)} fixtures in {fixtures}", end="; ")
        print(f"read otherwise again: {', '.join(wrong)}" if wrong else "each is read as it was")
        print(f"review the values in their .json files, then: newscrawler crawl {name}")
        if not closest_scrapy_cfg():
            print("no scrapy.cfg here: it lies in the package, where an upgrade may lose it")
        self.exitcode = 1 if wrong else 0


def _folder(module: str) -> Path:
    """Return the folder of the project's spiders. Raises UsageError when there is none."""
    found = find_spec(module)
    for folder in (found.submodule_search_locations or []) if found else []:
        return Path(folder)
    raise UsageError(f"NEWSPIDER_MODULE={module}: no such package", print_help=False)
