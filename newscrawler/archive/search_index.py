"""The index of search: every state that an article ever had is a text of its own.

A state is a revision, with the texts of the documents that it linked to at that time. A queue of
articles, filled in the transactions that change one, says what is still to be indexed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from newscrawler import urls
from newscrawler.archive import attachments
from newscrawler.archive.connection import Connection
from newscrawler.archive.word_index import BETWEEN, DAY, FIRST_DATED, Document
from newscrawler.search.tree import EVERYTHING, room_mark
from newscrawler.search.words import tokens

# Numbers of a minute; one that is full goes on in the next one.
MINUTE = DAY // 1440

# What tells one state of an article from another: its revision, and the captures of its documents
State = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Span:
    """A state with the time from which, and until which, it was what the archive held."""

    state: State
    since: str
    until: str | None


def index(db: Connection, *, limit: int) -> bool:
    """Index up to `limit` articles of the queue, oldest first, or merge a part of the index.

    Return whether there is more to do.
    """
    rows = db.execute("SELECT article_id FROM search_queue ORDER BY article_id LIMIT ?", (limit,))
    queue = [row["article_id"] for row in rows.fetchall()]
    if not queue:
        return db.words.merge()
    batch = _Batch(db)
    for article_id in queue:
        batch.bring_up_to_date(article_id)
    batch.write()
    db.execute_many("DELETE FROM search_queue WHERE article_id = ?", [(each,) for each in queue])
    return True


def forget(db: Connection, article_id: int) -> None:
    """Take an article out of the index while its texts are still there."""
    batch = _Batch(db)
    batch.take_out(article_id)
    batch.write()


def document(db: Connection, row: Any) -> Document:
    """Return the text of a row of `search_documents`."""
    return _Article(db, row["article_id"]).document(row["id"], _state(row))


class _Batch:
    """Texts to be taken out and to be added, which are written in the order of their numbers."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._removed: list[Document] = []
        self._added: list[Document] = []
        self._rows: list[tuple[Any, ...]] = []
        self._free: dict[int, int] = {}

    def bring_up_to_date(self, article_id: int) -> None:
        """Compare the states of an article with those that are indexed."""
        article = _Article(self._db, article_id)
        held = defaultdict(list)
        for row in self._held(article_id):
            held[_state(row)].append(row)
        fresh = []
        for span in article.spans():
            if not held[span.state]:
                fresh.append(span)
                continue
            row = held[span.state].pop(0)
            if (row["since"], row["until"]) != (span.since, span.until):
                self._db.execute(
                    "UPDATE search_documents SET since = ?, until = ? WHERE id = ?",
                    (span.since, span.until, row["id"]),
                )
        self._removed += [
            article.document(row["id"], state) for state, rows in held.items() for row in rows
        ]
        for span in fresh:
            self._add(article, span)

    def take_out(self, article_id: int) -> None:
        """Take out all states of an article."""
        article = _Article(self._db, article_id)
        self._removed += [
            article.document(row["id"], _state(row)) for row in self._held(article_id)
        ]

    def write(self) -> None:
        """Write what was collected."""
        self._db.words.remove(sorted(self._removed, key=_number))
        ids = [(document.id,) for document in self._removed]
        self._db.execute_many("DELETE FROM search_documents WHERE id = ?", ids)
        self._db.execute_many(
            "INSERT INTO search_documents (id, article_id, revision, captures, since, until)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            sorted(self._rows),
        )
        self._db.words.add(sorted(self._added, key=_number))

    def _held(self, article_id: int) -> list[Any]:
        return self._db.execute(
            "SELECT * FROM search_documents WHERE article_id = ? ORDER BY since, id", (article_id,)
        ).fetchall()

    def _add(self, article: _Article, span: _Span) -> None:
        number, captures = span.state
        id_ = self._number(_first_number(article.revisions[number]["create_time"]))
        self._added.append(article.document(id_, span.state))
        listed = json.dumps(captures) if captures else None
        self._rows.append((id_, article.id, number, listed, span.since, span.until))

    def _number(self, first: int) -> int:
        """Return the first free number from `first` on."""
        width = FIRST_DATED if first == 0 else MINUTE
        while True:
            if first not in self._free:
                row = self._db.execute(
                    "SELECT max(id) AS last FROM search_documents WHERE id >= ? AND id < ?",
                    (first, first + width),
                ).fetchone()
                self._free[first] = first if row["last"] is None else row["last"] + 1
            found = self._free[first]
            if found < first + width:
                self._free[first] += 1
                return found
            first += width


