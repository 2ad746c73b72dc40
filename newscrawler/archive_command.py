"""Common to the verbs that only look at the archive: no crawler, no network."""

from __future__ import annotations

import argparse
import re
import sys

from scrapy.exceptions import UsageError

from newscrawler import settings_check
from newscrawler.archive import Archive, ArchiveError, RoomLockedError, open_archive
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.console.nearest import meant
from newscrawler.console.terminal import reader_may_leave
from newscrawler.console.verb import Verb

_OPTION = re.compile("--[a-z]")


class ArchiveCommand(Verb):
    """Opens the archive, hands it to `look`, and turns its errors into exit status 7, 6 or 9.

    `resume` tells what becomes of work that Ctrl-C ended.
    """

    requires_project = True
    requires_crawler_process = False
    resume = ""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do the verb's work and set the exit status. Raises UsageError for an unknown option."""
        # Scrapy takes what it does not know for an argument.
        unknown = next(filter(_OPTION.match, args), None)
        if unknown is not None:
            raise UsageError(f"there is no option {unknown}; see --help", print_help=False)
        assert self.settings is not None
        settings_check.require(self.settings)
        try:
            with reader_may_leave():
                self.act(args, opts)
        except (ArchiveError, RoomLockedError) as error:
            print(f"newscrawler: {error}", file=sys.stderr)
            is_locked = isinstance(error, RoomLockedError)
            self.exitcode = EXIT_STATUS["locked" if is_locked else "storage"]
        except KeyboardInterrupt:
            print(f"\nnewscrawler: interrupted{self.resume}", file=sys.stderr)
            self.exitcode = EXIT_STATUS["interrupted"]

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Open the archive of the settings, look, close."""
        assert self.settings is not None
        with open_archive(self.settings["NEWSCRAWLER_ARCHIVE"]) as archive:
            self.look(archive, args, opts)

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Do the verb's work on an open archive."""
        raise NotImplementedError


def one_room(archive: Archive, args: list[str]) -> str | None:
    """Return the room that a verb was given, or None for all.

    Raises UsageError for two, and for one that was never crawled: a misspelt room has no gaps.
    """
    from newscrawler.archive import crawls

    if len(args) > 1:
        raise UsageError("name one room, or none for all rooms")
    if not args:
        return None
    known = crawls.room_names(archive.db)
    if args[0] not in known:
        raise UsageError(
            f"no room {args[0]!r} in {archive.where}; {meant(args[0], known)}", print_help=False
        )
    return args[0]


def table(rows: list[list[str]], head: list[str]) -> str:
    """Return rows as columns of equal width, the last one free."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = []
    for row in [head, *rows]:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
