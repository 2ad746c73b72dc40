"""`verify`: whether the archive is what it was."""

from __future__ import annotations

import argparse
import sys

from scrapy.exceptions import UsageError

from newscrawler.archive import open_archive
from newscrawler.archive_command import ArchiveCommand, table
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.console.terminal import LiveLine

ADVICE = (
    "What is wrong was changed behind newscrawler's back, or the disk fails: keep this file as it "
    "is, open a backup beside it, and compare. A crawl with -a recheck=all reads every page anew; "
    "it mends no revision that is past."
)


class Command(ArchiveCommand):
    """Checks hashes, pages and events; writes nothing."""

    summary = "Check hashes, revisions against their pages, and the chain of events"
    description = (
        "Hashes every stored page and the fields of every revision again, reads the page of "
        "every revision that today's extractor made and compares, and follows the events. "
        "Exit status 7 when anything is wrong."
    )
    example = "newscrawler verify --jobs 2"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the number of processes."""
        from newscrawler.project import add_jobs

        super().add_options(parser)
        add_jobs(parser)

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print one table, what is wrong in words, and what to do."""
        from newscrawler import verify
        from newscrawler.project import rooms
        from newscrawler.reextract import Reader

        if args:
            raise UsageError("verify takes no arguments")
        assert self.settings is not None
        url, declared = self.settings["NEWSCRAWLER_ARCHIVE"], rooms(self.settings)
        with Reader(declared, url, opts.jobs) as reader, open_archive(url) as archive:
            line = LiveLine(sys.stderr)
            found = list(verify.findings(archive, reader, declared, line.count))
            line.clear()
        rows = [[each.check, str(each.examined), str(each.wrong)] for each in found]
        print(table(rows, ["CHECK", "EXAMINED", "WRONG"]))
        wrong = [each for each in found if each.wrong]
        for each in wrong:
            print(f"\n{each.check}:")
            print("\n".join(f"  {example}" for example in each.examples))
        print(f"\narchive: {archive.where}")
        print(ADVICE if wrong else "nothing is wrong")
        if wrong:
            self.exitcode = EXIT_STATUS["storage"]
