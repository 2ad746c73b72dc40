"""Articles, and what becomes of one that was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawler import urls
from newscrawler.archive import (
    absences,
    attachments,
    boilerplate,
    captures,
    checks,
    counters,
    doubts,
    events,
    ledger,
    returns,
    sections,
    suspects,
    tallies,
    twins,
    versions,
)
from newscrawler.archive.connection import Connection, to_json
from newscrawler.archive.versions import Cause, Reread, read_revision
from newscrawler.content import changed_fields, is_naming_documents, text_hash
from newscrawler.extract import labels
from newscrawler.extract.evidence import is_file
from newscrawler.items import PUBLIC_FIELDS, Capture


def store(
    db: Connection,
    fields: Mapping[str, Any],
    capture: Capture | None,
    *,
    extractor: str,
    crawl_id: int | None,
    reread: Reread | None = None,
    cause: Cause | None = None,
    may_ask: bool = False,
) -> tuple[str, int]:
    """Store one article and settle its ledger entry; return (answer, revision number).

    `fields` has the item's public names. The answer is `new`, `revised`, `unchanged`, `suspect` for
    a page kept aside, or `forgotten` (number 0) for one that must not come back: only a changed
    content makes a revision, and a revision always has its event. `reread` tells apart what the
    publisher and what a newer extractor changed, `cause` the publisher and the design of the site.
    Raises what `cause` does and, with `may_ask`, what `returns.look` does; nothing is stored then.
    """
    room, key, now = fields["room"], fields["key"], fields["crawled_at"]
    if ledger.is_forgotten(db, room, key):
        return "forgotten", 0
    held = _held(db, room, key)
    back = None
    if crawl_id is not None:
        if held is not None:
            back = returns.look(
                db, held, fields, capture, extractor, crawl_id, cause, may_ask=may_ask
            )
        doubt = doubts.find(db, held, fields, capture, crawl_id, back)
        if doubt is not None:
            suspects.set_aside(db, room, key, capture, reason=doubt, crawl_id=crawl_id, now=now)
            return "suspect", held["revision"] if held else 0
    ledger.hold(db, room, key)
    ledger.note_alias(db, room, key, fields["url"], now)
    if held is None:
        _enter(db, fields, capture, extractor=extractor, crawl_id=crawl_id)
        return "new", 1
    absences.found(db, held, crawl_id=crawl_id, now=now)
    number: int = held["revision"]
    is_changed = changed_fields(held, fields) and back != returns.BY_TURNS
    is_same_reader = extractor == held["read_by"]
    if is_same_reader and is_naming_documents(held, fields, labels.LEFTOVER):
        is_changed = False
    if is_changed and _is_file_elsewhere(held, fields):
        is_changed = False
    if is_changed and not counters.is_counting(db, held, fields):
        better = _read_again(db, held, extractor, reread)
        number = _revise(db, held, better, fields, capture, extractor, crawl_id, cause)
    is_revised = number != held["revision"]
    if is_revised and capture and captures.find(db, capture) != held["capture_id"]:
        checks.distrust(db, room, key, capture)
    _note_read(db, held["article_id"], fields, capture, extractor)
    return ("revised" if is_revised else "unchanged"), number


def not_modified(db: Connection, room: str, key: str, *, crawl_id: int, now: str) -> None:
    """Note that the site says that an article is what it was."""
    held = _held(db, room, key)
    if held is not None:
        absences.found(db, held, crawl_id=crawl_id, now=now)
        checks.not_modified(db, room, key, now=now)


def _held(db: Connection, room: str, key: str) -> dict[str, Any] | None:
    row = db.execute("SELECT id FROM articles WHERE room = ? AND key = ?", (room, key)).fetchone()
    return None if row is None else read_revision(db, row["id"])


def _is_file_elsewhere(held: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Tell whether a release that is a document differs only in the address of that document.

    It has moved, and has an event for it.
    """
    if not (is_file(held["evidence"] or {}) and is_file(fields.get("evidence") or {})):
        return False
    names = [[each["text"] for each in one["attachments"] or []] for one in (held, fields)]
    return changed_fields(held, fields) == ["attachments"] and names[0] == names[1]


def _enter(
    db: Connection,
    fields: Mapping[str, Any],
    capture: Capture | None,
    *,
    extractor: str,
    crawl_id: int | None,
) -> None:
    room, key, now = fields["room"], fields["key"], fields["crawled_at"]
    # All at once: every further UPDATE leaves a dead row in PostgreSQL.
    row = {
        "room": room,
        "key": key,
        "url": fields["url"],
        "revision": 1,
        "create_time": fields.get("create_time"),
        "first_stored_at": now,
        "section_id": sections.enter(db, room, fields.get("breadcrumb")),
    } | _as_read(fields, capture, extractor, created=fields.get("create_time") or now)
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    stored = db.execute(
        f"INSERT INTO articles ({names}) VALUES ({marks}) RETURNING id",  # noqa: S608 own names
        row,
    ).fetchone()
    article_id: int = stored["id"]
    tallies.put_in(db, article_id)
    capture_id, read_as = _keep(db, capture)
    versions.add(
        db,
        article_id,
        1,
        "first",
        fields,
        extractor=extractor,
        capture_id=capture_id,
        read_as=read_as,
        crawl_id=crawl_id,
        cosmetic=None,
    )
    attachments.link(db, article_id, room, fields.get("attachments") or [], now)
    events.record(db, at=now, room=room, key=key, kind="new", crawl_id=crawl_id, revision=1)
    body = fields.get("body")
    twins.note_text(
        db, article_id, before=None, after=text_hash(body), body=body, crawl_id=crawl_id, now=now
    )


