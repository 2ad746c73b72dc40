"""The order in which a listing showed its entries when it was last walked."""

from __future__ import annotations

import json
from dataclasses import dataclass

from newscrawler.archive.connection import Connection


@dataclass(slots=True, kw_only=True)
class LastWalk:
    """What the last finished walk of one listing left; `newscrawler.walk` says how it is used.

    `short_walks` counts the walks that stopped early since one went to the listing's end.
    """

    used_url: str
    order: list[str]
    short_walks: int


def last_walk(db: Connection, room: str, listing: str) -> LastWalk | None:
    """Return the last finished walk of `listing` (its first declared address), if any.

    Keys that are gone since are left out of the order.
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
    return LastWalk(
        used_url=row["used_url"],
        order=[key for key in json.loads(row["walk_order"]) if key not in gone],
        short_walks=row["short_walks"],
    )


def keep_walk(db: Connection, room: str, listing: str, walk: LastWalk, now: str) -> None:
    """Store a finished walk in place of the one before. `now` is RFC 3339 UTC."""
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
