"""Stored pages through today's extractor, offline and on all cores."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any, Self

from newscrawler import diff, extract
from newscrawler.archive import captures
from newscrawler.archive.rereads import Reading, Stored
from newscrawler.content import changed_fields
from newscrawler.items import Article
from newscrawler.media_room import MediaRoomSpider
from newscrawler.reading import Room, read_again

# Pages in one message to a process: fewer and messages cost, more and the last process waits.
CHUNK = 24
# Chunks under way for each process: enough that none waits, few enough to stay small.
AHEAD = 3
EXAMPLES = 3


@dataclass
class Undeclared:
    """A room of which the project declares nothing: `any_room`, or one whose file is gone."""

    name: str
    rules: extract.Rules = field(default_factory=extract.Rules)
    extractor: str = extract.EXTRACTOR_VERSION

    def adjust(self, article: Article, page: extract.Page) -> None:
        """Mend nothing."""


class Rooms:
    """The rooms of a project by name, each made once; picklable as the classes that they are."""

    def __init__(self, kinds: Mapping[str, type[MediaRoomSpider]]) -> None:
        self.kinds = dict(kinds)
        self._made: dict[str, Room] = {}

    def __reduce__(self) -> tuple[type[Rooms], tuple[dict[str, type[MediaRoomSpider]]]]:
        return Rooms, (self.kinds,)

    def room(self, name: str) -> Room:
        """Return a room by its name."""
        if name not in self._made:
            kind = self.kinds.get(name)
            self._made[name] = Undeclared(name) if kind is None else kind()
        return self._made[name]

    def extractor(self, name: str) -> str:
        """Return the version of the extractor as the room uses it."""
        return str(getattr(self.room(name), "extractor"))  # noqa: B009  both kinds have it


class Reader:
    """Processes that read stored pages; `with` starts and ends them.

    With one job everything is read in this process.
    """

    def __init__(self, rooms: Rooms, jobs: int) -> None:
        self.jobs = jobs
        self._rooms = rooms
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.jobs > 1:
            self._pool = ProcessPoolExecutor(self.jobs, initializer=_begin, initargs=(self._rooms,))
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def read(self, pages: Iterable[Stored]) -> Iterator[Reading]:
        """Yield what today's extractor says of each page, in order."""
        if self._pool is None:
            yield from map(partial(_read, self._rooms), pages)
            return
        pages = iter(pages)
        waiting: deque[tuple[list[Stored], Future[list[_Answer]]]] = deque()
        while chunk := list(islice(pages, CHUNK)):
            waiting.append((chunk, self._pool.submit(_read_chunk, chunk)))
            if len(waiting) > self.jobs * AHEAD:
                yield from _joined(*waiting.popleft())
        while waiting:
            yield from _joined(*waiting.popleft())


# (fields, or None when nothing differs; whether the page is believed)
_Answer = tuple[Mapping[str, Any] | None, bool]
_rooms_here = Rooms({})


def _begin(rooms: Rooms) -> None:
    global _rooms_here  # noqa: PLW0603  a process is told once what it is for
    _rooms_here = rooms


def _read_chunk(chunk: list[Stored]) -> list[_Answer]:
    readings = (_read(_rooms_here, stored) for stored in chunk)
    return [(reading.fields, reading.is_believed) for reading in readings]


def _joined(chunk: list[Stored], future: Future[list[_Answer]]) -> Iterator[Reading]:
    for stored, (fields, is_believed) in zip(chunk, future.result(), strict=True):
        yield Reading(stored=stored, fields=fields, is_believed=is_believed)


def _read(rooms: Rooms, stored: Stored) -> Reading:
    capture = replace(stored.capture, body=captures.unpack(stored.capture.body, stored.base))
    fields = read_again(rooms.room(stored.room), capture)
    if fields is None:
        return Reading(stored=stored, fields=None, is_believed=False)
    is_same = fields["content_hash"] == stored.content_hash
    return Reading(stored=stored, fields=None if is_same else fields)


@dataclass
class Report:
    """What a run of today's extractor over stored pages found, grouped by field and kind."""

    read: int = 0
    changed: int = 0
    made: int = 0
    not_believed: list[str] = field(default_factory=list)
    groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[tuple[str, diff.Change]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def note(self, reading: Reading, held: Mapping[str, Any] | None) -> None:
        """Count one page; `held` is what is held of it, where that differs."""
        self.read += 1
        name = f"{reading.stored.room}:{reading.stored.key}"
        if not reading.is_believed:
            self.not_believed.append(name)
        if held is None or reading.fields is None:
            return
        for change in diff.changes(held, reading.fields):
            group = (change.field, change.kind)
            self.groups[group] += 1
            if len(self.examples[group]) < EXAMPLES:
                self.examples[group].append((name, change))
        self.changed += bool(changed_fields(held, reading.fields))
