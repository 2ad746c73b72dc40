"""How a run ends: its outcome, its exit status, its row in the archive, one line for a person."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler import clock
from newscrawler.archive import ArchiveError
from newscrawler.archive.absences import Proof, Verdict
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.console.terminal import LiveLine
from newscrawler.crawl import responses, summary
from newscrawler.crawl.recording import Recording
from newscrawler.crawl.walk import REASONS, Walk
from newscrawler.items import FIELDS
from newscrawler.media_room import MediaRoomSpider

# Scrapy's reasons to end early that need words
CLOSED = {"memusage_exceeded": "the process came to its memory limit (MEMUSAGE_LIMIT_MB)"}
# Why the site, and not the operator, lets a release not be fetched
NOT_OURS = ("forbidden by robots.txt", "not on an origin of this room")
# What a run brought about, beside what it stored
TOLD = ("withdrawn", "moved", "restored", "template")
STORED = ("new", "revised", "unchanged")
# Fewer answers than this say nothing about the site as a whole.
FEW = 3
LIVE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: the name in the archive, the exit status, and why in words."""

    name: str
    exit_status: int
    why: str = ""


def judge(
    reason: str,
    walks: Sequence[Walk],
    counts: Mapping[str, int],
    states: Mapping[str, int],
    closed: str | None = None,
    advice: str = "",
) -> Outcome:
    """Decide a run's outcome.

    `reason` is Scrapy's finish reason, `counts` the run's own counts, `states` the room's ledger
    after it, `closed` why the site was left alone before the end, `advice` what to do where no
    listing was found. Only a run whose every walk finished, and that leaves nothing open, is
    complete.
    """
    if reason == "shutdown":
        why = "interrupted; the next run goes on"
        return Outcome("aborted", EXIT_STATUS["interrupted"], why)
    if reason == "start_error":
        return Outcome("failed", EXIT_STATUS["start-up error"], "the spider could not start")
    if reason in CLOSED:
        return Outcome("partial", EXIT_STATUS["partial"], CLOSED[reason])
    unread = [walk for walk in walks if walk.used_url is None]
    if unread or not walks:
        return _without_listing(unread, advice)
    stored = counts["new"] + counts["revised"] + counts["unchanged"]
    for name in ("blocked", "suspect"):
        if counts[name] >= FEW and counts[name] > stored:
            why = f"{counts[name]} of {counts[name] + stored} pages were {name}"
            return Outcome(name, EXIT_STATUS[name], why)
    if counts["outage"] >= FEW:
        why = f"{counts['outage']} held articles were not found, taken for an outage of the site"
        return Outcome("suspect", EXIT_STATUS["suspect"], why)
    if not states.get("held") and counts["forbidden"] >= FEW:
        why = f"{counts['forbidden']} listed releases may not be fetched, and none is held"
        return Outcome("blocked", EXIT_STATUS["blocked"], why)
    return _complete_or_partial(reason, walks, states, closed)


def _without_listing(unread: Sequence[Walk], advice: str) -> Outcome:
    stop = next((walk.stop for walk in unread if walk.stop), "unreachable")
    why = REASONS[stop] + "".join(f" ({walk.detail})" for walk in unread if walk.detail)
    if stop == "refused":
        return Outcome("blocked", EXIT_STATUS["blocked"], why)
    if stop == "not a listing":
        why += f"; {advice}"
    return Outcome("failed", EXIT_STATUS["listing"], why)


def _complete_or_partial(
    reason: str, walks: Sequence[Walk], states: Mapping[str, int], closed: str | None
) -> Outcome:
    causes = [] if reason == "finished" else [f"the crawl was closed: {reason}"]
    causes += [closed] if closed else []
    for walk in walks:
        if not walk.finished:
            stop = REASONS[walk.stop or "unreachable"]
            causes.append(f"{stop} ({walk.detail})" if walk.detail else stop)
    if states.get("pending", 0) + states.get("failed", 0):
        causes.append("some listed releases are not held")
    if causes:
        return Outcome("partial", EXIT_STATUS["partial"], "; ".join(causes))
    return Outcome("complete", EXIT_STATUS["complete"])


