"""Commands in processes of their own that need not import everything once more.

A server process imports what commands import and forks itself for each of them: what a user would
wait for at every start, and what takes most of the time of a test.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

# Nothing of these reads the environment or the settings, or starts a thread or a reactor.
PACKAGES = (
    "newscrawler",
    "newscrawler.archive",
    "newscrawler.commands",
    "newscrawler.network",
    "scrapy.commands",
    "scrapy.downloadermiddlewares",
    "scrapy.spidermiddlewares",
)
LATE = (
    "newscrawler.settings",
    "newscrawler.addon",  # imports the settings
    "newscrawler.archive.postgres",  # what does without psycopg is tested too
)
OTHERS = (
    "scrapy.core.downloader.handlers.http11",
    "scrapy.extensions.telnet",
    "scrapy.pqueues",
    "scrapy.squeues",
)


def _modules() -> list[str]:
    found = [
        f"{package}.{module.name}"
        for package in PACKAGES
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__)
    ]
    return [name for name in [*found, *OTHERS] if name not in LATE]


_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(_modules())


def run(
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    seconds: float,
    moment: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `newscrawler` with `arguments`; `moment`, RFC 3339, is what its clock shows.

    Raises subprocess.TimeoutExpired.
    """
    with tempfile.TemporaryDirectory() as kept:
        streams = Path(kept, "stdout"), Path(kept, "stderr")
        process = _forking.Process(
            target=_command, args=(arguments, folder, environment, streams, moment)
        )
        process.start()
        process.join(seconds)
        if process.is_alive():
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(arguments), seconds)
        assert process.exitcode is not None
        out, err = (stream.read_text() for stream in streams)
    return subprocess.CompletedProcess(list(arguments), process.exitcode, out, err)


def _command(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    streams: Sequence[Path],
    moment: str | None,
) -> None:
    for name, stream in zip(("stdout", "stderr"), streams, strict=True):
        os.dup2(os.open(stream, os.O_WRONLY | os.O_CREAT, 0o600), getattr(sys, name).fileno())
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["newscrawler", *arguments]
    sys.path[:0] = [str(folder), *filter(None, [environment.get("PYTHONPATH")])]
    if moment is not None:
        from newscrawler import clock

        at = datetime.fromisoformat(moment)
        clock.utc = lambda: at
    importlib.import_module("newscrawler.__main__").main()
