"""Is the archive what it was? Hashes, pages read again, and the chain of events."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawler.archive import Archive, captures, frames, integrity, rereads
from newscrawler.archive.integrity import Finding
from newscrawler.archive.rereads import Stored
from newscrawler.reextract import Reader, Rooms


def findings(archive: Archive, rooms: Rooms, jobs: int) -> Iterator[Finding]:
    """Yield each check with what it found; nothing is written, and memory stays bounded."""
    yield _counted("captures have the bytes received", integrity.rehash_captures(archive.db))
    yield _counted("revisions have the fields hashed", integrity.rehash_revisions(archive.db))
    yield from _read_again(archive, rooms, jobs)
    yield from integrity.event_chain(archive.db)


def _counted(check: str, problems: Iterator[str | None]) -> Finding:
    finding = Finding(check)
    for problem in problems:
        finding.note(problem)
    return finding


def _read_again(archive: Archive, rooms: Rooms, jobs: int) -> Iterator[Finding]:
    """Compare each revision with its page, where today's extractor is the one that read it."""
    finding = Finding("revisions are what their pages say")
    older = Finding("revisions by another extractor (not comparable)")

    def comparable() -> Iterator[Stored]:
        for stored in rereads.everything(archive.db):
            if stored.extractor != rooms.extractor(stored.room):
                older.note(None)
            elif _is_whole(stored):
                yield stored
            else:
                finding.note(f"{_name(stored)}: its page is damaged")

    with Reader(rooms, jobs) as reader:
        for reading in reader.read(comparable()):
            is_same = reading.fields is None and reading.is_believed
            problem = f"{_name(reading.stored)}: its page says something else"
            finding.note(None if is_same else problem)
    yield finding
    yield older


def _is_whole(stored: Stored) -> bool:
    try:
        captures.unpack(stored.capture.body, stored.base)
    except frames.DamagedError:
        return False
    return True


def _name(stored: Stored) -> str:
    return f"{stored.room}:{stored.key} revision {stored.number}"
