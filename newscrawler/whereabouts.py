"""Where a held article is now: at its address, under another one, or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from newscrawler import answers, extract, urls
from newscrawler.items import Capture, Listed

if TYPE_CHECKING:
    from newscrawler.releases import Releases


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
        if not answers.is_redirected(response):
            return False
        pages = {page for walk in self.spider.walks for page in (*walk.pages, *walk.candidates)}
        return answers.is_front_page(response) or response.url in pages

    async def identity(
        self, response: Response, listed: Listed, key: str, found: extract.Extracted
    ) -> str | None:
        """Return the key under which a page is to be stored, None when it is read elsewhere.

        `key` is that of the page's address, `listed` the entry that was asked for.
        """
        held = self.held_key(key)
        archive, here = self.spider.archive, urls.canonical(response.url)
        if answers.is_permanent(response) and await archive.moved(
            listed.key, key, here, found.title, found.body
        ):
            await self.learn()
            return listed.key
        if held != listed.key:
            return held if await self.spider.leads_to(listed, held) else None
        former = await archive.former(key, found.body) if held == key else None
        if former is None:
            return held
        if urls.is_spelling(former[1], here):
            await archive.respelled(former[0], key, here)
            await self.learn()
            return self.held_key(key)
        if not await self._leads_here(former[1], key):
            return held
        await archive.moved(former[0], key, here, found.title, found.body)
        await self.learn()
        return self.held_key(key)

    async def _leads_here(self, url: str, key: str) -> bool:
        """Ask a held article's address whether it leads to the page with `key` for good."""
        engine = self.spider.crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(Request(url, callback=NO_CALLBACK))
        except (IgnoreRequest, OSError):
            return False
        return answers.is_permanent(response) and self.spider.key_of(response.url) == key

    async def miss(self, key: str, how: str, capture: Capture | None = None) -> bool:
        """Note that an article is not at its address; False when it is not held."""
        missed = await self.spider.archive.absent(key, how, capture)
        if missed:
            self.spider.count("article/absent")
        return missed
