"""What a crawl writes, and when: the one way from a running spider to the archive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

from newscrawler import __version__, clock, extract
from newscrawler.archive import (
    absences,
    articles,
    attachments,
    checks,
    crawls,
    events,
    ledger,
    listing_pages,
    listings,
    moves,
    open_archive,
    site_files,
    suspects,
)
from newscrawler.archive.absences import Proof, Verdict
from newscrawler.archive.checks import Check
from newscrawler.archive.listing_pages import ListingPage, Seen
from newscrawler.archive.listings import LastWalk
from newscrawler.archive.moves import Former, Shown
from newscrawler.archive.versions import Cause, Reread
from newscrawler.archive.writer import ArchiveWriter
from newscrawler.crawl import indexing
from newscrawler.crawl.unrecorded import NotRecorded
from newscrawler.items import Capture, Listed

# Left-over work is read in batches: it bounds memory, not speed.
BATCH = 100


class Recording(NotRecorded):
    """One recorded crawl of one room: holds the room's lock and the archive until `close`.

    Opening raises ArchiveError when the archive cannot be used and RoomLockedError when another
    crawl of the room runs. Every method below raises ArchiveError when a write fails, and returns
    only after its COMMIT.
    """

    def __init__(
        self,
        url: str,
        room: str,
        arguments: Mapping[str, str],
        extractor: str = extract.EXTRACTOR_VERSION,
    ) -> None:
        archive = open_archive(url, create=True)
        self.where, self.created, self.room = archive.where, archive.created, room
        self.extractor = extractor
        try:
            self._lock = archive.lock_room(room)
        except BaseException:
            archive.close()
            raise
        versions = {"newscrawler": __version__, "extractor": extractor}
        self.crawl_id = archive.run(
            crawls.begin, room, now=clock.now(), arguments=arguments, versions=versions
        )
        self._last_event, _ = archive.run(events.last)
        self.writer = ArchiveWriter(archive)

    async def last_walk(self, listing: str) -> LastWalk | None:
        """Return the last finished walk of a listing."""
        today = clock.utc().date().isoformat()
        return await self.writer.write(listings.last_walk, self.room, listing, today=today)

    async def doubts_listing(
        self, listing: str, entries: Sequence[Listed], capture: Capture
    ) -> bool:
        """Tell whether a listing is not believed to be the one it was, and keep its page aside."""
        return await self.writer.write(
            listings.doubt, self.room, self.crawl_id, listing, entries, capture, now=clock.now()
        )

    async def keep_walk(self, listing: str, walk: LastWalk) -> None:
        """Store a finished walk."""
        await self.writer.write(listings.keep_walk, self.room, listing, walk, clock.now())

    async def known_page(self, url: str) -> ListingPage | None:
        """Return a listing page as today's extractor last read it."""
        return await self.writer.write(
            listing_pages.known_page, self.room, url, self.extractor, now=clock.now()
        )

    async def note_page(self, page: ListingPage, *, recheck: bool) -> Seen:
        """Enter a listing page in the ledger and say what is to be fetched."""
        return await self.writer.write(
            listing_pages.note_page,
            self.room,
            self.crawl_id,
            page,
            extractor=self.extractor,
            now=clock.now(),
            recheck=recheck,
        )

    async def left_over(self) -> AsyncIterator[list[tuple[int, Listed]]]:
        """Yield, batch by batch, (attempts, entry) of what earlier runs left open and is due."""
        after, due = (-1, 0), clock.now()
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
            checks.due, self.room, now=clock.now(), extractor=self.extractor, limit=limit
        )

    async def beside(self, asked: Collection[str]) -> Listed | None:
        """Return a held article that a listing showed last and that is none of `asked`."""
        return await self.writer.write(checks.beside, self.room, asked)

    async def unlisted(self) -> AsyncIterator[list[Check]]:
        """Yield, batch by batch, held articles that this crawl has not seen listed."""
        after = ""
        while batch := await self.writer.write(
            checks.unlisted,
            self.room,
            self.crawl_id,
            extractor=self.extractor,
            after=after,
            limit=BATCH,
        ):
            after = batch[-1].listed.key
            yield batch

    async def not_modified(self, key: str) -> None:
        """Note that a held article is what it was."""
        await self.writer.write(
            articles.not_modified, self.room, key, crawl_id=self.crawl_id, now=clock.now()
        )

    async def moved_keys(self) -> dict[str, str]:
        """Return the held key of each article by the key under which the site shows it now."""
        return await self.writer.write(moves.keys, self.room)

    async def moved(self, key: str, new_key: str, url: str, shown: Shown) -> bool:
        """Note a permanent redirect; True when it leads to the same article."""
        return await self.writer.write(
            moves.note,
            self.room,
            key,
            new_key,
            url,
            shown,
            crawl_id=self.crawl_id,
            now=clock.now(),
        )

    async def leads(self, listed: Listed, key: str, url: str) -> None:
        """Note that an entry leads to the article `key` at `url`, and is that one's."""
        await self.writer.write(
            moves.lead, self.room, listed, key, url, crawl_id=self.crawl_id, now=clock.now()
        )

    async def respelled(self, key: str, new_key: str, url: str) -> None:
        """Note another spelling of an article's address."""
        await self.writer.write(moves.respell, self.room, key, new_key, url, now=clock.now())

    async def former(self, key: str, shown: Shown, listed: str | None) -> Former | None:
        """Return the held article that one that is not held may be."""
        return await self.writer.write(moves.former, self.room, key, shown, listed)

    async def is_given_up(self, key: str, tries: int) -> bool:
        """Tell whether an entry is gone, or was asked for in vain so many times."""
        return await self.writer.write(ledger.is_given_up, self.room, key, tries)

    async def absent(self, key: str, how: str, capture: Capture | None = None) -> bool:
        """Note that a check missed an article; False when it is not held."""
        return await self.writer.write(
            absences.note, self.room, self.crawl_id, key, how, capture, now=clock.now()
        )

    async def judge(self, proof: Proof, *, listing_read: bool) -> Verdict:
        """Decide what the absences of this run prove."""
        return await self.writer.write(
            absences.judge,
            self.room,
            self.crawl_id,
            proof,
            listing_read=listing_read,
            now=clock.now(),
        )

    async def events(self) -> dict[str, int]:
        """Return how many events of each kind this run made."""
        return await self.writer.write(events.counts, self.crawl_id, after=self._last_event)

    async def site_file(self, url: str) -> tuple[int, bytes, str] | None:
        """Return (status, body, time fetched) of a site's rules as last read."""
        return await self.writer.write(site_files.find, url)

    async def keep_site_file(self, capture: Capture) -> None:
        """Keep a site's rules."""
        await self.writer.write(site_files.keep, capture)

    async def store(
        self,
        fields: Mapping[str, Any],
        capture: Capture | None,
        reread: Reread | None = None,
        cause: Cause | None = None,
        *,
        may_ask: bool = False,
    ) -> tuple[str, int | None]:
        """Store an article with all that belongs to it; see `archive.articles.store`."""
        return await self.writer.write(
            articles.store,
            fields,
            capture,
            extractor=self.extractor,
            crawl_id=self.crawl_id,
            reread=reread,
            cause=cause,
            may_ask=may_ask,
        )

    async def fail(self, key: str, reason: str) -> bool:
        """Note a failed try; True when the article is held."""
        return await self.writer.write(ledger.fail, self.room, self.crawl_id, key, reason)

    async def settle(self, key: str, state: str, reason: str) -> bool:
        """Close an entry as `gone` or `refused`; True when the article is held and stays so."""
        return await self.writer.write(ledger.settle, self.room, self.crawl_id, key, state, reason)

    async def set_aside(self, key: str, capture: Capture | None, reason: str) -> None:
        """Keep a suspect page beside the record."""
        await self.writer.write(
            suspects.set_aside,
            self.room,
            key,
            capture,
            reason=reason,
            crawl_id=self.crawl_id,
            now=clock.now(),
        )

    async def ends_so_always(self, key: str, capture: Capture) -> bool:
        """Tell whether earlier runs saw a page end just so in the middle; keep it aside if not."""
        return await self.writer.write(
            suspects.ends_so_always,
            self.room,
            key,
            capture,
            crawl_id=self.crawl_id,
            now=clock.now(),
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
        """Read documents, index what is new, then close the crawl's row; the archive stays open."""
        if outcome != "aborted":
            await indexing.bring_up_to_date(self.writer, self.crawl_id)
        await self.writer.write(
            crawls.end,
            self.crawl_id,
            room=self.room,
            now=clock.now(),
            outcome=outcome,
            exit_status=exit_status,
            summary=summary,
            counts=counts,
            robots_hash=robots_hash,
        )

    def close(self) -> None:
        """Close the archive and give the room's lock back. A second call does nothing."""
        self.writer.close()
        self._lock.release()
