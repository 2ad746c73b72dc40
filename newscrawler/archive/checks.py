"""When a held article is looked at again: often while it is young, seldom when it is old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newscrawler.archive.connection import Connection
from newscrawler.archive.ledger import rfc3339
from newscrawler.items import Listed

# An edit comes soon after the release or hardly ever: the wait grows with the age.
SHARE_OF_AGE = 4
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=180)


@dataclass(slots=True, kw_only=True)
class Check:
    """A held article that is due, with the validators of what is held."""

    listed: Listed
    etag: str | None
    last_modified: str | None


def next_check(now: str, created: str | None) -> str:
    """Return when to look again. `now` is RFC 3339 UTC, `created` begins with YYYY-MM-DD.

    A day after the release, then after a quarter of its age, at least every 180 days.
    """
    moment = datetime.fromisoformat(now)
    age = timedelta(0)
    if created:
        age = moment - datetime.fromisoformat(created[:10]).replace(tzinfo=UTC)
    return rfc3339(moment + min(max(age / SHARE_OF_AGE, SHORTEST), LONGEST))


def due(db: Connection, room: str, *, now: str, extractor: str, limit: int) -> list[Check]:
    """Return up to `limit` held articles whose time has come, the longest due first.

    Without validators where today's extractor has not read the page: a 304 would hide what it
    reads better.
    """
    rows = db.execute(
        "SELECT l.key, l.url, l.title, l.listed_date, a.etag, a.last_modified, r.extractor"
        " FROM articles a JOIN ledger l ON l.room = a.room AND l.key = a.key AND l.state = 'held'"
        " JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"
        " WHERE a.room = ? AND (a.next_check_at IS NULL OR a.next_check_at <= ?)"
        " ORDER BY a.next_check_at NULLS FIRST, a.id LIMIT ?",
        (room, now, limit),
    )
    return [
        Check(
            listed=Listed(
                key=row["key"], url=row["url"], title=row["title"], date=row["listed_date"]
            ),
            etag=row["etag"] if row["extractor"] == extractor else None,
            last_modified=row["last_modified"] if row["extractor"] == extractor else None,
        )
        for row in rows
    ]


def note(db: Connection, article_id: int, headers: Mapping[str, str], *, now: str) -> None:
    """Note that an article was read, with the validators of the answer, and plan the next look."""
    values = {name.lower(): value for name, value in headers.items()}
    db.execute(
        "UPDATE articles SET etag = ?, last_modified = ? WHERE id = ?",
        (values.get("etag"), values.get("last-modified"), article_id),
    )
    _plan(db, "id = ?", (article_id,), now)


def not_modified(db: Connection, room: str, key: str, *, now: str) -> None:
    """Note that the site says that an article is what it was."""
    _plan(db, "room = ? AND key = ?", (room, key), now)


def _plan(db: Connection, where: str, values: tuple[int | str, ...], now: str) -> None:
    row = db.execute(
        f"SELECT id, coalesce(create_time, first_stored_at) FROM articles WHERE {where}",  # noqa: S608 own text
        values,
    ).fetchone()
    if row is not None:
        db.execute(
            "UPDATE articles SET checked_at = ?, next_check_at = ? WHERE id = ?",
            (now, next_check(now, row[1]), row[0]),
        )
