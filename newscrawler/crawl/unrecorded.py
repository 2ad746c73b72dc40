"""What stands in for the record when nothing is to be written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

from newscrawler.archive.checks import Check
from newscrawler.archive.listing_pages import ListingPage, Seen
from newscrawler.archive.listings import LastWalk
from newscrawler.archive.moves import Former, Shown
from newscrawler.archive.versions import Cause, Reread
from newscrawler.items import Capture, Listed


class NotRecorded:
    """Stands in when nothing is to be written (`scrapy parse`, `shell`, `check`)."""

    async def last_walk(self, listing: str) -> LastWalk | None:
        """Know nothing of earlier walks."""
        return None

    async def doubts_listing(
        self, listing: str, entries: Sequence[Listed], capture: Capture
    ) -> bool:
        """Know of no earlier one."""
        return False

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

    async def beside(self, asked: Collection[str]) -> Listed | None:
        """Hold nothing that could be looked at."""
        return None

    async def unlisted(self) -> AsyncIterator[list[Check]]:
        """Yield no batch."""
        nothing: list[list[Check]] = []
        for batch in nothing:
            yield batch

    async def moved_keys(self) -> dict[str, str]:
        """Know of no move."""
        return {}

    async def moved(self, key: str, new_key: str, url: str, shown: Shown) -> bool:
        """Hold nothing that could have moved."""
        return False

    async def respelled(self, key: str, new_key: str, url: str) -> None:
        """Note nothing."""

    async def leads(self, listed: Listed, key: str, url: str) -> None:
        """Note nothing."""

    async def former(self, key: str, shown: Shown, listed: str | None) -> Former | None:
        """Hold no text."""
        return None

    async def is_given_up(self, key: str, tries: int) -> bool:
        """Know of no try."""
        return False

    async def absent(self, key: str, how: str, capture: Capture | None = None) -> bool:
        """Hold nothing that could be missed."""
        return False

    async def not_modified(self, key: str) -> None:
        """Note nothing."""

    async def site_file(self, url: str) -> tuple[int, bytes, str] | None:
        """Know no file."""
        return None

    async def keep_site_file(self, capture: Capture) -> None:
        """Keep nothing."""

    async def store(
        self,
        fields: Mapping[str, Any],
        capture: Capture | None,
        reread: Reread | None = None,
        cause: Cause | None = None,
        *,
        may_ask: bool = False,
    ) -> tuple[str, int | None]:
        """Store nothing; every article counts as new and has no revision number."""
        return "new", None

    async def fail(self, key: str, reason: str) -> bool:
        """Hold nothing that could fail."""
        return False

    async def settle(self, key: str, state: str, reason: str) -> bool:
        """Hold nothing that could stay so."""
        return False

    async def set_aside(self, key: str, capture: Capture | None, reason: str) -> None:
        """Keep nothing."""

    async def ends_so_always(self, key: str, capture: Capture) -> bool:
        """Know of no earlier run."""
        return False

    def close(self) -> None:
        """Close nothing."""
