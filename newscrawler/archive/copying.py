"""All of one archive into another, whichever databases they are in, with the same ids."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.archive import search_queue
from newscrawler.archive.connection import (
    ArchiveError,
    Connection,
    Database,
    marks,
    storable,
    transaction,
)
from newscrawler.archive.tables import COPIED, TABLES, Table

# Rows that are written in one transaction: about 3 MB of pages, of documents so many bytes at most
BATCH, MOST_BYTES = 200, 32_000_000
Note = Callable[[str, str, int], None]


def _silence(what: str, table: str, rows: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A table as copied: its rows, the SHA-256 (hex) over them, whether both sides are the same."""

    name: str
    rows: int
    digest: str
    same: bool


def copy(source: Database, target: Database, note: Note = _silence) -> list[Copied]:
    """Copy `source` as it is now into `target`; return what was compared on both sides afterwards.

    `target` is empty or an unfinished copy, with which this goes on; it cannot be opened for
    anything else until all of it is the same. `note` is told (what is done, table, rows). Raises
    ArchiveError when `target` holds something, or is not the same in the end.
    """
    resumed = target.version() < 0
    if not resumed:
        _require_empty(target)
        target.set_version(-target.version())
    source.begin_reading()
    try:
        _fill(source, target, note)
        copied = _compare(source, target, note)
        if resumed and not all(table.same for table in copied):
            # What had been copied was erased or changed meanwhile.
            _clear(target)
            _fill(source, target, note)
            copied = _compare(source, target, note)
    finally:
        source.rollback()
    different = [table.name for table in copied if not table.same]
    if different:
        raise ArchiveError(
            f"{target.where} differs from its source in {', '.join(different)}: delete it, run "
            "'newscrawler verify' on the source, and copy again"
        )
    search_queue.note_all(target)
    target.advance_identities()
    target.set_version(-target.version())
    return copied


def _require_empty(target: Connection) -> None:
    for table in TABLES:
        if target.execute(f"SELECT 1 FROM {table.name} LIMIT 1").fetchone():  # noqa: S608 own names
            raise ArchiveError(
                "the archive to copy to holds something already; name one that is empty or new"
            )


def _clear(target: Database) -> None:
    with transaction(target):
        for table in reversed(TABLES):
            for link in table.links:
                target.execute(f"UPDATE {table.name} SET {link} = NULL")  # noqa: S608 own names
            target.execute(f"DELETE FROM {table.name}")  # noqa: S608 own names


def _fill(source: Database, target: Database, note: Note) -> None:
    for table in COPIED:
        _copy_rows(source, target, table, note)
    for table in COPIED:
        for link in table.links:
            _copy_link(source, target, table, link)


def _copy_rows(source: Database, target: Database, table: Table, note: Note) -> None:
    columns = _columns(source, table)
    sql, values = _select(table, columns), []
    if table.grows:
        last = target.execute(f"SELECT max(id) FROM {table.name}").fetchone()[0]  # noqa: S608 own
        sql, values = sql.replace("ORDER BY", "WHERE id > ? ORDER BY"), [last or 0]
    linked = [columns.index(link) for link in table.links if link in columns]
    done = 0
    for batch in _batches(source.stream(sql, values)):
        for row in batch:
            for place in linked:
                row[place] = None
        _write(target, _upsert(table, columns), batch)
        done += len(batch)
        note("copied", table.name, done)


def _copy_link(source: Database, target: Database, table: Table, link: str) -> None:
    rows = source.stream(f"SELECT {link}, id FROM {table.name} WHERE {link} IS NOT NULL")  # noqa: S608 own
    for batch in _batches(rows):
        _write(target, f"UPDATE {table.name} SET {link} = ? WHERE id = ?", batch)  # noqa: S608 own


def _write(target: Database, sql: str, rows: Sequence[list[Any]]) -> None:
    with transaction(target):
        target.execute_many(sql, rows)


def _batches(rows: Iterator[Any]) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    size = 0
    for row in rows:
        batch.append(list(row))
        size += sum(len(value) for value in row if isinstance(value, bytes))
        if len(batch) == BATCH or size > MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _compare(source: Database, target: Database, note: Note) -> list[Copied]:
    copied = []
    for table in COPIED:
        rows, digest = _digest(source, table)
        same = _digest(target, table) == (rows, digest)
        copied.append(Copied(name=table.name, rows=rows, digest=digest, same=same))
        note("compared", table.name, rows)
    return copied


def _digest(db: Connection, table: Table) -> tuple[int, str]:
    digest, number = hashlib.sha256(), 0
    for row in db.stream(_select(table, _columns(db, table))):
        digest.update(repr(storable(list(row))).encode())
        number += 1
    return number, digest.hexdigest()


def _columns(db: Connection, table: Table) -> list[str]:
    """Return the columns in the order of their names; those of the key where there are no rows."""
    row = db.execute(f"SELECT * FROM {table.name} LIMIT 1").fetchone()  # noqa: S608 own names
    return sorted(row.keys()) if row else sorted(table.key)


def _select(table: Table, columns: Sequence[str]) -> str:
    order = ", ".join(table.key)
    return f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY {order}"  # noqa: S608 own names


def _upsert(table: Table, columns: Sequence[str]) -> str:
    changes = [f"{name} = excluded.{name}" for name in columns if name not in table.key]
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks(columns)})"  # noqa: S608 own names
        f" ON CONFLICT ({', '.join(table.key)}) DO "
        + (f"UPDATE SET {', '.join(changes)}" if changes else "NOTHING")
    )
