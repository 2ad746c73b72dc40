"""What a person sees."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawler.archive import ArchiveError, crawls
from newscrawler.reading_room import static, view


def rooms(request: Request) -> Response:
    """Show the rooms of the archive."""
    with request.app.state.shelf.reading() as db:
        found = list(crawls.rooms(db))
    return view.page(request, "rooms.html", rooms=found)


def not_answered(request: Request, error: Exception) -> Response:
    """Say that there is no such page, or what else was wrong with the request."""
    assert isinstance(error, HTTPException)
    return view.page(request, "error.html", status=error.status_code, detail=error.detail)


def not_readable(request: Request, error: Exception) -> Response:
    """Say that the archive cannot be read at the moment."""
    return view.page(request, "error.html", status=503, detail=str(error))


ROUTES = [Route("/rooms/", rooms), *static.ROUTES]
ERRORS: dict[Any, Any] = {HTTPException: not_answered, ArchiveError: not_readable}
