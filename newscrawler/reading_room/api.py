"""The archive as JSON, read-only, for programs; `/api/openapi.json` describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawler.archive import (
    Connection,
    articles,
    catalogue,
    events,
    keyset,
    search,
    states,
    versions,
)
from newscrawler.archive.connection import to_json
from newscrawler.reading_room import asked
from newscrawler.reading_room import description as told
from newscrawler.reading_room.description import Operation, Parameter, WrongRequestError
from newscrawler.search import query as search_query

MOST_ROWS = 200
# What repeats the text, or is none of a reader's business
_INNER = ("id", "article_id", "capture_id", "crawl_id", "text_hash", "number")
_WHOLE_TEXT = ("body", "body_html", "evidence", "images")


def _rooms(request: Request, db: Connection) -> Any:
    return {"items": [_state(request, state) for state in states.rooms(db)], "next": None}


def _room(request: Request, db: Connection, room: str) -> Any:
    state = states.room(db, room)
    if state is None:
        return None
    months = [{"month": month, "articles": n} for month, n in states.months(db, room).items()]
    sections = [asdict(section) for section in states.sections_of(db, room)]
    return {**_state(request, state), "months": months, "sections": sections}


def _state(request: Request, state: states.RoomState) -> dict[str, Any]:
    organisation = request.app.state.organisations.get(state.room)
    return {**asdict(state), "organisation": organisation, "is_complete": state.is_complete}


def _articles(
    request: Request,
    db: Connection,
    room: str | None,
    section: list[str] | None,
    limit: int,
    after: str | None,
) -> Any:
    if section and room is None:
        raise WrongRequestError("a section is one of a room: give room too")
    page = catalogue.latest(db, room=room, section=section or None, limit=limit, after=after)
    return {"items": [_release(row) for row in page.rows], "next": page.next}


def _release(release: catalogue.Release) -> dict[str, Any]:
    values = asdict(release)
    del values["article_id"]
    return values


def _article(request: Request, db: Connection, room: str, key: str, revision: int | None) -> Any:
    if revision is None:
        found = catalogue.article(db, room, key)
    else:
        found = catalogue.revision(db, room, key, revision)
    return None if found is None else _shown(request, found)


def _shown(request: Request, fields: Mapping[str, Any]) -> dict[str, Any]:
    is_whole = request.app.state.full_text
    shown = {name: value for name, value in fields.items() if name not in _INNER}
    if not is_whole:
        shown |= dict.fromkeys(_WHOLE_TEXT)
        shown["body"] = (fields["body"] or "")[: catalogue.OPENING]
    return shown | {"is_full_text": is_whole}


def _revisions(
    request: Request, db: Connection, room: str, key: str, limit: int, after: int
) -> Any:
    article_id = articles.find(db, room, key)
    if article_id is None:
        return None
    newest = versions.read_revision(db, article_id)["revision"]
    numbers = range(after + 1, min(after + limit, newest) + 1)
    items = [_shown(request, versions.read_revision(db, article_id, each)) for each in numbers]
    return {"items": items, "next": str(numbers[-1]) if numbers and numbers[-1] < newest else None}


def _events(
    request: Request,
    db: Connection,
    after: int,
    room: str | None,
    kind: list[str] | None,
    limit: int,
) -> Any:
    found = catalogue.events_after(db, after, room=room, kinds=kind or None, limit=limit)
    return {"items": found, "last": found[-1]["id"] if found else after}


def _runs(request: Request, db: Connection, room: str | None, limit: int, after: str | None) -> Any:
    page = states.runs(db, room, limit=limit, after=after)
    return {"items": page.rows, "next": page.next}


def _gaps(
    ask: Callable[..., keyset.Page[states.Gap]],
    request: Request,
    db: Connection,
    room: str,
    limit: int,
    after: str | None,
) -> Any:
    page = ask(db, room, limit=limit, after=after)
    return {"items": [asdict(gap) for gap in page.rows], "next": page.next}


def _search(
    request: Request,
    db: Connection,
    q: str,
    order: str,
    as_of: str | None,
    limit: int,
    after: str | None,
) -> Any:
    query, day = search_query.parse(q), _day(as_of)
    found = search.find(db, query, limit=limit, after=after, order=order, as_of=day)
    items = [asdict(hit) for hit in found.hits]
    for item in items:
        del item["article_id"]
    return {
        "items": items,
        "next": found.next,
        "hits_counted": found.hits_counted,
        "capped": found.capped,
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongRequestError("as_of must be a day such as 2024-03-31") from error


def _limit(usual: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": usual}
    return Parameter("limit", schema, "rows at the most")


def _text(name: str, meaning: str, *, required: bool = False) -> Parameter:
    schema = {"type": "string", "minLength": 1, "maxLength": told.MOST_TEXT}
    return Parameter(name, schema, meaning, required)


def _number(name: str, meaning: str, **more: int) -> Parameter:
    schema = {"type": "integer", "minimum": 0, "maximum": told.MOST_ID, **more}
    return Parameter(name, schema, meaning)


def _texts(name: str, meaning: str, **more: Any) -> Parameter:
    return Parameter(name, {"type": "array", "items": {"type": "string", **more}}, meaning)


_OF_ROOM = _text("room", "the room's name", required=True)
_IN_ROOM = _text("room", "the room's name; without it, all rooms")
_KEY = _text("key", "the article's key, or an address that led to it", required=True)
_AFTER = _text("after", "`next` of the page before")
_ORDER = {"type": "string", "enum": list(search.ORDERS), "default": "newest"}

OPERATIONS = (
    Operation("/api/rooms", "Every room and how it stands with it", _rooms, told.listed(told.ROOM)),
    Operation(
        "/api/room",
        "One room, its releases by month and section",
        _room,
        told.ROOM,
        (_OF_ROOM,),
        may_miss=True,
    ),
    Operation(
        "/api/articles",
        "The latest releases of everything, a room or a section",
        _articles,
        told.listed(told.RELEASE),
        (
            _IN_ROOM,
            _texts("section", "each name of a breadcrumb, outermost first"),
            _limit(30),
            _AFTER,
        ),
    ),
    Operation(
        "/api/article",
        "One article, as it is or in one revision",
        _article,
        told.ARTICLE,
        (_OF_ROOM, _KEY, _number("revision", "default: the current one", minimum=1, maximum=2**31)),
        may_miss=True,
    ),
    Operation(
        "/api/revisions",
        "Every revision of an article, oldest first",
        _revisions,
        told.listed(told.ARTICLE),
        (_OF_ROOM, _KEY, _limit(20), _number("after", "go on after this number", default=0)),
        may_miss=True,
    ),
    Operation(
        "/api/events",
        "What happened, in order: go on after `last`",
        _events,
        told.record(items={"type": "array", "items": told.EVENT}, last=told.NUMBER),
        (
            _number("after", "go on after this id", default=0),
            _IN_ROOM,
            _texts("kind", "only these kinds", enum=list(events.KINDS)),
            _limit(100),
        ),
    ),
    Operation(
        "/api/search",
        "Articles by their words",
        _search,
        told.listed(told.HIT, hits_counted=told.or_null(told.NUMBER), capped=told.FLAG),
        (
            _text("q", "what to search for", required=True),
            Parameter("order", _ORDER, "newest first, or the best of the newest"),
            _text("as_of", "as it was held at the end of this day, YYYY-MM-DD"),
            _limit(20),
            _AFTER,
        ),
    ),
    Operation(
        "/api/runs",
        "Runs, the newest first",
        _runs,
        told.listed(told.RUN),
        (_IN_ROOM, _limit(20), _AFTER),
    ),
    Operation(
        "/api/gaps",
        "What a room lists and the archive does not hold",
        partial(_gaps, states.gaps),
        told.listed(told.GAP),
        (_OF_ROOM, _limit(50), _AFTER),
    ),
    Operation(
        "/api/document-gaps",
        "Documents that releases of a room link to and the archive does not hold",
        partial(_gaps, states.document_gaps),
        told.listed(told.GAP),
        (_OF_ROOM, _limit(50), _AFTER),
    ),
)


def _json(value: Any) -> Response:
    return Response(to_json(value).encode(), media_type="application/json")


def _endpoint(operation: Operation) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        values = operation.read(request)
        with request.app.state.shelf.reading() as db:
            found = operation.answer(request, db, **values)
            if found is None and asked.is_erased(db, values["room"], values.get("key", "")):
                raise HTTPException(410, "this release was erased for good")
        if found is None:
            raise HTTPException(404, "there is no such room or article")
        return _json(found)

    return answer


def _describe(request: Request) -> Response:
    return _json(told.document(OPERATIONS))


ROUTES = [
    Route("/api/openapi.json", _describe),
    *(Route(operation.path, _endpoint(operation)) for operation in OPERATIONS),
]
