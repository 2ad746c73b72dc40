"""What a person sees: which page is at which address, and what is said when there is none."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from newscrawler.archive import ArchiveError
from newscrawler.archive.keyset import CursorError
from newscrawler.reading_room import (
    list_pages,
    phrases,
    release_pages,
    room_pages,
    search_page,
    static,
    view,
)

YEAR = 365 * 24 * 3600


def choose_language(request: Request) -> Response:
    """Remember the language that a reader chose, and go back."""
    back, chosen = request.query_params.get("back", "/"), request.query_params.get("to")
    # Two slashes, or one that browsers take for one, would lead to another site.
    if not back.startswith("/") or back.startswith("//") or "\\" in back:
        back = "/"
    answer = RedirectResponse(back, 303)
    if chosen in phrases.LANGUAGES:
        answer.set_cookie("language", chosen, max_age=YEAR, httponly=True, samesite="lax")
    return answer


def not_answered(request: Request, error: Exception) -> Response:
    """Say that there is no such page, or what else was wrong with the request."""
    assert isinstance(error, HTTPException)
    said = "There is no such page" if error.status_code == 404 else error.detail
    answer = view.page(request, "error.html", status=error.status_code, said=said, detail="")
    answer.headers.update(error.headers or {})
    return answer


def wrong_cursor(request: Request, error: Exception) -> Response:
    """Say that a list has no such place."""
    said = "There is no such page"
    return view.page(request, "error.html", status=400, said=said, detail=str(error))


def not_readable(request: Request, _: Exception) -> Response:
    """Say that the archive cannot be read at the moment; the reason is the operator's."""
    said = "The archive cannot be read at the moment"
    return view.page(request, "error.html", status=503, said=said, detail="")


ROUTES = [
    *list_pages.ROUTES,
    *room_pages.ROUTES,
    *release_pages.ROUTES,
    *search_page.ROUTES,
    *static.ROUTES,
    Route("/language", choose_language, methods=["POST"]),
]
ERRORS: dict[Any, Any] = {
    HTTPException: not_answered,
    CursorError: wrong_cursor,
    ArchiveError: not_readable,
}
