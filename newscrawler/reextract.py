"""Stored pages through today's extractor, offline and on all cores."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Self

from newscrawler import diff, extract, processes
from newscrawler.archive import Archive, load, open_archive, rereads
from newscrawler.archive.rereads import Reading, Stored
from newscrawler.items import Article
from newscrawler.media_room import MediaRoomSpider
from newscrawler.reading import ReadableRoom, read_again

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
        self._made: dict[str, ReadableRoom] = {}

    def __reduce__(self) -> tuple[type[Rooms], tuple[dict[str, type[MediaRoomSpider]]]]:
        return Rooms, (self.kinds,)

    def room(self, name: str) -> ReadableRoom:
        """Return a room by its name."""
        if name not in self._made:
            kind = self.kinds.get(name)
            self._made[name] = Undeclared(name) if kind is None else kind()
        return self._made[name]

    def extractor(self, name: str) -> str:
        """Return the version of the extractor as the room uses it."""
        return self.room(name).extractor


class Pages:
    """The pages of an archive, read by today's extractor, one batch after the other."""

    def __init__(self, rooms: Rooms, url: str) -> None:
        self._rooms, self._url = rooms, url

    def read(self, ids: Sequence[int]) -> list[Reading]:
        """Return what today's extractor says of these revisions, by article and number."""
        return [_read(self._rooms, each) for each in rereads.stored(self._archive.db, ids)]

    def close(self) -> None:
        """Close the archive if it was opened."""
        if "_archive" in self.__dict__:
            self._archive.close()

    @cached_property
    def _archive(self) -> Archive:
        archive = open_archive(self._url)
        archive.db.forbid_writing()
        return archive


class Reader:
    """Processes that read stored pages, each with the archive open for itself.

    `with` starts and ends them; start them before this process opens the archive. With one job
    everything is read in this process.
    """

    def __init__(self, rooms: Rooms, url: str, jobs: int) -> None:
        self.jobs = jobs
        self._url = url
        self._pages = Pages(rooms, url)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.jobs > 1:
            load(self._url)
            self._pool = processes.pool(self.jobs, _begin, self._pages)
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pages.close()

    def read(self, ids: Iterable[int]) -> Iterator[Reading]:
        """Yield what today's extractor says of each of these revisions, in chunks of their order.

        Raises ArchiveError when the archive cannot be read.
        """
        ids = iter(ids)
        waiting: deque[Future[list[Reading]]] = deque()
        while chunk := list(islice(ids, CHUNK)):
            if self._pool is None:
                yield from self._pages.read(chunk)
                continue
            waiting.append(self._pool.submit(_read_chunk, chunk))
            if len(waiting) > self.jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


_pages_here = Pages(Rooms({}), "")


def _begin(pages: Pages) -> None:
    global _pages_here  # noqa: PLW0603  a process is told once what it is for
    _pages_here = pages


def _read_chunk(ids: list[int]) -> list[Reading]:
    return _pages_here.read(ids)


def _read(rooms: Rooms, stored: Stored) -> Reading:
    reading = Reading(
        article_id=stored.article_id, number=stored.number, room=stored.room, key=stored.key
    )
    if stored.capture is None:
        reading.is_whole = False
        return reading
    fields = read_again(rooms.room(stored.room), stored.capture)
    if fields is None:
        reading.is_believed = False
    elif changes := diff.kinds(stored.held, fields):
        reading.fields, reading.changes = fields, changes
    return reading


@dataclass(frozen=True)
class Choice:
    """Which articles are looked at or accepted: those that change in these fields and ways alone.

    Nothing named means any. `fields` are names of `content.CONTENT_FIELDS`, `kinds` those of
    `diff.KINDS`.
    """

    fields: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def holds(self, changes: Iterable[tuple[str, str]]) -> bool:
        """Tell whether all of an article's changes, (field, kind), are chosen."""
        return all(
            field in (self.fields or (field,)) and kind in (self.kinds or (kind,))
            for field, kind in changes
        )


# Gives the content fields that the archive holds of what was read, None when it was erased.
Held = Callable[[Reading], Mapping[str, Any] | None]


@dataclass
class Report:
    """What a run of today's extractor over stored pages found, grouped by field and kind.

    `left` counts articles that change otherwise than was chosen; `damaged` names those whose page
    cannot be unpacked.
    """

    read: int = 0
    changed: int = 0
    made: int = 0
    left: int = 0
    not_believed: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[tuple[str, diff.Change]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def note(self, reading: Reading, choice: Choice, held: Held) -> bool:
        """Count one page with what changes in it; tell whether it is one of the chosen.

        `held` is asked for the few that are shown.
        """
        self.read += 1
        if not reading.is_whole:
            self.damaged.append(reading.name)
            return False
        if not reading.is_believed:
            self.not_believed.append(reading.name)
        if not choice.holds(reading.changes):
            self.left += 1
            return False
        for group in reading.changes:
            self.groups[group] += 1
            if len(self.examples[group]) < EXAMPLES:
                self._show(group, reading, held(reading))
        self.changed += bool(reading.changes)
        return True

    def _show(
        self, group: tuple[str, str], reading: Reading, held: Mapping[str, Any] | None
    ) -> None:
        if held is not None and reading.fields is not None:
            change = diff.change(held, reading.fields, group[0])
            self.examples[group].append((reading.name, change))
