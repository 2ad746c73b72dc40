"""What is held, in pages, in the order that people read: for the reading room, feeds, the API.

Nothing here reads more rows than it gives, whatever the size of the archive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.archive import articles, events, sections, versions
from newscrawler.archive.connection import Connection, Row
from newscrawler.archive.keyset import Page, cursor, page, place

OPENING = 400
MOST_EVENTS = 200
# An article without a date stands where it was first stored. The text of the index is the same.
PLACED = "coalesce(a.create_time, a.first_stored_at)"
_RELEASE = (
    "a.id AS article_id, a.room, a.key, a.url, a.state, a.revision, a.first_stored_at,"
    " a.checked_at, a.absent_since, r.title, r.breadcrumb, r.byline, r.language, r.create_time,"
    f" r.create_time_precision, r.crawled_at, substr(r.body, 1, {OPENING}) AS opening"
)
_CURRENT = "JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """An article as a list shows it, with the beginning of its text.

    Times are RFC 3339 UTC; `create_time` is a day or has the publisher's offset, as
    `create_time_precision` says. `crawled_at` is when the current revision was stored.
    """

    article_id: int
    room: str
    key: str
    url: str
    state: str
    revision: int
    title: str | None
    breadcrumb: list[str]
    byline: list[str]
    language: str | None
    create_time: str | None
    create_time_precision: str | None
    first_stored_at: str
    checked_at: str
    absent_since: str | None
    crawled_at: str
    opening: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event of an article that is held, with the article as it is now.

    `revision` is the one that the event made, `detail` what its kind has beside.
    """

    id: int
    at: str
    kind: str
    revision: int | None
    detail: Mapping[str, Any]
    release: Release


def latest(
    db: Connection,
    *,
    room: str | None = None,
    section: Sequence[str] | None = None,
    limit: int = 30,
    after: str | None = None,
) -> Page[Release]:
    """Return releases of everything, a room or one of its sections, the newest first.

    In the order of their create time as it is written, undated ones where they were first stored.
    `section` are all names of a breadcrumb. Raises CursorError for a wrong `after`.
    """
    where, values = _scope(db, "a", room, section)
    if after is not None:
        placed, last = place(after, str, int)
        where.append(f"{PLACED} <= ? AND ({PLACED} < ? OR a.id < ?)")
        values += [placed, placed, last]
    rows = db.execute(
        f"SELECT {_RELEASE}, {PLACED} AS placed FROM articles a {_CURRENT}"  # noqa: S608 own names
        f" WHERE {' AND '.join(where)} ORDER BY {PLACED} DESC, a.id DESC LIMIT ?",
        (*values, limit + 1),
    )
    return page(rows, limit, _release, lambda row: (row["placed"], row["article_id"]))


def before_end_of(month: str) -> str:
    """Return the cursor for `latest` at which the releases of a month (YYYY-MM) begin."""
    # "~" comes after all that stands in a date.
    return cursor(f"{month}~", 0)


def changes(
    db: Connection,
    *,
    kinds: Sequence[str],
    room: str | None = None,
    section: Sequence[str] | None = None,
    limit: int = 30,
    after: str | None = None,
) -> Page[Change]:
    """Return what became of articles that are still held, the latest first.

    Raises CursorError for a wrong `after`.
    """
    where, values = _scope(db, "e", room, section)
    last = 2**63 - 1 if after is None else place(after, int)[0]
    rows = [row for kind in kinds for row in _changed(db, where, values, kind, last, limit + 1)]
    rows.sort(key=lambda row: -int(row["event_id"]))
    return page(rows, limit, _change, lambda row: (row["event_id"],))


def _changed(
    db: Connection, where: Sequence[str], values: Sequence[Any], kind: str, last: int, limit: int
) -> list[Row]:
    return db.execute(
        f"SELECT {_RELEASE}, e.id AS event_id, e.at, e.kind, e.detail,"  # noqa: S608 own names
        " e.revision AS changed_revision FROM events e"
        f" JOIN articles a ON a.room = e.room AND a.key = e.key {_CURRENT}"
        f" WHERE {' AND '.join(where)} AND e.kind = ? AND e.id < ? ORDER BY e.id DESC LIMIT ?",
        (*values, kind, last, limit),
    ).fetchall()


def _scope(
    db: Connection, table: str, room: str | None, section: Sequence[str] | None
) -> tuple[list[str], list[Any]]:
    if section is not None:
        if room is None:
            raise ValueError("a section is one of a room")
        # No row has the section -1: one that is not there is empty.
        return [f"{table}.section_id = ?"], [sections.find(db, room, section) or -1]
    return ([f"{table}.room = ?"], [room]) if room is not None else (["1 = 1"], [])


def _release(row: Row) -> Release:
    fields = {name: row[name] for name in Release.__dataclass_fields__}
    for name in ("breadcrumb", "byline"):
        fields[name] = json.loads(fields[name]) if fields[name] else []
    fields["opening"] = fields["opening"] or ""
    return Release(**fields)


def _change(row: Row) -> Change:
    return Change(
        id=row["event_id"],
        at=row["at"],
        kind=row["kind"],
        revision=row["changed_revision"],
        detail=json.loads(row["detail"]),
        release=_release(row),
    )


def article(db: Connection, room: str, key: str) -> dict[str, Any] | None:
    """Return the current revision of an article, named by its key or an address that led to it.

    With the item's names and the columns of `revisions`; None when it is not held.
    """
    article_id = articles.find(db, room, key)
    return None if article_id is None else versions.read_revision(db, article_id)


def revision(db: Connection, room: str, key: str, number: int) -> dict[str, Any] | None:
    """Return one revision of an article as `article` does, None when there is no such one."""
    article_id = articles.find(db, room, key)
    try:
        return None if article_id is None else versions.read_revision(db, article_id, number)
    except KeyError:
        return None


def happened(db: Connection, room: str, key: str) -> list[dict[str, Any]]:
    """Return the latest events of an article, MOST_EVENTS at most, oldest first, details spread."""
    rows = db.execute(
        f"SELECT {events.FIELDS} FROM events WHERE room = ? AND key = ?"  # noqa: S608 own names
        " ORDER BY id DESC LIMIT ?",
        (room, key, MOST_EVENTS),
    ).fetchall()
    return [events.spread(row) for row in reversed(rows)]


def events_after(
    db: Connection,
    after: int,
    *,
    room: str | None = None,
    kinds: Sequence[str] | None = None,
    limit: int = 100,
) -> list[dict[str, Any]]:
    """Return the first events with an id above `after`, oldest first, their details spread."""
    where, values = _scope(db, "events", room, None)
    if room is None and kinds is None:
        return _replayed(db, where, values, after, limit)
    found = [
        event
        for kind in kinds or events.KINDS
        for event in _replayed(db, [*where, "kind = ?"], [*values, kind], after, limit)
    ]
    return sorted(found, key=lambda event: int(event["id"]))[:limit]


def _replayed(
    db: Connection, where: Sequence[str], values: Sequence[Any], after: int, limit: int
) -> list[dict[str, Any]]:
    rows = db.execute(
        f"SELECT {events.FIELDS} FROM events"  # noqa: S608 own names
        f" WHERE {' AND '.join(where)} AND id > ? ORDER BY id LIMIT ?",
        (*values, after, limit),
    )
    return [events.spread(row) for row in rows]
