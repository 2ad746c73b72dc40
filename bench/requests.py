"""What a run without news asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.process import ask, crawl, project, replica, run


def measure(folder: Path) -> Iterator[Figure]:
    """Crawl a room twice and count the second run's requests."""
    with project(folder), replica(300) as url:
        run(crawl(url), folder, folder / "archive.db")
        first = ask(f"{url}/-/requests")["seen"]
        run(crawl(url), folder, folder / "archive.db")
        second = ask(f"{url}/-/requests", {"after": first})
    kinds = {kind: second.get(kind, 0) for kind in ("robots", "listing", "article")}
    note = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    total = second["seen"] - first
    yield Figure("requests of a run without news", total, at_most=2, note=note)
