"""`events [ROOM]`: what happened, in order, to be replayed from any point."""

from __future__ import annotations

import argparse
import json
import time
from contextlib import suppress
from typing import Any

from newscrawler.archive import Archive
from newscrawler.archive_command import ArchiveCommand, one_room

COLUMNS = ("id", "at", "room", "key", "kind", "crawl_id")
FOLLOW_SECONDS = 1


class Command(ArchiveCommand):
    """Replays the stream of events."""

    arguments = "[ROOM]"
    summary = "Replay what happened: new, revised, gaps, …"
    description = (
        "Events have increasing ids, and a later one is never seen before an earlier one: who "
        "keeps the last id and asks for what came after it misses nothing and sees nothing "
        "twice. JSON Lines: id, at (RFC 3339, UTC), room, key, kind, crawl_id, revision, and "
        "what the kind has beside."
    )
    example = "newscrawler events qbpc_news --after 1200 --format jsonl"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to start and how to write."""
        super().add_options(parser)
        parser.add_argument("--after", type=int, default=0, metavar="ID", help="default: 0, all")
        parser.add_argument(
            "--format", choices=["table", "jsonl"], default="table", help="default: table"
        )
        parser.add_argument("--follow", action="store_true", help="go on as they happen, until ^C")

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Print the events; ^C ends `--follow` in order."""
        from newscrawler.archive import events

        # Who follows may wait for the first crawl of a room.
        room = args[0] if opts.follow and len(args) == 1 else one_room(archive, args)
        after, line = opts.after, LINES[opts.format]
        with suppress(KeyboardInterrupt):
            while True:
                for event in events.replay(archive.db, after=after, room=room):
                    print(line(event), flush=opts.follow)
                    after = event["id"]
                if not opts.follow:
                    return
                time.sleep(FOLLOW_SECONDS)


def _as_json(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False)


def _as_text(event: dict[str, Any]) -> str:
    article = f"{event['room']}:{event['key']}" if event["key"] else event["room"]
    details = [
        f"{name} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in event.items()
        if name not in COLUMNS and value is not None
    ]
    return f"{event['id']:>7}  {event['at']}  {event['kind']:9}  {article}  {', '.join(details)}"


LINES = {"table": _as_text, "jsonl": _as_json}
