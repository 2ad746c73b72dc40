"""The archive as one SQLite file, and nothing but what SQLite needs to be told."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from newscrawler.archive import dialect, sqlite_lock
from newscrawler.archive.connection import (
    BUSY_SECONDS,
    SCHEMA_VERSION,
    ArchiveError,
    Row,
    TooLongError,
    Values,
    refuse_version,
    storable,
    transaction,
)
from newscrawler.archive.sqlite_lock import FileRoomLock
from newscrawler.archive.sqlite_words import SqliteWords

# For RETURNING and IS NOT DISTINCT FROM
OLDEST = (3, 39)

# Rows of some kilobytes leave much of larger pages empty: `python -m bench storage`.
PAGE_SIZE = 1024
# Steps between two looks at the clock, each of which waits for the interpreter's lock: no more than
# 0.2 s were seen between two.
STEPS = 10_000


class SqliteConnection:
    """A connection in autocommit mode: transactions are explicit."""

    wipes_whole = True

    def __init__(self, connection: sqlite3.Connection, path: Path, *, created: bool) -> None:
        self.path, self.where, self.created = path, str(path), created
        self._connection = connection
        self._seconds = 0.0
        self.words = SqliteWords(self.execute, self.execute_many)

    def execute(self, sql: str, values: Values = (), /) -> sqlite3.Cursor:
        """Run one statement. Raises ArchiveError when the file cannot be read or written."""
        try:
            return self._connection.execute(sql, storable(values))
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.Error) -> ArchiveError:
        # What the module itself finds wrong, such as a closed connection, has no code.
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return TooLongError(self._seconds)
        return ArchiveError(f"cannot use {self.where} as an archive: {error}")

    def stream(self, sql: str, values: Values = (), /) -> Iterator[Row]:
        """Yield the rows of a query one by one."""
        rows = self.execute(sql, values)
        try:
            yield from rows
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def begin(self) -> None:
        """Begin a transaction as the only writer."""
        self.execute("BEGIN IMMEDIATE")

    def begin_reading(self) -> None:
        """Begin a transaction that sees the file as it is now (SQLite, WAL: snapshot)."""
        self.execute("BEGIN")
        self.execute("SELECT 1 FROM sqlite_master")

    @contextmanager
    def reading(self, seconds: float) -> Iterator[None]:
        """Read the file as it is now until the end of the block; see `Database.reading`."""
        self._seconds, end = seconds, time.monotonic() + seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        try:
            self.begin_reading()
            yield
        except sqlite3.Error as error:
            # Most work is done when rows are read, after `execute`.
            raise self._failure(error) from error
        finally:
            self._connection.set_progress_handler(None, STEPS)
            self.rollback()

    def forbid_writing(self) -> None:
        """Let every statement that writes fail from now on."""
        self.execute("PRAGMA query_only = ON")

    def execute_many(self, sql: str, rows: Sequence[Values], /) -> None:
        """Run one statement for each row of values."""
        try:
            self._connection.executemany(sql, [storable(row) for row in rows])
        except sqlite3.Error as error:
            raise ArchiveError(f"cannot write {self.where}: {error}") from error

    def commit(self) -> None:
        """Make the transaction last."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction, unless the failure has done so."""
        with suppress(ArchiveError):
            self.execute("ROLLBACK")

    def tables(self) -> set[str]:
        """Return the names of the tables in the file, without those of the index of search."""
        rows = self.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'search_words%'"
        )
        return {row[0] for row in rows}

    def version(self) -> int:
        """Return the version of the schema, 0 in an empty file."""
        return int(self.execute("PRAGMA user_version").fetchone()[0])

    def set_version(self, version: int) -> None:
        """Set the version of the schema."""
        self.execute(f"PRAGMA user_version = {version}")

    def advance_identities(self) -> None:
        """Do nothing: SQLite counts from the highest id."""

    def wipe(self, tables: Iterable[str]) -> None:  # noqa: ARG002  the file is written anew, whole
        """Write the file anew without what was deleted, and empty its log."""
        self.words.wipe()
        self.execute("VACUUM")
        if self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()["busy"]:
            raise ArchiveError(
                f"what was deleted still stands in {self.where}-wal, which somebody reads; "
                "do the same again when nothing else uses the archive"
            )

    def save_to(self, path: Path) -> None:
        """Write the file's pages to `path`, as they are now; writers go on meanwhile."""
        try:
            with closing(sqlite3.connect(path)) as target:
                self._connection.backup(target)
                (said,) = target.execute("PRAGMA quick_check").fetchone()
        except sqlite3.Error as error:
            raise ArchiveError(f"cannot write {path}: {error}") from error
        if said != "ok":
            raise ArchiveError(f"{self.where} is damaged: {said}")

    def lock_room(self, room: str) -> FileRoomLock:
        """Lock a room on this file. Raises RoomLockedError when it is locked."""
        return FileRoomLock(self.path, room)

    def is_locked(self, room: str) -> bool:
        """Tell whether a crawl of the room runs; who locks it meanwhile waits a moment."""
        return sqlite_lock.is_locked(self.path, room)

    def close(self) -> None:
        """Close the file. A second call does nothing."""
        self._connection.close()


