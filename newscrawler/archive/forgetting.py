"""Erasing an article: its text, its captures, every row about it; a tombstone stays."""

from __future__ import annotations

import json
from typing import Any

from newscrawler.archive import (
    articles,
    captures,
    events,
    named,
    search_index,
    sections,
    tallies,
    twin_index,
    twins,
)
from newscrawler.archive.connection import ArchiveError, Connection, Database, to_json
from newscrawler.archive.tables import TABLES

# What an event says beside text: every other detail of a forgotten article is taken out of it.
KEPT_DETAILS = ("cause", "fields", "state", "why")

# What is left of a room without articles; a table stands before those that its rows refer to.
_OF_ROOMS = ("events", "tallies", "sections", "listing_pages", "listings", "ledger", "crawls")


def find(db: Connection, name: str) -> tuple[str, str]:
    """Return (room, key) of what is held, or was ever listed, as ROOM:KEY or at an address.

    Raises ArchiveError when there is no such article.
    """
    article_id = articles.find_any(db, name)
    if article_id is not None:
        row = db.execute("SELECT room, key FROM articles WHERE id = ?", (article_id,)).fetchone()
        return row["room"], row["key"]
    listed = named.entry(db, name)
    if listed is None:
        raise ArchiveError(
            f"{name} is neither held nor listed; 'newscrawler search WORDS' shows keys"
        )
    return listed["room"], listed["key"]


def rooms_to_lock(db: Database, room: str) -> list[str]:
    """Return the rooms of which no crawl may run while an article of `room` is erased."""
    if not db.wipes_whole:
        return [room]
    rows = db.execute(
        "SELECT room FROM crawls WHERE room <> ? GROUP BY room ORDER BY room", (room,)
    )
    return [room, *(row["room"] for row in rows)]


def same_text(db: Connection, room: str, key: str) -> list[str]:
    """Return ROOM:KEY of every other article that holds a text which this one has or had."""
    rows = db.execute(
        "SELECT DISTINCT other.room, other.key FROM articles a"
        " JOIN revisions r ON r.article_id = a.id"
        " JOIN revisions same ON same.text_hash = r.text_hash AND same.article_id <> a.id"
        " JOIN articles other ON other.id = same.article_id"
        " WHERE a.room = ? AND a.key = ? ORDER BY other.room, other.key",
        (room, key),
    )
    return [f"{row['room']}:{row['key']}" for row in rows]


def forget(db: Connection, room: str, key: str, *, why: str, now: str) -> int:
    """Erase an article and leave the event `forgotten`; return how many rows are gone.

    The ledger entry becomes `forgotten`, so that it is neither fetched nor stored again. What is
    shared with others stays theirs. `now` is RFC 3339 UTC. The bytes are gone after `wipe`.
    """
    article_id = articles.find(db, room, key)
    values = {"room": room, "key": key, "article": article_id}
    if article_id is not None:
        search_index.forget(db, article_id)
    contents = _contents(db, values)
    if article_id is not None:
        twins.leave(db, article_id, crawl_id=None, now=now)
        twin_index.forget(db, article_id)
        tallies.take_out(db, article_id)
    erased = _erase_rows(db, values)
    erased += sum(_erase_content(db, table, number) for table, number in contents)
    _settle(db, room, key, why, now)
    _scrub_events(db, room, key)
    tallies.clear(db, room)
    sections.clear(db, room)
    events.record(db, at=now, room=room, key=key, kind="forgotten", why=why)
    return erased


def forget_room(db: Connection, room: str, *, why: str, now: str) -> int:
    """Erase a room, whatever was listed, crawled or told of it; return how many articles are gone.

    One event `forgotten`, without a key, stays. A crawl of the room begins anew. What its sites
    said of robots stays, since other rooms may be there. `now` is RFC 3339 UTC.
    """
    rows = db.execute(
        "SELECT key FROM articles WHERE room = ? UNION SELECT key FROM ledger WHERE room = ?"
        " UNION SELECT key FROM suspects WHERE room = ?",
        (room, room, room),
    )
    keys = [row["key"] for row in rows.fetchall()]
    (articles_held,) = db.execute(
        "SELECT count(*) FROM articles WHERE room = ?", (room,)
    ).fetchone()
    # Nothing else asks for the revisions of a capture, and here each of them would read them all.
    db.execute("CREATE INDEX revisions_by_capture ON revisions (capture_id)")
    for key in keys:
        forget(db, room, key, why=why, now=now)
    db.execute("DROP INDEX revisions_by_capture")
    for table in _OF_ROOMS:
        db.execute(f"DELETE FROM {table} WHERE room = ?", (room,))  # noqa: S608 own names
    events.record(db, at=now, room=room, kind="forgotten", why=why, articles=articles_held)
    return int(articles_held)


def _contents(db: Connection, values: dict[str, Any]) -> set[tuple[str, int]]:
    """Return (table, id) of every shared content that rows of the article lead to."""
    found = set()
    for table in TABLES:
        for column, content in table.content.items() if table.of_article else ():
            rows = db.execute(
                f"SELECT {column} FROM {table.name}"  # noqa: S608 own names
                f" WHERE ({table.of_article}) AND {column} IS NOT NULL",
                values,
            )
            found |= {(content, int(row[0])) for row in rows}
    return found


def _erase_rows(db: Connection, values: dict[str, Any]) -> int:
    erased = 0
    for table in reversed(TABLES):
        if table.of_article is None:
            continue
        sql = f"DELETE FROM {table.name} WHERE {table.of_article}"  # noqa: S608 own names
        erased += db.execute(sql, values).rowcount
    return erased


def _erase_content(db: Connection, content: str, number: int) -> int:
    """Erase a shared content to which no row leads any more; return 1 or 0."""
    for table in TABLES:
        for column, name in table.content.items():
            if (
                name == content
                and db.execute(
                    f"SELECT 1 FROM {table.name} WHERE {column} = ? LIMIT 1",  # noqa: S608 own names
                    (number,),
                ).fetchone()
            ):
                return 0
    return captures.erase(db, number)


def _settle(db: Connection, room: str, key: str, why: str, now: str) -> None:
    db.execute(
        "INSERT INTO ledger (room, key, url, first_seen_at, last_seen_at, state, reason)"
        " VALUES (?, ?, '', ?, ?, 'forgotten', ?) ON CONFLICT (room, key) DO UPDATE SET url = '',"
        " title = NULL, listed_date = NULL, attempts = 0, next_try_at = NULL,"
        " state = excluded.state, reason = excluded.reason",
        (room, key, now, now, why),
    )


def _scrub_events(db: Connection, room: str, key: str) -> None:
    db.execute("UPDATE events SET section_id = NULL WHERE room = ? AND key = ?", (room, key))
    rows = db.execute("SELECT id, detail FROM events WHERE room = ? AND key = ?", (room, key))
    for row in rows.fetchall():
        detail = json.loads(row["detail"])
        kept = {name: value for name, value in detail.items() if name in KEPT_DETAILS}
        if kept != detail:
            db.execute("UPDATE events SET detail = ? WHERE id = ?", (to_json(kept), row["id"]))