class Monitor:
    """Watches one recorded crawl of a media room and writes down how it ended.

    `outcome` is None until then, and stays None for a crawl that is not recorded.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.outcome: Outcome | None = None
        self.summary = ""
        self.newest_release: str | None = None
        self._line = LiveLine(sys.stderr)
        self._apart: timedelta | None = None
        self._started = 0.0
        self._ticking: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from a crawler and listen to its signals."""
        monitor = cls(crawler)
        connect = crawler.signals.connect
        connect(monitor.spider_opened, signals.spider_opened)
        connect(monitor.received, signals.response_received)
        connect(monitor.went_wrong, signals.item_error)
        connect(monitor.went_wrong, signals.spider_error)
        connect(monitor.spider_closed, signals.spider_closed)
        return monitor

    def spider_opened(self, spider: Spider) -> None:
        """Start the live line."""
        if isinstance(getattr(spider, "archive", None), Recording) and self._line.shown:
            self._started = asyncio.get_running_loop().time()
            self._tick()

    def _tick(self) -> None:
        stats = self.crawler.stats
        articles = sum(stats.get_value(f"newscrawler/store/{answer}", 0) for answer in STORED)
        waiting = stats.get_value("scheduler/enqueued", 0) - stats.get_value(
            "scheduler/dequeued", 0
        )
        seconds = asyncio.get_running_loop().time() - self._started
        self._line.show(
            f"{stats.get_value('newscrawler/listing/page', 0)} listing pages, {articles} articles, "
            f"{waiting} waiting, {articles / seconds if seconds else 0:.1f} a second"
        )
        self._ticking = asyncio.get_running_loop().call_later(LIVE_SECONDS, self._tick)

    def received(self, response: Response) -> None:
        """Compare the clocks; the nearest answer counts, for a cache may keep older ones."""
        found = clock.apart(responses.header(response, "Date"), responses.header(response, "Age"))
        if found is not None and (self._apart is None or abs(found) < abs(self._apart)):
            self._apart = found

    def went_wrong(self, failure: Failure) -> None:
        """End the crawl when the archive failed: what is fetched after that would be lost."""
        if isinstance(failure.value, ArchiveError) and self._closing is None:
            self._closing = asyncio.ensure_future(self._close())

    async def _close(self) -> None:
        engine = self.crawler.engine
        assert engine is not None
        slot = engine.scraper.slot
        # Scrapy would wait for ever for an item that came from `start` and is still on its way.
        while slot is not None and slot.itemproc_size:  # noqa: ASYNC110  there is no event for it
            await asyncio.sleep(0.01)
        await engine.close_spider_async(reason="storage")

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Judge the run, write its row, give back archive and lock."""
        if self._ticking is not None:
            self._ticking.cancel()
        self._line.clear()
        archive = getattr(spider, "archive", None)
        if not isinstance(spider, MediaRoomSpider) or not isinstance(archive, Recording):
            return
        try:
            await self._end(spider, archive, reason)
        except ArchiveError as error:
            self.outcome = Outcome("failed", EXIT_STATUS["storage"], str(error))
            kept = "what was stored is kept, and the next run goes on"
            self.summary = f"{spider.name}: failed. {error}; {kept}"
        archive.close()

    async def _end(self, spider: MediaRoomSpider, archive: Recording, reason: str) -> None:
        verdict = await self._judge_absences(spider, archive, reason)
        states = await archive.states()
        gaps, missing = await archive.gaps(), await archive.attachment_gaps()
        self.newest_release = await archive.newest_release()
        value = self.crawler.stats.get_value
        counts = self._counts()
        counts["absent"] = verdict.missed
        counts["outage"] = 0 if verdict.counts else verdict.missed
        counts["forbidden"] = sum((reason or "").startswith(NOT_OURS) for _, _, reason in gaps)
        closed = value("newscrawler/host/closed")
        outcome = judge(reason, spider.walks, counts, states, closed, spider.advice)
        happened = await archive.events()
        report = {
            **counts,
            "why": outcome.why,
            **{name: happened.get(name, 0) for name in TOLD},
            "states": states,
            "coverage": self._coverage(),
            "requests": value("downloader/request_count", 0),
            "walks": _walks(spider),
        }
        told = [
            summary.of_run(spider.name, outcome.name, report, gaps),
            summary.attachments(report, missing),
            summary.alone(states, spider.advice),
            summary.foreign(spider.foreign),
            f"archive: {archive.where}{' (new)' if archive.created else ''}",
            "" if spider.seen_live else summary.NOT_SEEN_LIVE,
            summary.clocks(self._apart),
            "" if self.crawler.settings["NEWSCRAWLER_CONTACT"] else summary.NO_CONTACT,
        ]
        self.outcome, self.summary = outcome, "\n".join(filter(None, told))
        robots_hash = value("newscrawler/robots/sha256")
        await archive.end(outcome.name, outcome.exit_status, self.summary, report, robots_hash)

    async def _judge_absences(
        self, spider: MediaRoomSpider, archive: Recording, reason: str
    ) -> Verdict:
        settings = self.crawler.settings
        proof = Proof(
            settings.getint("NEWSCRAWLER_WITHDRAWN_CHECKS"),
            settings.getfloat("NEWSCRAWLER_WITHDRAWN_DAYS"),
        )
        is_read = bool(spider.walks) and all(walk.order for walk in spider.walks)
        return await archive.judge(proof, listing_read=is_read and reason == "finished")

    def _counts(self) -> dict[str, int]:
        value = self.crawler.stats.get_value
        counts = {name: value(f"newscrawler/store/{name}", 0) for name in STORED}
        counts["unchanged"] += value("newscrawler/article/not_modified", 0)
        for name in ("suspect", "failed", "refused", "gone", "blocked", "postponed", "unchecked"):
            counts[name] = value(f"newscrawler/article/{name}", 0)
        for name in ("new", "changed", "unchanged"):
            counts[f"attachments_{name}"] = value(f"newscrawler/attachment/{name}", 0)
        counts["pages"] = value("newscrawler/listing/page", 0)
        counts["found"] = value("newscrawler/listing/new", 0)
        return counts

    def _coverage(self) -> dict[str, float]:
        value = self.crawler.stats.get_value
        read = sum(value(f"newscrawler/store/{name}", 0) for name in STORED)
        if not read:
            return {}
        missing = {name: value(f"newscrawler/missing/{name}", 0) for name in FIELDS}
        return {name: round(1 - number / read, 4) for name, number in missing.items()}


def _walks(spider: MediaRoomSpider) -> list[dict[str, Any]]:
    """Return how each listing was read, as the record and the summary tell it."""
    return [
        {
            "listing": walk.used_url or walk.listing,
            # What a page names, or its site, is a candidate after those declared
            "instead": walk.used_url in walk.candidates[len(declared) :],
            "pages": len(walk.pages),
            "stop": walk.stop,
            "finished": walk.finished,
            "listed": len(walk.order),
            "total": walk.total or None,
            "tried": walk.tried,
        }
        for walk, declared in zip(spider.walks, spider.listings, strict=False)
    ]
