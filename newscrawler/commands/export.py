"""`export`: the archive out, as JSON Lines or CSV."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from newscrawler.archive import Archive, ArchiveError
from newscrawler.archive_command import ArchiveCommand, one_room


class Command(ArchiveCommand):
    """Writes the current revision of every article."""

    example = "newscrawler export qbpc_news --format csv -o qbpc.csv"

    def syntax(self) -> str:
        """Return the arguments."""
        return "[ROOM]"

    def short_desc(self) -> str:
        """Return the line of the verb list."""
        return "Write all held articles as JSON Lines or CSV"

    def long_desc(self) -> str:
        """Return the description of `--help`."""
        return (
            "Writes the current revision of every held article in a stable order, with the field "
            "names of the item. A file is replaced only when all is written. CSV opens in a "
            "spreadsheet: UTF-8 with a byte order mark, and no cell can be taken for a formula."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add format and file."""
        super().add_options(parser)
        parser.add_argument("--format", choices=["jsonl", "csv"], help="default: by -o, else jsonl")
        parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Write the export and, into a file, say how much it was."""
        from newscrawler import export
        from newscrawler.archive import articles

        room = one_room(args)
        by_name = "csv" if (opts.output or "").lower().endswith(".csv") else "jsonl"
        write = export.FORMATS[opts.format or by_name]
        records = (articles.public(fields) for fields in articles.current(archive.db, room))
        if opts.output is None:
            write(records, sys.stdout.buffer)
            sys.stdout.flush()
            return
        path = Path(opts.output)
        try:
            number = export.replace(path, write, records)
        except OSError as error:
            raise ArchiveError(f"cannot write {path}: {error}") from error
        print(f"{number} articles written to {path}")
