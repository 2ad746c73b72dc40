"""The append-only stream of what happened; feeds, exports and people read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newscrawler.archive.connection import Connection, to_json

KINDS = ("new", "revised", "duplicate", "attachment", "gap", "alarm", "forgotten")


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
        "INSERT INTO events (at, room, key, kind, crawl_id, revision, detail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (at, room, key, kind, crawl_id, revision, to_json(detail)),
    ).fetchone()
    return int(row["id"])


def replay(db: Connection, *, after: int = 0, room: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield events with an id above `after`, oldest first, `detail` spread into the record."""
    rows = db.stream(
        "SELECT * FROM events WHERE id > ? AND (CAST(? AS TEXT) IS NULL OR room = ?) ORDER BY id",
        (after, room, room),
    )
    for row in rows:
        event = dict(row)
        event.update(json.loads(event.pop("detail")))
        yield event
