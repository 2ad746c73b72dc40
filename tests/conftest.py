"""Fixtures that several test modules share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.replica.releases import room
from fixtures.replica.server import ReplicaThread
from newscrawler.archive import Archive, open_archive
from tests.crawling import Desk


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:///{tmp_path / 'archive.db'}", create=True) as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty folder and a fresh replica of the room with every oddity."""
    with ReplicaThread(room()) as replica:
        yield Desk(tmp_path, replica)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Desk]:
    """The same with three ordinary releases, for what does not depend on their number."""
    from fixtures.replica.synthetic import make_room

    with ReplicaThread(make_room(3)) as replica:
        yield Desk(tmp_path, replica)
