"""Answers as received: content-addressed by the SHA-256 of the body, packed with Zstandard."""

from __future__ import annotations

import hashlib
import json

from newscrawler.archive import bases, frames
from newscrawler.archive.connection import Connection, Row, to_json
from newscrawler.archive.frames import DamagedError
from newscrawler.items import Capture

WITH_BASE = "SELECT c.*, b.body AS base FROM captures c LEFT JOIN captures b ON b.id = c.base_id"


def keep(db: Connection, capture: Capture) -> int:
    """Store `capture` unless its bytes are held already; return the capture's id.

    The headers stand behind the body in one frame: most of them are those of the page beside which
    it is packed. `size` tells where the body ends.
    """
    held = find(db, capture)
    if held is not None:
        return held
    frame, base_id = bases.pack(db, capture, capture.body + to_json(capture.headers).encode())
    row = db.execute(
        "INSERT INTO captures (sha256, size, body, base_id, url, status, headers, fetched_at)"
        " VALUES (?, ?, ?, ?, ?, ?, '', ?) RETURNING id",
        (
            hashlib.sha256(capture.body).digest(),
            len(capture.body),
            frame,
            base_id,
            capture.url,
            capture.status,
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
        f"{WITH_BASE} WHERE c.id = ?",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise KeyError(f"no capture {capture_id}")
    return opened(row)


def opened(row: Row) -> Capture:
    """Return a capture as received.

    The row has the columns of `captures`, and as `base` the body of the one that it stands beside,
    if any. What was stored earlier has its headers beside the frame. Raises DamagedError when it is
    not what was stored.
    """
    frame, base, size = row["body"], row["base"], row["size"]
    content = frames.decompress(frame, b"" if base is None else frames.unpack(base))
    try:
        headers = json.loads(row["headers"] or content[size:])
    except ValueError as error:
        raise DamagedError(
            f"the headers of {row['url']} cannot be read; run 'newscrawler verify'"
        ) from error
    return Capture(
        url=row["url"],
        body=content if row["headers"] else content[:size],
        status=row["status"],
        headers=headers,
        fetched_at=row["fetched_at"],
    )


def erase(db: Connection, capture_id: int) -> int:
    """Erase a capture; return 1, or 0 when there is none."""
    bases.let_go(db, capture_id)
    return db.execute("DELETE FROM captures WHERE id = ?", (capture_id,)).rowcount
