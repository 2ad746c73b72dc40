"""Paragraphs that several articles of a room have: the organisation's, not the release's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from newscrawler.archive.connection import Connection, marks
from newscrawler.content import changed_fields
from newscrawler.similarity import key_of

# A paragraph in so many articles says nothing of one of them.
COMMON = 10
# One that comes or goes, and that so many others have or had, is the site's.
SHARED = 3
# Boilerplate stands at the end, or at the beginning as a dateline or a disclaimer.
FIRST, LAST = 2, 8


def is_all(db: Connection, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether all that has come or gone are paragraphs that other articles have or had."""
    if not set(changed_fields(before, after)) <= {"body", "breadcrumb"}:
        return False
    room = before["room"]
    old, new = (set((each["body"] or "").split("\n\n")) for each in (before, after))
    keys = {_paragraph_key(room, each) for each in old ^ new}
    if not keys:
        return False
    row = db.execute(
        f"SELECT count(*) AS number FROM twin_paragraphs WHERE paragraph IN ({marks(keys)})"  # noqa: S608 own text
        " AND articles >= ?",
        [*keys, SHARED],
    ).fetchone()
    return int(row["number"]) == len(keys)


def without(db: Connection, room: str, body: str) -> str:
    """Return a text without the paragraphs that many articles of its room have."""
    keys = {_paragraph_key(room, each): each for each in _edges(body)}
    if not keys:
        return ""
    query = f"SELECT paragraph FROM twin_paragraphs WHERE paragraph IN ({marks(keys)})"  # noqa: S608 own text
    rows = db.execute(f"{query} AND articles >= ?", [*keys, COMMON])
    common = {keys[row["paragraph"]] for row in rows.fetchall()}
    if not common:
        return body
    return "\n\n".join(each for each in body.split("\n\n") if each not in common)


def count(db: Connection, queue: Sequence[int]) -> None:
    """Count each article under the paragraphs that it has and was not counted under before."""
    counts: Counter[int] = Counter()
    for article_id in queue:
        ever, counted = _paragraphs(db, article_id)
        counts.update(ever - counted)
    db.execute_many(
        "INSERT INTO twin_paragraphs (paragraph, articles) VALUES (?, ?) ON CONFLICT (paragraph)"
        " DO UPDATE SET articles = twin_paragraphs.articles + excluded.articles",
        sorted(counts.items()),
    )


def discount(db: Connection, article_id: int) -> None:
    """Take an article off its paragraphs, while its revisions are still there."""
    _, counted = _paragraphs(db, article_id)
    keys = [(key,) for key in sorted(counted)]
    less = "UPDATE twin_paragraphs SET articles = articles - 1 WHERE paragraph = ?"
    db.execute_many(less, keys)
    db.execute_many("DELETE FROM twin_paragraphs WHERE paragraph = ? AND articles < 1", keys)


def _paragraphs(db: Connection, article_id: int) -> tuple[set[int], set[int]]:
    """Return the paragraphs that an article has or had, and those that it was counted under."""
    rows = db.execute(
        "SELECT a.room, r.body, r.number <= s.revision AS is_counted FROM revisions r"
        " JOIN articles a ON a.id = r.article_id"
        " LEFT JOIN twin_signatures s ON s.article_id = a.id WHERE a.id = ?",
        (article_id,),
    )
    ever: set[int] = set()
    counted: set[int] = set()
    for row in rows.fetchall():
        keys = {_paragraph_key(row["room"], each) for each in _edges(row["body"] or "")}
        ever |= keys
        counted |= keys if row["is_counted"] else set()
    return ever, counted


def _edges(body: str) -> list[str]:
    paragraphs = body.split("\n\n") if body else []
    return list(dict.fromkeys([*paragraphs[:FIRST], *paragraphs[FIRST:][-LAST:]]))


def _paragraph_key(room: str, paragraph: str) -> int:
    return key_of(f"{room}\n{paragraph}".encode("utf-8", "surrogatepass"))
