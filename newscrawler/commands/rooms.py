"""`rooms`: what is held."""

from __future__ import annotations

import argparse

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand, table


class Command(ArchiveCommand):
    """Lists the rooms of the archive."""

    example = "newscrawler rooms"

    def short_desc(self) -> str:
        """Return the line of the verb list."""
        return "Show what the archive holds, room by room"

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Print one line per room."""
        from newscrawler.archive import crawls

        rows = [
            [
                row["room"],
                f"{row['articles']} of {row['listed']}",
                str(row["gaps"]),
                row["first_release"] or "-",
                row["last_release"] or "-",
                f"{row['started_at']} {row['outcome'] or 'running'}",
            ]
            for row in crawls.rooms(archive.db)
        ]
        head = ["ROOM", "HELD", "GAPS", "FIRST RELEASE", "LAST RELEASE", "LAST RUN"]
        print(table(rows, head) if rows else "no room has been crawled yet")
        print(f"\narchive: {archive.where}")
