"""Stepping back when a site asks for it or is in trouble: what is not fetched now is so later."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from newscrawler import clock
from newscrawler.network.whole import CUT, CutShortError, is_cut

# Longer or more frequent pauses cost a later run, not this one.
LONGEST_PAUSE = 60.0
MOST_PAUSES = 3
# So many requests in a row without an answer that helps, and the site is left alone.
FAILURES_IN_A_ROW = 10
# Retries of a run: a few, and a share of what it asked for.
FREE_RETRIES, SHARE_OF_RETRIES = 10, 0.2
# Between two looks at whether the run is to end.
_STEP = 0.5
_ASKING_TO_WAIT = (429, 503)
_REFUSING = (401, 403, 429)


class HostClosed(IgnoreRequest):
    """The site is left alone for the rest of this run; nothing is known of the address itself."""


@dataclass(slots=True)
class _Host:
    paused_until: float = 0
    pauses: int = 0
    failures: int = 0
    closed: str | None = None

    def pause(self, seconds: float) -> None:
        self.paused_until = max(self.paused_until, _time() + seconds)


class BackoffMiddleware(RetryMiddleware):
    """Scrapy's retries, with waiting: what `Retry-After` says, else exponentially with jitter.

    A site that asks for more than LONGEST_PAUSE seconds or for more than MOST_PAUSES pauses, or
    that fails or refuses FAILURES_IN_A_ROW requests, is closed for this run. The statistic
    `newscrawler/host/closed` says why.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._seconds = settings.getfloat("NEWSCRAWLER_RETRY_SECONDS")
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._requests = self._retries = 0

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked, or raise HostClosed."""
        host = self._host(request)
        self._requests += 1
        await self._wait_until(host.paused_until)
        if host.closed is not None:
            raise HostClosed(host.closed)

    async def _wait_until(self, moment: float) -> None:
        # There is no event for the end of a crawl that has begun.
        while self.crawler.crawling and (remaining := moment - _time()) > 0:  # noqa: ASYNC110  the end of a crawl wakes nobody
            await asyncio.sleep(min(remaining, _STEP))

    def process_response(  # type: ignore[override]  # a decorator of Scrapy hides the signature
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the response, or the request once more; note what the host asks for.

        Raises CutShortError for a page that ends in the middle again and again.
        """
        host = self._host(request)
        if is_cut(response):
            return self._again(request, response)
        if response.status in _ASKING_TO_WAIT:
            self._pause(host, response)
        result: Request | Response = super().process_response(request, response)
        if isinstance(result, Response):
            is_trouble = response.status in self.retry_http_codes or response.status in _REFUSING
            self._count(host, f"HTTP {response.status}" if is_trouble else None)
        return result

    def _again(self, request: Request, response: Response) -> Request:
        response.request = request
        error = CutShortError(None if CUT in response.flags else response)
        again = self._retry(request, error)
        # Not counted against the host, of which every page may end so.
        if again is None:
            raise error
        return again

    def process_exception(  # type: ignore[override]  # a decorator of Scrapy hides the signature
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Return the request once more, or None when it failed for good."""
        result: Request | Response | None = super().process_exception(request, exception)
        if result is None and isinstance(exception, self.exceptions_to_retry):
            self._count(self._host(request), str(exception).rstrip(".") or type(exception).__name__)
        return result

    def _retry(self, request: Request, reason: Any) -> Request | None:
        host = self._host(request)
        allowed = FREE_RETRIES + SHARE_OF_RETRIES * self._requests
        if host.closed is not None or self._retries >= allowed:
            return None
        again = super()._retry(request, reason)
        if again is not None:
            self._retries += 1
            # The whole host gets the rest, by a share of chance: crawlers must not come together.
            wait = self._seconds * 2 ** (again.meta["retry_times"] - 1)
            host.pause(wait * random.uniform(0.5, 1.5))  # noqa: S311
        return again

    def _pause(self, host: _Host, response: Response) -> None:
        asked = seconds_asked(response.headers.get("Retry-After"))
        if asked is None:
            return
        host.pauses += 1
        if asked > LONGEST_PAUSE:
            self._close(host, f"HTTP {response.status}: the site asks to wait {asked:.0f} seconds")
        elif host.pauses > MOST_PAUSES:
            self._close(host, f"HTTP {response.status}: the site asked to wait {host.pauses} times")
        else:
            host.pause(asked)

    def _count(self, host: _Host, trouble: str | None) -> None:
        host.failures = 0 if trouble is None else host.failures + 1
        if host.failures >= FAILURES_IN_A_ROW:
            self._close(host, f"{host.failures} requests in a row failed, the last with {trouble}")

    def _close(self, host: _Host, why: str) -> None:
        if host.closed is None:
            host.closed = f"{why}; the next run goes on"
            self.crawler.stats.set_value("newscrawler/host/closed", host.closed)

    def _host(self, request: Request) -> _Host:
        return self._hosts[urlparse_cached(request).netloc.lower()]


def seconds_asked(header: bytes | None) -> float | None:
    """Return for how many seconds `Retry-After` asks (RFC 9110, section 10.2.3), None for none."""
    value = (header or b"").decode("latin-1").strip()
    if value.isascii() and value.isdecimal():
        # Longer numbers are as good as for ever.
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - clock.utc()).total_seconds())


def _time() -> float:
    return asyncio.get_running_loop().time()
