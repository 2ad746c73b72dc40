"""`runs [ROOM]`: when the rooms were crawled, and how each run ended."""

from __future__ import annotations

import argparse

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand, one_room, table


class Command(ArchiveCommand):
    """Lists the newest runs."""

    arguments = "[ROOM]"
    summary = "Show the newest runs and how they ended"
    description = (
        "Shows the newest runs first: how each ended (complete, partial, failed, blocked, "
        "suspect, aborted, killed), how many releases were new and revised, how many listing "
        "pages were read and requests sent, and why it was not complete."
    )
    example = "newscrawler runs qbpc_news --limit 5"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the number of runs."""
        super().add_options(parser)
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="default: 20")

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Print one line per run, newest first."""
        from newscrawler.archive import crawls, states

        if opts.limit < 1:
            raise UsageError("--limit is 1 or more", print_help=False)
        rows = []
        for run in states.runs(archive.db, one_room(archive, args), limit=opts.limit).rows:
            counts = run["counts"]
            rows.append(
                [
                    str(run["id"]),
                    run["room"],
                    run["started_at"],
                    crawls.outcome(archive.db, run),
                    str(counts.get("new", "-")),
                    str(counts.get("revised", "-")),
                    str(counts.get("pages", "-")),
                    str(counts.get("requests", "-")),
                    (run["summary"] or "").split("\n")[0].partition(". ")[2],
                ]
            )
        head = [
            "RUN",
            "ROOM",
            "STARTED",
            "OUTCOME",
            "NEW",
            "REVISED",
            "PAGES",
            "REQUESTS",
            "SUMMARY",
        ]
        print(table(rows, head) if rows else "no run yet")
