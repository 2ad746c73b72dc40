"""Crawls as users start them: `newscrawler` in a process of its own, against a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fixtures.replica.room import Room
from fixtures.replica.server import Replica
from newscrawler.archive import ArchiveError, articles, open_archive, versions
from tests import forks

# Politeness is for the web; the replica is ours. Everything else is as in production.
FAST = ("-s", "DOWNLOAD_DELAY=0")
SECONDS = 120


@dataclass
class Desk:
    """One user's place: an archive, a replica to crawl, and the commands that are run there."""

    folder: Path
    replica: Replica
    archive: str

    @property
    def where(self) -> str:
        """The archive as messages name it."""
        return self.archive.removeprefix("sqlite:///")

    @property
    def has_archive(self) -> bool:
        try:
            open_archive(self.archive).close()
        except ArchiveError:
            return False
        return True

    @property
    def environment(self) -> dict[str, str]:
        foreign = ("NEWSCRAWLER", "SCRAPY")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return {
            **kept,
            "NEWSCRAWLER_ARCHIVE": self.archive,
            "NEWSCRAWLER_ALLOW_PRIVATE": f"127.0.0.1:{self.replica.port}",
            "NEWSCRAWLER_CONTACT": "tests@example.org",
            "NEWSCRAWLER_RETRY_SECONDS": "0",
            "NO_COLOR": "1",
        }

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "newscrawler", *arguments]

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return forks.run(
            arguments,
            folder=self.folder,
            environment={**self.environment, **environment},
            seconds=SECONDS,
        )

    def crawling(self, *arguments: str) -> list[str]:
        """Return the command line of a crawl of the replica."""
        target = f"base_url={self.replica.url}"
        return self.command("crawl", "qbpc_news", "-a", target, *FAST, *arguments)

    def crawl(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.replica.requests.clear()
        return self.run(*self.crawling(*arguments)[3:], **environment)

    def crawl_at(self, moment: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Crawl with a clock that shows `moment`, RFC 3339."""
        self.replica.requests.clear()
        return forks.run(
            self.crawling(*arguments)[3:],
            folder=self.folder,
            environment=self.environment,
            seconds=SECONDS,
            moment=moment,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.crawling(*arguments),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with open_archive(self.archive) as archive:
            found = archive.db.execute(sql, values)
            return [] if sql.startswith(("UPDATE", "DELETE")) else [tuple(row) for row in found]

    def held(self) -> dict[str, dict[str, Any]]:
        """Return the current public record of each article by its key."""
        with open_archive(self.archive) as archive:
            return {
                fields["key"]: articles.public(fields)
                for fields in versions.current(archive.db, "qbpc_news")
            }

    def holds_truth(self, room: Room) -> None:
        """Assert that every field of every release is held as it is."""
        held = self.held()
        for truth in room.truth():
            found = held[truth["key"]]
            assert {name: found[name] for name in truth} == truth
        assert len(held) >= len(room)


def project(desk: Desk) -> Path:
    """Return a Scrapy project of a user's own."""
    folder = desk.folder / "mine"
    (folder / "mine" / "spiders").mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = mine.settings\n")
    (folder / "mine" / "__init__.py").write_text("")
    (folder / "mine" / "spiders" / "__init__.py").write_text("")
    (folder / "mine" / "settings.py").write_text(
        "from newscrawler.settings import *\n"
        "SPIDER_MODULES = ['mine.spiders']\nNEWSPIDER_MODULE = 'mine.spiders'\n"
    )
    return folder
