"""The article that a person names, as ROOM:KEY or by an address, or why there is none."""

from __future__ import annotations

import json

from newscrawler import urls
from newscrawler.archive import articles
from newscrawler.archive.connection import ArchiveError, Connection, Row


def article(db: Connection, name: str) -> int:
    """Return the id of a held article. Raises ArchiveError, which says why it is not held."""
    found = articles.find_any(db, name)
    if found is None:
        raise ArchiveError(f"{name} is not held{_why(db, name)}")
    return found


def entry(db: Connection, name: str) -> Row | None:
    """Return the ledger's row of what was ever listed or held under a name."""
    room, _, key = name.partition(":")
    row: Row | None = db.execute(
        "SELECT l.* FROM ledger l WHERE l.room = ? AND l.key = ? UNION ALL"
        " SELECT l.* FROM aliases s JOIN ledger l ON l.room = s.room AND l.key = s.key"
        " WHERE s.url = ?",
        (room, key, urls.short(urls.lasting(name))),
    ).fetchone()
    return row


def _why(db: Connection, name: str) -> str:
    listed = entry(db, name)
    if listed is None:
        return (
            ", and nothing is listed under this name; name it as ROOM:KEY or by its address, or "
            "find it with 'newscrawler search WORDS'"
        )
    if listed["state"] == "forgotten":
        return f": {_tombstone(db, listed['room'], listed['key'])}"
    reason = f" ({listed['reason']})" if listed["reason"] else ""
    return f": it is listed, and {listed['state']}{reason}"


def _tombstone(db: Connection, room: str, key: str) -> str:
    row = db.execute(
        "SELECT at, detail FROM events WHERE room = ? AND key = ? AND kind = 'forgotten'"
        " ORDER BY id",
        (room, key),
    ).fetchone()
    return f"it was erased for good on {row['at'][:10]} ({json.loads(row['detail'])['why']})"
