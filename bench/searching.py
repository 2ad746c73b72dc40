"""Search: how long a query takes in a large archive, and how large its index is.

`--rows` is the number of articles. `BENCH_ARCHIVE` names an archive that is kept: one that was
built and indexed before is measured as it is.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench import large_archive, large_texts
from bench.figure import Figure
from fixtures import postgres
from newscrawler.archive import Archive, open_archive, search, search_index
from newscrawler.search_query import parse

QUERIES = 300
BATCH = 2000
_TEXT = (
    "SELECT sum(octet_length(coalesce(r.title, '')) + octet_length(coalesce(r.body, ''))"
    " + octet_length(coalesce(r.breadcrumb, '')) + octet_length(coalesce(r.byline, '')))"
    " FROM search_documents d"
    " JOIN revisions r ON r.article_id = d.article_id AND r.number = d.revision"
)
_DOCUMENTS = (
    "SELECT coalesce(sum(octet_length(text)), 0) FROM attachment_texts"
    " WHERE CAST(capture_id AS TEXT) IN (SELECT trim(captures, '[]') FROM search_documents)"
)
_SQLITE_SIZE = (
    "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%' AND name <> 'search_queue'"
)
_POSTGRES_SIZE = (
    "SELECT sum(pg_total_relation_size(name::regclass)) FROM"
    " (VALUES ('search_words'), ('search_words_parts'), ('search_documents')) names (name)"
)


def measure(folder: Path) -> Iterator[Figure]:
    """Ask a file."""
    folder.mkdir(parents=True, exist_ok=True)
    url = os.environ.get("BENCH_ARCHIVE", f"sqlite:///{folder / 'large.db'}")
    yield from _measure(url, _rows(1_000_000), at_most=(30, 150, 1.5), size=_SQLITE_SIZE)


def measure_on_postgresql(_: Path) -> Iterator[Figure]:
    """Ask a server."""
    with postgres.server() as server:
        targets = (None, None, 2.5)
        yield from _measure(
            server.new_schema(), _rows(100_000), at_most=targets, size=_POSTGRES_SIZE
        )


def _rows(usual: int) -> int:
    return int(os.environ.get("BENCH_ROWS") or usual)


def _measure(
    url: str, rows: int, *, at_most: tuple[float | None, float | None, float | None], size: str
) -> Iterator[Figure]:
    large_archive.build(url, rows)
    with open_archive(url) as archive:
        yield from _index(archive)
        held = archive.db.execute("SELECT count(*) FROM search_documents").fetchone()[0]
        yield Figure("articles and earlier states indexed", held)
        text = sum(archive.db.execute(sql.replace("octet_length", _octets(url))).fetchone()[0]
                   for sql in (_TEXT, _DOCUMENTS))  # fmt: skip
        used = archive.db.execute(size).fetchone()[0]
        yield Figure("text that is indexed", float(text) / 1e6, "MB")
        yield Figure("index against text", float(used) / float(text), "times", at_most[2])
        for name, queries in _queries().items():
            yield from _ask(archive, name, queries, at_most)
        yield from _ask(archive, "by relevance", _queries()["two words"][:40], None, "relevance")


def _octets(url: str) -> str:
    """Return a function that counts bytes: SQLite has one of that name since 3.43 only."""
    return "octet_length" if url.startswith("postgres") else "bytes"


def _index(archive: Archive) -> Iterator[Figure]:
    if not archive.where.startswith("postgres"):
        connection = archive.db._connection
        connection.create_function("bytes", 1, lambda text: len(text.encode()))
    cpu, done = time.process_time(), 0
    while indexed := archive.run(search_index.index, limit=BATCH):
        done += indexed
    if done:
        used = time.process_time() - cpu
        yield Figure("CPU per article indexed", 1e6 * used / done, "µs", note="of this process")


def _queries() -> dict[str, list[str]]:
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


def _ask(
    archive: Archive,
    name: str,
    queries: list[str],
    at_most: tuple[float | None, float | None, float | None] | None,
    order: str = "newest",
) -> Iterator[Figure]:
    as_of = date(2020, 6, 1) if "as of" in name else None
    times, cpu, hits = [], time.process_time(), 0
    for query in queries:
        start = time.perf_counter()
        hits += len(search.find(archive.db, parse(query), order=order, as_of=as_of).hits)
        times.append(1e3 * (time.perf_counter() - start))
    cpu = 1e3 * (time.process_time() - cpu) / len(queries)
    is_target = name in ("two words", "two Chinese characters")
    median, p95, _ = at_most if at_most and is_target else (None, None, None)
    note = f"{len(queries)} queries, {hits / len(queries):.1f} hits shown, CPU {cpu:.1f} ms a query"
    yield Figure(f"{name}: median", statistics.median(times), "ms", median, note)
    yield Figure(f"{name}: 95 of 100 within", statistics.quantiles(times, n=20)[-1], "ms", p95)
