"""The web application: which addresses there are, and what stands between them and the world."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from newscrawler.reading_room import api, feeds, pages, problems
from newscrawler.reading_room.guard import Guard, failed
from newscrawler.reading_room.shelf import Shelf
from newscrawler.reextract import Rooms


def create_app(
    archive_url: str,
    *,
    hosts: Sequence[str] = (),
    password: str = "",
    full_text: bool = True,
    seconds: float = 10.0,
    rooms: Rooms | None = None,
) -> Starlette:
    """Return the reading room of an archive as an ASGI application.

    Endpoints find `shelf` (`with request.app.state.shelf.reading() as db`) in its state. `hosts`
    are the names that are answered beside loopback, an empty `password` means none; without
    `full_text` pages and feeds carry excerpts; what takes the database more than `seconds` is not
    answered. `rooms` are those that the project declares, by which pages are read for evidence.
    """
    app = Starlette(
        routes=[*feeds.ROUTES, *api.ROUTES, *pages.ROUTES],
        middleware=[
            Middleware(Guard, hosts=hosts, password=password),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={**problems.HANDLERS, Exception: failed},
    )
    app.state.shelf = Shelf(archive_url, seconds)
    app.state.rooms = rooms or Rooms({})
    app.state.organisations = {
        name: kind.organisation for name, kind in app.state.rooms.kinds.items() if kind.organisation
    }
    app.state.full_text = full_text
    return app
