"""`search QUERY`: articles by their words."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive, ArchiveError
from newscrawler.archive_command import ArchiveCommand
from newscrawler.console.nearest import meant
from newscrawler.console.terminal import LiveLine, is_coloured, styled

if TYPE_CHECKING:
    from newscrawler.archive.search import Found, Hit
    from newscrawler.search.passages import Piece


class Command(ArchiveCommand):
    """Finds articles by their words; what is new is indexed first."""

    arguments = "QUERY"
    summary = "Find articles by their words"
    description = (
        "Looks in title, text, byline, breadcrumb and documents. A query has words, "
        '"phrases", beginnings (brand*), AND, OR, NOT, ( ), and fields: title:, section:, '
        "room:, after: (that day or later), before:. Case, accents and width do not count; "
        "Chinese, Japanese and Korean are found from one character on."
    )
    example = """newscrawler search 'title:品牌 (court OR 法院) NOT "press day" after:2024-03'"""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add order, day and page."""
        super().add_options(parser)
        parser.add_argument(
            "--order", choices=("newest", "relevance"), default="newest", help="default: newest"
        )
        parser.add_argument(
            "--as-of", metavar="DATE", help="what the archive held at the end of that day (UTC)"
        )
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="default: 20")
        parser.add_argument("--page", metavar="NEXT", help="goes on where another page ended")
        parser.add_argument("--json", action="store_true", help="the page of hits as JSON")

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Index what waits, then print a page of hits."""
        from newscrawler.archive import search
        from newscrawler.search.query import QueryError, parse

        if opts.limit < 1:
            raise UsageError("--limit is 1 or more")
        as_of = _day(opts.as_of)
        try:
            query = parse(" ".join(args))
            _catch_up(archive)
            found = search.find(
                archive.db,
                query,
                limit=opts.limit,
                after=opts.page,
                order=opts.order,
                as_of=as_of,
            )
        except QueryError as error:
            raise UsageError(str(error), print_help=False) from error
        if opts.json:
            print(json.dumps(asdict(found), ensure_ascii=False, indent=2))
            return
        for hit in found.hits:
            print(_lines(hit))
        print(_end(found))
        if not found.hits:
            _tell_unknown_rooms(archive, " ".join(args))


def _tell_unknown_rooms(archive: Archive, query: str) -> None:
    """Say which rooms of a query that found nothing there are not."""
    from newscrawler.archive import crawls

    named = re.findall(r"\broom:\"?([^\s()\"]+)", query)
    known = crawls.room_names(archive.db) if named else []
    for name in named:
        if name not in known:
            print(f"there is no room {name!r}; {meant(name, known)}")


def _catch_up(archive: Archive) -> None:
    """Index for search what no run has indexed yet; what cannot be indexed now is told."""
    from newscrawler.archive import search_index, search_queue
    from newscrawler.crawl.indexing import SEARCH_BATCH

    line = LiveLine(sys.stderr)
    # Most often nothing waits: then nothing is locked either.
    while waiting := search_queue.waiting(archive.db):
        line.show(f"{waiting:,} articles to be indexed for search")
        try:
            archive.run(search_index.index, limit=SEARCH_BATCH)
        except ArchiveError as error:
            line.clear()
            print(
                f"{waiting:,} articles are not indexed, found as before: {error}", file=sys.stderr
            )
            return
    line.clear()


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of {text} is no date such as 2024-03-31") from error


def _lines(hit: Hit) -> str:
    lines = [
        f"{(hit.create_time or 'no date')[:10]}  {_shown(hit.title) or '(no title)'}",
        f"  {hit.room}:{hit.key}, revision {hit.revision}, {hit.state}  {hit.url}",
    ]
    beside = [hit.section, hit.written_by]
    lines += [f"  {_shown(each)}" for each in beside if any(piece.is_match for piece in each)]
    if hit.document:
        lines.append(f"  in {hit.document}")
    text = " ".join(_shown(hit.text).split())
    return "\n".join([*lines, *([f"  {text}"] if text else []), ""])


def _shown(pieces: Sequence[Piece]) -> str:
    """Return pieces as text, matches bold on a terminal and within [ ] elsewhere."""
    coloured = is_coloured(sys.stdout)
    return "".join(
        (styled(each.text, "bold", sys.stdout) if coloured else f"[{each.text}]")
        if each.is_match
        else each.text
        for each in pieces
    )


def _end(found: Found) -> str:
    if found.capped:
        said = f"only the newest {found.hits_counted:,} hits were put into the order of relevance"
    elif found.hits_counted is not None:
        said = f"{found.hits_counted:,} found"
    else:
        said = f"{len(found.hits)} shown"
    return said + (f"; go on with --page {found.next}" if found.next else "")