def connect(path: Path, *, create: bool, unfinished: bool = False) -> SqliteConnection:
    """Open the archive at `path`, bring its schema up to date and return the connection.

    The connection may be handed to another thread. Where nothing can be written, on a disk that is
    read only, the archive is opened to be read. Raises ArchiveError when the file is missing (and
    not `create`), not an archive, newer than this program, not writable (and `create`), or an
    unfinished copy (and not `unfinished`).
    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise ArchiveError(
            f"SQLite {sqlite3.sqlite_version} is too old; use a Python with SQLite 3.39 or later"
        )
    is_new = not path.exists()
    if is_new and not create:
        raise ArchiveError(f"there is no archive at {path}; run 'newscrawler crawl ROOM' first")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(
            f"cannot open the archive {path}: {error}; "
            "NEWSCRAWLER_ARCHIVE is a file in a folder that can be written"
        ) from error
    connection.row_factory = sqlite3.Row
    db = SqliteConnection(connection, path, created=is_new)
    try:
        _prepare(db, unfinished=unfinished)
    except ArchiveError as error:
        db.close()
        if not _cannot_be_opened(error):
            raise
        if create:
            raise ArchiveError(
                f"cannot write the archive {path}: its folder must be writable, and on no disk "
                "that is read only"
            ) from error
        return _as_it_lies(path)
    return db


def _cannot_be_opened(error: ArchiveError) -> bool:
    """Tell whether SQLite could not make the files that it keeps beside an archive (-wal, -shm)."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY_DIRECTORY)


def _as_it_lies(path: Path) -> SqliteConnection:
    """Open an archive that nobody writes, as a backup on a disk that is read only.

    Raises ArchiveError where its log has what the file has not, or its schema is an older one.
    """
    log = path.with_name(f"{path.name}-wal")
    if not path.is_file() or (log.is_file() and log.stat().st_size):
        raise ArchiveError(
            f"cannot open the archive {path}; copy it, with {log.name}, to a folder "
            "that can be written"
        )
    connection = sqlite3.connect(
        f"{path.as_uri()}?immutable=1", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    db = SqliteConnection(connection, path, created=False)
    try:
        version = db.version()
        refuse_version(db.where, version, unfinished=False)
        if version < SCHEMA_VERSION:
            raise ArchiveError(
                f"{path} was written by an older newscrawler; copy it to a folder that can be "
                "written, where it is brought up to date"
            )
    except ArchiveError:
        db.close()
        raise
    return db


def _prepare(db: SqliteConnection, *, unfinished: bool) -> None:
    version = db.version()
    refuse_version(db.where, version, unfinished=unfinished)
    # Takes effect in a new file only.
    db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        db.execute("PRAGMA journal_mode = WAL")
    # FULL: what was reported as stored survives a power cut (SQLite, PRAGMA synchronous).
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    if 0 <= version < SCHEMA_VERSION:
        _migrate(db)


def _migrate(db: SqliteConnection) -> None:
    from newscrawler.archive.migrations import STEPS

    with transaction(db):
        # Read again inside the transaction: another process may have migrated meanwhile.
        version = db.version()
        if version == 0 and db.tables():
            raise ArchiveError(
                f"{db.where} is a SQLite file of something else; choose another path"
            )
        for number, step in enumerate(STEPS[version:], start=version + 1):
            for statement in dialect.statements(step, "sqlite"):
                db.execute(statement)
            db.set_version(number)
