"""How quickly feeds are answered from a large archive, over HTTP on this machine.

Server and client are one process, whose processor time is taken, the client's share with it.

BENCH_ROWS says how many articles it has, BENCH_ARCHIVE names one that is there already.
"""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles

import uvicorn

from bench import large_archive
from bench.figure import Figure
from newscrawler.archive import catalogue, open_archive
from newscrawler.reading_room import feeds, paths
from newscrawler.reading_room.app import create_app

ROUNDS = 3


def measure(folder: Path) -> Iterator[Figure]:
    """Ask for every kind of feed of everything, of large and small rooms, and of sections."""
    folder.mkdir(parents=True, exist_ok=True)
    url = os.environ.get("BENCH_ARCHIVE")
    if url is None:
        url = f"sqlite:///{folder / 'large.db'}"
        large_archive.build(url, int(os.environ.get("BENCH_ROWS") or 1_000_000))
    addresses = _addresses(url)
    with open_archive(url) as archive:
        held = sum(room.held for room in catalogue.rooms(archive.db))
    app = create_app(url)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        connection = http.client.HTTPConnection(*listening.getsockname()[:2])
        marks = {address: _ask(connection, address)[1] or "" for address in addresses}
        whole = _times(addresses, lambda address: _ask(connection, address)[0] == 200)
        same = _times(
            addresses,
            lambda address: _ask(connection, address, {"If-None-Match": marks[address]})[0] == 304,
        )
        server.should_exit = True
        thread.join()
    note = f"{held} articles, {len(addresses)} feeds"
    yield Figure("a feed of 30 releases, median", quantiles(whole, n=20)[9], "ms")
    yield Figure("a feed of 30 releases, p95", quantiles(whole, n=20)[18], "ms", 50, note)
    yield Figure("nothing new (304), p95", quantiles(same, n=20)[18], "ms", 5, note)


def _addresses(url: str) -> list[str]:
    with open_archive(url) as archive:
        rooms = sorted(catalogue.rooms(archive.db), key=lambda room: -room.held)
        chosen = [rooms[0].room, rooms[len(rooms) // 2].room, rooms[-1].room]
        sections = {
            room: [section.names for section in catalogue.sections_of(archive.db, room)[:2]]
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


def _ask(
    connection: http.client.HTTPConnection, address: str, headers: dict[str, str] | None = None
) -> tuple[int, str | None]:
    connection.request("GET", address, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("ETag")


def _times(addresses: list[str], ask: Callable[[str], bool]) -> list[float]:
    """Return the milliseconds of each answer, of the processor: others use this machine too."""
    found = []
    for _ in range(ROUNDS):
        for address in addresses:
            start = time.process_time()
            if not ask(address):
                raise RuntimeError(f"{address} was not answered as it must be")
            found.append((time.process_time() - start) * 1000)
    return found
