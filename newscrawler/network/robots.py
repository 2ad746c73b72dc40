"""robots.txt by RFC 9309: what it forbids is not asked for, and without an answer nothing is."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import math
import time
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object

from newscrawler.network import failures, site_files

logger = logging.getLogger(__name__)

# A longer delay would stretch a run over days; more is told and not obeyed.
LONGEST_DELAY = 60.0


class Forbidden(IgnoreRequest):
    """The site's rules forbid this address."""


class RulesUnreachable(IgnoreRequest):
    """The site's rules could not be read, which forbids everything (RFC 9309, section 2.3.1.4)."""


class Rules:
    """What one origin allows: by its parsed text, by none (all), or by a failure (nothing).

    `expires` (`time.monotonic`) is when the site has to be asked again.
    """

    def __init__(
        self,
        parser: RobotParser | None = None,
        failure: str | None = None,
        expires: float = math.inf,
    ) -> None:
        self.parser = parser
        self.failure = failure
        self.expires = expires

    def check(self, url: str, agent: str) -> None:
        """Raise Forbidden or RulesUnreachable unless `url` may be fetched."""
        if self.failure is not None:
            raise RulesUnreachable(f"robots.txt could not be read: {self.failure}")
        if self.parser is not None and not self.parser.allowed(url, agent):
            raise Forbidden("forbidden by robots.txt")


class RobotsMiddleware:
    """Asks each origin for its rules once a day, before anything else, and keeps to them.

    In place of Scrapy's RobotsTxtMiddleware, to which an unreachable robots.txt is a permission
    and the body of an error page a set of rules. A `Crawl-delay` above the room's own delay is
    obeyed up to LONGEST_DELAY seconds.
    The statistic `newscrawler/robots/sha256` is the hash (hex) of the rules last read.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._parser = load_object(settings["ROBOTSTXT_PARSER"])
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from a crawler, as Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise Forbidden or RulesUnreachable; its errback is told."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        reading = self._rules.get(origin)
        if reading is None or (reading.done() and reading.result().expires < time.monotonic()):
            reading = self._rules[origin] = asyncio.ensure_future(self._read(origin))
        rules = reading.result() if reading.done() else await asyncio.shield(reading)
        rules.check(request.url, self.agent)

    async def _read(self, origin: str) -> Rules:
        url = f"{origin}/robots.txt"
        try:
            file = await site_files.read(self.crawler, url, {"dont_obey_robotstxt": True})
        except Exception as error:  # noqa: BLE001  whatever went wrong, there is no permission
            return Rules(failure=failures.words(error))
        if not 200 <= file.status < 300:
            return Rules(expires=site_files.expiry(file))
        parser: RobotParser = build_from_crawler(self._parser, self.crawler, file.body)
        digest = hashlib.sha256(file.body).hexdigest()
        self.crawler.stats.set_value("newscrawler/robots/sha256", digest)
        self._slow_down(Request(url), parser.crawl_delay(self.agent))
        return Rules(parser, expires=site_files.expiry(file))

    def _slow_down(self, request: Request, delay: float | None) -> None:
        if delay is None:
            return
        if delay > LONGEST_DELAY:
            logger.warning(
                "%s asks for %.0f seconds between requests; %.0f are kept",
                request.url,
                delay,
                LONGEST_DELAY,
            )
            delay = LONGEST_DELAY
        engine = self.crawler.engine
        assert engine is not None
        slot = engine.downloader.get_slot_key(request)
        own = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        kept = engine.downloader.per_slot_settings.setdefault(slot, {})
        kept["delay"] = max(own, delay)
        if slot in engine.downloader.slots:
            engine.downloader.slots[slot].delay = kept["delay"]
