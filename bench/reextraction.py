"""History through today's extractor, beside the bare extractor on the same pages.

Both use all cores: the bare one in as many processes as there are, each with the pages unpacked in
memory, since cores that share a chip are slower together. They take turns; the best of each counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.process import ROOT, crawl, environment, project, replica, run

ARTICLES, COPIES = 300, 18
# Characters of text; such a page has 15 kB
TEXT = 10_400
TURNS = 3


def measure(folder: Path) -> Iterator[Figure]:
    """Crawl a room, multiply it, and read it again in both ways, in turn."""
    archive = folder / "held.db"
    with project(folder), replica(ARTICLES, size=TEXT) as url:
        run(crawl(url), folder, archive)
    _multiply(archive)
    cores = len(os.sched_getaffinity(0))
    bare, all_cores = [], []
    for _ in range(TURNS):
        bare += _measured("bare", archive, cores)
        all_cores += _measured("all", archive, 1)
    pages = all_cores[0]["pages"]
    alone = min(each["wall"] / each["pages"] for each in bare)
    together = min(each["wall"] / each["pages"] for each in all_cores)
    yield Figure("pages", pages, note=f"{cores} cores")
    yield Figure("bare extractor, one core of as many", alone * 1000, "ms/page")
    yield Figure("re-extraction, all cores", together * 1000, "ms/page")
    yield Figure("wall time over the bare one's by cores", together * cores / alone, at_most=1.18)
    cpu = min(each["cpu"] / each["pages"] for each in all_cores)
    bare_cpu = min(each["cpu"] / each["pages"] for each in bare)
    yield Figure("CPU over the bare one's", cpu / bare_cpu, note="what is added to extraction")


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


def _measured(how: str, archive: Path, processes: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "bench.reextraction", how, str(archive)]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    return [json.loads(process.communicate()[0]) for process in running]


def _bare(archive: Path) -> tuple[int, tuple[float, float]]:
    """Extract every page, already unpacked, and do nothing else."""
    from newscrawler import extract
    from newscrawler.archive import captures, open_archive, rereads
    from newscrawler.reading import page_of
    from newscrawler.spiders.qbpc_news import QbpcNewsSpider

    rules = QbpcNewsSpider().rules
    with open_archive(str(archive)) as held:
        pages = []
        for each in rereads.everything(held.db):
            each.capture.body = captures.unpack(each.capture.body, each.base)
            pages.append(each.capture)
    began = _now()
    for capture in pages:
        extract.article(page_of(capture), rules, capture.listed)
    return len(pages), began


def _all(archive: Path) -> tuple[int, tuple[float, float]]:
    """Read the archive as `reextract` does."""
    from newscrawler.archive import open_archive, rereads
    from newscrawler.reextract import Choice, Reader, Report, Rooms
    from newscrawler.spiders.qbpc_news import QbpcNewsSpider

    rooms = Rooms({"qbpc_news": QbpcNewsSpider})
    report = Report()
    with open_archive(str(archive)) as held, Reader(rooms, len(os.sched_getaffinity(0))) as reader:
        began = _now()
        extractor = rooms.extractor("qbpc_news")
        for reading in reader.read(rereads.unread(held.db, "qbpc_news", extractor=extractor)):
            report.note(reading, [], Choice())
    return report.read, began


def _now() -> tuple[float, float]:
    """Return the seconds of the clock, and those that this process and its own computed."""
    return time.perf_counter(), sum(os.times()[:4])


if __name__ == "__main__":
    number, (wall, cpu) = {"bare": _bare, "all": _all}[sys.argv[1]](Path(sys.argv[2]))
    ended, computed = _now()
    print(json.dumps({"pages": number, "wall": ended - wall, "cpu": computed - cpu}))
