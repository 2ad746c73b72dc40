"""The archive: the only code that knows SQL.

`open_archive` gives an `Archive`. A *job* is a function whose first argument is the connection
(`ledger.fail`, `articles.store` …); `Archive.run` runs one in a transaction of its own, and
`ArchiveWriter.write` runs it in the writer thread, where waiting jobs share one COMMIT.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from newscrawler.archive import sqlite
from newscrawler.archive.connection import (
    ArchiveError,
    Connection,
    Database,
    RoomLock,
    RoomLockedError,
    TooLongError,
    transaction,
)

__all__ = [
    "Archive",
    "ArchiveError",
    "Connection",
    "Job",
    "RoomLock",
    "RoomLockedError",
    "TooLongError",
    "load",
    "open_archive",
]

P = ParamSpec("P")
T = TypeVar("T")
Job = Callable[Concatenate[Connection, P], T]


class Archive:
    """An open archive.

    `where` is the path of its file, or the address of its database without the password; `created`
    tells that this call made it.
    """

    def __init__(self, db: Database) -> None:
        self.db = db
        self.where = db.where
        self.created = db.created

    def run(self, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job` in one transaction and return its result; undo it when it raises.

        Raises ArchiveError when the archive cannot be read or written.
        """
        with transaction(self.db):
            return job(self.db, *args, **kwargs)

    def lock_room(self, room: str) -> RoomLock:
        """Lock a room for one crawl until `release`, `close` or the end of the process.

        Raises RoomLockedError when another crawl of the room runs.
        """
        return self.db.lock_room(room)

    def close(self) -> None:
        """Close the archive. A second call does nothing."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_archive(url: str, *, create: bool = False, unfinished: bool = False) -> Archive:
    """Open the archive that `url` names; with `create`, make it when there is none.

    `sqlite:///relative`, `sqlite:////absolute` and plain paths are files; `postgresql://…` is a
    database (libpq, connection URIs). An `unfinished` copy is opened only to finish it. Raises
    ArchiveError with what to do when it cannot be opened.
    """
    if _is_postgres(url):
        return Archive(_postgres().connect(url, create=create, unfinished=unfinished))
    name = url.removeprefix("sqlite:///")
    if "://" in name:
        raise ArchiveError(
            f"an archive in {name.partition(':')[0]} is not supported; set NEWSCRAWLER_ARCHIVE to "
            "sqlite:///path/to/newscrawler.db or postgresql://user@host/database"
        )
    path = Path(name).expanduser().absolute()
    return Archive(sqlite.connect(path, create=create, unfinished=unfinished))


def load(url: str) -> None:
    """Import what `open_archive` needs for `url`: processes that are forked then share it."""
    if _is_postgres(url):
        _postgres()


def _is_postgres(url: str) -> bool:
    return url.startswith(("postgresql://", "postgres://"))


def _postgres() -> ModuleType:
    try:
        from newscrawler.archive import postgres
    except ImportError as error:
        raise ArchiveError(
            f"an archive in PostgreSQL needs psycopg ({error}): pip install 'newscrawler[postgres]'"
        ) from error
    return postgres
