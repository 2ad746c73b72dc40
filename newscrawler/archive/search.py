"""Finding articles by their words: the newest first, or the best of the newest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from newscrawler.archive import search_index
from newscrawler.archive.connection import Connection, marks
from newscrawler.archive.word_index import DAY, FIRST_DATED, Range, year_of
from newscrawler.search.passages import Piece, marked, passage
from newscrawler.search.query import Query, QueryError
from newscrawler.search.tree import Words, holds

ORDERS = ("newest", "relevance")
# So many hits are put into the order of relevance: the cost of more can be felt.
RANKED = 20_000
# So few texts of a year are looked into sooner than its index.
LOOKED_INTO = 4
# Characters of a title that are shown of a hit; a site may write any number
LONGEST_TITLE = 300
_LAST = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found, as it was then, with the passage that matches.

    `document` is the address of the document in which the passage stands, None for the article
    itself. `section` and `written_by` are breadcrumb and byline with the words that match. `state`
    is that of now.
    """

    article_id: int
    room: str
    key: str
    revision: int
    url: str
    title: list[Piece]
    create_time: str | None
    create_time_precision: str | None
    breadcrumb: list[str]
    language: str | None
    state: str
    text: list[Piece]
    section: list[Piece]
    written_by: list[Piece]
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits.

    `next` is what `find` is given as `after` for the next page, None for the last one.
    `hits_counted` is the number of all hits where it is known; `capped` tells that only the newest
    RANKED were put into order and counted.
    """

    hits: list[Hit] = field(default_factory=list)
    next: str | None = None
    hits_counted: int | None = None
    capped: bool = False


def find(
    db: Connection,
    query: Query,
    *,
    limit: int = 20,
    after: str | None = None,
    order: str = "newest",
    as_of: date | None = None,
) -> Found:
    """Return a page of the articles that a query finds.

    As they are, or as the archive held them at the end of the day `as_of` (UTC). Raises QueryError
    for an `after` that no page gave, and for an unknown `order`.
    """
    if order not in ORDERS:
        raise QueryError(f"there is no order {order!r}, only {' and '.join(ORDERS)}")
    among = _among(query, as_of)
    if order == "relevance":
        return _best(db, query, among, limit, after)
    high = among.high if after is None else min(_number(after), among.high)
    ids = db.words.newest(query.tree, Range(among.low, high, among.moment), limit + 1)
    is_all = after is None and len(ids) <= limit
    return Found(
        hits=_hits(db, ids[:limit], query),
        next=str(ids[limit - 1]) if len(ids) > limit else None,
        hits_counted=len(ids) if is_all else None,
    )


def _among(query: Query, as_of: date | None) -> Range:
    low = 0 if query.before is None else FIRST_DATED
    if query.since is not None:
        low = max(query.since.toordinal() * DAY, FIRST_DATED)
    high = _LAST if query.before is None else query.before.toordinal() * DAY
    return Range(low, high, None if as_of is None else f"{as_of.isoformat()}T23:59:59Z")


def _best(db: Connection, query: Query, among: Range, limit: int, after: str | None) -> Found:
    """Return a page of the newest RANKED hits by their grades, the newest first of each."""
    reached = None if after is None else _place(after)
    ids = db.words.newest(query.tree, among, RANKED + 1)
    capped, ids = len(ids) > RANKED, ids[:RANKED]
    grades = query.grades()
    points = dict.fromkeys(ids, 0)
    for place, grade in enumerate(grades if ids else []):
        for id_ in db.words.holding(grade, ids):
            points[id_] += 1 << (len(grades) - place)
    ranked = sorted(((points[id_], id_) for id_ in ids), reverse=True)
    counted = len(ranked)
    if reached is not None:
        ranked = [each for each in ranked if each < reached]
    last = ranked[limit - 1] if len(ranked) > limit else None
    return Found(
        hits=_hits(db, [id_ for _, id_ in ranked[:limit]], query),
        next=None if last is None else f"{last[0]}.{last[1]}",
        hits_counted=counted,
        capped=capped,
    )


def _place(text: str) -> tuple[int, int]:
    """Return the points and the number with which a page ended."""
    points, _, number = text.partition(".")
    return _number(points), _number(number)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise QueryError("this page of hits does not exist; begin with the first")
    return int(text)


def finds(db: Connection, query: Query, article_ids: Iterable[int]) -> set[int]:
    """Return those of some articles that a query finds as they are now."""
    wanted, among = list(set(article_ids)), _among(query, None)
    if not wanted:
        return set()
    rows = db.execute(
        "SELECT * FROM search_documents WHERE until IS NULL"  # noqa: S608 own text
        f" AND id >= ? AND id < ? AND article_id IN ({marks(wanted)})"
        " ORDER BY id DESC",
        (among.low, among.high, *wanted),
    )
    found: set[int] = set()
    for _, group in groupby(rows, key=_year):
        articles = {row["id"]: row for row in group}
        if len(articles) > LOOKED_INTO:
            ids = db.words.holding(query.tree, list(articles))
        else:
            texts = {id_: search_index.document(db, row).texts() for id_, row in articles.items()}
            ids = {id_ for id_, each in texts.items() if holds(query.tree, each)}
        found |= {articles[id_]["article_id"] for id_ in ids}
    return found


def _year(row: Mapping[str, Any]) -> int:
    return year_of(row["id"])


# ── what is shown of a hit ──


def _hits(db: Connection, ids: Sequence[int], query: Query) -> list[Hit]:
    if not ids:
        return []
    rows = db.execute(
        "SELECT d.id, d.captures, a.id AS article_id, a.room, a.key, a.url, a.state,"  # noqa: S608 own text
        " r.number AS revision, r.title, r.create_time, r.create_time_precision, r.breadcrumb,"
        " r.byline, r.language, r.body FROM search_documents d"
        " JOIN articles a ON a.id = d.article_id"
        " JOIN revisions r ON r.article_id = d.article_id AND r.number = d.revision"
        f" WHERE d.id IN ({marks(ids)})",
        ids,
    )
    by_id = {row["id"]: dict(row) for row in rows}
    terms = query.terms()
    return [_hit(db, by_id[id_], terms) for id_ in ids if id_ in by_id]


def _hit(db: Connection, row: dict[str, Any], terms: Sequence[Words]) -> Hit:
    captures = json.loads(row.pop("captures") or "[]")
    body, document = row.pop("body") or "", None
    anywhere = [term for term in terms if term.field is None]
    text, found = passage(body, anywhere)
    if anywhere and not found:
        for held in _documents(db, row["room"], captures):
            inside, found = passage(held["text"], anywhere)
            if found:
                text, document = inside, held["url"]
                break
    del row["id"]
    row["breadcrumb"] = json.loads(row["breadcrumb"] or "[]")
    placed = [term for term in terms if term.field in (None, "section")]
    section = _marked_names(row["breadcrumb"], placed, " › ")
    written_by = _marked_names(json.loads(row.pop("byline") or "[]"), anywhere, ", ")
    titled = [term for term in terms if term.field in (None, "title")]
    row["title"] = marked((row["title"] or "")[:LONGEST_TITLE], titled)
    return Hit(**row, text=text, section=section, written_by=written_by, document=document)


def _marked_names(names: Sequence[str], terms: Sequence[Words], between: str) -> list[Piece]:
    """Return names as one text; no phrase matches from one to the next."""
    found: list[Piece] = []
    for name in names:
        found += [*([Piece(between)] if found else []), *marked(name, terms)]
    return found


def _documents(db: Connection, room: str, captures: Sequence[int]) -> list[Mapping[str, Any]]:
    """Return the texts of documents with their addresses."""
    found = []
    for capture_id in captures:
        row = db.execute(
            "SELECT x.text, t.url FROM attachment_texts x"
            " JOIN attachment_versions v ON v.capture_id = x.capture_id"
            " JOIN attachments t ON t.id = v.attachment_id"
            " WHERE x.capture_id = ? AND t.room = ? ORDER BY t.id LIMIT 1",
            (capture_id, room),
        ).fetchone()
        found += [] if row is None else [row]
    return found
