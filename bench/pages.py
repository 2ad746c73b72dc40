"""The reading room on a large archive: how quick pages are, what they cost a browser."""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import budget, kept_archive, searching
from bench.figure import Figure
from bench.process import ROOT, environment
from fixtures import postgres
from newscrawler.archive import open_archive
from newscrawler.reading_room import paths

ARTICLES, REQUESTS = 100_000, 60
MOST_MS = 100
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((each) => { sum += each.value; }))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""


def measure(folder: Path) -> Iterator[Figure]:
    """Read an archive in a file."""
    yield from measure_on(kept_archive.in_file(folder, ARTICLES))


def measure_on_postgresql(_: Path) -> Iterator[Figure]:
    """Read an archive in a server."""
    with postgres.server() as server:
        yield from measure_on(kept_archive.in_database(server.new_schema(), ARTICLES))


def measure_on(url: str) -> Iterator[Figure]:
    """Measure on the archive at `url`; what is not indexed for search is indexed before."""
    with open_archive(url) as archive:
        kept_archive.index(archive)
    asked = dict(_paths(url))
    with _served(url) as (port, pid):
        for name, addresses in asked.items():
            used = _processor_time(pid)
            times = sorted(_milliseconds(port, address) for address in addresses)
            used = (_processor_time(pid) - used) / len(times)
            note = f"median {times[len(times) // 2]:.1f}, processor time of the server {used:.1f}"
            yield Figure(name, times[int(len(times) * 0.95)], "ms p95", MOST_MS, note)
        loaded = {name: asked[name][0] for name in ("latest", "a release", "search")}
        yield from budget.measure(f"http://127.0.0.1:{port}", loaded)
        shift = _shift(port, [addresses[0] for addresses in asked.values()])
        yield Figure("layout shift of all pages (Chromium)", shift, "", 0)


def _paths(url: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the kinds of pages, each with addresses to ask for."""
    dice = random.Random(1)
    with open_archive(url) as archive:
        most = archive.db.execute("SELECT max(id) AS most FROM articles").fetchone()["most"]
        ids = [dice.randint(1, most) for _ in range(REQUESTS)]
        rows = [
            archive.db.execute("SELECT room, key FROM articles WHERE id = ?", (id_,)).fetchone()
            for id_ in ids
        ]
    releases = [paths.release(row["room"], row["key"]) for row in rows]
    rooms = [row["room"] for row in rows]
    months = [f"{dice.randint(2013, 2025)}-{dice.randint(1, 12):02}" for _ in rows]
    yield "latest", ["/"] * REQUESTS
    yield "changes", ["/changes", "/changes?kind=revised", "/changes?kind=withdrawn"] * 20
    yield "rooms", ["/rooms/"] * REQUESTS
    yield "a room", [paths.room(room) for room in rooms]
    yield (
        "releases of a room until a month",
        [
            f"{paths.room(room, 'releases')}?until={month}"
            for room, month in zip(rooms, months, strict=True)
        ],
    )
    yield "runs", [paths.room(room, "runs") for room in rooms]
    yield "gaps", [paths.room(room, "gaps") for room in rooms]
    yield "a release", releases
    yield "a revision", [f"{release}@1" for release in releases]
    yield "differences", [f"{release}/diff" for release in releases]
    yield "evidence", [f"{release}/evidence" for release in releases]
    drawn = [queries[number] for queries in searching.queries().values() for number in range(10)]
    yield "search", [paths.with_query("/search", q=query) for query in drawn]


@contextmanager
def _served(url: str) -> Iterator[tuple[int, int]]:
    """Serve an archive as an operator does; yield the port and the number of the process."""
    command = [sys.executable, "-m", "newscrawler", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(url), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        line = next(line for line in process.stdout if line.startswith("reading room:"))
        yield int(line.split("/ ")[0].rpartition(":")[2]), process.pid
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _processor_time(pid: int) -> float:
    """Return the milliseconds that a process has used (proc(5), stat: utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _milliseconds(port: int, path: str) -> float:
    """Return how long an answer takes."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    started = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    took = (time.perf_counter() - started) * 1000
    connection.close()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {answer.status}")
    return took


def _shift(port: int, addresses: list[str]) -> float:
    with budget.browser() as running:
        page = running.new_page()
        shift = 0.0
        for address in addresses:
            page.goto(f"http://127.0.0.1:{port}{address}")
            shift += page.evaluate(SHIFT)
    return shift
