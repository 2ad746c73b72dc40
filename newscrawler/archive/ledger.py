"""One row per listing entry ever seen. The ledger is the frontier: what is not settled is work.

States: `pending` (seen, not fetched), `held` (stored), `failed` (will be tried again), `refused`
(must not be fetched), `gone` (the site says it no longer exists), `forgotten` (erased, never to be
fetched or stored again). The last three are explained gaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from newscrawler import clock, urls
from newscrawler.archive import events
from newscrawler.archive.connection import Connection, Row
from newscrawler.items import Listed

# Wait before the n-th further try: at once (the next run), then 1 h, 4 h, 16 h, then daily.
RETRY_HOURS = (0, 1, 4, 16, 24)
# Wait before what is gone or refused, and listed all the same, is asked for again: mirrors lag, and
# walls lead elsewhere. After that many tries only a full re-check does so.
DOUBT_DAYS = (0, 1, 3, 9)
# An entry that is not another key of an article
IS_ITS_OWN = (
    "(state <> 'gone' OR NOT EXISTS (SELECT 1 FROM aliases s WHERE s.room = ledger.room"
    " AND s.url = ledger.url AND s.key <> ledger.key))"
)
# What is listed and not held
IS_GAP = f"state <> 'held' AND {IS_ITS_OWN}"


def note_alias(db: Connection, room: str, key: str, url: str, now: str) -> None:
    """Remember `url`, without what changes from visit to visit, as one that leads to `key`."""
    db.execute(
        "INSERT INTO aliases (room, url, key, first_seen_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (room, url) DO NOTHING",
        (room, urls.short(urls.lasting(url)), key, now),
    )


def open_work(
    db: Connection, room: str, *, now: str, after: tuple[int, int], limit: int
) -> list[tuple[tuple[int, int], Listed]]:
    """Return up to `limit` (place, entry) that an earlier run left open and that are due.

    What was tried least comes first: entries that always fail must not starve the others.
    """
    rows = db.execute(
        "SELECT attempts, id, key, url, title, listed_date FROM ledger"
        " WHERE room = ? AND (attempts, id) > (?, ?)"
        " AND (state = 'pending' OR (state = 'failed' AND coalesce(next_try_at, '') <= ?))"
        " ORDER BY attempts, id LIMIT ?",
        (room, *after, now, limit),
    )
    return [((row["attempts"], row["id"]), listed(row)) for row in rows]


def listed(row: Row) -> Listed:
    """Return an entry as a listing last showed it."""
    return Listed(key=row["key"], url=row["url"], title=row["title"], date=row["listed_date"])


def hold(db: Connection, room: str, key: str) -> None:
    """Settle an entry as stored."""
    db.execute(
        "UPDATE ledger SET state = 'held', attempts = 0, next_try_at = NULL, reason = NULL"
        " WHERE room = ? AND key = ? AND (state <> 'held' OR reason IS NOT NULL)",
        (room, key),
    )


def fail(db: Connection, room: str, crawl_id: int, key: str, reason: str) -> bool:
    """Note a try that failed, and when the next one is due; True when the article is held.

    An article that is held stays held: a failed check says nothing about what is stored, and is put
    off for a day.
    """
    row = db.execute(
        "SELECT state, attempts FROM ledger WHERE room = ? AND key = ?", (room, key)
    ).fetchone()
    if row is None or row["state"] == "forgotten":
        return False
    now = clock.utc()
    attempts = row["attempts"] + 1
    wait = timedelta(hours=RETRY_HOURS[min(attempts, len(RETRY_HOURS)) - 1])
    state = "held" if is_stored(db, room, key) else "failed"
    db.execute(
        "UPDATE ledger SET state = ?, attempts = ?, next_try_at = ?, reason = ?"
        " WHERE room = ? AND key = ?",
        (state, attempts, clock.rfc3339(now + wait), reason, room, key),
    )
    if state == "held":
        db.execute(
            "UPDATE articles SET next_check_at = ? WHERE room = ? AND key = ?",
            (clock.rfc3339(now + timedelta(days=1)), room, key),
        )
    if row["state"] != "failed":
        _gap(db, room, crawl_id, key, state, reason)
    return state == "held"


def settle(db: Connection, room: str, crawl_id: int, key: str, state: str, reason: str) -> bool:
    """Close an entry as `gone` or `refused`: a gap that has its explanation.

    True when the article is held: it stays so, and is looked at again. Others are due again a few
    times, as long as a listing shows them.
    """
    if is_stored(db, room, key):
        return fail(db, room, crawl_id, key, reason)
    row = db.execute(
        "SELECT state, attempts, reason FROM ledger WHERE room = ? AND key = ?", (room, key)
    ).fetchone()
    if row is None or row["state"] == "forgotten":
        return False
    tries = row["attempts"] if row["state"] == state else 0
    due = None
    if tries < len(DOUBT_DAYS):
        due = clock.rfc3339(clock.utc() + timedelta(days=DOUBT_DAYS[tries]))
    db.execute(
        "UPDATE ledger SET state = ?, reason = ?, attempts = ?, next_try_at = ?"
        " WHERE room = ? AND key = ?",
        (state, reason, tries + 1, due, room, key),
    )
    if (row["state"], row["reason"]) != (state, reason):
        _gap(db, room, crawl_id, key, state, reason)
    return False


def _gap(db: Connection, room: str, crawl_id: int, key: str, state: str, reason: str) -> None:
    events.record(
        db,
        at=clock.now(),
        room=room,
        key=key,
        kind="gap",
        crawl_id=crawl_id,
        state=state,
        reason=reason,
    )


def is_stored(db: Connection, room: str, key: str) -> bool:
    """Tell whether the article of an entry is held, whatever the entry's state."""
    found = db.execute("SELECT 1 FROM articles WHERE room = ? AND key = ?", (room, key)).fetchone()
    return found is not None


