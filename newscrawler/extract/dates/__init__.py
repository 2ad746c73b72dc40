"""Dates as pages write them, in the languages, scripts and calendars of known rooms.

What can mean two days is read only where the order of its numbers is known: a wrong day is worse
than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from newscrawler.extract.dates import months, relative_dates, spellings
from newscrawler.extract.dates.calendars import (
    day_of,
    digit,
    full_year,
    numeral,
    with_ascii_digits,
)
from newscrawler.extract.dates.day_order import PICK, monotone, usual_order

# How many years to add to those of a calendar.
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988}
_ROC_YEARS = range(90, 200)
# What stands before a short year, or is Thai
_MARKED = re.compile(r"['’ก-๎]|-[A-Za-z]").search
# The century of Buddhist years that are shortened
_BUDDHIST = 2500

# What every date that needs no day to count from has: a year, three numbers, or a numeral's sign.
# It begins with a set of characters, so that it is sought in a third of the time.
_MAY_BE = re.compile(
    r"[\d年년月월](?:(?<=\d)(?:\d{3}|\s?[./-]\s?\d{1,2}\s?[./-]\s?\d|-[A-Za-z]{3,9}-\d\d"
    r"|\s[A-Z][a-z]{2,8}\.?\s?['’]\d\d|\s?[ก-๎][ก-๎.]{2,10}\s?\d\d)|(?<=[年년月월]))"
).search
_HAS_YEAR = re.compile(r"(?:1[89]|2[0-6])\d\d").search
_HAS_DAY_BEFORE_YEAR = re.compile(
    rf"\d{months.DAY_END}(?:[\s,]|\bde\b)*(?:1[89]|2[0-6])\d\d", re.IGNORECASE
).search


class Hints(NamedTuple):
    """What is known of the site: how its dates are to be read.

    `order` is "dmy", "mdy" or "ymd" where the site shows it; `today` the day from which relative
    dates count (the day of the capture, at the site); `language` a BCP 47 tag; `year` that of
    dates without one, where a heading says so.
    """

    order: str | None = None
    today: date | None = None
    language: str = ""
    year: int | None = None


class Found(NamedTuple):
    """A date in a text; `day` is None when the calendar has no such day.

    `clock` is `HH:MM` or `HH:MM:SS` as written (24 hours), `zone` as written, both maybe empty;
    `start` and `end` delimit it in the text.
    """

    day: date | None
    clock: str
    zone: str
    start: int
    end: int


NO_HINTS = Hints()
# Longer texts are not kept in memory.
_REMEMBERED = 200
# A reading gives a day, or None for "no such day"; a match that may be no date gives False.
_Reader = Callable[[re.Match[str], Hints], "date | bool | None"]


def find(text: str, hints: Hints = NO_HINTS) -> Found | None:
    """Return the first date in `text`, or None."""
    return _find(text, hints) if len(text) <= _REMEMBERED else _find.__wrapped__(text, hints)


# The texts of a row are asked several times: for its order, with and without a day to count from.
@lru_cache(maxsize=1024)
def _find(text: str, hints: Hints) -> Found | None:
    if not text.isascii():
        text = with_ascii_digits(text)
    if not may_hold(text):
        return _of_relative(text, hints)
    first: Found | None = None
    for pattern, read, cannot_match in _READERS if _HAS_YEAR(text) else _WITHOUT_YEAR:
        if cannot_match(text, hints):
            continue
        for match in pattern.finditer(text):
            if first and match.start() >= first.start:
                break
            day = read(match, hints)
            if not isinstance(day, bool):
                first = _found(match, day)
                break
        if first and first.start == 0:
            break
    return first or _of_relative(text, hints)


def _of_relative(text: str, hints: Hints) -> Found | None:
    if hints.today is None and hints.year is None:
        return None
    found = relative_dates.find(text, hints.today, hints.year)
    return Found(found.day, "", "", found.start, found.end) if found else None


def may_hold(text: str) -> bool:
    """Tell in little time whether `text` may hold a date with a year."""
    return _MAY_BE(text) is not None


def find_tile(text: str) -> date | None:
    """Return the day that `text` begins with, day and year-month apart, or None."""
    match = spellings.TILE.match(text)
    if match is None:
        return None
    side = next(each for each in "123" if match[f"y{each}"])
    return day_of(*(int(match[part + side]) for part in "ymd"))


def offset(zone: str) -> str:
    """Return a zone as written as an offset that `datetime.fromisoformat` reads; may be empty."""
    return "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone


def order_of(texts: Iterable[str], language: str = "", host: str = "") -> str | None:
    """Return the order in which a site writes numbers, from its dates, else from where it is.

    One date such as 31/12/2020 decides; among dates that can be read either way the reading in
    which the list is monotone; then the language and the country of the address.
    """
    votes: Counter[str] = Counter()
    readings: list[tuple[int, int, int]] = []
    for text in texts:
        match = spellings.NUMBERS.search(text)
        if match is None:
            continue
        a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
        readings.append((a, b, year))
        if len(match["year"]) == 4:
            votes["dmy"] += a > 12 >= b
            votes["mdy"] += b > 12 >= a
        else:
            votes["ymd"] += a > 31
    decided = [order for order, number in votes.most_common() if number]
    if len(decided) == 1 or (decided and votes[decided[0]] > 4 * votes[decided[1]]):
        return decided[0]
    return monotone(readings) or usual_order(language, host)


def order_with(texts: Iterable[str], day: date) -> str | None:
    """Return the order in which one of `texts` names `day`, None where none or each of two does."""
    orders = {
        order
        for text in texts
        for order in ("dmy", "mdy")
        if (found := find(text, Hints(order))) and found.day == day
    }
    return orders.pop() if len(orders) == 1 else None


# ── what the matches mean ──


def _numbers(match: re.Match[str], _: Hints) -> date | None:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]))


def _east(match: re.Match[str], hints: Hints) -> date | bool | None:
    month, day = int(match["month"]), int(match["day"])
    if match["year"] is None:
        if hints.today is None and hints.year is None:
            return False
        return relative_dates.without_year(month, day, hints.today, hints.year)
    year = 1 if match["year"] == "元" else int(match["year"])
    if match["era"]:
        year += _ERAS[match["era"]]
    elif year in _ROC_YEARS:
        year += 1911
    elif year < 100:
        year = full_year(year)
    return day_of(year, month, day)


def _initial(match: re.Match[str], _: Hints) -> date | None:
    year = int(match["year"]) + _ERAS[match["era"].lower()]
    return day_of(year, int(match["month"]), int(match["day"]))


def _written(match: re.Match[str], _: Hints) -> date | None:
    year = int("".join(str(digit(each)) for each in match["year"]))
    return day_of(year, numeral(match["month"]), numeral(match["day"]))


def _named(match: re.Match[str], _: Hints) -> date | bool | None:
    month = months.NUMBERS.get(match["name"].lower())
    return day_of(int(match["year"]), month, int(match["day"])) if month else False


def _short_year(match: re.Match[str], _: Hints) -> date | bool | None:
    month = months.NUMBERS.get(match["name"].lower())
    is_thai = "ก" <= match["name"][0] <= "๎"
    is_marked = "-" == match["sep"] == match["mark"] or match["mark"].strip(" -") != ""
    if month is None or not (is_thai or is_marked):
        return False
    year = int(match["year"])
    return day_of(_BUDDHIST + year if is_thai else full_year(year), month, int(match["day"]))


def _ordered(match: re.Match[str], hints: Hints) -> date | bool | None:
    """Read three numbers, the year last or of two digits, in the order known or the only one."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    numbers = (a, b, year)
    is_full = len(match["year"]) == 4
    order = hints.order or usual_order(hints.language) if hints.order or hints.language else None
    if is_full and order == "ymd":
        order = None
    if order and (day := day_of(*PICK[order](numbers))):
        return day
    if is_full:
        if "." in match["sep"] and b <= 12:
            return day_of(*PICK["dmy"](numbers))
        possible = {day_of(*PICK[each](numbers)) for each in ("dmy", "mdy")} - {None}
        if len(possible) == 1:
            return possible.pop()
        return False if possible else None
    if order is None or "-" in match["sep"]:
        return False
    possible = {day_of(*PICK[each](numbers)) for each in ("dmy", "mdy")} - {None}
    return possible.pop() if len(possible) == 1 else False


