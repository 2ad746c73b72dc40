"""The append-only stream of what happened; feeds, exports and people read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newscrawler.archive.connection import Connection, Row, to_json

KINDS = (
    "new", "revised", "withdrawn", "restored", "moved", "duplicate", "attachment", "gap", "alarm",
    "forgotten",
)  # fmt: skip
FIELDS = "id, at, room, key, kind, crawl_id, revision, detail"


def record(
    db: Connection,
    *,
    at: str,
    room: str,
    kind: str,
    key: str | None = None,
    crawl_id: int | None = None,
    revision: int | None = None,
    **detail: Any,
) -> int:
    """Append one event and return its id. `at` is RFC 3339 UTC; `detail` must be JSON-able."""
    row = db.execute(
        "INSERT INTO events (at, room, key, kind, crawl_id, revision, detail, section_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?,"
        " (SELECT section_id FROM articles WHERE room = ? AND key = ?)) RETURNING id",
        (at, room, key, kind, crawl_id, revision, to_json(detail), room, key),
    ).fetchone()
    return int(row["id"])


def last(db: Connection) -> tuple[int, str | None]:
    """Return the id of the newest event and when it was, (0, None) when there is none."""
    row = db.execute("SELECT id, at FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return (0, None) if row is None else (row["id"], row["at"])


def counts(db: Connection, crawl_id: int, *, after: int) -> dict[str, int]:
    """Return how many events of each kind with an id above `after` one crawl made.

    `template` counts revisions with that cause.
    """
    rows = db.execute(
        "SELECT kind, count(*) AS number FROM events WHERE id > ? AND crawl_id = ? GROUP BY kind",
        (after, crawl_id),
    )
    found = {row["kind"]: row["number"] for row in rows}
    template = db.execute(
        "SELECT count(*) AS number FROM events WHERE id > ? AND crawl_id = ? AND kind = 'revised'"
        " AND detail LIKE ?",
        (after, crawl_id, f"%{to_json({'cause': 'template'})[1:-1]}%"),
    ).fetchone()
    return {**found, "template": template["number"]}


def times_of_revisions(db: Connection, room: str, key: str) -> dict[int, str]:
    """Return when each revision of an article was stored, by its number."""
    rows = db.execute(
        "SELECT revision, at FROM events WHERE room = ? AND key = ?"
        " AND kind IN ('new', 'revised') ORDER BY id",
        (room, key),
    )
    return {row["revision"]: row["at"] for row in rows}


def replay(db: Connection, *, after: int = 0, room: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield events with an id above `after`, oldest first, `detail` spread into the record."""
    rows = db.stream(
        f"SELECT {FIELDS} FROM events"  # noqa: S608 own names
        " WHERE id > ? AND (CAST(? AS TEXT) IS NULL OR room = ?) ORDER BY id",
        (after, room, room),
    )
    yield from map(spread, rows)


def spread(row: Row) -> dict[str, Any]:
    """Return an event with what its kind has beside, `detail`, among its own values."""
    event = dict(row)
    event.update(json.loads(event.pop("detail")))
    return event
