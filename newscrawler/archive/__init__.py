"""The archive: the only code that knows SQL.

`open_archive` gives an `Archive`. A *job* is a function whose first argument is the connection
(`ledger.note_page`, `articles.store` …); `Archive.run` runs one in a transaction of its own, and
`ArchiveWriter.write` runs it in the writer thread, where waiting jobs share one COMMIT.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from newscrawler.archive.sqlite import ArchiveError, connect

__all__ = ["Archive", "ArchiveError", "Job", "archive_path", "open_archive"]

P = ParamSpec("P")
T = TypeVar("T")
Job = Callable[Concatenate[sqlite3.Connection, P], T]


class Archive:
    """An open archive. `created` tells that this call made the file."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        self.created = not path.exists()
        self.db = connect(path, create=create)

    def run(self, job: Job[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job` in one transaction and return its result; undo it when it raises.

        Raises ArchiveError when the file cannot be read or written.
        """
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                result = job(self.db, *args, **kwargs)
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")
        except sqlite3.Error as error:
            raise ArchiveError(f"cannot write {self.path}: {error}") from error
        return result

    def close(self) -> None:
        """Close the file. A second call does nothing."""
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


def archive_path(url: str) -> Path:
    """Return the file that an archive address names: `sqlite:///relative` or `sqlite:////absolute`.

    A plain path is accepted too. Raises ArchiveError for other databases.
    """
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///")).expanduser().absolute()
    if "://" in url:
        raise ArchiveError(
            f"NEWSCRAWLER_ARCHIVE={url!r} is not supported; use sqlite:///path/to/newscrawler.db"
        )
    return Path(url).expanduser().absolute()


def open_archive(url: str, *, create: bool = False) -> Archive:
    """Open the archive that `url` names; with `create`, make it when there is none.

    Raises ArchiveError with what to do when that is not possible.
    """
    return Archive(archive_path(url), create=create)
