"""Bodies as received: content-addressed by SHA-256, compressed with Zstandard."""

from __future__ import annotations

import hashlib
import json

from newscrawler.archive import bases, frames
from newscrawler.archive.connection import Connection, to_json
from newscrawler.items import Capture


def keep(db: Connection, capture: Capture) -> int:
    """Store `capture` unless its bytes are held already; return the capture's id."""
    held = find(db, capture)
    if held is not None:
        return held
    frame, base_id = bases.pack(db, capture)
    row = db.execute(
        "INSERT INTO captures (sha256, size, body, base_id, url, status, headers, fetched_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            hashlib.sha256(capture.body).digest(),
            len(capture.body),
            frame,
            base_id,
            capture.url,
            capture.status,
            to_json(capture.headers),
            capture.fetched_at,
        ),
    ).fetchone()
    if base_id is None:
        bases.note(db, capture, row["id"])
    return int(row["id"])


def find(db: Connection, capture: Capture) -> int | None:
    """Return the id of the capture that has the same bytes, if any."""
    digest = hashlib.sha256(capture.body).digest()
    row = db.execute("SELECT id FROM captures WHERE sha256 = ?", (digest,)).fetchone()
    return None if row is None else int(row["id"])


def read(db: Connection, capture_id: int) -> Capture:
    """Return a stored capture. Raises KeyError when there is none with that id."""
    row = db.execute(
        "SELECT c.*, b.body AS base FROM captures c LEFT JOIN captures b ON b.id = c.base_id"
        " WHERE c.id = ?",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise KeyError(f"no capture {capture_id}")
    return Capture(
        url=row["url"],
        body=unpack(row["body"], row["base"]),
        status=row["status"],
        headers=json.loads(row["headers"]),
        fetched_at=row["fetched_at"],
    )


def unpack(frame: bytes, base: bytes | None) -> bytes:
    """Return a stored body; `base` is the frame of the capture that it stands beside, if any.

    Raises DamagedError when either is not what was stored.
    """
    return frames.decompress(frame, b"" if base is None else frames.unpack(base))


def erase(db: Connection, capture_id: int) -> int:
    """Erase a capture; return 1, or 0 when there is none."""
    bases.let_go(db, capture_id)
    return db.execute("DELETE FROM captures WHERE id = ?", (capture_id,)).rowcount
