"""Whether an answer came whole: servers and proxies cut bodies and call them complete."""

from __future__ import annotations

import re
import zlib

from scrapy import Request
from scrapy.http import Response

CUT = "cut"
_GZIP_OR_ZLIB = 47
_STEP = 1 << 20
_OPENS = re.compile(rb"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_CLOSES = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
# Where a document begins and ends, in bytes
_HEAD, _TAIL = 1024, 4096


class CutShortError(OSError):
    """The body ends in the middle."""


class WholeMiddleware:
    """Flags packed bodies that end before their stream does, which are unpacked without a word.

    Stands between the network and what unpacks; `BackoffMiddleware` asks for such a page again.
    """

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002  Scrapy's names
        """Return the response, flagged CUT where it is."""
        encoding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        if encoding in (b"gzip", b"x-gzip") and is_cut_stream(response.body):
            response.flags.append(CUT)
        return response


def is_cut_stream(packed: bytes) -> bool:
    """Tell whether a gzip stream (RFC 1952) goes on where `packed` ends; damage is not looked for.

    What it unpacks to is not held: a bomb takes a megabyte.
    """
    stream = zlib.decompressobj(_GZIP_OR_ZLIB)
    rest = packed
    try:
        while rest and not stream.eof:
            stream.decompress(rest, _STEP)
            rest = stream.unconsumed_tail
    except zlib.error:
        return False
    return bool(packed) and not stream.eof


def is_cut(response: Response) -> bool:
    """Tell whether a page ends in the middle: of its packed stream, or of a word or a tag.

    Pages that leave out `</body>` and `</html>` end behind another tag.
    """
    body = response.body
    return CUT in response.flags or (
        response.status == 200
        and _OPENS.search(body[:_HEAD]) is not None
        and not body.rstrip().endswith(b">")
        and _CLOSES.search(body[-_TAIL:]) is None
        and _CLOSES.search(body) is None
    )
