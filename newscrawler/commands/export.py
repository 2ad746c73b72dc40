"""`export`: the archive out, as JSON Lines, CSV or WARC."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive, ArchiveError
from newscrawler.archive_command import ArchiveCommand, one_room


class Command(ArchiveCommand):
    """Writes the current revision of every article."""

    arguments = "[ROOM]"
    summary = "Write all that is held as JSON Lines, CSV or WARC"
    description = (
        "Writes the current revision of every held article in a stable order, with the field "
        "names of the item. A file is replaced only when all is written. CSV opens in a "
        "spreadsheet: UTF-8 with a byte order mark, and no cell can be taken for a formula. "
        "WARC 1.1 holds the pages and documents as received, run by run, and what was read of "
        "them; -o FILE.warc.gz packs it."
    )
    example = "newscrawler export qbpc_news --format csv -o qbpc.csv"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add format and file."""
        super().add_options(parser)
        parser.add_argument(
            "--format", choices=["jsonl", "csv", "warc"], help="default: by -o, else jsonl"
        )
        parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Write the export and, into a file, say how much it was."""
        from newscrawler import export

        room, name = one_room(archive, args), opts.output or ""
        chosen = opts.format or _format(name)
        what, records = "articles", _articles(archive, room)
        if chosen == "warc":
            from newscrawler.archive.sightings import sightings

            what, records = "captures", sightings(archive.db, room)
        write = export.writer(chosen, packed=name.lower().endswith(".gz"))
        if opts.output is None:
            write(records, sys.stdout.buffer)
            sys.stdout.flush()
            return
        path = Path(opts.output)
        try:
            number = export.replace(path, write, records)
        except OSError as error:
            raise ArchiveError(f"cannot write {path}: {error.strerror}") from error
        print(f"{number} {what} written to {path}")


def _format(name: str) -> str:
    from newscrawler import export

    try:
        return export.format_of(name) if name else "jsonl"
    except ValueError as error:
        raise UsageError(f"{error}; or name the --format", print_help=False) from error


def _articles(archive: Archive, room: str | None) -> Iterator[dict[str, Any]]:
    from newscrawler.archive import articles, versions

    return (articles.public(fields) for fields in versions.current(archive.db, room))
