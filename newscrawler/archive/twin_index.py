"""The index of near twins and translations: what is new finds what is like it.

Every text is known by a few keys (`similarity.band_keys`); texts that share one are compared run by
run. All that an article costs is bounded: its keys, those who share one, the comparisons. A queue
of articles, filled in the transaction that stores a text, says what is still to be indexed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler import urls
from newscrawler.archive import boilerplate, captures, twins
from newscrawler.archive.connection import Connection, marks
from newscrawler.extract.pages.alternates import alternates
from newscrawler.similarity import band_keys, jaccard, key_of, shingles

# Edits keep more than this, other releases hardly anything: `python -m bench twins`.
NEAR = 0.6
# A text of fewer runs of four words has too little to be told from others by.
FEWEST_RUNS = 20
# A key that so many articles have tells nothing; whoever shares more keys is compared first.
MOST_SHARING, MOST_COMPARED = 16, 12
# Texts kept in memory while a batch is indexed
MOST_TEXTS = 256

Link = tuple[str, float | None]


@dataclass(slots=True)
class _Text:
    """An article as the index sees it: who it is, and what its current text says."""

    article_id: int
    room: str
    revision: int
    url: str
    language: str | None
    text_hash: bytes | None
    body: str
    capture_id: int | None
    runs: set[int]


class _Batch:
    """What was read of articles lately, and the keys that are to be written at the batch's end."""

    def __init__(self, db: Connection, crawl_id: int | None, now: str) -> None:
        self.db, self.crawl_id, self.now = db, crawl_id, now
        self.keys: defaultdict[int, list[int]] = defaultdict(list)
        self._texts: dict[int, _Text] = {}

    def text(self, article_id: int) -> _Text | None:
        """Return an article's current text, None for an article that was forgotten."""
        if article_id in self._texts:
            return self._texts[article_id]
        row = self.db.execute(
            "SELECT a.id AS article_id, a.room, a.revision, a.url, r.language, r.text_hash,"
            " coalesce(r.body, '') AS body, r.capture_id FROM articles a JOIN revisions r"
            " ON r.article_id = a.id AND r.number = a.revision WHERE a.id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            return None
        text = _Text(
            **dict(row), runs=shingles(boilerplate.without(self.db, row["room"], row["body"]))
        )
        self._texts[article_id] = text
        if len(self._texts) > MOST_TEXTS:
            del self._texts[next(iter(self._texts))]
        return text

    def sharing(self, keys: Sequence[int]) -> dict[int, list[int]]:
        """Return who has which of the keys."""
        found = {key: list(self.keys.get(key, ())) for key in keys}
        query = f"SELECT band, article_id FROM twin_bands WHERE band IN ({marks(keys)})"  # noqa: S608 own text
        for row in self.db.execute(query, list(keys)):
            found[row["band"]].append(row["article_id"])
        return found

    def write(self) -> None:
        """Write the keys in the order of their table, so that each of its pages is met once."""
        rows = sorted((key, each) for key, sharing in self.keys.items() for each in sharing)
        self.db.execute_many("INSERT INTO twin_bands (band, article_id) VALUES (?, ?)", rows)


def index(db: Connection, *, limit: int, crawl_id: int | None, now: str) -> int:
    """Index up to `limit` articles of the queue, oldest first; return how many there were.

    `crawl_id` and `now` go with the events of the links that are found.
    """
    rows = db.execute("SELECT article_id FROM twin_queue ORDER BY article_id LIMIT ?", (limit,))
    queue = [row["article_id"] for row in rows.fetchall()]
    # Before any is compared: a first crawl knows its boilerplate from the first batch on.
    boilerplate.count(db, queue)
    batch = _Batch(db, crawl_id, now)
    for article_id in queue:
        _take_out(db, article_id)
        text = batch.text(article_id)
        if text is not None:
            _index_one(batch, text)
    batch.write()
    db.execute_many("DELETE FROM twin_queue WHERE article_id = ?", [(each,) for each in queue])
    return len(queue)


def forget(db: Connection, article_id: int) -> None:
    """Take an article out of the index for good, while its revisions are still there."""
    boilerplate.discount(db, article_id)
    _take_out(db, article_id)


def _take_out(db: Connection, article_id: int) -> None:
    row = db.execute(
        "SELECT bands FROM twin_signatures WHERE article_id = ?", (article_id,)
    ).fetchone()
    if row is None:
        return
    packed = row["bands"]
    keys = [int.from_bytes(packed[at : at + 6], "big") for at in range(0, len(packed), 6)]
    db.execute_many(
        "DELETE FROM twin_bands WHERE band = ? AND article_id = ?",
        [(key, article_id) for key in keys],
    )
    db.execute("DELETE FROM twin_signatures WHERE article_id = ?", (article_id,))


# ── one article ──


def _index_one(batch: _Batch, text: _Text) -> None:
    named = _alternates(batch.db, text)
    own = [*(band_keys(text.runs) if len(text.runs) >= FEWEST_RUNS else ()), _place(text.url)]
    sharing = batch.sharing(list(dict.fromkeys([*own, *map(_place, named)])))
    shared = Counter(each for others in sharing.values() for each in others)
    known = _known(batch.db, text.article_id)
    nearest = sorted(shared, key=lambda other: (-shared[other], -other))[:MOST_COMPARED]
    for other_id in dict.fromkeys([*nearest, *known]):
        other = batch.text(other_id)
        if other is not None and other_id != text.article_id:
            _link(batch, text, other, named, known.get(other_id))
    kept = [key for key in dict.fromkeys(own) if len(sharing[key]) < MOST_SHARING]
    for key in kept:
        batch.keys[key].append(text.article_id)
    batch.db.execute(
        "INSERT INTO twin_signatures (article_id, revision, bands) VALUES (?, ?, ?)",
        (text.article_id, text.revision, b"".join(key.to_bytes(6, "big") for key in kept)),
    )


def _link(
    batch: _Batch, text: _Text, other: _Text, named: Sequence[str], before: Link | None
) -> None:
    """Bring the link of two articles to what it is now, with an event when that is another."""
    similarity = round(jaccard(text.runs, other.runs), 4)
    now: Link | None = None
    if _is_translation(batch.db, text, other, named):
        now = ("translation", None)
    elif similarity >= NEAR and text.text_hash != other.text_hash:
        now = ("near", similarity)
    if now == before:
        return
    pair = sorted((text.article_id, other.article_id))
    batch.db.execute("DELETE FROM twins WHERE article_id = ? AND twin_id = ?", pair)
    detail: dict[str, Any] = {"link": "none", "similarity": similarity}
    if now is not None:
        batch.db.execute(
            "INSERT INTO twins (article_id, twin_id, kind, similarity, found_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (*pair, *now, batch.now),
        )
        detail = {"link": now[0]} | ({} if now[1] is None else {"similarity": now[1]})
    ids = (text.article_id, other.article_id)
    twins.record(batch.db, *ids, crawl_id=batch.crawl_id, now=batch.now, **detail)


def _known(db: Connection, article_id: int) -> dict[int, Link]:
    rows = db.execute(
        "SELECT twin_id AS other, kind, similarity FROM twins WHERE article_id = ?"
        " UNION ALL SELECT article_id, kind, similarity FROM twins WHERE twin_id = ?",
        (article_id, article_id),
    )
    return {row["other"]: (row["kind"], row["similarity"]) for row in rows.fetchall()}


# ── translations ──


def _is_translation(db: Connection, text: _Text, other: _Text, named: Sequence[str]) -> bool:
    """Tell whether two articles of different languages are one by their pages or addresses.

    Of two rooms each has to name the other: nobody is made a translation of who does not say so.
    """
    languages = {_primary(text.language), _primary(other.language)}
    if len(languages) == 1 or text.url == other.url:
        return False
    if None not in languages and _language_free(text.url) == _language_free(other.url):
        return True
    if other.url not in named:
        return False
    return text.room == other.room or text.url in _alternates(db, other)


def _primary(language: str | None) -> str | None:
    return language.partition("-")[0].lower() if language else None


def _place(url: str) -> int:
    """Return the key under which translations meet: the address without what says its language."""
    return key_of(f"address {_language_free(url)}".encode("utf-8", "replace"))


def _language_free(url: str) -> str:
    try:
        return urls.language_free(url)
    except ValueError:
        # What an add-on stores may have any name for an address.
        return url


def _alternates(db: Connection, text: _Text) -> list[str]:
    """Return the addresses of the translations that the article's page names, canonical."""
    if text.capture_id is None:
        return []
    capture = captures.read(db, text.capture_id)
    found = []
    for url in alternates(capture.body, capture.url):
        try:
            found.append(urls.canonical(url))
        except ValueError:
            continue
    return found[:MOST_COMPARED]
