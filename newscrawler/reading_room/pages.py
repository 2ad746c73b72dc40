"""What a person sees: which page is at which address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from newscrawler.reading_room import (
    list_pages,
    phrases,
    release_pages,
    room_pages,
    search_page,
    static,
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


ROUTES = [
    *list_pages.ROUTES,
    *room_pages.ROUTES,
    *release_pages.ROUTES,
    *search_page.ROUTES,
    *static.ROUTES,
    Route("/language", choose_language, methods=["POST"]),
]
