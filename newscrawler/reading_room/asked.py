"""What an address asks for: rooms, releases, revisions. A 404 where it is not, a 410 if erased."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from newscrawler.archive import Connection, catalogue, named, states
from newscrawler.reading_room import paths

# Ids and numbers of both databases stay below.
_MOST = 2**31


def name(request: Request, which: str) -> str:
    """Return the room or the key in an address."""
    try:
        return paths.name(request.path_params[which])
    except ValueError as error:
        raise HTTPException(404) from error


def room(db: Connection, request: Request) -> states.RoomState:
    """Return the room that an address names."""
    found = states.room(db, name(request, "room"))
    if found is None:
        raise HTTPException(404)
    return found


def number(text: str | None) -> int | None:
    """Return a revision's number, None where there is none in `text`."""
    # Python reads no number of thousands of digits.
    if not text or len(text) > len(str(_MOST)) or not (text.isascii() and text.isdecimal()):
        return None
    return int(text) if int(text) < _MOST else None


def revision(db: Connection, request: Request) -> dict[str, Any]:
    """Return the revision that an address names, without a number the current one."""
    room, key = name(request, "room"), name(request, "key")
    given = request.path_params.get("number")
    wanted = number(given)
    if given is None:
        found = catalogue.article(db, room, key)
    else:
        found = None if wanted is None else catalogue.revision(db, room, key, wanted)
    if found is None and is_erased(db, room, key):
        raise HTTPException(410, "This release was erased for good")
    if found is None:
        raise HTTPException(404)
    return found


def is_erased(db: Connection, room: str, key: str) -> bool:
    """Tell whether a release was held once, and erased for good."""
    listed = named.entry(db, f"{room}:{key}")
    return listed is not None and listed["state"] == "forgotten"


def after(request: Request) -> str | None:
    """Return the cursor in the query."""
    return request.query_params.get("after") or None