def _number(document: Document) -> int:
    return document.id


def _state(row: Any) -> State:
    return row["revision"], tuple(json.loads(row["captures"] or "[]"))


def _first_number(create_time: str | None) -> int:
    """Return the number of the first text released at that minute, as written where it was."""
    try:
        day = date.fromisoformat((create_time or "")[:10])
        hour, minute = int((create_time or "")[11:13] or 0), int((create_time or "")[14:16] or 0)
    except ValueError:
        return 0
    number = day.toordinal() * DAY + (hour * 60 + minute) % 1440 * MINUTE
    return number if number >= FIRST_DATED else 0


# ── the states of an article ──


class _Article:
    """An article with its revisions; it has none when it was forgotten."""

    def __init__(self, db: Connection, article_id: int) -> None:
        self._db, self.id = db, article_id
        rows = db.execute(
            "SELECT a.room, r.number, r.title, r.body, r.breadcrumb, r.byline, r.create_time,"
            " r.attachments, r.crawled_at FROM revisions r JOIN articles a ON a.id = r.article_id"
            " WHERE a.id = ? ORDER BY r.number",
            (article_id,),
        ).fetchall()
        self.revisions = {row["number"]: row for row in rows}

    def spans(self) -> Iterator[_Span]:
        """Yield the states that the article had for some time, oldest first."""
        rows = list(self.revisions.values())
        ends = [row["crawled_at"] for row in rows[1:]]
        for row, until in zip(rows, [*ends, None], strict=True):
            yield from self._spans(row, row["crawled_at"], until)

    def _spans(self, row: Any, since: str, until: str | None) -> Iterator[_Span]:
        documents = [versions for versions in self._documents(row) if versions]
        changes = {at for versions in documents for at, _ in versions[1:]}
        inner = sorted(at for at in changes if since < at and (until is None or at < until))
        held: _Span | None = None
        for start, end in zip([since, *inner], [*inner, until], strict=True):
            state = (row["number"], _captures(documents, start))
            if held is not None and held.state == state:
                held = _Span(state, held.since, end)
                continue
            if held is not None:
                yield held
            held = _Span(state, start, end)
        if held is not None and (held.until is None or held.since < held.until):
            yield held

    def _documents(self, row: Any) -> Iterator[list[tuple[str, int | None]]]:
        """Yield for each linked document (time, capture with a text) of its versions."""
        for part in json.loads(row["attachments"]):
            try:
                identity = attachments.identity(urls.canonical(part["url"]))
            except ValueError:
                continue
            versions = self._db.execute(
                "SELECT v.fetched_at, x.capture_id FROM attachments t"
                " JOIN attachment_versions v ON v.attachment_id = t.id"
                " LEFT JOIN attachment_texts x"
                " ON x.capture_id = v.capture_id AND x.text IS NOT NULL"
                " WHERE t.room = ? AND t.identity = ? ORDER BY v.number",
                (row["room"], identity),
            )
            yield [(each["fetched_at"], each["capture_id"]) for each in versions]

    def document(self, id_: int, state: State) -> Document:
        """Return the tokens of a state."""
        number, captures = state
        row = self.revisions[number]
        texts = [_text_of(self._db, capture_id) for capture_id in captures]
        section = [room_mark(row["room"]).token, EVERYTHING.token]
        return Document(
            id_,
            (
                tokens(row["title"] or ""),
                _joined([row["body"] or "", *json.loads(row["byline"] or "[]")]),
                [*section, BETWEEN, *_joined(json.loads(row["breadcrumb"] or "[]"))],
                _joined(texts),
            ),
        )


def _captures(documents: Sequence[list[tuple[str, int | None]]], moment: str) -> tuple[int, ...]:
    """Return the captures with a text that were held; a first version counts from the beginning."""
    found = []
    for first, *later in documents:
        current = [first, *(version for version in later if version[0] <= moment)][-1]
        found.append(current[1])
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _text_of(db: Connection, capture_id: int) -> str:
    row = db.execute(
        "SELECT text FROM attachment_texts WHERE capture_id = ?", (capture_id,)
    ).fetchone()
    return str(row["text"])


def _joined(texts: Sequence[str]) -> list[str]:
    """Return the tokens of texts that do not follow each other."""
    found = tokens(texts[0]) if texts else []
    for text in texts[1:]:
        found += [BETWEEN, *tokens(text)]
    return found
