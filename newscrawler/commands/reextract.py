"""`reextract`: all history through today's extractor, offline."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand, table
from newscrawler.content import CONTENT_FIELDS
from newscrawler.diff import KINDS

if TYPE_CHECKING:
    from newscrawler.archive.rereads import Reading
    from newscrawler.reextract import Choice, Reader, Report, Rooms
    from newscrawler.terminal import Progress

NAMED = 5
# Pages that share one COMMIT of --accept
BATCH = 100


class Command(ArchiveCommand):
    """Reads stored pages again and shows, or accepts, what today's extractor says."""

    example = "newscrawler reextract --room qbpc_news"

    def short_desc(self) -> str:
        """Return the line of the verb list."""
        return "Read all stored pages with today's extractor; show or accept what changes"

    def long_desc(self) -> str:
        """Return the description of `--help`."""
        return (
            "Reads the current page of every article that today's extractor has not read, without "
            "network, and shows what would change, by field and kind. Nothing is written without "
            "--accept, which makes each change a revision with cause `extractor`. An interrupted "
            "--accept is gone on with by the next. --field and --kind take what is better and "
            "leave the rest for later: --accept --field breadcrumb --kind found."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what to read and whether to accept it."""
        from newscrawler.project import add_jobs

        super().add_options(parser)
        parser.add_argument("--room", metavar="NAME", help="default: all rooms")
        parser.add_argument("--since", metavar="DATE", help="only pages received since then")
        parser.add_argument("--accept", action="store_true", help="write what changes")
        parser.add_argument(
            "--field",
            action="append",
            choices=CONTENT_FIELDS,
            help="only articles that change in this field alone; several: in these",
        )
        parser.add_argument(
            "--kind",
            action="append",
            choices=KINDS,
            help="only articles that change in this way alone; several: in these",
        )
        add_jobs(parser)

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Read, report, and write when accepted."""
        from newscrawler import project, reextract
        from newscrawler.archive import rereads

        _check(args, opts.since)
        assert self.settings is not None
        declared = project.rooms(self.settings)
        held = rereads.rooms(archive.db)
        if opts.room is not None and opts.room not in held:
            raise UsageError(
                f"no article of {opts.room!r} is held; there is: {', '.join(held) or 'none'}",
                print_help=False,
            )
        chosen = [room for room in held if opts.room in (None, room)]
        report = reextract.Report()
        with reextract.Reader(declared, opts.jobs) as reader:
            _read(archive, reader, declared, chosen, report, opts)
        _print(report, [room for room in chosen if room not in declared.kinds], opts)


def _check(args: list[str], since: str | None) -> None:
    if args:
        raise UsageError("reextract takes no arguments; --room names a room")
    try:
        date.fromisoformat(since or "2024-06-04")
    except ValueError as error:
        raise UsageError(
            f"--since {since!r} is not a date such as 2024-06-04", print_help=False
        ) from error


def _read(
    archive: Archive,
    reader: Reader,
    declared: Rooms,
    chosen: list[str],
    report: Report,
    opts: argparse.Namespace,
) -> None:
    from newscrawler import clock
    from newscrawler.archive import rereads
    from newscrawler.archive.ledger import rfc3339
    from newscrawler.reextract import Choice
    from newscrawler.terminal import Progress

    wanted = {room: declared.extractor(room) for room in chosen}
    total = sum(
        rereads.count_unread(archive.db, room, extractor=extractor, since=opts.since)
        for room, extractor in wanted.items()
    )
    progress = Progress(sys.stderr, total)
    choice = Choice(frozenset(opts.field or ()), frozenset(opts.kind or ()))
    for room, extractor in wanted.items():
        stored = rereads.unread(archive.db, room, extractor=extractor, since=opts.since)
        for batch in _batches(_noted(archive, reader.read(stored), report, progress, choice)):
            if opts.accept:
                report.made += archive.run(
                    rereads.accept, batch, extractor=extractor, now=rfc3339(clock.utc())
                )
    progress.end()


def _noted(
    archive: Archive,
    readings: Iterable[Reading],
    report: Report,
    progress: Progress,
    choice: Choice,
) -> Iterator[Reading]:
    from newscrawler import diff
    from newscrawler.archive import articles

    for reading in readings:
        held = None
        if reading.fields is not None:
            stored = reading.stored
            held = articles.read_revision(archive.db, stored.article_id, stored.number)
        changes = []
        if held is not None and reading.fields is not None:
            changes = diff.changes(held, reading.fields)
        is_chosen = report.note(reading, changes, choice)
        progress.step(f", {report.changed} changed")
        if is_chosen:
            yield reading


def _batches(readings: Iterator[Reading]) -> Iterator[list[Reading]]:
    while batch := list(islice(readings, BATCH)):
        yield batch


def _print(report: Report, undeclared: list[str], opts: argparse.Namespace) -> None:
    from newscrawler import diff_view

    for room in undeclared:
        print(f"{room}: not in this project; read as `any_room` reads, without rules")
    rows = [[name, kind, str(number)] for (name, kind), number in report.groups.most_common()]
    if rows:
        print(table(rows, ["FIELD", "KIND", "ARTICLES"]))
    for group, examples in sorted(report.examples.items()):
        print(f"\n{group[0]} {group[1]}:")
        for name, change in examples:
            print(f"  {name}: {diff_view.excerpt(change, sys.stdout)}")
    if report.not_believed:
        named = ", ".join(report.not_believed[:NAMED])
        more = " …" if len(report.not_believed) > NAMED else ""
        print(f"\nnot believed to be releases any more, left as they are: {named}{more}")
    if not report.read:
        print("nothing to read: today's extractor has read every page")
        return
    end = f"{report.read} pages read, {report.changed} would change"
    if opts.accept:
        end = f"{report.read} pages read, {report.made} revisions made"
    elif report.changed:
        end += "; nothing is written: --accept makes them revisions, --field and --kind choose"
    if report.left:
        end += f"; {report.left} change otherwise and are left as they are"
    print(f"\n{end}" if rows else end)
