"""Where a page that shows no list may have it: in a frame, behind a redirect, in a feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from newscrawler.extract.listings import feeds
from newscrawler.extract.pages.page import Page

# HTML, section 4.2.5.3: seconds, then the address
_REFRESH = re.compile(r"\s*\d+[.\d]*\s*[;,]?\s*(?:url\s*=)?\s*[\"']?([^\"']+)", re.IGNORECASE)
_LOCATION = re.compile(
    r"\blocation(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*[\"']([^\"']{1,2000})[\"']"
)
# A page that does nothing but lead elsewhere is short.
_LONGEST = 5000
_MOST_FRAMES = 5


def named(page: Page) -> list[str]:
    """Return absolute addresses, the likeliest first: where a browser would go, frames, feeds."""
    found = [*_redirects(page), *_frames(page)]
    addresses = filter(None, map(page.address, found))
    return list(dict.fromkeys([*addresses, *feeds.named(page)]))


def _redirects(page: Page) -> Iterator[str]:
    for meta in page.root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            refresh = _REFRESH.match(meta.get("content") or "")
            if refresh:
                yield refresh[1].strip()
    if len(page.text) < _LONGEST:
        yield from _LOCATION.findall(page.text)


def _frames(page: Page) -> Iterator[str]:
    sources = (each.get("src") for each in page.root.iter("frame", "iframe"))
    return islice(filter(None, sources), _MOST_FRAMES)
