"""What search asks of a database: which texts have which words. Each database has its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from newscrawler.search.tree import Node

# The fields of a text, in the order of their columns.
FIELDS = ("title", "text", "section", "documents")
# Texts have numbers in the order of their release: so many for a day
DAY = 1 << 20
# Below are the texts without a day: no day has so low a number.
FIRST_DATED = date(1000, 1, 1).toordinal() * DAY
# A token between texts that do not follow each other, such as two names
BETWEEN = "\ue002"


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be found by its words: the tokens of each of FIELDS, under its number."""

    id: int
    fields: tuple[list[str], ...]

    def texts(self) -> dict[str, str]:
        """Return its fields as `search_tree.holds` takes them."""
        return {
            name: f" {' '.join(field)} " for name, field in zip(FIELDS, self.fields, strict=True)
        }


def year_of(number: int) -> int:
    """Return the year of release of a text by its number, 0 without one."""
    if number < FIRST_DATED:
        return 0
    return date.fromordinal(min(number // DAY, date.max.toordinal())).year


@dataclass(frozen=True, slots=True)
class Range:
    """Texts that are asked for: numbers from `low` up to below `high`.

    With `moment` (RFC 3339 UTC) those that were valid then, without those that are valid now.
    """

    low: int
    high: int
    moment: str | None = None

    def where(self) -> tuple[str, list[str]]:
        """Return the condition of validity on a row `d` of `search_documents`, with its values."""
        if self.moment is None:
            return "d.until IS NULL", []
        return "d.since <= ? AND (d.until IS NULL OR d.until > ?)", [self.moment, self.moment]


class WordIndex(Protocol):
    """The words of all texts. Writing methods are called in a transaction."""

    def add(self, documents: Sequence[Document]) -> None:
        """Add texts, in the order of their numbers."""
        ...

    def remove(self, documents: Sequence[Document]) -> None:
        """Take texts out, which are as they were added."""
        ...

    def merge(self) -> bool:
        """Make the index quicker to read for a moment; tell whether there is more to do."""
        ...

    def wipe(self) -> None:
        """Let nothing be left of what was taken out."""
        ...

    def newest(self, tree: Node, among: Range, limit: int) -> list[int]:
        """Return the numbers of up to `limit` texts for which `tree` holds, the highest first."""
        ...

    def holding(self, tree: Node, ids: Sequence[int]) -> set[int]:
        """Return those of some numbers, the highest first, for whose text `tree` holds."""
        ...
