"""What a run without news asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.process import ask, crawl, project, replica, run


def measure(folder: Path) -> Iterator[Figure]:
    """Crawl a room twice and count the second run's requests."""
    with project(folder), replica(300) as url:
        for _ in range(2):
            before = ask(f"{url}/-/requests")
            run(crawl(url), folder, folder / "archive.db")
        after = ask(f"{url}/-/requests")
    kinds = {
        kind: after.get(kind, 0) - before.get(kind, 0) for kind in ("robots", "listing", "article")
    }
    total = len(after["paths"]) - len(before["paths"])
    note = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    yield Figure("requests of a run without news", total, at_most=2, note=note)
