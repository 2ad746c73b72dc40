"""One crawl per room at a time, by a lock file beside a SQLite archive."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from newscrawler.archive.connection import ArchiveError, RoomLockedError

# Who only asks whether a room is locked holds its lock for a moment.
LOCK_SECONDS = 1


class FileRoomLock:
    """An operating-system file lock beside the archive."""

    def __init__(self, archive: Path, room: str) -> None:
        self._lock = FileLock(_path(archive, room))
        try:
            self._lock.acquire(timeout=LOCK_SECONDS, poll_interval=0.05)
        except Timeout as error:
            raise RoomLockedError(
                f"another crawl of {room} is running on {archive}; wait for its end"
            ) from error
        except OSError as error:
            raise ArchiveError(
                f"cannot write {self._lock.lock_file}, which keeps a second crawl away: "
                f"{error.strerror}"
            ) from error

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        self._lock.release()


def is_locked(archive: Path, room: str) -> bool:
    """Tell whether a crawl of the room runs; nothing is made or written for it."""
    path = _path(archive, room)
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def _path(archive: Path, room: str) -> Path:
    return archive.with_name(f"{archive.name}.{room}.lock")
