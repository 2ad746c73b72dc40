"""How much two texts have in common, in any script.

`likeness` compares two texts that are there; `band_keys` lets an archive find those that are like
one text among millions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import cache
from hashlib import blake2b
from struct import pack
from zlib import crc32

# Unrelated texts of one language share most short runs of letters and hardly any of eight.
TITLE_RUN, TEXT_RUN = 3, 8
# Characters below which two releases may well have the same text
SHORT_TEXT = 200
# What lies behind it cannot change the answer, only its cost.
_LENGTH = 20_000
RUN_OF_WORDS = 4
# Fewer bands of longer rows lose pairs, more bands of shorter ones bring strangers together.
BANDS, ROWS = 20, 5
_VALUES = BANDS * ROWS
_64_BITS = (1 << 64) - 1
# The smallest sets fill their places after a few hundred rounds.
_ROUNDS = 2000
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def likeness(one: str, other: str, run: int) -> float:
    """Return the share, 0 to 1, of the shorter text's runs of `run` characters that both have.

    Case, width, blanks and punctuation do not count (shingles and containment: Broder, On the
    resemblance and containment of documents, 1997).
    """
    first, second = _runs(one, run), _runs(other, run)
    if not first or not second:
        return float(first == second)
    return len(first & second) / min(len(first), len(second))


def _runs(text: str, length: int) -> set[str]:
    plain = unicodedata.normalize("NFKC", text[:_LENGTH]).casefold()
    letters = "".join(filter(str.isalnum, plain))
    return {letters[at : at + length] for at in range(max(1, len(letters) - length + 1))} - {""}


# ── near twins: sets of runs of words, and keys under which like sets meet ──


def shingles(text: str) -> set[int]:
    """Return the runs of four words of a text, as 32-bit numbers; those of all of it if shorter.

    A character of a script without blanks between words counts as a word. Case, width, blanks and
    punctuation do not count.
    """
    plain = unicodedata.normalize("NFKC", text[:_LENGTH]).casefold()
    words = "\n".join(_WORD.findall(plain)).encode("utf-8", "replace").split(b"\n")
    if len(words) < RUN_OF_WORDS:
        return {crc32(b" ".join(words))} if words[0] else set()
    runs = zip(*(words[start:] for start in range(RUN_OF_WORDS)), strict=False)
    return set(map(crc32, map(b" ".join, runs)))


def jaccard(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """Return the share, 0 to 1, of all members of two sets that both have; 0 for two empty ones."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def band_keys(members: AbstractSet[int]) -> list[int]:
    """Return BANDS keys of 48 bits; sets of Jaccard similarity J share one with 1-(1-J^ROWS)^BANDS.

    That is 0.975 for 0.7, 0.9996 for 0.8, 0.05 for 0.3. The values behind are drawn as in
    Dahlgaard, Knudsen, Thorup: Fast Similarity Sketching, 2017, which costs one pass over a long
    text and few over a short one; the bands are those of Leskovec, Rajaraman, Ullman: Mining of
    Massive Datasets, section 3.4. None for an empty set.
    """
    if not members:
        return []
    values: dict[int, int] = {}
    for number in range(_ROUNDS):
        factor = _factor(number)
        drawn = sorted([member * factor & _64_BITS for member in members], reverse=True)
        # The smallest of each place comes last and stays; earlier rounds win.
        values = {(value >> 32) * _VALUES >> 32: value for value in drawn} | values
        if len(values) == _VALUES:
            break
    sketch = pack(f">{_VALUES}Q", *(values.get(place, 0) for place in range(_VALUES)))
    width = 8 * ROWS
    return [
        key_of(bytes([band]) + sketch[band * width : band * width + width]) for band in range(BANDS)
    ]


@cache
def _factor(number: int) -> int:
    """Return an odd factor for multiplicative hashing. Keys are stored: it is the same for ever."""
    return int.from_bytes(blake2b(pack(">I", number), digest_size=8).digest(), "big") | 1


def key_of(content: bytes) -> int:
    """Return a number of 48 bits that stands for `content`."""
    return int.from_bytes(blake2b(content, digest_size=6).digest(), "big")
