"""Whether the archive still says what was stored: questions with a handful of wrong rows each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from newscrawler.archive import captures, frames, versions
from newscrawler.archive.connection import Connection, Row
from newscrawler.content import is_hash_of

# Bodies and texts in memory at a time; a body has 8 MB at the most.
BATCH = 16
NAMED = 10


@dataclass(slots=True)
class Finding:
    """One check: what was examined, how many were wrong, and the first few of these in words."""

    check: str
    examined: int = 0
    wrong: int = 0
    examples: list[str] = field(default_factory=list)

    def note(self, problem: str | None) -> None:
        """Count one examined thing, with what is wrong with it."""
        self.examined += 1
        if problem is not None:
            self.wrong += 1
            if len(self.examples) < NAMED:
                self.examples.append(problem)


def rehash_captures(db: Connection) -> Iterator[str | None]:
    """Yield for each capture what is wrong with its bytes, None for nothing."""
    last = 0
    sql = f"{captures.WITH_BASE} WHERE c.id > ? ORDER BY c.id LIMIT ?"
    while rows := db.execute(sql, (last, BATCH)).fetchall():
        for row in rows:
            yield _damage(row)
        last = rows[-1]["id"]


def _damage(row: Row) -> str | None:
    name = f"capture {row['id']} ({row['url']})"
    try:
        body = captures.opened(row).body
    except frames.DamagedError:
        return f"{name}: cannot be unpacked"
    if hashlib.sha256(body).digest() != bytes(row["sha256"]):
        return f"{name}: the bytes are not those that were received"
    return None if len(body) == row["size"] else f"{name}: {len(body)} bytes, not {row['size']}"


def rehash_revisions(db: Connection) -> Iterator[str | None]:
    """Yield for each revision whether its fields are not those that were hashed."""
    last = 0
    while revisions := versions.after(db, last, BATCH):
        for revision in revisions:
            name = f"{revision['room']}:{revision['key']} revision {revision['revision']}"
            is_right = is_hash_of(revision["content_hash"], revision)
            yield None if is_right else f"{name}: its fields are not those that were hashed"
        last = revisions[-1]["id"]


_CHAIN = {
    "an article has its event": (
        "SELECT count(*) AS number FROM articles",
        "SELECT room, key FROM articles a WHERE NOT EXISTS (SELECT 1 FROM events e"
        " WHERE e.room = a.room AND e.key = a.key AND e.kind = 'new')",
    ),
    "revisions are numbered without a hole": (
        "SELECT count(*) AS number FROM articles",
        "SELECT a.room, a.key FROM articles a LEFT JOIN revisions r ON r.article_id = a.id"
        " GROUP BY a.id, a.room, a.key, a.revision HAVING count(r.id) <> a.revision"
        " OR coalesce(min(r.number), 0) <> 1 OR coalesce(max(r.number), 0) <> a.revision",
    ),
    "a later revision has its one event": (
        "SELECT count(*) AS number FROM revisions WHERE number > 1",
        "SELECT a.room, a.key, r.number FROM revisions r JOIN articles a ON a.id = r.article_id"
        " WHERE r.number > 1 AND 1 <> (SELECT count(*) FROM events e WHERE e.room = a.room"
        " AND e.key = a.key AND e.kind = 'revised' AND e.revision = r.number)",
    ),
    "a revised event has its revision": (
        "SELECT count(*) AS number FROM events WHERE kind = 'revised'",
        "SELECT e.room, e.key, e.revision AS number FROM events e"
        " JOIN articles a ON a.room = e.room AND a.key = e.key WHERE e.kind = 'revised'"
        " AND NOT EXISTS (SELECT 1 FROM revisions r WHERE r.article_id = a.id"
        " AND r.number = e.revision)",
    ),
    "events of an article are in the order of its revisions": (
        "SELECT count(*) AS number FROM articles WHERE revision > 1",
        "SELECT DISTINCT e.room, e.key FROM events e JOIN events f ON f.room = e.room"
        " AND f.key = e.key AND f.kind IN ('new', 'revised') AND f.revision > e.revision"
        " AND f.id < e.id WHERE e.kind IN ('new', 'revised')",
    ),
    "a room's articles are as many as are counted": (
        "SELECT count(*) AS number FROM tallies WHERE kind = 'state'",
        "SELECT t.room, t.name AS key FROM tallies t WHERE t.kind = 'state' AND t.articles <>"
        " (SELECT count(*) FROM articles a WHERE a.room = t.room AND a.state = t.name)",
    ),
    "a withdrawn article was withdrawn last": (
        "SELECT count(*) AS number FROM articles WHERE state = 'withdrawn'",
        "SELECT a.room, a.key FROM articles a WHERE a.state = 'withdrawn' AND 'withdrawn' <>"
        " coalesce((SELECT e.kind FROM events e WHERE e.room = a.room AND e.key = a.key"
        " AND e.kind IN ('withdrawn', 'restored') ORDER BY e.id DESC LIMIT 1), 'none')",
    ),
}


def event_chain(db: Connection) -> Iterator[Finding]:
    """Yield a finding for each rule that ties articles, revisions and events together."""
    for check, (count, wrong) in _CHAIN.items():
        finding = Finding(check, examined=int(db.execute(count).fetchone()["number"]))
        for row in db.execute(wrong):
            finding.wrong += 1
            if len(finding.examples) < NAMED:
                named = dict(row)
                number = f" revision {named['number']}" if "number" in named else ""
                finding.examples.append(f"{named['room']}:{named['key']}{number}: not so")
        yield finding
