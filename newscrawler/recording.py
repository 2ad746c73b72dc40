"""What a crawl writes, and when: the one way from a running spider to the archive."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

from newscrawler import __version__, extract, pdf_text
from newscrawler.archive import (
    articles,
    attachment_versions,
    attachments,
    checks,
    crawls,
    ledger,
    listings,
    open_archive,
    site_files,
    suspects,
    twin_index,
)
from newscrawler.archive.checks import Check
from newscrawler.archive.ledger import ListingPage, Seen, rfc3339
from newscrawler.archive.listings import LastWalk
from newscrawler.archive.writer import ArchiveWriter
from newscrawler.items import Capture, Listed

# Left-over work is read in batches: it bounds memory, not speed.
BATCH = 100
# Articles that one transaction indexes, and how long a run's end does so: the next one goes on.
TWINS_BATCH, TWINS_SECONDS = 200, 60.0
# How long a run's end reads documents: the next one goes on.
TEXTS_SECONDS = 120.0


def now() -> str:
    """Return the present as RFC 3339 in UTC, to the second."""
    return rfc3339(datetime.now(UTC))


class NotRecorded:
    """Stands in when nothing is to be written (`scrapy parse`, `shell`, `check`)."""

    async def last_walk(self, listing: str) -> LastWalk | None:
        """Know nothing of earlier walks."""
        return None

    async def keep_walk(self, listing: str, walk: LastWalk) -> None:
        """Keep nothing."""

    async def known_page(self, url: str) -> ListingPage | None:
        """Know no page."""
        return None

    async def note_page(self, page: ListingPage, *, recheck: bool) -> Seen:
        """Hold nothing, so that every entry is work."""
        return Seen(work=list(page.entries), new=len(page.entries), gone=set())

    async def left_over(self) -> AsyncIterator[list[tuple[int, Listed]]]:
        """Yield no batch."""
        nothing: list[list[tuple[int, Listed]]] = []
        for batch in nothing:
            yield batch

    async def due(self, limit: int) -> list[Check]:
        """Hold nothing that could be due."""
        return []

    async def not_modified(self, key: str) -> None:
        """Note nothing."""

    async def site_file(self, url: str) -> tuple[int, bytes, str] | None:
        """Know no file."""
        return None

    async def keep_site_file(self, capture: Capture) -> None:
        """Keep nothing."""

    async def store(
        self, fields: Mapping[str, Any], capture: Capture | None
    ) -> tuple[str, int | None]:
        """Store nothing; every article counts as new and has no revision number."""
        return "new", None

    async def fail(self, key: str, reason: str) -> None:
        """Note nothing."""

    async def settle(self, key: str, state: str, reason: str) -> None:
        """Note nothing."""

    async def set_aside(self, key: str, capture: Capture | None, reason: str) -> None:
        """Keep nothing."""

    def close(self) -> None:
        """Close nothing."""


class Recording(NotRecorded):
    """One recorded crawl of one room: holds the room's lock and the archive until `close`.

    Opening raises ArchiveError when the archive cannot be used and RoomLockedError when another
    crawl of the room runs. Every method below raises ArchiveError when a write fails, and returns
    only after its COMMIT.
    """

    def __init__(self, url: str, room: str, arguments: Mapping[str, str]) -> None:
        archive = open_archive(url, create=True)
        self.where, self.created, self.room = archive.where, archive.created, room
        try:
            self._lock = archive.lock_room(room)
        except BaseException:
            archive.close()
            raise
        versions = {"newscrawler": __version__, "extractor": extract.EXTRACTOR_VERSION}
        self.crawl_id = archive.run(
            crawls.begin, room, now=now(), arguments=arguments, versions=versions
        )
        self.writer = ArchiveWriter(archive)

    async def last_walk(self, listing: str) -> LastWalk | None:
        """Return the last finished walk of a listing."""
        return await self.writer.write(listings.last_walk, self.room, listing)

    async def keep_walk(self, listing: str, walk: LastWalk) -> None:
        """Store a finished walk."""
        await self.writer.write(listings.keep_walk, self.room, listing, walk, now())

    async def known_page(self, url: str) -> ListingPage | None:
        """Return a listing page as today's extractor last read it."""
        return await self.writer.write(ledger.known_page, self.room, url, extract.EXTRACTOR_VERSION)

    async def note_page(self, page: ListingPage, *, recheck: bool) -> Seen:
        """Enter a listing page in the ledger and say what is to be fetched."""
        return await self.writer.write(
            ledger.note_page,
            self.room,
            self.crawl_id,
            page,
            extractor=extract.EXTRACTOR_VERSION,
            now=now(),
            recheck=recheck,
        )

    async def left_over(self) -> AsyncIterator[list[tuple[int, Listed]]]:
        """Yield, batch by batch, (attempts, entry) of what earlier runs left open and is due."""
        after, due = (-1, 0), now()
        while True:
            rows = await self.writer.write(
                ledger.open_work, self.room, now=due, after=after, limit=BATCH
            )
            if rows:
                after = rows[-1][0]
                yield [(attempts, listed) for (attempts, _), listed in rows]
            if len(rows) < BATCH:
                return

    async def due(self, limit: int) -> list[Check]:
        """Return held articles whose time to be looked at again has come."""
        return await self.writer.write(
            checks.due, self.room, now=now(), extractor=extract.EXTRACTOR_VERSION, limit=limit
        )

    async def not_modified(self, key: str) -> None:
        """Note that a held article is what it was."""
        await self.writer.write(checks.not_modified, self.room, key, now=now())

    async def site_file(self, url: str) -> tuple[int, bytes, str] | None:
        """Return (status, body, time fetched) of a site's rules as last read."""
        return await self.writer.write(site_files.find, url)

    async def keep_site_file(self, capture: Capture) -> None:
        """Keep a site's rules."""
        await self.writer.write(site_files.keep, capture)

    async def store(
        self, fields: Mapping[str, Any], capture: Capture | None
    ) -> tuple[str, int | None]:
        """Store an article with all that belongs to it; see `archive.articles.store`."""
        return await self.writer.write(
            articles.store,
            fields,
            capture,
            extractor=extract.EXTRACTOR_VERSION,
            crawl_id=self.crawl_id,
        )

    async def fail(self, key: str, reason: str) -> None:
        """Note a failed try."""
        await self.writer.write(ledger.fail, self.room, self.crawl_id, key, reason)

    async def settle(self, key: str, state: str, reason: str) -> None:
        """Close an entry as `gone` or `refused`."""
        await self.writer.write(ledger.settle, self.room, self.crawl_id, key, state, reason)

    async def set_aside(self, key: str, capture: Capture | None, reason: str) -> None:
        """Keep a suspect page beside the record."""
        await self.writer.write(
            suspects.set_aside,
            self.room,
            key,
            capture,
            reason=reason,
            crawl_id=self.crawl_id,
            now=now(),
        )

    async def states(self) -> dict[str, int]:
        """Return how many ledger entries of the room are in each state."""
        return await self.writer.write(ledger.states, self.room)

    async def gaps(self) -> list[tuple[str, str, str | None]]:
        """Return (key, state, reason) of every listed entry that is not held."""
        return await self.writer.write(ledger.gap_list, self.room)

    async def attachment_gaps(self) -> list[tuple[str, str, str | None]]:
        """Return (address, state, reason) of every linked document that is not held."""
        return await self.writer.write(attachments.gap_list, self.room)

    async def newest_release(self) -> str | None:
        """Return the latest create time held of the room."""
        return await self.writer.write(articles.newest_release, self.room)

    async def end(
        self,
        outcome: str,
        exit_status: int,
        summary: str,
        counts: Mapping[str, Any],
        robots_hash: str | None,
    ) -> None:
        """Read documents, find twins, then close the crawl's row; the archive stays open."""
        if outcome != "aborted":
            await self._read_texts()
            await self._index_twins()
        await self.writer.write(
            crawls.end,
            self.crawl_id,
            room=self.room,
            now=now(),
            outcome=outcome,
            exit_status=exit_status,
            summary=summary,
            counts=counts,
            robots_hash=robots_hash,
        )

    async def _read_texts(self) -> None:
        """Read the texts of documents of any room, each in a process of its own."""
        end, after = time.monotonic() + TEXTS_SECONDS, 0
        while time.monotonic() < end:
            unread = await self.writer.write(attachment_versions.unread, after=after)
            if unread is None:
                return
            after, body = unread
            found = await asyncio.to_thread(pdf_text.read, body)
            await self.writer.write(attachment_versions.keep_text, after, found, now=now())

    async def _index_twins(self) -> None:
        """Index what is new of any room, and what an earlier run left."""
        end = time.monotonic() + TWINS_SECONDS
        while time.monotonic() < end:
            indexed = await self.writer.write(
                twin_index.index, limit=TWINS_BATCH, crawl_id=self.crawl_id, now=now()
            )
            if indexed < TWINS_BATCH:
                return

    def close(self) -> None:
        """Close the archive and give the room's lock back. A second call does nothing."""
        self.writer.close()
        self._lock.release()