def _roc(match: re.Match[str], _: Hints) -> date | bool:
    return day_of(int(match["year"]) + 1911, int(match["month"]), int(match["day"])) or False


def _has_no_day_before_year(text: str, _: Hints) -> bool:
    return _HAS_DAY_BEFORE_YEAR(text) is None


def _has_no_sign(text: str, _: Hints) -> bool:
    return "-" not in text and "/" not in text and "." not in text


def _has_no_mark(text: str, _: Hints) -> bool:
    return _MARKED(text) is None


def _has_no_month(text: str, _: Hints) -> bool:
    return "月" not in text and "월" not in text


# With what tells in little time that a text cannot match: some patterns begin with any word.
_READERS: list[tuple[re.Pattern[str], _Reader, Callable[[str, Hints], bool]]] = [
    (spellings.ISO, _numbers, _has_no_sign),
    (spellings.EAST, _east, _has_no_month),
    (spellings.WRITTEN, _written, lambda text, _: "年" not in text),
    (spellings.DAY_FIRST, _named, lambda *_: False),
    (spellings.MONTH_FIRST, _named, _has_no_day_before_year),
    (spellings.YEAR_FIRST, _named, lambda *_: False),
    (spellings.GADA, _named, lambda text, _: "gada" not in text),
    (spellings.THANG, _numbers, lambda text, _: "á" not in text),
    (spellings.SHORT_YEAR, _short_year, _has_no_mark),
    (spellings.NUMBERS, _ordered, _has_no_sign),
    (spellings.INITIAL, _initial, lambda _, hints: not hints.language.startswith("ja")),
    (spellings.ROC, _roc, lambda _, hints: not hints.language.startswith("zh")),
]
# Months by name stand beside a full year, or one that is marked.
_WITHOUT_YEAR = [each for each in _READERS if each[1] is not _named]


def _found(match: re.Match[str], day: date | None) -> Found:
    start, end = match.span()
    if "hour" not in match.re.groupindex or match["hour"] is None:
        return Found(day, "", "", start, end)
    return Found(day, _clock(match), (match["zone"] or "").strip(), start, end)


def _clock(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    half = (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return ":".join(filter(None, (f"{hour:02}", match["minute"], match["second"])))
