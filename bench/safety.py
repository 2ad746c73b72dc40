"""CPU of the guards per page on a clean site: newscrawler with them and without, in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.cost import ARTICLES, MANY, TEXT
from bench.figure import Figure
from bench.process import Used, crawl, project, replica, run

ROUNDS = 9


def measure(folder: Path) -> Iterator[Figure]:
    """Run both in turn, the first one changing; the ratio is the median of the rounds' own."""
    with (
        project(folder / "safe") as safe,
        project(folder / "unsafe", "bench.unsafe_settings") as unsafe,
        replica(ARTICLES, TEXT) as url,
    ):
        rounds = [_round(url, [safe, unsafe], number) for number in range(ROUNDS)]
    for place, name in enumerate(("with its guards", "without them")):
        cpu = 1000 * median(each[place].cpu for each in rounds) / ARTICLES
        yield Figure(f"newscrawler {name}: CPU per page", cpu, "ms")
    ratio = median(guarded.cpu / bare.cpu for guarded, bare in rounds)
    spread = sorted(guarded.cpu / bare.cpu for guarded, bare in rounds)
    note = f"{spread[0]:.2f} to {spread[-1]:.2f} in {ROUNDS} rounds"
    yield Figure("CPU with the guards against without", ratio, "times", 1.05, note)


def _round(url: str, folders: list[Path], number: int) -> list[Used]:
    # What runs second meets a warmer machine: each is second every other time.
    turn = folders if number % 2 else folders[::-1]
    used = {folder: run(crawl(url, *MANY), folder, folder / f"{number}.db") for folder in turn}
    assert all(each.status == 0 for each in used.values()), used
    return [used[folder] for folder in folders]
