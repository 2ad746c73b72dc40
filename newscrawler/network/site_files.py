"""The small files in which a site states its rules, asked for once a day.

What was read is kept with the record; a failure is not, so that the next run asks again.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, NamedTuple, Protocol, runtime_checkable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from newscrawler import clock
from newscrawler.items import Capture

# RFC 9309, section 2.4: not used for longer than a day.
SECONDS_KEPT = 24 * 3600
# RFC 9309, section 2.5: at least 500 KiB are read; the rest is left alone.
LENGTH_READ = 500 * 1024


class UnreadableError(Exception):
    """The site did not say whether there is such a file."""


class SiteFile(NamedTuple):
    """A file as answered: status, body, and the age in seconds of what was kept."""

    status: int
    body: bytes
    age: float


@runtime_checkable
class Keeper(Protocol):
    """A record that keeps such files from run to run."""

    async def site_file(self, url: str) -> tuple[int, bytes, str] | None:
        """Return (status, body, time fetched) of the file as last read."""

    async def keep_site_file(self, capture: Capture) -> None:
        """Keep a file in place of the one before."""


async def read(crawler: Crawler, url: str, meta: dict[str, Any] | None = None) -> SiteFile:
    """Return the file at `url` as kept or as fetched now.

    Raises UnreadableError for 429 and 5xx, and whatever a failed request raises.
    """
    keeper = getattr(crawler.spider, "archive", None)
    if not isinstance(keeper, Keeper):
        keeper = None
    kept = await keeper.site_file(url) if keeper else None
    if kept is not None:
        status, body, fetched_at = kept
        age = (clock.utc() - datetime.fromisoformat(fetched_at)).total_seconds()
        if 0 <= age < SECONDS_KEPT:
            return SiteFile(status, body, age)
    capture = await _fetch(crawler, url, meta or {})
    if keeper:
        await keeper.keep_site_file(capture)
    return SiteFile(capture.status, capture.body, 0)


async def _fetch(crawler: Crawler, url: str, meta: dict[str, Any]) -> Capture:
    engine = crawler.engine
    assert engine is not None
    response = await engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
    if response.status == 429 or response.status >= 500:
        raise UnreadableError(f"HTTP {response.status}")
    is_file = 200 <= response.status < 300
    return Capture(
        url=url,
        body=response.body[:LENGTH_READ] if is_file else b"",
        status=response.status,
        headers={},
        fetched_at=clock.now(),
    )


def expiry(file: SiteFile) -> float:
    """Return until when (`time.monotonic`) the file may be used."""
    return time.monotonic() + SECONDS_KEPT - file.age
