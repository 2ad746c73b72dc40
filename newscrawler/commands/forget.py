"""`forget KEY --why TEXT`: erase an article for good."""

from __future__ import annotations

import argparse

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    """Erases an article and leaves a tombstone."""

    example = "newscrawler forget qbpc_news:18:1238 --why 'request of the person named'"

    def syntax(self) -> str:
        """Return the arguments."""
        return "ROOM:KEY | URL"

    def short_desc(self) -> str:
        """Return the line of the verb list."""
        return "Erase an article for good; say why"

    def long_desc(self) -> str:
        """Return the description of `--help`."""
        return (
            "Erases every revision of an article, its captures, addresses and whatever else is "
            "about it, so that its text is in no byte of a SQLite archive any more. The event "
            "`forgotten`, with the reason, and the key stay; a later crawl neither fetches nor "
            "stores the article. It cannot be undone. Backups, copies and exports are yours to "
            "erase, and so are the write-ahead log and replicas of a PostgreSQL server."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the reason."""
        super().add_options(parser)
        parser.add_argument("--why", metavar="TEXT", help="the reason, which stays; required")

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Erase while no crawl of the room runs, and say what is gone."""
        from newscrawler.archive import forgetting
        from newscrawler.archive.tables import TABLES
        from newscrawler.recording import now

        if len(args) != 1:
            raise UsageError("name one article as ROOM:KEY, or give its address")
        if not (opts.why or "").strip():
            raise UsageError("say why, as in --why 'request of the person named'")
        room, key = forgetting.find(archive.db, args[0])
        others = forgetting.same_text(archive.db, room, key)
        locks = [archive.lock_room(each) for each in forgetting.rooms_to_lock(archive.db, room)]
        try:
            erased = archive.run(forgetting.forget, room, key, why=opts.why, now=now())
            archive.db.wipe(table.name for table in TABLES)
        finally:
            for lock in locks:
                lock.release()
        print(f"{room}:{key} is forgotten: {erased} rows erased\narchive: {archive.where}")
        if others:
            print(f"the same text is still held as {', '.join(others)}")
