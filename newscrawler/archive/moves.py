"""Held articles that answer under another address: each stays one, with an alias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from newscrawler import urls
from newscrawler.archive import events, ledger, tallies
from newscrawler.archive.connection import Connection, Row
from newscrawler.content import text_hash, words
from newscrawler.items import Listed
from newscrawler.similarity import SHORT_TEXT, TEXT_RUN, likeness

# Two pages with less in common are not the same text; a release that was edited on the way may have
# so much less in common with what is held.
SAME_TEXT, EDITED_TEXT = 0.9, 0.5
_MOST_ALIKE = 100
# Title and day
BOTH = 2
# Letters of a title that is no section's
TELLING = 12
_HELD = (
    "SELECT a.id, a.key, a.url, a.create_time, r.title, r.body FROM articles a"
    " JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"
)


class Shown(NamedTuple):
    """What a page shows: title, text, day (YYYY-MM-DD)."""

    title: str | None
    body: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Former:
    """A held article that one under another key may have been so far.

    `has_text`: it has that one's text, if edited, or neither has any; else it has its title and its
    day. `is_called`: that one is listed as this is called; else a cache may have served this one's
    page for it.
    """

    key: str
    url: str
    has_text: bool
    is_called: bool


def note(
    db: Connection,
    room: str,
    key: str,
    new_key: str,
    url: str,
    shown: Shown,
    *,
    crawl_id: int,
    now: str,
) -> bool:
    """Note that the site permanently leads from an article to `url`; True when it is one article.

    That is so when `url` has the article's own key, or shows under another one its text or its
    title.
    """
    held = db.execute(f"{_HELD} WHERE a.room = ? AND a.key = ?", (room, key)).fetchone()
    if held is None:
        return False
    title = words(shown.title or "")
    has_title = len(title) >= TELLING and title == words(held["title"] or "")
    is_one = new_key == key or has_title
    if not (is_one or is_same(_text_of(held), shown, EDITED_TEXT)):
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
    if new_key != key and not ledger.is_stored(db, room, new_key):
        # The listing shows the new key from now on; the entry is this article's.
        moved_to = new_key
        _give_key(db, room, key, new_key, url, now, f"is {key}, which has moved")
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
    _give_key(db, room, key, new_key, url, now, f"is {key}, which has moved")
    db.execute("UPDATE articles SET moved_to = ? WHERE room = ? AND key = ?", (new_key, room, key))


def lead(
    db: Connection, room: str, listed: Listed, key: str, url: str, *, crawl_id: int, now: str
) -> None:
    """Note that an entry leads to the article `key` at `url`, as through a counter of clicks.

    What the listing shows under the entry's key from now on is that article.
    """
    db.execute(
        "INSERT INTO ledger (room, key, url, title, listed_date, first_seen_at, last_seen_at,"
        " last_seen_crawl, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending')"
        " ON CONFLICT (room, key) DO UPDATE SET last_seen_at = excluded.last_seen_at,"
        " last_seen_crawl = excluded.last_seen_crawl",
        (room, key, url, listed.title, listed.date, now, now, crawl_id),
    )
    _give_key(db, room, key, listed.key, listed.url, now, f"leads to {key}")


def _give_key(
    db: Connection, room: str, key: str, new_key: str, url: str, now: str, reason: str
) -> None:
    """Let the listing's entry `new_key` be that of the article: it has the address of its alias."""
    db.execute(
        "INSERT INTO ledger (room, key, url, first_seen_at, last_seen_at, state, reason)"
        " VALUES (?, ?, ?, ?, ?, 'gone', ?) ON CONFLICT (room, key) DO UPDATE SET"
        " state = excluded.state, reason = excluded.reason, url = excluded.url, next_try_at = NULL",
        (room, new_key, urls.short(urls.lasting(url)), now, now, reason),
    )
    db.execute("UPDATE aliases SET key = ? WHERE room = ? AND key = ?", (key, room, new_key))


