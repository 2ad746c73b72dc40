"""The order in which a listing showed its entries when it was last walked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from newscrawler.archive import moves, suspects
from newscrawler.archive.connection import Connection, Row
from newscrawler.items import Capture, Listed


@dataclass(slots=True, kw_only=True)
class LastWalk:
    """What the last finished walk of one listing left; `crawl.walk` says how it is used.

    `short_walks` counts the walks that stopped early since one went to the listing's end, `newest`
    is the latest day under which an entry of the order is listed, `total` how many entries the
    listing said it had when a walk last found everything, None where it did not say.
    """

    used_url: str
    order: list[str]
    short_walks: int
    newest: str | None = None
    total: int | None = None


# Runs that are looked through for one in which the listing was not as it had been
_RECENT = 10
# Of the entries listed under the latest days, how many are looked through for one of a listing
_LATEST = 50
# A listing of fewer may well be another one entirely the next day.
_FEW = 5
_NOT_LISTED = "it shows nothing of what was listed before"


def last_walk(db: Connection, room: str, listing: str, *, today: str) -> LastWalk | None:
    """Return the last finished walk of `listing` (its first declared address), if any.

    Keys that are gone since are left out of the order. What is listed under a day after `today`
    is not the newest, but announced or mistyped.
    """
    row = db.execute(
        "SELECT * FROM listings WHERE room = ? AND listing = ?", (room, listing)
    ).fetchone()
    if row is None:
        return None
    gone = {
        found["key"]
        for found in db.execute("SELECT key FROM ledger WHERE room = ? AND state = 'gone'", (room,))
    }
    order = [key for key in _order(db, room, row) if key not in gone]
    return LastWalk(
        used_url=row["used_url"],
        order=order,
        short_walks=row["short_walks"],
        newest=_newest(db, room, set(order), today),
        total=_total(db, room, row["used_url"]),
    )


def _order(db: Connection, room: str, row: Row) -> list[str]:
    """Return the keys of a walk in its order; what has moved since is under the key it is held."""
    moved = moves.keys(db, room)
    return list(dict.fromkeys(moved.get(key, key) for key in json.loads(row["walk_order"])))


def _total(db: Connection, room: str, url: str) -> int | None:
    runs = db.execute(
        "SELECT counts FROM crawls WHERE room = ? AND ended_at IS NOT NULL"
        " ORDER BY id DESC LIMIT ?",
        (room, _RECENT),
    ).fetchall()
    walks = (walk for run in runs for walk in json.loads(run["counts"]).get("walks", ()))
    found = (walk["total"] for walk in walks if walk["listing"] == url and walk.get("finished"))
    return next(filter(None, found), None)


def _newest(db: Connection, room: str, keys: AbstractSet[str], today: str) -> str | None:
    rows = db.execute(
        "SELECT key, listed_date FROM ledger WHERE room = ? AND listed_date <= ?"
        " ORDER BY listed_date DESC LIMIT ?",
        (room, today, _LATEST),
    )
    return next((row["listed_date"] for row in rows.fetchall() if row["key"] in keys), None)


def doubt(
    db: Connection,
    room: str,
    crawl_id: int,
    listing: str,
    entries: Sequence[Listed],
    capture: Capture,
    *,
    now: str,
) -> bool:
    """Tell whether a listing's first page is believed to be another one's; keep it aside then."""
    if not is_another(db, room, crawl_id, listing, entries):
        return False
    suspects.set_aside(db, room, listing, capture, reason=_NOT_LISTED, crawl_id=crawl_id, now=now)
    return True


def is_another(
    db: Connection, room: str, crawl_id: int, listing: str, entries: Sequence[Listed]
) -> bool:
    """Tell whether a listing's first page shows nothing that was listed before, and old days.

    Then it may be that of another section or language, served by mistake. When the page of an
    earlier run since the last walk was set aside for that, it is believed.
    """
    row = db.execute(
        "SELECT walk_order, walked_at FROM listings WHERE room = ? AND listing = ?", (room, listing)
    ).fetchone()
    known = set(_order(db, room, row)) if row else set()
    days = [entry.date for entry in entries if entry.date]
    if len(known) < _FEW or not days:
        return False
    newest = _newest(db, room, known, row["walked_at"][:10])
    if newest is None or min(days) >= newest or any(_is_known(db, room, each) for each in entries):
        return False
    doubted = db.execute(
        "SELECT 1 FROM suspects WHERE room = ? AND key = ? AND at >= ? AND crawl_id <> ?",
        (room, listing, row["walked_at"], crawl_id),
    )
    return doubted.fetchone() is None


def _is_known(db: Connection, room: str, entry: Listed) -> bool:
    found = db.execute(
        "SELECT 1 FROM ledger WHERE room = ? AND (key = ? OR title = ?) LIMIT 1",
        (room, entry.key, entry.title),
    )
    return found.fetchone() is not None


def keep_walk(db: Connection, room: str, listing: str, walk: LastWalk, now: str) -> None:
    """Store a finished walk in place of the one before. `now` is RFC 3339 UTC.

    What that one listed and this one does not is looked at in the next run, however old it is.
    """
    row = db.execute(
        "SELECT walk_order FROM listings WHERE room = ? AND listing = ?", (room, listing)
    ).fetchone()
    for key in set(_order(db, room, row) if row else ()).difference(walk.order):
        db.execute(
            "UPDATE articles SET next_check_at = ? WHERE room = ? AND key = ?"
            " AND next_check_at > ? AND state <> 'withdrawn'",
            (now, room, key, now),
        )
    db.execute(
        "INSERT INTO listings (room, listing, used_url, walk_order, walked_at,"
        " short_walks) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (room, listing) DO UPDATE SET"
        " used_url = excluded.used_url, walk_order = excluded.walk_order,"
        " walked_at = excluded.walked_at, short_walks = excluded.short_walks",
        (
            room,
            listing,
            walk.used_url,
            json.dumps(walk.order),
            now,
            walk.short_walks,
        ),
    )
