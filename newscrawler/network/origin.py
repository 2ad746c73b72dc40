"""Only the room's own origins are fetched, on every hop, redirects included."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from newscrawler import urls


class ForeignOrigin(IgnoreRequest):
    """The address is not on an origin of the room."""


class OriginMiddleware:
    """Refuses requests to a host and port that the spider's `origins` does not name.

    In place of Scrapy's OffsiteMiddleware, which accepts every port and every subdomain and drops
    a redirect without telling the errback. Spiders without `origins` are left alone.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from a crawler, as Scrapy asks."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass or raise ForeignOrigin, which ends in its errback."""
        origins = getattr(self.crawler.spider, "origins", None)
        if origins is None:
            return
        try:
            allowed = urls.origin(request.url) in origins
        except ValueError:
            allowed = False
        if not allowed:
            self.crawler.stats.inc_value("newscrawler/origin/refused")
            raise ForeignOrigin(f"not on an origin of this room: {request.url}")
