"""Is the archive what it was? Hashes, pages read again, and the chain of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from newscrawler.archive import Archive, integrity, rereads
from newscrawler.archive.integrity import Finding
from newscrawler.archive.rereads import Reading
from newscrawler.reextract import Reader, Rooms

# Told what is examined, and how many there were so far.
Note = Callable[[str, int], None]


def findings(
    archive: Archive, reader: Reader, rooms: Rooms, note: Note = lambda *_: None
) -> Iterator[Finding]:
    """Yield each check with what it found; nothing is written, and memory stays bounded."""
    captures = Finding("captures have the bytes received")
    revisions = Finding("revisions have the fields hashed")
    yield _noted(captures, integrity.rehash_captures(archive.db), note)
    yield _noted(revisions, integrity.rehash_revisions(archive.db), note)
    yield from _read_again(archive, reader, rooms, note)
    yield from integrity.event_chain(archive.db)


def _noted(finding: Finding, problems: Iterable[str | None], note: Note) -> Finding:
    for problem in problems:
        finding.note(problem)
        note(finding.check, finding.examined)
    return finding


def _read_again(archive: Archive, reader: Reader, rooms: Rooms, note: Note) -> Iterator[Finding]:
    """Compare each revision with its page, where today's extractor is the one that read it."""
    finding = Finding("revisions are what their pages say")
    older = Finding("revisions by another extractor (not comparable)")

    def comparable() -> Iterator[int]:
        for revision_id, room, extractor in rereads.everything(archive.db):
            if extractor == rooms.extractor(room):
                yield revision_id
            else:
                older.note(None)

    yield _noted(finding, map(_problem, reader.read(comparable())), note)
    yield older


def _problem(reading: Reading) -> str | None:
    name = f"{reading.name} revision {reading.number}"
    if not reading.is_whole:
        return f"{name}: its page is damaged"
    is_same = reading.fields is None and reading.is_believed
    return None if is_same else f"{name}: its page says something else"
