"""Processes that share work: Ctrl-C is for the one that started them, and none outlives it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import parent_process
from threading import Thread
from typing import Any


def pool(
    number: int, begin: Callable[..., None] | None = None, *arguments: Any
) -> ProcessPoolExecutor:
    """Return so many running processes, each of which has called `begin(*arguments)`, if given.

    Where processes are forked, call it before files are opened that a fork must not share (SQLite,
    How To Corrupt An SQLite Database File, section 2.6).
    """
    processes = ProcessPoolExecutor(number, initializer=_begin, initargs=(begin, arguments))
    # The first task starts all of them.
    processes.submit(os.getpid).result()
    return processes


def _begin(begin: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin(*arguments)


def _end_with_parent() -> None:
    """End when the parent was killed: nobody else would tell this process."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
