"""What a media room is, from one address: its listing, a few releases, and what they show."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler import clock, extract
from newscrawler.console.terminal import styled
from newscrawler.crawl import responses
from newscrawler.extract.evidence import is_file
from newscrawler.extract.listings import feeds
from newscrawler.extract.listings.layout import NOTHING
from newscrawler.items import FIELDS, Listed
from newscrawler.media_room import MOST_CANDIDATES
from newscrawler.unknown_room import UnknownRoomSpider

# Enough to see how the pager goes on, and whether each field is found on every release.
LISTING_PAGES, SAMPLES = 3, 5
_CUT = 60


@dataclass(slots=True)
class Seen:
    """One page as it was served, and what was read of it."""

    url: str
    body: bytes
    content_type: str | None
    page: extract.Page


@dataclass(slots=True)
class Discovery:
    """What was found at `url`: listing pages, sample releases with what was read of them.

    `empty` are pages that list nothing, read before the first that does; `rules` is robots.txt.
    """

    url: str
    rules: Seen | None = None
    empty: list[tuple[Seen, extract.Listing]] = field(default_factory=list)
    listings: list[tuple[Seen, extract.Listing]] = field(default_factory=list)
    samples: list[tuple[Seen, Listed, extract.Extracted]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def entries(self) -> list[Listed]:
        """The entries of all listing pages read, each once."""
        by_key = {entry.key: entry for _, found in self.listings for entry in found.entries}
        return list(by_key.values())


class DiscoverSpider(Spider):
    """Fetches a listing, the pages after it and a few releases, as politely as a crawl."""

    name = "discover"

    def __init__(self, url: str) -> None:
        super().__init__()
        self.like = UnknownRoomSpider(url=url)
        self.room = Discovery(url)
        # What may be the listing, in the order to try; the first is tried already.
        self._candidates = [url]
        self._tried = 0

    @property
    def origins(self) -> Collection[tuple[str, int]]:
        """The hosts and ports that may be asked (see `network.origin`)."""
        return self.like.origins

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the listing, and for what the site says of itself."""
        yield self._listing_request(self.room.url)
        rules = self.like.addresses.here("/robots.txt")
        yield Request(rules, self.read_rules, errback=self.tell, dont_filter=True)

    def read_rules(self, response: Response) -> None:
        """Keep the site's rules: they name its sitemaps."""
        self.room.rules = _seen(response)

    def _listing_request(self, url: str) -> Request:
        # robots.txt is read for its rules too.
        return Request(url, self.read_listing, errback=self.tell, dont_filter=True)

    def read_listing(self, response: Response) -> Iterator[Request]:
        """Read a listing page; follow the next one, or the samples when enough are read.

        Where it lists nothing, what may list the same is read instead.
        """
        seen = _seen(response, clock.today(None))
        layout = self.room.listings[-1][1].layout if self.room.listings else NOTHING
        found = extract.listing(seen.page, self.like.rules, self.like.addresses.is_ours, layout)
        found.entries = responses.within(found, self.like.section)
        if not found.entries and not self.room.entries:
            self.room.empty.append((seen, found))
            yield from self._instead(found.elsewhere)
            return
        self.room.listings.append((seen, found))
        if found.entries and len(self.room.listings) < LISTING_PAGES:
            yield from self._following(response, found)
        if len(self.room.listings) == 1:
            for listed in _spread(found.entries, SAMPLES):
                yield Request(
                    listed.url,
                    callback=self.read_sample,
                    errback=self.tell,
                    cb_kwargs={"listed": listed},
                )

    def _following(self, response: Response, found: extract.Listing) -> Iterator[Request]:
        if found.next_url and self.like.addresses.is_ours(found.next_url):
            yield self._listing_request(found.next_url)
        elif found.postback:
            yield responses.click(
                response,
                found.postback,
                callback=self.read_listing,
                errback=self.tell,
                dont_filter=True,
            )

    def _instead(self, elsewhere: list[str]) -> Iterator[Request]:
        ours = filter(self.like.addresses.is_ours, self.like.instead(elsewhere))
        new = [each for each in ours if each not in self._candidates]
        self._candidates += new[: max(0, MOST_CANDIDATES - len(self._candidates))]
        self._tried += 1
        if self._tried < len(self._candidates):
            yield self._listing_request(self._candidates[self._tried])

    def read_sample(self, response: Response, listed: Listed) -> None:
        """Read a release as a crawl would."""
        seen = _seen(response)
        found = extract.article(seen.page, self.like.rules, listed)
        self.room.samples.append((seen, listed, found))

    def tell(self, failure: Failure) -> Iterator[Request]:
        """Keep the reason why a page is missing; go on to the next that may be the listing."""
        request = responses.request_of(failure)
        if request.callback == self.read_rules:
            return
        self.room.failed.append(f"{request.url}: {responses.words(failure)}")
        if request.callback == self.read_listing and not self.room.listings:
            yield from self._instead([])


def _seen(response: Response, day: date | None = None) -> Seen:
    page = responses.page(response, day)
    return Seen(response.url, response.body, responses.header(response, "Content-Type"), page)


def _spread(entries: list[Listed], number: int) -> list[Listed]:
    """Return at most `number` entries from the first to the last, evenly."""
    if len(entries) <= number:
        return entries
    step = (len(entries) - 1) / (number - 1)
    return [entries[round(place * step)] for place in range(number)]


# ── in words ──


