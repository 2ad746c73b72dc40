"""Datasette and pandas themselves, on an archive and on its backup."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from newscrawler.archive import Archive, backup
from tests.test_archive import begin, entry, note
from tests.test_catalogue import many, revise

pytestmark = pytest.mark.databases("sqlite")
# Each view with a column that a person would sort by, and how many rows are held below
VIEWS = {
    "current_articles": ("key", 3),
    "article_revisions": ("revision", 4),
    "article_events": ("id", 4),
    "room_months": ("month", 2),
    "room_gaps": ("key", 1),
}


@pytest.fixture
def held(archive: Archive) -> Archive:
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1"), entry("18:7", "Missing")])
    many(archive, 3)
    revise(archive, "18:1", body="Another text, 品牌.")
    return archive


def browsed(file: Path, path: str, *options: str, **query: str) -> Any:
    """Return what Datasette answers of a file."""
    address = f"/{file.stem}{path}.json?{urlencode({'_shape': 'objects', **query})}"
    command = [sys.executable, "-m", "datasette", *options, str(file), "--get", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_datasette_shows_the_views_of_the_file_that_is_in_use(held: Archive):
    told = browsed(Path(held.where), "")
    assert {view["name"] for view in told["views"]} == set(VIEWS)
    current = browsed(Path(held.where), "/current_articles", key="18:1")["rows"]
    assert [(row["revision"], row["body"]) for row in current] == [(2, "Another text, 品牌.")]


def test_datasette_sorts_and_filters_a_backup(held: Archive, tmp_path: Path):
    saved = tmp_path / "news.db"
    backup.back_up(held.db, saved)
    gaps = browsed(saved, "/room_gaps", "--immutable", _sort="key", state="pending")["rows"]
    assert [row["title"] for row in gaps] == ["Missing"]


def test_pandas_reads_every_view(held: Archive):
    import pandas as pd

    with closing(sqlite3.connect(f"file:{held.where}?mode=ro", uri=True)) as connection:
        for view, (column, rows) in VIEWS.items():
            frame = pd.read_sql(f"SELECT * FROM {view} ORDER BY {column}", connection)
            assert len(frame) == rows, view
        months = pd.read_sql("SELECT month, articles FROM room_months", connection)
    assert months.set_index("month")["articles"].to_dict() == {"": 2, "2023-05": 1}
