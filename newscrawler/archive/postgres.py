"""The archive in a PostgreSQL database, and nothing but what PostgreSQL needs to be told."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import conninfo

from newscrawler.archive import dialect
from newscrawler.archive.connection import (
    BUSY_SECONDS,
    SCHEMA_VERSION,
    ArchiveError,
    Row,
    Rows,
    TooLongError,
    Values,
    refuse_version,
    storable,
    transaction,
)
from newscrawler.archive.postgres_lock import SessionRoomLock
from newscrawler.archive.postgres_rows import NamedRow, NamedRows
from newscrawler.archive.postgres_words import PostgresWords

CONNECT_SECONDS, KEEPALIVE_SECONDS = 10, 60
# Holds one row: the number of steps that the schema has gone.
VERSION_TABLE = "schema_version"
# Durable commits whatever the server's default; a machine that is gone frees its locks.
SESSION = f"""
SELECT set_config('lock_timeout', '{BUSY_SECONDS}s', false),
       set_config('tcp_keepalives_idle', '{KEEPALIVE_SECONDS}', false),
       set_config('tcp_keepalives_interval', '10', false),
       set_config('tcp_keepalives_count', '3', false),
       set_config('synchronous_commit', CASE current_setting('synchronous_commit')
                  WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""


class PostgresConnection:
    """A connection in autocommit mode: transactions are explicit.

    Writers take turns: identities are given in the order in which transactions become visible, so
    that a reader of events who goes on after the last id misses none.
    """

    wipes_whole = False

    def __init__(self, connection: psycopg.Connection[NamedRow], where: str) -> None:
        self.where = where
        self.created = False
        self._connection = connection
        self._seconds, self._end = 0.0, math.inf
        self._names = count()
        self.words = PostgresWords(self.execute, self.execute_many, self._ask)
        self._schema = str(self.execute("SELECT coalesce(current_schema(), '')").fetchone()[0])

    def execute(self, sql: str, values: Values = (), /) -> Rows:
        """Run one statement. Raises ArchiveError when the database cannot be read or written."""
        if time.monotonic() > self._end:
            raise TooLongError(self._seconds)
        try:
            return self._connection.execute(
                dialect.with_postgres_marks(sql), storable(values), binary=True
            )
        except psycopg.Error as error:
            raise self._failure(error) from error

    def _failure(self, error: psycopg.Error) -> ArchiveError:
        if isinstance(error, psycopg.errors.QueryCanceled) and self._end < math.inf:
            return TooLongError(self._seconds)
        return ArchiveError(f"cannot use the archive {self.where}: {_line(error)}")

    def _ask(self, sql: str, values: Values) -> list[Any]:
        """Return the rows of a query that is planned anew, since its values decide how."""
        try:
            asked = dialect.with_postgres_marks(sql)
            return self._connection.execute(asked, values, prepare=False).fetchall()
        except psycopg.Error as error:
            raise self._failure(error) from error

    def stream(self, sql: str, values: Values = (), /) -> Iterator[Row]:
        """Yield the rows of a query from a cursor of the server, in or out of a transaction."""
        try:
            with self._connection.cursor(f"stream_{next(self._names)}", withhold=True) as cursor:
                cursor.execute(dialect.with_postgres_marks(sql), storable(values), binary=True)
                yield from cursor
        except psycopg.Error as error:
            raise self._failure(error) from error

    def begin(self) -> None:
        """Begin a transaction as the only writer."""
        # Every statement sees what was committed while it waited, whatever the server's default.
        self.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
        try:
            self.execute("SELECT pg_advisory_xact_lock(?)", (self._lock_number("writer"),))
        except ArchiveError:
            self.rollback()
            raise

    def begin_reading(self) -> None:
        """Begin a transaction that sees the archive as it is now."""
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self.execute("SELECT 1")

    @contextmanager
    def reading(self, seconds: float) -> Iterator[None]:
        """Read the archive as it is now until the end of the block; see `Database.reading`.

        The server ends a statement that takes so long; no other is begun after that time.
        """
        self._seconds, self._end = seconds, time.monotonic() + seconds
        try:
            self.begin_reading()
            limit = f"{max(1, round(seconds * 1000))}ms"
            self.execute("SELECT set_config('statement_timeout', ?, true)", (limit,))
            yield
        finally:
            self._end = math.inf
            self.rollback()

    def forbid_writing(self) -> None:
        """Let every statement that writes fail from now on."""
        self.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")

    def execute_many(self, sql: str, rows: Sequence[Values], /) -> None:
        """Run one statement for each row of values, without waiting for each answer."""
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(
                    dialect.with_postgres_marks(sql), [storable(row) for row in rows]
                )
        except psycopg.Error as error:
            raise ArchiveError(f"cannot write {self.where}: {_line(error)}") from error

    def commit(self) -> None:
        """Make the transaction last."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction, unless the failure has done so."""
        with suppress(ArchiveError):
            self.execute("ROLLBACK")

    def tables(self) -> set[str]:
        """Return the names of the tables in the schema, without those of the index of search."""
        rows = self.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            " AND tablename NOT LIKE 'search_words%'"
        )
        return {row[0] for row in rows}

    def version(self) -> int:
        """Return the version of the schema, 0 where there is no archive."""
        if VERSION_TABLE not in self.tables():
            return 0
        return int(self.execute("SELECT version FROM schema_version").fetchone()[0])

    def set_version(self, version: int) -> None:
        """Set the version of the schema."""
        self.execute("UPDATE schema_version SET version = ?", (version,))

    def advance_identities(self) -> None:
        """Let the next id of every table come after those that were written with their ids."""
        columns = self.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND is_identity = 'YES'"
        ).fetchall()
        for table, column in columns:
            self.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'),"  # noqa: S608 own names
                f" coalesce((SELECT max({column}) FROM {table}), 0) + 1, false)"
            )

    def wipe(self, tables: Iterable[str]) -> None:
        """Give the space of what was deleted back, to be overwritten (PostgreSQL, VACUUM)."""
        for table in tables:
            self.execute(f"VACUUM {table}")
        self.words.wipe()

    def lock_room(self, room: str) -> SessionRoomLock:
        """Lock a room in this database. Raises RoomLockedError when it is locked."""
        return SessionRoomLock(self, room, self._lock_number(f"room {room}"))

    def is_locked(self, room: str) -> bool:
        """Tell whether a crawl of the room runs; who locks it meanwhile waits a moment."""
        number = self._lock_number(f"room {room}")
        if not self.execute("SELECT pg_try_advisory_lock_shared(?)", (number,)).fetchone()[0]:
            return True
        self.execute("SELECT pg_advisory_unlock_shared(?)", (number,))
        return False

    def close(self) -> None:
        """Close the connection. A second call does nothing."""
        self._connection.close()

    def _lock_number(self, what: str) -> int:
        """Return the number of an advisory lock; archives in two schemas have their own."""
        digest = hashlib.sha256(f"newscrawler {self._schema} {what}".encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)


