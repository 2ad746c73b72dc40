"""The latest releases, and the latest changes, of everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawler.archive import catalogue
from newscrawler.reading_room import asked, view

KINDS = ("new", "revised", "withdrawn", "restored", "moved")
ROWS = 25


def by_day(
    releases: Iterable[catalogue.Release],
) -> Iterator[tuple[str | None, list[catalogue.Release]]]:
    """Yield (day, releases of that day) in their order; None for those that have no date."""
    for day, group in groupby(
        releases, key=lambda release: release.create_time and release.create_time[:10]
    ):
        yield day, list(group)


def latest(request: Request) -> Response:
    """Show the latest releases of all rooms."""
    with request.app.state.shelf.reading() as db:
        page = catalogue.latest(db, limit=ROWS, after=asked.after(request))
    return view.page(request, "latest.html", days=list(by_day(page.rows)), next=page.next)


def changes(request: Request) -> Response:
    """Show what became of releases, of one kind or of all."""
    kind = request.query_params.get("kind")
    kinds = [kind] if kind in KINDS else KINDS
    with request.app.state.shelf.reading() as db:
        page = catalogue.changes(db, kinds=kinds, limit=ROWS, after=asked.after(request))
    chosen = kinds[0] if len(kinds) == 1 else None
    return view.page(request, "changes.html", page=page, kinds=KINDS, chosen=chosen)


ROUTES = [Route("/", latest), Route("/changes", changes)]