def is_forgotten(db: Connection, room: str, key: str) -> bool:
    """Tell whether an article was erased and must not come back."""
    row = db.execute("SELECT state FROM ledger WHERE room = ? AND key = ?", (room, key)).fetchone()
    return row is not None and row["state"] == "forgotten"


def is_given_up(db: Connection, room: str, key: str, tries: int) -> bool:
    """Tell whether an entry is gone, or was asked for in vain so many times."""
    row = db.execute(
        "SELECT state, attempts FROM ledger WHERE room = ? AND key = ?", (room, key)
    ).fetchone()
    return row is not None and (row["state"] == "gone" or row["attempts"] >= tries)


def listed_title(db: Connection, room: str, key: str) -> str | None:
    """Return the title that the listing last showed for an entry."""
    row = db.execute("SELECT title FROM ledger WHERE room = ? AND key = ?", (room, key)).fetchone()
    return None if row is None else row["title"]


def is_title(db: Connection, room: str, title: str | None) -> bool:
    """Tell whether a listing has shown an entry of the room with this title."""
    found = db.execute("SELECT 1 FROM ledger WHERE room = ? AND title = ? LIMIT 1", (room, title))
    return found.fetchone() is not None


def states(db: Connection, room: str) -> dict[str, int]:
    """Return how many entries of the room are in each state, without those of what has moved."""
    rows = db.execute(
        f"SELECT state, count(*) FROM ledger WHERE room = ? AND {IS_ITS_OWN} GROUP BY state",  # noqa: S608 own words
        (room,),
    )
    return {row[0]: row[1] for row in rows}


def gaps(db: Connection, room: str | None = None) -> Iterator[Row]:
    """Yield every entry that is listed and not held, with its state, reason and next try."""
    yield from db.stream(
        f"SELECT * FROM ledger WHERE {IS_GAP} AND (CAST(? AS TEXT) IS NULL OR room = ?)"  # noqa: S608 own words
        " ORDER BY room, state, id",
        (room, room),
    )


def gap_list(db: Connection, room: str) -> list[tuple[str, str, str | None]]:
    """Return (key, state, reason) of every entry of the room that is not held."""
    return [(row["key"], row["state"], row["reason"]) for row in gaps(db, room)]
