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
_LETTER = rf"[^\W_{_UNSPACED}]"
_RUN = re.compile(rf"([{_UNSPACED}]+)|({_LETTER}+(?:[{_SIGNS}]+{_LETTER}*)*)")
_ASCII_WORD = re.compile("[a-z0-9]+")
# Letters that Unicode does not take apart, and a mark that stands behind a name
_OTHERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_OTHERS |= {"™": " ", "℠": " ", "ـ": ""}
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
# Half-width kana are one letter with their sound mark.
_HALF_WIDTH = re.compile("[\uff66-\uff9f]+")


class _Folding(dict[int, str]):
    """What stands for a character in the index, by its code point."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter not in _OTHERS:
            letter = _ACCENTS.sub("", unicodedata.normalize("NFKD", letter))
        folded = unicodedata.normalize("NFC", letter).casefold()
        self[code] = "".join(_OTHERS.get(each, each) for each in folded)
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
    plain, places = text.translate(_FOLDING), _places(text)
    for run in _RUN.finditer(plain):
        start, end = run.span()
        if run[2]:
            yield run[2][:MOST_LETTERS], places[start], places[end - 1] + 1
            continue
        for at in range(start, end):
            last = min(at + 1, end - 1)
            yield plain[at : last + 1], places[at], places[last] + 1


def _places(text: str) -> Sequence[int]:
    """Return for each folded character which one it comes from."""
    if all(len(_FOLDING[ord(letter)]) == 1 for letter in set(text)):
        return range(len(text))
    return [at for at, letter in enumerate(text) for _ in _FOLDING[ord(letter)]]


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
