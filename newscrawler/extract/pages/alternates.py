"""The translations that a page names: `link rel="alternate" hreflang` (RFC 8288, WHATWG HTML)."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

# Such links stand in the head. No part of an expression may read on without an end.
_HEAD = 200_000
_LINK = re.compile(rb"<link\b[^<>]{0,2000}", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(rel|hreflang|href)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)


def alternates(body: bytes, url: str) -> list[str]:
    """Return the addresses of a page's translations, itself left out, in order.

    `url` is the page's own address. Works on bytes: addresses and names are ASCII in any charset
    that pages have.
    """
    if b"hreflang" not in body[:_HEAD].lower():
        return []
    found: dict[str, None] = {}
    for match in _LINK.finditer(body[:_HEAD]):
        values = {
            name.lower(): unescape(next(filter(None, given), ""))
            for name, *given in _ATTRIBUTE.findall(match[0].decode("utf-8", "replace"))
        }
        tag = values.get("hreflang", "x-default").lower()
        if "alternate" in values.get("rel", "").lower().split() and tag != "x-default":
            try:
                found[urljoin(url, values.get("href", "").strip())] = None
            except ValueError:
                continue
    return [each for each in found if each != url]
