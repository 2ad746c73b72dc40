"""Dates as pages write them: numerals in year-first order, Chinese, and English month names.

Only spellings that can mean one day are read; `05/07/2018` is not one of them. A wrong day is
worse than none.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = (
    r"(?:(?:[T,]|\s|at)*(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)"
    r"(?:[:：](?P<second>[0-5]\d)(?:\.\d+)?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?P<zone>\s?(?:Z\b|UTC\b|GMT\b|[+-]\d\d:?\d\d(?!\d)))?(?![:：\d]))?"
)
_DATE = re.compile(
    r"(?<![\d./-])(?:"
    r"(?P<y1>(?:19|20)\d\d)(?P<sep>\s?[-/.]\s?)(?P<m1>\d{1,2})(?P=sep)(?P<d1>\d{1,2})(?![\d/-])"
    r"|(?P<y2>(?:19|20)\d\d)\s?年\s?(?P<m2>\d{1,2})\s?月\s?(?P<d2>\d{1,2})\s?[日号號]"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]*\b(?P<n3>{_MONTH})\b\.?,?[\s-]*(?P<y3>(?:19|20)\d\d)\b"
    rf"|\b(?P<n4>{_MONTH})\b\.?\s*(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y4>(?:19|20)\d\d)\b"
    rf"){_CLOCK}",
    re.IGNORECASE,
)
# A tile of a listing: the day large, year and month small beside it, in either order.
_TILE = re.compile(
    r"^(?:(?P<d1>\d{1,2})\s+(?P<y1>(?:19|20)\d\d)[-./年]\s?(?P<m1>\d{1,2})月?"
    r"|(?P<y2>(?:19|20)\d\d)[-./年]\s?(?P<m2>\d{1,2})月?\s+(?P<d2>\d{1,2}))(?![-./\d])"
)
_NUMBER_GROUPS = (("y1", "m1", "d1"), ("y2", "m2", "d2"))
_NAME_GROUPS = (("y3", "n3", "d3"), ("y4", "n4", "d4"))


class Found(NamedTuple):
    """A date in a text; `day` is None when the calendar has no such day.

    `clock` is `HH:MM` or `HH:MM:SS` as written (24 hours), `zone` as written, both maybe empty;
    `start` and `end` delimit it in the text.
    """

    day: date | None
    clock: str
    zone: str
    start: int
    end: int


def find(text: str) -> Found | None:
    """Return the first date in `text`, or None."""
    match = _DATE.search(text)
    return _found(match) if match else None


def find_tile(text: str) -> date | None:
    """Return the day that `text` begins with, day and year-month apart, or None."""
    match = _TILE.match(text)
    if match is None:
        return None
    year, month, day = _groups(match, _NUMBER_GROUPS)
    return _day(int(year), int(month), int(day))


def _found(match: re.Match[str]) -> Found:
    numbers = _groups(match, _NUMBER_GROUPS)
    if numbers:
        year, month, day = map(int, numbers)
    else:
        named = _groups(match, _NAME_GROUPS)
        year, month, day = int(named[0]), _MONTHS[named[1].lower()], int(named[2])
    zone = (match["zone"] or "").strip()
    return Found(_day(year, month, day), _clock(match), zone, match.start(), match.end())


def _groups(match: re.Match[str], choices: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return next((match.group(*names) for names in choices if match[names[0]]), ())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> str:
    if match["hour"] is None:
        return ""
    hour = int(match["hour"])
    half = (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return ":".join(filter(None, (f"{hour:02}", match["minute"], match["second"])))
