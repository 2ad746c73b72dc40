"""Days by the order of lines, for listings whose markup tells no rows."""

from __future__ import annotations

from newscrawler.extract import dates
from newscrawler.extract.listings import row_dates
from newscrawler.extract.pages.page import Element
from newscrawler.extract.pages.reader import read

# How many lines after an item, or before it, may hold its date, and how long they may be.
_NEAR, _LINE = 8, 160
_HEADING = 80


class Lines:
    """The lines of a listing, the item that stands on each, and the day that each names."""

    def __init__(self, root: Element, keys: dict[Element, str], hints: dates.Hints) -> None:
        self._blocks = read(root)
        self._hints = hints
        self._days: dict[str, str | None] = {}
        # The first and the last line of each item.
        self._spans: dict[str, tuple[int, int]] = {}
        for block in self._blocks:
            for run in block.runs:
                key = keys.get(run.context.link)
                if key is not None:
                    first, _ = self._spans.get(key, (block.index, 0))
                    self._spans[key] = (first, block.index)
        self._owned = {index: key for key, span in self._spans.items() for index in span}

    def _day(self, text: str) -> str | None:
        if text not in self._days:
            found = dates.find(row_dates.not_told(text, self._hints), self._hints)
            self._days[text] = found.day.isoformat() if found and found.day else None
        return self._days[text]

    def beside(self, key: str, title: str, step: int) -> str | None:
        """Return the first day in the lines after an item (`step` 1) or before it (-1)."""
        if key not in self._spans:
            return None
        first, last = self._spans[key]
        start = last if step > 0 else first - 1
        for index in range(start, start + step * _NEAR, step):
            if not 0 <= index < len(self._blocks) or self._owned.get(index, key) != key:
                return None
            text = self._blocks[index].text
            beside = text.replace(title, "") if title else text
            day = self._day(beside) if len(beside) <= _LINE else None
            if day:
                return day
        return None

    def above(self) -> dict[str, str]:
        """Return for each item the day of the last short line above that has one and no item."""
        firsts = {first: key for key, (first, _) in self._spans.items()}
        days: dict[str, str] = {}
        day: str | None = None
        for block in self._blocks:
            key = firsts.get(block.index)
            if key is None:
                if block.text and len(block.text) <= _HEADING:
                    day = self._day(block.text) or day
            elif day:
                days[key] = day
        return days
