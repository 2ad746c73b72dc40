"""`rooms`: what is held."""

from __future__ import annotations

import argparse

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand, table


class Command(ArchiveCommand):
    """Lists the rooms of the archive."""

    summary = "Show what the archive holds, room by room"
    description = (
        "Shows for each room how many releases are held of those ever listed, how many are "
        "not, the days of the first and the last one, and how the last run ended."
    )
    example = "newscrawler rooms"

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Print one line per room."""
        from newscrawler.archive import crawls

        rows, empty = [], []
        for row in crawls.rooms(archive.db):
            if not row["articles"] and not row["listed"]:
                empty.append(row["room"])
                continue
            # What comes through the add-on of another project is in no listing.
            listed = f" of {row['listed']}" if row["listed"] else ""
            rows.append(
                [
                    row["room"],
                    f"{row['articles']}{listed}",
                    str(row["gaps"]),
                    row["first_release"] or "-",
                    row["last_release"] or "-",
                    f"{row['started_at']} {crawls.outcome(archive.db, row)}",
                ]
            )
        head = ["ROOM", "HELD", "GAPS", "FIRST RELEASE", "LAST RELEASE", "LAST RUN"]
        print(table(rows, head) if rows else "nothing is held yet")
        if empty:
            print(
                f"\nnothing was ever listed: {', '.join(empty)}; 'newscrawler runs ROOM' says why"
            )
        print(f"\narchive: {archive.where}")
