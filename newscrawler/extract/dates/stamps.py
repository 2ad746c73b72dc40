"""Dates as machines are told them: ISO 8601 first, else any spelling."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from newscrawler.extract import dates

_ISO = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)"
    r"(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)


_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:\D|\d{4,6}|$)"
)


class Stamp(NamedTuple):
    """A moment as a page writes it: `clock` (HH:MM or HH:MM:SS) and `zone` may be empty."""

    day: date
    clock: str
    zone: str


def read(text: str, hints: dates.Hints) -> Stamp | None:
    """Read a machine's date: ISO 8601 first, else any spelling."""
    text = text.strip()
    iso, compact = _ISO.match(text), _COMPACT.match(text)
    try:
        if iso:
            return Stamp(date.fromisoformat(iso["day"]), iso["clock"] or "", iso["zone"] or "")
        if compact:
            return Stamp(date(*(int(compact[part]) for part in "ymd")), "", "")
    except ValueError:
        return None
    found = dates.find(text[:80], hints)
    return Stamp(found.day, found.clock, found.zone) if found and found.day else None
