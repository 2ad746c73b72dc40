"""Where a held article is now: at its address, under another one, or missed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from newscrawler import extract, reading, urls
from newscrawler.archive import moves
from newscrawler.archive.moves import Former, Shown
from newscrawler.crawl import responses
from newscrawler.items import Capture, Listed

if TYPE_CHECKING:
    from newscrawler.crawl.releases import Releases

OK = 200
# So often an entry waits for the address of an article that it may be.
MOST_TRIES = 2


class Whereabouts:
    """Finds out, for one crawl, which article a page is.

    `moved_keys` has the held key of each article by the key under which the site shows it now.
    """

    def __init__(self, spider: Releases) -> None:
        self.spider = spider
        self.moved_keys: dict[str, str] = {}

    async def learn(self) -> None:
        """Read from the archive what has moved."""
        self.moved_keys = await self.spider.archive.moved_keys()

    def held_key(self, key: str) -> str:
        """Return the key under which the article that the site shows as `key` is held."""
        return self.moved_keys.get(key, key)

    def is_section(self, response: Response) -> bool:
        """Tell whether the site led to a list of articles instead of one."""
        if not responses.is_redirected(response):
            return False
        pages = {page for walk in self.spider.walks for page in (*walk.pages, *walk.candidates)}
        return responses.is_front_page(response) or response.url in pages

    async def identity(
        self, response: Response, listed: Listed, key: str, found: extract.Extracted
    ) -> str | None:
        """Return the key under which a page is to be stored, None when it is read elsewhere.

        `key` is that of the page's address, `listed` the entry that was asked for.
        """
        held = self.held_key(key)
        archive, here = self.spider.archive, urls.canonical(response.url)
        shown = _shown(found)
        if responses.is_permanent(response) and await archive.moved(listed.key, key, here, shown):
            await self.learn()
            return listed.key
        if held != listed.key:
            if not await self.spider.leads_to(listed, held, here, found.title):
                return None
            listed = replace(listed, key=held, url=here)
        return await self._as_former(key, response, listed, shown) if held == key else held

    async def _as_former(
        self, key: str, response: Response, listed: Listed, shown: Shown
    ) -> str | None:
        """Return the key of the article that a page not held is, None when it has to wait."""
        archive, here = self.spider.archive, urls.canonical(response.url)
        former = await archive.former(key, shown, listed.title)
        is_one = former and await self._is_one(former, key, response, listed, shown)
        if former is None or is_one is False:
            return key
        if is_one is None:
            if await archive.is_given_up(listed.key, MOST_TRIES):
                return key
            why = f"{former.url} had its text, and cannot be read now"
            await self.spider.fail(listed.key, "failed", why)
            return None
        if urls.is_spelling(former.url, here):
            await archive.respelled(former.key, key, here)
        else:
            await archive.moved(former.key, key, here, shown)
        await self.learn()
        return self.held_key(key)

    async def _is_one(
        self, former: Former, key: str, received: Response, listed: Listed, shown: Shown
    ) -> bool | None:
        """Tell whether a page is a held article; None where it is unclear.

        So it is when the article's own address is spelled so, leads here, or to nothing, or shows
        the same. What this run has seen listed under both keys is two articles.
        """
        if urls.is_spelling(former.url, urls.canonical(received.url)):
            return True
        if any(former.key in walk.order for walk in self.spider.walks):
            return False
        engine = self.spider.crawler.engine
        assert engine is not None
        unclear = None if former.has_text else False
        try:
            response = await engine.download_async(Request(former.url, callback=NO_CALLBACK))
        except responses.UNANSWERED:
            return unclear
        if responses.is_redirected(response) and self.spider.key_of(response.url) == key:
            return True
        if responses.is_gone(response) or self.is_section(response):
            return former.has_text
        if response.status != OK:
            return unclear
        if response.body == received.body:
            # A document has no text to compare.
            return former.is_called
        page = reading.page_of(responses.capture(response))
        there = extract.article(page, self.spider.rules, listed)
        doubt = extract.doubt(page, there, listed)
        if doubt is not None:
            return former.has_text if responses.says_gone(doubt) else unclear
        return former.is_called and moves.is_same(_shown(there), shown)

    async def miss(self, key: str, how: str, capture: Capture | None = None) -> bool:
        """Note that an article is not at its address; False when it is not held."""
        missed = await self.spider.archive.absent(key, how, capture)
        if missed:
            self.spider.count("article/absent")
        return missed


def _shown(found: extract.Extracted) -> Shown:
    return Shown(found.title, found.body, (found.create_time or "")[:10] or None)
