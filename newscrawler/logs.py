"""What a crawl logs, where Scrapy would log more than helps."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from newscrawler.archive import ArchiveError


class Formatter(LogFormatter):
    """Scrapy's messages; a failure of the archive, which ends the run, is left to its summary."""

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """Return the message for an item that could not be stored."""
        return _quiet(super().item_error(item, exception, response, spider), exception)

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        """Return the message for a page that could not be read."""
        return _quiet(super().spider_error(failure, request, response, spider), failure.value)


def _quiet(said: LogFormatterResult, error: BaseException | None) -> LogFormatterResult:
    if isinstance(error, ArchiveError):
        said["level"] = logging.DEBUG
    return said
