"""The releases of a room: asked for, read into items, and entered in the ledger when they fail."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newscrawler import extract, reading
from newscrawler.archive.checks import Check
from newscrawler.archive.moves import is_called
from newscrawler.crawl import priorities, responses
from newscrawler.crawl.room import Room
from newscrawler.crawl.walk import Walk
from newscrawler.crawl.whereabouts import Whereabouts
from newscrawler.items import Article, Capture, Listed
from newscrawler.multipart import pack
from newscrawler.urls import is_document

# What leads elsewhere or says that it is none at so many further tries is gone.
MOST_TRIES = 3
# An article on more pages is none, but a pager that never ends.
MOST_PARTS = 30


class Parts(NamedTuple):
    """The pages of one article that were read so far; `response` is that of the first."""

    response: Response
    listed: Listed
    captures: list[Capture]


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
        # Addresses of entries that lead to other sites
        self.foreign: set[str] = set()
        # Entries that a listing shows otherwise than when they were asked for
        self.relisted: dict[str, Listed] = {}

    def article_request(
        self, listed: Listed, priority: int = priorities.RELEASE, check: Check | None = None
    ) -> Request:
        """Return the request for an entry's page, conditional where it was checked before."""
        self.asked.add(listed.key)
        conditions = responses.conditions(check)
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
    ) -> Article | Request | None:
        """Read an article page into an item, or ask for its next one where there are several.

        @room_article
        """
        listed = self.relisted.get(listed.key, listed) if listed else None
        if response.status == 304 and listed is not None:
            self.count("article/not_modified")
            await self.archive.not_modified(listed.key)
            if self.attachments:
                await self.attachments.follow(listed.key, listed.url)
            return None
        key = self.key_of(response.url)
        listed = listed or Listed(url=response.url, key=key or "")
        capture = responses.capture(response, listed)
        if key is None or self.whereabouts.is_section(response):
            await self._miss(listed.key, f"leads to {response.url}", capture)
            return None
        page = reading.page_of(capture)
        if not page.is_file and not isinstance(response, TextResponse):
            kind = responses.header(response, "Content-Type") or "no content type"
            await self._settle(listed.key, "refused", f"not a page: {kind}")
            return None
        found = extract.article(page, self.rules, listed)
        if await self._is_doubtful(page, found, listed, capture, response):
            return None
        following = extract.following(page, page.url)
        # What is listed is an article of its own, however it is called.
        if following and self.key_of(following[0]) not in self.asked:
            return self._part_request(Parts(response, listed, [capture]), following)
        return await self._read(response, listed, page, found, capture)

    async def _read(
        self,
        response: Response,
        listed: Listed,
        page: extract.Page,
        found: extract.Extracted,
        capture: Capture,
    ) -> Article | None:
        """Return the item of a page, or of several that are one article."""
        key = self.key_of(response.url) or listed.key
        held_key = await self.whereabouts.identity(response, listed, key, found)
        if held_key is None:
            return None
        if self.key_of(response.url) == held_key != listed.key:
            # Where the entry led elsewhere, the page is asked for by its own address from then on.
            capture.listed = replace(listed, key=held_key, url=response.url)
        article = reading.article(self, page, found, capture, held_key)
        return article if await self._may_be_kept(article, response, page) else None

    async def _is_doubtful(
        self,
        page: extract.Page,
        found: extract.Extracted,
        listed: Listed,
        capture: Capture,
        response: Response,
    ) -> bool:
        doubt = extract.doubt(page, found, listed)
        leads = False
        if doubt is None and (doubt := extract.unlike(page, found, listed)):
            leads = responses.is_redirected(response) and self.key_of(response.url) != listed.key
        if doubt is None:
            return False
        if leads:
            doubt = f"leads to {response.url}"
        aside = self._miss if leads or responses.says_gone(doubt) else self._set_aside
        await aside(listed.key, doubt, capture)
        return True

    # ── articles on several pages ──

    def _part_request(self, parts: Parts, following: tuple[str, int]) -> Request:
        url, number = following
        return Request(
            self.addresses.here(url),
            callback=self.parse_part,
            errback=self.part_failed,
            priority=priorities.PART,
            cb_kwargs={"parts": parts, "number": number},
        )

    async def parse_part(
        self, response: Response, parts: Parts, number: int
    ) -> Article | Request | None:
        """Take in another page of an article; after the last one read all of them as one."""
        listed, first = parts.listed, parts.captures[0]
        capture = responses.capture(response, listed)
        page = reading.page_of(capture)
        found = extract.article(page, self.rules, listed)
        doubt = extract.doubt(page, found, listed)
        if doubt or not found.body:
            await self._fail_part(listed, f"{response.url}: {doubt or 'no text'}")
            return None
        whole = reading.page_of(first)
        text = extract.article(whole, self.rules, listed)
        if found.body == text.body:
            # The numbers are those of comments or of a list beside the article.
            return await self._read(parts.response, listed, whole, text, first)
        parts.captures.append(capture)
        following = extract.following(page, first.url, number)
        if following and len(parts.captures) == MOST_PARTS:
            await self._fail_part(listed, f"more than {MOST_PARTS} pages")
            return None
        if following:
            return self._part_request(parts, following)
        packed = pack(parts.captures)
        whole = reading.page_of(packed)
        text = extract.article(whole, self.rules, listed)
        return await self._read(parts.response, listed, whole, text, packed)

    async def part_failed(self, failure: Failure) -> None:
        """Leave an article as it was of which one page cannot be had."""
        request = responses.request_of(failure)
        await self._fail_part(
            request.cb_kwargs["parts"].listed, f"{request.url}: {responses.words(failure)}"
        )

    async def _fail_part(self, listed: Listed, reason: str) -> None:
        await self.fail(listed.key, "failed", f"a page of it is missing: {reason}")

    async def fail(self, key: str, kind: str, reason: str) -> None:
        """Note that an entry could not be read and is to be asked for again; `kind` is counted."""
        self.count(f"article/{kind}")
        if await self.archive.fail(key, reason):
            self.count("article/unchecked")

    async def _may_be_kept(self, article: Article, response: Response, page: extract.Page) -> bool:
        """Note what the site asks of those who keep its pages; False when it is obeyed by rest."""
        reserved = self.tdmrep is not None and await self.tdmrep.reserves(response.url)
        article.opt_outs = responses.opt_outs(response, page, reserved=reserved)
        if article.opt_outs and self.settings["NEWSCRAWLER_OPT_OUT"] == "skip":
            asked = ", ".join(article.opt_outs)
            await self._settle(article.key, "refused", f"the site asks for {asked}")
            return False
        return True

    async def ask_again(self, listed: Listed, *, beside_another: bool) -> None:
        """Ask for a release once more, and before it for another one that a listing shows."""
        engine = self.crawler.engine
        assert engine is not None
        other = await self.archive.beside(self.asked | {listed.key}) if beside_another else None
        if other is not None:
            engine.crawl(self.article_request(other, priorities.BESIDE))
        engine.crawl(self.article_request(listed, priorities.AGAIN))

    async def leads_to(self, listed: Listed, key: str, url: str, title: str | None) -> bool:
        """Note that an entry leads to another article; True when that one is still to be read.

        Where that has the title that is listed, the entry is its own: a counter of clicks.
        """
        how = f"leads to {key}"
        if await self.whereabouts.miss(listed.key, how):
            pass
        elif listed.title and title and is_called(listed.title, title):
            await self.archive.leads(listed, key, url)
        else:
            await self._settle(listed.key, "gone", how)
        first = key not in self.asked
        self.asked.add(key)
        return first

    async def article_failed(self, failure: Failure) -> Article | Request | None:
        """Bring a failed article request to its state in the ledger.

        A page that has ended in the middle in earlier runs too is read as it is.
        """
        request = responses.request_of(failure)
        listed: Listed = request.cb_kwargs["listed"]
        half = responses.cut(failure)
        if half and await self.archive.ends_so_always(listed.key, responses.capture(half, listed)):
            return await self.parse_article(half, listed)
        await self._note_failure(failure, listed)
        return None

    async def _note_failure(self, failure: Failure, listed: Listed) -> None:
        kind, reason = responses.kind(failure), responses.words(failure)
        if kind == "gone" and await self.whereabouts.miss(listed.key, reason):
            return
        if kind in ("refused", "gone"):
            await self._settle(listed.key, kind, reason)
            return
        if kind == "postponed":
            self.count("article/postponed")
        else:
            await self.fail(listed.key, kind, reason)

    async def _settle(self, key: str, state: str, reason: str) -> None:
        self.count(f"article/{state}")
        if await self.archive.settle(key, state, reason):
            self.count("article/unchecked")

    async def _miss(self, key: str, reason: str, capture: Capture) -> None:
        if await self.whereabouts.miss(key, reason, capture):
            return
        if await self.archive.is_given_up(key, MOST_TRIES):
            await self._settle(key, "gone", reason)
        else:
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
