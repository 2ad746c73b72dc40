"""Articles that say the same: linked, never dropped.

`articles.duplicate_of` names the oldest article that has exactly the same text; `twins` holds pairs
that are nearly the same or translations of each other (see `twin_index`, which finds them).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newscrawler.archive import events
from newscrawler.archive.connection import Connection
from newscrawler.similarity import SHORT_TEXT

_GROUP = (
    " FROM revisions r JOIN articles a ON a.id = r.article_id AND a.revision = r.number"
    " WHERE r.text_hash = ? AND (a.room = ? OR ?)"
)


def note_text(
    db: Connection,
    article_id: int,
    *,
    before: bytes | None,
    after: bytes | None,
    body: str | None,
    crawl_id: int | None,
    now: str,
) -> None:
    """Link an article whose text is another now, and put it in the queue of the index.

    `before` and `after` are the text's hashes, None for no text; of an article that is new `before`
    is None.
    """
    if before == after:
        return
    db.execute(
        "INSERT INTO twin_queue (article_id) VALUES (?) ON CONFLICT (article_id) DO NOTHING",
        (article_id,),
    )
    # A short text ("See the attached file.") is a twin within its room only.
    room, everywhere = _room(db, article_id), len(body or "") >= SHORT_TEXT
    if before is not None:
        leave(db, article_id, crawl_id=crawl_id, now=now)
    if after is not None:
        _join(db, article_id, room, after, everywhere=everywhere, crawl_id=crawl_id, now=now)


def leave(db: Connection, article_id: int, *, crawl_id: int | None, now: str) -> None:
    """Take an article out of the group that has its old text; the oldest that stays leads it."""
    db.execute("UPDATE articles SET duplicate_of = NULL WHERE id = ?", (article_id,))
    followers = db.execute(
        "SELECT id FROM articles WHERE duplicate_of = ? ORDER BY id", (article_id,)
    ).fetchall()
    if not followers:
        return
    first, *others = [each["id"] for each in followers]
    db.execute("UPDATE articles SET duplicate_of = NULL WHERE id = ?", (first,))
    for each in others:
        _point(db, each, first, crawl_id, now)


def _room(db: Connection, article_id: int) -> str:
    row = db.execute("SELECT room FROM articles WHERE id = ?", (article_id,)).fetchone()
    return str(row["room"])


def _join(
    db: Connection,
    article_id: int,
    room: str,
    text_hash: bytes,
    *,
    everywhere: bool,
    crawl_id: int | None,
    now: str,
) -> None:
    """Point the article to the oldest with its text, or those that are younger to the article."""
    oldest = db.execute(
        f"SELECT a.id{_GROUP} AND a.id <> ? ORDER BY a.id LIMIT 1",
        (text_hash, room, everywhere, article_id),
    ).fetchone()
    if oldest is None:
        return
    if oldest["id"] < article_id:
        _point(db, article_id, oldest["id"], crawl_id, now)
        return
    younger = db.execute(
        f"SELECT a.id{_GROUP} AND a.id > ? ORDER BY a.id",
        (text_hash, room, everywhere, article_id),
    ).fetchall()
    for each in younger:
        _point(db, each["id"], article_id, crawl_id, now)


def _point(db: Connection, article_id: int, to: int, crawl_id: int | None, now: str) -> None:
    db.execute("UPDATE articles SET duplicate_of = ? WHERE id = ?", (to, article_id))
    record(db, article_id, to, crawl_id=crawl_id, now=now, link="same text")


def record(
    db: Connection,
    article_id: int,
    other_id: int,
    *,
    crawl_id: int | None,
    now: str,
    **detail: Any,
) -> None:
    """Append the event of a link from one article to another."""
    names = [
        db.execute("SELECT room, key FROM articles WHERE id = ?", (each,)).fetchone()
        for each in (article_id, other_id)
    ]
    events.record(
        db,
        at=now,
        room=names[0]["room"],
        key=names[0]["key"],
        kind="duplicate",
        crawl_id=crawl_id,
        duplicate_of=names[1]["key"],
        of_room=names[1]["room"],
        **detail,
    )


def of(db: Connection, article_id: int) -> Iterator[dict[str, Any]]:
    """Yield the twins of an article: `link` (same text, near, translation), similarity, which.

    Those with the same text first, then by similarity.
    """
    row = db.execute("SELECT duplicate_of FROM articles WHERE id = ?", (article_id,)).fetchone()
    head = row["duplicate_of"] or article_id
    same = "SELECT id FROM articles WHERE (id = ? OR duplicate_of = ?) AND id <> ? ORDER BY id"
    for each in db.execute(same, (head, head, article_id)).fetchall():
        yield {"link": "same text", "similarity": 1.0, **_named(db, each["id"])}
    pairs = db.execute(
        "SELECT kind, similarity, twin_id AS twin FROM twins WHERE article_id = ?"
        " UNION ALL SELECT kind, similarity, article_id FROM twins WHERE twin_id = ?",
        (article_id, article_id),
    ).fetchall()
    for each in sorted(pairs, key=lambda pair: (-(pair["similarity"] or 0), pair["twin"])):
        yield {
            "link": each["kind"],
            "similarity": each["similarity"],
            **_named(db, each["twin"]),
        }


def _named(db: Connection, article_id: int) -> dict[str, Any]:
    row = db.execute(
        "SELECT a.room, a.key, r.title, r.language FROM articles a JOIN revisions r"
        " ON r.article_id = a.id AND r.number = a.revision WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    return dict(row)
