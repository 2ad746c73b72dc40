"""`gaps [ROOM]`: what is listed and not held, and why."""

from __future__ import annotations

import argparse

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand, one_room, table


class Command(ArchiveCommand):
    """Lists the gaps of the record."""

    arguments = "[ROOM]"
    summary = "Show what is listed and not held, with the reason"
    description = (
        "Shows each release that was listed, and each document that was linked, and is not "
        "held: pending (not fetched yet), failed (tried again), gone, refused or forgotten "
        "(explained; nothing is to be done), how often it was tried, when it is next, and why. "
        "Says of which rooms the last run was not complete: they may miss more."
    )
    example = "newscrawler gaps qbpc_news"

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Print one line per gap."""
        from newscrawler.archive import attachments, crawls, ledger

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
        for name, outcome in crawls.incomplete(archive.db, room):
            print(
                f"\n{name}: the last run was {outcome}, so more may be missing than is known; "
                f"'newscrawler runs {name}' says why"
            )
