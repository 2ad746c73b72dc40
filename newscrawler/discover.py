"""What a media room is, from one address: its listing, a few releases, and what to declare."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler import answers, extract, fixture
from newscrawler.extract import feeds
from newscrawler.items import Listed
from newscrawler.terminal import styled
from newscrawler.unknown_room import UnknownRoomSpider, room_name

# Enough to see how the pager goes on, and whether each field is found on every release.
LISTING_PAGES, SAMPLES = 3, 5
# Samples that are kept as fixtures.
KEPT = 2
_FIELDS = ("breadcrumb", "title", "byline", "create_time", "body")
_CUT = 60
_TEMPLATE = '''"""$organisation: written by `newscrawler init`, as its site was on $day."""

from newscrawler.media_room import MediaRoomSpider


class ${classname}(MediaRoomSpider):
    """Releases of $organisation."""

    name = "$name"
    organisation = "$organisation"
    hosts = $hosts
    scheme = "$scheme"
    listings = [["$listing"]]
    timezone = None
    sample = "$sample"
'''


@dataclass(slots=True)
class Seen:
    """One page as it was served, and what was read of it."""

    url: str
    body: bytes
    content_type: str | None
    page: extract.Page
    day: str


@dataclass(slots=True)
class Room:
    """What was found at `url`: listing pages, sample releases with what was read of them."""

    url: str
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
        self.room = Room(url)

    @property
    def origins(self) -> set[tuple[str, int]]:
        """The hosts and ports that may be asked (see `network.origin`)."""
        return self.like.origins

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the listing."""
        yield self._listing_request(self.room.url)

    def _listing_request(self, url: str) -> Request:
        return Request(url, callback=self.read_listing, errback=self.tell)

    def read_listing(self, response: Response) -> Iterator[Request]:
        """Read a listing page; follow the next one, or the samples when enough are read."""
        seen = _seen(response)
        found = extract.listing(seen.page, self.like.rules, self.like.addresses.is_ours)
        self.room.listings.append((seen, found))
        following = found.next_url if found.entries else None
        is_ours = following is not None and self.like.addresses.is_ours(following)
        if following and is_ours and len(self.room.listings) < LISTING_PAGES:
            yield self._listing_request(following)
        if len(self.room.listings) == 1:
            for listed in _spread(found.entries, SAMPLES):
                yield Request(
                    listed.url,
                    callback=self.read_sample,
                    errback=self.tell,
                    cb_kwargs={"listed": listed},
                )

    def read_sample(self, response: Response, listed: Listed) -> None:
        """Read a release as a crawl would."""
        seen = _seen(response)
        found = extract.article(seen.page, self.like.rules, listed)
        self.room.samples.append((seen, listed, found))

    def tell(self, failure: Failure) -> None:
        """Keep the reason why a page is missing."""
        url = answers.request_of(failure).url
        self.room.failed.append(f"{url}: {answers.words(failure)}")


def _seen(response: Response) -> Seen:
    page = answers.page(response)
    kind = answers.header(response, "Content-Type")
    day = answers.capture(response).fetched_at[:10]
    return Seen(response.url, response.body, kind, page, day)


def _spread(entries: list[Listed], number: int) -> list[Listed]:
    """Return at most `number` entries from the first to the last, evenly."""
    if len(entries) <= number:
        return entries
    step = (len(entries) - 1) / (number - 1)
    return [entries[round(place * step)] for place in range(number)]


# ── in words ──


def describe(room: Room) -> str:
    """Return what was understood, line by line."""
    if not room.entries:
        return _nothing(room)
    lines = [*_of_listing(room), "", *_of_fields(room), "", *_of_samples(room)]
    return "\n".join(lines + [f"not read: {each}" for each in room.failed])


def _nothing(room: Room) -> str:
    reasons = [
        f"It says “{found.error}”." for _, found in room.listings if found.error
    ] or room.failed
    said = " ".join(reasons) or "It may be filled in by a script, which is not run."
    named = [feed for _, found in room.listings for feed in found.feeds]
    if named:
        said += f"\nIt names a feed, of at least the newest releases: {', '.join(named)}"
    return (
        f"{room.url}: no list of releases was found. {said}\n"
        "Try the address of the list itself, of its second page, or of a feed or sitemap."
    )


