"""The index of search in PostgreSQL: vectors of words with a GIN index.

A vector holds 16,383 positions and 256 of each word at the most (PostgreSQL, limitations of text
search). A longer text is kept in parts, in a table of its own, and asked word by word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from newscrawler.archive.word_index import BETWEEN, FIELDS, Document, Range
from newscrawler.search_query import MOST_TOKENS, All, Any, Mark, Node, Not, Words

# Below the limits, so that a part holds all that is said of it.
MOST_POSITIONS, MOST_OF_ONE, MOST_BYTES = 16_000, 250, 500_000
_WEIGHTS = {"title": "A", "text": "D", "section": "B", "documents": "C"}


class PostgresWords:
    """See `WordIndex`. `ask` runs a statement that is planned for its values."""

    def __init__(
        self,
        execute: Callable[..., object],
        execute_many: Callable[..., None],
        ask: Callable[..., list[tuple[int]]],
    ) -> None:
        self._execute, self._execute_many, self._ask = execute, execute_many, ask

    def add(self, documents: Sequence[Document]) -> None:
        """Add texts."""
        short, parts = [], []
        for document in documents:
            vectors = list(_vectors(document))
            if len(vectors) == 1:
                short.append((document.id, vectors[0]))
            else:
                parts += [(document.id, part, each) for part, each in enumerate(vectors)]
        self._execute_many(
            "INSERT INTO search_words (id, words) VALUES (?, CAST(? AS tsvector))", short
        )
        self._execute_many(
            "INSERT INTO search_words_parts (id, part, words) VALUES (?, ?, CAST(? AS tsvector))",
            parts,
        )

    def remove(self, documents: Sequence[Document]) -> None:
        """Take texts out."""
        ids = [(document.id,) for document in documents]
        for table in ("search_words", "search_words_parts"):
            self._execute_many(f"DELETE FROM {table} WHERE id = ?", ids)  # noqa: S608 own names

    def wipe(self) -> None:
        """Give space back; a GIN index keeps words of which no text is left until it is rebuilt."""
        for table in ("search_words", "search_words_parts"):
            self._execute(f"VACUUM {table}")
            self._execute(f"REINDEX TABLE {table}")

    def newest(self, tree: Node, among: Range, limit: int) -> list[int]:
        """Return the numbers of up to `limit` texts for which `tree` holds, the highest first."""
        valid, moments = among.where()
        found: set[int] = set()
        for source, (holds, values) in _sources(tree):
            rows = self._ask(
                f"SELECT w.id FROM {source} w JOIN search_documents d ON d.id = w.id"  # noqa: S608 own
                f" WHERE {holds} AND w.id >= ? AND w.id < ? AND {valid} ORDER BY w.id DESC LIMIT ?",
                [*values, among.low, among.high, *moments, limit],
            )
            found.update(row[0] for row in rows)
        return sorted(found, reverse=True)[:limit]

    def holding(self, tree: Node, ids: Sequence[int]) -> set[int]:
        """Return those of some numbers, the highest first, for whose text `tree` holds."""
        found: set[int] = set()
        for source, (holds, values) in _sources(tree):
            rows = self._ask(
                f"SELECT w.id FROM {source} w WHERE {holds} AND w.id >= ? AND w.id <= ?",  # noqa: S608 own
                [*values, ids[-1], ids[0]],
            )
            found.update(row[0] for row in rows)
        return found.intersection(ids)


def _sources(tree: Node) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """Yield where texts are, and the condition that `tree` holds for one, with its values."""
    yield "search_words", ("w.words @@ CAST(? AS tsquery)", [expression(tree)])
    yield "(SELECT id FROM search_words_parts WHERE part = 0)", _by_parts(tree)


def _by_parts(node: Node) -> tuple[str, list[str]]:
    """Return a condition on a text in parts: each word stands in one of them."""
    if isinstance(node, Not):
        condition, values = _by_parts(node.part)
        return f"NOT {condition}", values
    if isinstance(node, All | Any):
        conditions = [_by_parts(part) for part in node.parts]
        between = " AND " if isinstance(node, All) else " OR "
        values = list(chain.from_iterable(values for _, values in conditions))
        return f"({between.join(condition for condition, _ in conditions)})", values
    holds = "SELECT id FROM search_words_parts WHERE words @@ CAST(? AS tsquery)"
    return f"w.id IN ({holds})", [expression(node)]


def expression(node: Node) -> str:
    """Return a tree in the words of a tsquery."""
    if isinstance(node, Words):
        weight = _WEIGHTS[node.field] if node.field else ""
        ends = [f":{weight}" if weight else ""] * len(node.tokens)
        if node.is_prefix:
            ends[-1] = f":*{weight}"
        quoted = [f"'{token}'{end}" for token, end in zip(node.tokens, ends, strict=True)]
        return f"({' <-> '.join(quoted)})"
    if isinstance(node, Mark):
        return f"'{node.token}'"
    if isinstance(node, Not):
        return f"!({expression(node.part)})"
    assert isinstance(node, All | Any)
    between = " & " if isinstance(node, All) else " | "
    return f"({between.join(map(expression, node.parts))})"


def _vectors(document: Document) -> Iterator[str]:
    """Yield a text as one vector, or as those of its parts, which overlap by a phrase."""
    places = list(_places(document))
    start = 0
    while True:
        vector: defaultdict[str, list[str]] = defaultdict(list)
        size, end = 0, start
        while end < len(places):
            position, token, weight = places[end]
            position -= places[start][0] - 1
            if len(vector[token]) >= MOST_OF_ONE or position > MOST_POSITIONS or size > MOST_BYTES:
                break
            vector[token].append(f"{position}{weight}")
            size += len(token.encode())
            end += 1
        yield " ".join(f"'{token}':{','.join(at)}" for token, at in vector.items() if at)
        if end == len(places):
            return
        start = max(end - MOST_TOKENS, start + 1)


def _places(document: Document) -> Iterator[tuple[int, str, str]]:
    """Yield (position, token, weight); texts that do not follow each other have a gap between."""
    position = 0
    for name, tokens in zip(FIELDS, document.fields, strict=True):
        position += 1
        for token in tokens:
            position += 1
            if token != BETWEEN:
                yield position, token, _WEIGHTS[name]
