"""The present, read in one place, so that tests and benchmarks can pass weeks in a second."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def utc() -> datetime:
    """Return the present in UTC. Call it as `clock.utc()`, so that another clock can stand in."""
    return datetime.now(UTC)


def today(timezone: str | None) -> date:
    """Return today's date in an IANA zone, in UTC where none is known."""
    return utc().astimezone(ZoneInfo(timezone or "UTC")).date()
