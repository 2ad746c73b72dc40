"""Held articles that a check did not find: counted, confirmed over days, withdrawn, restored.

A check counts only in a run that read the listing and found more of the articles it knew to be
there than it missed: else the site is in trouble, and nothing is said about any article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from newscrawler import clock
from newscrawler.archive import captures, checks, events, tallies
from newscrawler.archive.connection import Connection
from newscrawler.items import Capture

# Less than a day, so that a daily run finds the check due although it starts a little earlier.
NEXT_DAY = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Proof:
    """What it takes to call an article withdrawn: checks on so many days, over so many days.

    `days` may have a fraction: it is the time between the first and the last of these checks.
    """

    checks: int
    days: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the absences of one run say: whether they count, and which articles are withdrawn."""

    missed: int
    counts: bool
    withdrawn: Sequence[str] = ()


def note(
    db: Connection,
    room: str,
    crawl_id: int,
    key: str,
    how: str,
    capture: Capture | None,
    *,
    now: str,
) -> bool:
    """Note that a check did not find an article; False when it is not held.

    The next check is due a day later; one that is withdrawn already is asked for ever more seldom.
    """
    row = db.execute(
        "SELECT id, state, absent_since, coalesce(create_time, first_stored_at) AS created"
        " FROM articles WHERE room = ? AND key = ?",
        (room, key),
    ).fetchone()
    if row is None:
        return False
    if row["state"] == "withdrawn":
        next_check = checks.next_check(now, row["created"])
    else:
        next_check = clock.rfc3339(datetime.fromisoformat(now) + NEXT_DAY)
        capture_id = None if capture is None else captures.keep(db, capture)
        db.execute(
            "INSERT INTO absences (room, key, at, crawl_id, how, capture_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (room, key, now, crawl_id, how, capture_id),
        )
    db.execute(
        "UPDATE articles SET absent_since = coalesce(absent_since, ?), next_check_at = ?"
        " WHERE id = ?",
        (now, next_check, row["id"]),
    )
    return True


def found(db: Connection, article: Mapping[str, Any], *, crawl_id: int | None, now: str) -> None:
    """Note that an article is there; one that was withdrawn is restored, with its event."""
    room, key, since = article["room"], article["key"], article["absent_since"]
    if since is None:
        return
    article_id: int = article["article_id"]
    db.execute("UPDATE articles SET absent_since = NULL WHERE id = ?", (article_id,))
    if article["state"] == "withdrawn":
        _set_state(db, article_id, "live")
        events.record(
            db, at=now, room=room, key=key, kind="restored", crawl_id=crawl_id, absent_since=since
        )


def unfound(db: Connection, room: str, key: str) -> list[dict[str, Any]]:
    """Return the checks that have not found an article since it was last there, oldest first.

    Each has `at`, RFC 3339 UTC, and `how`: what was there instead.
    """
    rows = db.execute(
        "SELECT b.at, b.how FROM absences b JOIN articles a ON a.room = b.room AND a.key = b.key"
        " WHERE b.room = ? AND b.key = ? AND b.at >= a.absent_since ORDER BY b.at, b.id",
        (room, key),
    )
    return [dict(row) for row in rows]


def judge(
    db: Connection, room: str, crawl_id: int, proof: Proof, *, listing_read: bool, now: str
) -> Verdict:
    """Decide, at the end of a run, whether its absences count and what they prove."""
    rows = db.execute(
        "SELECT DISTINCT b.key, a.id, a.absent_since, c.started_at FROM absences b"
        " JOIN articles a ON a.room = b.room AND a.key = b.key JOIN crawls c ON c.id = b.crawl_id"
        " WHERE b.crawl_id = ? AND a.absent_since IS NOT NULL ORDER BY a.id",
        (crawl_id,),
    ).fetchall()
    if not rows:
        return Verdict(0, counts=True)
    started = rows[0]["started_at"]
    missed = sum(row["absent_since"] >= started for row in rows)
    if not listing_read or _still_there(db, room, started) <= missed:
        return Verdict(len(rows), counts=False)
    db.execute("UPDATE absences SET counts = 1 WHERE crawl_id = ?", (crawl_id,))
    withdrawn = [row["key"] for row in rows if _is_proven(db, room, row["key"], proof)]
    for key in withdrawn:
        _withdraw(db, room, key, crawl_id, now)
    return Verdict(len(rows), counts=True, withdrawn=withdrawn)


def _still_there(db: Connection, room: str, started: str) -> int:
    """Return how many articles held before this run were seen in it."""
    row = db.execute(
        "SELECT count(*) AS number FROM articles"
        " WHERE room = ? AND checked_at >= ? AND first_stored_at < ?",
        (room, started, started),
    ).fetchone()
    return int(row["number"])


def _counted(db: Connection, room: str, key: str) -> list[Any]:
    """Return the checks that count since the article was last seen, itself or in the listing."""
    return db.execute(
        "SELECT b.at, b.how FROM absences b JOIN articles a ON a.room = b.room AND a.key = b.key"
        " LEFT JOIN ledger l ON l.room = b.room AND l.key = b.key"
        " WHERE b.room = ? AND b.key = ? AND b.counts = 1 AND b.at > a.checked_at"
        " AND b.at > coalesce(l.last_seen_at, '') ORDER BY b.at",
        (room, key),
    ).fetchall()


def _is_proven(db: Connection, room: str, key: str, proof: Proof) -> bool:
    counted = _counted(db, room, key)
    if len({check["at"][:10] for check in counted}) < proof.checks:
        return False
    first, last = (datetime.fromisoformat(counted[at]["at"]) for at in (0, -1))
    return last - first >= timedelta(days=proof.days)


def _set_state(db: Connection, article_id: int, state: str) -> None:
    tallies.take_out(db, article_id)
    db.execute("UPDATE articles SET state = ? WHERE id = ?", (state, article_id))
    tallies.put_in(db, article_id)


def _withdraw(db: Connection, room: str, key: str, crawl_id: int, now: str) -> None:
    counted = _counted(db, room, key)
    row = db.execute(
        "SELECT id, absent_since, coalesce(create_time, first_stored_at) AS created"
        " FROM articles WHERE room = ? AND key = ?",
        (room, key),
    ).fetchone()
    _set_state(db, row["id"], "withdrawn")
    db.execute(
        "UPDATE articles SET next_check_at = ? WHERE id = ?",
        (checks.next_check(now, row["created"]), row["id"]),
    )
    events.record(
        db,
        at=now,
        room=room,
        key=key,
        kind="withdrawn",
        crawl_id=crawl_id,
        absent_since=row["absent_since"],
        checks=len(counted),
        how=counted[-1]["how"],
    )
