"""The life of one made room: a month of days with their publishers and their troubles."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from bench.timeline import Timeline
from bench.weeks import faults, lists, operations
from bench.weeks.audit import Audit
from bench.weeks.pages import HOSTS
from bench.weeks.server import Fault, Server
from bench.weeks.site import Site, opened
from newscrawler.media_room import MediaRoomSpider
from newscrawler.unknown_room import UnknownRoomSpider

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
# Days without trouble at the end, on each of which everything is asked for again
CALM_DAYS = 8
RELEASES = 26
TROUBLE = 0.3
# Mirrors lag by so many days at the most.
LAG = 3
# What a room is, and how its list leads on
KINDS = (
    *(("list", pager) for pager in lists.PAGERS),
    *((kind, "one") for kind in lists.FEEDS),
    *(("documents", pager) for pager in ("numbered", "years")),
    *(("declared", pager) for pager in ("numbered", "more", "years", "select", "postback")),
    *(("list", pager) for pager in ("years", "select", "postback", "form")),
)


class Declared(MediaRoomSpider):
    """A room with a file of its own: two lists, an identity, two hosts."""

    name = "declared"
    organisation = "Harbour Trade Council"
    hosts = HOSTS
    scheme = "http"
    listings = (["/list"], ["/events"])
    identity = {"cid": "18", "id": r"\d+"}  # noqa: RUF012  as rooms declare it
    timezone = "Asia/Shanghai"


class Life(NamedTuple):
    """What became of one room: its site, what was done day by day, and what was found."""

    site: Site
    diary: list[str]
    audit: Audit


async def live(line: Timeline, server: Server, seed: int, days: int, calm: int = CALM_DAYS) -> Life:
    """Live through `days` of the room of a seed, and the calm days after them."""
    dice = random.Random(f"weeks {seed}")
    kind, pager = KINDS[seed % len(KINDS)]
    site = opened(seed, kind, pager, dice, START.date(), RELEASES)
    archive = line.archive(str(seed))
    life = Life(site, [f"{kind} {pager} {site.language}"], Audit(archive))
    server.site = site
    falling: list[tuple[Fault, int]] = []
    before: list[Site] = []
    for day in range(days + calm):
        line.now = START + timedelta(days=day, minutes=dice.uniform(0, 40))
        site.today = _day(line.now)
        done = operations.day(site, dice) if 0 < day < days else []
        falling = [(fault, until) for fault, until in falling if until > day]
        if 0 < day < days and dice.random() < TROUBLE:
            fault, lasts = faults.fall(dice, site, before)
            falling.append((fault, min(day + lasts, days)))
        server.faults = [fault for fault, _ in falling]
        server.begin(random.Random(f"{seed} {day}"))
        await _crawl(line, server, site, is_whole=day >= days)
        life.audit.day(day, site, server.shown)
        before = [*before, site.copy()][-LAG:]
        named = [f"!{fault.name}" for fault in server.faults]
        life.diary.append(f"day {day}: {'; '.join([*done, *named])}")
    life.audit.end(site)
    return life


async def _crawl(line: Timeline, server: Server, site: Site, *, is_whole: bool) -> None:
    archive = line.archive(str(site.seed))
    more = {"recheck": "all", "full": "1"} if is_whole else {}
    if site.kind == "declared":
        await line.crawl_room(Declared, archive, base_url=server.url, **more)
    else:
        url = f"{server.url}{lists.entrance(site)}"
        await line.crawl_room(UnknownRoomSpider, archive, url=url, **more)


def _day(now: datetime) -> date:
    return now.date()
