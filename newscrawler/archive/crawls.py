"""One row per run of one room: when, how it ended, and what it counted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from newscrawler.archive import events, ledger
from newscrawler.archive.connection import Connection, Database, Row


def begin(
    db: Connection,
    room: str,
    *,
    now: str,
    arguments: Mapping[str, str],
    versions: Mapping[str, str],
) -> int:
    """Open a crawl and return its id; runs of the room without an end are closed as aborted.

    The caller holds the room's lock, so a run without an end is one that was killed.
    """
    db.execute(
        "UPDATE crawls SET ended_at = ?, outcome = 'aborted', exit_status = NULL,"
        " summary = 'killed before its end' WHERE room = ? AND ended_at IS NULL",
        (now, room),
    )
    row = db.execute(
        "INSERT INTO crawls (room, started_at, arguments, versions) VALUES (?, ?, ?, ?)"
        " RETURNING id",
        (room, now, json.dumps(dict(arguments)), json.dumps(dict(versions))),
    ).fetchone()
    return int(row["id"])


def end(
    db: Connection,
    crawl_id: int,
    *,
    room: str,
    now: str,
    outcome: str,
    exit_status: int,
    summary: str,
    counts: Mapping[str, Any],
    robots_hash: str | None,
) -> None:
    """Close a crawl. An outcome other than complete is an `alarm` event too."""
    db.execute(
        "UPDATE crawls SET ended_at = ?, outcome = ?, exit_status = ?, summary = ?, counts = ?,"
        " robots_hash = ? WHERE id = ?",
        (now, outcome, exit_status, summary, json.dumps(counts), robots_hash, crawl_id),
    )
    if outcome not in ("complete", "aborted"):
        events.record(
            db, at=now, room=room, kind="alarm", crawl_id=crawl_id, outcome=outcome, text=summary
        )


def outcome(db: Database, run: Mapping[str, Any] | Row) -> str:
    """Return how a run ended; of one without an end `running`, or `killed` if nobody crawls."""
    return run["outcome"] or ("running" if db.is_locked(run["room"]) else "killed")


def room_names(db: Connection) -> list[str]:
    """Return the names of all rooms that were ever crawled, in order."""
    return [row["room"] for row in db.execute("SELECT DISTINCT room FROM crawls ORDER BY room")]


def incomplete(db: Database, room: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield (room, outcome) of each room whose last run ended, and not as complete."""
    rows = db.execute(
        "SELECT c.room, c.outcome FROM crawls c"
        " WHERE c.id = (SELECT max(id) FROM crawls WHERE room = c.room)"
        " AND (CAST(? AS TEXT) IS NULL OR c.room = ?) ORDER BY c.room",
        (room, room),
    )
    ends = [(row["room"], outcome(db, row)) for row in rows.fetchall()]
    yield from (end for end in ends if end[1] not in ("complete", "running"))


def rooms(db: Connection) -> Iterator[Row]:
    """Yield one row per room: articles, first and last release, listed, gaps, last run."""
    yield from db.execute(
        "SELECT c.room,"  # noqa: S608 own words
        " (SELECT count(*) FROM articles a WHERE a.room = c.room) AS articles,"
        " (SELECT min(create_time) FROM articles a WHERE a.room = c.room) AS first_release,"
        " (SELECT max(create_time) FROM articles a WHERE a.room = c.room) AS last_release,"
        f" (SELECT count(*) FROM ledger WHERE room = c.room AND {ledger.IS_ITS_OWN}) AS listed,"
        f" (SELECT count(*) FROM ledger WHERE room = c.room AND {ledger.IS_GAP}) AS gaps,"
        " c.id AS last_crawl, c.started_at, c.outcome"
        " FROM crawls c WHERE c.id = (SELECT max(id) FROM crawls WHERE room = c.room)"
        " ORDER BY c.room"
    )
