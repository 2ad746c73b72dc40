"""The crawl of one media room, whole: listing → ledger → article → item.

A room is a subclass of literals (see `newscrawler/spiders/README.md`). Fetching, order and
stopping are decided here, what a page says in `extract`, what happens to an article in `pipelines`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from scrapy import Request, signals
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newscrawler import answers, extract, reading
from newscrawler.archive.checks import Check
from newscrawler.archive.listing_pages import ListingPage
from newscrawler.archive.listings import LastWalk
from newscrawler.items import Article, Capture, Listed
from newscrawler.room import Room
from newscrawler.walk import Walk
from newscrawler.whereabouts import Whereabouts

# Articles before listing pages: at most one page's worth of requests waits at a time.
LISTING_PRIORITY = -10
# How many addresses are tried, one after the other, in search of a listing.
MOST_CANDIDATES = 12
# What is new comes before what is held already or has failed before.
CHECK_PRIORITY = -20


class MediaRoomSpider(Room):
    """Base of every media room: what its subclass declares (see `Room`), crawled.

    Raises what `Room` raises.
    """

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name, **arguments)
        self.walks: list[Walk] = []
        self.whereabouts = Whereabouts(self)
        self._asked: set[str] = set()

    # ── start ──

    async def start(self) -> AsyncIterator[Request]:
        """Yield the first page of each listing, what earlier runs left open, and what is due."""
        await self.whereabouts.learn()
        for candidates in self.listings:
            walk = await self._open_walk([self.addresses.here(address) for address in candidates])
            self.walks.append(walk)
            yield await self._listing_request(walk, walk.candidates[0])
        if not (self.recheck or self.since):
            for check in await self.archive.due(self.settings.getint("NEWSCRAWLER_RECHECK")):
                yield self._article_request(check.listed, CHECK_PRIORITY, check)
        async for batch in self.archive.left_over():
            for attempts, listed in batch:
                if listed.key not in self._asked:
                    # What failed before must not keep the listing from being read.
                    yield self._article_request(listed, CHECK_PRIORITY if attempts else 0)
            await self.crawler.signals.wait_for(signals.scheduler_empty)
        if self.recheck:
            async for request in self._unlisted():
                yield request
        async for request in self._documents():
            yield request

    async def _unlisted(self) -> AsyncIterator[Request]:
        """Yield, after everything else, the held articles that no listing shows any more."""
        await self.crawler.signals.wait_for(signals.scheduler_empty)
        async for batch in self.archive.unlisted():
            for check in batch:
                if check.listed.key not in self._asked:
                    yield self._article_request(check.listed, CHECK_PRIORITY, check)

    async def _documents(self) -> AsyncIterator[Request]:
        """Yield the documents that earlier runs left open."""
        while self.attachments and (requests := await self.attachments.left_over()):
            for request in requests:
                yield request
            await self.crawler.signals.wait_for(signals.scheduler_empty)

    async def _open_walk(self, candidates: list[str]) -> Walk:
        walk = Walk(
            listing=candidates[0],
            candidates=candidates,
            max_pages=self.settings.getint("NEWSCRAWLER_MAX_PAGES"),
            since=self.since,
        )
        last = await self.archive.last_walk(walk.listing)
        if last is None:
            return walk
        walk.candidates.sort(key=lambda address: address != last.used_url)
        walk.short_walks = last.short_walks + 1
        every = self.settings.getint("NEWSCRAWLER_FULL_EVERY")
        if not (self.full or self.recheck) and walk.short_walks < every:
            walk.last_order, walk.may_stop_early = last.order, True
        return walk

    async def _listing_request(self, walk: Walk, url: str) -> Request:
        known = await self.archive.known_page(url) if walk.may_stop_early else None
        return Request(
            url,
            callback=self.parse,
            errback=self.listing_failed,
            priority=LISTING_PRIORITY,
            cb_kwargs={"walk": walk, "known": known},
            **answers.conditions(known),
        )

    # ── listing pages ──

    async def parse(
        self, response: Response, walk: Walk | None = None, known: ListingPage | None = None
    ) -> AsyncIterator[Request]:
        """Read a listing page, enter it in the ledger, and follow what is to be fetched.

        @room_listing
        """
        walk = walk or Walk(listing=response.url, candidates=[response.url], max_pages=1)
        if response.status == 304 and known is not None:
            page = known
        else:
            page = answers.listing_page(response, self.rules, self.addresses, self.section)
        said = f"it says “{page.error}”" if page.error else "no article link of this room"
        if walk.used_url is None and (not page.entries or answers.is_front_page(response)):
            walk.tried.append(f"{response.url}: {said}")
            if not self.rules.identity:
                # A script fills in the list; a feed has at least the newest of it.
                others = self.instead(page.feeds)
                new = [each for each in others if each not in walk.candidates]
                walk.candidates += new[: max(0, MOST_CANDIDATES - len(walk.candidates))]
            async for request in self._next_candidate(walk, "not a listing"):
                yield request
        elif page.error:
            # The pager promised a listing page: its end has not been seen.
            walk.stop, walk.detail = "unreachable", f"{response.url}: {said}"
        else:
            walk.used_url = walk.used_url or page.url
            async for request in self._follow(page, walk):
                yield request

    async def _follow(self, page: ListingPage, walk: Walk) -> AsyncIterator[Request]:
        for listed in page.entries:
            listed.key = self.whereabouts.held_key(listed.key)
        seen = await self.archive.note_page(page, recheck=self.recheck)
        self.count("listing/page")
        self.count("listing/new", seen.new)
        next_url = walk.read(
            page.url,
            [listed.key for listed in page.entries],
            page.next_url,
            dates=[listed.date for listed in page.entries],
            years=page.years,
            gone=seen.gone,
        )
        for listed in seen.work:
            if listed.key not in self._asked and self._is_wanted(listed):
                yield self._article_request(listed)
        if next_url:
            yield await self._listing_request(walk, next_url)
        elif walk.finished and walk.used_url:
            short_walks = 0 if walk.to_the_end else walk.short_walks
            last = LastWalk(used_url=walk.used_url, order=list(walk.order), short_walks=short_walks)
            await self.archive.keep_walk(walk.listing, last)

    async def listing_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Try the listing's next candidate, or end its walk with the reason."""
        request = answers.request_of(failure)
        walk: Walk = request.cb_kwargs["walk"]
        is_refusal = answers.kind(failure) in ("blocked", "refused", "postponed")
        reason = "refused" if is_refusal else "unreachable"
        walk.tried.append(f"{request.url}: {answers.words(failure)}")
        if walk.used_url is None:
            async for following in self._next_candidate(walk, reason):
                yield following
        else:
            walk.stop, walk.detail = reason, walk.tried[-1]

    async def _next_candidate(self, walk: Walk, reason: str) -> AsyncIterator[Request]:
        # The most telling reason of all candidates stays: a refusal, then an outage.
        ranking = ("refused", "unreachable", "not a listing")
        walk.detail = min(reason, walk.detail or reason, key=ranking.index)
        remaining = walk.candidates[len(walk.tried) :]
        if remaining:
            yield await self._listing_request(walk, remaining[0])
        else:
            walk.stop, walk.detail = walk.detail, "; ".join(walk.tried)

    def instead(self, feeds: Sequence[str]) -> list[str]:
        """Return what to read instead of a page without a list: the feeds that it names."""
        return list(feeds)

    # ── articles ──

    def _article_request(
        self, listed: Listed, priority: int = 0, check: Check | None = None
    ) -> Request:
        self._asked.add(listed.key)
        return Request(
            listed.url,
            callback=self.parse_article,
            errback=self.article_failed,
            priority=priority,
            cb_kwargs={"listed": listed},
            **answers.conditions(check),
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
                await self.attachments.follow(listed.key)
            return None
        key = self.key_of(response.url)
        listed = listed or Listed(url=response.url, key=key or "")
        capture = answers.capture(response, listed)
        if key is None or self.whereabouts.is_section(response):
            await self._miss(listed.key, f"leads to {response.url}", capture)
            return None
        if not isinstance(response, TextResponse):
            kind = answers.header(response, "Content-Type") or "no content type"
            await self._settle(listed.key, "refused", f"not a page: {kind}")
            return None
        page = reading.page_of(capture)
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
        first = key not in self._asked
        self._asked.add(key)
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

    def _is_wanted(self, listed: Listed) -> bool:
        return not (self.since and listed.date and listed.date < self.since)

    def count(self, event: str, number: int = 1) -> None:
        """Add to the statistic `newscrawler/<event>`."""
        self.crawler.stats.inc_value(f"newscrawler/{event}", number)
