"""When a held article is looked at again: often while it is young, seldom when it is old."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newscrawler import clock
from newscrawler.archive import ledger
from newscrawler.archive.connection import Connection, Row
from newscrawler.items import Capture, Listed

# An edit comes soon after the release or hardly ever: the wait grows with the age.
SHARE_OF_AGE = 4
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=180)
# Listed articles asked for beside those that were missed: whether they are there tells whether the
# site is.
WITNESSES = 3
_CHECK = (
    "SELECT l.key, l.url, l.title, l.listed_date, a.etag, a.last_modified, a.absent_since,"
    " a.first_stored_at, a.checked_at, coalesce(a.read_by, r.extractor) AS extractor"
    " FROM articles a JOIN ledger l ON l.room = a.room AND l.key = a.key AND l.state = 'held'"
    " JOIN revisions r ON r.article_id = a.id AND r.number = a.revision WHERE a.room = ?"
)


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
    return clock.rfc3339(moment + min(max(age / SHARE_OF_AGE, SHORTEST), LONGEST))


def due(db: Connection, room: str, *, now: str, extractor: str, limit: int) -> list[Check]:
    """Return up to `limit` held articles whose time has come, and witnesses (see `absences`).

    What was missed last time comes first, then the longest due. Without validators where today's
    extractor has not read the page, since a 304 would hide what it reads better, and whenever the
    time since the article was stored has doubled: some sites say "not modified" for ever.
    """
    rows = db.execute(
        f"{_CHECK} AND (a.next_check_at IS NULL OR a.next_check_at <= ?)"
        " ORDER BY CASE WHEN a.absent_since IS NULL OR a.state = 'withdrawn' THEN 1 ELSE 0 END,"
        " a.next_check_at, a.id LIMIT ?",
        (room, now, limit),
    ).fetchall()
    if any(row["absent_since"] for row in rows):
        rows += _witnesses(db, room, {row["key"] for row in rows})
    return [_check(row, _validated(row, now, extractor)) for row in rows]


def unlisted(
    db: Connection, room: str, crawl_id: int, *, extractor: str, after: str, limit: int
) -> list[Check]:
    """Return up to `limit` held articles with a key above `after` that a crawl has not seen listed.

    In the order of their keys.
    """
    rows = db.execute(
        f"{_CHECK} AND l.last_seen_crawl <> ? AND l.key > ? ORDER BY l.key LIMIT ?",
        (room, crawl_id, after, limit),
    )
    return [_check(row, extractor) for row in rows]


def beside(db: Connection, room: str, asked: Collection[str]) -> Listed | None:
    """Return the held article that the listing showed last and that is none of `asked`, if any."""
    return next(map(ledger.listed, _witnesses(db, room, asked)), None)


def _witnesses(db: Connection, room: str, asked: Collection[str]) -> list[Row]:
    """Return the articles that the listing showed last, without those asked for anyway."""
    rows = db.execute(
        f"{_CHECK} AND a.absent_since IS NULL ORDER BY l.last_seen_at DESC, a.id DESC LIMIT ?",
        (room, WITNESSES + len(asked)),
    )
    return [row for row in rows if row["key"] not in asked][:WITNESSES]


def _validated(row: Row, now: str, extractor: str) -> str:
    return "" if has_doubled(row["first_stored_at"], row["checked_at"], now) else extractor


def has_doubled(first: str, last: str | None, now: str) -> bool:
    """Tell whether the days since something was held have doubled since its last look.

    All are RFC 3339 UTC: when it was `first` seen or stored, its `last` look, if any, and `now`.
    """
    before, present = ((_days(first, moment) // 2).bit_length() for moment in (last or first, now))
    return before < present


def _days(start: str, end: str) -> int:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).days


def _check(row: Row, extractor: str) -> Check:
    is_read = row["extractor"] == extractor
    return Check(
        listed=ledger.listed(row),
        etag=row["etag"] if is_read else None,
        last_modified=row["last_modified"] if is_read else None,
    )


def planned(capture: Capture | None, *, now: str, created: str) -> dict[str, str | None]:
    """Return the columns of an article that was read now: validators of the answer, the next look.

    `now` is RFC 3339 UTC, `created` when it was released or first stored.
    """
    return {
        "etag": capture.header("etag") if capture else None,
        "last_modified": capture.header("last-modified") if capture else None,
        "checked_at": now,
        "next_check_at": next_check(now, created),
    }


def distrust(db: Connection, room: str, key: str, capture: Capture) -> None:
    """Forget the validators of a room whose site gave one of them to a page that is another now."""
    etag = capture.header("etag")
    row = db.execute("SELECT etag FROM articles WHERE room = ? AND key = ?", (room, key)).fetchone()
    if etag and row is not None and row["etag"] == etag:
        db.execute("UPDATE articles SET etag = NULL, last_modified = NULL WHERE room = ?", (room,))


def not_modified(db: Connection, room: str, key: str, *, now: str) -> None:
    """Plan the next look at an article of which the site says that it is what it was."""
    row = db.execute(
        "SELECT id, coalesce(create_time, first_stored_at) AS created FROM articles"
        " WHERE room = ? AND key = ?",
        (room, key),
    ).fetchone()
    if row is not None:
        db.execute(
            "UPDATE articles SET checked_at = ?, next_check_at = ? WHERE id = ?",
            (now, next_check(now, row["created"]), row["id"]),
        )
