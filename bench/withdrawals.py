"""A hundred outages of up to two days, and releases that are really taken off meanwhile.

Each is lived through by a fresh archive: a run a day, at about the same time, for two weeks.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bench import timeline
from bench.figure import Figure
from bench.timeline import Timeline
from fixtures.replica import render
from fixtures.replica.room import Room
from fixtures.replica.server import How, Replica
from fixtures.replica.synthetic import release

OUTAGES = 100
LONGEST_HOURS = 48
DAYS = 14
# Days within which one that is back is looked at again, where its page of the listing is not read
PATIENCE = 10
SEED = 11
START = datetime(2024, 6, 4, 7, tzinfo=UTC)
FOR_EVER = 1_000_000


async def _not_exist(replica: Replica, request: web.Request) -> web.StreamResponse:
    return replica.page(request, render.not_exist())


async def _empty_listing(replica: Replica, request: web.Request) -> web.StreamResponse:
    return replica.page(request, render.listing(Room(), 1))


# What goes wrong: paths, and how they answer
KINDS: dict[str, list[tuple[str, How]]] = {
    "everything answers 404": [("", 404)],
    "everything answers 410": [("", 410)],
    "every release answers 404": [("/view/", 404)],
    "every release says that it does not exist": [("/view/", _not_exist)],
    "every release leads to the section": [("/view/", "/Home/Articles/index/cid/18")],
    "the listing is empty, releases answer 404": [("/index/", _empty_listing), ("/view/", 404)],
    "half of the releases answer 404": [(r"/id/\d*[02468]\b", 404)],
    "half of the releases say that they do not exist": [(r"/id/\d*[13579]\b", _not_exist)],
    "everything answers 500": [("", 500)],
    "no answer": [("", "drop")],
}


def measure(folder: Path) -> Iterator[Figure]:
    """Live through the outages, and count what was called withdrawn."""
    counts: Counter[str] = Counter()

    async def story(line: Timeline) -> None:
        for number in range(OUTAGES):
            await _outage(line, number, counts)

    timeline.run(_room(random.Random(0)), folder, story)
    yield Figure("outages of up to 48 hours", OUTAGES, note=f"{len(KINDS)} kinds, {DAYS} days each")
    yield Figure("runs", counts["runs"])
    yield Figure("checks that found nothing", counts["absences"])
    yield Figure("releases falsely called withdrawn", counts["false"], at_most=0)
    yield Figure("releases really taken off", counts["deleted"])
    yield Figure("of these not confirmed", counts["missed"], at_most=0)
    yield Figure(
        "days until they were, on average", counts["seconds"] / 86400 / max(1, counts["found"])
    )
    yield Figure("withdrawn and then back, not restored", counts["unrestored"], at_most=0)


def _room(dice: random.Random) -> Room:
    """Return releases of the last ten days, so that each is looked at every few days."""
    first = START.date() - timedelta(days=10)
    days = [first + timedelta(days=dice.randrange(10)) for _ in range(24)]
    return Room.of(release(1000 + number, _day) for number, _day in enumerate(sorted(days)))


async def _outage(line: Timeline, number: int, counts: Counter[str]) -> None:
    dice = random.Random(f"{SEED}/{number}")
    archive = line.archive(str(number))
    replica = line.replica
    replica.room, line.now = _room(dice), START
    begin = START + timedelta(hours=dice.uniform(1, 96))
    end = begin + timedelta(hours=dice.choice([LONGEST_HOURS, dice.uniform(1, LONGEST_HOURS)]))
    faults = KINDS[list(KINDS)[number % len(KINDS)]]
    # A tenth of the room at the most is taken off, before, during or after the outage.
    gone = {id_: dice.uniform(0.1, 6) for id_ in dice.sample(sorted(replica.room.releases), 2)}
    back = replica.room.releases[min(gone)]
    for day in range(DAYS):
        line.now = START + timedelta(days=day, minutes=dice.uniform(0, 40))
        for id_, after in gone.items():
            if line.now >= START + timedelta(days=after) and id_ in replica.room.releases:
                replica.room.delete(id_)
        replica.faults.clear()
        if begin <= line.now < end:
            for path, how in faults:
                replica.fail(path, how, times=FOR_EVER)
        await line.crawl(archive)
        counts["runs"] += 1
    _count(archive, {f"18:{id_}": after for id_, after in gone.items()}, counts)
    replica.faults.clear()
    replica.room.publish(back)
    for _ in range(PATIENCE):
        line.now += timedelta(days=1)
        await line.crawl(archive)
        if f"18:{back.id}" in _events(archive, "restored"):
            return
    counts["unrestored"] += 1


def _count(archive: Path, gone: dict[str, float], counts: Counter[str]) -> None:
    withdrawn = _events(archive, "withdrawn")
    counts["false"] += len(withdrawn.keys() - gone.keys())
    counts["deleted"] += len(gone)
    counts["missed"] += len(gone.keys() - withdrawn.keys())
    for key in gone.keys() & withdrawn.keys():
        taken = START + timedelta(days=gone[key])
        counts["seconds"] += round((datetime.fromisoformat(withdrawn[key]) - taken).total_seconds())
        counts["found"] += 1
    with closing(sqlite3.connect(archive)) as db:
        counts["absences"] += db.execute("SELECT count(*) FROM absences").fetchone()[0]


def _events(archive: Path, kind: str) -> dict[str, str]:
    with closing(sqlite3.connect(archive)) as db:
        return dict(db.execute("SELECT key, at FROM events WHERE kind = ?", (kind,)).fetchall())