def _keep(db: Connection, capture: Capture | None) -> tuple[int | None, dict[str, str]]:
    """Return the id of the stored page, and what extraction was given beside its bytes."""
    if capture is None:
        return None, {}
    held = captures.find(db, capture)
    capture_id = captures.keep(db, capture) if held is None else held
    return capture_id, versions.read_as(capture, is_held=held is not None)


def _read_again(
    db: Connection, held: Mapping[str, Any], extractor: str, reread: Reread | None
) -> Mapping[str, Any] | None:
    """Return what today's extractor reads in the held page, None where it has done so before."""
    if reread is None or extractor == (held["read_by"] or held["extractor"]):
        return None
    page = versions.page(db, held)
    return None if page is None else reread(page)


def _revise(
    db: Connection,
    held: Mapping[str, Any],
    better: Mapping[str, Any] | None,
    fields: Mapping[str, Any],
    capture: Capture | None,
    extractor: str,
    crawl_id: int | None,
    cause: Cause | None,
) -> int:
    """Append what the extractor changed (`better`), then what the publisher or the site did."""
    before, now = dict(held), fields["crawled_at"]
    if better is not None and changed_fields(held, better):
        before |= better
        before["revision"] = versions.better(
            db, held, better, extractor=extractor, crawl_id=crawl_id, now=now
        )
    if not changed_fields(before, fields):
        return int(before["revision"])
    capture_id, read_as = _keep(db, capture)
    same_page = capture_id is not None and capture_id == held["capture_id"]
    is_first_look = extractor != (held["read_by"] or held["extractor"])
    if better is None and same_page and is_first_look:
        why = "extractor"
    elif cause and boilerplate.is_all(db, before, fields):
        why = "template"
    else:
        known = versions.page(db, held) if cause and not same_page else None
        why = cause(known, capture, before, fields) if cause and known and capture else "publisher"
    return versions.revise(
        db,
        before,
        fields,
        why,
        extractor=extractor,
        capture_id=capture_id,
        read_as=read_as,
        crawl_id=crawl_id,
        now=now,
    )


def _note_read(
    db: Connection,
    article_id: int,
    fields: Mapping[str, Any],
    capture: Capture | None,
    extractor: str,
) -> None:
    """Note what holds for the article as it is served now, whether its content changed or not."""
    (created,) = db.execute(
        "SELECT coalesce(create_time, first_stored_at) FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    row = _as_read(fields, capture, extractor, created=created)
    changes = ", ".join(f"{name} = :{name}" for name in row)
    db.execute(
        f"UPDATE articles SET {changes} WHERE id = :article",  # noqa: S608 own names
        {**row, "article": article_id},
    )
    attachments.link(
        db, article_id, fields["room"], fields.get("attachments") or [], fields["crawled_at"]
    )


def _as_read(
    fields: Mapping[str, Any], capture: Capture | None, extractor: str, *, created: str
) -> dict[str, Any]:
    """Return the columns of an article that every reading of its page sets."""
    return {
        "opt_outs": to_json(fields.get("opt_outs") or []),
        "read_by": extractor,
        **checks.planned(capture, now=fields["crawled_at"], created=created),
    }


def find(db: Connection, room: str, key: str) -> int | None:
    """Return the id of an article by its key or by any address that ever led to it."""
    row = db.execute(
        "SELECT a.id FROM articles a WHERE a.room = ? AND (a.key = ? OR a.key ="
        " (SELECT key FROM aliases WHERE room = ? AND url = ?))",
        (room, key, room, urls.short(urls.lasting(key))),
    ).fetchone()
    return None if row is None else int(row["id"])


def find_any(db: Connection, name: str) -> int | None:
    """Return the id of an article named as ROOM:KEY or by an address that led to it."""
    room, _, key = name.partition(":")
    found = find(db, room, key)
    if found is not None:
        return found
    row = db.execute(
        "SELECT a.id FROM aliases s JOIN articles a ON a.room = s.room AND a.key = s.key"
        " WHERE s.url = ? ORDER BY a.id LIMIT 1",
        (urls.short(urls.lasting(name)),),
    ).fetchone()
    return None if row is None else int(row["id"])


def public(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return only the item's public fields, in their order."""
    return {name: fields[name] for name in PUBLIC_FIELDS}


def newest_release(db: Connection, room: str) -> str | None:
    """Return the latest create time held of a room, as stored, or None."""
    row = db.execute("SELECT max(create_time) FROM articles WHERE room = ?", (room,)).fetchone()
    return row[0] if row[0] is None else str(row[0])
