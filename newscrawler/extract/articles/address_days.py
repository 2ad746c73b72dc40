"""The days, or the month, that the address of a page names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_IN_ADDRESS = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)(?P<sep>[-/_.]?)(?P<month>0?[1-9]|1[0-2])"
    # Or "/2024-06/15/", as newspapers have it.
    r"(?:(?P=sep)|(?<=\d\d)/)(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?=\D))"
    # The day first where it can be no month.
    r"|(?P<day_first>1[3-9]|2\d|3[01])(?P<dash>[-_.])(?P<then>0[1-9]|1[0-2])(?P=dash)"
    r"(?P<last>20\d\d))(?!\d)"
)
_MONTH_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/_.]?(?P<month>0[1-9]|1[0-2])(?=\D|\d\d(?:\D|$)|$)"
)


def find(path: str) -> Iterator[tuple[date, str]]:
    """Yield the days that a decoded path names, each with how it is written there."""
    for match in _IN_ADDRESS.finditer(path):
        try:
            day = date(
                int(match["year"] or match["last"]),
                int(match["month"] or match["then"]),
                int(match["day"] or match["day_first"]),
            )
        except ValueError:
            continue
        yield day, match[0]


def month(path: str) -> tuple[int, int] | None:
    """Return the first (year, month) that a decoded path names."""
    named = _MONTH_IN_ADDRESS.search(path)
    return (int(named["year"]), int(named["month"])) if named else None
