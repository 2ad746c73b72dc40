"""CPU of a crawl that reaches nobody, against that of a bare Scrapy project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figure import Figure
from bench.process import SCRAPY, Used, crawl, project, run

# The discard port of loopback: refused at once.
NOBODY = "http://127.0.0.1:9"
ROUNDS = 7
SPIDER = f"""import scrapy

class Bare(scrapy.Spider):
    name = "bare"
    start_urls = ["{NOBODY}/"]

    def parse(self, response):
        pass
"""


def measure(folder: Path) -> Iterator[Figure]:
    """Run both in turn; the ratio is of the medians."""
    ours: list[Used] = []
    bare: list[Used] = []
    plain = _bare_project(folder / "bare")
    with project(folder / "ours") as own:
        for number in range(ROUNDS):
            ours.append(run(crawl(NOBODY), own, own / f"{number}.db"))
            bare.append(run([*SCRAPY, "crawl", "bare", "-s", "DOWNLOAD_DELAY=0"], plain))
    assert all(each.status == 5 for each in ours), ours[0].output[-1000:]
    assert all(each.status == 0 for each in bare), bare[0].output[-1000:]
    mine, peer = (median(each.cpu for each in runs) for runs in (ours, bare))
    yield Figure("newscrawler: CPU of a run that reaches nobody", 1000 * mine, "ms")
    yield Figure("bare Scrapy project: the same", 1000 * peer, "ms")
    yield Figure("CPU of the start against bare Scrapy", mine / peer, "times", 1.25)


def _bare_project(folder: Path) -> Path:
    spiders = folder / "plain" / "spiders"
    spiders.mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = plain.settings\n")
    for package in (spiders.parent, spiders):
        (package / "__init__.py").write_text("")
    # What `scrapy startproject` writes, without the comments.
    (spiders.parent / "settings.py").write_text(
        "BOT_NAME = 'plain'\n"
        "SPIDER_MODULES = ['plain.spiders']\n"
        "NEWSPIDER_MODULE = 'plain.spiders'\n"
        "ROBOTSTXT_OBEY = True\n"
        "CONCURRENT_REQUESTS_PER_DOMAIN = 1\n"
        "FEED_EXPORT_ENCODING = 'utf-8'\n"
    )
    (spiders / "bare.py").write_text(SPIDER)
    return folder
