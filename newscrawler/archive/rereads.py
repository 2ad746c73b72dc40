"""Stored pages that today's extractor has not read yet, and what becomes of its reading."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.archive import captures, frames, versions
from newscrawler.archive.connection import Connection, Row, marks
from newscrawler.content import CONTENT_FIELDS
from newscrawler.items import Capture, Listed

# Ids that wait in memory at a time
BATCH = 1000
_PAGE = (
    " JOIN captures c ON c.id = r.capture_id"
    " LEFT JOIN captures b ON b.id = c.base_id"
    " LEFT JOIN ledger l ON l.room = a.room AND l.key = a.key"
)
_HELD = {name: f"held_{name}" for name in CONTENT_FIELDS}
_COLUMNS = (
    f"{', '.join(f'r.{name} AS {held}' for name, held in _HELD.items())}, r.read_as, r.number,"
    " a.id AS article_id, a.room, a.key, a.url AS article_url, l.url AS listed_url,"
    " l.title AS listed_title, l.listed_date, b.body AS base,"
    " c.body, c.size, c.url, c.status, c.headers, c.fetched_at"
)


@dataclass(slots=True, kw_only=True)
class Stored:
    """One revision, what it holds, and its page as extraction was given it.

    `held` are the content fields; `capture` is None where the page cannot be unpacked any more.
    """

    article_id: int
    number: int
    room: str
    key: str
    held: Mapping[str, Any]
    capture: Capture | None


@dataclass(slots=True, kw_only=True)
class Reading:
    """What today's extractor says of the page of one revision.

    `fields` are None when it says the same as is held, when it does not believe the page, and when
    the page is not `whole` any more; else `changes` are (field, kind) of all that differs.
    """

    article_id: int
    number: int
    room: str
    key: str
    fields: Mapping[str, Any] | None = None
    changes: Sequence[tuple[str, str]] = ()
    is_believed: bool = True
    is_whole: bool = True

    @property
    def name(self) -> str:
        """The article as verbs name it."""
        return f"{self.room}:{self.key}"


def rooms(db: Connection) -> list[str]:
    """Return the names of all rooms with articles."""
    return [row["room"] for row in db.execute("SELECT DISTINCT room FROM articles ORDER BY room")]


def unread(db: Connection, room: str, *, extractor: str, since: str | None = None) -> list[int]:
    """Return the ids of the current revisions that `extractor` has not read, by their articles.

    `since` (YYYY-MM-DD) leaves out pages received before.
    """
    rows = db.execute(
        "SELECT r.id FROM articles a JOIN revisions r"
        " ON r.article_id = a.id AND r.number = a.revision"
        " WHERE a.room = ? AND r.capture_id IS NOT NULL AND coalesce(a.read_by, r.extractor) <> ?"
        " AND (CAST(? AS TEXT) IS NULL OR r.crawled_at >= ?) ORDER BY a.id",
        (room, extractor, since, since),
    )
    return [row["id"] for row in rows.fetchall()]


def everything(db: Connection) -> Iterator[tuple[int, str, str]]:
    """Yield (id, room, extractor) of every revision that has its page, in the order of ids.

    No cursor stays open: what is written meanwhile is not kept waiting.
    """
    last = 0
    sql = (
        "SELECT r.id, a.room, r.extractor FROM revisions r JOIN articles a ON a.id = r.article_id"
        " WHERE r.capture_id IS NOT NULL AND r.id > ? ORDER BY r.id LIMIT ?"
    )
    while rows := db.execute(sql, (last, BATCH)).fetchall():
        for row in rows:
            yield row["id"], row["room"], row["extractor"]
        last = rows[-1]["id"]


def stored(db: Connection, ids: Sequence[int]) -> Iterator[Stored]:
    """Yield the revisions with these ids and their pages; one that was erased is left out."""
    sql = (
        f"SELECT {_COLUMNS} FROM revisions r JOIN articles a ON a.id = r.article_id"  # noqa: S608 own names
        f"{_PAGE} WHERE r.id IN ({marks(ids)}) ORDER BY a.id, r.number"
    )
    yield from map(_stored, db.execute(sql, ids).fetchall())


def _stored(row: Row) -> Stored:
    return Stored(
        article_id=row["article_id"],
        number=row["number"],
        room=row["room"],
        key=row["key"],
        held={name: _held(name, row[held]) for name, held in _HELD.items()},
        capture=_capture(row),
    )


def _capture(row: Row) -> Capture | None:
    try:
        capture = captures.opened(row)
    except frames.DamagedError:
        return None
    told = None if row["read_as"] is None else json.loads(row["read_as"])
    shown = Listed(
        key=row["key"],
        url=row["listed_url"] or row["article_url"],
        title=row["listed_title"],
        date=row["listed_date"],
    )
    return versions.as_read(capture, {"read_as": told}, versions.as_listed(shown, told))


def _held(name: str, value: Any) -> Any:
    return json.loads(value) if name in versions.JSON_FIELDS and value is not None else value


def accept(db: Connection, readings: Sequence[Reading], *, extractor: str, now: str) -> int:
    """Make revisions of what the extractor changed, and note what it has read.

    Returns the number of revisions. An article that was revised since it was read is left for the
    next call, and one that was erased is left alone.
    """
    made = 0
    read = []
    for reading in readings:
        number = reading.number
        if reading.fields is not None:
            held = _current(db, reading)
            if held is None:
                continue
            number = versions.better(
                db, held, reading.fields, extractor=extractor, crawl_id=None, now=now
            )
            made += 1
        read.append((extractor, reading.article_id, number))
    db.execute_many("UPDATE articles SET read_by = ? WHERE id = ? AND revision = ?", read)
    return made


def _current(db: Connection, reading: Reading) -> Mapping[str, Any] | None:
    """Return the revision that was read, None when it is not the current one any more."""
    try:
        held = versions.read_revision(db, reading.article_id)
    except KeyError:
        return None
    return held if held["revision"] == reading.number else None
