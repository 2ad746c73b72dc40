"""Where a held article is now: at its address, under another one, or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from newscrawler import answers, extract, reading, urls
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
        day = (found.create_time or "")[:10] or None
        former = await archive.former(key, found.title, found.body, day) if held == key else None
        if former is None:
            return held
        if urls.is_spelling(former[1], here):
            await archive.respelled(former[0], key, here)
        elif await self._is_there_no_more(former, key):
            await archive.moved(former[0], key, here, found.title, found.body)
        else:
            return held
        await self.learn()
        return self.held_key(key)

    async def _is_there_no_more(self, former: tuple[str, str], key: str) -> bool:
        """Ask whether a held article's address leads to the page with `key`, or to nothing now.

        `former` is (key, address). What this run has seen listed under both keys is two articles.
        """
        if any(former[0] in walk.order for walk in self.spider.walks):
            return False
        engine = self.spider.crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(Request(former[1], callback=NO_CALLBACK))
        except (IgnoreRequest, OSError):
            return False
        if answers.is_gone(response) or self.is_section(response):
            return True
        if answers.is_redirected(response) and self.spider.key_of(response.url) == key:
            return True
        page = reading.page_of(answers.capture(response))
        doubt = extract.doubt(page, extract.article(page, self.spider.rules))
        return doubt is not None and answers.says_gone(doubt)

    async def miss(self, key: str, how: str, capture: Capture | None = None) -> bool:
        """Note that an article is not at its address; False when it is not held."""
        missed = await self.spider.archive.absent(key, how, capture)
        if missed:
            self.spider.count("article/absent")
        return missed