def describe(room: Discovery) -> str:
    """Return what was understood, line by line."""
    if not room.entries:
        return _nothing(room)
    parts = [_of_listing(room), _of_fields(room), _of_samples(room)]
    if room.failed:
        parts.append(f"not read      {each}" for each in room.failed)
    return "\n\n".join("\n".join(part) for part in parts)


def _nothing(room: Discovery) -> str:
    unread = [each for each in room.failed if each.startswith(f"{room.url}: ")]
    if unread or not room.empty:
        return f"{[*unread, *room.failed][0]}\nDoes the address open in a browser?"
    said = f"{room.url}: no list of releases was found; {_what(*room.empty[0])}."
    others = [seen.url for seen, _ in room.empty[1:]]
    if others:
        said += f"\nNor was one in {', '.join(others)}."
    return f"{said}\nTry the address of the list itself, of its second page, of a feed or sitemap."


def _what(seen: Seen, found: extract.Listing) -> str:
    """Say what a page is that lists nothing."""
    if found.error:
        return f"it says “{found.error}”"
    read = extract.article(seen.page)
    if is_file(read.evidence):
        return "it is a file"
    doubt = extract.doubt(seen.page, read)
    if doubt:
        return doubt
    if read.title and read.create_time and read.body:
        return "it reads as a single release"
    return "it may be filled in by a script, which is not run"


def _of_listing(room: Discovery) -> Iterator[str]:
    first, found = room.listings[0]
    days = sorted(entry.date for entry in room.entries if entry.date)
    how = found.evidence["entries"]["how"]
    yield _line("listing", f"{len(found.entries)} releases on the first page, found as {how}")
    if room.empty:
        shows = f"the page itself shows no list; {_what(*room.empty[0])}"
        yield _line("", f"at {first.url}: {shows}")
    last = room.listings[-1][1]
    more = "and more" if last.next_url or last.postback else "the last was reached"
    # On the last of several pages the buttons of the pager lead nowhere.
    if last.unlinked and len(room.listings) == 1:
        more = f"and more behind “{last.unlinked}”, which a script or a form answers"
    yield _line("pages", f"{len(room.listings)} read, {more}")
    if days:
        yield _line("dates", f"{days[0]} to {days[-1]}; {len(days)} of {len(room.entries)} dated")
    else:
        yield _line("dates", "none on the listing: they are taken from the releases")
    yield from _of_site(room)
    languages = {found.language or "?" for _, _, found in room.samples}
    yield _line("language", ", ".join(sorted(languages)) or "?")
    offsets = {_offset(found) for _, _, found in room.samples} - {""}
    yield _line("zone", f"offsets shown: {', '.join(sorted(offsets))}" if offsets else "not shown")
    files = sum(len(found.attachments) for _, _, found in room.samples)
    yield _line("attachments", f"{files} on {len(room.samples)} releases")
    reserved = sorted({each for seen, _, _ in room.samples for each in _opt_outs(seen)})
    yield _line("opt-outs", ", ".join(reserved) or "none")


def _of_site(room: Discovery) -> Iterator[str]:
    read = [*room.empty, room.listings[0]]
    named = dict.fromkeys(feed for seen, _ in read for feed in feeds.named(seen.page))
    yield _line("feed", ", ".join(named) or "none named")
    forbidden = [each for each in room.failed if "robots.txt" in each]
    allowed = "allows what was asked for" if room.rules else "none"
    yield _line("robots.txt", "; ".join(forbidden) or allowed)
    sitemaps = feeds.named(room.rules.page) if room.rules else []
    yield _line("sitemap", ", ".join(sitemaps) or "none named in robots.txt")


def _line(name: str, text: str) -> str:
    return f"{name:12}  {text}"


def _offset(found: extract.Extracted) -> str:
    value = found.create_time or ""
    return value[-6:] if "T" in value else ""


def _opt_outs(seen: Seen) -> list[str]:
    return extract.opt_outs(seen.page, [], None, reserved=False)


def _of_fields(room: Discovery) -> Iterator[str]:
    number = len(room.samples)
    yield _line("fields", f"of {number} releases that were looked at (how it is found; where)")
    for name in FIELDS:
        held = [found for _, _, found in room.samples if getattr(found, name) is not None]
        hows = sorted({found.evidence[name]["how"] for found in held if name in found.evidence})
        colour = "green" if len(held) == number else "yellow" if held else "red"
        share = styled(f"{len(held)} of {number}", colour, sys.stdout)
        yield f"  {name:12}{share}" + (f"  ({', '.join(hows)}{_where(held, name)})" if hows else "")


def _where(held: list[extract.Extracted], name: str) -> str:
    """Return where the field stands on most samples, numbers of elements left out."""
    paths = [found.evidence.get(name, {}).get("where") for found in held]
    known = Counter(re.sub(r"\[\d+\]", "", path) for path in paths if path)
    return f"; {known.most_common(1)[0][0].removeprefix('/html/body')}" if known else ""


def _of_samples(room: Discovery) -> Iterator[str]:
    lines = []
    for _, listed, found in room.samples:
        day = (found.create_time or listed.date or "no date   ")[:10]
        title = (found.title or listed.title or "(no title)")[:_CUT]
        size = "a document" if is_file(found.evidence) else f"{len(found.body or '')} characters"
        lines.append(f"  {day}  {size:>17}  {title}")
    yield _line("releases", "day, length of the text, title")
    yield from sorted(lines, reverse=True)
