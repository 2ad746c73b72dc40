"""Copies, backups and erasures of an archive of 10,000 articles with 8 kB of text each."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.figure import Figure
from fixtures import postgres
from newscrawler.archive import Archive, Connection, articles, crawls, forgetting, open_archive
from newscrawler.archive.backup import back_up
from newscrawler.archive.copying import copy
from newscrawler.archive.tables import TABLES
from newscrawler.items import PUBLIC_FIELDS, Capture

ARTICLES, WORDS = 10_000, 1_200
NOW = "2024-06-04T08:00:00Z"
NAMES = [table.name for table in TABLES]


def measure(folder: Path) -> Iterator[Figure]:
    """Fill a file, copy it to a server and back, back both up, erase from both."""
    folder.mkdir(parents=True, exist_ok=True)
    addresses = {name: f"sqlite:///{folder / name}.db" for name in ("first", "back")}
    with postgres.server() as server:
        there = server.new_schema()
        with open_archive(addresses["first"], create=True) as archive:
            crawl_id = archive.run(crawls.begin, "room", now=NOW, arguments={}, versions={})
            archive.run(_fill, crawl_id)
            size = (folder / "first.db").stat().st_size / 1e6
            note = f"{ARTICLES} articles, {size:.0f} MB"
            yield Figure("SQLite to PostgreSQL", _copied(archive, there), "s", note=note)
            yield Figure("backup of SQLite", _seconds(back_up, archive.db, folder / "1.db"), "s")
            yield Figure("forget, SQLite", _seconds(_forget, archive), "s")
        with open_archive(there) as archive:
            yield Figure("PostgreSQL to SQLite", _copied(archive, addresses["back"]), "s")
            yield Figure(
                "backup of PostgreSQL", _seconds(back_up, archive.db, folder / "2.db"), "s"
            )
            yield Figure("forget, PostgreSQL", _seconds(_forget, archive), "s")


def _fill(db: Connection, crawl_id: int) -> None:
    dice = random.Random(1)
    words = [f"word{number}" for number in range(5_000)]
    for number in range(ARTICLES):
        body = " ".join(dice.choices(words, k=WORDS))
        fields: dict[str, Any] = dict.fromkeys(PUBLIC_FIELDS)
        fields |= {"room": "room", "key": str(number), "url": f"http://h.example/{number}"}
        fields |= {"body": body, "attachments": [], "images": [], "missing": [], "evidence": {}}
        fields |= {"crawled_at": NOW, "content_hash": str(number)}
        page = Capture(url="", body=body.encode(), status=200, headers={}, fetched_at=NOW)
        articles.store(db, fields, page, extractor="1", crawl_id=crawl_id)


def _copied(source: Archive, address: str) -> float:
    with open_archive(address, create=True, unfinished=True) as target:
        return _seconds(copy, source.db, target.db)


def _forget(archive: Archive) -> None:
    archive.run(forgetting.forget, "room", "77", why="measured", now=NOW)
    archive.db.wipe(NAMES)


def _seconds(job: Callable[..., object], *values: Any) -> float:
    started = time.perf_counter()
    job(*values)
    return time.perf_counter() - started
