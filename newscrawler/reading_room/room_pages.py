"""A room: how complete it is, when it published, in which sections, and how its runs went."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawler.archive import catalogue, crawls, keyset, states
from newscrawler.reading_room import asked, charts, moments, view
from newscrawler.reading_room.list_pages import ROWS, by_day

FEWER_ROWS, RUNS, GAPS, CARDS = 8, 40, 50, 18
# So many runs at least are as broad as a plot of them.
PLACES = 20
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def rooms(request: Request) -> Response:
    """Show the rooms of the archive."""
    after = asked.after(request) or ""
    with request.app.state.shelf.reading() as db:
        found = states.rooms(db, after=after, limit=CARDS + 1)
    following = found[CARDS - 1].room if len(found) > CARDS else None
    return view.page(request, "rooms.html", rooms=found[:CARDS], next=following)


def room(request: Request) -> Response:
    """Show one room."""
    with request.app.state.shelf.reading() as db:
        state = asked.room(db, request)
        months = states.months(db, state.room)
        sections = states.sections_of(db, state.room)
        page = catalogue.latest(db, room=state.room, limit=FEWER_ROWS)
        outcome = crawls.outcome(db, state.last_run) if state.last_run else None
    years = charts.years(months)
    return view.page(
        request,
        "room.html",
        room=state,
        outcome=outcome,
        years=years,
        chart=charts.bars([each for year in years for each in year.months]),
        undated=months.get("", 0),
        sections=sections,
        days=list(by_day(page.rows)),
        next=page.next,
    )


def releases(request: Request) -> Response:
    """Show the releases of a room, of all or until a month."""
    until = request.query_params.get("until")
    after = asked.after(request)
    if until and not _MONTH.fullmatch(until):
        raise HTTPException(404)
    with request.app.state.shelf.reading() as db:
        state = asked.room(db, request)
        start = catalogue.before_end_of(until) if until else None
        page = catalogue.latest(db, room=state.room, limit=ROWS, after=after or start)
    return _listed(request, state.room, page, until=until)


def section(request: Request) -> Response:
    """Show the releases of a section; its names are the values of `name`, outermost first."""
    names = request.query_params.getlist("name")
    with request.app.state.shelf.reading() as db:
        state = asked.room(db, request)
        page = catalogue.latest(
            db, room=state.room, section=names, limit=ROWS, after=asked.after(request)
        )
    if not page.rows:
        raise HTTPException(404)
    return _listed(request, state.room, page, section=names)


def _listed(
    request: Request,
    room: str,
    page: keyset.Page[catalogue.Release],
    *,
    until: str | None = None,
    section: list[str] | None = None,
) -> Response:
    return view.page(
        request,
        "room_releases.html",
        room=room,
        until=until,
        section=section,
        days=list(by_day(page.rows)),
        next=page.next,
    )


def runs(request: Request) -> Response:
    """Show the runs of a room, as plots and as a table."""
    with request.app.state.shelf.reading() as db:
        state = asked.room(db, request)
        page = states.runs(db, state.room, limit=RUNS, after=asked.after(request))
        outcomes = [crawls.outcome(db, run) for run in page.rows]
    return view.page(
        request,
        "runs.html",
        room=state.room,
        runs=list(zip(page.rows, outcomes, strict=True)),
        next=page.next,
        plots=_plots(page.rows),
    )


def _plots(runs: Sequence[Mapping[str, Any]]) -> list[tuple[str, charts.Chart]]:
    """Return what is plotted of runs over time, each with its name."""
    counted = [("Found", "found"), ("New", "new"), ("Revised", "revised"), ("Failed", "failed")]
    plots = [
        (name, _plot([(run["started_at"], _count(run, key)) for run in reversed(runs)]))
        for name, key in counted
    ]
    lasted = [(run["started_at"], _seconds(run)) for run in reversed(runs)]
    return [*plots, ("Duration in seconds", _plot(lasted))]


def _plot(values: Sequence[tuple[str, float]]) -> charts.Chart:
    return charts.bars(values, places=PLACES)


def _count(run: Mapping[str, Any], name: str) -> float:
    value = run["counts"].get(name)
    return float(value) if isinstance(value, int) else 0.0


def _seconds(run: Mapping[str, Any]) -> float:
    return moments.seconds(run["started_at"], run["ended_at"]) if run["ended_at"] else 0.0


def gaps(request: Request) -> Response:
    """Show what a room lists and does not hold, with the reasons."""
    with request.app.state.shelf.reading() as db:
        state = asked.room(db, request)
        after = asked.after(request)
        page = states.gaps(db, state.room, limit=GAPS, after=after)
        documents = states.document_gaps(db, state.room, limit=GAPS)
    return view.page(
        request,
        "gaps.html",
        room=state,
        gaps=page,
        documents=documents.rows if after is None else [],
    )


ROUTES = [
    Route("/rooms/", rooms),
    Route("/rooms/{room}/", room),
    Route("/rooms/{room}/releases", releases),
    Route("/rooms/{room}/sections/", section),
    Route("/rooms/{room}/runs", runs),
    Route("/rooms/{room}/gaps", gaps),
]
