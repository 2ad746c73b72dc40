"""Held articles that answer under another address: each stays one, with an alias."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from newscrawler import urls
from newscrawler.archive import events, ledger, tallies
from newscrawler.archive.connection import Connection, Row
from newscrawler.content import text_hash, words
from newscrawler.similarity import TEXT_RUN, likeness

# An edit on the way must not hide a move that the site itself declares.
SAME_TEXT = 0.9
_MOST_OF_A_DAY = 100


def note(
    db: Connection,
    room: str,
    key: str,
    new_key: str,
    url: str,
    title: str | None,
    body: str | None,
    *,
    crawl_id: int,
    now: str,
) -> bool:
    """Note that the site permanently leads from an article to `url`; True when it is one article.

    That is so when `url` has the article's own key, or its text under another one.
    """
    held = db.execute(
        "SELECT a.id, a.url, r.title, r.body FROM articles a JOIN revisions r"
        " ON r.article_id = a.id AND r.number = a.revision WHERE a.room = ? AND a.key = ?",
        (room, key),
    ).fetchone()
    if held is None:
        return False
    if new_key != key and not _is_same(held["title"], held["body"], title, body):
        return False
    ledger.note_alias(db, room, key, url, now)
    if _place(url) != _place(held["url"]):
        _move(db, held["id"], room, key, new_key, held["url"], url, crawl_id, now)
    return True


def _move(
    db: Connection,
    article_id: int,
    room: str,
    key: str,
    new_key: str,
    old_url: str,
    url: str,
    crawl_id: int,
    now: str,
) -> None:
    moved_to = None
    if new_key != key and not _is_held(db, room, new_key):
        # The listing shows the new key from now on; the entry is this article's.
        moved_to = new_key
        _give_key(db, room, key, new_key)
    tallies.take_out(db, article_id)
    db.execute(
        "UPDATE articles SET url = ?, state = 'moved', moved_to = coalesce(?, moved_to)"
        " WHERE id = ?",
        (url, moved_to, article_id),
    )
    tallies.put_in(db, article_id)
    db.execute("UPDATE ledger SET url = ? WHERE room = ? AND key = ?", (url, room, key))
    detail: dict[str, Any] = {"from": old_url, "to": url} | (
        {"new_key": new_key} if new_key != key else {}
    )
    events.record(db, at=now, room=room, key=key, kind="moved", crawl_id=crawl_id, **detail)


def respell(db: Connection, room: str, key: str, new_key: str, url: str, *, now: str) -> None:
    """Note that an article is listed at `url` too, or now, under another spelling of its address.

    Nothing has happened to it.
    """
    ledger.note_alias(db, room, key, url, now)
    _give_key(db, room, key, new_key)
    db.execute("UPDATE articles SET moved_to = ? WHERE room = ? AND key = ?", (new_key, room, key))


def _give_key(db: Connection, room: str, key: str, new_key: str) -> None:
    """Let the listing's entry `new_key` be that of the article."""
    db.execute(
        "UPDATE ledger SET state = 'gone', reason = ?, next_try_at = NULL"
        " WHERE room = ? AND key = ?",
        (f"is {key}, which has moved", room, new_key),
    )
    db.execute("UPDATE aliases SET key = ? WHERE room = ? AND key = ?", (key, room, new_key))


def keys(db: Connection, room: str) -> dict[str, str]:
    """Return the held key of each article by the key under which the site shows it now."""
    rows = db.execute(
        "SELECT moved_to, key FROM articles WHERE room = ? AND moved_to IS NOT NULL", (room,)
    )
    return {row["moved_to"]: row["key"] for row in rows}


def former(
    db: Connection, room: str, key: str, title: str | None, body: str | None, day: str | None
) -> tuple[str, str] | None:
    """Return (key, address) of the article that one under a key not held may have been so far.

    That is the oldest one with exactly this text, else one of the same `day` (YYYY-MM-DD) with this
    title and nearly this text: a new system reads some lines otherwise.
    """
    digest = text_hash(body)
    if digest is None or _is_held(db, room, key):
        return None
    row = db.execute(
        "SELECT a.key, a.url FROM revisions r JOIN articles a ON a.id = r.article_id"
        " AND a.revision = r.number WHERE r.text_hash = ? AND a.room = ? ORDER BY a.id LIMIT 1",
        (digest, room),
    ).fetchone()
    if row is None and title and day:
        row = _of_day(db, room, day, title, body)
    return None if row is None else (row["key"], row["url"])


def _of_day(db: Connection, room: str, day: str, title: str, body: str | None) -> Row | None:
    rows = db.execute(
        "SELECT a.key, a.url, r.title, r.body FROM articles a JOIN revisions r"
        " ON r.article_id = a.id AND r.number = a.revision WHERE a.room = ?"
        " AND coalesce(a.create_time, a.first_stored_at) >= ?"
        " AND coalesce(a.create_time, a.first_stored_at) < ? ORDER BY a.id LIMIT ?",
        (room, day, f"{day}~", _MOST_OF_A_DAY),
    ).fetchall()
    called = words(title)
    alike = (row for row in rows if words(row["title"] or "") == called)
    return next((row for row in alike if _is_same(row["title"], row["body"], title, body)), None)


def _is_held(db: Connection, room: str, key: str) -> bool:
    found = db.execute("SELECT 1 FROM articles WHERE room = ? AND key = ?", (room, key)).fetchone()
    return found is not None


def _is_same(
    held_title: str | None, held_body: str | None, title: str | None, body: str | None
) -> bool:
    if not held_body or not body:
        return False
    if words(held_body) == words(body):
        return True
    has_title = words(held_title or "") == words(title or "")
    return has_title and likeness(held_body, body, TEXT_RUN) >= SAME_TEXT


def _place(url: str) -> str:
    """Return what of an address is a place: a site that turns to https has not moved."""
    parts = urlsplit(urls.lasting(url))
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
