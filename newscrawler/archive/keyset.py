"""Lists in pages: a cursor says after which row the next page begins, so that all are as quick.

A cursor is opaque text to those who hand it back; it holds the values that the list is ordered by.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class CursorError(ValueError):
    """A cursor is not one that a page gave."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and the cursor of the page after it; None at the list's end."""

    rows: list[T]
    next: str | None


def cursor(*values: str | int) -> str:
    """Return the cursor of the page that begins after these values."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place(text: str, *kinds: type) -> tuple[Any, ...]:
    """Return the values of a cursor. Raises CursorError where they are not of these types."""
    try:
        values = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise CursorError(_MESSAGE) from error
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise CursorError(_MESSAGE)
    if any(type(value) is int and not 0 <= value < 2**63 for value in values):
        raise CursorError(_MESSAGE)
    return tuple(values)


_MESSAGE = "the cursor is not one that a page gave; leave it out to begin with the first page"


def page(
    rows: Iterable[R],
    limit: int,
    read: Callable[[R], T],
    values: Callable[[R], Sequence[str | int]],
) -> Page[T]:
    """Return a page of what was asked for with a limit of one more than `limit`."""
    found = list(rows)
    kept = found[:limit]
    following = cursor(*values(kept[-1])) if kept and len(found) > limit else None
    return Page([read(row) for row in kept], following)