def connect(url: str, *, create: bool, unfinished: bool = False) -> PostgresConnection:
    """Open the archive in the database that `url` names and bring its schema up to date.

    The tables are in the first schema of the search path. Raises ArchiveError when the database
    cannot be reached, holds no archive (and not `create`), holds something else, is newer than this
    program, or an unfinished copy (and not `unfinished`).
    """
    where = without_password(url)
    try:
        options: dict[str, Any] = {
            "connect_timeout": CONNECT_SECONDS,
            "keepalives_idle": KEEPALIVE_SECONDS,
            "fallback_application_name": "newscrawler",
            **conninfo.conninfo_to_dict(url),
            "client_encoding": "utf8",
        }
        connection = psycopg.connect(
            conninfo.make_conninfo(**options), autocommit=True, row_factory=NamedRows
        )
    except psycopg.Error as error:
        raise ArchiveError(f"cannot open the archive {where}: {_line(error)}") from error
    try:
        db = PostgresConnection(connection, where)
        db.execute(SESSION)
        _prepare(db, create=create, unfinished=unfinished)
    except BaseException:
        connection.close()
        raise
    return db


def without_password(url: str) -> str:
    """Return an address of a database that may be shown."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    pairs = [pair for pair in parts.query.split("&") if "password=" not in pair]
    shown = f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}"
    return shown + (f"?{'&'.join(pairs)}" if pairs != [""] else "")


def _prepare(db: PostgresConnection, *, create: bool, unfinished: bool) -> None:
    encoding = db.execute("SELECT current_setting('server_encoding')").fetchone()[0]
    if encoding != "UTF8":
        raise ArchiveError(
            f"{db.where} is encoded as {encoding}; create a database with ENCODING 'UTF8'"
        )
    if db.execute("SELECT current_schema()").fetchone()[0] is None:
        raise ArchiveError(
            f"there is no schema for the archive {db.where}: create the one that its search_path "
            "names (CREATE SCHEMA), or leave search_path away"
        )
    version = db.version()
    refuse_version(db.where, version, unfinished=unfinished)
    if version == 0 and not create:
        raise ArchiveError(f"there is no archive in {db.where}; run 'newscrawler crawl ROOM' first")
    if 0 <= version < SCHEMA_VERSION:
        _migrate(db)


def _migrate(db: PostgresConnection) -> None:
    from newscrawler.archive.migrations import STEPS

    with transaction(db):
        # Read again behind the lock: another process may have migrated meanwhile.
        version = db.version()
        if version == 0:
            if db.tables():
                raise ArchiveError(
                    f"{db.where} holds tables of something else; create a database for the archive"
                )
            db.execute("CREATE TABLE schema_version (version BIGINT NOT NULL)")
            db.execute("INSERT INTO schema_version VALUES (0)")
        for step in STEPS[version:]:
            for statement in dialect.statements(dialect.postgres_schema(step), "postgresql"):
                db.execute(statement)
        db.set_version(len(STEPS))
        db.advance_identities()
    db.created = version == 0


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
