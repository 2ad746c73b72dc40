"""History through today's extractor, beside the bare extractor on the same pages.

Both use all cores: the bare one in as many processes as there are, each with the pages unpacked in
memory, since cores that share a chip are slower together. They take turns, and each turn is
compared with the bare one before it; the median counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median

from bench.figure import Figure
from bench.process import ROOT, crawl, environment, project, replica, run
from fixtures import postgres

ARTICLES, COPIES = 300, 18
# Characters of text; such a page has 15 kB
TEXT = 10_400
TURNS = 5


def measure(folder: Path) -> Iterator[Figure]:
    """Crawl a room, multiply it, and read it again in each way, in turn, from either database."""
    from newscrawler.archive import copying, open_archive

    archive = folder / "held.db"
    with project(folder), replica(ARTICLES, size=TEXT) as url:
        run(crawl(url), folder, archive)
    _multiply(archive)
    with postgres.server() as server:
        archives = {"SQLite": str(archive), "PostgreSQL": server.new_schema()}
        with (
            open_archive(archives["SQLite"]) as source,
            open_archive(archives["PostgreSQL"], create=True, unfinished=True) as target,
        ):
            copying.copy(source.db, target.db)
        yield from _compared(archives)


def _compared(archives: Mapping[str, str]) -> Iterator[Figure]:
    bare: list[dict[str, float]] = []
    found: dict[str, list[dict[str, float]]] = {name: [] for name in archives}
    for _ in range(TURNS):
        bare.append(_measured("bare", archives["SQLite"], _cores()))
        for name, archive in archives.items():
            found[name].append(_measured("all", archive, 1))
    yield Figure("pages", bare[0]["pages"], note=f"{_cores()} cores")
    alone = median(each["wall"] for each in bare)
    yield Figure("bare extractor, one core of as many", alone * 1000, "ms/page")
    for name, readings in found.items():
        together = median(each["wall"] for each in readings)
        yield Figure(f"{name}: re-extraction, all cores", together * 1000, "ms/page")
        ratio = _ratio(readings, bare, "wall") * _cores()
        yield Figure(f"{name}: wall time over the bare one's by cores", ratio, at_most=1.18)
        added = _ratio(readings, bare, "cpu")
        yield Figure(f"{name}: CPU over the bare one's", added, note="what is added to extraction")


def _ratio(
    ours: Sequence[Mapping[str, float]], bare: Sequence[Mapping[str, float]], what: str
) -> float:
    return median(our[what] / other[what] for our, other in zip(ours, bare, strict=True))


def _multiply(archive: Path) -> None:
    """Hold every article several times, each with a page of its own, read by another extractor."""
    from newscrawler.archive import articles, open_archive, versions

    with open_archive(str(archive)) as held:
        rows = held.db.execute("SELECT id FROM articles ORDER BY id").fetchall()
        for copy in range(COPIES - 1):
            for row in rows:
                fields = versions.read_revision(held.db, row["id"])
                page = versions.page(held.db, fields)
                assert page is not None
                page.body += f"<!-- {copy} -->".encode()
                fields["key"] += f"{copy:03}"
                held.run(articles.store, fields, page, extractor="before", crawl_id=None)
        held.run(lambda db: db.execute("UPDATE articles SET read_by = 'before'"))


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

    rules = QbpcNewsSpider().rules
    with open_archive(archive) as held:
        ids = [revision_id for revision_id, _, _ in rereads.everything(held.db)]
        pages = [each.capture for each in rereads.stored(held.db, ids) if each.capture]
    began = _now()
    for capture in pages:
        extract.article(page_of(capture), rules, capture.listed)
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
