"""The way from pages to the archive: a few connections that only read, shared by all threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue
from threading import Semaphore

from newscrawler.archive import Archive, ArchiveError, Connection, TooLongError, open_archive

# More than these answer at the same time only on machines that have more cores.
CONNECTIONS = 8


class BusyError(Exception):
    """All connections are in use, and none became free in time."""


class Shelf:
    """Connections of one archive, each used by one thread at a time; the last one used first.

    Nobody waits longer than `seconds` for a connection, and as long for what it is asked.
    """

    def __init__(self, url: str, seconds: float) -> None:
        self.url, self.seconds = url, seconds
        self._free: LifoQueue[Archive] = LifoQueue()
        self._turns = Semaphore(CONNECTIONS)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield the archive as it is now, until the end of the block.

        Raises BusyError, TooLongError, and ArchiveError when it cannot be read; the next block
        opens it anew.
        """
        if not self._turns.acquire(timeout=self.seconds):
            raise BusyError
        try:
            archive = self._taken()
            with self._kept(archive), archive.db.reading(self.seconds):
                yield archive.db
        finally:
            self._turns.release()

    @contextmanager
    def _kept(self, archive: Archive) -> Iterator[None]:
        """Put a connection back after the block, unless it is broken."""
        is_broken = False
        try:
            yield
        except ArchiveError as error:
            is_broken = not isinstance(error, TooLongError)
            raise
        finally:
            if is_broken:
                archive.close()
            else:
                self._free.put(archive)

    def _taken(self) -> Archive:
        with suppress(Empty):
            return self._free.get_nowait()
        archive = open_archive(self.url)
        archive.db.forbid_writing()
        return archive

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while not self._free.empty():
            self._free.get().close()
