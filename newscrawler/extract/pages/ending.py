"""Whether a document ends, or stops in the middle."""

from __future__ import annotations

import re
from collections import Counter

ENDS_IN_THE_MIDDLE = "the page ends in the middle"
_OPENS = re.compile(rb"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_CLOSES = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
# The root of a feed or a sitemap
_FEED = re.compile(
    rb"[^<]*(?:<[?!][^>]*>\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex)\b[^>]*(?<!/)>"
)
_CONTAINERS = re.compile(
    rb"<(/?)(div|table|t[dr]|ul|ol|section|article|main|footer|form|select|script|style|a)\b",
    re.IGNORECASE,
)
# Where a document begins and ends, in bytes
_HEAD, _TAIL = 1024, 4096


def ends_in_the_middle(body: bytes) -> bool:
    """Tell whether a page ends in the middle of a word or a tag, or a feed before its end tag.

    Pages that leave out `</body>` and `</html>` end behind another tag, or behind words when
    everything that they have opened is closed.
    """
    if feed := _FEED.match(body[:_TAIL]):
        return b"</" + feed[1] not in body
    return (
        _OPENS.search(body[:_HEAD]) is not None
        and not body.rstrip().endswith(b">")
        and _CLOSES.search(body[-_TAIL:]) is None
        and _CLOSES.search(body) is None
        and not _is_closed(body)
    )


def _is_closed(body: bytes) -> bool:
    """Tell whether all that was opened is closed, the last of it right before the last words."""
    tags = list(_CONTAINERS.finditer(body))
    if not tags or tags[-1][2].lower() == b"a" or tags[-1].start() != body.rfind(b"<"):
        return False
    opened, closed = (
        Counter(tag[2].lower() for tag in tags if tag[1] == slash) for slash in (b"", b"/")
    )
    return b">" in body[tags[-1].start() :] and tags[-1][1] == b"/" and opened == closed
