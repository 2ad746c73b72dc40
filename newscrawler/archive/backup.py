"""A consistent copy of an archive in one file."""

from __future__ import annotations

import os
from pathlib import Path

from newscrawler.archive import sqlite
from newscrawler.archive.connection import ArchiveError, Database
from newscrawler.archive.copying import copy


def back_up(db: Database, path: Path) -> int:
    """Write the archive as it is now into a new file and return its size in bytes.

    The file gets its name when it is whole. Raises ArchiveError when it is there already or cannot
    be written.
    """
    if path.exists():
        raise ArchiveError(f"{path} is there already; choose another name")
    if not path.parent.is_dir():
        raise ArchiveError(f"cannot write {path}: there is no folder {path.parent}")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _write(db, part)
        with part.open("rb+") as whole:
            os.fsync(whole.fileno())
        part.rename(path)
    except OSError as error:
        raise ArchiveError(f"cannot write {path}: {error}") from error
    finally:
        for end in ("", "-wal", "-shm"):
            part.with_name(part.name + end).unlink(missing_ok=True)
    return path.stat().st_size


def _write(db: Database, part: Path) -> None:
    if isinstance(db, sqlite.SqliteConnection):
        db.save_to(part)
        return
    target = sqlite.connect(part, create=True)
    try:
        copy(db, target)
    finally:
        target.close()
