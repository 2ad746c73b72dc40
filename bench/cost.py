"""CPU of the whole pipeline per page, against bare Scrapy, rounds of all three in turn.

Politeness is off for all three: no delay, and as many requests at a time as Scrapy's default. With
one at a time and no delay Scrapy opens a connection for every request, which would hide what the
pipeline costs behind a cost that no polite crawl has.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figure import Figure
from bench.process import FAST, SCRAPY, Used, crawl, project, replica, run

ARTICLES = 1500
# Characters of text; with its frame and styles such a page has about 15 kB
TEXT = 13_000
ROUNDS = 5
MANY = ["-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8"]


def measure(folder: Path) -> Iterator[Figure]:
    """Run newscrawler and both peers in turn; ratios are of the medians."""
    used: dict[str, list[Used]] = {"newscrawler": [], "bare_same": [], "bare": []}
    with (
        project(folder / "ours") as own,
        project(folder / "bare", "bench.bare_settings") as plain,
        replica(ARTICLES, TEXT) as url,
    ):
        for number in range(ROUNDS):
            used["newscrawler"].append(run(crawl(url, *MANY), own, own / f"{number}.db"))
            for peer in ("bare_same", "bare"):
                used[peer].append(run(_bare(url, peer), plain))
    for name, runs in used.items():
        assert all(each.status == 0 for each in runs), runs[0].output[-1000:]
        yield Figure(f"{name}: CPU per page", 1000 * _per_page(runs, "cpu"), "ms")
        yield Figure(f"{name}: wall time per page", 1000 * _per_page(runs, "wall"), "ms")
    ours = _per_page(used["newscrawler"], "cpu")
    same = ours / _per_page(used["bare_same"], "cpu")
    default = ours / _per_page(used["bare"], "cpu")
    yield Figure("CPU against bare Scrapy, same settings", same, "times", 1.55)
    yield Figure("CPU against bare Scrapy, default settings", default, "times", 1.1)


def _bare(url: str, spider: str) -> list[str]:
    return [*SCRAPY, "crawl", spider, "-a", f"url={url}", *FAST, *MANY]


def _per_page(runs: list[Used], name: str) -> float:
    return median(getattr(each, name) for each in runs) / ARTICLES
