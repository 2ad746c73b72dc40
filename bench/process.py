"""Processes of the benchmarks: the replica on one core, the crawler on the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
SERVER_CORE, CRAWLER_CORE = 0, -1
SCRAPY = [sys.executable, "-m", "scrapy"]
FAST = ["-s", "DOWNLOAD_DELAY=0"]


@dataclass(frozen=True, slots=True)
class Used:
    """What a finished process used: CPU (user and system) and wall time in seconds, peak in MB."""

    cpu: float
    wall: float
    peak_mb: float
    status: int
    output: str


def pin(core: int) -> None:
    """Keep the calling process on one core, where the system can; -1 is the last one."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[core]})


def environment(archive: Path | str | None = None) -> dict[str, str]:
    """Return an environment in which nothing of the caller's settings counts.

    `archive` is a file or the address of a database.
    """
    # pip compiles what it installs, but not a checkout: Python does that in the first run, unless
    # it is told not to write, and then each run would pay for it.
    foreign = ("NEWSCRAWLER", "SCRAPY", "PYTHONDONTWRITEBYTECODE")
    values = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    values["PYTHONPATH"] = str(ROOT)
    if archive is not None:
        values["NEWSCRAWLER_ARCHIVE"] = str(archive)
    return values


def run(command: Sequence[str], folder: Path, archive: Path | str | None = None) -> Used:
    """Run a command to its end on the crawler's core and return what it used."""
    started = time.perf_counter()
    with (folder / "output.txt").open("w+b") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(archive),
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: pin(CRAWLER_CORE),
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    return Used(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=time.perf_counter() - started,
        peak_mb=usage.ru_maxrss / 1024,
        status=process.returncode,
        output=text,
    )


@contextmanager
def replica(articles: int, size: int = 0) -> Iterator[str]:
    """Serve a synthetic room from a process of its own; yield its address."""
    command = [sys.executable, "-m", "fixtures.replica", "--articles", str(articles)]
    process = subprocess.Popen(
        [*command, "--size", str(size)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: pin(SERVER_CORE),
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def ask(address: str, sent: dict[str, Any] | None = None) -> Any:
    """Return the JSON answer of a replica's `/-/` address."""
    data = None if sent is None else json.dumps(sent).encode()
    with urllib.request.urlopen(address, data, timeout=60) as answer:
        return json.load(answer)


def crawl(url: str, *arguments: str) -> list[str]:
    """Return the command line of newscrawler's crawl of a replica."""
    room = ["crawl", "qbpc_news", "-a", f"base_url={url}"]
    ours = ["-s", f"NEWSCRAWLER_ALLOW_PRIVATE={urlsplit(url).netloc}"]
    return [*SCRAPY, *room, *ours, *FAST, *arguments]


@contextmanager
def project(folder: Path, settings: str = "newscrawler.settings") -> Iterator[Path]:
    """Yield a folder from which Scrapy finds a project's settings."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scrapy.cfg").write_text(f"[settings]\ndefault = {settings}\n")
    yield folder
