"""Opening the archive file, and nothing but what SQLite needs to be told."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

# The number of steps in migrations.py; kept here so that an up-to-date archive need not import it.
SCHEMA_VERSION = 2
BUSY_SECONDS = 10
# json.dumps builds an encoder at every call whose options are not the default ones.
to_json = json.JSONEncoder(ensure_ascii=False).encode


class ArchiveError(Exception):
    """The archive cannot be opened, read or written; the message says what to do."""


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open the archive at `path`, bring its schema up to date and return the connection.

    The connection is in autocommit mode (transactions are explicit) and may be handed to another
    thread. Raises ArchiveError when the file is missing (and not `create`), not an archive, newer
    than this program, or not writable.
    """
    if not create and not path.exists():
        raise ArchiveError(f"there is no archive at {path}; run 'newscrawler crawl ROOM' first")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise ArchiveError(f"cannot open the archive {path}: {error}") from error
    try:
        _prepare(db, path)
    except sqlite3.Error as error:
        db.close()
        raise ArchiveError(f"cannot use {path} as an archive: {error}") from error
    except ArchiveError:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    db.row_factory = sqlite3.Row
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise ArchiveError(
            f"{path} was written by a newer newscrawler (schema {version}, this one knows "
            f"{SCHEMA_VERSION}); upgrade newscrawler"
        )
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        db.execute("PRAGMA journal_mode = WAL")
    # FULL: what was reported as stored survives a power cut (SQLite, PRAGMA synchronous).
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    if version < SCHEMA_VERSION:
        _migrate(db, path)


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    from newscrawler.archive.migrations import STEPS

    db.execute("BEGIN IMMEDIATE")
    try:
        # Read again inside the transaction: another process may have migrated meanwhile.
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise ArchiveError(f"{path} is a SQLite file of something else; choose another path")
        for number, step in enumerate(STEPS[version:], start=version + 1):
            for statement in step.split(";\n"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
