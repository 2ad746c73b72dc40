"""The style sheet, the script and the icon, served under addresses that change with their bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TYPES = {
    "reading.css": "text/css; charset=utf-8",
    "reading.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@cache
def contents(name: str) -> bytes:
    """Return a file's bytes."""
    return (files("newscrawler.reading_room") / "static" / name).read_bytes()


@cache
def path(name: str) -> str:
    """Return the address of a file."""
    return f"/static/{hashlib.sha256(contents(name)).hexdigest()[:12]}/{name}"


async def serve(request: Request) -> Response:
    """Answer with a file that browsers need to ask for only once.

    In the event loop, since all threads may be waiting for the database.
    """
    name = request.path_params["name"]
    if name not in TYPES:
        raise HTTPException(404)
    lasting = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(contents(name), media_type=TYPES[name], headers=lasting)


ROUTES = [Route("/static/{mark}/{name}", serve)]