def _of_listing(room: Room) -> Iterator[str]:
    first, found = room.listings[0]
    days = sorted(entry.date for entry in room.entries if entry.date)
    how = found.evidence["entries"]["how"]
    yield _line("listing", f"{len(found.entries)} releases on the first page, as {how}")
    more = "and more" if room.listings[-1][1].next_url else "the last was reached"
    yield _line("pages", f"{len(room.listings)} read, {more}")
    if days:
        yield _line("dates", f"{days[0]} to {days[-1]}; {len(days)} of {len(room.entries)} dated")
    else:
        yield _line("dates", "none on the listing: they are taken from the releases")
    named = feeds.named(first.page)
    yield _line("feed", ", ".join(named) or "none named")
    languages = {found.language or "?" for _, _, found in room.samples}
    yield _line("language", ", ".join(sorted(languages)) or "?")
    offsets = {_offset(found) for _, _, found in room.samples} - {""}
    yield _line("zone", f"offsets shown: {', '.join(sorted(offsets))}" if offsets else "not shown")
    files = sum(len(found.attachments) for _, _, found in room.samples)
    yield _line("attachments", f"{files} on {len(room.samples)} releases")
    reserved = sorted({each for seen, _, _ in room.samples for each in _opt_outs(seen)})
    yield _line("opt-outs", ", ".join(reserved) or "none")


def _line(name: str, text: str) -> str:
    return f"{name:12}  {text}"


def _offset(found: extract.Extracted) -> str:
    value = found.create_time or ""
    return value[-6:] if "T" in value else ""


def _opt_outs(seen: Seen) -> list[str]:
    return extract.opt_outs(seen.page, [], None, reserved=False)


def _of_fields(room: Room) -> Iterator[str]:
    number = len(room.samples)
    for name in _FIELDS:
        held = [found for _, _, found in room.samples if getattr(found, name) is not None]
        hows = sorted({found.evidence[name]["how"] for found in held if name in found.evidence})
        colour = "green" if len(held) == number else "yellow" if held else "red"
        share = styled(f"{len(held)} of {number}", colour, sys.stdout)
        yield f"{name:12}  {share}" + (f"  ({', '.join(hows)})" if hows else "")


def _of_samples(room: Room) -> Iterator[str]:
    lines = []
    for _, listed, found in room.samples:
        day = (found.create_time or listed.date or "no date   ")[:10]
        title = (found.title or listed.title or "(no title)")[:_CUT]
        lines.append(f"  {day}  {len(found.body or ''):6} characters  {title}")
    yield from sorted(lines, reverse=True)


# ── on disk ──


def spider_source(room: Room, name: str) -> str:
    """Return the room's file: what generic extraction cannot know, and no more."""
    parts = urlsplit(room.url)
    hosts = UnknownRoomSpider(url=room.url).hosts
    organisation = (_site_name(room) or hosts[0]).replace('"', "'").replace("\\", "")
    listing = room.url if parts.port else f"{parts.path}{'?' if parts.query else ''}{parts.query}"
    sample = urlsplit(room.samples[0][0].url)
    values: dict[str, Any] = {
        "organisation": organisation,
        "day": room.listings[0][0].day,
        "classname": "".join(part.capitalize() for part in name.split("_")) + "Spider",
        "name": name,
        "hosts": "[" + ", ".join(f'"{host}"' for host in hosts) + "]",
        "scheme": parts.scheme,
        "listing": listing or "/",
        "sample": f"{sample.path}{'?' if sample.query else ''}{sample.query}",
    }
    return Template(_TEMPLATE).substitute(values)


def _site_name(room: Room) -> str:
    for element in room.listings[0][0].page.root.iter("meta"):
        if (element.get("property") or "").lower() == "og:site_name":
            return " ".join((element.get("content") or "").split())
    return ""


def save_fixtures(room: Room, folder: Path) -> list[Path]:
    """Keep the listing's first page and some releases with what was read. Raises OSError."""
    seen, found = room.listings[0]
    about: dict[str, Any] = {"url": seen.url, "content_type": seen.content_type, "listed": None}
    saved = [fixture.save(folder, "listing", seen.body, about, fixture.listing_values(found))]
    for number, (page, listed, read) in enumerate(room.samples[:KEPT], start=1):
        hints = {"url": listed.url, "title": listed.title, "key": listed.key}
        about = {"url": page.url, "content_type": page.content_type, "listed": hints}
        values = fixture.article_values(read)
        saved.append(fixture.save(folder, f"article-{number}", page.body, about, values))
    return saved


def differing(pages: list[Path], url: str) -> list[str]:
    """Return the names of those fixtures that are read otherwise than they were saved."""
    like = UnknownRoomSpider(url=url)
    wrong = []
    for page in pages:
        expected, found = fixture.check(page, like)
        if expected != found:
            wrong.append(page.name)
    return wrong


def usable_name(name: str | None, url: str) -> str:
    """Return the name of the room's file. Raises ValueError for one that no module can have."""
    chosen = name or room_name(url)
    chosen = f"room_{chosen}" if chosen[:1].isdigit() else chosen
    if not chosen.isidentifier() or not chosen.islower():
        raise ValueError(f"{chosen!r} cannot name a file: use letters, digits and _, as acme_news")
    return chosen
