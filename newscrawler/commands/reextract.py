"""`reextract`: all history through today's extractor, offline."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive, open_archive
from newscrawler.archive_command import ArchiveCommand, table
from newscrawler.console.nearest import meant
from newscrawler.content import CONTENT_FIELDS

if TYPE_CHECKING:
    from newscrawler.archive.rereads import Reading
    from newscrawler.reextract import Reader, Report, Rooms

NAMED = 5
# Pages that share one COMMIT of --accept
BATCH = 100


class Command(ArchiveCommand):
    """Reads stored pages again and shows, or accepts, what today's extractor says."""

    summary = "Read all stored pages with today's extractor; show or accept what changes"
    description = (
        "Reads the current page of every article that today's extractor has not read, without "
        "network, and shows what would change, by field and kind. Nothing is written without "
        "--accept, which makes each change a revision with cause `extractor`. An interrupted "
        "--accept is gone on with by the next. --field and --kind take what is better and "
        "leave the rest for later: --accept --field breadcrumb --kind found."
    )
    example = "newscrawler reextract --room qbpc_news"
    resume = "; what was accepted is kept, and the same command goes on with the rest"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what to read and whether to accept it."""
        from newscrawler.diff import KINDS
        from newscrawler.project import add_jobs

        super().add_options(parser)
        parser.add_argument("--room", metavar="NAME", help="default: all rooms")
        parser.add_argument("--since", metavar="DATE", help="only pages received since then")
        parser.add_argument("--accept", action="store_true", help="write what changes")
        parser.add_argument(
            "--field",
            action="append",
            choices=CONTENT_FIELDS,
            help="only articles that change in this field alone, or in several of these",
        )
        parser.add_argument(
            "--kind",
            action="append",
            choices=KINDS,
            help="only articles that change in this way alone, or in several of these",
        )
        add_jobs(parser)

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read, report, and write when accepted."""
        from newscrawler import project, reextract

        _check(args, opts.since)
        assert self.settings is not None
        url, declared = self.settings["NEWSCRAWLER_ARCHIVE"], project.rooms(self.settings)
        with (
            reextract.Reader(declared, url, opts.jobs) as reader,
            open_archive(url) as archive,
        ):
            chosen = _rooms(archive, opts.room)
            report = _read(archive, reader, declared, chosen, opts)
        _print(report, [room for room in chosen if room not in declared.kinds], opts)


def _rooms(archive: Archive, name: str | None) -> list[str]:
    """Return the held rooms that were chosen. Raises UsageError when there is no such one."""
    from newscrawler.archive import rereads

    held = rereads.rooms(archive.db)
    if name is not None and name not in held:
        raise UsageError(f"no article of {name!r} is held; {meant(name, held)}", print_help=False)
    return [room for room in held if name in (None, room)]


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
    archive: Archive, reader: Reader, declared: Rooms, chosen: list[str], opts: argparse.Namespace
) -> Report:
    from newscrawler import clock
    from newscrawler.archive import rereads, versions
    from newscrawler.console.terminal import Progress
    from newscrawler.reextract import Choice, Report

    def held(reading: Reading) -> Mapping[str, Any] | None:
        # None: erased since it was read.
        with suppress(KeyError):
            return versions.read_revision(archive.db, reading.article_id, reading.number)
        return None

    def noted(ids: list[int]) -> Iterator[Reading]:
        for reading in reader.read(ids):
            is_chosen = report.note(reading, choice, held)
            progress.step(f", {report.changed} changed")
            if is_chosen:
                yield reading

    report = Report()
    choice = Choice(frozenset(opts.field or ()), frozenset(opts.kind or ()))
    extractors = {room: declared.extractor(room) for room in chosen}
    unread = {
        room: rereads.unread(archive.db, room, extractor=extractor, since=opts.since)
        for room, extractor in extractors.items()
    }
    progress = Progress(sys.stderr, sum(map(len, unread.values())))
    for room, ids in unread.items():
        for batch in _batches(noted(ids)):
            if opts.accept:
                report.made += archive.run(
                    rereads.accept, batch, extractor=extractors[room], now=clock.now()
                )
    progress.end()
    return report


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
    _name("not believed to be releases any more, left as they are", report.not_believed)
    _name("cannot be unpacked, left as they are; run 'newscrawler verify'", report.damaged)
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


def _name(what: str, names: Sequence[str]) -> None:
    if names:
        more = " …" if len(names) > NAMED else ""
        print(f"\n{what}: {', '.join(names[:NAMED])}{more}")
