"""What went wrong, said to people as a page and to programs as a problem (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newscrawler.archive import ArchiveError, TooLongError
from newscrawler.archive.keyset import CursorError
from newscrawler.reading_room import view
from newscrawler.reading_room.description import PROBLEM_TYPE, WrongRequestError
from newscrawler.reading_room.shelf import BusyError
from newscrawler.search.query import QueryError

# Seconds after which one more reader may find a free connection
SOON = "2"
# What the framework says of a status, in words for readers
_SAID = {
    404: "There is no such page",
    405: "This address can only be read",
    500: "This page could not be made",
}
_SAID_TO_PROGRAMS = {
    404: "there is no such address; /api/openapi.json names all",
    405: "only GET and HEAD are answered here",
}
_FAILED = "The output of the reading room says why. Nothing in the record was changed."


def answer(
    request: Request,
    status: int,
    said: str,
    detail: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return what went wrong: below /api as JSON, elsewhere as a page in the reader's language.

    `said` and `detail` are phrases, or sentences that nobody has translated.
    """
    if is_for_a_program(request.scope["path"]):
        return problem(status, detail or said, headers)
    page = view.page(request, "error.html", status=status, said=said, detail=detail)
    page.headers.update(headers or {})
    return page


def is_for_a_program(path: str) -> bool:
    """Tell whether an address is one of the API, known or not."""
    return path == "/api" or path.startswith("/api/")


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem as JSON: `title` names the status, `detail` says what to do about it."""
    told = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(told), status, headers, media_type=PROBLEM_TYPE)


def failed(request: Request, _: Exception) -> Response:
    """Say that an answer failed, and nothing of why."""
    return answer(request, 500, _SAID[500], _FAILED)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    if error.detail != HTTPStatus(status).phrase:
        return answer(request, status, error.detail, headers=error.headers)
    to_programs = _SAID_TO_PROGRAMS if is_for_a_program(request.scope["path"]) else {}
    said = to_programs.get(status) or _SAID.get(status, error.detail)
    return answer(request, status, said, headers=error.headers)


def _misunderstood(request: Request, error: Exception) -> Response:
    return answer(request, 400, "This address asks for nothing that there is", str(error))


def _took_too_long(request: Request, _: Exception) -> Response:
    more = "Ask for less: one room, a shorter time, more words or longer ones."
    return answer(request, 503, "This takes too long to find out", more)


def _is_busy(request: Request, _: Exception) -> Response:
    more = "Many ask for much at the same time. Try again in a moment."
    return answer(request, 503, "The reading room is busy", more, {"Retry-After": SOON})


def _is_unreadable(request: Request, _: Exception) -> Response:
    return answer(request, 503, "The archive cannot be read at the moment")


HANDLERS: dict[Any, Any] = {
    HTTPException: _refused,
    CursorError: _misunderstood,
    QueryError: _misunderstood,
    WrongRequestError: _misunderstood,
    TooLongError: _took_too_long,
    BusyError: _is_busy,
    ArchiveError: _is_unreadable,
}
