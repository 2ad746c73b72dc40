"""The releases of a room: asked for, read into items, and entered in the ledger when they fail."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newscrawler import answers, extract, reading
from newscrawler.archive.checks import Check
from newscrawler.extract.body import is_document
from newscrawler.items import Article, Capture, Listed
from newscrawler.room import Room
from newscrawler.walk import Walk
from newscrawler.whereabouts import Whereabouts


class Releases(Room):
    """A room whose releases are fetched.

    `asked` are the keys of those that this crawl asked for, `walks` the listings that it reads.
    What happens to an article that was read is decided in `pipelines`. Raises what `Room` raises.
    """

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name, **arguments)
        self.walks: list[Walk] = []
        self.whereabouts = Whereabouts(self)
        self.asked: set[str] = set()

    def article_request(
        self, listed: Listed, priority: int = 0, check: Check | None = None
    ) -> Request:
        """Return the request for an entry's page, conditional where it was checked before."""
        self.asked.add(listed.key)
        conditions = answers.conditions(check)
        if self.attachments and is_document(listed.url):
            conditions["meta"] = conditions.get("meta", {}) | self.attachments.limits
        return Request(
            listed.url,
            callback=self.parse_article,
            errback=self.article_failed,
            priority=priority,
            cb_kwargs={"listed": listed},
            **conditions,
        )

    async def parse_article(
        self, response: Response, listed: Listed | None = None
    ) -> Article | None:
        """Read an article page into an item.

        @room_article
        """
        if response.status == 304 and listed is not None:
            self.count("article/not_modified")
            await self.archive.not_modified(listed.key)
            if self.attachments:
                await self.attachments.follow(listed.key, listed.url)
            return None
        key = self.key_of(response.url)
        listed = listed or Listed(url=response.url, key=key or "")
        capture = answers.capture(response, listed)
        if key is None or self.whereabouts.is_section(response):
            await self._miss(listed.key, f"leads to {response.url}", capture)
            return None
        page = reading.page_of(capture)
        if not page.is_file and not isinstance(response, TextResponse):
            kind = answers.header(response, "Content-Type") or "no content type"
            await self._settle(listed.key, "refused", f"not a page: {kind}")
            return None
        found = extract.article(page, self.rules, listed)
        doubt = extract.doubt(page, found, listed)
        if doubt:
            aside = self._miss if answers.says_gone(doubt) else self._set_aside
            await aside(listed.key, doubt, capture)
            return None
        held_key = await self.whereabouts.identity(response, listed, key, found)
        if held_key is None:
            return None
        article = reading.article(self, page, found, capture, held_key)
        return article if await self._may_be_kept(article, response, page) else None

    async def _may_be_kept(self, article: Article, response: Response, page: extract.Page) -> bool:
        """Note what the site asks of those who keep its pages; False when it is obeyed by rest."""
        reserved = self.tdmrep is not None and await self.tdmrep.reserves(response.url)
        article.opt_outs = answers.opt_outs(response, page, reserved=reserved)
        if article.opt_outs and self.settings["NEWSCRAWLER_OPT_OUT"] == "skip":
            asked = ", ".join(article.opt_outs)
            await self._settle(article.key, "refused", f"the site asks for {asked}")
            return False
        return True

    async def leads_to(self, listed: Listed, key: str) -> bool:
        """Note that an entry leads to another article; True when that one is still to be read."""
        how = f"leads to {key}"
        if not await self.whereabouts.miss(listed.key, how):
            await self._settle(listed.key, "gone", how)
        first = key not in self.asked
        self.asked.add(key)
        return first

    async def article_failed(self, failure: Failure) -> None:
        """Bring a failed article request to its state in the ledger."""
        request = answers.request_of(failure)
        listed: Listed = request.cb_kwargs["listed"]
        kind, reason = answers.kind(failure), answers.words(failure)
        if kind == "gone" and await self.whereabouts.miss(listed.key, reason):
            return
        if kind in ("refused", "gone"):
            await self._settle(listed.key, kind, reason)
            return
        self.count(f"article/{kind}")
        if kind != "postponed":
            await self.archive.fail(listed.key, reason)

    async def _settle(self, key: str, state: str, reason: str) -> None:
        self.count(f"article/{state}")
        await self.archive.settle(key, state, reason)

    async def _miss(self, key: str, reason: str, capture: Capture) -> None:
        if not await self.whereabouts.miss(key, reason, capture):
            await self._set_aside(key, reason, capture)

    async def _set_aside(self, key: str, reason: str, capture: Capture) -> None:
        self.count("article/suspect")
        await self.archive.set_aside(key, capture, reason)

    def is_wanted(self, listed: Listed) -> bool:
        """Tell whether an entry is not older than what was asked for."""
        return not (self.since and listed.date and listed.date < self.since)

    def count(self, event: str, number: int = 1) -> None:
        """Add to the statistic `newscrawler/<event>`."""
        self.crawler.stats.inc_value(f"newscrawler/{event}", number)
