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
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.process import ask, crawl, environment, project, replica, run

ARTICLES = 300
KILLS = 200
FEWEST = 40
SEED = 20
# Longer than the longest phase that a kill aims at, in seconds.
REACH = {"listing": 0.02, "storing": 0.02, "closing": 0.12}


class Damage(Counter[str]):
    """How often each promise was broken."""


def measure(folder: Path) -> Iterator[Figure]:
    """Kill until every phase was hit often enough, and compare with an undisturbed run."""
    dice = random.Random(SEED)
    damage = Damage()
    hits: Counter[str] = Counter()
    again: Counter[int] = Counter()
    with project(folder), replica(ARTICLES) as url:
        run(crawl(url), folder, folder / "undisturbed.db")
        expected = _content(folder / "undisturbed.db")
        cycle = 0
        while sum(hits.values()) < KILLS or min(hits[each] for each in REACH) < FEWEST:
            cycle += 1
            archive = folder / f"{cycle}.db"
            _cycle(url, folder, archive, dice, damage, hits, again)
            damage["end state differs"] += _content(archive) != expected
    for phase in REACH:
        yield Figure(f"SIGKILLs while {phase}", hits[phase], note=f"at least {FEWEST}")
    yield Figure("SIGKILLs in all", sum(hits.values()), note=f"at least {KILLS}, {cycle} rooms")
    for promise in (
        "stored and lost",
        "duplicate revision",
        "duplicate event",
        "end state differs",
    ):
        yield Figure(promise, damage[promise], at_most=0)
    yield Figure("articles fetched again after one SIGKILL, at the most", max(again), at_most=1)


def _cycle(
    url: str,
    folder: Path,
    archive: Path,
    dice: random.Random,
    damage: Damage,
    hits: Counter[str],
    again: Counter[int],
) -> None:
    """Crawl a fresh archive to completeness, killed again and again on the way."""
    kills = 0
    while True:
        held = _content(archive)
        seen = len(_articles(url))
        # After a few kills a run may finish; else one room would take all of them.
        wanted = min(REACH, key=lambda phase: hits[phase]) if kills < 12 else None
        phase = _killed(url, folder, archive, dice, wanted)
        after = _content(archive)
        damage["stored and lost"] += any(after.get(key) != value for key, value in held.items())
        damage["duplicate revision"] += _doubles(archive, "revisions", "article_id, content_hash")
        damage["duplicate event"] += _doubles(archive, "events", "room, key, kind")
        fetched = len(_articles(url)) - seen
        again[fetched - (len(after) - len(held))] += 1
        if phase is None:
            return
        hits[phase] += 1
        kills += 1


def _killed(
    url: str, folder: Path, archive: Path, dice: random.Random, wanted: str | None
) -> str | None:
    """Run until the wanted phase, kill there; return the phase that was hit, None if it ended."""
    before = len(ask(f"{url}/-/requests")["paths"])
    goal = dice.randint(1, 6) if wanted == "listing" else dice.randint(1, 60)
    process = subprocess.Popen(
        crawl(url),
        cwd=folder,
        env=environment(archive),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if wanted is not None and _wait_for(url, before, wanted, goal, process):
        time.sleep(dice.uniform(0, REACH[wanted]))
        process.send_signal(signal.SIGKILL)
    process.wait(120)
    if process.returncode != -signal.SIGKILL:
        return None
    return _phase(url, before, archive)


def _wait_for(
    url: str, before: int, wanted: str, goal: int, process: subprocess.Popen[bytes]
) -> bool:
    """Wait until the run is in the wanted phase; False when it ended before."""
    while process.poll() is None:
        paths = ask(f"{url}/-/requests")["paths"][before:]
        articles = [path for path in paths if "/view/" in path.lower()]
        listings = [path for path in paths if "/index/" in path.lower()]
        if wanted == "listing" and len(listings) >= goal and "/index/" in paths[-1].lower():
            return True
        if wanted == "storing" and len(articles) >= goal:
            return True
        if wanted == "closing" and _is_last(paths):
            return True
    return False


def _is_last(paths: list[str]) -> bool:
    return len(paths) > 1 and any(path.endswith(f"/p/{ARTICLES // 20}.html") for path in paths)


def _phase(url: str, before: int, archive: Path) -> str:
    """Say what a killed run was doing, by what it had asked for and what it had stored."""
    paths = ask(f"{url}/-/requests")["paths"][before:]
    open_work = _rows(archive, "SELECT count(*) FROM ledger WHERE state = 'pending'")
    if open_work == [(0,)] and _is_last(paths):
        return "closing"
    return "listing" if not paths or "/view/" not in paths[-1].lower() else "storing"


def _articles(url: str) -> list[str]:
    return [path for path in ask(f"{url}/-/requests")["paths"] if "/view/" in path.lower()]


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
    db = sqlite3.connect(archive)
    try:
        return db.execute(sql).fetchall()
    except sqlite3.OperationalError:
        return []  # killed before the schema was written
    finally:
        db.close()
