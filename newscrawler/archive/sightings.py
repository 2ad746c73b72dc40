"""Every time that bytes were seen or read: what a web archive is made of, in a stable order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newscrawler.archive import articles, captures, versions
from newscrawler.archive.connection import Connection, Row

# A page that was read better was not seen again: that stands with the run that had seen it.
_SEEN = """
SELECT CASE WHEN r.cause = 'extractor' THEN (
           SELECT p.crawl_id FROM revisions p WHERE p.article_id = r.article_id
           AND p.number < r.number AND p.cause <> 'extractor' ORDER BY p.number DESC LIMIT 1
       ) ELSE r.crawl_id END AS crawl_id,
       r.crawled_at AS at, a.room, a.key, a.url, r.capture_id, 'revision' AS kind,
       r.article_id AS about, r.number, r.cause <> 'extractor' AS is_sighting
FROM revisions r JOIN articles a ON a.id = r.article_id
UNION ALL
SELECT v.crawl_id, v.fetched_at, t.room, NULL, t.url, v.capture_id, 'attachment',
       v.attachment_id, v.number, TRUE
FROM attachment_versions v JOIN attachments t ON t.id = v.attachment_id
UNION ALL
SELECT s.crawl_id, s.at, s.room, s.key, NULL, s.capture_id, 'suspect', s.id, 1, TRUE
FROM suspects s
UNION ALL
SELECT NULL, f.fetched_at, NULL, NULL, f.url, f.capture_id, 'site file', 0, 1, TRUE
FROM site_files f
"""


def sightings(db: Connection, room: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield each time that captured bytes were seen, run by run, the rules of sites first.

    A dictionary has `crawl` (the run's row, None for rules of sites), `at` (RFC 3339 UTC), `url`,
    `kind`, `capture`, `seen_before` (whether the capture was yielded already), `record`: what was
    read of it, and `is_sighting`: false where another extractor read what had been seen. Rules of
    sites belong to no room and are yielded with every one.
    """
    rows = db.stream(
        f"SELECT * FROM ({_SEEN}) AS seen WHERE capture_id IS NOT NULL"  # noqa: S608 own text
        " AND (room IS NULL OR CAST(? AS TEXT) IS NULL OR room = ?)"
        " ORDER BY coalesce(crawl_id, 0), at, capture_id, kind, about, number",
        (room, room),
    )
    crawl: dict[str, Any] | None = None
    seen: set[int] = set()
    for row in rows:
        if row["crawl_id"] is not None and (crawl is None or crawl["id"] != row["crawl_id"]):
            crawl = _crawl(db, row["crawl_id"])
        capture = captures.read(db, row["capture_id"])
        yield {
            "crawl": crawl,
            "at": row["at"],
            "url": row["url"] or capture.url,
            "kind": row["kind"],
            "capture": capture,
            "seen_before": row["capture_id"] in seen,
            "record": _record(db, row),
            "is_sighting": bool(row["is_sighting"]),
        }
        seen.add(row["capture_id"])


def _crawl(db: Connection, crawl_id: int) -> dict[str, Any]:
    row = db.execute(
        "SELECT id, room, started_at, ended_at, outcome, arguments, versions, robots_hash"
        " FROM crawls WHERE id = ?",
        (crawl_id,),
    ).fetchone()
    found = dict(row)
    for name in ("arguments", "versions"):
        found[name] = json.loads(found[name])
    return found


def _record(db: Connection, row: Row) -> dict[str, Any] | None:
    """Return what was read of the bytes, as plain JSON-able values."""
    if row["kind"] == "revision":
        fields = versions.read_revision(db, row["about"], row["number"])
        return articles.public(fields) | {name: fields[name] for name in ("cause", "extractor")}
    if row["kind"] == "suspect":
        found = db.execute("SELECT reason FROM suspects WHERE id = ?", (row["about"],)).fetchone()
        return {"room": row["room"], "key": row["key"], "suspect": found["reason"]}
    if row["kind"] == "attachment":
        found = db.execute(
            "SELECT v.number AS version, v.type, v.declared, v.contents, x.text, x.pages,"
            " x.problem FROM attachment_versions v LEFT JOIN attachment_texts x"
            " ON x.capture_id = v.capture_id WHERE v.attachment_id = ? AND v.number = ?",
            (row["about"], row["number"]),
        ).fetchone()
        contents = {"contents": json.loads(found["contents"] or "null")}
        return {"room": row["room"]} | dict(found) | contents
    return None
