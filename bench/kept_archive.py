"""The large archive on which a bench measures: one that is kept, or one that is built for it.

BENCH_ARCHIVE names one that is kept: what is missing in it is added, and what is complete stays as
it is. BENCH_ROWS says how many articles it has.
"""

from __future__ import annotations

import os
from pathlib import Path

from bench import large_archive
from newscrawler.archive import Archive, search_index, search_queue


def in_file(folder: Path, usual: int) -> str:
    """Return the URL of the archive that is kept, or of one in `folder`; see `in_database`."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = os.environ.get("BENCH_ARCHIVE")
    return in_database(kept or f"sqlite:///{folder / 'large.db'}", usual)


def in_database(url: str, usual: int) -> str:
    """Build the archive at `url`, of BENCH_ROWS or as many articles as usual; return the URL."""
    large_archive.build(url, int(os.environ.get("BENCH_ROWS") or usual))
    return url


def index(archive: Archive) -> int:
    """Index for search what is not; return how many articles that were."""
    waiting = search_queue.waiting(archive.db)
    while archive.run(search_index.index, limit=large_archive.BATCH):
        pass
    return waiting
