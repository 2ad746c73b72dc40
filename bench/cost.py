"""CPU of the whole pipeline per page, against bare Scrapy, rounds of all three in turn.

Politeness is off for all three: no delay, and as many requests at a time as by Scrapy's default.
newscrawler as it ships, one at a time, is shown beside it: what comes together shares a COMMIT.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figure import Figure
from bench.process import FAST, SCRAPY, Used, crawl, project, replica, run

ARTICLES = 1500
# Characters of text; such a page has 15 kB
TEXT = 10_400
ROUNDS = 7
RUSHED = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 5_000_000,
}
MANY = [part for name, value in RUSHED.items() for part in ("-s", f"{name}={value}")]
NAMES = ("newscrawler", "bare_same", "bare", "one at a time", "bare_same, one at a time")


def measure(folder: Path) -> Iterator[Figure]:
    """Run newscrawler and both peers in turn; a ratio is the median of the rounds' own ratios."""
    used: dict[str, list[Used]] = {name: [] for name in NAMES}
    with (
        project(folder / "ours") as own,
        project(folder / "bare", "bench.bare_settings") as plain,
        replica(ARTICLES, TEXT) as url,
    ):
        for number in range(ROUNDS):
            used["newscrawler"].append(run(crawl(url, *MANY), own, own / f"{number}.db"))
            used["bare_same"].append(run([*_bare(url, "bare_same"), *MANY], plain))
            used["bare"].append(run(_bare(url, "bare"), plain))
            used["one at a time"].append(run(crawl(url), own, own / f"{number} single.db"))
            used["bare_same, one at a time"].append(run(_bare(url, "bare_same"), plain))
    for name, runs in used.items():
        assert all(each.status == 0 for each in runs), runs[0].output[-1000:]
        yield Figure(f"{name}: CPU per page", 1000 * _per_page(runs, "cpu"), "ms")
        yield Figure(f"{name}: wall time per page", 1000 * _per_page(runs, "wall"), "ms")
    same = _ratio(used["newscrawler"], used["bare_same"])
    yield Figure("CPU against bare Scrapy, same settings", same, "times", 1.55)
    default = _ratio(used["newscrawler"], used["bare"])
    yield Figure("CPU against bare Scrapy, default settings", default, "times", 1.1)
    single = _ratio(used["one at a time"], used["bare_same, one at a time"])
    yield Figure("the same with one request at a time", single, "times")


def _bare(url: str, spider: str) -> list[str]:
    return [*SCRAPY, "crawl", spider, "-a", f"url={url}", *FAST]


def _per_page(runs: list[Used], name: str) -> float:
    return median(getattr(each, name) for each in runs) / ARTICLES


def _ratio(own: list[Used], peer: list[Used]) -> float:
    # Within a round both meet the same moods of the machine.
    return median(mine.cpu / theirs.cpu for mine, theirs in zip(own, peer, strict=True))
