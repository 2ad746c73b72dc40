"""The index of search in SQLite: a full-text table without contents for each year (SQLite, FTS5).

FTS5 puts all words together that begin as is asked before it gives the first text, which takes half
a second in a million. So the newest year is asked first, and older ones while texts are wanted.

Its tokenizer splits at blanks alone, since tokens are made of ASCII letters and digits, and of
other characters, all of which it takes for letters.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from itertools import groupby

from newscrawler.archive.word_index import FIELDS, Document, Range, year_of
from newscrawler.search.tree import EVERYTHING, All, Any, Mark, Node, Not, Words

_COLUMNS = ", ".join(FIELDS)
# What FTS5 writes of a word is longer by two bytes in any column but the first, where most words
# are; and pages of 4,040 bytes fill four of the file's.
_CREATE = """CREATE VIRTUAL TABLE {0} USING fts5 (
    text, title, section, documents, content = '', columnsize = 0, tokenize = 'ascii'
)"""
# Years before and after share these tables: dates that a site makes up make no more of them.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# One part of so many may stand outside of the largest segment: what is written again for what is
# added is no more than so many times as much.
_SETTLED = 8
# So many pages are written in less than a second, in which nobody else can write.
_MERGED_PAGES = 1000
_SIZE_OF_PAGES = "INSERT INTO {0} ({0}, rank) VALUES ('pgsz', 4040)"


class SqliteWords:
    """See `WordIndex`."""

    def __init__(
        self, execute: Callable[..., sqlite3.Cursor], execute_many: Callable[..., None]
    ) -> None:
        self._execute, self._execute_many = execute, execute_many

    def add(self, documents: Sequence[Document]) -> None:
        """Add texts, in the order of their numbers: each step back is written by itself."""
        held = set(self._tables())
        for table, group in groupby(documents, key=_table_of):
            if table not in held:
                self._execute(_CREATE.format(table))
                self._execute(_SIZE_OF_PAGES.format(table))
            self._execute_many(
                f"INSERT INTO {table} (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 own
                list(map(_row, group)),
            )

    def remove(self, documents: Sequence[Document]) -> None:
        """Take texts out (SQLite, FTS5, the 'delete' command)."""
        for table, group in groupby(documents, key=_table_of):
            self._execute_many(
                f"INSERT INTO {table} ({table}, rowid, {_COLUMNS})"  # noqa: S608 own names
                " VALUES ('delete', ?, ?, ?, ?, ?)",
                list(map(_row, group)),
            )

    def merge(self) -> bool:
        """Put the segments of a year together, some pages at a time (SQLite, FTS5, 'merge').

        Each word is looked up in every segment: from a cold disk that is what a query waits for.
        One that was begun counts as not done: FTS5 keeps what it reads until all is written.
        """
        for table in self._tables():
            rows = self._execute(f"SELECT count(*) FROM {table}_idx GROUP BY segid")  # noqa: S608 own
            pages = [row[0] for row in rows]
            if sum(pages) - max(pages, default=0) > sum(pages) / _SETTLED:
                self._execute(
                    f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)",  # noqa: S608 own
                    # Below zero: all segments are put together, whatever their levels.
                    [-_MERGED_PAGES],
                )
                return True
        return False

    def wipe(self) -> None:
        """Write the index anew, without what was taken out."""
        for table in self._tables():
            self._execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 own

    def newest(self, tree: Node, among: Range, limit: int) -> list[int]:
        """Return the numbers of up to `limit` texts for which `tree` holds, the highest first."""
        sought, (valid, values) = expression(tree), among.where()
        oldest, newest = _table(among.low), _table(among.high - 1)
        found: list[int] = []
        for table in self._tables():
            if len(found) < limit and oldest <= table <= newest:
                rows = self._execute(
                    # CROSS JOIN: the table on the left is read first (SQLite, query planner).
                    f"SELECT w.rowid FROM {table} w CROSS JOIN search_documents d ON d.id = w.rowid"  # noqa: S608 own
                    f" WHERE w.{table} MATCH ? AND w.rowid >= ? AND w.rowid < ? AND {valid}"
                    " ORDER BY w.rowid DESC LIMIT ?",
                    [sought, among.low, among.high, *values, limit - len(found)],
                )
                found += [row[0] for row in rows]
        return found

    def holding(self, tree: Node, ids: Sequence[int]) -> set[int]:
        """Return those of some numbers, the highest first, for whose text `tree` holds."""
        sought = expression(tree)
        found: set[int] = set()
        for table, group in groupby(ids, key=_table):
            some = list(group)
            rows = self._execute(
                f"SELECT rowid FROM {table} WHERE {table} MATCH ?"  # noqa: S608 own name
                " AND rowid >= ? AND rowid <= ?",
                (sought, some[-1], some[0]),
            )
            found |= {row[0] for row in rows}.intersection(some)
        return found

    def _tables(self) -> list[str]:
        """Return the names of the tables, that of the newest year first."""
        rows = self._execute(
            "SELECT name FROM sqlite_master WHERE name GLOB 'search_words_[0-9][0-9][0-9][0-9]'"
            " ORDER BY name DESC"
        )
        return [row[0] for row in rows]


def _table(number: int) -> str:
    """Return the name of the table for a text by its number: that of its year, 0000 without one."""
    year = year_of(number)
    return f"search_words_{year and min(max(year, _FIRST_YEAR), _LAST_YEAR):04}"


def _table_of(document: Document) -> str:
    return _table(document.id)


def _row(document: Document) -> tuple[int | str, ...]:
    return (document.id, *map(" ".join, document.fields))


def expression(node: Node) -> str:
    """Return a tree in the words of FTS5, in which NOT stands between two parts."""
    if isinstance(node, Words):
        column = f"{node.field} : " if node.field else ""
        return f'{column}"{" ".join(node.tokens)}"{" *" if node.is_prefix else ""}'
    if isinstance(node, Mark):
        return f'section : "{node.token}"'
    if isinstance(node, Any):
        return f"({' OR '.join(map(expression, node.parts))})"
    parts = node.parts if isinstance(node, All) else (node,)
    wanted = [expression(part) for part in parts if not isinstance(part, Not)]
    unwanted = [expression(part.part) for part in parts if isinstance(part, Not)]
    found = " AND ".join(wanted or [expression(EVERYTHING)])
    return f"(({found}) NOT ({' OR '.join(unwanted)}))" if unwanted else f"({found})"
