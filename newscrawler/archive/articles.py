"""Articles and their revisions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from newscrawler import urls
from newscrawler.archive import attachments, captures, checks, events, ledger, suspects, twins
from newscrawler.archive.connection import Connection, Row, storable, to_json
from newscrawler.items import PUBLIC_FIELDS, Capture

# What a reader sees of a release. A change in one of these is a revision; markup is not.
CONTENT_FIELDS = ("breadcrumb", "title", "byline", "create_time", "body", "attachments")
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_JSON_FIELDS = ("breadcrumb", "byline", "attachments", "images", "missing", "evidence")


def content_hash(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over the content fields as canonical JSON."""
    content = [fields.get(name) for name in CONTENT_FIELDS]
    return hashlib.sha256(_canonical(content).encode("utf-8", "surrogatepass")).hexdigest()


def store(
    db: Connection,
    fields: Mapping[str, Any],
    capture: Capture | None,
    *,
    extractor: str,
    crawl_id: int | None,
) -> tuple[str, int]:
    """Store one article and settle its ledger entry; return (answer, revision number).

    `fields` has the item's public names. The answer is `new`, `revised`, `unchanged`, `suspect` for
    a page kept aside, or `forgotten` (number 0) for one that must not come back: only a changed
    content hash makes a revision, and a revision always has its event.
    """
    room, key, now = fields["room"], fields["key"], fields["crawled_at"]
    if ledger.is_forgotten(db, room, key):
        return "forgotten", 0
    held = db.execute(
        "SELECT a.id, a.revision, r.content_hash, r.text_hash, r.capture_id, r.extractor, r.title,"
        " r.body, r.evidence FROM articles a"
        " JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"
        " WHERE a.room = ? AND a.key = ?",
        (room, key),
    ).fetchone()
    if held is not None and crawl_id is not None and suspects.is_another(db, held, fields, capture):
        suspects.set_aside(
            db, room, key, capture, reason=suspects.ANOTHER, crawl_id=crawl_id, now=now
        )
        return "suspect", held["revision"]
    ledger.hold(db, room, key)
    ledger.note_alias(db, room, key, fields["url"], now)
    if held is not None and held["content_hash"] == fields["content_hash"]:
        _note_read(db, held["id"], fields, capture)
        return "unchanged", held["revision"]
    capture_id = captures.keep(db, capture) if capture is not None else None
    if held is None:
        article_id, number, cause = _enter(db, fields, now), 1, "first"
    else:
        article_id, number = held["id"], held["revision"] + 1
        same_page = capture_id is not None and capture_id == held["capture_id"]
        cause = "extractor" if same_page and extractor != held["extractor"] else "publisher"
        _point_to(db, article_id, number, fields)
    _note_read(db, article_id, fields, capture)
    changed = _changed_fields(db, article_id, number - 1, fields) if number > 1 else []
    _add_revision(db, article_id, number, cause, fields, extractor, capture_id, crawl_id)
    kind = "new" if number == 1 else "revised"
    detail = {} if number == 1 else {"cause": cause, "fields": changed}
    events.record(
        db, at=now, room=room, key=key, kind=kind, crawl_id=crawl_id, revision=number, **detail
    )
    twins.note_text(
        db,
        article_id,
        before=held["text_hash"] if held is not None else None,
        after=_text_hash(fields.get("body")),
        body=fields.get("body"),
        crawl_id=crawl_id,
        now=now,
    )
    return kind, number


def _enter(db: Connection, fields: Mapping[str, Any], now: str) -> int:
    row = db.execute(
        "INSERT INTO articles (room, key, url, revision, create_time, first_stored_at, checked_at)"
        " VALUES (?, ?, ?, 1, ?, ?, ?) RETURNING id",
        (fields["room"], fields["key"], fields["url"], fields.get("create_time"), now, now),
    ).fetchone()
    return int(row["id"])


def _point_to(db: Connection, article_id: int, number: int, fields: Mapping[str, Any]) -> None:
    db.execute(
        "UPDATE articles SET revision = ?, create_time = ? WHERE id = ?",
        (number, fields.get("create_time"), article_id),
    )


def _note_read(
    db: Connection, article_id: int, fields: Mapping[str, Any], capture: Capture | None
) -> None:
    """Note what holds for the article as it is served now, whether its content changed or not."""
    db.execute(
        "UPDATE articles SET opt_outs = ? WHERE id = ?",
        (to_json(fields.get("opt_outs") or []), article_id),
    )
    attachments.link(
        db, article_id, fields["room"], fields.get("attachments") or [], fields["crawled_at"]
    )
    headers = capture.headers if capture is not None else {}
    checks.note(db, article_id, headers, now=fields["crawled_at"])


