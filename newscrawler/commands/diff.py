"""`diff KEY [A] [B]`: what changed between two revisions, who changed it, and when."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive, ArchiveError
from newscrawler.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    """Compares two revisions of an article."""

    arguments = "ROOM:KEY|URL [A] [B]"
    summary = "Show what changed between two revisions, who changed it, and when"
    description = (
        "Compares revision A with revision B, field by field, texts word by word (Chinese, "
        "Japanese and Korean by character). Without B, A is compared with the current "
        "revision; without both, the current one with the one before. In a terminal what is "
        "gone is red and what is new is green, else it stands in [-…-] and {+…+}."
    )
    example = "newscrawler diff qbpc_news:18:1238 1 2 --format html > diff.html"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the form."""
        super().add_options(parser)
        parser.add_argument(
            "--format", choices=["text", "html"], default="text", help="default: text"
        )

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Print the differences."""
        from newscrawler import diff, diff_view
        from newscrawler.archive import events, named, versions

        if not 1 <= len(args) <= 3:
            raise UsageError("name one article as ROOM:KEY or by its address, and two revisions")
        article_id = named.article(archive.db, args[0])
        history = list(versions.revisions(archive.db, article_id))
        one, other = _chosen(history, args[1:])
        room, key = one["room"], one["key"]
        stored_at = events.times_of_revisions(archive.db, room, key)
        first, last = one["revision"], other["revision"]
        passed = diff_view.steps(history[min(first, last) - 1 : max(first, last)], stored_at)
        changes = diff.changes(one, other)
        title = f"{room}:{key}, revision {first} to {last}"
        if opts.format == "html":
            sys.stdout.write(diff_view.in_html(title, one["url"], passed, changes))
            return
        print("\n".join([title, *map(diff_view.words_of, passed), ""]))
        print("\n".join(diff_view.in_terminal(changes, sys.stdout)) or "the content is the same")


def _chosen(
    history: list[dict[str, Any]], numbers: list[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the two revisions. Raises ArchiveError when there is no such pair."""
    newest = len(history)
    if not numbers and newest == 1:
        raise ArchiveError("there is one revision only: nothing has changed since it was stored")
    chosen = [*numbers, *([str(newest - 1)] if not numbers else []), str(newest)][:2]
    for number in chosen:
        if not number.isdecimal() or not 1 <= int(number) <= newest:
            raise ArchiveError(f"there is no revision {number}; there are 1 to {newest}")
    return history[int(chosen[0]) - 1], history[int(chosen[1]) - 1]
