"""Is the archive what it was? Hashes, pages read again, and the chain of events."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawler.archive import Archive, integrity, rereads
from newscrawler.archive.integrity import Finding
from newscrawler.archive.rereads import Reading
from newscrawler.reextract import Reader, Rooms


def findings(archive: Archive, reader: Reader, rooms: Rooms) -> Iterator[Finding]:
    """Yield each check with what it found; nothing is written, and memory stays bounded."""
    yield _counted("captures have the bytes received", integrity.rehash_captures(archive.db))
    yield _counted("revisions have the fields hashed", integrity.rehash_revisions(archive.db))
    yield from _read_again(archive, reader, rooms)
    yield from integrity.event_chain(archive.db)


def _counted(check: str, problems: Iterator[str | None]) -> Finding:
    finding = Finding(check)
    for problem in problems:
        finding.note(problem)
    return finding


def _read_again(archive: Archive, reader: Reader, rooms: Rooms) -> Iterator[Finding]:
    """Compare each revision with its page, where today's extractor is the one that read it."""
    finding = Finding("revisions are what their pages say")
    older = Finding("revisions by another extractor (not comparable)")

    def comparable() -> Iterator[int]:
        for revision_id, room, extractor in rereads.everything(archive.db):
            if extractor == rooms.extractor(room):
                yield revision_id
            else:
                older.note(None)

    for reading in reader.read(comparable()):
        finding.note(_problem(reading))
    yield finding
    yield older


def _problem(reading: Reading) -> str | None:
    name = f"{reading.name} revision {reading.number}"
    if not reading.is_whole:
        return f"{name}: its page is damaged"
    is_same = reading.fields is None and reading.is_believed
    return None if is_same else f"{name}: its page says something else"
