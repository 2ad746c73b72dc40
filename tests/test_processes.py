"""Processes that share work end with the one that started them."""

from __future__ import annotations

import subprocess
import sys

STARTED = """
import os, signal
from newscrawler import processes

pool = processes.pool(2)
print(len({pool.submit(os.getpid).result() for _ in range(2)}), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_none_outlives_a_parent_that_was_killed():
    # They have its output open: only when all have ended does it end.
    run = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, timeout=30)
    assert run.returncode == -9
    assert run.stdout


def test_they_begin_as_told():
    from newscrawler import processes

    with processes.pool(2, _begin, "told") as pool:
        assert list(pool.map(_heard, range(8))) == ["told"] * 8


HEARD: list[str] = []


def _begin(word: str) -> None:
    HEARD.append(word)


def _heard(_: int) -> str:
    return HEARD[0]
