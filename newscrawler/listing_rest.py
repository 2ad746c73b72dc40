"""The rest of a listing that goes on where no address leads: what a sitemap has of it.

A page with a "load more" that only a script answers shows the newest releases. A sitemap names the
others, among all pages of the site: those with an address like the releases' are taken.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.archive.listing_pages import ListingPage
from newscrawler.crawl import priorities, responses
from newscrawler.crawl.walk import Walk
from newscrawler.items import Listed

if TYPE_CHECKING:
    from newscrawler.media_room import MediaRoomSpider

# How many addresses are tried, those that an index of sitemaps names among them
MOST_CANDIDATES = 6
# The share of what the listing itself showed that a sitemap must have to be believed whole
ENOUGH = 0.5
_NUMBER = re.compile(r"\d+")


class Rest:
    """Reads `candidates`, one after the other, until one has all of the listing that `walk` read.

    Each is a feed, a sitemap, an index of them or a robots.txt. Of a feed the entries are taken,
    but no feed is believed to be whole.
    """

    def __init__(self, spider: MediaRoomSpider, walk: Walk, candidates: Sequence[str]) -> None:
        self._spider = spider
        self._walk = walk
        self._candidates = list(dict.fromkeys(candidates))
        self._next = 0
        self._shapes = {shape(key) for key in walk.order} - {None}

    def requests(self) -> Iterator[Request]:
        """Yield the request of the next candidate, if there is one."""
        if self._next < min(len(self._candidates), MOST_CANDIDATES):
            url = self._candidates[self._next]
            self._next += 1
            yield Request(
                url,
                self.read,
                errback=self.failed,
                priority=priorities.LISTING,
                dont_filter=True,
            )

    async def read(self, response: Response) -> AsyncIterator[Request]:
        """Take what a candidate has of the listing; go on to the next where that is not all."""
        spider, walk = self._spider, self._walk
        page = responses.listing_page(response, spider.rules, spider.addresses, spider.section)
        rest = [each for each in page.entries if self._is_of_listing(each)]
        known = walk.order.keys() & {each.key for each in rest}
        if known:
            async for request in self._take(replace(page, entries=rest)):
                yield request
        if page.is_sitemap and known and len(known) >= ENOUGH * len(walk.order):
            walk.rest_is_listed([each.key for each in rest])
            await spider.keep(walk)
            return
        self._candidates += [each for each in page.elsewhere if each not in self._candidates]
        for request in self.requests():
            yield request

    async def _take(self, page: ListingPage) -> AsyncIterator[Request]:
        for request in self._spider.wanted(await self._spider.note(page)):
            yield request

    async def failed(self, _: Failure) -> AsyncIterator[Request]:
        """Go on to the next candidate: most sites have only one of them."""
        for request in self.requests():
            yield request

    def _is_of_listing(self, entry: Listed) -> bool:
        is_declared = self._spider.rules.identity is not None
        return is_declared or shape(entry.key) in self._shapes


def shape(key: str) -> str | None:
    """Return what addresses of one kind have in common, None when that tells nothing.

    >>> shape("/news/2024/05/fair-opens.html"), shape("/about")
    ('/news/0/0/.html', None)
    """
    path = urlsplit(key).path
    folder, _, name = path.rpartition("/")
    if not folder.strip("/"):
        return None
    _, dot, suffix = name.rpartition(".")
    return _NUMBER.sub("0", folder) + "/" + (dot + suffix if dot else "")
