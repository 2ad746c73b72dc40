"""One crawl per room at a time: an operating-system file lock that vanishes with its process."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout


class RoomLockedError(Exception):
    """Another crawl of this room is running on this archive."""


class RoomLock:
    """Holds the lock of one room until `release` or the end of the process."""

    def __init__(self, archive: Path, room: str) -> None:
        path = archive.with_name(f"{archive.name}.{room}.lock")
        self._lock = FileLock(path)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise RoomLockedError(
                f"another crawl of {room} is running on {archive}; wait for its end"
            ) from error

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        self._lock.release()
