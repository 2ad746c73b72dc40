"""What is a contract in the code stands in the docs."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from newscrawler import settings
from newscrawler.archive import Archive
from newscrawler.items import PUBLIC_FIELDS
from newscrawler.monitor import EXIT_STATUS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHIVE = (ROOT / "docs" / "archive.md").read_text(encoding="utf-8")
VERBS = [path.stem for path in (ROOT / "newscrawler" / "commands").glob("[a-z]*.py")]


@pytest.mark.parametrize("field", PUBLIC_FIELDS)
def test_every_field_of_the_item_is_described(field: str):
    assert f"`{field}`" in README


@pytest.mark.parametrize(
    "name", [name for name in dir(settings) if name.startswith("NEWSCRAWLER_")]
)
def test_every_setting_is_described(name: str):
    assert f"| `{name}` |" in README


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_described(verb: str):
    assert re.search(rf"`?\b{verb}\b", README)


@pytest.mark.parametrize("status", EXIT_STATUS.values())
def test_every_exit_status_is_described(status: int):
    assert f"| {status} |" in README


def test_every_table_and_view_is_described(archive: Archive):
    rows: list[sqlite3.Row] = archive.db.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    assert rows
    for row in rows:
        assert f"| `{row['name']}` |" in ARCHIVE
