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
from newscrawler.media_room import MediaRoomSpider

# Every request of a simulated week needs no second of rest; logging would cost more than it says.
QUIET = {
    "DOWNLOAD_DELAY": 0,
    "LOG_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "NEWSCRAWLER_RETRY_SECONDS": 0,
}


class Timeline:
    """Crawls of a replica, or of what else is served; `now` is what the clock shows."""

    replica: Replica

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2024, 6, 4, 7, tzinfo=UTC)
        self._settings = settings

    def archive(self, name: str) -> Path:
        """Return the path of an archive."""
        return self.folder / f"{name}.db"

    async def crawl(self, archive: Path, **arguments: str) -> dict[str, Any]:
        """Crawl the replica now and return Scrapy's statistics."""
        from newscrawler.spiders.qbpc_news import QbpcNewsSpider

        return await self.crawl_room(
            QbpcNewsSpider, archive, base_url=self.replica.url, **arguments
        )

    async def crawl_room(
        self, spider: type[MediaRoomSpider], archive: Path, **arguments: str
    ) -> dict[str, Any]:
        """Crawl a room now and return Scrapy's statistics."""
        settings = self._settings.copy()
        settings.set("NEWSCRAWLER_ARCHIVE", f"sqlite:///{archive}", "cmdline")
        crawler = Crawler(spider, settings)
        with self._clock():
            await crawler.crawl_async(**arguments)
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
    with ReplicaThread(room) as replica:

        async def of_replica(timeline: Timeline) -> None:
            timeline.replica = replica
            await story(timeline)

        live(f"127.0.0.1:{replica.port}", folder, of_replica)


def live(
    served: str,
    folder: Path,
    story: Callable[[Timeline], Awaitable[None]],
    **own_settings: Any,
) -> None:
    """Live through `story`, whose crawls may connect to host and port of what is `served`."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings()
    settings.setmodule("newscrawler.settings", priority="project")
    settings.update({**QUIET, "NEWSCRAWLER_RECORD": True, **own_settings}, priority="cmdline")
    settings.set("NEWSCRAWLER_ALLOW_PRIVATE", served, "cmdline")
    process = AsyncCrawlerProcess(settings)
    timeline = Timeline(settings, folder)

    async def to_the_end() -> None:
        from twisted.internet import reactor

        stop: Any = reactor
        try:
            await story(timeline)
        finally:
            stop.stop()

    task = asyncio.get_event_loop().create_task(to_the_end())
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    task.result()
