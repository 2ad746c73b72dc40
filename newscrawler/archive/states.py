"""How it stands with each room: how much is held of when, what is missing, how its runs went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newscrawler.archive import ledger, tallies
from newscrawler.archive.connection import Connection, Row
from newscrawler.archive.keyset import Page, page, place

MOST_SECTIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomState:
    """A room in numbers. `articles` counts by state, `gaps` what is listed and not held by state.

    `first_release` and `last_release` are months, YYYY-MM, None where no article has a date;
    `last_run` is as `runs` gives it, `next_check_at` when an article is due to be looked at again.
    """

    room: str
    articles: Mapping[str, int]
    gaps: Mapping[str, int]
    first_release: str | None
    last_release: str | None
    last_run: Mapping[str, Any] | None
    next_check_at: str | None

    @property
    def held(self) -> int:
        """The number of articles, whatever became of them."""
        return sum(self.articles.values())

    @property
    def is_complete(self) -> bool:
        """Whether the last run was complete and nothing listed waits to be fetched."""
        is_open = self.gaps.get("pending", 0) + self.gaps.get("failed", 0)
        return not is_open and self.last_run is not None and self.last_run["outcome"] == "complete"


@dataclass(frozen=True, slots=True)
class Section:
    """A breadcrumb, outermost name first, and how many articles have it."""

    names: list[str]
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something listed, or a document linked, that is not held; `key` is the article's."""

    room: str
    key: str | None
    url: str
    state: str
    reason: str | None
    attempts: int
    next_try_at: str | None
    title: str | None = None
    first_seen_at: str | None = None
    last_seen_at: str | None = None


def room_names(db: Connection) -> list[str]:
    """Return every room that has articles or was ever crawled, in the order of their names."""
    names = db.execute("SELECT room FROM tallies UNION SELECT room FROM crawls ORDER BY 1")
    return [row[0] for row in names.fetchall()]


def rooms(db: Connection, *, after: str = "", limit: int | None = None) -> list[RoomState]:
    """Return how it stands with every room, or with some whose names come after `after`."""
    names = [name for name in room_names(db) if name > after]
    return [_state(db, name) for name in names[:limit]]


def room(db: Connection, name: str) -> RoomState | None:
    """Return how it stands with one room, None where there is none of that name."""
    state = _state(db, name)
    return state if state.held or state.last_run or state.gaps else None


def _state(db: Connection, name: str) -> RoomState:
    dated = [month for month in months(db, name) if month]
    last_runs = runs(db, name, limit=1).rows
    due = db.execute("SELECT min(next_check_at) FROM articles WHERE room = ?", (name,)).fetchone()
    missing = db.execute(
        f"SELECT state, count(*) AS number FROM ledger WHERE room = ? AND {ledger.IS_GAP}"  # noqa: S608 own words
        " GROUP BY state ORDER BY state",
        (name,),
    )
    return RoomState(
        room=name,
        articles=tallies.of(db, name, "state"),
        gaps={row["state"]: row["number"] for row in missing},
        first_release=dated[0] if dated else None,
        last_release=dated[-1] if dated else None,
        last_run=last_runs[0] if last_runs else None,
        next_check_at=due[0],
    )


def months(db: Connection, room: str) -> dict[str, int]:
    """Return the number of releases by month (YYYY-MM), in order; "" are those without a date."""
    return tallies.of(db, room, "month")


def sections_of(db: Connection, room: str) -> list[Section]:
    """Return the sections of a room, the largest first, MOST_SECTIONS at the most."""
    rows = db.execute(
        "SELECT s.breadcrumb, t.articles FROM tallies t"
        " JOIN sections s ON s.id = CAST(t.name AS BIGINT)"
        " WHERE t.room = ? AND t.kind = 'section' AND t.articles > 0"
        " ORDER BY t.articles DESC, s.id LIMIT ?",
        (room, MOST_SECTIONS),
    )
    return [Section(json.loads(row["breadcrumb"]), row["articles"]) for row in rows]


def runs(
    db: Connection, room: str | None = None, *, limit: int = 20, after: str | None = None
) -> Page[dict[str, Any]]:
    """Return runs, the newest first, JSON columns decoded.

    Raises CursorError for a wrong `after`.
    """
    last = 2**63 - 1 if after is None else place(after, int)[0]
    of_room, values = ("room = ? AND ", [room]) if room is not None else ("", [])
    rows = db.execute(
        f"SELECT * FROM crawls WHERE {of_room}id < ? ORDER BY id DESC LIMIT ?",  # noqa: S608 own
        (*values, last, limit + 1),
    )
    return page(rows, limit, _run, lambda row: (row["id"],))


def _run(row: Row) -> dict[str, Any]:
    run = dict(row)
    for name in ("counts", "arguments", "versions"):
        run[name] = json.loads(run[name])
    return run


def gaps(db: Connection, room: str, *, limit: int = 50, after: str | None = None) -> Page[Gap]:
    """Return what a room lists and does not hold, in the order of states.

    Raises CursorError for a wrong `after`.
    """
    last = ("", 0) if after is None else place(after, str, int)
    rows = db.execute(
        f"SELECT * FROM ledger WHERE room = ? AND {ledger.IS_GAP}"  # noqa: S608 own words
        " AND state >= ? AND (state > ? OR id > ?) ORDER BY state, id LIMIT ?",
        (room, last[0], *last, limit + 1),
    )
    return page(rows, limit, _gap, lambda row: (row["state"], row["id"]))


def document_gaps(
    db: Connection, room: str, *, limit: int = 50, after: str | None = None
) -> Page[Gap]:
    """Return linked documents that are not held, each with the first article that links to it.

    Raises CursorError for a wrong `after`.
    """
    last = ("", 0) if after is None else place(after, str, int)
    rows = db.execute(
        "SELECT t.*, (SELECT a.key FROM attachment_links l JOIN articles a ON a.id = l.article_id"
        " WHERE l.attachment_id = t.id AND l.ended_at IS NULL ORDER BY a.id LIMIT 1) AS key"
        " FROM attachments t WHERE t.room = ? AND t.state <> 'held'"
        " AND t.state >= ? AND (t.state > ? OR t.id > ?)"
        " AND EXISTS (SELECT 1 FROM attachment_links l"
        " WHERE l.attachment_id = t.id AND l.ended_at IS NULL)"
        " ORDER BY t.state, t.id LIMIT ?",
        (room, last[0], *last, limit + 1),
    )
    return page(rows, limit, _gap, lambda row: (row["state"], row["id"]))


def _gap(row: Row) -> Gap:
    names = set(row.keys()) & set(Gap.__dataclass_fields__)
    return Gap(**{name: row[name] for name in names})
