"""SIGKILL at two hundred moments: what is stored stays, once, and the end is the same.

A room of 300 articles is crawled; each run is killed while it lists, stores or closes, and the next
run goes on. Whenever the room is complete it starts afresh.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.process import ask, crawl, environment, project, replica, run

ARTICLES = 300
LAST_PAGE = f"/p/{ARTICLES // 20}.html"
KILLS = 200
FEWEST = 40
# A room gets no more kills than this, so that every phase meets archives of every age.
KILLS_PER_ROOM = 12
SEED = 20
# For how many seconds after the awaited request a kill may come, at random.
REACH = {"listing": 0.02, "storing": 0.02, "closing": 0.3}
PROMISES = ("stored and lost", "duplicate revision", "duplicate event", "end state differs")


def measure(folder: Path) -> Iterator[Figure]:
    """Kill until every phase was hit often enough, and compare with an undisturbed run."""
    with project(folder), replica(ARTICLES) as url:
        run(crawl(url), folder, folder / "undisturbed.db")
        assault = Assault(url, folder, _content(folder / "undisturbed.db"))
        while assault.is_wanting:
            assault.crawl_a_room()
    for phase in REACH:
        yield Figure(f"SIGKILLs while {phase}", assault.hits[phase], note=f"at least {FEWEST}")
    kills = sum(assault.hits.values())
    yield Figure("SIGKILLs in all", kills, note=f"at least {KILLS}, {assault.rooms} rooms")
    for promise in PROMISES:
        yield Figure(promise, assault.broken[promise], at_most=0)
    yield Figure("articles to be fetched again after a SIGKILL", max(assault.again), at_most=1)
    yield Figure("the same, on average", assault.again.total() and _mean(assault.again))


def _mean(counter: Counter[int]) -> float:
    return sum(number * times for number, times in counter.items()) / counter.total()


class Assault:
    """Crawls rooms, kills the crawls, and counts what was hit and what broke."""

    def __init__(self, url: str, folder: Path, expected: dict[str, tuple[Any, ...]]) -> None:
        self.url, self.folder, self.expected = url, folder, expected
        self.dice = random.Random(SEED)
        self.hits: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        # How often a killed run had asked for so many articles that it had not stored.
        self.again: Counter[int] = Counter()
        self.rooms = 0

    @property
    def is_wanting(self) -> bool:
        """Whether more kills are needed."""
        return self.hits.total() < KILLS or min(self.hits[each] for each in REACH) < FEWEST

    def crawl_a_room(self) -> None:
        """Crawl a fresh archive to completeness, killed again and again on the way."""
        self.rooms += 1
        archive = self.folder / f"{self.rooms}.db"
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

    def _check(self, archive: Path, held: dict[str, tuple[Any, ...]]) -> int:
        """Count broken promises; return how many articles came to what was held before."""
        now = _content(archive)
        self.broken["stored and lost"] += any(now.get(key) != value for key, value in held.items())
        self.broken["duplicate revision"] += _doubles(
            archive, "revisions", "article_id, content_hash"
        )
        self.broken["duplicate event"] += _doubles(archive, "events", "room, key, kind")
        return len(now) - len(held)

    def _killed(self, archive: Path, aim: str, room_began: int, run_began: int) -> bool:
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

    def _phase(self, archive: Path, run_began: int) -> str:
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


def _content(archive: Path) -> dict[str, tuple[Any, ...]]:
    """Return what is held by key, without times."""
    rows = _rows(
        archive,
        "SELECT key, number, content_hash, cause FROM revisions JOIN articles"
        " ON articles.id = article_id ORDER BY key, number",
    )
    return {f"{row[0]}/{row[1]}": row[2:] for row in rows}


def _doubles(archive: Path, table: str, columns: str) -> int:
    sql = f"SELECT {columns} FROM {table} GROUP BY {columns} HAVING count(*) > 1"
    return len(_rows(archive, sql))


def _rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    if not archive.exists():
        return []
    with closing(sqlite3.connect(archive)) as db:
        if not db.execute("PRAGMA user_version").fetchone()[0]:
            return []  # killed before the schema was written
        return db.execute(sql).fetchall()
