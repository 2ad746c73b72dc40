"""Which page of a listing an address asks for: by the names of numbers, or as its pager shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

# The page number in an address: a parameter or path word for it, which something stands before.
NAMES = "p|pn|pg|page|paged|page_?no|page_?num|page_?index|seite|pagina"
NAMED = re.compile(rf"[/?&;_.-](?:{NAMES})[/=_-]?(\d{{1,5}})(?!\d)", re.IGNORECASE)
_ALL_NAMES = re.compile(f"(?:{NAMES})", re.IGNORECASE).fullmatch
# More digits are a time, before which the releases of the next page are.
_OFFSET = re.compile(
    r"[?&](?:start(?:row|at|index)?|b_start(?::|%3a)int|limitstart|offset|from|first|skip|debut\w*)"
    r"=(\d{1,6})(?!\d)",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"[?&]([^=&]+)=(\d{1,5})(?=&|$)")
_DIGITS = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
# A year in a row of links is no page.
_YEARS = range(1900, 2100)


class Slot(NamedTuple):
    """Where the addresses of a listing's pages have what tells them apart.

    `before` and `after` it stands the same on each. It is `step` times the number of the page plus
    `base`: 3 on page 3, or 20 where ten entries are on a page and are counted from 0.
    """

    before: str
    after: str
    step: int
    base: int

    def number(self, url: str) -> int | None:
        """Return the number of the page at `url`, None where it stands there."""
        for before, after, value in _numbers(url):
            if (before, after) == (self.before, self.after):
                return (value - self.base) // self.step
        return None


def learned(links: Iterable[tuple[int, str]]) -> Slot | None:
    """Return the slot of a pager's links, which are (number shown, absolute address).

    One link whose address has the number that is shown tells it, or two where it counts otherwise.
    Of several such numbers the one that is called that of a page does: that of a section may be 3.
    """
    found: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    shown = {number: url for number, url in links if number > 1 and number not in _YEARS}
    for number, url in shown.items():
        for before, after, value in _numbers(url):
            found[before, after][number] = value
    for (before, after), values in sorted(found.items(), key=_is_unnamed):
        (first, value), *others = values.items()
        if len(values) < len(shown):
            continue
        if all(number == value for number, value in values.items()):
            return Slot(before, after, 1, 0)
        step = value // (first - 1)
        counts_entries = all(step * (number - 1) == value for number, value in values.items())
        if others and step and counts_entries:
            return Slot(before, after, step, -step)
    return None


def _is_unnamed(slot: tuple[tuple[str, str], dict[int, int]]) -> bool:
    before = slot[0][0].lower()
    return _ALL_NAMES(before) is None and NAMED.search(f"/{before}1") is None


def _numbers(url: str) -> Iterator[tuple[str, str, int]]:
    """Yield each number of an address with what stands before and after it."""
    path, _, query = url.partition("#")[0].partition("?")
    for found in _PARAMETER.finditer(f"?{query}"):
        yield found[1], "", int(found[2])
    for digits in _DIGITS.finditer(path):
        yield path[: digits.start()], path[digits.end() :], int(digits[0])


def number(url: str, slot: Slot | None = None) -> int | None:
    """Return the number of the page that an address asks for, None where it names none."""
    if slot and (told := slot.number(url)) is not None:
        return told
    try:
        parts = urlsplit(url)
    except ValueError:
        # A link may be anything.
        return None
    for text in (f"?{parts.query}", f"/{parts.path}"):
        named = NAMED.search(text)
        if named:
            return int(named[1])
    return None


def offset(url: str) -> int | None:
    """Return how many entries stand before those that an address asks for, None if it is silent."""
    found = _OFFSET.search(url)
    return int(found[1]) if found else None


def without(url: str) -> str:
    """Return an address without its page number, to be compared."""
    bare = _OFFSET.sub("", NAMED.sub("", f"/{url.partition('://')[2]}"))
    return re.sub(r"[/?&]+", "/", bare).rstrip("/")
