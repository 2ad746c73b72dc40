"""What a person types to search, understood: words, phrases, AND, OR, NOT, fields.

brand "trade mark" counterf* OR 品牌 NOT room:qbpc_news title:(court OR 法院) after:2024-03
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from newscrawler.search import words
from newscrawler.search.tree import EVERYTHING, All, Any, Day, Node, Not, Words, room_mark

FIELDS = ("title", "section", "room")
DATES = ("after", "before")
MOST_CHARACTERS, MOST_TERMS, MOST_TOKENS, DEEPEST = 1000, 50, 60, 20
# So short a beginning would be that of too many words.
FEWEST_LETTERS = 2
_NAMES = ", ".join(f"{name}:" for name in (*FIELDS, *DATES))
_SAME = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』＂", '"') | dict(zip("（）：＊－　", "():*- ", strict=True))
)
_PIECE = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<word>AND|OR|NOT)(?=[\s()"]|$)|(?P<minus>-)(?=[^\s)-])"""
    r"""|(?P<field>[A-Za-z_]+):(?=[^\s)])|"(?P<quoted>[^"]*)"(?P<star>\*?)|(?P<bare>[^\s()"]+))"""
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


class QueryError(ValueError):
    """A query cannot be understood; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a tree without dates, released on `since` or later, before `before`."""

    text: str
    tree: Node
    since: date | None = None
    before: date | None = None

    def terms(self) -> list[Words]:
        """Return the words that are to be found, without those after NOT."""
        return list(dict.fromkeys(_terms(self.tree)))

    def grades(self) -> list[Node]:
        """Return what makes a hit better, the best first.

        All words in the title, all words as one phrase, one word in the title.
        """
        free = [each for each in self.terms() if each.field is None]
        if not free:
            return []
        titled: tuple[Node, ...] = tuple(replace(each, field="title") for each in free)
        grades: list[Node] = [All(titled)]
        if len(free) > 1:
            grades += [_together(free), Any(titled)]
        return grades


def _terms(node: Node) -> Iterator[Words]:
    if isinstance(node, Words):
        yield node
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from _terms(part)


def _together(terms: Sequence[Words]) -> Words:
    """Return terms as one phrase; no blank stands between those of unspaced scripts."""
    text = terms[0].text
    for one, other in pairwise(terms):
        is_one = words.is_unspaced(one.text[-1:]) and words.is_unspaced(other.text[:1])
        text += ("" if is_one else " ") + other.text
    return _words(text, is_prefix=terms[-1].is_prefix)


# ── reading it ──


def parse(text: str) -> Query:
    """Understand a query. Raises QueryError with a message that says what to write instead."""
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"the query is too long; {MOST_CHARACTERS} characters are the most")
    tree = _Reader(text).read()
    parts = tree.parts if isinstance(tree, All) else (tree,)
    days = [part for part in parts if isinstance(part, Day)]
    rest = [part for part in parts if not isinstance(part, Day)]
    if any(_has_day(part) for part in rest):
        raise QueryError(
            "after: and before: hold for the whole query; write them beside it, as in"
            " (this OR that) after:2024"
        )
    since = [each.day for each in days if each.name == "after"]
    before = [each.day for each in days if each.name == "before"]
    return Query(
        text=text,
        tree=_joined(rest) if rest else EVERYTHING,
        since=max(since, default=None),
        before=min(before, default=None),
    )


def _has_day(node: Node) -> bool:
    if isinstance(node, Not):
        return _has_day(node.part)
    if isinstance(node, All | Any):
        return any(map(_has_day, node.parts))
    return isinstance(node, Day)


