"""Fixtures that several test modules share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.archive import Archive, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:///{tmp_path / 'archive.db'}", create=True) as opened:
        yield opened
