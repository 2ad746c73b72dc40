"""The present, read in one place, so that tests and benchmarks can pass weeks in a second."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo


def utc() -> datetime:
    """Return the present in UTC. Call it as `clock.utc()`, so that another clock can stand in."""
    return datetime.now(UTC)


def now() -> str:
    """Return the present as RFC 3339 in UTC, to the second."""
    return rfc3339(utc())


def rfc3339(moment: datetime) -> str:
    """Return a moment as RFC 3339 in UTC, to the second, e.g. 2024-06-04T01:02:03Z."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def today(timezone: str | None) -> date:
    """Return today's date in an IANA zone, in UTC where none is known."""
    return utc().astimezone(ZoneInfo(timezone or "UTC")).date()


def apart(date_header: str | None, age: str | None) -> timedelta | None:
    """Return by how much this clock is ahead of the one that made an answer, None if unknown.

    `date_header` and `age`, in seconds, are headers of the answer (RFC 9110, 6.6.1; RFC 9111, 5.1).
    """
    try:
        made = parsedate_to_datetime(date_header or "")
        held = timedelta(seconds=int(age or 0))
        return utc().replace(microsecond=0) - made.astimezone(UTC) - held
    except (ValueError, OverflowError):
        return None
