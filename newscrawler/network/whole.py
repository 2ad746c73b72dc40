"""Whether an answer came whole: servers and proxies cut bodies and call them complete."""

from __future__ import annotations

import zlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawler.extract.pages.ending import ENDS_IN_THE_MIDDLE, ends_in_the_middle

CUT = "cut"
_GZIP_OR_ZLIB = 47
# The first bytes of a gzip stream (RFC 1952, section 2.3.1)
_MAGIC = b"\x1f\x8b"
_STEP = 1 << 20


class CutShortError(OSError):
    """The body ends in the middle; `response` is the last one that did, if it can be read."""

    def __init__(self, response: Response | None = None) -> None:
        super().__init__(ENDS_IN_THE_MIDDLE)
        self.response = response


class WholeMiddleware:
    """Flags packed bodies that end before their stream does, which are unpacked without a word.

    A page that is packed and not declared so, or the other way round, is declared as it is. Stands
    between the network and what unpacks; `BackoffMiddleware` asks for a page again that is cut.
    """

    def __init__(self, most: int) -> None:
        self._most = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from a crawler, as Scrapy asks."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, flagged CUT where it is."""
        encoding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        is_packed = response.body.startswith(_MAGIC)
        is_page = (response.headers.get("Content-Type") or b"").lower().startswith(b"text/html")
        if is_packed and is_page and not encoding:
            response.headers["Content-Encoding"] = encoding = b"gzip"
        elif encoding in (b"gzip", b"x-gzip") and response.body and not is_packed:
            del response.headers["Content-Encoding"]
            encoding = b""
        most = request.meta.get("download_maxsize", self._most)
        if encoding in (b"gzip", b"x-gzip") and is_cut_stream(response.body, most):
            response.flags.append(CUT)
        return response


def is_cut_stream(packed: bytes, most: int) -> bool:
    """Tell whether a gzip stream (RFC 1952) goes on where `packed` ends; damage is not looked for.

    What it unpacks to is not held. After `most` bytes of it (0: no limit) the answer is no: what
    unpacks it refuses it there, and 8 MB of a bomb are as many gigabytes.
    """
    stream = zlib.decompressobj(_GZIP_OR_ZLIB)
    rest, unpacked = packed, 0
    try:
        while rest and not stream.eof:
            unpacked += len(stream.decompress(rest, _STEP))
            if unpacked > most > 0:
                return False
            rest = stream.unconsumed_tail
    except zlib.error:
        return False
    return bool(packed) and not stream.eof


def is_cut(response: Response) -> bool:
    """Tell whether a page ends in the middle: of its packed stream, or of a word or a tag."""
    return CUT in response.flags or (response.status == 200 and ends_in_the_middle(response.body))
