"""Fixtures that several test modules share."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from fixtures import postgres
from fixtures.replica.releases import room
from fixtures.replica.server import ReplicaThread
from newscrawler.archive import Archive, open_archive
from tests.crawling import Desk

DATABASES = ("sqlite", "postgresql")

# Deterministic: CI must not find today what it did not find yesterday; `make fuzz` looks for more.
settings.register_profile(
    "tests", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("tests")

# As in a terminal, for the processes that tests start: tests may run where Ctrl-C is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on SQLite, on both databases where the archive itself is looked at, or as marked."""
    if "archive_url" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("databases")
        usual = DATABASES if "archive" in metafunc.fixturenames else DATABASES[:1]
        metafunc.parametrize("archive_url", marked.args if marked else usual, indirect=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A real server, started when the first test asks for it."""
    with postgres.server() as running:
        yield running


@pytest.fixture
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an archive that is not there yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'newscrawler.db'}"
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.new_schema()


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    with open_archive(archive_url, create=True) as opened:
        yield opened


@pytest.fixture
def desk(archive_url: str, tmp_path: Path) -> Iterator[Desk]:
    """An empty folder and a fresh replica of the room with every oddity."""
    with ReplicaThread(room()) as replica:
        yield Desk(tmp_path, replica, archive_url)


@pytest.fixture
def small(archive_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The same with three ordinary releases, for what does not depend on their number."""
    from fixtures.replica.synthetic import make_room

    with ReplicaThread(make_room(3)) as replica:
        yield Desk(tmp_path, replica, archive_url)
