"""Feeds of everything, of a room, a section or a search; of what is new, revised or withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawler import __version__, clock, feed
from newscrawler.archive import (
    Connection,
    attachment_versions,
    catalogue,
    events,
    keyset,
    search,
    search_queue,
    states,
)
from newscrawler.extract.pages.text import paragraphs
from newscrawler.feed import Entry, Feed
from newscrawler.reading_room import asked, file_text, paths, phrases, sanitise
from newscrawler.reading_room.view import web
from newscrawler.search import query as search_query
from newscrawler.search.query import Query

ENTRIES = 30
# Characters of a title; a site may write any number
LONGEST_TITLE = 300
# So many changes are looked at for those of articles that a search finds.
LOOKED_AT = 300
STREAMS = {
    "latest": "latest releases",
    "new": "new in the record",
    "revised": "revised by the publisher",
    "withdrawn": "withdrawn by the publisher",
}
WRITERS = {
    "atom": (feed.atom, "application/atom+xml; charset=utf-8"),
    "json": (feed.json_feed, "application/feed+json; charset=utf-8"),
}
# An event of that age is no more followed by another of the same second.
SETTLED = timedelta(minutes=2)


def stream(request: Request) -> Response:
    """Answer with a feed of everything, or of a room and perhaps one of its sections."""
    which = request.path_params["stream"]
    if which not in STREAMS or request.path_params["form"] not in WRITERS:
        raise HTTPException(404)
    with request.app.state.shelf.reading() as db:
        last, unread = events.last(db), attachment_versions.first_unread(db)
        marks = _marks(request, f"{last} {unread}", last[1] if unread is None else None)
        if _is_known(request, marks):
            return Response(status_code=304, headers=marks)
        room = asked.room(db, request).room if "room" in request.path_params else None
        section = request.query_params.getlist("section") or None
        scope = {"room": room, "section": section if room else None}
        entries, following = _READERS[which](request, db, scope)
    of = " › ".join([_called(request, room), *(section or [])]) if room else "All rooms"
    home = (paths.section(room, section) if section else paths.room(room)) if room else "/"
    title = f"{of}: {STREAMS[which]}"
    return _answer(
        request, (which, room or "", *(section or [])), title, home, entries, following, marks
    )


def found(request: Request) -> Response:
    """Answer with a feed of what a search finds, or of what becomes of that."""
    text = request.query_params.get("q", "")
    which = request.path_params.get("stream", "latest")
    if which not in STREAMS or request.path_params["form"] not in WRITERS:
        raise HTTPException(404)
    query = search_query.parse(text)
    with request.app.state.shelf.reading() as db:
        marks = _marks(request, search_queue.mark(db), None)
        if _is_known(request, marks):
            return Response(status_code=304, headers=marks)
        entries, following = _READERS_OF_SEARCH[which](request, db, query)
    home = paths.with_query("/search", q=text)
    ids, title = ["search", text], f"Search: {text}"
    if which != "latest":
        ids, title = [*ids, which], f"{title}: {STREAMS[which]}"
    return _answer(request, ids, title, home, entries, following, marks)


def rooms(request: Request) -> Response:
    """Answer with the feeds of all rooms, for a feed reader to import."""
    with request.app.state.shelf.reading() as db:
        names = [state.room for state in states.rooms(db)]
    feeds = [("All rooms", _absolute(request, paths.feed("latest")), _absolute(request, "/"))]
    for room in names:
        page, address = paths.room(room), paths.feed("latest", room)
        feeds.append(
            (_called(request, room), _absolute(request, address), _absolute(request, page))
        )
    return Response(feed.opml("Media rooms", feeds), media_type="text/x-opml; charset=utf-8")


# ── what a feed has ──


def _latest(
    request: Request, db: Connection, scope: dict[str, Any]
) -> tuple[list[Entry], str | None]:
    page = catalogue.latest(db, **scope, limit=ENTRIES, after=asked.after(request))
    return [_entry(request, db, row.room, row.key, row.revision) for row in page.rows], page.next


def _changed(
    kind: str, request: Request, db: Connection, scope: dict[str, Any]
) -> tuple[list[Entry], str | None]:
    page = catalogue.changes(db, kinds=(kind,), **scope, limit=ENTRIES, after=asked.after(request))
    return _told(request, db, page.rows), page.next


def _found(request: Request, db: Connection, query: Query) -> tuple[list[Entry], str | None]:
    hits = search.find(db, query, limit=ENTRIES, after=asked.after(request))
    entries = [_entry(request, db, hit.room, hit.key, hit.revision) for hit in hits.hits]
    return entries, hits.next


def _changed_among(
    kind: str, request: Request, db: Connection, query: Query
) -> tuple[list[Entry], str | None]:
    page = catalogue.changes(db, kinds=(kind,), limit=LOOKED_AT, after=asked.after(request))
    among = search.finds(db, query, [row.release.article_id for row in page.rows])
    rows = [row for row in page.rows if row.release.article_id in among]
    following = page.next
    if len(rows) > ENTRIES:
        rows = rows[:ENTRIES]
        following = keyset.cursor(rows[-1].id)
    return _told(request, db, rows), following


def _told(request: Request, db: Connection, rows: Sequence[catalogue.Change]) -> list[Entry]:
    # What a better extractor reads, or another design shows, is no edit of the publisher.
    edits = [row for row in rows if row.detail.get("cause") not in ("extractor", "template")]
    return [_change(request, db, row) for row in edits]


def _change(request: Request, db: Connection, change: catalogue.Change) -> Entry:
    room, key = change.release.room, change.release.key
    if change.kind == "new":
        return _entry(request, db, room, key, change.release.revision)
    if change.kind == "revised":
        names = map(phrases.of("en"), change.detail.get("fields", []))
        said = f"Changed: {', '.join(names)}"
        return _entry(request, db, room, key, change.revision, change, said)
    said = f"Not found since {change.detail.get('absent_since') or change.at}"
    return _entry(request, db, room, key, change.release.revision, change, said)


def _entry(
    request: Request,
    db: Connection,
    room: str,
    key: str,
    number: int | None,
    change: catalogue.Change | None = None,
    said: str | None = None,
) -> Entry:
    """Return a release as it is, or, with what changed, that change."""
    fields = catalogue.revision(db, room, key, number or 1)
    assert fields is not None
    title = (fields["title"] or fields["key"])[:LONGEST_TITLE]
    body = fields["body"] or file_text.of(db, fields).replace("\f", "\n\n")
    html = fields["body_html"] or (paragraphs(body) if body else None)
    if html is not None:
        html = str(sanitise.clean(html, fields["url"])) if request.app.state.full_text else None
    summary = " ".join(body[: catalogue.OPENING].split()) + (
        "…" if len(body) > catalogue.OPENING else ""
    )
    address = paths.release(room, key, number if change and change.kind == "revised" else None)
    ids = (room, key) if change is None else (room, key, change.kind, change.id)
    links = [(each["url"], each["text"]) for each in fields["attachments"] if web(each["url"])]
    return Entry(
        id=feed.name("release", *ids),
        title=title if change is None else f"{change.kind.capitalize()}: {title}",
        url=_absolute(request, address),
        source=web(fields["url"]),
        updated=fields["crawled_at"] if change is None else change.at,
        created=fields["create_time"],
        authors=fields["byline"] or [],
        categories=fields["breadcrumb"] or [],
        language=fields["language"],
        summary=summary if said is None else f"{said}. {summary}",
        html=html,
        documents=links,
    )


_KINDS = ("new", "revised", "withdrawn")
_READERS = {"latest": _latest} | {kind: partial(_changed, kind) for kind in _KINDS}
_READERS_OF_SEARCH = {"latest": _found} | {kind: partial(_changed_among, kind) for kind in _KINDS}


# ── how it is answered ──


def _answer(
    request: Request,
    ids: Sequence[str],
    title: str,
    home: str,
    entries: list[Entry],
    following: str | None,
    marks: dict[str, str],
) -> Response:
    url = request.url
    first = str(url.remove_query_params("after"))
    written = Feed(
        id=feed.name("feed", *ids),
        title=title,
        home=_absolute(request, home),
        url=str(url),
        first=first,
        next=str(url.include_query_params(after=following)) if following else None,
        # A feed without entries has never changed.
        updated=max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z"),
        author=title.partition(":")[0],
        entries=entries,
    )
    write, kind = WRITERS[request.path_params["form"]]
    return Response(write(written), media_type=kind, headers=marks)


def _marks(request: Request, state: str, at: str | None) -> dict[str, str]:
    """Return the validators of an answer: nothing changes without an event, or a document read.

    A Last-Modified has a second's precision; it is given when nothing more comes of that second.
    """
    told = f"{state} {__version__} {request.app.state.full_text} {request.url}"
    marks = {"ETag": f'W/"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'}
    moment = None if at is None else datetime.fromisoformat(at).astimezone(UTC)
    if moment is not None and clock.utc() - moment > SETTLED:
        marks["Last-Modified"] = format_datetime(moment, usegmt=True)
    return marks


def _is_known(request: Request, marks: dict[str, str]) -> bool:
    """Tell whether the reader has this already (RFC 9110, section 13.2.2)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
        return "*" in tags or marks["ETag"].removeprefix("W/") in tags
    since = request.headers.get("if-modified-since")
    # The same, not earlier: events are told in the order of ids, not of times.
    return since is not None and since == marks.get("Last-Modified")


def _absolute(request: Request, address: str) -> str:
    return str(request.base_url).rstrip("/") + address


def _called(request: Request, room: str) -> str:
    return str(request.app.state.organisations.get(room, room))


ROUTES = [
    Route("/feeds/all/{stream}.{form}", stream),
    Route("/feeds/rooms/{room}/{stream}.{form}", stream),
    Route("/feeds/search.{form}", found),
    Route("/feeds/search/{stream}.{form}", found),
    Route("/feeds/opml", rooms),
]
