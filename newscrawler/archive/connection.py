"""What jobs may ask of a connection, whichever database is behind it, and what both must hold.

SQL is written once, in what SQLite 3.39 and PostgreSQL 14 have in common, with `?` and `:name` as
marks for values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from newscrawler.archive.word_index import WordIndex

# The number of steps in migrations.py; kept here so that an up-to-date archive need not import it.
SCHEMA_VERSION = 17
# How long a writer waits for another one
BUSY_SECONDS = 10

Values = Sequence[Any] | Mapping[str, Any]

# json.dumps builds an encoder at every call whose options are not the default ones.
_readable = json.JSONEncoder(ensure_ascii=False).encode
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class ArchiveError(Exception):
    """The archive cannot be opened, read or written; the message says what to do."""


class TooLongError(ArchiveError):
    """What was asked takes longer than its reader may wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"this was not answered within {seconds:g} seconds; ask for less")


class RoomLockedError(Exception):
    """Another crawl of this room is running on this archive."""


def refuse_version(where: str, version: int, *, unfinished: bool) -> None:
    """Raise ArchiveError for an archive that this program must not use.

    A negative version says that a copy is unfinished; only `copy` itself goes on with it.
    """
    if abs(version) > SCHEMA_VERSION:
        raise ArchiveError(
            f"{where} was written by a newer newscrawler (schema {abs(version)}, this one knows "
            f"{SCHEMA_VERSION}); upgrade newscrawler"
        )
    if version < 0 and not unfinished:
        raise ArchiveError(
            f"{where} is an unfinished copy; the same 'newscrawler copy FROM TO' finishes it"
        )
    if -SCHEMA_VERSION < version < 0:
        raise ArchiveError(
            f"{where} is an unfinished copy that an older newscrawler began; delete it"
        )


class Row(Protocol):
    """One row: values by place or by name, and `dict(row)`."""

    def __getitem__(self, key: int | str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def keys(self) -> Iterable[str]:
        """Return the names of the columns."""
        ...


class Rows(Protocol):
    """What a statement gave. `rowcount` counts what an UPDATE or DELETE touched."""

    @property
    def rowcount(self) -> int:
        """Return the number of rows that were changed."""
        ...

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What a job is given. Its methods raise ArchiveError when the database fails.

    `words` is the index of search, which each database keeps in its own way.
    """

    @property
    def words(self) -> WordIndex:
        """Return the index of search."""
        ...

    def execute(self, sql: str, values: Values = (), /) -> Rows:
        """Run one statement; its rows may all be read at once."""
        ...

    def execute_many(self, sql: str, rows: Sequence[Values], /) -> None:
        """Run one statement for each row of values."""
        ...

    def stream(self, sql: str, values: Values = (), /) -> Iterator[Row]:
        """Yield the rows of a query that may be larger than memory, as they were at its start."""
        ...


class RoomLock(Protocol):
    """One crawl per room at a time; the lock vanishes with its process."""

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        ...


class Database(Connection, Protocol):
    """A connection with its transactions.

    `created` tells that opening made the archive, `wipes_whole` that `wipe` writes all of it anew,
    for which no crawl can wait.
    """

    where: str
    created: bool
    wipes_whole: bool

    def begin(self) -> None:
        """Begin a transaction that writes; there is one at a time, others wait BUSY_SECONDS."""
        ...

    def begin_reading(self) -> None:
        """Begin a transaction that sees the archive as it is now and keeps no writer waiting."""
        ...

    def reading(self, seconds: float) -> AbstractContextManager[None]:
        """Read the archive as it is now until the end of the block.

        Raises TooLongError when all that is asked in it takes more than so many seconds.
        """
        ...

    def forbid_writing(self) -> None:
        """Let every statement that writes fail from now on."""
        ...

    def commit(self) -> None:
        """Make the transaction last."""
        ...

    def rollback(self) -> None:
        """Undo the transaction; raises nothing."""
        ...

    def tables(self) -> set[str]:
        """Return the names of the tables that are there."""
        ...

    def version(self) -> int:
        """Return the version of the schema; it is negative while a copy is unfinished."""
        ...

    def set_version(self, version: int) -> None:
        """Set the version of the schema."""
        ...

    def advance_identities(self) -> None:
        """Let the next id of every table come after those that were written with their ids."""
        ...

    def wipe(self, tables: Iterable[str]) -> None:
        """Overwrite what was deleted from `tables`. Raises ArchiveError when others keep it."""
        ...

    def lock_room(self, room: str) -> RoomLock:
        """Lock a room for one crawl. Raises RoomLockedError when it is locked."""
        ...

    def is_locked(self, room: str) -> bool:
        """Tell whether a crawl of the room runs; who locks it meanwhile waits a moment."""
        ...

    def close(self) -> None:
        """Close the connection. A second call does nothing."""
        ...


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Let what the block writes last; undo all of it when the block raises."""
    db.begin()
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise


def marks(values: Collection[object]) -> str:
    """Return a mark for each of some values, as they stand between the brackets of IN."""
    return ", ".join("?" * len(values))


def to_json(value: Any) -> str:
    """Return `value` as JSON that any database can hold and that reads back as it was."""
    text = _readable(value)
    return text if _is_storable(text) else json.dumps(value)


def storable(values: Values) -> Values:
    """Return values without NUL and lone surrogates, which not every database can hold as text."""
    given = values.values() if isinstance(values, Mapping) else values
    if all(_is_storable(value) for value in given if isinstance(value, str)):
        return values
    if isinstance(values, Mapping):
        return {name: _without_unstorable(value) for name, value in values.items()}
    return [_without_unstorable(value) for value in values]


def _is_storable(text: str) -> bool:
    if "\x00" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _without_unstorable(value: Any) -> Any:
    return _UNSTORABLE.sub("", value) if isinstance(value, str) else value
