"""`search WORDS`: articles by what they say, now or on an earlier day."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive, ArchiveError
from newscrawler.archive_command import ArchiveCommand
from newscrawler.terminal import is_coloured, styled

if TYPE_CHECKING:
    from newscrawler.archive.search import Found, Hit
    from newscrawler.passages import Piece

# Articles that share one COMMIT, and seconds for those that no crawl has indexed yet
BATCH, CATCH_UP_SECONDS = 200, 10.0
MOST = 1000


class Command(ArchiveCommand):
    """Finds articles by their words."""

    example = "newscrawler search '品牌 OR \"trade mark\"' room:qbpc_news after:2023"

    def syntax(self) -> str:
        """Return the arguments."""
        return "WORDS"

    def short_desc(self) -> str:
        """Return the line of the verb list."""
        return "Find articles by their words, in any language, now or as of a date"

    def long_desc(self) -> str:
        """Return the description of `--help`."""
        return (
            'Words are all to be found; "…" is a phrase, brand* any word that begins so; AND, OR, '
            "NOT (or -word) and parentheses combine. title:, section: and room: look there only; "
            "after: and before: take 2024, 2024-03 or 2024-03-15, the day named belonging to "
            "after:. Case, width and accents do not count. Titles, texts, names, breadcrumbs and "
            "the texts of documents are searched."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the order, the day, and how much."""
        super().add_options(parser)
        parser.add_argument(
            "--order",
            choices=["newest", "relevance"],
            default="newest",
            help="default: newest; relevance orders the newest 20,000 that are found",
        )
        parser.add_argument("--as-of", metavar="DATE", help="what was held at the end of that day")
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="default: 20")
        parser.add_argument("--after", metavar="CURSOR", help="the next page, as the last one says")
        parser.add_argument("--format", choices=["text", "jsonl"], default="text")

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Bring the index up to date, and print what is found."""
        from newscrawler.archive import search
        from newscrawler.search_query import QueryError, parse

        if not args or not 1 <= opts.limit <= MOST:
            raise UsageError(
                "say what to look for, as in: newscrawler search brand"
                if not args
                else f"--limit is a number from 1 to {MOST}",
                print_help=False,
            )
        as_of = None if opts.as_of is None else _day(opts.as_of)
        try:
            query = parse(_joined(args))
            _catch_up(archive)
            found = search.find(
                archive.db,
                query,
                limit=opts.limit,
                after=opts.after,
                order=opts.order,
                as_of=as_of,
            )
        except QueryError as error:
            raise UsageError(str(error), print_help=False) from error
        if opts.format == "jsonl":
            for hit in found.hits:
                print(json.dumps(_as_json(hit), ensure_ascii=False))
            print(_total(found), file=sys.stderr)
            return
        print("\n\n".join([*map(_as_text, found.hits), _total(found)]))


def _joined(args: Sequence[str]) -> str:
    """Return the query; the shell took the quotes off an argument that has a blank."""
    is_phrase = len(args) > 1
    return " ".join(
        f'"{each}"' if is_phrase and " " in each and '"' not in each and ":" not in each else each
        for each in args
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--as-of={text} is no date; write it as 2024-03-15", print_help=False
        ) from error


def _catch_up(archive: Archive) -> None:
    """Index what no crawl has indexed yet; a crawl that writes now goes first."""
    from newscrawler.archive import search_index, search_queue

    end = time.monotonic() + CATCH_UP_SECONDS
    left = search_queue.waiting(archive.db)
    while left and time.monotonic() < end:
        try:
            left -= archive.run(search_index.index, limit=BATCH)
        except ArchiveError:
            break
    if left > 0:
        print(
            f"{left:,} articles are not indexed yet and cannot be found; search again later",
            file=sys.stderr,
        )


def _as_text(hit: Hit) -> str:
    day = (hit.create_time or "(no date)")[:10]
    state = "" if hit.state == "live" else f", {hit.state}"
    lines = [
        f"{day}  {_shown(hit.title) or '(no title)'}",
        f"            {styled(f'{hit.room}:{hit.key}{state}', 'dim', sys.stdout)}",
        f"            {' '.join(_shown(hit.text).split())}",
    ]
    if hit.document:
        lines.append(f"            in {hit.document}")
    return "\n".join(lines)


def _shown(pieces: Sequence[Piece]) -> str:
    if not is_coloured(sys.stdout):
        return "".join(piece.text for piece in pieces)
    return "".join(
        styled(piece.text, "red", sys.stdout) if piece.is_match else piece.text for piece in pieces
    )


def _total(found: Found) -> str:
    if not found.hits:
        return "nothing found"
    if found.hits_counted is None:
        total = f"{len(found.hits)} shown"
    elif found.capped:
        total = f"the best {len(found.hits)} of the newest {found.hits_counted:,}; more were found"
    else:
        total = f"{len(found.hits)} of {found.hits_counted:,} found"
    return f"{total}; next page: --after {found.next}" if found.next else total


def _as_json(hit: Hit) -> dict[str, Any]:
    fields = {name: getattr(hit, name) for name in hit.__dataclass_fields__}
    del fields["article_id"]
    for name in ("title", "text"):
        pieces: Sequence[Piece] = fields[name]
        fields[name] = "".join(piece.text for piece in pieces)
        fields[f"{name}_matches"] = [piece.text for piece in pieces if piece.is_match]
    return fields
