"""Peak memory of long runs, and what ten thousand more articles add to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.process import crawl, project, replica, run

NUMBERS = (10_000, 20_000)
TEXT = 2_000


def measure(folder: Path) -> Iterator[Figure]:
    """Crawl rooms of 10,000 and of 20,000 articles into fresh archives."""
    peaks = []
    for number in NUMBERS:
        with project(folder), replica(number, TEXT) as url:
            used = run(crawl(url), folder, folder / f"{number}.db")
        assert used.status == 0, used.output[-1000:]
        peaks.append(used.peak_mb)
        limit = 250 if number == NUMBERS[-1] else None
        note = f"{used.wall:.0f} s, archive {(folder / f'{number}.db').stat().st_size >> 20} MB"
        yield Figure(f"peak memory, {number} articles", used.peak_mb, "MB", limit, note)
    yield Figure("growth per further 10,000 articles", peaks[1] - peaks[0], "MB", 10)
