"""A release that its site cuts into several pages: their bytes together, as one capture.

The capture is a sequence of what was received, in order: for each page three header fields, an
empty line, the bytes, and a line break (as the parts of RFC 2046 are, with a length in place of a
boundary). It has the address of the first page. What changes at every request, such as dates and
cookies, is left out, so that the same pages are the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newscrawler.items import Capture

MEDIA_TYPE = "application/vnd.newscrawler.pages"
_HEAD = re.compile(
    rb"Content-Location: ([^\r\n]*)\r\nContent-Type: ([^\r\n]*)\r\n"
    rb"Content-Length: (\d{1,12})\r\n\r\n"
)


def pack(pages: Sequence[Capture]) -> Capture:
    """Return the pages of one release, in their order, as one capture."""
    body = b"".join(
        f"Content-Location: {each.url}\r\nContent-Type: {each.content_type or ''}\r\n"
        f"Content-Length: {len(each.body)}\r\n\r\n".encode("utf-8", "replace")
        + each.body
        + b"\r\n"
        for each in pages
    )
    return replace(pages[0], body=body, headers={"Content-Type": MEDIA_TYPE})


def unpack(capture: Capture) -> list[Capture]:
    """Return the pages of a release; of any other capture, and of a broken one, itself."""
    if capture.content_type != MEDIA_TYPE:
        return [capture]
    pages, at = [], 0
    while head := _HEAD.match(capture.body, at):
        url, kind, length = (each.decode("utf-8", "replace") for each in head.groups())
        at = head.end() + int(length)
        headers = {"Content-Type": kind} if kind else {}
        body = capture.body[head.end() : at]
        pages.append(replace(capture, url=url, body=body, headers=headers))
        at += len(b"\r\n")
    if not pages or at != len(capture.body):
        return [capture]
    # Who serves such a file must not choose what address it is of.
    return [replace(pages[0], url=capture.url), *pages[1:]]
