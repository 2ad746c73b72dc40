"""A bound on what reading one page may cost, whatever was nested or repeated in it."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import ParamSpec, TypeVar

from newscrawler.extract.pages.page import Page

P = ParamSpec("P")
T = TypeVar("T")

# Seconds of computing: twenty times what the largest page that is fetched takes, 8 MB of rows
MOST_SECONDS = 30.0
# The machine may do other things meanwhile, and Python cannot raise everywhere.
_AGAIN = 0.1


class _TooCostlyError(Exception):
    """Reading a page took longer than any honest page takes."""


def bounded(instead: Callable[[str], T]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that ends the reading of a page after MOST_SECONDS of processor time.

    It is for functions of a page, which keeps the reason in words as its `trouble`; the answer is
    then what `instead` makes of it. Nothing is bounded on Windows, and in other threads than the
    main one.
    """

    def decorated(read: Callable[P, T]) -> Callable[P, T]:
        @wraps(read)
        def reading(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                with _timer():
                    return read(*args, **kwargs)
            except _TooCostlyError:
                why = f"reading it takes more than {MOST_SECONDS:g} seconds"
                for each in (*args, *kwargs.values()):
                    if isinstance(each, Page):
                        each.trouble = why
                return instead(why)

        return reading

    return decorated


@contextmanager
def _timer() -> Iterator[None]:
    is_main = threading.current_thread() is threading.main_thread()
    if not (is_main and hasattr(signal, "setitimer")) or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    end = time.process_time() + MOST_SECONDS

    def look(_: int, __: FrameType | None) -> None:
        if time.process_time() >= end:
            raise _TooCostlyError

    before = signal.signal(signal.SIGALRM, look)
    try:
        # A timer of processor time would make the clocks of processor time coarse.
        signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS, _AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
