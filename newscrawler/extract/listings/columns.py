"""The column of a table that dates its rows, as the head of the table names it."""

from __future__ import annotations

import re

from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element

_PUBLISHED = re.compile(
    r"publi|issued|posted|released|veröff|erschien|opublik|опублик|发布|發布|公布|公佈|发表|公開|掲載|게시|등록",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:date|datum|fecha|data|dato|дата)\b|日期|时间|時間|日付|날짜", re.IGNORECASE
)
# A longer text is no head of a column.
_LONGEST = 40


class Columns:
    """The dating columns of the tables of a page, each table asked once."""

    def __init__(self) -> None:
        self._known: dict[Element, tuple[int, int] | None] = {}

    def cell(self, element: Element) -> Element:
        """Return the cell that dates the row which `element` stands in; None if no head says so."""
        row = next(element.iterancestors("tr"), None)
        table = None if row is None else next(row.iterancestors("table"), None)
        if table is None:
            return None
        if table not in self._known:
            self._known[table] = _column(table)
        column = self._known[table]
        cells = _cells(row)
        # A row with fewer cells than the head has one that begins above it, or is no row of data.
        return cells[column[0]] if column and len(cells) >= column[1] else None


def _column(table: Element) -> tuple[int, int] | None:
    """Return (number of the column, number of columns); one that says "published" comes first."""
    head = _cells(next(table.iter("tr"), ()))
    names = [squeeze("".join(cell.itertext())) for cell in head]
    if not all(len(name) <= _LONGEST for name in names):
        return None
    for pattern in (_PUBLISHED, _DATE):
        found = [number for number, name in enumerate(names) if pattern.search(name)]
        if found:
            return (found[0], len(head)) if len(found) == 1 else None
    return None


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]