def keys(db: Connection, room: str) -> dict[str, str]:
    """Return the held key of each article by every other key under which the site has shown it."""
    rows = db.execute(
        "SELECT l.key AS shown, s.key FROM ledger l"
        " JOIN aliases s ON s.room = l.room AND s.url = l.url AND s.key <> l.key"
        " WHERE l.room = ? AND l.state = 'gone'",
        (room,),
    )
    return {row["shown"]: row["key"] for row in rows}


def former(db: Connection, room: str, key: str, shown: Shown, listed: str | None) -> Former | None:
    """Return the article that one under a key not held may have been so far.

    That is the oldest one with exactly this text and this title, or this day, else one of the same
    day with this title: a new system reads some lines otherwise. Short texts are
    those of many releases: they need both. `listed` is the title under which the listing shows
    the page.
    """
    if ledger.is_stored(db, room, key):
        return None
    row, has_text = _with_text(db, room, shown), True
    if row is None and shown.title and shown.day:
        row, has_text = _of_day(db, room, shown)
    if row is None:
        return None
    titles = (row["title"], ledger.listed_title(db, room, row["key"]))
    called = not listed or any(is_called(listed, title) for title in titles if title)
    return Former(row["key"], row["url"], has_text, called)


def is_called(listed: str, title: str) -> bool:
    """Tell whether a listing gives a title, whole or in part, or more with it."""
    one, other = words(listed), words(title)
    return bool(one and other) and (one in other or other in one)


def _with_text(db: Connection, room: str, shown: Shown) -> Row | None:
    digest = text_hash(shown.body)
    if digest is None:
        return None
    rows = db.execute(
        f"{_HELD} WHERE r.text_hash = ? AND a.room = ? ORDER BY a.id LIMIT ?",
        (digest, room, _MOST_ALIKE),
    ).fetchall()
    least = 1 if len(shown.body or "") >= SHORT_TEXT else BOTH
    row = max(rows, key=lambda each: _signs(each, shown), default=None)
    return row if row is not None and _signs(row, shown) >= least else None


def _signs(row: Row, shown: Shown) -> int:
    """Return how many of title and day an article has in common with a page."""
    has_title = bool(shown.title) and words(row["title"] or "") == words(shown.title or "")
    return has_title + ((row["create_time"] or "")[:10] == (shown.day or ""))


def _of_day(db: Connection, room: str, shown: Shown) -> tuple[Row | None, bool]:
    """Return the article of the same day and title, and whether it has the text, if edited.

    A document has no text in the archive: of two that have none title and day are all there is.
    """
    rows = db.execute(
        f"{_HELD} WHERE a.room = ?"
        " AND coalesce(a.create_time, a.first_stored_at) >= ?"
        " AND coalesce(a.create_time, a.first_stored_at) < ? ORDER BY a.id LIMIT ?",
        (room, shown.day, f"{shown.day}~", _MOST_ALIKE),
    ).fetchall()
    called = words(shown.title or "")
    titled = [row for row in rows if words(row["title"] or "") == called]
    for row in titled:
        if is_same(_text_of(row), shown, EDITED_TEXT):
            return row, True
    if len(titled) != 1:
        return None, False
    return titled[0], not (titled[0]["body"] or shown.body)


def _text_of(row: Row) -> Shown:
    return Shown(row["title"], row["body"], None)


def is_same(one: Shown, other: Shown, least: float = SAME_TEXT) -> bool:
    """Tell whether two texts are the same, or under one title have `least` in common."""
    if not one.body or not other.body:
        return False
    if words(one.body) == words(other.body):
        return True
    least = SAME_TEXT if min(len(one.body), len(other.body)) < SHORT_TEXT else least
    has_title = words(one.title or "") == words(other.title or "")
    return has_title and likeness(one.body, other.body, TEXT_RUN) >= least


def _place(url: str) -> str:
    """Return what of an address is a place: a site that turns to https has not moved."""
    parts = urlsplit(urls.lasting(url))
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
