"""How many articles a room has, by state, month of release and section, without counting them.

Whoever changes one of these takes the article out of the count before and puts it in afterwards, in
the same transaction.
"""

from __future__ import annotations

from newscrawler.archive.connection import Connection

_NAMES = {
    "state": "state",
    "month": "coalesce(substr(create_time, 1, 7), '')",
    "section": "CAST(section_id AS TEXT)",
}
_NOW = " UNION ALL ".join(
    f"SELECT room, '{kind}', {name}, CAST(:step AS INTEGER) FROM articles"  # noqa: S608 own names
    f" WHERE id = :article AND {name} IS NOT NULL"
    for kind, name in _NAMES.items()
)
_COUNT = (
    f"INSERT INTO tallies (room, kind, name, articles) {_NOW} ON CONFLICT (room, kind, name)"
    " DO UPDATE SET articles = tallies.articles + excluded.articles"
)


def put_in(db: Connection, article_id: int) -> None:
    """Count an article as it is now."""
    db.execute(_COUNT, {"step": 1, "article": article_id})


def take_out(db: Connection, article_id: int) -> None:
    """Count an article no more as it is now."""
    db.execute(_COUNT, {"step": -1, "article": article_id})


def clear(db: Connection, room: str) -> None:
    """Delete the names of a room that no article has any more."""
    db.execute("DELETE FROM tallies WHERE room = ? AND articles = 0", (room,))


def recount(db: Connection) -> None:
    """Count everything anew, for those who write articles by other means than `articles.store`."""
    db.execute("DELETE FROM tallies")
    for kind, name in _NAMES.items():
        db.execute(
            "INSERT INTO tallies (room, kind, name, articles)"  # noqa: S608 own names
            f" SELECT room, '{kind}', {name}, count(*) FROM articles"
            f" WHERE {name} IS NOT NULL GROUP BY room, {name}"
        )


def of(db: Connection, room: str, kind: str) -> dict[str, int]:
    """Return the number of articles by name, in the order of the names."""
    rows = db.execute(
        "SELECT name, articles FROM tallies WHERE room = ? AND kind = ? AND articles > 0"
        " ORDER BY name",
        (room, kind),
    )
    return {row["name"]: row["articles"] for row in rows}
