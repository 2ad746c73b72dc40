"""How much two texts have in common, in any script."""

from __future__ import annotations

import unicodedata

# Unrelated texts of one language share most short runs of letters and hardly any of eight.
TITLE_RUN, TEXT_RUN = 3, 8
# What lies behind it cannot change the answer, only its cost.
_LENGTH = 20_000


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
