"""The sections of a room: the breadcrumbs that its articles have."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawler.archive.connection import Connection, to_json

# An index of PostgreSQL holds no long text; see the index `sections_by_name`.
_FIND = (
    "SELECT id FROM sections WHERE room = ? AND substr(breadcrumb, 1, 500) = ? AND breadcrumb = ?"
)


def find(db: Connection, room: str, breadcrumb: Sequence[str]) -> int | None:
    """Return the id of the section with exactly these names, outermost first, if there is one."""
    text = to_json(list(breadcrumb))
    row = db.execute(_FIND, (room, text[:500], text)).fetchone()
    return None if row is None else int(row["id"])


def enter(db: Connection, room: str, breadcrumb: Sequence[str] | None) -> int | None:
    """Return the id of the section, which is made when it is new; None without names."""
    if not breadcrumb:
        return None
    held = find(db, room, breadcrumb)
    if held is not None:
        return held
    row = db.execute(
        "INSERT INTO sections (room, breadcrumb) VALUES (?, ?) RETURNING id",
        (room, to_json(list(breadcrumb))),
    ).fetchone()
    return int(row["id"])


def clear(db: Connection, room: str) -> None:
    """Delete the sections of a room to which nothing belongs any more."""
    db.execute(
        "DELETE FROM sections WHERE room = ?"
        " AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.section_id = sections.id)"
        " AND NOT EXISTS (SELECT 1 FROM events e WHERE e.section_id = sections.id)",
        (room,),
    )
