"""The contents of an article, one after the other, each with its cause."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from newscrawler.archive import (
    attachments,
    captures,
    events,
    ledger,
    packed_fields,
    search_queue,
    sections,
    tallies,
    twins,
)
from newscrawler.archive.connection import Connection, storable, to_json
from newscrawler.content import changed_fields, content_hash, is_cosmetic, text_hash
from newscrawler.items import Capture, Listed

JSON_FIELDS = ("breadcrumb", "byline", "attachments", "images", "missing")
_FIELDS = (
    "a.room, a.key, a.url, a.state, a.checked_at, a.opt_outs, a.absent_since,"
    " a.revision AS newest, a.read_by, r.*"
)

# Reads a stored page with today's extractor: its public fields, or None for a page that is not
# believed to be a release.
Reread = Callable[[Capture], Mapping[str, Any] | None]
# Returns who changed a page: given it as held and as received, and the fields of both.
Cause = Callable[[Capture, Capture, Mapping[str, Any], Mapping[str, Any]], str]


def add(
    db: Connection,
    article_id: int,
    number: int,
    cause: str,
    fields: Mapping[str, Any],
    *,
    extractor: str,
    capture_id: int | None,
    read_as: Mapping[str, str],
    crawl_id: int | None,
    cosmetic: bool | None,
) -> None:
    """Append one content. `cosmetic` is None for the first."""
    # What the database gives back is what HTML and evidence are unpacked with.
    body, html = storable([fields.get("body"), fields.get("body_html")])
    row: dict[str, Any] = {
        "article_id": article_id,
        "number": number,
        "cause": cause,
        "cosmetic": None if cosmetic is None else int(cosmetic),
        "content_hash": fields["content_hash"],
        "text_hash": text_hash(fields.get("body")),
        "title": fields.get("title"),
        "create_time": fields.get("create_time"),
        "create_time_precision": fields.get("create_time_precision"),
        "body": body,
        "body_html": None if html is None else packed_fields.packed(html, body or ""),
        "language": fields.get("language"),
        "extractor": extractor,
        "capture_id": capture_id,
        "read_as": to_json(read_as),
        "crawl_id": crawl_id,
        "crawled_at": fields["crawled_at"],
    }
    for name in JSON_FIELDS:
        value = fields.get(name)
        row[name] = None if value is None else to_json(value)
    row = dict(storable(row))
    row["evidence"] = "{}"
    row["packed_evidence"] = packed_fields.packed_evidence(fields["evidence"], row)
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO revisions ({names}) VALUES ({marks})", row)  # noqa: S608 own names
    search_queue.note(db, article_id)


def revise(
    db: Connection,
    before: Mapping[str, Any],
    fields: Mapping[str, Any],
    cause: str,
    *,
    extractor: str,
    capture_id: int | None,
    read_as: Mapping[str, str],
    crawl_id: int | None,
    now: str,
) -> int:
    """Put `fields` in the place of the current revision `before`, with its event.

    Returns the new revision's number. `now` is RFC 3339 UTC.
    """
    article_id: int = before["article_id"]
    number: int = before["revision"] + 1
    db.execute(
        "UPDATE revisions SET last_seen_at = (SELECT checked_at FROM articles WHERE id = ?)"
        " WHERE article_id = ? AND number = ?",
        (article_id, article_id, before["revision"]),
    )
    cosmetic = is_cosmetic(before, fields)
    add(
        db,
        article_id,
        number,
        cause,
        fields,
        extractor=extractor,
        capture_id=capture_id,
        read_as=read_as,
        crawl_id=crawl_id,
        cosmetic=cosmetic,
    )
    section = sections.enter(db, before["room"], fields.get("breadcrumb"))
    tallies.take_out(db, article_id)
    db.execute(
        "UPDATE articles SET revision = ?, create_time = ?, section_id = ? WHERE id = ?",
        (number, fields.get("create_time"), section, article_id),
    )
    tallies.put_in(db, article_id)
    events.record(
        db,
        at=now,
        room=before["room"],
        key=before["key"],
        kind="revised",
        crawl_id=crawl_id,
        revision=number,
        cause=cause,
        cosmetic=cosmetic,
        fields=changed_fields(before, fields),
    )
    body = fields.get("body")
    twins.note_text(
        db,
        article_id,
        before=text_hash(before.get("body")),
        after=text_hash(body),
        body=body,
        crawl_id=crawl_id,
        now=now,
    )
    attachments.link(db, article_id, before["room"], fields.get("attachments") or [], now)
    return number


def better(
    db: Connection,
    held: Mapping[str, Any],
    fields: Mapping[str, Any],
    *,
    extractor: str,
    crawl_id: int | None,
    now: str,
) -> int:
    """Put what a newer extractor reads in the held page in its place; return the number."""
    return revise(
        db,
        held,
        {**fields, "content_hash": content_hash(fields), "crawled_at": held["crawled_at"]},
        "extractor",
        extractor=extractor,
        capture_id=held["capture_id"],
        read_as=told(db, held),
        crawl_id=crawl_id,
        now=now,
    )


def read_as(capture: Capture | None, *, is_held: bool) -> dict[str, str]:
    """Return what extraction was given beside the bytes, as far as the capture does not tell it.

    `is_held`: the bytes were stored before, from another answer.
    """
    if capture is None:
        return {}
    told: dict[str, str | None] = {}
    if is_held:
        told |= {"url": capture.url, "content_type": capture.content_type or ""}
    if capture.listed:
        told |= {"title": capture.listed.title, "date": capture.listed.date}
    return {name: value for name, value in told.items() if value is not None}


def page(db: Connection, revision: Mapping[str, Any]) -> Capture | None:
    """Return the page that a revision was read from, as extraction was given it.

    None for an item that came without its page. Revisions that do not say what the listing showed
    have what it shows now.
    """
    if revision["capture_id"] is None:
        return None
    return as_read(captures.read(db, revision["capture_id"]), revision, listed(db, revision))


def as_read(capture: Capture, revision: Mapping[str, Any], listed: Listed) -> Capture:
    """Return a stored capture as it was when `revision` was read from it."""
    told = revision["read_as"] or {}
    if "url" in told:
        capture.url = told["url"]
        capture.headers = {"Content-Type": told["content_type"]} if told["content_type"] else {}
    capture.listed = listed
    return capture


def told(db: Connection, revision: Mapping[str, Any]) -> dict[str, str]:
    """Return what extraction is given beside the bytes when a revision's page is read again."""
    if revision["read_as"] is not None:
        return dict(revision["read_as"])
    shown = listed(db, revision)
    values = {"title": shown.title, "date": shown.date}
    return {name: value for name, value in values.items() if value is not None}


