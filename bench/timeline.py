"""Many crawls in one process, each at a moment of its own: weeks of a schedule in seconds.

The spider, its pipelines, the archive and the server are the real ones; only the clock is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from fixtures.replica.room import Room
from fixtures.replica.server import Replica, ReplicaThread
from newscrawler import clock

# Every request of a simulated week needs no second of rest; logging would cost more than it says.
QUIET = {
    "DOWNLOAD_DELAY": 0,
    "LOG_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "NEWSCRAWLER_RETRY_SECONDS": 0,
}


class Timeline:
    """A replica and the crawls of it; `now` is what the clock shows."""

    def __init__(self, replica: Replica, settings: Settings, folder: Path) -> None:
        self.replica, self.folder = replica, folder
        self.now = datetime(2024, 6, 4, 7, tzinfo=UTC)
        self._settings = settings

    def archive(self, name: str) -> Path:
        """Return the path of an archive."""
        return self.folder / f"{name}.db"

    async def crawl(self, archive: Path, **arguments: str) -> dict[str, Any]:
        """Crawl the replica now and return Scrapy's statistics."""
        from newscrawler.spiders.qbpc_news import QbpcNewsSpider

        settings = self._settings.copy()
        settings.set("NEWSCRAWLER_ARCHIVE", f"sqlite:///{archive}", "cmdline")
        crawler = Crawler(QbpcNewsSpider, settings)
        with self._clock():
            await crawler.crawl_async(base_url=self.replica.url, **arguments)
        return crawler.stats.get_stats()

    @contextmanager
    def _clock(self) -> Iterator[None]:
        real = clock.utc
        clock.utc = lambda: self.now
        try:
            yield
        finally:
            clock.utc = real


def run(room: Room, folder: Path, story: Callable[[Timeline], Awaitable[None]]) -> None:
    """Serve `room` and live through `story`; its errors are raised here."""
    folder.mkdir(parents=True, exist_ok=True)
    with ReplicaThread(room) as replica:
        settings = Settings()
        settings.setmodule("newscrawler.settings", priority="project")
        settings.update({**QUIET, "NEWSCRAWLER_RECORD": True}, priority="cmdline")
        settings.set("NEWSCRAWLER_ALLOW_PRIVATE", f"127.0.0.1:{replica.port}", "cmdline")
        process = AsyncCrawlerProcess(settings)
        timeline = Timeline(replica, settings, folder)

        async def live() -> None:
            from twisted.internet import reactor

            stop: Any = reactor
            try:
                await story(timeline)
            finally:
                stop.stop()

        task = asyncio.get_event_loop().create_task(live())
        process.start(stop_after_crawl=False, install_signal_handlers=False)
    task.result()
