"""`copy FROM TO`: an archive into another database."""

from __future__ import annotations

import argparse
import sys

from scrapy.exceptions import UsageError

from newscrawler.archive import open_archive
from newscrawler.archive_command import ArchiveCommand, table
from newscrawler.console.terminal import LiveLine


class Command(ArchiveCommand):
    """Copies an archive between SQLite and PostgreSQL, in either direction."""

    arguments = "FROM TO"
    summary = "Copy an archive into another file or database"
    description = (
        "Copies the archive at FROM, as it is at the start, into TO, which is new or empty; "
        "both are addresses as in NEWSCRAWLER_ARCHIVE. Ids stay the same, and every table is "
        "compared by a hash over its rows. A crawl may go on meanwhile. After an interruption "
        "the same command goes on; until it is done, TO cannot be used for anything else."
    )
    example = "newscrawler copy sqlite:////data/news.db postgresql://ada@db.example/news"
    resume = "; the same command goes on"

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Copy, compare, and say what was copied."""
        from newscrawler.archive.copying import copy

        if len(args) != 2:
            raise UsageError("name two archives: FROM and TO")
        line = LiveLine(sys.stderr)

        def note(what: str, name: str, rows: int) -> None:
            line.show(f"{name}: {rows} rows {what}")

        with (
            open_archive(args[0]) as source,
            open_archive(args[1], create=True, unfinished=True) as target,
        ):
            copied = copy(source.db, target.db, note)
            line.clear()
            rows = [[each.name, str(each.rows), each.digest[:16]] for each in copied]
            print(table(rows, ["TABLE", "ROWS", "SHA-256, SAME ON BOTH SIDES"]))
            print(f"\narchive: {target.where}, a copy of {source.where}")
