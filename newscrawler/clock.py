"""The present, read in one place, so that tests and benchmarks can pass weeks in a second."""

from __future__ import annotations

from datetime import UTC, datetime


def utc() -> datetime:
    """Return the present in UTC. Call it as `clock.utc()`, so that another clock can stand in."""
    return datetime.now(UTC)
