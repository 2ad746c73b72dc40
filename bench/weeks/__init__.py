"""Weeks of media rooms: what the archive says is compared with what was published, day by day.

Each seed is a made room: lists with pagers of nine kinds, feeds, sitemaps, documents, declared
rooms. Its publisher works, its site fails, one real crawl a day looks at it.
`BENCH_SEEDS` says which: a number of them, from-to, or some (`5,7`); `17-17` lives through one
again and prints its diary. `BENCH_DAYS` says how many days, `BENCH_CALM` how many without trouble
after them.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import timeline
from bench.figure import Figure
from bench.weeks.life import CALM_DAYS, Life, live
from bench.weeks.server import Server

SEEDS, DAYS = os.environ.get("BENCH_SEEDS", "16"), int(os.environ.get("BENCH_DAYS", "14"))
CALM = int(os.environ.get("BENCH_CALM", CALM_DAYS))
# A server that does not answer is waited for so long; its own slowness is twice that.
OWN_SETTINGS = {"DOWNLOAD_TIMEOUT": 2, "NEWSCRAWLER_CONTACT": "bench@example.org"}
# What is no violation: where a list has one that was added below, under an old day
KNOWN = "not read yet"
KINDS = (
    "lost release",
    "second copy",
    "held, and no release",
    "read otherwise",
    "false edit",
    "missed edit",
    "wrong cause",
    "cosmetic or not",
    "false withdrawal",
    "missed withdrawal",
    "false restoration",
    "not restored",
    "false move",
    "missed move",
    "false completeness",
    "false gap",
    "false alarm",
    "missed alarm",
    "exit status",
    "summary",
)


def measure(folder: Path) -> Iterator[Figure]:
    """Live through the seeds, and count what was not as it should be."""
    seeds = _seeds()
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for life in lives(folder, seeds, DAYS, CALM, tell=True):
        counts += life.audit.counts
        wrong += Counter(each.kind for each in life.audit.violations)
    days = f"{DAYS} days each, and {CALM} without trouble"
    yield Figure("rooms", len(seeds), note=days)
    for name in ("runs", "runs complete", "releases", "versions", "revised", "gone", "moved"):
        yield Figure(name, counts[name])
    for kind in KINDS:
        yield Figure(kind, wrong[kind], at_most=0)
    yield Figure(KNOWN, wrong[KNOWN], note="added under an old day, found later")


def _seeds() -> Sequence[int]:
    if "," in SEEDS:
        return [int(each) for each in SEEDS.split(",")]
    first, _, last = SEEDS.rpartition("-")
    return range(int(first or 0), int(last) + 1 if first else int(last))


def lives(
    folder: Path, seeds: Sequence[int], days: int, calm: int = CALM_DAYS, *, tell: bool = False
) -> list[Life]:
    """Return the lives of the rooms of these seeds; `tell` prints what was wrong, one by one."""
    found: list[Life] = []
    with Server() as server:

        async def story(line: timeline.Timeline) -> None:
            for seed in seeds:
                found.append(await live(line, server, seed, days, calm))
                if tell:
                    _tell(found[-1], whole=len(seeds) == 1)

        timeline.live(server.url.removeprefix("http://"), folder, story, **OWN_SETTINGS)
    return found


def _tell(life: Life, *, whole: bool) -> None:
    """Print each violation with what replays it, of a single room its diary too."""
    for line in life.diary if whole else ():
        print(line, file=sys.stderr)
    for each in life.audit.violations:
        if whole or each.kind != KNOWN:
            said = (
                f"seed {life.site.seed} ({life.diary[0]}) day {each.day}: {each.kind}: {each.text}"
            )
            print(said, file=sys.stderr, flush=True)
