"""Reading goes on without the collector of reference cycles, and leaves it as it was."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawler.extract.pages.cycles import uncollected

ROOMS = Path(__file__).parent.parent / "fixtures"
# In a process of its own, in which nothing else leaves anything.
READ = """
import gc, pathlib, sys
from newscrawler import extract

def read():
    for name in sys.argv[1:]:
        body = pathlib.Path(name).read_bytes()
        for ask in (extract.article, extract.listing):
            ask(extract.Page(body, "http://a.example/news"))

read()
gc.collect()
gc.disable()
read()
print(gc.collect())
"""


def test_nothing_of_a_page_stands_in_a_cycle():
    pages = sorted(map(str, ROOMS.glob("*/*.html")))
    assert len(pages) > 10
    command = [sys.executable, "-c", READ, *pages]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "0\n"


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_left_as_it_was(is_on: bool):
    def read(fails: bool) -> bool:
        if fails:
            raise ValueError
        return gc.isenabled()

    try:
        if not is_on:
            gc.disable()
        assert uncollected(read)(fails=False) is False
        assert gc.isenabled() is is_on
        with pytest.raises(ValueError, match=r"^$"):
            uncollected(read)(fails=True)
        assert gc.isenabled() is is_on
    finally:
        gc.enable()
