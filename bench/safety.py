"""CPU of the guards per page on a clean site: newscrawler with them and without, in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.cost import ARTICLES, MANY, TEXT
from bench.figure import Figure
from bench.process import Used, crawl, project, replica, run

ROUNDS = 9


def measure(folder: Path) -> Iterator[Figure]:
    """Run both in turn, the first one changing; the least of each counts.

    Other work on the machine only ever adds CPU time (caches, clock), as the documentation of
    `timeit` says: single rounds differ by a tenth and more either way.
    """
    with (
        project(folder / "safe") as safe,
        project(folder / "unsafe", "bench.unsafe_settings") as unsafe,
        replica(ARTICLES, TEXT) as url,
    ):
        rounds = [_round(url, [safe, unsafe], number) for number in range(ROUNDS)]
    least = [min(each[place].cpu for each in rounds) for place in (0, 1)]
    for name, cpu in zip(("with its guards", "without them"), least, strict=True):
        yield Figure(f"newscrawler {name}: CPU per page", 1000 * cpu / ARTICLES, "ms")
    spread = sorted(guarded.cpu / bare.cpu for guarded, bare in rounds)
    note = f"single rounds {spread[0]:.2f} to {spread[-1]:.2f}"
    ratio = least[0] / least[1]
    yield Figure("CPU with the guards against without", ratio, "times", 1.05, note)


def _round(url: str, folders: list[Path], number: int) -> list[Used]:
    # What runs second meets a warmer machine: each is second every other time.
    turn = folders if number % 2 else folders[::-1]
    used = {folder: run(crawl(url, *MANY), folder, folder / f"{number}.db") for folder in turn}
    assert all(each.status == 0 for each in used.values()), used
    return [used[folder] for folder in folders]
