"""Fetching the documents that releases link to: after the pages, and by the same rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler import clock, extract
from newscrawler.archive import attachment_versions, attachments
from newscrawler.archive.attachments import Wanted
from newscrawler.crawl import priorities, responses
from newscrawler.crawl.recording import BATCH, Recording
from newscrawler.file_type import PAGE, file_type
from newscrawler.items import Capture

# Addresses of files that are no text
_BINARY = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|zip|rar|7z)(?:[?#]|$)", re.IGNORECASE)
# A large document may take its time.
SECONDS = 120


class Attachments:
    """The documents of one recorded crawl.

    `here` gives an address of the room at the origin that is crawled. A document that fails is a
    gap of its own; it never touches its article.
    """

    def __init__(
        self, crawler: Crawler, archive: Recording, here: Callable[[str], str], *, recheck: bool
    ) -> None:
        self._crawler, self._archive, self._here = crawler, archive, here
        self._recheck = recheck
        self._most = crawler.settings.getint("NEWSCRAWLER_ATTACHMENT_MB") * 1_000_000
        # Of a request for a document, as its meta
        self.limits = {
            "download_maxsize": self._most,
            "download_warnsize": 0,
            "download_timeout": SECONDS,
        }
        self._asked: set[int] = set()

    async def follow(
        self, key: str, url: str, capture: Capture | None = None, *, is_new: bool = False
    ) -> None:
        """Ask for an article's documents: what is open, and of one held before all for changes.

        `url` is the article's, `capture` what was received there: a document that is itself the
        release is not asked for twice.
        """
        wanted = await self._archive.writer.write(
            attachments.of_article,
            self._archive.room,
            key,
            now=clock.now(),
            again=not is_new,
            refused=self._recheck and not is_new,
        )
        here = attachments.identity(url)
        own = [each for each in wanted if attachments.identity(each.url) == here]
        for each in own:
            if capture is not None:
                await self._store(each, capture)
        engine = self._crawler.engine
        for request in self._requests(each for each in wanted if each not in own):
            # A run that was told to end leaves them to the next one.
            if engine is not None and engine.spider is not None:
                engine.crawl(request)

    async def left_over(self) -> list[Request]:
        """Return requests for a batch of what earlier runs left open."""
        wanted = await self._archive.writer.write(
            attachments.left_over, self._archive.room, now=clock.now(), limit=BATCH
        )
        return list(self._requests(wanted))

    def _requests(self, wanted: Iterable[Wanted]) -> Iterator[Request]:
        for each in wanted:
            if each.id in self._asked:
                continue
            self._asked.add(each.id)
            conditions = responses.conditions(each)
            conditions["meta"] = conditions.get("meta", {}) | self.limits
            yield Request(
                self._here(each.url),
                callback=self.received,
                errback=self.failed,
                priority=priorities.ATTACHMENT,
                cb_kwargs={"wanted": each},
                **conditions,
            )

    async def received(self, response: Response, wanted: Wanted) -> None:
        """Store a document, or note why what came is none."""
        if response.status == 304:
            self._count("unchanged")
            await self._archive.writer.write(attachments.not_modified, wanted.id, now=clock.now())
            return
        if why := _why_none(response.body, wanted.url):
            await self._fail(wanted, why, is_missing=True)
            return
        asked = self._opt_outs(response)
        if asked and self._crawler.settings["NEWSCRAWLER_OPT_OUT"] == "skip":
            await self._refuse(wanted, f"the site asks for {', '.join(asked)}")
            return
        await self._store(wanted, responses.capture(response))

    async def _store(self, wanted: Wanted, capture: Capture) -> None:
        type_ = file_type(capture.body)
        answer = await self._archive.writer.write(
            attachment_versions.store,
            wanted.id,
            capture,
            type_,
            crawl_id=self._archive.crawl_id,
        )
        if answer == "cut":
            await self._fail(wanted, "it ends in the middle", is_missing=False)
        elif answer == "none":
            what = "a picture" if type_.startswith("image/") else "text"
            await self._fail(wanted, f"it is {what} instead of a document", is_missing=True)
        else:
            self._count(answer)

    @staticmethod
    def _opt_outs(response: Response) -> list[str]:
        nothing = extract.Page(b"", response.url, None)
        return responses.opt_outs(response, nothing, reserved=False)

    async def failed(self, failure: Failure) -> None:
        """Note why a document was not fetched."""
        wanted: Wanted = responses.request_of(failure).cb_kwargs["wanted"]
        kind, reason = responses.kind(failure), responses.words(failure)
        if _is_too_large(failure):
            await self._refuse(wanted, f"it is larger than {self._most // 1_000_000} MB")
        elif kind == "refused":
            await self._refuse(wanted, reason)
        elif kind == "postponed":
            self._count("postponed")
        else:
            await self._fail(wanted, reason, is_missing=kind == "gone")

    async def _fail(self, wanted: Wanted, reason: str, *, is_missing: bool) -> None:
        self._count("failed")
        await self._archive.writer.write(
            attachments.fail,
            wanted.id,
            reason,
            is_missing=is_missing,
            crawl_id=self._archive.crawl_id,
        )

    async def _refuse(self, wanted: Wanted, reason: str) -> None:
        self._count("refused")
        await self._archive.writer.write(
            attachments.refuse, wanted.id, reason, crawl_id=self._archive.crawl_id
        )

    def _count(self, event: str) -> None:
        self._crawler.stats.inc_value(f"newscrawler/attachment/{event}")


def _why_none(body: bytes, url: str) -> str | None:
    """Say why what came from the address of a document is none."""
    type_ = file_type(body)
    if not body or type_ == PAGE:
        return "it is a page instead of a document" if body else "it is nothing"
    is_text = type_ in ("text/plain", "application/xml")
    return "it is text instead of a document" if is_text and _BINARY.search(url) else None


def _is_too_large(failure: Any) -> bool:
    # Packed bodies are cut by the middleware that unpacks them, which has no exception for it.
    error = failure.value
    return isinstance(error, DownloadCancelledError) or "exceeded DOWNLOAD_MAXSIZE" in str(error)