def _joined(parts: Sequence[Node]) -> Node:
    """Return parts that all hold as one node, without nodes of the same kind in it."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, All) else [part]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def _words(text: str, *, is_prefix: bool = False, field: str | None = None) -> Words:
    tokens, is_beginning = words.sought(text)
    if len(tokens) > MOST_TOKENS:
        raise QueryError(f"a phrase has {MOST_TOKENS} words at the most")
    is_prefix = is_beginning or (is_prefix and not words.is_unspaced(text))
    if is_prefix and not is_beginning and tokens and len(tokens[-1]) < FEWEST_LETTERS:
        raise QueryError(f"write at least {FEWEST_LETTERS} letters before *, as in brand*")
    return Words(tuple(tokens), is_prefix, field, text)


class _Reader:
    """Reads a query piece by piece: NOT binds closest, then AND or nothing, then OR."""

    def __init__(self, text: str) -> None:
        self._text = text.translate(_SAME)
        self._pieces = list(self._split())
        self._terms = 0

    def _split(self) -> Iterator[re.Match[str]]:
        at, end = 0, len(self._text.rstrip())
        while at < end:
            found = _PIECE.match(self._text, at)
            if found is None:
                raise QueryError('a quotation mark is missing; write "…" around a phrase')
            yield found
            at = found.end()

    def read(self) -> Node:
        """Return the whole query as a tree."""
        tree = self._either(0)
        if self._pieces:
            raise QueryError("there is a ) without its (")
        if tree is None:
            raise QueryError(f"type a word to look for; fields are {_NAMES}")
        return tree

    def _next(self, *kinds: str) -> re.Match[str] | None:
        """Take the next piece when it is of one of the kinds."""
        if self._pieces and self._pieces[0].lastgroup in kinds:
            return self._pieces.pop(0)
        return None

    def _is_word(self, *names: str) -> bool:
        return bool(self._pieces) and self._pieces[0]["word"] in names

    def _either(self, depth: int) -> Node | None:
        parts = [self._both(depth)]
        while self._is_word("OR"):
            self._pieces.pop(0)
            parts.append(self._both(depth))
            if parts[-1] is None or parts[0] is None:
                raise QueryError('OR stands between two words; write "OR" to look for the word')
        found = [part for part in parts if part is not None]
        return found[0] if len(parts) == 1 and found else Any(tuple(found)) if found else None

    def _both(self, depth: int) -> Node | None:
        parts: list[Node] = []
        is_open = False
        while self._pieces and not self._is_word("OR") and self._pieces[0]["close"] is None:
            if self._is_word("AND"):
                self._pieces.pop(0)
                if is_open or not parts:
                    raise QueryError('AND stands between two words; write "AND" for the word')
                is_open = True
                continue
            part = self._one(depth)
            is_open = False
            parts += [] if part is None else [part]
        if is_open:
            raise QueryError('AND stands between two words; write "AND" to look for the word')
        return _joined(parts) if parts else None

    def _one(self, depth: int) -> Node | None:
        if self._is_word("NOT") or self._pieces[0]["minus"]:
            self._pieces.pop(0)
            if not self._pieces or self._is_word("AND", "OR") or self._pieces[0]["close"]:
                raise QueryError('NOT stands before a word; write "NOT" to look for the word')
            part = self._one(_deeper(depth))
            return None if part is None else Not(part)
        return self._named(depth, None)

    def _named(self, depth: int, field: str | None) -> Node | None:
        """Return what stands next, in a field or anywhere; None for what has no letter."""
        piece = self._pieces.pop(0)
        if piece["open"]:
            return self._enclosed(depth, field)
        if piece["field"]:
            return self._field(depth, piece["field"].lower(), field)
        quoted = piece["quoted"]
        text = piece["bare"] if quoted is None else quoted
        if text is None:
            raise QueryError("there is a ) or a word such as OR where a word is to stand")
        return self._term(text, field, is_prefix=bool(piece["star"]) or text.endswith("*"))

    def _enclosed(self, depth: int, field: str | None) -> Node | None:
        part = self._either(_deeper(depth))
        if self._next("close") is None:
            raise QueryError("a ) is missing")
        return part if field is None or part is None else _in_field(part, field)

    def _field(self, depth: int, name: str, outer: str | None) -> Node | None:
        if name not in (*FIELDS, *DATES):
            raise QueryError(
                f'there is no field {name}:, only {_NAMES}; write "{name}: …" to look for the word'
            )
        if outer is not None or not self._pieces:
            raise QueryError(f"write a word behind {name}:, as in {name}:…")
        return self._named(_deeper(depth), name)

    def _term(self, text: str, field: str | None, *, is_prefix: bool) -> Node | None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise QueryError(f"the query has too many words; {MOST_TERMS} are the most")
        if field == "room":
            return room_mark(text)
        if field in DATES:
            return Day(str(field), _day(str(field), text))
        found = _words(text.rstrip("*"), is_prefix=is_prefix, field=field)
        return found if found.tokens else None


def _deeper(depth: int) -> int:
    if depth >= DEEPEST:
        raise QueryError("there are too many ( in each other")
    return depth + 1


def _in_field(node: Node, field: str) -> Node:
    """Return a node of which every part is in a field."""
    if isinstance(node, Words) and node.field is None:
        if field == "room":
            return room_mark(node.text)
        return replace(node, field=field) if field in FIELDS else Day(field, _day(field, node.text))
    if isinstance(node, Not):
        return Not(_in_field(node.part, field))
    if isinstance(node, All | Any):
        return type(node)(tuple(_in_field(part, field) for part in node.parts))
    raise QueryError(f"there is a field within {field}:( )")


def _day(name: str, text: str) -> date:
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError as error:
        raise QueryError(
            f"{name}:{text} is no date; write {name}:2024, {name}:2024-03 or {name}:2024-03-15"
        ) from error
