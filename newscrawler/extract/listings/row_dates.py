"""What the texts of a listing's row say of its day, and which of them are to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from newscrawler.extract import dates
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Element

# A date at one end of a link's text, set apart by a dash, a bracket or a bar.
_BEFORE_DATE = re.compile(r"\s*[-–—|/\[(（【:：]+\s*$")
_AFTER_DATE = re.compile(r"^\s*[-–—|/\])）】:：]+\s*")
# "Madrid, 9 March 2021.-"
_PLACE = re.compile(r"[^.。，;:]{2,40}[,(（]\s*")
_DATELINE = re.compile(r"\.?\s*[-–—/)）]")
_SETS_APART = re.compile(r"[\s\-–—|/\])）】:：]")
# How much of a row is read: characters, texts, days.
_ROW, _PIECES, _MOST_DAYS = 1000, 200, 4
# "3 days ago" is believed where it stands in a short text with little beside it.
_SHORT, _BESIDE = 40, 20
# What is longer tells of the item, and may name the day of what it tells of.
_TEASER = 100


class Dated(NamedTuple):
    """An item's day as YYYY-MM-DD, or None, and its title without it."""

    day: str | None
    title: str


def texts(box: Element) -> list[str]:
    """Return the first texts in an element, as they are."""
    return list(islice(box.itertext(), _PIECES))


def pieces(texts: Iterable[str]) -> list[str]:
    """Return texts with their blanks collapsed, without those that are nothing else."""
    return [squeeze(piece) for piece in texts if not piece.isspace()]


def beside_title(texts: Iterable[str], title: str) -> list[str]:
    """Return the texts of a row beside its title."""
    return [each for each in texts if not _is_of(title, each)]


def in_row(texts: list[str], hints: dates.Hints) -> list[str]:
    """Return the first days in a row; a day within a teaser is that of what it tells of."""
    if not dates.may_hold(" ".join(texts)[:_ROW]):
        return []
    return in_text(_apart(texts, hints), hints._replace(today=None))


def counted(texts: list[str], hints: dates.Hints) -> list[str]:
    """Return the day of the first text of a row that says little but how long ago it was."""
    for text in texts if hints.today or hints.year else ():
        if len(text) <= _SHORT:
            found = dates.find(text, hints)
            if found and found.day and len(text) - (found.end - found.start) <= _BESIDE:
                return [found.day.isoformat()]
    return []


def _apart(texts: Iterable[str], hints: dates.Hints) -> str:
    """Return the texts of a row, of a long one the date that stands apart at one of its ends."""
    return " ".join(each for text in texts if (each := not_told(text, hints)))[:_ROW]


def not_told(text: str, hints: dates.Hints) -> str:
    """Return a short text; of a longer one, which tells of the item, a date set apart, or ""."""
    if weight(text) <= _TEASER:
        return text
    dated = dates.find(text, hints) if dates.may_hold(text) else None
    if dated is None:
        return ""
    head, tail = text[: dated.start], text[dated.end :]
    if not head:
        # Prose goes on after a date with a comma or a word: "2021年3月1日，".
        is_apart = _SETS_APART.match(tail) is not None
    elif len(tail) < 2:
        is_apart = _BEFORE_DATE.search(head) is not None
    else:
        is_apart = _PLACE.fullmatch(head) is not None and _DATELINE.match(tail) is not None
    return text[dated.start : dated.end] if is_apart else ""


def in_text(beside: str, hints: dates.Hints) -> list[str]:
    """Return the first days in a text, in one piece or split over elements."""
    found: list[str] = []
    rest = beside
    while len(found) < _MOST_DAYS and (date := dates.find(rest, hints)):
        if date.day:
            found.append(date.day.isoformat())
        rest = rest[date.end :]
    tile = None if found else dates.find_tile(beside)
    return [tile.isoformat()] if tile else found


def _is_of(title: str, piece: str) -> bool:
    # Short pieces such as "2021" can stand in the title and in a date that is split.
    return piece == title or (len(piece) > 12 and piece in title)


def in_title(title: str, hints: dates.Hints) -> Dated:
    """Return the day that a title begins or ends with, set apart, and the title without it."""
    found = dates.find(title, hints)
    if found is None or found.day is None:
        return Dated(None, title)
    head, tail = title[: found.start], title[found.end :]
    if head and not tail.strip(" ])）】"):
        rest = _BEFORE_DATE.sub("", head)
    else:
        rest = _AFTER_DATE.sub("", tail) if not head.strip(" [(（【") else title
    is_cut = 0 < len(rest) < max(len(head), len(tail))
    return Dated(found.day.isoformat(), rest.strip()) if is_cut else Dated(None, title)
