"""Rows of PostgreSQL whose values are found by place or by name, as those of SQLite are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg


class NamedRow:
    """A row whose values are found by place or by name, as those of sqlite3.Row are."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: dict[str, int], values: Sequence[Any]) -> None:
        self._places, self._values = places, values

    def __getitem__(self, key: int | str, /) -> Any:
        return self._values[key if isinstance(key, int) else self._places[key]]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> list[str]:
        """Return the names of the columns."""
        return list(self._places)


class NamedRows:
    """Makes rows of what a cursor reads (psycopg, row factories)."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        columns = cursor.description or ()
        self._places = {column.name: place for place, column in enumerate(columns)}

    def __call__(self, values: Sequence[Any]) -> NamedRow:
        """Return a row of these values."""
        return NamedRow(self._places, values)
