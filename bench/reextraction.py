"""History through today's extractor, beside the bare extractor on the same pages.

Pages are those of the replica, bare (15 kB, hardly more than their text) and within the scripts and
menus that today's sites have (47 kB).

Both use all cores: the bare one in as many processes as there are, each with the pages unpacked in
memory, since cores that share a chip are slower together. They take turns, and each turn is
compared with the bare one before it; the median counts.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median

from bench import press
from bench.figure import Figure
from bench.process import ROOT, crawl, environment, project, replica, run
from fixtures import postgres

ARTICLES = 300
# How often each is held: so many pages that starting does not count
BARE_COPIES, COPIES = 17, 8
# Characters of text; such a page has 15 kB
TEXT = 10_400
TURNS = 5


def measure(folder: Path) -> Iterator[Figure]:
    """Crawl a room, multiply it, and read it again in each way, in turn, from either database."""
    crawled = folder / "crawled.db"
    with project(folder), replica(ARTICLES, size=TEXT) as url:
        run(crawl(url), folder, crawled)
    with postgres.server() as server:
        for kind, copies, around in (
            ("bare page", BARE_COPIES, ("", "")),
            ("page of today", COPIES, press.surroundings()),
        ):
            file = folder / f"{kind}.db"
            shutil.copy(crawled, file)
            _multiply(file, copies, around)
            archives = {"SQLite": str(file), "PostgreSQL": server.new_schema()}
            _copy(*archives.values())
            yield from _compared(kind, archives)


def _copy(file: str, database: str) -> None:
    from newscrawler.archive import copying, open_archive

    with (
        open_archive(file) as source,
        open_archive(database, create=True, unfinished=True) as target,
    ):
        copying.copy(source.db, target.db)


def _compared(kind: str, archives: Mapping[str, str]) -> Iterator[Figure]:
    bare: list[dict[str, float]] = []
    found: dict[str, list[dict[str, float]]] = {name: [] for name in archives}
    for _ in range(TURNS):
        bare.append(_measured("bare", archives["SQLite"], _cores()))
        for name, archive in archives.items():
            found[name].append(_measured("all", archive, 1))
    yield Figure(f"{kind}: pages", bare[0]["pages"], note=f"{_cores()} cores")
    alone = median(each["wall"] for each in bare)
    yield Figure(f"{kind}: bare extractor, one core of as many", alone * 1000, "ms/page")
    for name, readings in found.items():
        together = median(each["wall"] for each in readings)
        yield Figure(f"{kind}, {name}: re-extraction, all cores", together * 1000, "ms/page")
        ratio = _ratio(readings, bare, "wall") * _cores()
        yield Figure(f"{kind}, {name}: wall over bare by cores", ratio, at_most=1.18)
        added = _ratio(readings, bare, "cpu")
        yield Figure(f"{kind}, {name}: CPU over bare", added, note="what is added to extraction")


def _ratio(
    ours: Sequence[Mapping[str, float]], bare: Sequence[Mapping[str, float]], what: str
) -> float:
    return median(our[what] / other[what] for our, other in zip(ours, bare, strict=True))


def _multiply(archive: Path, copies: int, around: tuple[str, str]) -> None:
    """Hold every article so many times more, each with a page of its own, to be read again."""
    from newscrawler.archive import articles, open_archive, versions

    head, foot = (each.encode() for each in around)
    with open_archive(str(archive)) as held:
        rows = held.db.execute("SELECT id FROM articles ORDER BY id").fetchall()
        for copy in range(copies):
            for row in rows:
                fields = versions.read_revision(held.db, row["id"])
                page = versions.page(held.db, fields)
                assert page is not None
                page.body = page.body.replace(b"</head>", head + b"</head>", 1)
                page.body = page.body.replace(b"</body>", foot + b"</body>", 1)
                page.body += f"<!-- {copy} -->".encode()
                fields["key"] += f"{copy:03}"
                held.run(articles.store, fields, page, extractor="before", crawl_id=None)


def _measured(how: str, archive: str, processes: int) -> dict[str, float]:
    """Return the pages that each of so many processes read, and their mean seconds a page."""
    command = [sys.executable, "-m", "bench.reextraction", how, archive]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    said = [json.loads(process.communicate()[0]) for process in running]
    seconds = {name: fmean(each[name] / each["pages"] for each in said) for name in ("wall", "cpu")}
    return {"pages": said[0]["pages"], **seconds}


def _bare(archive: str) -> tuple[int, tuple[float, float]]:
    """Extract every page, already unpacked, and do nothing else."""
    from newscrawler import extract
    from newscrawler.archive import open_archive, rereads
    from newscrawler.reading import page_of
    from newscrawler.spiders.qbpc_news import QbpcNewsSpider

    room = QbpcNewsSpider()
    with open_archive(archive) as held:
        ids = rereads.unread(held.db, room.name, extractor=room.extractor)
        pages = [each.capture for each in rereads.stored(held.db, ids) if each.capture]
    began = _now()
    for capture in pages:
        extract.article(page_of(capture), room.rules, capture.listed)
    return len(pages), began


def _all(archive: str) -> tuple[int, tuple[float, float]]:
    """Read the archive as `reextract` does."""
    from newscrawler.archive import open_archive, rereads
    from newscrawler.reextract import Choice, Reader, Report, Rooms
    from newscrawler.spiders.qbpc_news import QbpcNewsSpider

    rooms = Rooms({"qbpc_news": QbpcNewsSpider})
    report = Report()
    began = _now()
    with Reader(rooms, archive, _cores()) as reader, open_archive(archive) as held:
        ids = rereads.unread(held.db, "qbpc_news", extractor=rooms.extractor("qbpc_news"))
        for reading in reader.read(ids):
            report.note(reading, Choice(), lambda _: {})
    assert not report.changed
    return report.read, began


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _now() -> tuple[float, float]:
    """Return the seconds of the clock, and those that this process and its own computed."""
    return time.perf_counter(), sum(os.times()[:4])


if __name__ == "__main__":
    number, (wall, cpu) = {"bare": _bare, "all": _all}[sys.argv[1]](sys.argv[2])
    ended, computed = _now()
    print(json.dumps({"pages": number, "wall": ended - wall, "cpu": computed - cpu}))
