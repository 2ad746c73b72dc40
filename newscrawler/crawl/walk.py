"""Walking one listing: which page is next, and when enough has been read.

No engine and no database here: `media_room` feeds it pages and does what it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from newscrawler.archive.listing_pages import ListingPage
from newscrawler.extract.listings import pager
from newscrawler.extract.listings.layout import NOTHING, Layout

# A release published while the listing is read shifts one page's worth of entries; only a second
# page without anything new means that the pager repeats itself.
REPEATS_ALLOWED = 1

# A listing of fewer may lose half of its entries by a few removals.
MANY = 10

# Reasons after which everything that is listed has been seen.
FINISHED = ("end", "nothing new", "repeats")

REASONS = {
    "end": "the listing ended",
    "nothing new": "nothing changed since the last walk",
    "repeats": "the pager repeats itself",
    "loops": "the pager leads back before the last page",
    "shrunk": "the listing shows less than it did before",
    "jumped": "the feed shows nothing of what it did: releases between may be missing",
    "another": "the listing shows nothing of what it did, and is believed if the next run sees it",
    "unlinked": "the listing goes on where only a script or a form leads",
    "page cap": "as many listing pages were read as NEWSCRAWLER_MAX_PAGES allows",
    "since": "older releases were not asked for",
    "unreachable": "a listing page could not be read",
    "hole": "a listing page showed no release, and those after it did",
    "not a listing": "no declared address is a listing",
    "refused": "the listing may not be fetched",
}


@dataclass(slots=True)
class Walk:
    """One listing being read from its first page."""

    # The listing's name in the archive: its first declared address
    listing: str
    # Addresses in the order to try them, those that nobody declared behind the others
    candidates: list[str]
    max_pages: int
    # YYYY-MM-DD: older releases were not asked for
    since: str | None = None

    # What the last walk left. Its order is empty when this walk must not stop early; above its
    # newest day nothing new is looked for, save where the listing says that it has more than the
    # last total and the new ones.
    last_order: list[str] = field(default_factory=list)
    may_stop_early: bool = False
    last_length: int = 0
    newest: str | None = None
    last_total: int | None = None
    short_walks: int = 0

    # What was read. `order` has the keys, in the order of the listing.
    tried: list[str] = field(default_factory=list)
    used_url: str | None = None
    order: dict[str, None] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    # On which pages the listing goes on, by year or month and by kind
    periods: dict[int, str] = field(default_factory=dict)
    sections: dict[str, None] = field(default_factory=dict)
    # How many entries and pages the listing says it has; 0: it does not say
    total: int = 0
    named: int = 0
    layout: Layout = NOTHING

    # Why it ended (see REASONS), and which page or button is to blame
    stop: str | None = None
    detail: str | None = None
    # What is written on the button of a page that goes on where no address leads
    unlinked: str | None = None
    # A page that leads back although more are named, and one without entries between others
    loop: str | None = None
    hole: str | None = None

    _empty: str | None = None
    _guesses: int = 0
    _is_paged: bool = False
    _new: int = 0
    _most: int = 0
    _repeats: int = 0
    # The month, YYYYMM, of the last dated entry
    _reached: int = 999999
    _latest: str = ""

    def guess(self, addresses: Sequence[str], most: int) -> None:
        """Add candidates that nobody declared, up to `most` candidates in all."""
        new = [each for each in addresses if each not in self.candidates]
        new = new[: max(0, most - len(self.candidates))]
        self.candidates += new
        self._guesses += len(new)

    @property
    def is_guessing(self) -> bool:
        """Whether the last candidate that was tried is one that nobody declared."""
        return len(self.tried) > len(self.candidates) - self._guesses

    def read(self, page: ListingPage, gone: AbstractSet[str] = frozenset()) -> str | None:
        """Take in one page; return the address of the next one, or None and set `stop`.

        `gone` are the keys of entries that are known to lead nowhere.
        """
        url, next_url = page.url, page.next_url
        keys, dates = [each.key for each in page.entries], [each.date for each in page.entries]
        self.pages.add(url)
        self._most = max(self._most, len(keys))
        self.periods |= page.periods
        self.sections |= dict.fromkeys(page.sections)
        self.total, self.named = max(self.total, page.total or 0), max(self.named, page.pages)
        # On the last of several pages that are linked, the button for the next one leads nowhere.
        if page.unlinked and not self.unlinked and not self._is_paged:
            self.unlinked = f"“{page.unlinked}” at {url}"
        fresh = [key for key in keys if key not in self.order]
        self.order.update(dict.fromkeys(fresh))
        self._new += len(set(fresh) - set(self.last_order) - gone)
        months = (int(each[:4] + each[5:7]) for each in reversed(dates) if each)
        self._reached = next(months, self._reached)
        self._latest = max([self._latest, *filter(None, dates)])
        self._is_paged = next_url is not None
        self._note_hole(url, keys, next_url)
        self.stop = self._reason(keys, fresh, next_url, dates, gone)
        is_more_named = self.total > len(self.order) or self.named > len(self.pages)
        if self.stop == "repeats" and next_url in self.pages and is_more_named:
            self.loop = url
        if self.stop in ("end", "repeats") and (next_url := self._next_list()):
            self._repeats = 0
            self.stop = "page cap" if len(self.pages) >= self.max_pages else None
        if self.stop in ("end", "repeats") and self.unlinked:
            self.stop, self.detail = "unlinked", self.unlinked
        if self.stop in FINISHED and self.loop:
            self.stop, self.detail = "loops", self.loop
        if self.stop in FINISHED and self.hole:
            self.stop, self.detail = "hole", self.hole
        is_steady = self.last_length >= MANY and page.window != "days"
        if self.to_the_end and is_steady and self._has_shrunk():
            self.stop, self.detail = "shrunk", f"{len(self.order)} of {self.last_length}"
        return None if self.stop else next_url

    def _has_shrunk(self) -> bool:
        """Tell whether half of what there was is missing, or of several pages half of one.

        Where the pager repeats itself, anything that is missing may be on the pages not shown.
        """
        missing = self.last_length - len(self.order)
        if self.stop == "repeats" and missing > 0:
            return True
        return 2 * missing > self.last_length or (len(self.pages) > 1 and 2 * missing >= self._most)

    def _note_hole(self, url: str, keys: Sequence[str], next_url: str | None) -> None:
        """Note a page without entries among others: what it should have shown is unseen."""
        if keys and self._empty:
            self.hole = self._empty
        is_one = not keys and next_url is not None and not pager.names_month(url)
        self._empty = url if is_one else None

    def note_unseen(self, url: str) -> None:
        """Note that one of a series of sitemaps shows nothing: what it should have is unseen."""
        if url in self.sections:
            self.hole = url

    def note_jump(self) -> None:
        """Note that a feed's only page is all new: what came and went since is unseen."""
        if self.last_length and len(self.pages) == 1:
            self.stop = "jumped"

    def _next_list(self) -> str | None:
        """Return the next page of a period or, after these, the first unread one of a kind."""
        if period := self._next_period():
            return period
        # Another list: what is no entry here may be one there.
        self.layout = NOTHING
        return next((url for url in self.sections if url not in self.pages), None)

    def _next_period(self) -> str | None:
        """Return the newest unread page of a period that the last page has not gone past."""
        ahead = [period for period, url in self.periods.items() if url not in self.pages]
        period = max((each for each in ahead if each <= self._reached), default=None)
        return None if period is None else self.periods[period]

    def _reason(
        self,
        keys: Sequence[str],
        fresh: Sequence[str],
        next_url: str | None,
        dates: Sequence[str | None],
        gone: AbstractSet[str],
    ) -> str | None:
        self._repeats = 0 if fresh else self._repeats + 1
        standing = [key for key in keys if key not in gone]
        # A page that was read already says nothing of those behind it.
        if fresh and self._is_as_before(standing, next_url):
            self._append_rest_after(standing[-1])
            return "nothing new"
        if next_url is None:
            return "end"
        if next_url in self.pages or self._repeats > REPEATS_ALLOWED:
            return "repeats"
        if self.since and dates and all(date is not None and date < self.since for date in dates):
            return "since"
        if len(self.pages) >= self.max_pages:
            return "page cap"
        return None

    def _is_as_before(self, keys: Sequence[str], next_url: str | None) -> bool:
        """Tell whether a page shows what it showed, and what is new would stand above it."""
        if not self.may_stop_early or not is_run_of(keys, self.last_order):
            return False
        goes_on = next_url or self.periods or self.sections or self.unlinked
        if not goes_on and keys[-1] != self.last_order[-1]:
            return False
        if self.last_total and self.total > self.last_total + self._new:
            # One was added further down, under an old day.
            return False
        # Pinned entries, or the oldest first: a new one would stand further down.
        return self.newest is None or self._latest >= self.newest

    def _append_rest_after(self, key: str) -> None:
        rest = self.last_order[self.last_order.index(key) + 1 :]
        self.order.update(dict.fromkeys(rest))

    @property
    def finished(self) -> bool:
        """Whether everything that is listed has been seen."""
        return self.stop in FINISHED

    def rest_is_listed(self, keys: Sequence[str]) -> None:
        """Take in what a list of the whole site has of this listing: its end is seen by that."""
        self.order.update(dict.fromkeys(keys))
        self.stop, self.detail = "end", None

    @property
    def to_the_end(self) -> bool:
        """Whether this walk read every page itself."""
        return self.stop in ("end", "repeats")


def is_run_of(keys: Sequence[str], order: Sequence[str]) -> bool:
    """Whether `keys` stand, in their order and without a gap, somewhere in `order`."""
    if not keys or keys[0] not in order:
        return False
    start = order.index(keys[0])
    return list(order[start : start + len(keys)]) == list(keys)
