"""`forget KEY --why TEXT`: erase an article, or a whole room, for good."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from scrapy.exceptions import UsageError

from newscrawler import clock
from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand, one_room


class Command(ArchiveCommand):
    """Erases an article, or a room, and leaves a tombstone."""

    arguments = "(ROOM:KEY|URL|ROOM --whole-room) --why TEXT"
    summary = "Erase an article, or a whole room, for good; say why"
    description = (
        "Erases every revision of an article, its captures, addresses and whatever else is "
        "about it, so that its text is in no byte of a SQLite archive any more. The event "
        "`forgotten`, with the reason, and the key stay; a later crawl neither fetches nor "
        "stores the article. It cannot be undone. Backups, copies and exports are yours to "
        "erase, and so are the write-ahead log and replicas of a PostgreSQL server. With "
        "--whole-room it erases a room that should not be there, with its runs and its "
        "listing; a later crawl of it begins anew."
    )
    example = "newscrawler forget qbpc_news:18:1238 --why 'request of the person named'"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the reason, and what is erased."""
        super().add_options(parser)
        parser.add_argument("--why", metavar="TEXT", help="the reason, which stays; required")
        parser.add_argument(
            "--whole-room", action="store_true", help="erase all of a room, and that it was crawled"
        )

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Erase while no crawl of the room runs, and say what is gone."""
        if not (opts.why or "").strip():
            raise UsageError("say why, as in --why 'request of the person named'")
        if opts.whole_room:
            room = one_room(archive, args)
            if room is None:
                raise UsageError("name the room that --whole-room is to erase")
            self._room(archive, room, opts.why)
        elif len(args) != 1:
            raise UsageError("name one article as ROOM:KEY, or give its address")
        else:
            self._article(archive, args[0], opts.why)
        print(f"archive: {archive.where}")

    def _article(self, archive: Archive, name: str, why: str) -> None:
        from newscrawler.archive import crawls, forgetting

        if name in crawls.room_names(archive.db):
            raise UsageError(f"{name} is a room; add --whole-room to erase all of it")
        room, key = forgetting.find(archive.db, name)
        others = forgetting.same_text(archive.db, room, key)
        with self._wiped(archive, room):
            erased = archive.run(forgetting.forget, room, key, why=why, now=clock.now())
        print(f"{room}:{key} is forgotten: {erased} rows erased")
        if others:
            print(f"the same text is still held as {', '.join(others)}")

    def _room(self, archive: Archive, room: str, why: str) -> None:
        from newscrawler.archive import forgetting

        with self._wiped(archive, room):
            number = archive.run(forgetting.forget_room, room, why=why, now=clock.now())
        print(f"{room} is forgotten, with {number} article{'' if number == 1 else 's'}")

    @contextmanager
    def _wiped(self, archive: Archive, room: str) -> Iterator[None]:
        """Let no crawl run that the erasing would disturb, and overwrite what the block deletes."""
        from newscrawler.archive import forgetting
        from newscrawler.archive.tables import TABLES

        locks = [archive.lock_room(each) for each in forgetting.rooms_to_lock(archive.db, room)]
        try:
            yield
            archive.db.wipe(table.name for table in TABLES)
        finally:
            for lock in locks:
                lock.release()
