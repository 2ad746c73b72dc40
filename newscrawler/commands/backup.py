"""`backup FILE`: a consistent copy in one file, while crawls go on."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    """Writes the archive as it is now into one new file."""

    arguments = "FILE"
    summary = "Write a consistent copy of the archive into a file"
    description = (
        "Writes the archive, as it is at the start, into a new SQLite file; a crawl may go on "
        "meanwhile. Restoring is opening it: NEWSCRAWLER_ARCHIVE=sqlite:///FILE. An archive in "
        "PostgreSQL becomes such a file too; 'newscrawler copy' brings it back."
    )
    example = "newscrawler backup news-2024-06-04.db"

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Write the file and say where it is."""
        from newscrawler.archive.backup import back_up

        if len(args) != 1:
            raise UsageError("name one file that is not there yet")
        path = Path(args[0]).expanduser().absolute()
        size = back_up(archive.db, path)
        print(f"backup: {path}, {size / 1e6:.1f} MB\narchive: {archive.where}")
