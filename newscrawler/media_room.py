"""The crawl of one media room, whole: listing → ledger → article → item.

A room is a subclass of literals (see `newscrawler/spiders/README.md`). Order and stopping are
decided here, what becomes of a release in `releases`, what a page says in `extract`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import ClassVar

from scrapy import Request, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.archive.listing_pages import ListingPage, Seen
from newscrawler.archive.listings import LastWalk
from newscrawler.crawl import priorities, responses
from newscrawler.crawl.releases import Releases
from newscrawler.crawl.walk import Walk
from newscrawler.listing_rest import Rest

# How many addresses are tried, one after the other, in search of a listing.
MOST_CANDIDATES = 12


class MediaRoomSpider(Releases):
    """Base of every media room: what its subclass declares (see `Room`), crawled.

    `advice` is what a person is told to do where no declared address is a listing. Raises what
    `Room` raises.
    """

    advice: ClassVar[str] = (
        "look at the site and correct `listings` in the room's file, or use -a base_url"
    )

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
                yield self.article_request(check.listed, priorities.CHECK, check)
        async for batch in self.archive.left_over():
            for attempts, listed in batch:
                if listed.key not in self.asked:
                    # What failed before must not keep the listing from being read.
                    yield self.article_request(
                        listed, priorities.CHECK if attempts else priorities.RELEASE
                    )
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
                if check.listed.key not in self.asked:
                    yield self.article_request(check.listed, priorities.CHECK, check)

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
        walk.last_length, walk.newest, walk.last_total = len(last.order), last.newest, last.total
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
            priority=priorities.LISTING,
            cb_kwargs={"walk": walk, "known": known},
            **responses.conditions(known),
        )

    # ── listing pages ──

    async def parse(
        self,
        response: Response,
        walk: Walk | None = None,
        known: ListingPage | None = None,
        asked: str | None = None,
    ) -> AsyncIterator[Request]:
        """Read a listing page, enter it in the ledger, and follow what is to be fetched.

        `asked` names the page of a form that was sent, whose address is that of others too.

        @room_listing
        """
        walk = walk or Walk(listing=response.url, candidates=[response.url], max_pages=1)
        if response.status == 304 and known is not None:
            page = known
        else:
            page = responses.listing_page(
                response, self.rules, self.addresses, self.section, walk.layout
            )
        said = _said(page)
        # A listing that was one goes on with the periods that it names, or had no news for days.
        goes_on = page.periods or page.window == "days"
        is_empty = not (page.entries or (walk.last_length and goes_on and not page.error))
        if walk.used_url is None and (is_empty or responses.is_front_page(response)):
            walk.tried.append(f"{response.url}: {said}")
            if not self.rules.identity:
                # A script fills in the list; a feed has at least the newest of it.
                walk.guess(self.instead(page.elsewhere), MOST_CANDIDATES)
                walk.sections |= dict.fromkeys(page.sections)
            async for request in self._next_candidate(walk, "not a listing"):
                yield request
        elif page.error:
            # The pager promised a listing page: its end has not been seen.
            walk.stop, walk.detail = "unreachable", f"{response.url}: {said}"
        else:
            walk.used_url = walk.used_url or page.url
            page.url = asked or page.url
            walk.layout = walk.layout.joined(page.layout)
            async for request in self._follow(page, walk, response, asked):
                yield request

    async def note(self, page: ListingPage) -> Seen:
        """Enter a listing page in the ledger."""
        for listed in page.entries:
            listed.key = self.whereabouts.held_key(listed.key)
        seen = await self.archive.note_page(page, recheck=self.recheck)
        self.count("listing/page")
        self.count("listing/new", seen.new)
        self.foreign.update(page.foreign)
        return seen

    def wanted(self, seen: Seen) -> Iterator[Request]:
        """Yield what a listing page gives to do."""
        for listed in seen.work:
            if listed.key in self.asked:
                self.relisted[listed.key] = listed
            elif self.is_wanted(listed):
                yield self.article_request(listed)

    async def _follow(
        self, page: ListingPage, walk: Walk, response: Response, asked: str | None
    ) -> AsyncIterator[Request]:
        if not walk.pages and await self.archive.doubts_listing(
            walk.listing, page.entries, responses.capture(response)
        ):
            walk.stop = "another"
            return
        seen = await self.note(page)
        if page.is_sitemap and not page.entries:
            walk.note_unseen(page.url)
        if asked and all(listed.key in walk.order for listed in page.entries):
            walk.unlinked = f"the form at {response.url} leads back"
        next_url = walk.read(page, seen.gone)
        if walk.stop == "end" and page.window == "newest" and seen.new == len(page.entries):
            walk.note_jump()
        for request in self.wanted(seen):
            yield request
        if next_url and page.postback and next_url == page.next_url:
            yield responses.click(
                response,
                page.postback,
                callback=self.parse,
                errback=self.listing_failed,
                priority=priorities.LISTING,
                cb_kwargs={"walk": walk, "asked": next_url},
            )
        elif next_url:
            yield await self._listing_request(walk, next_url)
        elif walk.stop == "unlinked":
            rest = Rest(self, walk, [*page.elsewhere, *self.site_lists])
            for request in rest.requests():
                yield request
        else:
            await self.keep(walk)

    async def keep(self, walk: Walk) -> None:
        """Store how the walk went, if it saw everything that is listed."""
        is_whole = walk.finished or walk.stop in ("shrunk", "jumped")
        if is_whole and walk.used_url and walk.order:
            short_walks = 0 if walk.to_the_end else walk.short_walks
            last = LastWalk(used_url=walk.used_url, order=list(walk.order), short_walks=short_walks)
            await self.archive.keep_walk(walk.listing, last)

    async def listing_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Try the listing's next candidate, or end its walk with the reason."""
        request = responses.request_of(failure)
        walk: Walk = request.cb_kwargs["walk"]
        is_refusal = responses.kind(failure) in ("blocked", "refused", "postponed")
        reason = "refused" if is_refusal else "unreachable"
        walk.tried.append(f"{request.url}: {responses.words(failure)}")
        if walk.used_url is None:
            async for following in self._next_candidate(walk, reason):
                yield following
        elif request.method == "POST":
            walk.stop, walk.detail = "unlinked", walk.tried[-1]
            for rest in Rest(self, walk, self.site_lists).requests():
                yield rest
        else:
            walk.stop, walk.detail = reason, walk.tried[-1]

    async def _next_candidate(self, walk: Walk, reason: str) -> AsyncIterator[Request]:
        # The most telling reason of all candidates stays: a refusal, then an outage.
        ranking = ("refused", "unreachable", "not a listing")
        if walk.detail is None or not walk.is_guessing:
            walk.detail = min(reason, walk.detail or reason, key=ranking.index)
        walk.note_unseen(walk.candidates[len(walk.tried) - 1])
        remaining = walk.candidates[len(walk.tried) :]
        if remaining:
            yield await self._listing_request(walk, remaining[0])
        else:
            walk.stop, walk.detail = walk.detail, "; ".join(walk.tried)

    @property
    def site_lists(self) -> list[str]:
        """Where sites say what pages they have: robots.txt names sitemaps."""
        return [self.addresses.here(each) for each in ("/robots.txt", "/sitemap.xml")]

    def instead(self, elsewhere: Sequence[str]) -> list[str]:
        """Return what to read instead of a page without a list: what it names."""
        return list(elsewhere)


def _said(page: ListingPage) -> str:
    """Return in words why a page without entries is no listing."""
    if page.error:
        return f"it says “{page.error}”"
    if page.whole_texts:
        return f"{page.whole_texts} releases stand on it in full, without pages of their own"
    return "no article link of this room"
