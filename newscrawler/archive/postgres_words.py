"""The index of search in PostgreSQL: texts as words between blanks, and a GIN index of the words.

The index says which texts have all words of a query; the texts, where those words stand. A run of
pairs (see `words`) is written as its characters and a mark, of which `search_words_in` in the
database makes the pairs again: a third of the space of vectors with positions.

A vector of words holds one megabyte (PostgreSQL, limitations of text search). A longer text is kept
in parts, in a table of its own, and asked word by word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain

from newscrawler.archive.word_index import FIELDS, Document, Range
from newscrawler.search.query import MOST_TOKENS
from newscrawler.search.tree import EVERYTHING, All, Any, Mark, Node, Not, Words
from newscrawler.search.words import UNSPACED

# So many bytes of tokens are below a megabyte, pairs and all.
MOST_BYTES = 1_000_000
# So many of the newest texts are looked at for common words before the index is asked.
LOOKED_AT = 300
# Stands behind the last character of a run.
END = "\ue003"
_COLUMNS = ", ".join(FIELDS)
_TEXT = f"({' || '.join(f'w.{name}' for name in FIELDS)})"
_INDEXED = f"search_words_in{_TEXT}"
_PAIR, _LAST = re.compile(f"({UNSPACED}){UNSPACED} "), re.compile(f"({UNSPACED}) ")


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
            found = list(_parts(document))
            if len(found) == 1:
                short.append((document.id, *found[0]))
            else:
                parts += [(document.id, part, *texts) for part, texts in enumerate(found)]
        self._execute_many(
            f"INSERT INTO search_words (id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 own names
            short,
        )
        self._execute_many(
            f"INSERT INTO search_words_parts (id, part, {_COLUMNS})"  # noqa: S608 own names
            " VALUES (?, ?, ?, ?, ?, ?)",
            parts,
        )

    def remove(self, documents: Sequence[Document]) -> None:
        """Take texts out."""
        ids = [(document.id,) for document in documents]
        for table in ("search_words", "search_words_parts"):
            self._execute_many(f"DELETE FROM {table} WHERE id = ?", ids)  # noqa: S608 own names

    def merge(self) -> bool:
        """Do nothing: autovacuum brings what a GIN index puts off into it."""
        return False

    def wipe(self) -> None:
        """Give space back; a GIN index keeps words of which no text is left until it is rebuilt."""
        for table in ("search_words", "search_words_parts"):
            self._execute(f"VACUUM {table}")
            self._execute(f"REINDEX TABLE {table}")

    def newest(self, tree: Node, among: Range, limit: int) -> list[int]:
        """Return the numbers of up to `limit` texts for which `tree` holds, the highest first."""
        some = self._by_looking(tree, among, limit) if limit < LOOKED_AT else []
        whole = some if len(some) == limit else self._by_index(tree, among, limit)
        return sorted(chain(whole, self._in_parts(tree, among, limit)), reverse=True)[:limit]

    def _by_looking(self, tree: Node, among: Range, limit: int) -> list[int]:
        """Return those of the newest texts that hold common words, sooner than the index does."""
        valid, moments = among.where()
        stands, texts = _stands(tree)
        rows = self._ask(
            "SELECT w.id FROM (SELECT * FROM search_words WHERE id >= ? AND id < ?"  # noqa: S608 own text
            " ORDER BY id DESC LIMIT ?) w JOIN search_documents d ON d.id = w.id"
            f" WHERE {valid} AND {stands} ORDER BY w.id DESC LIMIT ?",
            [among.low, among.high, LOOKED_AT, *moments, *texts, limit],
        )
        return [row[0] for row in rows]

    def _by_index(self, tree: Node, among: Range, limit: int) -> list[int]:
        valid, moments = among.where()
        in_index, indexed = _in_index(tree)
        in_text, texts = _in_text(tree)
        looked_up = f"SELECT 1 FROM search_words w WHERE w.id = c.id AND {in_text} OFFSET 0"  # noqa: S608 own text
        rows = self._ask(
            # Texts are looked into one by one from the newest on, until there are enough.
            "WITH c AS MATERIALIZED (SELECT w.id FROM search_words w"  # noqa: S608 own text
            f" WHERE {in_index} AND w.id >= ? AND w.id < ?)"
            " SELECT c.id FROM c JOIN search_documents d ON d.id = c.id"
            f"{f' CROSS JOIN LATERAL ({looked_up}) t' if texts else ''}"
            f" WHERE {valid} ORDER BY c.id DESC LIMIT ?",
            [*indexed, among.low, among.high, *texts, *moments, limit],
        )
        return [row[0] for row in rows]

    def _in_parts(self, tree: Node, among: Range, limit: int) -> list[int]:
        valid, moments = among.where()
        in_parts, texts = _in_parts(tree)
        rows = self._ask(
            "SELECT p.id FROM search_words_parts p JOIN search_documents d ON d.id = p.id"  # noqa: S608 own text
            f" WHERE p.part = 0 AND {in_parts} AND p.id >= ? AND p.id < ? AND {valid}"
            " ORDER BY p.id DESC LIMIT ?",
            [*texts, among.low, among.high, *moments, limit],
        )
        return [row[0] for row in rows]

    def holding(self, tree: Node, ids: Sequence[int]) -> set[int]:
        """Return those of some numbers, the highest first, for whose text `tree` holds."""
        in_index, indexed = _in_index(tree)
        in_text, texts = _in_text(tree)
        in_parts, parts = _in_parts(tree)
        rows = self._ask(
            f"SELECT w.id FROM search_words w WHERE {in_index} AND {in_text}"  # noqa: S608 own text
            " AND w.id >= ? AND w.id <= ? UNION ALL"
            f" SELECT p.id FROM search_words_parts p WHERE p.part = 0 AND {in_parts}"
            " AND p.id >= ? AND p.id <= ?",
            [*indexed, *texts, ids[-1], ids[0], *parts, ids[-1], ids[0]],
        )
        return {row[0] for row in rows}.intersection(ids)


# ── conditions on a row `w`, with their values ──

_Condition = tuple[str, list[str]]


def _in_index(tree: Node) -> _Condition:
    """Return what the index can say: it holds for every text for which `tree` holds."""
    words = expression(tree)
    return (f"{_INDEXED} @@ CAST(? AS tsquery)", [words]) if words else ("TRUE", [])


def _in_text(tree: Node) -> _Condition:
    """Return what is left to be looked up in a text for which the index holds."""
    return ("TRUE", []) if _is_indexed(tree) else _stands(tree)


def _stands(tree: Node) -> _Condition:
    """Return that the words stand in the text as `tree` says."""

    def stand(node: Words | Mark) -> _Condition:
        place = f"w.{node.field}" if isinstance(node, Words) and node.field else _TEXT
        return f"strpos({place}, ?) > 0", [_sought(node)]

    return _every(tree, stand)


def _in_parts(tree: Node) -> _Condition:
    """Return a condition on a text `p` in parts: each word stands in one of them."""

    def stand(node: Words | Mark) -> _Condition:
        (in_index, indexed), (in_text, texts) = _in_index(node), _in_text(node)
        holds = f"SELECT w.id FROM search_words_parts w WHERE {in_index} AND {in_text}"  # noqa: S608 own text
        return f"p.id IN ({holds})", [*indexed, *texts]

    return _every(tree, stand)


def _every(node: Node, stand: Callable[[Words | Mark], _Condition]) -> _Condition:
    """Return a tree as a condition, where `stand` says what each word or mark asks for."""
    if isinstance(node, Not):
        condition, values = _every(node.part, stand)
        return f"NOT {condition}", values
    if isinstance(node, All | Any):
        parts = [_every(part, stand) for part in node.parts]
        between = " AND " if isinstance(node, All) else " OR "
        values = list(chain.from_iterable(values for _, values in parts))
        return f"({between.join(condition for condition, _ in parts)})", values
    assert isinstance(node, Words | Mark)
    return stand(node)


# ── what the index knows ──


def _is_indexed(node: Node) -> bool:
    """Tell whether the index alone says if `node` holds: it knows words, and not where they are."""
    if isinstance(node, Words):
        return len(node.tokens) == 1 and node.field is None
    if isinstance(node, All):
        is_known = all(_is_indexed(part) or _unwanted(part) for part in node.parts)
        return is_known and expression(node) is not None
    if isinstance(node, Any):
        return all(map(_is_indexed, node.parts)) and expression(node) is not None
    return isinstance(node, Mark)


def expression(node: Node) -> str | None:
    """Return a tsquery that holds wherever `node` does; None when that may be anywhere."""
    if isinstance(node, Words):
        words = [f"'{_keyword(token)}'" for token in node.tokens]
        if node.is_prefix:
            words[-1] = f"'{node.tokens[-1]}':*"
        return f"({' & '.join(words)})"
    if isinstance(node, Mark):
        return None if node == EVERYTHING else f"'{node.token}'"
    if isinstance(node, Any):
        found = [expression(part) for part in node.parts]
        return None if None in found else f"({' | '.join(filter(None, found))})"
    if isinstance(node, Not):
        return None
    assert isinstance(node, All)
    wanted = list(filter(None, map(expression, node.parts)))
    unwanted = list(filter(None, map(_unwanted, node.parts)))
    return f"({' & '.join([*wanted, *unwanted])})" if wanted else None


def _unwanted(node: Node) -> str | None:
    """Return a tsquery for what the index can leave out; it knows no text by that alone."""
    if isinstance(node, Not) and _is_indexed(node.part):
        words = expression(node.part)
        return words and f"!{words}"
    return None


# ── texts and what is looked for in them ──


def _keyword(token: str) -> str:
    return token + END if len(token) == 1 and _LAST.match(f"{token} ") else token


def _written(tokens: Sequence[str]) -> str:
    """Return tokens with a blank behind each, and the pairs of a run as its characters and END."""
    text = " ".join([*tokens, ""])
    return _LAST.sub(rf"\1{END} ", _PAIR.sub(r"\1", text))


def _sought(node: Words | Mark) -> str:
    """Return the text by which tokens are found that follow each other."""
    tokens = (node.token,) if isinstance(node, Mark) else node.tokens
    last = tokens[-1]
    is_open = isinstance(node, Words) and node.is_prefix
    behind = last if is_open or _PAIR.match(f"{last} ") else _keyword(last) + " "
    before = "" if _PAIR.match(f"{tokens[0]} ") or _LAST.match(f"{tokens[0]} ") else " "
    return before + _written(tokens[:-1]) + behind


def _parts(document: Document) -> Iterator[list[str]]:
    """Yield the fields of a text, or of its parts, which overlap by a phrase."""
    if 4 * sum(len(token) for tokens in document.fields for token in tokens) <= MOST_BYTES:
        yield list(map(_field, document.fields))
        return
    flat = [(name, token) for name, tokens in enumerate(document.fields) for token in tokens]
    while flat:
        sizes = accumulate(len(token.encode()) for _, token in flat)
        end = max(sum(size <= MOST_BYTES for size in sizes), MOST_TOKENS + 1)
        yield [
            _field([token for name, token in flat[:end] if name == each])
            for each in range(len(FIELDS))
        ]
        flat = flat[end - MOST_TOKENS :] if end < len(flat) else []


def _field(tokens: list[str]) -> str:
    """Return the tokens of a field as they are kept; a run that was cut ends there."""
    is_cut = tokens and _PAIR.match(f"{tokens[-1]} ")
    return f" {_written([*tokens, tokens[-1][1]] if is_cut else tokens)}"
