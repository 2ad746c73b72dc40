"""The documents that articles link to: where they are, and what became of them.

States are those of the ledger: `pending`, `held`, `failed` (tried again), `refused`, `gone`. An
attachment belongs to its room; several articles may link to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from newscrawler import clock, urls
from newscrawler.archive import events
from newscrawler.archive.checks import has_doubled
from newscrawler.archive.connection import Connection, Row
from newscrawler.archive.ledger import RETRY_HOURS

# A document may be put on the site later than its release; after so many tries it is not there.
TRIES_UNTIL_GONE = 4
# Documents of one article that one run asks for; a later run goes on.
MOST_AT_ONCE = 100
_WANTED = (
    "SELECT t.id, t.url, t.etag, t.last_modified, t.state, t.first_seen_at, t.checked_at"
    " FROM attachments t"
)


@dataclass(slots=True, kw_only=True)
class Wanted:
    """A document to be fetched, with the validators of what is held."""

    id: int
    url: str
    etag: str | None = None
    last_modified: str | None = None


def identity(url: str) -> str:
    """Return what tells one document of a room from another: its address without session tokens."""
    try:
        host, port = urls.origin(url)
        return urls.short(f"{host}:{port}{urls.address_key(url)}")
    except ValueError:
        return urls.short(url)


def link(
    db: Connection, article_id: int, room: str, parts: Iterable[Mapping[str, Any]], now: str
) -> None:
    """Note which documents an article links to; those that it no longer links to stay its own.

    `parts` are as in the item's `attachments`. An address that is none is left out.
    """
    ids = []
    for part in parts:
        try:
            url = urls.canonical(part["url"])
            ids.append(_enter(db, room, identity(url), url, now))
        except ValueError:
            continue
    held = {
        row["attachment_id"]: row["ended_at"]
        for row in db.execute(
            "SELECT attachment_id, ended_at FROM attachment_links WHERE article_id = ?",
            (article_id,),
        ).fetchall()
    }
    linked = dict.fromkeys(ids)
    db.execute_many(
        "INSERT INTO attachment_links (article_id, attachment_id) VALUES (?, ?)",
        [(article_id, each) for each in linked if each not in held],
    )
    changed = [
        (None if each in linked else now, article_id, each)
        for each, ended_at in held.items()
        if (each in linked) != (ended_at is None)
    ]
    db.execute_many(
        "UPDATE attachment_links SET ended_at = ? WHERE article_id = ? AND attachment_id = ?",
        changed,
    )


def _enter(db: Connection, room: str, identity_: str, url: str, now: str) -> int:
    row = db.execute(
        "INSERT INTO attachments (room, identity, url, state, first_seen_at)"
        " VALUES (?, ?, ?, 'pending', ?)"
        " ON CONFLICT (room, identity) DO UPDATE SET url = excluded.url RETURNING id",
        (room, identity_, url, now),
    ).fetchone()
    return int(row["id"])


# ── what is to be fetched ──


def of_article(
    db: Connection, room: str, key: str, *, now: str, again: bool, refused: bool
) -> list[Wanted]:
    """Return what is to be fetched of an article's documents: what is open and due.

    With `again` also what is held or gone, with validators save where the time since it was first
    seen has doubled: some sites say "not modified" for ever. With `refused` what was refused too.
    """
    rows = db.execute(
        f"{_WANTED} JOIN attachment_links l ON l.attachment_id = t.id AND l.ended_at IS NULL"
        " JOIN articles a ON a.id = l.article_id WHERE a.room = ? AND a.key = ?"
        " AND (t.state = 'pending' OR (t.state = 'failed' AND coalesce(t.next_try_at, '') <= ?)"
        " OR (? AND t.state IN ('held', 'gone')) OR (? AND t.state IN ('refused', 'failed')))"
        " ORDER BY t.id LIMIT ?",
        (room, key, now, again, refused, MOST_AT_ONCE),
    )
    return [_wanted(row, now) for row in rows.fetchall()]


def left_over(db: Connection, room: str, *, now: str, limit: int) -> list[Wanted]:
    """Return up to `limit` documents that an earlier run left open and that are due."""
    rows = db.execute(
        f"{_WANTED} WHERE t.room = ? AND t.state <> 'held' AND (t.state = 'pending'"  # noqa: S608 own text
        " OR (t.state = 'failed' AND coalesce(t.next_try_at, '') <= ?)) AND EXISTS"
        " (SELECT 1 FROM attachment_links l WHERE l.attachment_id = t.id AND l.ended_at IS NULL)"
        " ORDER BY t.attempts, t.id LIMIT ?",
        (room, now, limit),
    )
    return [_wanted(row, now) for row in rows.fetchall()]


def _wanted(row: Row, now: str) -> Wanted:
    if row["state"] == "held" and not has_doubled(row["first_seen_at"], row["checked_at"], now):
        validators = {name: row[name] for name in ("etag", "last_modified")}
        return Wanted(id=row["id"], url=row["url"], **validators)
    return Wanted(id=row["id"], url=row["url"])


# ── what became of one ──


def not_modified(db: Connection, attachment_id: int, *, now: str) -> None:
    """Note that the site says that a document is what it was."""
    db.execute(
        "UPDATE attachments SET checked_at = ?, reason = NULL WHERE id = ?", (now, attachment_id)
    )


def fail(
    db: Connection, attachment_id: int, reason: str, *, is_missing: bool, crawl_id: int
) -> None:
    """Note a try that failed. What is held stays held; the rest is tried again.

    What `is_missing` for the fourth time is gone.
    """
    row = db.execute(
        "SELECT state, version, attempts, reason FROM attachments WHERE id = ?", (attachment_id,)
    ).fetchone()
    attempts = row["attempts"] + 1
    state = "held" if row["version"] else "failed"
    if is_missing and attempts >= TRIES_UNTIL_GONE:
        state = "gone"
    wait = timedelta(hours=RETRY_HOURS[min(attempts, len(RETRY_HOURS)) - 1])
    db.execute(
        "UPDATE attachments SET state = ?, attempts = ?, next_try_at = ?, reason = ? WHERE id = ?",
        (state, attempts, clock.rfc3339(clock.utc() + wait), reason, attachment_id),
    )
    if (row["state"], row["reason"]) != (state, reason):
        _gap(db, attachment_id, state, reason, crawl_id)


def refuse(db: Connection, attachment_id: int, reason: str, *, crawl_id: int) -> None:
    """Note that a document must not be fetched: a gap that has its explanation."""
    changed = db.execute(
        "UPDATE attachments SET state = CASE WHEN version > 0 THEN 'held' ELSE 'refused' END,"
        " reason = ?, next_try_at = NULL WHERE id = ? AND reason IS DISTINCT FROM ?",
        (reason, attachment_id, reason),
    ).rowcount
    if changed:
        _gap(db, attachment_id, "refused", reason, crawl_id)


def _gap(db: Connection, attachment_id: int, state: str, reason: str, crawl_id: int) -> None:
    record(db, attachment_id, crawl_id, clock.now(), "gap", state=state, reason=reason)


def record(
    db: Connection, attachment_id: int, crawl_id: int, at: str, kind: str, **detail: Any
) -> None:
    """Append an event of a document, under the first article that links to it."""
    row = db.execute(
        "SELECT t.room, t.url, (SELECT a.key FROM attachment_links l JOIN articles a"
        " ON a.id = l.article_id WHERE l.attachment_id = t.id ORDER BY a.id LIMIT 1) AS key"
        " FROM attachments t WHERE t.id = ?",
        (attachment_id,),
    ).fetchone()
    events.record(
        db,
        at=at,
        room=row["room"],
        key=row["key"],
        kind=kind,
        crawl_id=crawl_id,
        attachment=row["url"],
        **detail,
    )


def gaps(db: Connection, room: str | None = None) -> Iterator[Row]:
    """Yield every linked document that is not held, with the first article that links to it."""
    yield from db.execute(
        "SELECT t.room, t.url, t.state, t.attempts, t.next_try_at, t.reason, min(a.key) AS key"
        " FROM attachments t JOIN attachment_links l ON l.attachment_id = t.id"
        " JOIN articles a ON a.id = l.article_id"
        " WHERE l.ended_at IS NULL AND t.state <> 'held'"
        " AND (CAST(? AS TEXT) IS NULL OR t.room = ?)"
        " GROUP BY t.id, t.room, t.url, t.state, t.attempts, t.next_try_at, t.reason"
        " ORDER BY t.room, t.state, t.id",
        (room, room),
    )


def gap_list(db: Connection, room: str) -> list[tuple[str, str, str | None]]:
    """Return (address, state, reason) of every linked document of the room that is not held."""
    return [(row["url"], row["state"], row["reason"]) for row in gaps(db, room)]
