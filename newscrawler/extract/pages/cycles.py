"""Reading a page without Python's collector of reference cycles."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def uncollected(read: Callable[P, T]) -> Callable[P, T]:
    """Return a function that reads as `read` does while nothing is looked for in cycles.

    A page's tens of thousands of objects make the collector look at all that the process holds,
    again and again: a sixth of the time where Scrapy is loaded. None of them stands in a cycle, so
    that each is freed when it is not needed any more.
    """

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        if not gc.isenabled():
            return read(*args, **kwargs)
        gc.disable()
        try:
            return read(*args, **kwargs)
        finally:
            gc.enable()

    return reading
