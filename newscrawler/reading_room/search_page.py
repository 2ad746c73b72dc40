"""Search with filters."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawler.archive import search, states
from newscrawler.reading_room import view
from newscrawler.search import query as search_query

FILTERS = ("room", "after", "before")
ROWS = 20


def look(request: Request) -> Response:
    """Show what a query finds, or what is wrong with it."""
    given = {name: request.query_params.get(name, "").strip() for name in ("q", "as_of", *FILTERS)}
    given["order"] = request.query_params.get("order", "newest")
    query, found, problem = _query(given), None, ""
    with request.app.state.shelf.reading() as db:
        names = states.room_names(db)
        try:
            if query:
                found = search.find(
                    db,
                    search_query.parse(query),
                    limit=ROWS,
                    after=request.query_params.get("page") or None,
                    order=given["order"],
                    as_of=_day(given["as_of"]),
                )
        except search_query.QueryError as error:
            problem = str(error)
    return view.page(
        request,
        "search.html",
        given=given,
        query=query,
        found=found,
        problem=problem,
        is_filtered=any(given[name] for name in ("as_of", *FILTERS)) or given["order"] != "newest",
        rooms=names,
    )


def _query(given: dict[str, str]) -> str:
    """Return what was typed, with the filters as a person would have typed them."""
    more = [f'{name}:"{given[name]}"' for name in FILTERS if given[name]]
    typed = [f"({given['q']})" if more else given["q"]] if given["q"] else []
    return " ".join([*typed, *more])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise search_query.QueryError(f"{text!r} is not a day such as 2024-03-31") from error


ROUTES = [Route("/search", look)]