def listed(db: Connection, revision: Mapping[str, Any]) -> Listed:
    """Return what the listing showed when a revision was read."""
    row = db.execute(
        "SELECT key, url, title, listed_date FROM ledger WHERE room = ? AND key = ?",
        (revision["room"], revision["key"]),
    ).fetchone()
    shown = Listed(key=revision["key"], url=revision["url"]) if row is None else ledger.listed(row)
    return as_listed(shown, revision["read_as"])


def as_listed(shown: Listed, told: Mapping[str, str] | None) -> Listed:
    """Return an entry as it was when its page was read, if that is told, else as it is shown."""
    if told is None:
        return shown
    return replace(shown, title=told.get("title"), date=told.get("date"))


def read_revision(db: Connection, article_id: int, number: int | None = None) -> dict[str, Any]:
    """Return one revision, by default the current one, with the item's names, values decoded.

    Raises KeyError when there is no such revision.
    """
    row = db.execute(
        f"SELECT {_FIELDS} FROM revisions r JOIN articles a ON a.id = r.article_id"  # noqa: S608 own names
        " WHERE a.id = ? AND r.number = coalesce(CAST(? AS INTEGER), a.revision)",
        (article_id, number),
    ).fetchone()
    if row is None:
        raise KeyError(f"no revision {number} of article {article_id}")
    return decoded(row)


def revisions(db: Connection, article_id: int) -> Iterator[dict[str, Any]]:
    """Yield every revision of an article, oldest first."""
    rows = db.execute(
        f"SELECT {_FIELDS} FROM revisions r JOIN articles a ON a.id = r.article_id"  # noqa: S608 own names
        " WHERE a.id = ? ORDER BY r.number",
        (article_id,),
    )
    yield from map(decoded, rows)


def current(db: Connection, room: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the current revision of every article in a stable order: room, then first stored."""
    rows = db.stream(
        f"SELECT {_FIELDS} FROM articles a"  # noqa: S608 own names
        " JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"
        " WHERE CAST(? AS TEXT) IS NULL OR a.room = ? ORDER BY a.room, a.id",
        (room, room),
    )
    yield from map(decoded, rows)


def after(db: Connection, last: int, limit: int) -> list[dict[str, Any]]:
    """Return up to `limit` revisions with an id above `last`, in the order of their ids."""
    rows = db.execute(
        f"SELECT {_FIELDS} FROM revisions r JOIN articles a ON a.id = r.article_id"  # noqa: S608 own names
        " WHERE r.id > ? ORDER BY r.id LIMIT ?",
        (last, limit),
    )
    return list(map(decoded, rows))


def decoded(row: Any) -> dict[str, Any]:
    """Return a row of a revision with its values decoded; `revision` is its number."""
    fields = dict(row)
    fields["evidence"] = packed_fields.evidence(
        fields.pop("packed_evidence"), fields["evidence"], fields
    )
    for name in (*JSON_FIELDS, "opt_outs", "read_as"):
        if fields[name] is not None:
            fields[name] = json.loads(fields[name])
    if fields["body_html"] is not None:
        fields["body_html"] = packed_fields.html(fields["body_html"], fields["body"] or "")
    fields["revision"] = fields.pop("number")
    return fields
