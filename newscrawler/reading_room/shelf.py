"""The way from pages to the archive: a few connections that only read, shared by all threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import LifoQueue
from threading import Semaphore

from newscrawler.archive import Archive, ArchiveError, Connection, open_archive

# More than these answer at the same time only on machines that have more cores.
CONNECTIONS = 8


class Shelf:
    """Connections of one archive, each used by one thread at a time; the last one used first."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._free: LifoQueue[Archive] = LifoQueue()
        self._turns = Semaphore(CONNECTIONS)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield the archive as it is now, until the end of the block.

        Raises ArchiveError when it cannot be read; the next block opens it anew.
        """
        with self._turns:
            archive = self._open() if self._free.empty() else self._free.get()
            try:
                archive.db.begin_reading()
                yield archive.db
            except ArchiveError:
                archive.close()
                raise
            except BaseException:
                self._give_back(archive)
                raise
            self._give_back(archive)

    def _open(self) -> Archive:
        archive = open_archive(self.url)
        archive.db.forbid_writing()
        return archive

    def _give_back(self, archive: Archive) -> None:
        archive.db.rollback()
        self._free.put(archive)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while not self._free.empty():
            self._free.get().close()
