"""Bodies as received: content-addressed by SHA-256, compressed with Zstandard (RFC 8878)."""

from __future__ import annotations

import hashlib
import json
import sys

from newscrawler.archive.connection import ArchiveError, Connection, to_json
from newscrawler.items import Capture

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Level 3: 2.67 times smaller at 23 µs a body; level 9 gains 3 % for four times the time.
ZSTD_LEVEL = 3


def compress(data: bytes) -> bytes:
    """Return `data` as one Zstandard frame."""
    return zstd.compress(data, ZSTD_LEVEL)


class DamagedError(ArchiveError):
    """What was stored is no Zstandard frame any more."""


def decompress(frame: bytes) -> bytes:
    """Return the bytes that `compress` was given. Raises DamagedError for any other bytes."""
    try:
        return zstd.decompress(frame)
    except zstd.ZstdError as error:
        raise DamagedError(
            f"what was stored cannot be unpacked ({error}); run 'newscrawler verify'"
        ) from error


def compress_beside(html: str, text: str) -> bytes:
    """Return `html` as a frame that needs `text` to be read, which says most of it already."""
    return zstd.compress(html.encode(), ZSTD_LEVEL, zstd_dict=_known(text))


def decompress_beside(frame: bytes, text: str) -> str | None:
    """Return the HTML that `compress_beside` was given with this text, or `compress` alone.

    None where the text is not what it was: `verify` tells that, and the page is still held.
    """
    try:
        return zstd.decompress(frame, zstd_dict=_known(text)).decode()
    except (zstd.ZstdError, UnicodeDecodeError):
        return None


def _known(text: str) -> zstd.ZstdDict:
    # At least eight bytes, by the library's rule.
    return zstd.ZstdDict(text.encode().ljust(8), is_raw=True)


def keep(db: Connection, capture: Capture) -> int:
    """Store `capture` unless its bytes are held already; return the capture's id."""
    held = find(db, capture)
    if held is not None:
        return held
    row = db.execute(
        "INSERT INTO captures (sha256, size, body, url, status, headers, fetched_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            hashlib.sha256(capture.body).digest(),
            len(capture.body),
            compress(capture.body),
            capture.url,
            capture.status,
            to_json(capture.headers),
            capture.fetched_at,
        ),
    ).fetchone()
    return int(row["id"])


def find(db: Connection, capture: Capture) -> int | None:
    """Return the id of the capture that has the same bytes, if any."""
    digest = hashlib.sha256(capture.body).digest()
    row = db.execute("SELECT id FROM captures WHERE sha256 = ?", (digest,)).fetchone()
    return None if row is None else int(row["id"])


def read(db: Connection, capture_id: int) -> Capture:
    """Return a stored capture. Raises KeyError when there is none with that id."""
    row = db.execute("SELECT * FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row is None:
        raise KeyError(f"no capture {capture_id}")
    return Capture(
        url=row["url"],
        body=decompress(row["body"]),
        status=row["status"],
        headers=json.loads(row["headers"]),
        fetched_at=row["fetched_at"],
    )
