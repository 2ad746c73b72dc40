"""Scrapy's HTTP handler with a limit for what its own limits leave out: the head of an answer."""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.web._newclient import BODY

# Browsers stop at 256 KiB; servers send 8 KiB at the most.
LONGEST_HEAD = 256 * 1024


class _Protocol(_LenientHTTP11ClientProtocol):
    """Ends the connection when status line and headers do not end.

    DOWNLOAD_MAXSIZE counts bodies only, and Twisted's client keeps every header it is sent.
    """

    _head = 0

    def request(self, request: Any) -> Any:
        """Send a request and count anew."""
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  Twisted's name
        """Count what belongs to the head, and pass it on."""
        if self._parser is not None and self._parser.state != BODY:
            self._head += len(data)
            # One reading may hold the end of a head and much of a body.
            if self._head > LONGEST_HEAD + len(data):
                transport: Any = self.transport
                transport.abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802, ARG002  Twisted's names
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class LimitedHandler(HTTP11DownloadHandler):
    """The handler of http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
