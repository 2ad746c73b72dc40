"""The words of a text as search knows them: one rule for index, query, snippets, both databases.

Case, width and accents do not count. Scripts without blanks between words (Chinese, Japanese,
Thai …) and Korean are known by overlapping pairs of characters, with the last one of a run alone at
its end, so that any number of characters is found: 品牌保护 is 品牌 牌保 保护 护.

What is indexed was split by this rule. Whoever changes it appends a step to the schema that empties
the index of search and queues all articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import add

# Longer words are known by their beginning.
MOST_LETTERS = 64
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u1100-\u11ff\uac00-\ud7ff"
)
# Vowel signs of Indian scripts and points of Hebrew are no letters to Python, but parts of words.
_SIGNS = "\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_SIGNS += "\u0900-\u0963\u0970-\u0dff"
# What a character of these scripts matches
UNSPACED = f"[{_UNSPACED}]"
_LETTER = rf"[^\W_{_UNSPACED}]"
_RUN = re.compile(rf"([{_UNSPACED}]+)|({_LETTER}+(?:[{_SIGNS}]+{_LETTER}*)*)")
_BETWEEN = re.compile(rf"(?:(?![{_UNSPACED}])[\W_])+")
_HAS_SIGN = re.compile(f"[{_SIGNS}]")
_IS_SPACED = re.compile(f"{_LETTER}+")
_IS_UNSPACED = re.compile(f"{UNSPACED}+")
_ASCII_WORD = re.compile("[a-z0-9]+")
# Letters that Unicode does not take apart, and a mark that stands behind a name
_OTHERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_OTHERS |= {"™": " ", "℠": " ", "ـ": ""}
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
# Half-width kana are one letter with their sound mark.
_HALF_WIDTH = re.compile("[\uff66-\uff9f]+")


class _Folding(dict[int, str]):
    """What stands for a character in the index, by its code point.

    `uneven` are the characters met so far for which none, or more than one, stand.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter not in _OTHERS:
            letter = _ACCENTS.sub("", unicodedata.normalize("NFKD", letter))
        folded = unicodedata.normalize("NFC", letter).casefold()
        self[code] = "".join(_OTHERS.get(each, each) for each in folded)
        if len(self[code]) != 1:
            self.uneven.add(chr(code))
        return self[code]


_FOLDING = _Folding()


def settled(text: str) -> str:
    """Return a text with its characters composed: what `located` counts in."""
    if text.isascii():
        return text
    return _HALF_WIDTH.sub(_full_width, unicodedata.normalize("NFC", text))


def _full_width(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def folded(text: str) -> str:
    """Return a text without case, width and accents."""
    return text.lower() if text.isascii() else settled(text).translate(_FOLDING)


def tokens(text: str) -> list[str]:
    """Return the words of a text, and the pairs of its unspaced scripts, in their order."""
    if text.isascii():
        return [word[:MOST_LETTERS] for word in _ASCII_WORD.findall(folded(text))]
    found: list[str] = []
    for unspaced, word in _RUN.findall(folded(text)):
        if word:
            found.append(word[:MOST_LETTERS])
        else:
            found += map(add, unspaced, unspaced[1:])
            found.append(unspaced[-1])
    return found


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of a settled text, each with where it begins and ends there."""
    if text.isascii():
        for word in _ASCII_WORD.finditer(text.lower()):
            yield word[0][:MOST_LETTERS], *word.span()
        return
    plain, places = placed(text)
    for run in _RUN.finditer(plain):
        start, end = run.span()
        if run[2]:
            yield run[2][:MOST_LETTERS], places[start], places[end - 1] + 1
            continue
        for at in range(start, end):
            last = min(at + 1, end - 1)
            yield plain[at : last + 1], places[at], places[last] + 1


def placed(text: str) -> tuple[str, Sequence[int]]:
    """Return a settled text folded, and for each character of that which one it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    plain = text.translate(_FOLDING)
    if _FOLDING.uneven.isdisjoint(text):
        return plain, range(len(text))
    return plain, [at for at, letter in enumerate(text) for _ in _FOLDING[ord(letter)]]


def has_signs(text: str) -> bool:
    """Tell whether a text has signs that belong to the word before them."""
    return not text.isascii() and _HAS_SIGN.search(text) is not None


def is_spaced(found: Sequence[str]) -> bool:
    """Tell whether tokens are words of scripts with blanks between words, without signs."""
    return all(map(_IS_SPACED.fullmatch, found))


def as_run(found: Sequence[str], *, is_prefix: bool) -> str | None:
    """Return the characters of an unspaced script of which tokens are the pairs, None if not so."""
    is_run = all(one[1:] == other[:1] and len(other) == 2 for one, other in pairwise(found))
    if is_run and len(found[0]) == 2 - is_prefix and all(map(_IS_UNSPACED.fullmatch, found)):
        return found[0] + "".join(each[1:] for each in found[1:])
    return None


def word_end(plain: str, at: int, found: Sequence[str], *, is_prefix: bool) -> int | None:
    """Return where spaced tokens end that begin at a place of a folded text without signs.

    None where they do not stand there.
    """
    if at and _IS_SPACED.match(plain, at - 1):
        return None
    for number, token in enumerate(found, start=1):
        if not plain.startswith(token, at):
            return None
        at += len(token)
        rest = _IS_SPACED.match(plain, at)
        if rest and not (len(token) == MOST_LETTERS or (is_prefix and number == len(found))):
            return None
        at = rest.end() if rest else at
        if number < len(found):
            gap = _BETWEEN.match(plain, at)
            if gap is None:
                return None
            at = gap.end()
    return at


def sought(text: str) -> tuple[list[str], bool]:
    """Return the tokens of what is looked for, and whether the last one is only a beginning.

    At the end, a run of an unspaced script may go on in the text that is found.
    """
    found = tokens(text)
    runs = _RUN.findall(folded(text))
    last = runs[-1][0] if runs else ""
    if len(last) > 1:
        found.pop()
    return found, len(last) == 1


def is_unspaced(text: str) -> bool:
    """Tell whether a text ends in a script without blanks between words."""
    runs = _RUN.findall(folded(text))
    return bool(runs and runs[-1][0])
