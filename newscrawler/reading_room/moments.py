"""Times as people read them, no more precise than they are known."""

from __future__ import annotations

import re
from datetime import datetime

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_CLOCK = re.compile(r"T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$")


def shown(value: str, precision: str | None, language: str) -> str:
    """Return a create time: the day, and clock time and zone where they are known.

    What is no such time is returned as it stands.
    """
    clock = _CLOCK.search(value)
    if not _is_date(value):
        return value
    if clock is None or precision == "day":
        return day(value, language)
    time = clock[1] if precision == "second" else clock[1][:5]
    zone = _zone(clock[2])
    comma = " " if language == "zh" else ", "
    return f"{day(value, language)}{comma}{time}{f' {zone}' if zone else ''}"


def clock(value: str, precision: str | None) -> str:
    """Return the clock time of a create time alone, "" where it is not known."""
    found = _CLOCK.search(value)
    if found is None or precision == "day":
        return ""
    return found[1] if precision == "second" else found[1][:5]


def stamp(value: str, language: str) -> str:
    """Return one of the record's own times, RFC 3339 UTC, to the minute."""
    return shown(value, "minute", language)


def day(value: str, language: str) -> str:
    """Return the day of a time that begins with YYYY-MM-DD."""
    if not _is_date(value):
        return value
    year, number, last = value[:4], int(value[5:7]), int(value[8:10])
    if language == "zh":
        return f"{year}年{number}月{last}日"
    return f"{last} {_MONTHS[number - 1]} {year}"


def month(value: str, language: str) -> str:
    """Return a month given as YYYY-MM."""
    if not _is_date(f"{value}-01"):
        return value
    year, number = value[:4], int(value[5:7])
    return f"{year}年{number}月" if language == "zh" else f"{_MONTHS[number - 1]} {year}"


def seconds(start: str, end: str) -> float:
    """Return the seconds between two times, RFC 3339."""
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def _is_date(value: str) -> bool:
    found = _DAY.match(value)
    return found is not None and 1 <= int(found[2]) <= len(_MONTHS)


def _zone(offset: str | None) -> str:
    if offset is None:
        return ""
    if offset in ("Z", "+00:00"):
        return "UTC"
    hours, minutes = offset[1:].split(":")
    more = "" if minutes == "00" else f":{minutes}"
    return f"UTC{'+' if offset[0] == '+' else '−'}{int(hours)}{more}"
