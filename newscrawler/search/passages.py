"""Where in a text the words of a query stand: whole titles, and the best passage of a long text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newscrawler.search.tree import Words
from newscrawler.search.words import (
    as_run,
    has_signs,
    is_spaced,
    located,
    placed,
    settled,
    word_end,
)

# About two lines; a character of an unspaced script is twice as wide and says twice as much.
WIDTH, BEFORE = 240, 60
# How far a passage is looked for once a word was found, in paragraphs
PARAGRAPHS = 40
_BLANK = re.compile(r"\s+")
_WIDE = re.compile("[\u2e81-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Where a term stands in a text: from `start` to below `end`; which it is, by its place."""

    start: int
    end: int
    term: int


def marked(text: str, terms: Sequence[Words]) -> list[Piece]:
    """Return a whole text in pieces, those that match marked."""
    text = settled(text)
    return _pieces(text, spans(text, terms), 0, len(text))


def passage(text: str, terms: Sequence[Words]) -> tuple[list[Piece], int]:
    """Return the passage with most of the terms, and how many of them stand in it.

    Without any it is the beginning of the text. Three dots stand where it is cut.
    """
    most: list[Span] = []
    best, left = "", PARAGRAPHS
    for paragraph in filter(None, text.split("\n")):
        whole = settled(paragraph)
        found = spans(whole, terms)
        if _count(found) > _count(most):
            best, most = whole, found
        left -= bool(most)
        if not left or _count(most) == len(terms):
            break
    if not most:
        best = settled(text[: 4 * WIDTH])
    start, end = _window(best, most)
    shown = [span for span in most if start <= span.start and span.end <= end]
    pieces = _pieces(best, shown, start, end)
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(best.rstrip()):
        pieces.append(Piece(" …"))
    return pieces, _count(shown)


def _count(found: Sequence[Span]) -> int:
    return len({span.term for span in found})


def spans(text: str, terms: Sequence[Words]) -> list[Span]:
    """Return where terms stand in a settled text, in order; they may overlap."""
    plain, places = placed(text)
    is_simple = not has_signs(plain)
    found = []
    for number, term in enumerate(terms):
        quick = _quickly(plain, term) if is_simple else None
        if quick is None:
            found += [Span(start, end, number) for start, end in _looked_for(text, term)]
        else:
            found += [Span(places[start], places[end - 1] + 1, number) for start, end in quick]
    return sorted(found, key=lambda span: span.start)


def _quickly(plain: str, term: Words) -> list[tuple[int, int]] | None:
    """Return where a term stands in a folded text without signs, found by its letters.

    None where only a look at each token can tell: the term has words and pairs of characters.
    """
    run = as_run(term.tokens, is_prefix=term.is_prefix)
    if run is not None:
        return [(at, at + len(run)) for at in _places(plain, run)]
    if not is_spaced(term.tokens):
        return None
    ends = (
        (at, word_end(plain, at, term.tokens, is_prefix=term.is_prefix))
        for at in _places(plain, term.tokens[0])
    )
    return [(at, end) for at, end in ends if end is not None]


def _places(plain: str, letters: str) -> Iterator[int]:
    at = plain.find(letters)
    while at >= 0:
        yield at
        at = plain.find(letters, at + 1)


def _looked_for(text: str, term: Words) -> Iterator[tuple[int, int]]:
    """Yield where a term stands, by a look at each token."""
    tokens = list(located(text))
    for at, (token, start, _) in enumerate(tokens):
        if _begins(term, token) and (end := _end(tokens, at, term)) is not None:
            yield start, end


def _begins(term: Words, token: str) -> bool:
    if token == term.tokens[0]:
        return True
    return term.is_prefix and len(term.tokens) == 1 and token.startswith(term.tokens[0])


def _end(places: Sequence[tuple[str, int, int]], at: int, term: Words) -> int | None:
    """Return where a term ends that begins at a token; None where it does not stand there."""
    last = at + len(term.tokens) - 1
    if last >= len(places):
        return None
    between = zip(term.tokens[1:-1], places[at + 1 : last], strict=True)
    if any(wanted != token for wanted, (token, _, _) in between):
        return None
    token, start, end = places[last]
    wanted = term.tokens[-1]
    if token == wanted:
        return end
    if not (term.is_prefix and token.startswith(wanted)):
        return None
    # Of a pair of characters only the one that was looked for; of a word all of it.
    return start + 1 if len(wanted) == 1 and end - start == 2 and not wanted.isascii() else end


def _window(text: str, found: Sequence[Span]) -> tuple[int, int]:
    """Return the stretch of a text with most terms, cut between words where there are blanks."""
    width = WIDTH if text[: 4 * WIDTH].isascii() else _width(text)
    if len(text) <= width:
        return 0, len(text)
    best = _densest(found, width // 2)
    start = max(0, min(best.start - BEFORE * width // WIDTH, len(text) - width))
    end = max(start + width, best.end)
    return _after_blank(text, start, best.start), _before_blank(text, end, best.end)


def _densest(found: Sequence[Span], width: int) -> Span:
    """Return the first place from which on most terms stand within a width."""
    best, most, last = Span(0, 0, 0), 0, 0
    inside: Counter[int] = Counter()
    for at, first in enumerate(found):
        while last < len(found) and (last <= at or found[last].end <= first.start + width):
            inside[found[last].term] += 1
            last += 1
        count = sum(number > 0 for number in inside.values())
        if count > most:
            best, most = first, count
        inside[first.term] -= 1
    return best


def _width(text: str) -> int:
    """Return how many characters are about two lines."""
    head = text[:WIDTH]
    wide = len(_WIDE.findall(head))
    return WIDTH - WIDTH * wide // (2 * max(1, len(head)))


def _after_blank(text: str, start: int, most: int) -> int:
    if start == 0:
        return 0
    blank = _BLANK.search(text, start - 1, most)
    return start if blank is None else blank.end()


def _before_blank(text: str, end: int, least: int) -> int:
    if end >= len(text):
        return len(text)
    blanks = list(_BLANK.finditer(text, least, end + 1))
    return blanks[-1].start() if blanks else end


def _pieces(text: str, found: Sequence[Span], start: int, end: int) -> list[Piece]:
    """Return a stretch of a text in pieces that match and that do not, in turns."""
    return list(_cut(text, found, start, end))


def _cut(text: str, found: Sequence[Span], at: int, end: int) -> Iterator[Piece]:
    for first, last in _merged(found):
        if at < first:
            yield Piece(text[at:first])
        yield Piece(text[first:last], is_match=True)
        at = last
    if at < end:
        yield Piece(text[at:end])


def _merged(found: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield stretches without overlap; matches that touch are one."""
    stretch: tuple[int, int] | None = None
    for span in sorted(found, key=lambda span: (span.start, span.end)):
        if stretch is not None and span.start <= stretch[1]:
            stretch = stretch[0], max(stretch[1], span.end)
            continue
        if stretch is not None:
            yield stretch
        stretch = span.start, span.end
    if stretch is not None:
        yield stretch
