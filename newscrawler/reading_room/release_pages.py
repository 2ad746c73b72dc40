"""A release: its text, its revisions, what differs between them, and what each field rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from newscrawler import diff, diff_view, evidence
from newscrawler.archive import (
    Connection,
    absences,
    attachment_versions,
    attachments,
    catalogue,
    events,
    twins,
    versions,
)
from newscrawler.extract.evidence import is_file
from newscrawler.items import Capture
from newscrawler.reading import page_of
from newscrawler.reading_room import asked, file_text, view

# Characters that an excerpt shows of a text, and a comparison of what has not changed.
EXCERPT, AROUND = 400, 80
# A value that is longer is shown by its beginning beside its evidence.
VALUE = 300
_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


def release(request: Request) -> Response:
    """Show a release, or one of its revisions."""
    with request.app.state.shelf.reading() as db:
        shown = asked.revision(db, request)
        article_id, room, key = shown["article_id"], shown["room"], shown["key"]
        steps = _steps(db, list(versions.revisions(db, article_id)), room, key)
        documents = _documents(db, shown)
        text = file_text.of(db, shown)
        alike = list(twins.of(db, article_id))
        happened = _happened(db, room, key)
    return view.page(
        request,
        "release.html",
        release=shown,
        excerpt=_excerpt(shown["body"] or text),
        text=text,
        is_file=is_file(shown["evidence"]),
        steps=steps,
        documents=documents,
        alike=alike,
        happened=happened,
        is_lasting="number" in request.path_params,
    )


def _steps(
    db: Connection, history: Sequence[dict[str, Any]], room: str, key: str
) -> list[diff_view.Step]:
    return diff_view.steps(history, events.times_of_revisions(db, room, key))


def _happened(db: Connection, room: str, key: str) -> list[dict[str, Any]]:
    """Return events and checks that found nothing, oldest first."""
    missed = [
        {**check, "kind": "not found", "revision": None}
        for check in absences.unfound(db, room, key)
    ]
    return sorted([*missed, *catalogue.happened(db, room, key)], key=lambda each: str(each["at"]))


def _documents(db: Connection, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the attachments of a revision, each with what is held of it."""
    held = attachment_versions.shown(db, shown["article_id"])
    return [
        {
            "text": each["text"],
            "link": each["url"],
            "held": held.get(attachments.identity(each["url"])),
        }
        for each in shown["attachments"]
    ]


def document(request: Request) -> Response:
    """Give a version of an attachment as it was received, to be saved and not opened here."""
    if not request.app.state.full_text:
        raise HTTPException(403, "The operator publishes excerpts only")
    numbers = (asked.number(request.path_params[name]) for name in ("attachment", "version"))
    attachment, version = (number or 0 for number in numbers)
    with request.app.state.shelf.reading() as db:
        article_id = asked.revision(db, request)["article_id"]
        capture = attachment_versions.received(db, article_id, attachment, version)
    if capture is None:
        raise HTTPException(404)
    name = "".join(filter(str.isprintable, unquote(urlsplit(capture.url).path.rpartition("/")[2])))
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name or 'document', safe='')}",
        "Content-Security-Policy": _ALONE,
    }
    return Response(capture.body, media_type="application/octet-stream", headers=headers)


def _excerpt(body: str) -> str:
    return body if len(body) <= EXCERPT else f"{body[:EXCERPT].rsplit(' ', 1)[0]} …"


def differences(request: Request) -> Response:
    """Show what differs between two revisions; without numbers, the last two."""
    with request.app.state.shelf.reading() as db:
        current = asked.revision(db, request)
        newest = current["newest"]
        last = asked.number(request.query_params.get("to")) or newest
        first = asked.number(request.query_params.get("from")) or max(1, last - 1)
        history = list(versions.revisions(db, current["article_id"]))
        if not (1 <= first <= len(history) and 1 <= last <= len(history)):
            raise HTTPException(404)
        steps = _steps(db, history, current["room"], current["key"])
    changes = diff.changes(history[first - 1], history[last - 1])
    if not request.app.state.full_text:
        changes = [_shortened(change) for change in changes]
    passed = steps[min(first, last) - 1 : max(first, last)]
    return view.page(
        request,
        "diff.html",
        release=current,
        steps=steps,
        passed=passed,
        changes=changes,
        first=first,
        last=last,
    )


def _shortened(change: diff.Change) -> diff.Change:
    """Leave of what has not changed only what stands beside a change."""
    pieces = [
        piece
        if piece.kind != "same" or len(piece.text) <= 2 * AROUND
        else diff.Piece("same", f"{piece.text[:AROUND]} … {piece.text[-AROUND:]}")
        for piece in change.pieces
    ]
    return diff.Change(change.field, change.kind, pieces)


def basis(request: Request) -> Response:
    """Show what each field of a revision rests on, tried again on the stored page."""
    with request.app.state.shelf.reading() as db:
        shown = asked.revision(db, request)
        capture = versions.page(db, shown)
    room = request.app.state.rooms.room(shown["room"])
    bases = list(evidence.bases(shown, capture, room))
    return view.page(
        request,
        "evidence.html",
        release=shown,
        bases=bases,
        again=evidence.AGAIN,
        capture=capture,
        sha256=_sha256(capture) if capture else "",
        most=VALUE,
    )


def _sha256(capture: Capture) -> str:
    return hashlib.sha256(capture.body).hexdigest()


def stored(request: Request) -> Response:
    """Show the page that a revision was read from, without what runs or loads."""
    shown, capture = _capture(request)
    return view.page(
        request,
        "capture.html",
        release=shown,
        capture=capture,
        html=_markup(capture),
        sha256=_sha256(capture),
    )


def source(request: Request) -> Response:
    """Give the source of that page as text, which no browser runs."""
    _, capture = _capture(request)
    return PlainTextResponse(_markup(capture), headers={"Content-Security-Policy": _ALONE})


def _markup(capture: Capture) -> str:
    """Return the markup of a stored page, or of all pages of a release that is cut into several."""
    first = page_of(capture)
    return "\n".join(page.text for page in (first, *first.following))


def _capture(request: Request) -> tuple[dict[str, Any], Capture]:
    if not request.app.state.full_text:
        raise HTTPException(403, "The operator publishes excerpts only")
    with request.app.state.shelf.reading() as db:
        shown = asked.revision(db, request)
        capture = versions.page(db, shown)
    if capture is None:
        raise HTTPException(404)
    return shown, capture


_RELEASE, _REVISION = "/releases/{room}/{key}", "/releases/{room}/{key}@{number}"
ROUTES = [
    Route(_REVISION, release),
    Route(f"{_REVISION}/evidence", basis),
    Route(f"{_REVISION}/capture", stored),
    Route(f"{_REVISION}/source", source),
    Route(f"{_RELEASE}/diff", differences),
    Route(f"{_RELEASE}/documents/{{attachment}}/{{version}}", document),
    Route(f"{_RELEASE}/evidence", basis),
    Route(_RELEASE, release),
]
