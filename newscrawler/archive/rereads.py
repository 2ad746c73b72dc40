"""Stored pages that today's extractor has not read yet, and what becomes of its reading."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.archive import versions
from newscrawler.archive.connection import Connection, Row
from newscrawler.items import Capture, Listed

# Pages that wait in memory at a time; bodies stay compressed.
BATCH = 64
_PAGE = (
    " JOIN captures c ON c.id = r.capture_id"
    " LEFT JOIN captures b ON b.id = c.base_id"
    " LEFT JOIN ledger l ON l.room = a.room AND l.key = a.key"
)
_FROM = f" FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision{_PAGE}"
_UNREAD = (
    f"{_FROM} WHERE a.room = ? AND coalesce(a.read_by, r.extractor) <> ?"
    " AND (CAST(? AS TEXT) IS NULL OR r.crawled_at >= ?)"
)


@dataclass(slots=True, kw_only=True)
class Stored:
    """One revision with its page as extraction was given it; `capture.body` is a frame."""

    article_id: int
    number: int
    room: str
    key: str
    content_hash: str
    extractor: str
    capture: Capture
    base: bytes | None


@dataclass(slots=True, kw_only=True)
class Reading:
    """What today's extractor says of a stored page.

    `fields` are None when it says the same as is held, and when it does not believe the page.
    """

    stored: Stored
    fields: Mapping[str, Any] | None
    is_believed: bool = True


def rooms(db: Connection) -> list[str]:
    """Return the names of all rooms with articles."""
    return [row["room"] for row in db.execute("SELECT DISTINCT room FROM articles ORDER BY room")]


def count_unread(db: Connection, room: str, *, extractor: str, since: str | None = None) -> int:
    """Return how many pages `unread` would yield."""
    sql = f"SELECT count(*) AS number{_UNREAD}"
    row = db.execute(sql, (room, extractor, since, since)).fetchone()
    return int(row["number"])


def unread(
    db: Connection, room: str, *, extractor: str, since: str | None = None
) -> Iterator[Stored]:
    """Yield the current revision of each article that `extractor` has not read.

    `since` (YYYY-MM-DD) leaves out pages received before. What is accepted meanwhile may be
    written: no cursor stays open.
    """
    found = db.execute(f"SELECT a.id{_UNREAD} ORDER BY a.id", (room, extractor, since, since))
    ids = [row["id"] for row in found.fetchall()]
    # By their ids: a search within the room would sort what is left of it at every batch.
    for at in range(0, len(ids), BATCH):
        batch = ids[at : at + BATCH]
        marks = ", ".join("?" for _ in batch)
        sql = f"SELECT {_COLUMNS}{_FROM} WHERE a.id IN ({marks}) ORDER BY a.id"
        yield from [_stored(row) for row in db.execute(sql, batch).fetchall()]


def everything(db: Connection) -> Iterator[Stored]:
    """Yield every revision that has its page, in the order of their ids."""
    last = 0
    sql = (
        f"SELECT {_COLUMNS} FROM articles a JOIN revisions r ON r.article_id = a.id"  # noqa: S608 own names
        f"{_PAGE} WHERE r.id > ? ORDER BY r.id LIMIT ?"
    )
    while rows := db.execute(sql, (last, BATCH)).fetchall():
        yield from (_stored(row) for row in rows)
        last = rows[-1]["id"]


_COLUMNS = (
    "r.id, a.id AS article_id, r.number, a.room, a.key, a.url, r.content_hash, r.extractor,"
    " r.read_as, c.body, b.body AS base, c.url AS capture_url, c.status, c.headers, c.fetched_at,"
    " l.url AS listed_url, l.title AS listed_title, l.listed_date"
)


def _stored(row: Row) -> Stored:
    told = None if row["read_as"] is None else json.loads(row["read_as"])
    revision = {"read_as": told}
    capture = Capture(
        url=row["capture_url"],
        body=row["body"],
        status=row["status"],
        headers=json.loads(row["headers"]),
        fetched_at=row["fetched_at"],
    )
    return Stored(
        article_id=row["article_id"],
        number=row["number"],
        room=row["room"],
        key=row["key"],
        content_hash=row["content_hash"],
        extractor=row["extractor"],
        capture=versions.as_read(capture, revision, _listed(row, told)),
        base=row["base"],
    )


def _listed(row: Row, told: Mapping[str, str] | None) -> Listed:
    """Return what the listing showed when the page was read, as `versions.listed` does."""
    shown = {"title": row["listed_title"], "date": row["listed_date"]} if told is None else told
    return Listed(
        key=row["key"],
        url=row["listed_url"] or row["url"],
        title=shown.get("title"),
        date=shown.get("date"),
    )


def accept(db: Connection, readings: Sequence[Reading], *, extractor: str, now: str) -> int:
    """Make revisions of what the extractor changed, and note what it has read.

    Returns the number of revisions. An article that was revised since it was read is left for the
    next call.
    """
    made = 0
    for reading in readings:
        held = versions.read_revision(db, reading.stored.article_id)
        if held["revision"] != reading.stored.number:
            continue
        if reading.fields is not None:
            versions.better(db, held, reading.fields, extractor=extractor, crawl_id=None, now=now)
            made += 1
        db.execute(
            "UPDATE articles SET read_by = ? WHERE id = ?", (extractor, reading.stored.article_id)
        )
    return made
