"""Pages of one place are alike: each is kept beside an earlier one, as what is new in it.

A base stands alone. It changes when the site's pages change, and after some pages in any case, so
that damage to one capture harms few others and erasing it writes few anew.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newscrawler import urls
from newscrawler.archive import frames
from newscrawler.archive.connection import Connection
from newscrawler.items import Capture

# A frame that is larger than this share of the one that stands alone is not worth the tie.
WORTH = 0.8
MOST_BESIDE = 100
# A larger body, of which a base is read again and again, would cost more than it saves.
LARGEST = 1_000_000
_NUMBER = re.compile(r"\d")


def pack(db: Connection, capture: Capture, content: bytes) -> tuple[bytes, int | None]:
    """Return a frame of a capture's `content`, and the id of the one that it is beside, if any."""
    base = _base(db, capture)
    if base is not None:
        base_id, packed, known = base
        frame = frames.compress(content, known)
        # What it takes alone, if it is packed as well as its base is: packing it to see costs more.
        alone = len(content) * len(packed) / max(1, len(known))
        if len(frame) < WORTH * alone:
            return frame, base_id
    return frames.compress(content), None


def _base(db: Connection, capture: Capture) -> tuple[int, bytes, bytes] | None:
    """Return the id, the frame and the bytes of the base of a capture's place, if there is one."""
    row = db.execute(
        "SELECT c.id, c.body, (SELECT count(*) FROM captures u WHERE u.base_id = c.id) AS beside"
        " FROM capture_bases b JOIN captures c ON c.id = b.capture_id WHERE b.place = ?",
        (_place(capture) or "",),
    ).fetchone()
    if row is None or row["beside"] >= MOST_BESIDE:
        return None
    try:
        return row["id"], row["body"], frames.unpack(row["body"])
    except frames.DamagedError:
        return None


def note(db: Connection, capture: Capture, capture_id: int) -> None:
    """Let a capture that stands alone be the base of the next ones of its place."""
    place = _place(capture)
    if place is not None:
        db.execute(
            "INSERT INTO capture_bases (place, capture_id) VALUES (?, ?)"
            " ON CONFLICT (place) DO UPDATE SET capture_id = excluded.capture_id",
            (place, capture_id),
        )


def _place(capture: Capture) -> str | None:
    """Return where pages like this one are, None for what is no ordinary page."""
    is_page = capture.status == 200 and "html" in (capture.content_type or "")
    if not is_page or len(capture.body) > LARGEST:
        return None
    try:
        parts = urlsplit(capture.url)
    except ValueError:
        return None
    folders = parts.path.rstrip("/").split("/")[:-1]
    steady = [folder for folder in folders if not _NUMBER.search(folder)]
    return urls.short("/".join([parts.netloc, *steady]))


def let_go(db: Connection, capture_id: int) -> None:
    """Make every capture readable without this one, which is to be erased."""
    rows = db.execute(
        "SELECT c.id, c.body, b.body AS base FROM captures c JOIN captures b ON b.id = c.base_id"
        " WHERE c.base_id = ? ORDER BY c.id",
        (capture_id,),
    ).fetchall()
    base: tuple[int, bytes] | None = None
    for row in rows:
        try:
            body = frames.decompress(row["body"], frames.unpack(row["base"]))
        except frames.DamagedError:
            # Lost before; `verify` goes on to say so.
            _put(db, row["id"], row["body"], None)
            continue
        if base is None:
            base = row["id"], body
            _put(db, row["id"], frames.compress(body), None)
        else:
            _put(db, row["id"], frames.compress(body, base[1]), base[0])
    db.execute("DELETE FROM capture_bases WHERE capture_id = ?", (capture_id,))


def _put(db: Connection, capture_id: int, frame: bytes, base_id: int | None) -> None:
    sql = "UPDATE captures SET body = ?, base_id = ? WHERE id = ?"
    db.execute(sql, (frame, base_id, capture_id))