def _changed_fields(
    db: Connection, article_id: int, number: int, fields: Mapping[str, Any]
) -> list[str]:
    before = read_revision(db, article_id, number)
    return [name for name in CONTENT_FIELDS if before[name] != fields.get(name)]


def _add_revision(
    db: Connection,
    article_id: int,
    number: int,
    cause: str,
    fields: Mapping[str, Any],
    extractor: str,
    capture_id: int | None,
    crawl_id: int | None,
) -> None:
    # What the database gives back is what the HTML is unpacked with.
    body, html = storable([fields.get("body"), fields.get("body_html")])
    row = {
        "article_id": article_id,
        "number": number,
        "cause": cause,
        "content_hash": fields["content_hash"],
        "text_hash": _text_hash(fields.get("body")),
        "title": fields.get("title"),
        "create_time": fields.get("create_time"),
        "create_time_precision": fields.get("create_time_precision"),
        "body": body,
        "body_html": None if html is None else captures.compress_beside(html, body or ""),
        "language": fields.get("language"),
        "extractor": extractor,
        "capture_id": capture_id,
        "crawl_id": crawl_id,
        "crawled_at": fields["crawled_at"],
    }
    for name in _JSON_FIELDS:
        value = fields.get(name)
        row[name] = None if value is None else to_json(value)
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO revisions ({names}) VALUES ({marks})", row)  # noqa: S608 own names


def _text_hash(body: str | None) -> bytes | None:
    return None if not body else hashlib.sha256(body.encode("utf-8", "surrogatepass")).digest()


def read_revision(db: Connection, article_id: int, number: int) -> dict[str, Any]:
    """Return one revision as a dictionary with the item's field names, values decoded.

    Raises KeyError when there is no such revision.
    """
    row = db.execute(
        "SELECT a.room, a.key, a.url, a.state, a.checked_at, a.opt_outs, r.* FROM revisions r"
        " JOIN articles a ON a.id = r.article_id WHERE a.id = ? AND r.number = ?",
        (article_id, number),
    ).fetchone()
    if row is None:
        raise KeyError(f"no revision {number} of article {article_id}")
    return _decoded(row)


def _decoded(row: Row) -> dict[str, Any]:
    fields = dict(row)
    for name in (*_JSON_FIELDS, "opt_outs"):
        if fields[name] is not None:
            fields[name] = json.loads(fields[name])
    if fields["body_html"] is not None:
        html = captures.decompress_beside(fields["body_html"], fields["body"] or "")
        fields["body_html"] = html
    fields["revision"] = fields.pop("number")
    return fields


def find(db: Connection, room: str, key: str) -> int | None:
    """Return the id of an article by its key or by any address that ever led to it."""
    row = db.execute(
        "SELECT a.id FROM articles a WHERE a.room = ? AND (a.key = ? OR a.key ="
        " (SELECT key FROM aliases WHERE room = ? AND url = ?))",
        (room, key, room, urls.short(key)),
    ).fetchone()
    return None if row is None else int(row["id"])


def find_any(db: Connection, name: str) -> int | None:
    """Return the id of an article named as ROOM:KEY or by an address that led to it."""
    room, _, key = name.partition(":")
    found = find(db, room, key)
    if found is not None:
        return found
    row = db.execute(
        "SELECT a.id FROM aliases s JOIN articles a ON a.room = s.room AND a.key = s.key"
        " WHERE s.url = ? ORDER BY a.id LIMIT 1",
        (urls.short(name),),
    ).fetchone()
    return None if row is None else int(row["id"])


def public(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return only the item's public fields, in their order."""
    return {name: fields[name] for name in PUBLIC_FIELDS}


def revisions(db: Connection, article_id: int) -> Iterator[dict[str, Any]]:
    """Yield every revision of an article, oldest first."""
    rows = db.execute(
        "SELECT a.room, a.key, a.url, a.state, a.checked_at, a.opt_outs, r.* FROM revisions r"
        " JOIN articles a ON a.id = r.article_id WHERE a.id = ? ORDER BY r.number",
        (article_id,),
    )
    for row in rows:
        yield _decoded(row)


def current(db: Connection, room: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the current revision of every article in a stable order: room, then first stored."""
    rows = db.stream(
        "SELECT a.room, a.key, a.url, a.state, a.checked_at, a.opt_outs, r.* FROM articles a"
        " JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"
        " WHERE CAST(? AS TEXT) IS NULL OR a.room = ? ORDER BY a.room, a.id",
        (room, room),
    )
    for row in rows:
        yield _decoded(row)


def newest_release(db: Connection, room: str) -> str | None:
    """Return the latest create time held of a room, as stored, or None."""
    row = db.execute("SELECT max(create_time) FROM articles WHERE room = ?", (room,)).fetchone()
    return row[0] if row[0] is None else str(row[0])
