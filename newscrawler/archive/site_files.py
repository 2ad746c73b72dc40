"""The rules of sites as last read: robots.txt and tdmrep.json."""

from __future__ import annotations

from newscrawler.archive import captures
from newscrawler.archive.connection import Connection
from newscrawler.items import Capture


def keep(db: Connection, capture: Capture) -> None:
    """Store a file in place of the one before at its address; the bytes of both stay captures."""
    db.execute(
        "INSERT INTO site_files (url, status, capture_id, fetched_at)"
        " VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET status = excluded.status,"
        " capture_id = excluded.capture_id, fetched_at = excluded.fetched_at",
        (capture.url, capture.status, captures.keep(db, capture), capture.fetched_at),
    )


def find(db: Connection, url: str) -> tuple[int, bytes, str] | None:
    """Return (status, body, time fetched) of the file last read at `url`, if any."""
    row = db.execute("SELECT * FROM site_files WHERE url = ?", (url,)).fetchone()
    if row is None:
        return None
    return row["status"], captures.read(db, row["capture_id"]).body, row["fetched_at"]
