"""`gaps [ROOM]`: what is listed and not held, and why."""

from __future__ import annotations

import argparse

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand, one_room, table


class Command(ArchiveCommand):
    """Lists the gaps of the record."""

    arguments = "[ROOM]"
    summary = "Show what is listed and not held, with the reason"
    example = "newscrawler gaps qbpc_news"

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Print one line per gap."""
        from newscrawler.archive import attachments, ledger

        room = one_room(archive, args)
        found = [*ledger.gaps(archive.db, room), *attachments.gaps(archive.db, room)]
        rows = [
            [
                f"{row['room']}:{row['key']}",
                row["state"],
                str(row["attempts"]),
                row["next_try_at"] or "-",
                row["reason"] or "not fetched yet",
                row["url"],
            ]
            for row in found
        ]
        head = ["ARTICLE", "STATE", "TRIES", "NEXT TRY", "REASON", "ADDRESS"]
        print(table(rows, head) if rows else "no gaps: everything that was ever listed is held")
