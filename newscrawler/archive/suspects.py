"""Pages that are not believed to be the release that they should be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from newscrawler import extract
from newscrawler.archive import captures, ledger
from newscrawler.archive.connection import Connection
from newscrawler.archive.moves import is_called
from newscrawler.content import text_hash, words
from newscrawler.extract import labels
from newscrawler.extract.evidence import is_file
from newscrawler.extract.pages.ending import ENDS_IN_THE_MIDDLE
from newscrawler.items import Capture
from newscrawler.similarity import SHORT_TEXT, TEXT_RUN, TITLE_RUN, likeness

# Below these shares of common runs of characters nothing is left of a title or a text.
ANOTHER_TITLE, ANOTHER_TEXT = 0.3, 0.05
ANOTHER = "title and text both changed completely"
# Believed when two runs in a row see it
LESS = "it shows less than half of the text and little new, and is believed if the next run sees it"
TITLE = "its title is another and the listed one is not, and is believed if the next run sees it"
OTHER = "it shows another release that is held, and is believed if the next run sees it"
EMPTY = "it shows no text, as others do, and is believed if the next run sees it"
EARLIER = "it shows what it showed before its last change, and is believed if the next run sees it"

# A wall below a teaser has so many characters at the most, and the text is so many times longer.
_NOTICE, _TIMES_LONGER = 100, 6
# So many others without their texts, and a loss of a few days is one of the site.
_MANY, _LASTING = 3, timedelta(days=6)
# A page is believed to end in the middle by nature when so many others, or earlier looks at it in
# other runs, ended in the same bytes.
_ENOUGH, _ENDING, _LOOKED_AT = 2, 64, 20


def set_aside(
    db: Connection,
    room: str,
    key: str,
    capture: Capture | None,
    *,
    reason: str,
    crawl_id: int,
    now: str,
) -> None:
    """Keep a page that is no release beside the record: its bytes, and why it was not believed.

    Of what is forgotten nothing is kept.
    """
    if not ledger.is_forgotten(db, room, key):
        _keep(db, room, key, capture, reason, crawl_id, now)
        ledger.fail(db, room, crawl_id, key, f"suspect: {reason}")


def _keep(
    db: Connection,
    room: str,
    key: str,
    capture: Capture | None,
    reason: str,
    crawl_id: int,
    now: str,
) -> None:
    capture_id = captures.keep(db, capture) if capture is not None else None
    db.execute(
        "INSERT INTO suspects (room, key, at, reason, capture_id, crawl_id)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (room, key, now, reason, capture_id, crawl_id),
    )


def ends_so_always(
    db: Connection, room: str, key: str, capture: Capture, *, crawl_id: int, now: str
) -> bool:
    """Tell whether pages were seen to end in the middle just as this one; keep it aside if not.

    Some sites leave their end tags out, or cut a page at the same place for good.
    """
    rows = db.execute(
        "SELECT key, crawl_id, capture_id FROM suspects WHERE room = ? AND reason = ?"
        " AND (key <> ? OR crawl_id <> ?)"
        " ORDER BY CASE WHEN key = ? THEN 0 ELSE 1 END, id DESC LIMIT ?",
        (room, ENDS_IN_THE_MIDDLE, key, crawl_id, key, _LOOKED_AT),
    ).fetchall()
    ending = capture.body[-_ENDING:]
    alike = {
        (row["key"], row["crawl_id"])
        for row in rows
        if captures.read(db, row["capture_id"]).body[-_ENDING:] == ending
    }
    if len(alike) >= _ENOUGH:
        return True
    _keep(db, room, key, capture, ENDS_IN_THE_MIDDLE, crawl_id, now)
    ledger.fail(db, room, crawl_id, key, ENDS_IN_THE_MIDDLE)
    return False


def is_another(
    db: Connection,
    held: Mapping[str, Any],
    fields: Mapping[str, Any],
    capture: Capture | None,
) -> bool:
    """Tell whether title and text have nothing in common with what is held.

    A publisher who rewrites a release changes its title in the listing too.
    """
    if held["content_hash"] == fields["content_hash"]:
        return False
    if capture is not None and captures.find(db, capture) == held["capture_id"]:
        return False
    before = _title_on_page(held["title"], held["evidence"])
    after = _title_on_page(fields["title"], fields.get("evidence") or {})
    if not before or not held["body"]:
        return False
    known = [before, ledger.listed_title(db, fields["room"], fields["key"]) or before]
    return (
        max(likeness(after, title, TITLE_RUN) for title in known) < ANOTHER_TITLE
        and likeness(fields.get("body") or "", held["body"], TEXT_RUN) < ANOTHER_TEXT
    )


def is_other(db: Connection, held: Mapping[str, Any] | None, fields: Mapping[str, Any]) -> bool:
    """Tell whether an article shows the text of another one that is held: caches mix pages up.

    Of a short text the title or the day must be the other's too. A new one that is listed as the
    other is called is its double.
    """
    digest = text_hash(fields.get("body"))
    if digest is None or (held and held["body"] == fields["body"]):
        return False
    rows = db.execute(
        "SELECT r.title FROM revisions r JOIN articles a ON a.id = r.article_id"
        " AND a.revision = r.number WHERE r.text_hash = ? AND a.room = ? AND a.key <> ?"
        " AND (r.title = ? OR a.create_time = ? OR length(r.body) >= ?) LIMIT ?",
        (
            digest,
            fields["room"],
            fields["key"],
            fields.get("title"),
            fields.get("create_time"),
            SHORT_TEXT,
            _LOOKED_AT,
        ),
    ).fetchall()
    if held is not None:
        return bool(rows)
    listed = ledger.listed_title(db, fields["room"], fields["key"])
    if not rows or not listed:
        return False
    return not any(is_called(listed, row["title"] or "") for row in rows)


def is_empty(db: Connection, fields: Mapping[str, Any], crawl_id: int) -> bool:
    """Tell whether a new article has nothing but a title, and others have more.

    A template may have lost its text for a day.
    """
    if any(fields.get(name) for name in ("body", "images", "attachments")):
        return False
    others = db.execute(
        "SELECT 1 FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"
        " WHERE a.room = ? AND r.crawl_id <> ? AND r.body IS NOT NULL LIMIT ?",
        (fields["room"], crawl_id, _MANY),
    ).fetchall()
    return len(others) == _MANY and not is_file(fields.get("evidence") or {})


def loss(
    db: Connection, held: Mapping[str, Any], fields: Mapping[str, Any], capture: Capture | None
) -> str | None:
    """Say so when an article has lost its title or most of its text: a site may be out of order.

    A teaser before a wall, an empty template, the site's name for a title. None when it has not.
    """
    if capture is None or captures.find(db, capture) == held["capture_id"]:
        return None
    listed = ledger.listed_title(db, fields["room"], fields["key"])
    title, after = held["title"] or "", fields["title"] or ""
    is_title = likeness(after, title, TITLE_RUN) >= ANOTHER_TITLE
    if held["body"] == fields["body"]:
        is_listed = listed and likeness(after, listed, TITLE_RUN) >= ANOTHER_TITLE
        return None if is_title or is_listed or not listed else TITLE
    return LESS if is_title and _is_less(db, held, fields["body"] or "") else None


def _is_less(db: Connection, held: Mapping[str, Any], body: str) -> bool:
    known = dict.fromkeys((held["body"] or "").split("\n"))
    lines = [line for line in body.split("\n") if line]
    before = "".join(map(words, known))
    kept = [line for line in lines if words(line) in before]
    if 2 * len("".join(kept)) >= len("".join(known)):
        return False
    # Words of a wall, and the titles of other releases, say nothing new.
    added = [line for line in lines if line not in kept and not labels.ERROR.search(line)]
    added = [line for line in added if not ledger.is_title(db, held["room"], line)]
    said = len("".join(added))
    is_wall = bool(kept) and said <= _NOTICE and _TIMES_LONGER * said <= len("".join(known))
    if is_wall or not said:
        return any(known)
    page = captures.read(db, held["capture_id"])
    shown = extract.lines(extract.Page(page.body, page.url, page.content_type))
    text = "".join(map(words, shown))
    return all(words(line) in text for line in added)


def was_seen_before(db: Connection, fields: Mapping[str, Any], reason: str, crawl_id: int) -> bool:
    """Tell whether an earlier run set the page of a new article aside for that."""
    found = db.execute(
        "SELECT 1 FROM suspects WHERE room = ? AND key = ? AND reason = ? AND crawl_id <> ?",
        (fields["room"], fields["key"], reason, crawl_id),
    )
    return found.fetchone() is not None


def was_seen(
    db: Connection, held: Mapping[str, Any], reason: str, crawl_id: int, *, now: str
) -> bool:
    """Tell whether an earlier run set a page aside for that, and none saw what is held since.

    Where other releases have lost their texts too, the site may be out of order for days: that is
    believed when it has lasted.
    """
    first = db.execute(
        "SELECT min(at) AS at FROM suspects WHERE room = ? AND key = ? AND reason = ? AND at >= ?"
        " AND crawl_id <> ?",
        (held["room"], held["key"], reason, held["checked_at"], crawl_id),
    ).fetchone()
    if first is None or first["at"] is None:
        return False
    lasted = datetime.fromisoformat(now) - datetime.fromisoformat(first["at"])
    return reason != LESS or lasted >= _LASTING or _others(db, held, first["at"]) < _MANY


def _others(db: Connection, held: Mapping[str, Any], since: str) -> int:
    row = db.execute(
        "SELECT count(DISTINCT key) AS number FROM suspects WHERE room = ? AND reason = ?"
        " AND at >= ? AND key <> ?",
        (held["room"], LESS, since, held["key"]),
    ).fetchone()
    return int(row["number"])


def _title_on_page(title: str | None, evidence: Mapping[str, Any]) -> str:
    from_listing = (evidence.get("title") or {}).get("how") == "listing"
    return "" if from_listing else title or ""
