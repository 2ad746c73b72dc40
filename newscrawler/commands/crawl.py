"""`crawl ROOM`: one complete run, with an exit status that tells how it ended."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.console.nearest import meant
from newscrawler.console.terminal import LiveLine
from newscrawler.console.verb import Verb

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from newscrawler.monitor import Monitor


class Command(Verb, ScrapyCrawl):
    """Scrapy's `crawl`, which exits with 0 whatever happened, with newscrawler's exit status."""

    arguments = "ROOM [-a NAME=VALUE] [-O FILE]"
    summary = "Bring a media room's record up to date"
    description = (
        "Reads the room's listing, fetches what is new or open, stores it, and says how "
        "complete the record is. A room that nobody described is any_room -a url=URL, the "
        "address of its list, feed or sitemap. Arguments: -a full=1 reads every listing page; "
        "-a recheck=all also fetches every held article again; -a since=YYYY-MM-DD limits the "
        "run; -a base_url=URL points the room at a replica or mirror. -O FILE writes the new "
        "and revised articles. Exit status: 0 complete, 1 start-up error, 2 usage, 3 partial, "
        "4 listing unreachable or empty, 5 blocked, 6 locked, 7 storage, 8 suspect, "
        "9 interrupted."
    )
    example = "newscrawler crawl qbpc_news -O new.jsonl"

    default_settings: ClassVar[dict[str, Any]] = {"NEWSCRAWLER_RECORD": True}

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run one room to its end and set the exit status."""
        assert self.crawler_process is not None
        if len(args) != 1:
            raise UsageError("name one media room; 'newscrawler list' shows them", print_help=False)
        known = self.crawler_process.spider_loader.list()
        if args[0] not in known:
            raise UsageError(_no_room(args[0], known), print_help=False)
        assert self.settings is not None
        if self.settings["NEWSCRAWLER_NOTIFY"]:
            from newscrawler import notify

            try:
                notify.require()
            except notify.NotifyError as error:
                raise UsageError(str(error), print_help=False) from error
        _require_usable(self.settings)
        # While it is imported Scrapy looks up the module of every open call (`inspect.stack`):
        # where it would import it there are 40 of them, and it takes a tenth of the start.
        import_module("scrapy.core.downloader.contextfactory")
        crawler = self._create_crawler(args[0])
        task = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        assert isinstance(task, asyncio.Task)
        self.exitcode = self._finish(crawler, task, opts)
        for number in (signal.SIGINT, signal.SIGTERM):
            # The run is over; a late signal must not take its exit status.
            signal.signal(number, signal.SIG_IGN)

    def _finish(self, crawler: Crawler, task: asyncio.Task[None], opts: argparse.Namespace) -> int:
        from newscrawler.monitor import Monitor

        room = crawler.spidercls.name
        error = task.exception() if task.done() and not task.cancelled() else None
        if error is not None:
            name, status = _start_up_error(error)
            print(f"newscrawler: {error}", file=sys.stderr)
            self._tell(f"newscrawler: {room}: {name}", str(error))
            return status
        monitor = crawler.get_extension(Monitor) if crawler._extensions else None
        if monitor is None or monitor.outcome is None:
            _close_unended(crawler)
            LiveLine(sys.stderr).clear()
            print("newscrawler: interrupted; the next run goes on", file=sys.stderr)
            return EXIT_STATUS["interrupted"]
        _print_summary(monitor.summary, opts)
        quiet = self._silence(monitor)
        if quiet:
            print(f"{room}: {quiet}")
        if quiet or monitor.outcome.name != "complete":
            self._tell(f"newscrawler: {room}: {quiet or monitor.outcome.name}", monitor.summary)
        return monitor.outcome.exit_status

    def _silence(self, monitor: Monitor) -> str | None:
        from newscrawler import clock, notify

        assert self.settings is not None
        limit = self.settings.getint("NEWSCRAWLER_SILENT_DAYS")
        return notify.silence(monitor.newest_release, limit, clock.today(None))

    def _tell(self, title: str, text: str) -> None:
        """Notify the operator, where there is one; a failure to do so is told and no more."""
        from newscrawler import notify

        assert self.settings is not None
        if not self.settings["NEWSCRAWLER_NOTIFY"]:
            return
        try:
            notify.send(self.settings["NEWSCRAWLER_NOTIFY"], title, text)
        except notify.NotifyError as error:
            print(f"newscrawler: {error}", file=sys.stderr)


def _no_room(name: str, known: list[str]) -> str:
    if "/" in name:
        address = name if "://" in name else f"https://{name}"
        return f"a room is crawled by its address so: newscrawler crawl any_room -a url={address}"
    return f"there is no media room {name!r}; {meant(name, known)}"


def _require_usable(settings: BaseSettings) -> None:
    """Raise UsageError for a setting that is none; where it is used, there would be a traceback."""
    from newscrawler import settings_check
    from newscrawler.network import guard

    settings_check.require(settings)
    try:
        guard.exceptions(settings["NEWSCRAWLER_ALLOW_PRIVATE"])
    except guard.GuardError as error:
        raise UsageError(str(error), print_help=False) from error


def _start_up_error(error: BaseException) -> tuple[str, int]:
    """Return (name, exit status) of an error that a user can mend. Raises every other."""
    from newscrawler.archive import ArchiveError, RoomLockedError
    from newscrawler.crawl.arguments import RoomArgumentError
    from newscrawler.network.guard import GuardError

    kinds: dict[type[BaseException], str] = {
        RoomLockedError: "locked",
        ArchiveError: "storage",
        RoomArgumentError: "usage",
        GuardError: "start-up error",
    }
    for kind, name in kinds.items():
        if isinstance(error, kind):
            return name, EXIT_STATUS[name]
    raise error


def _close_unended(crawler: Crawler) -> None:
    """After a forced stop: what was committed stays; the next run closes this one as aborted."""
    archive = getattr(crawler.spider, "archive", None)
    if archive is not None:
        archive.close()


def _print_summary(summary: str, opts: argparse.Namespace) -> None:
    feeds = (opts.output or []) + (opts.overwrite_output or [])
    if feeds and " 0 new, 0 revised" in summary.replace(".", "", 1):
        summary += (
            f"\n{', '.join(feeds)}: nothing new; 'newscrawler export' writes all that is held"
        )
    to_stdout = not any(feed.startswith("-") for feed in feeds)
    print(summary, file=sys.stdout if to_stdout else sys.stderr)
