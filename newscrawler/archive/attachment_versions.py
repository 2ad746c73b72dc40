"""Every version of a document that articles link to, and its text where it has one.

The bytes are captures: the same bytes are kept once, wherever they came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from newscrawler.archive import attachments, captures, search_queue
from newscrawler.archive.connection import Connection, Row, to_json
from newscrawler.file_type import PDF, entries, is_document
from newscrawler.items import Capture

# A PDF without its end is asked for again so often before it is kept.
TRIES_OF_HALF = 2
# What comes in place of a document when something is wrong: a message, a pixel
_STAND_INS = ("text/", "image/", "application/xml")


def store(
    db: Connection, attachment_id: int, capture: Capture, type_: str, *, crawl_id: int
) -> str:
    """Store a document as received; return `new`, `changed` or `unchanged`.

    Of what stands in for one that is held, nothing is stored: `cut` is half of it, `none` a text or
    a picture. Other bytes than those of the current version are a version of their own, with its
    event. `type_` is what its bytes say that it is.
    """
    held = db.execute(
        "SELECT t.version, t.attempts, v.capture_id, v.type FROM attachments t"
        " LEFT JOIN attachment_versions v ON v.attachment_id = t.id AND v.number = t.version"
        " WHERE t.id = ?",
        (attachment_id,),
    ).fetchone()
    if type_ == PDF and _is_cut(db, held, capture):
        return "cut"
    if is_document(held["type"] or "") and type_.startswith(_STAND_INS):
        return "none"
    capture_id = captures.keep(db, capture)
    changed = capture_id != held["capture_id"]
    number = held["version"] + changed
    db.execute(
        "UPDATE attachments SET state = 'held', version = ?, etag = ?, last_modified = ?,"
        " attempts = 0, next_try_at = NULL, reason = NULL, checked_at = ? WHERE id = ?",
        (
            number,
            capture.header("etag"),
            capture.header("last-modified"),
            capture.fetched_at,
            attachment_id,
        ),
    )
    if not changed:
        return "unchanged"
    _add_version(db, attachment_id, number, capture_id, capture, type_, crawl_id)
    answer = "new" if number == 1 else "changed"
    attachments.record(
        db,
        attachment_id,
        crawl_id,
        capture.fetched_at,
        "attachment",
        change=answer,
        version=number,
        type=type_,
        size=len(capture.body),
        sha256=hashlib.sha256(capture.body).hexdigest(),
    )
    return answer


def _is_cut(db: Connection, held: Row, capture: Capture) -> bool:
    """Tell whether a PDF lacks the end (ISO 32000-1, section 7.5.5) that the held version has.

    One that is not held is asked for again before it is believed to have none.
    """
    if b"%%EOF" in capture.body:
        return False
    if not held["version"]:
        return bool(held["attempts"] < TRIES_OF_HALF)
    if captures.find(db, capture) == held["capture_id"]:
        return False
    return b"%%EOF" in captures.read(db, held["capture_id"]).body


def _add_version(
    db: Connection,
    attachment_id: int,
    number: int,
    capture_id: int,
    capture: Capture,
    type_: str,
    crawl_id: int,
) -> None:
    declared = (capture.content_type or "").partition(";")[0].strip().lower()
    contents = entries(capture.body)
    db.execute(
        "INSERT INTO attachment_versions (attachment_id, number, capture_id, type, declared,"
        " contents, crawl_id, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            attachment_id,
            number,
            capture_id,
            type_,
            declared or None,
            to_json(contents) if contents else None,
            crawl_id,
            capture.fetched_at,
        ),
    )
    if type_ == PDF:
        db.execute(
            "INSERT INTO attachment_texts (capture_id) VALUES (?)"
            " ON CONFLICT (capture_id) DO NOTHING",
            (capture_id,),
        )
        search_queue.note_document(db, capture_id)


# ── their texts ──


def unread(db: Connection, *, after: int) -> tuple[int, bytes] | None:
    """Return (capture id, bytes) of the first document above `after` whose text is not read yet."""
    row = db.execute(
        "SELECT capture_id FROM attachment_texts WHERE read_at IS NULL AND capture_id > ?"
        " ORDER BY capture_id LIMIT 1",
        (after,),
    ).fetchone()
    if row is None:
        return None
    return row["capture_id"], captures.read(db, row["capture_id"]).body


def first_unread(db: Connection) -> int | None:
    """Return the capture id of the first document whose text is not read yet."""
    row = db.execute("SELECT min(capture_id) AS id FROM attachment_texts WHERE read_at IS NULL")
    found: int | None = row.fetchone()["id"]
    return found


def keep_text(db: Connection, capture_id: int, found: Mapping[str, Any], *, now: str) -> None:
    """Keep what was read of a document: `text` and `pages`, or the `problem`."""
    db.execute(
        "UPDATE attachment_texts SET text = ?, pages = ?, problem = ?, read_at = ?"
        " WHERE capture_id = ?",
        (found.get("text"), found.get("pages"), found.get("problem"), now, capture_id),
    )
    search_queue.note_document(db, capture_id)


def text(db: Connection, attachment_id: int) -> str | None:
    """Return the text of a document's current version, if it has one; form feeds end its pages."""
    row = db.execute(
        "SELECT x.text FROM attachments t JOIN attachment_versions v ON v.attachment_id = t.id"
        " AND v.number = t.version JOIN attachment_texts x ON x.capture_id = v.capture_id"
        " WHERE t.id = ?",
        (attachment_id,),
    ).fetchone()
    return row["text"] if row else None


# ── what is told ──


def received(db: Connection, article_id: int, attachment_id: int, number: int) -> Capture | None:
    """Return a version of a document as it was received, None if the article has no such one."""
    row = db.execute(
        "SELECT v.capture_id FROM attachment_links l JOIN attachment_versions v"
        " ON v.attachment_id = l.attachment_id WHERE l.article_id = ? AND l.attachment_id = ?"
        " AND v.number = ?",
        (article_id, attachment_id, number),
    ).fetchone()
    return captures.read(db, row["capture_id"]) if row else None


def shown(db: Connection, article_id: int) -> dict[str, dict[str, Any]]:
    """Return what is known of each document that an article links to, by its identity."""
    rows = db.execute(
        "SELECT t.id, t.identity, t.url, t.state, t.reason, t.version, v.type, v.declared,"
        " v.contents, c.size, x.pages, x.problem FROM attachment_links l"
        " JOIN attachments t ON t.id = l.attachment_id LEFT JOIN attachment_versions v"
        " ON v.attachment_id = t.id AND v.number = t.version"
        " LEFT JOIN captures c ON c.id = v.capture_id"
        " LEFT JOIN attachment_texts x ON x.capture_id = v.capture_id WHERE l.article_id = ?"
        " AND l.ended_at IS NULL",
        (article_id,),
    ).fetchall()
    return {
        row["identity"]: dict(row) | {"contents": json.loads(row["contents"] or "[]")}
        for row in rows
    }
