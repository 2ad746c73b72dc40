"""SIGKILL at two hundred moments: what is stored stays, once, and the end is the same.

A room of 300 articles is crawled; each run is killed while it lists, stores or closes, and the next
run goes on. Whenever the room is complete it starts afresh. PostgreSQL gets fewer kills.
"""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.process import ask, crawl, environment, project, replica, run
from fixtures import postgres
from newscrawler.archive import ArchiveError, open_archive

ARTICLES = 300
LAST_PAGE = f"/p/{ARTICLES // 20}.html"
# SIGKILLs in all, and in each phase
KILLS, FEWEST = 200, 40
KILLS_ON_POSTGRESQL, FEWEST_ON_POSTGRESQL = 60, 12
# A room gets no more kills than this, so that every phase meets archives of every age.
KILLS_PER_ROOM = 12
SEED = 20
# For how many seconds after the awaited request a kill may come, at random.
REACH = {"listing": 0.02, "storing": 0.02, "closing": 0.3}
PROMISES = ("stored and lost", "duplicate revision", "duplicate event", "end state differs")


def measure(folder: Path) -> Iterator[Figure]:
    """Kill until every phase was hit often enough, and compare with an undisturbed run."""
    files = (str(folder / f"{number}.db") for number in count())
    yield from _measure(folder, files, KILLS, FEWEST)


def measure_on_postgresql(folder: Path) -> Iterator[Figure]:
    """Do the same with archives in a server of our own."""
    with postgres.server() as server:
        schemas = iter(server.new_schema, None)
        yield from _measure(folder, schemas, KILLS_ON_POSTGRESQL, FEWEST_ON_POSTGRESQL)


def _measure(folder: Path, archives: Iterator[str], kills: int, fewest: int) -> Iterator[Figure]:
    with project(folder), replica(ARTICLES) as url:
        undisturbed = next(archives)
        run(crawl(url), folder, undisturbed)
        assault = Assault(url, folder, archives, _content(undisturbed))
        while assault.hits.total() < kills or min(assault.hits[each] for each in REACH) < fewest:
            assault.crawl_a_room()
    for phase in REACH:
        yield Figure(f"SIGKILLs while {phase}", assault.hits[phase], note=f"at least {fewest}")
    note = f"at least {kills}, {assault.rooms} rooms"
    yield Figure("SIGKILLs in all", assault.hits.total(), note=note)
    for promise in PROMISES:
        yield Figure(promise, assault.broken[promise], at_most=0)
    yield Figure("articles to be fetched again after a SIGKILL", max(assault.again), at_most=1)
    yield Figure("the same, on average", assault.again.total() and _mean(assault.again))


def _mean(counter: Counter[int]) -> float:
    return sum(number * times for number, times in counter.items()) / counter.total()


class Assault:
    """Crawls rooms, kills the crawls, and counts what was hit and what broke."""

    def __init__(
        self,
        url: str,
        folder: Path,
        archives: Iterator[str],
        expected: dict[str, tuple[Any, ...]],
    ) -> None:
        self.url, self.folder, self.archives, self.expected = url, folder, archives, expected
        self.dice = random.Random(SEED)
        self.hits: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        # How often a killed run had asked for so many articles that it had not stored.
        self.again: Counter[int] = Counter()
        self.rooms = 0

    def crawl_a_room(self) -> None:
        """Crawl a fresh archive to completeness, killed again and again on the way."""
        self.rooms += 1
        archive = next(self.archives)
        room_began = self._asked()
        for _ in range(KILLS_PER_ROOM):
            held = _content(archive)
            run_began = self._asked()
            aim = min(REACH, key=lambda phase: self.hits[phase])
            if not self._killed(archive, aim, room_began, run_began):
                break
            stored = self._check(archive, held)
            asked = _articles(self._paths(run_began))
            self.again[len(asked) - stored] += 1
            self.hits[self._phase(archive, run_began)] += 1
        held = _content(archive)
        run(crawl(self.url), self.folder, archive)
        self._check(archive, held)
        self.broken["end state differs"] += _content(archive) != self.expected

    def _check(self, archive: str, held: dict[str, tuple[Any, ...]]) -> int:
        """Count broken promises; return how many articles came to what was held before."""
        now = _content(archive)
        self.broken["stored and lost"] += any(now.get(key) != value for key, value in held.items())
        self.broken["duplicate revision"] += _doubles(
            archive, "revisions", "article_id, content_hash"
        )
        self.broken["duplicate event"] += _doubles(archive, "events", "room, key, kind, detail")
        return len(now) - len(held)

    def _killed(self, archive: str, aim: str, room_began: int, run_began: int) -> bool:
        """Start a crawl and kill it in the phase aimed at; False when it ended before."""
        process = subprocess.Popen(
            crawl(self.url),
            cwd=self.folder,
            env=environment(archive),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        goal = self.dice.randint(1, 6) if aim == "listing" else self.dice.randint(1, 60)
        while process.poll() is None:
            if self._is_reached(aim, goal, room_began, run_began):
                time.sleep(self.dice.uniform(0, REACH[aim]))
                process.send_signal(signal.SIGKILL)
                break
        return process.wait(120) == -signal.SIGKILL

    def _is_reached(self, aim: str, goal: int, room_began: int, run_began: int) -> bool:
        paths = self._paths(run_began)
        if aim == "listing":
            return len(paths) - len(_articles(paths)) > goal and not _articles(paths[-1:])
        if aim == "storing":
            return len(_articles(paths)) >= goal
        everything = set(_articles(self._paths(room_began)))
        return len(everything) == ARTICLES and any(path.endswith(LAST_PAGE) for path in paths)

    def _phase(self, archive: str, run_began: int) -> str:
        """Say what a killed run was doing, by what it had asked for and what it had stored."""
        paths = self._paths(run_began)
        held = _rows(archive, "SELECT count(*) FROM ledger WHERE state = 'held'")
        if held == [(ARTICLES,)] and any(path.endswith(LAST_PAGE) for path in paths):
            return "closing"
        return "storing" if _articles(paths[-1:]) else "listing"

    def _asked(self) -> int:
        """Return how many requests the server has seen."""
        return int(ask(f"{self.url}/-/requests")["seen"])

    def _paths(self, after: int) -> list[str]:
        paths: list[str] = ask(f"{self.url}/-/requests", {"after": after})["paths"]
        return paths


def _articles(paths: list[str]) -> list[str]:
    return [path for path in paths if "/view/" in path.lower()]


def _content(archive: str) -> dict[str, tuple[Any, ...]]:
    """Return what is held by key, without times."""
    rows = _rows(
        archive,
        "SELECT key, number, content_hash, cause FROM revisions JOIN articles"
        " ON articles.id = article_id ORDER BY key, number",
    )
    return {f"{row[0]}/{row[1]}": row[2:] for row in rows}


def _doubles(archive: str, table: str, columns: str) -> int:
    sql = f"SELECT {columns} FROM {table} GROUP BY {columns} HAVING count(*) > 1"
    return len(_rows(archive, sql))


def _rows(archive: str, sql: str) -> list[tuple[Any, ...]]:
    try:
        with open_archive(archive) as opened:
            return [tuple(row) for row in opened.db.execute(sql)]
    except ArchiveError:
        return []  # not there yet: killed before the schema was written
