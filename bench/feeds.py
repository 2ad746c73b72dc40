"""How quickly feeds are answered from a large archive, over HTTP on this machine.

Server and client are one process, whose processor time is taken, the client's share with it; what
PostgreSQL does is seen in the time that passes alone.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import uvicorn

from bench import kept_archive, searching
from bench.figure import Figure
from fixtures import postgres
from newscrawler.archive import open_archive, states
from newscrawler.reading_room import feeds, paths
from newscrawler.reading_room.app import create_app

ROUNDS = 3
# Searches of each kind, in each form
SEARCHES = 10
MOST_MS, MOST_MS_NOTHING_NEW = 50, 5
Times = list[tuple[float, float]]


def measure(folder: Path) -> Iterator[Figure]:
    """Ask for feeds of everything, of large and small rooms, of sections, and of searches."""
    yield from measure_on(kept_archive.in_file(folder, 1_000_000))


def measure_on_postgresql(_: Path) -> Iterator[Figure]:
    """Ask a server for the same."""
    with postgres.server() as server:
        yield from measure_on(kept_archive.in_database(server.new_schema(), 100_000))


def measure_on(url: str) -> Iterator[Figure]:
    """Measure on the archive at `url`; what is not indexed for search is indexed before."""
    with open_archive(url) as archive:
        kept_archive.index(archive)
        held = sum(room.held for room in states.rooms(archive.db))
    with _served(url) as connection:
        for name, addresses in (
            ("releases", _addresses(url)),
            ("a search", _searches(("latest",))),
            ("changes of a search", _searches(("revised", "withdrawn"))),
        ):
            note = f"{held} articles, {len(addresses)} feeds"
            yield from _figures(connection, name, addresses, note)


def _figures(
    connection: http.client.HTTPConnection, name: str, addresses: list[str], note: str
) -> Iterator[Figure]:
    marks = {address: _ask(connection, address)[1] or "" for address in addresses}
    whole = _times(addresses, lambda address: _ask(connection, address)[0] == 200)
    same = _times(
        addresses,
        lambda address: _ask(connection, address, {"If-None-Match": marks[address]})[0] == 304,
    )
    for said, times, most in (
        (f"a feed of {name}", whole, MOST_MS),
        (f"{name}, nothing new (304)", same, MOST_MS_NOTHING_NEW),
    ):
        used, passed = (quantiles(each, n=20) for each in zip(*times, strict=True))
        yield Figure(f"{said}, median", used[9], "ms CPU")
        yield Figure(f"{said}, p95", used[18], "ms CPU", most, note)
        yield Figure(f"{said}, p95 of what passes", passed[18], "ms")


@contextmanager
def _served(url: str) -> Iterator[http.client.HTTPConnection]:
    app = create_app(url)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        connection = http.client.HTTPConnection(*listening.getsockname()[:2])
        yield connection
        connection.close()
        server.should_exit = True
        thread.join()
        app.state.shelf.close()


def _addresses(url: str) -> list[str]:
    with open_archive(url) as archive:
        rooms = sorted(states.rooms(archive.db), key=lambda room: -room.held)
        chosen = [rooms[0].room, rooms[len(rooms) // 2].room, rooms[-1].room]
        sections = {
            room: [section.names for section in states.sections_of(archive.db, room)[:2]]
            for room in chosen
        }
    found = []
    for form in feeds.WRITERS:
        for stream in feeds.STREAMS:
            found.append(paths.feed(stream, form=form))
            found += [paths.feed(stream, room, form=form) for room in chosen]
            for room, names in sections.items():
                found += [paths.feed(stream, room, each, form) for each in names]
    return found


def _searches(streams: Sequence[str]) -> list[str]:
    """Return feeds of every kind of search that people may follow."""
    queries = [
        query
        for kind, drawn in searching.queries().items()
        if "as of" not in kind
        for query in drawn[:SEARCHES]
    ]
    queries += [f"{query} after:2025" for query in queries[:SEARCHES]]
    return [
        paths.feed_of_search(query, stream, form)
        for stream in streams
        for form in feeds.WRITERS
        for query in queries
    ]


def _ask(
    connection: http.client.HTTPConnection, address: str, headers: dict[str, str] | None = None
) -> tuple[int, str | None]:
    connection.request("GET", address, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("ETag")


def _times(addresses: list[str], ask: Callable[[str], bool]) -> Times:
    """Return for each answer the milliseconds of the processor, and those that passed."""
    found = []
    for _ in range(ROUNDS):
        for address in addresses:
            used, passed = time.process_time(), time.perf_counter()
            if not ask(address):
                raise RuntimeError(f"{address} was not answered as it must be")
            used, passed = time.process_time() - used, time.perf_counter() - passed
            found.append((used * 1000, passed * 1000))
    return found
