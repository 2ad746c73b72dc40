"""One crawl per room at a time, by a lock in PostgreSQL."""

from __future__ import annotations

import time
from contextlib import suppress

from newscrawler.archive.connection import ArchiveError, Database, RoomLockedError

# A server takes a moment to see that a client was killed, and holds its locks until then.
LOCK_SECONDS = 2


class SessionRoomLock:
    """An advisory lock of the session that writes: who loses the one cannot do the other."""

    def __init__(self, db: Database, room: str, number: int) -> None:
        self._db, self._number = db, number
        deadline = time.monotonic() + LOCK_SECONDS
        while not db.execute("SELECT pg_try_advisory_lock(?)", (number,)).fetchone()[0]:
            if time.monotonic() > deadline:
                raise RoomLockedError(
                    f"another crawl of {room} is running on {db.where}; wait for its end"
                )
            time.sleep(0.05)

    def release(self) -> None:
        """Give the lock back; a session that has ended has done so."""
        with suppress(ArchiveError):
            self._db.execute("SELECT pg_advisory_unlock(?)", (self._number,))
