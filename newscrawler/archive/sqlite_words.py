"""The index of search in SQLite: a full-text table without contents (SQLite, FTS5).

Its tokenizer splits at blanks alone, since tokens are made of ASCII letters and digits, and of
other characters, all of which it takes for letters.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from newscrawler.archive.word_index import FIELDS, Document, Range
from newscrawler.search_query import EVERYTHING, All, Any, Mark, Node, Not, Words

_COLUMNS = ", ".join(FIELDS)


class SqliteWords:
    """See `WordIndex`."""

    def __init__(
        self, execute: Callable[..., sqlite3.Cursor], execute_many: Callable[..., None]
    ) -> None:
        self._execute, self._execute_many = execute, execute_many

    def add(self, documents: Sequence[Document]) -> None:
        """Add texts, in the order of their numbers: each step back is written by itself."""
        self._execute_many(
            f"INSERT INTO search_words (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 own
            list(map(_row, documents)),
        )

    def remove(self, documents: Sequence[Document]) -> None:
        """Take texts out (SQLite, FTS5, the 'delete' command)."""
        self._execute_many(
            f"INSERT INTO search_words (search_words, rowid, {_COLUMNS})"  # noqa: S608 own names
            " VALUES ('delete', ?, ?, ?, ?, ?)",
            list(map(_row, documents)),
        )

    def wipe(self) -> None:
        """Write the index anew, without what was taken out."""
        self._execute("INSERT INTO search_words (search_words) VALUES ('optimize')")

    def newest(self, tree: Node, among: Range, limit: int) -> list[int]:
        """Return the numbers of up to `limit` texts for which `tree` holds, the highest first."""
        valid, values = among.where()
        rows = self._execute(
            # CROSS JOIN: the table on the left is read first (SQLite, query planner).
            "SELECT w.rowid FROM search_words w CROSS JOIN search_documents d ON d.id = w.rowid"  # noqa: S608 own
            f" WHERE w.search_words MATCH ? AND w.rowid >= ? AND w.rowid < ? AND {valid}"
            " ORDER BY w.rowid DESC LIMIT ?",
            [expression(tree), among.low, among.high, *values, limit],
        )
        return [row[0] for row in rows]

    def holding(self, tree: Node, ids: Sequence[int]) -> set[int]:
        """Return those of some numbers, the highest first, for whose text `tree` holds."""
        rows = self._execute(
            "SELECT rowid FROM search_words WHERE search_words MATCH ?"
            " AND rowid >= ? AND rowid <= ?",
            (expression(tree), ids[-1], ids[0]),
        )
        return {row[0] for row in rows}.intersection(ids)


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
