"""Search: how long a query takes in a large archive, and how large its index is.

`--rows` is the number of articles; for an archive that is kept see `kept_archive`. "From the disk"
means that this machine has nothing of the file in its memory when the first query of that kind is
asked; what the host of a virtual machine has in its own is not known. So what is read is told too.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench import kept_archive, large_texts
from bench.figure import Figure
from fixtures import postgres
from newscrawler.archive import Archive, open_archive, search
from newscrawler.archive.connection import Row
from newscrawler.search.query import parse

QUERIES = 300
_STATES = (
    "SELECT r.title, r.body, r.breadcrumb, r.byline, d.captures FROM search_documents d"
    " JOIN revisions r ON r.article_id = d.article_id AND r.number = d.revision"
    " WHERE d.article_id % ? = 0"
)
_WITH_TARGETS = ("two words", "two Chinese characters")
# So many articles tell how long a text is.
SAMPLED = 20_000
# Each table is measured by its name: to look for names would read the whole file.
_SQLITE_SIZE = (
    "(SELECT sum((SELECT sum(pgsize) FROM dbstat d WHERE d.name = m.name)) FROM sqlite_master m"
    " WHERE m.name GLOB 'search_words_*_*' OR m.name GLOB 'search_documents*')"
)
_POSTGRES_SIZE = (
    "pg_total_relation_size('search_words') + pg_total_relation_size('search_words_parts')"
    " + pg_total_relation_size('search_documents')"
)


def measure(folder: Path) -> Iterator[Figure]:
    """Ask a file."""
    url = kept_archive.in_file(folder, 1_000_000)
    yield from _measure(url, at_most=(30, 150, 1.5), size=_SQLITE_SIZE)


def measure_on_postgresql(_: Path) -> Iterator[Figure]:
    """Ask a server."""
    with postgres.server() as server:
        url = kept_archive.in_database(server.new_schema(), 100_000)
        yield from _measure(url, at_most=(None, None, 2.5), size=_POSTGRES_SIZE)


def _measure(
    url: str, *, at_most: tuple[float | None, float | None, float | None], size: str
) -> Iterator[Figure]:
    with open_archive(url) as archive:
        yield from _index(archive)
        held = archive.db.execute("SELECT count(*) FROM search_documents").fetchone()[0]
        yield Figure("articles and earlier states indexed", held)
        for name, drawn in queries().items():
            most = at_most if name in _WITH_TARGETS else None
            if most and url.startswith("sqlite:"):
                _leave_memory(Path(archive.where))
                yield from _ask(archive, f"{name}, from the disk", drawn, most)
            yield from _ask(archive, name, drawn, most)
        yield from _ask(archive, "by relevance", queries()["two words"][:40], None, "relevance")
        used = float(archive.db.execute(f"SELECT {size}").fetchone()[0])
        step = max(1, held // SAMPLED)
        text = step * sum(_length(archive, row) for row in archive.db.stream(_STATES, (step,)))
        note = "all of it" if step == 1 else f"of every {step}th article"
        yield Figure("text that is indexed", text / 1e6, "MB", note=note)
        yield Figure("index against text", used / text, "times", at_most[2])


def _length(archive: Archive, row: Row) -> int:
    """Return how many bytes of UTF-8 a state has, documents included."""
    texts = [row[name] for name in ("title", "body", "breadcrumb", "byline")]
    sql = "SELECT text FROM attachment_texts WHERE capture_id = ?"
    captures = json.loads(row["captures"] or "[]")
    texts += [archive.db.execute(sql, (each,)).fetchone()[0] for each in captures]
    return sum(len((text or "").encode()) for text in texts)


def _index(archive: Archive) -> Iterator[Figure]:
    cpu = time.process_time()
    if done := kept_archive.index(archive):
        used = time.process_time() - cpu
        yield Figure("CPU per article indexed", 1e6 * used / done, "µs", note="of this process")


def queries() -> dict[str, list[str]]:
    """Return what people may look for, by kind."""
    dice = random.Random(3)
    chinese = [word for word in large_texts.WORDS["zh"] if len(word) == 2]
    drawn = [each for each in large_texts.draw(dice, "zh", 4 * QUERIES) if each in set(chinese)]
    pairs = [" ".join(large_texts.draw(dice, "en", 2)) for _ in range(QUERIES)]
    return {
        "two words": pairs,
        "two Chinese characters": drawn[:QUERIES],
        "one Chinese character": [each[0] for each in drawn[:QUERIES]],
        "a phrase": [f'"{pair}"' for pair in pairs],
        "two words in a room": [f"{pair} room:room_100" for pair in pairs],
        "a beginning": [f"{pair.split()[0][:3]}*" for pair in pairs],
        "two words as of a day": pairs,
    }


def _blocks_read() -> int:
    """Return how many blocks of 512 bytes this process has read from a disk (getrusage(2))."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_inblock


def _leave_memory(path: Path) -> None:
    """Let this machine forget what it has read of a file (posix_fadvise(2), DONTNEED)."""
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


def _ask(
    archive: Archive,
    name: str,
    queries: list[str],
    at_most: tuple[float | None, float | None, float | None] | None,
    order: str = "newest",
) -> Iterator[Figure]:
    as_of = date(2020, 6, 1) if "as of" in name else None
    times, cpu, hits, read = [], time.process_time(), 0, _blocks_read()
    for query in queries:
        start = time.perf_counter()
        hits += len(search.find(archive.db, parse(query), order=order, as_of=as_of).hits)
        times.append(1e3 * (time.perf_counter() - start))
    cpu = 1e3 * (time.process_time() - cpu) / len(queries)
    read = 512 * (_blocks_read() - read) / 1e3 / len(queries)
    median, p95, _ = at_most or (None, None, None)
    note = f"{len(queries)} queries, {hits / len(queries):.1f} hits shown, CPU {cpu:.1f} ms"
    note += f" and {read:.0f} kB from the disk a query" if read else " a query"
    yield Figure(f"{name}: median", statistics.median(times), "ms", median, note)
    yield Figure(f"{name}: 95 of 100 within", statistics.quantiles(times, n=20)[-1], "ms", p95)
