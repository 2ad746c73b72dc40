"""Dates as pages write them, in the languages, scripts and calendars of known rooms.

What can mean two days is read only where the order of its numbers is known: a wrong day is worse
than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from newscrawler.extract import months

_CLOCK = (
    r"(?:(?:[T,|·•–-]|\s|\bat\b|\bà|\bàs\b|\ba las\b|\bum\b|\bkl\.?|\balle\b|\bo\b|\bв\b"
    r"|[（(][^\s()（）]{1,5}[)）])*"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:：]|h(?=\d))(?P<minute>[0-5]\d)"
    r"(?:[:：](?P<second>[0-5]\d)(?:\.\d+)?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?P<zone>\s?(?:Z\b|UTC\b|GMT\b|[+-]\d\d:?\d\d(?!\d)))?(?![:：\d]))?"
)
# Any word, looked up afterwards: a pattern of all names costs fifty times as much. Thai shortens
# with a full stop inside.
_WORD = r"(?:[^\s\d,.:;()|/·•–—-]{3,16}|[\u0e01-\u0e2e]{1,3}\.[\u0e01-\u0e2e])"
_MONTH = rf"(?P<name>{_WORD})"
_YEAR = r"(?P<year>(?:1[89]|2[0-6])\d\d)"
_BEFORE = r"(?<![\d./-])"
_DAY_END = r"(?:st|nd|rd|th|er|º|ª|°|\.)?"
_NUMERALS = "〇零一二三四五六七八九十"
# How many years to add to those of a calendar.
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988}
_ROC_YEARS = range(90, 200)
_BUDDHIST = 543

_ISO = re.compile(
    rf"{_BEFORE}(?P<year>(?:19|20|2[45])\d\d)(?P<sep>\s?[-/.]\s?)(?P<month>\d{{1,2}})(?P=sep)"
    rf"(?P<day>\d{{1,2}})(?![\d/-]){_CLOCK}",
    re.IGNORECASE,
)
_EAST = re.compile(
    rf"(?P<era>民國|民国|令和|平成|昭和)?\s?(?:(?P<year>\d{{1,4}}|元)\s?[年년]\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?[月월]\s?"
    rf"(?P<day>\d{{1,2}})\s?[日号號일]{_CLOCK}",
    re.IGNORECASE,
)
_INITIAL = re.compile(
    r"(?<![^\W\d_])(?P<era>[RH])(?P<year>\d{1,2})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})(?!\d)"
)
_WRITTEN = re.compile(
    rf"(?P<year>[〇零一二三四五六七八九]{{4}})年(?P<month>[{_NUMERALS}]{{1,2}})月"
    rf"(?P<day>[{_NUMERALS}]{{1,3}})[日号號]"
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?<!\d[.:/-])(?P<day>\d{{1,2}}){_DAY_END}(?:[\s./-]|\bde\b|\bof\b)*(?<![^\W\d_]){_MONTH}\.?"
    rf"(?:[\s,./’'-]|\bde\b|\bdel\b|\bdo\b)*(?P<year>(?:1[89]|2[0-6])\d\d)(?!\d){_CLOCK}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_]){_MONTH}\.?\s*(?P<day>\d{{1,2}}){_DAY_END}(?:[\s,]|\bde\b)*(?P<year>(?:1[89]|2[0-6])\d\d)(?!\d){_CLOCK}",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d){_YEAR}[.,]?\s*-?{_MONTH}\.?[\s-]*(?P<day>\d{{1,2}})(?!\d)\.?{_CLOCK}",
    re.IGNORECASE,
)
_THANG = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2}),?(?:\s*năm)?\s*(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    rf"{_BEFORE}(?P<a>\d{{1,2}})(?P<sep>\s?[./-]\s?)(?P<b>\d{{1,2}})(?P=sep)"
    rf"(?P<year>(?:19|20|2[45])\d\d|\d\d)(?![\d/-]|\.\d){_CLOCK}",
    re.IGNORECASE,
)
_ROC = re.compile(
    rf"{_BEFORE}(?P<year>1\d\d|9\d)(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)(?![\d/-])"
)
# A tile of a listing: the day large, year and month small beside it, in either order.
_TILE = re.compile(
    r"^(?:(?P<d1>\d{1,2})\s+(?P<y1>(?:19|20)\d\d)\s?[-./年]\s?(?P<m1>\d{1,2})月?"
    r"|(?P<y2>(?:19|20)\d\d)\s?[-./年]\s?(?P<m2>\d{1,2})月?\s+(?P<d2>\d{1,2}))(?![-./\d])"
)
# Without a year: only where nothing else stands, and a day is known from which to count.
_YEARLESS = re.compile(
    rf"(?:(?P<m1>\d\d)[-/](?P<d1>\d\d)|(?P<d2>\d{{1,2}}){_DAY_END}\s*(?P<n2>{_WORD})\.?"
    rf"|(?P<n3>{_WORD})\.?\s*(?P<d3>\d{{1,2}}){_DAY_END})",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?P<number>\d{1,3})\s*(?:(?P<days>天|日|days?|dagen|dager|dage|dagar|dní|dni|jours?|d[ií]as?|giorni|tage?n?|дн(?:я|ей)|день|日|gün|ngày)"
    r"|(?P<weeks>周|週|weeks?|wochen?|semaines?|semanas?|settimane|недел[ьиюя])"
    r"|(?P<hours>小时|小時|時間|시간|分钟|分鐘|分|분|hours?|hrs?|h|minutes?|mins?|seconds?|stunden?|minuten|heures?|horas?|minutos|ore|minuti|час(?:а|ов)?|минут[ыу]?))"
    r"\s*(?P<past>以?前|전|ago|geleden|siden|sedan|temu|fa|назад|önce|trước|atrás)?",
    re.IGNORECASE,
)
_AGO_FIRST = re.compile(r"(?:vor|il y a|hace|há|over|för)\s*$", re.IGNORECASE)
_NEAR_DAYS = {
    0: "今天|今日|오늘|today|heute|aujourd[’']hui|hoy|hoje|oggi|vandaag|сегодня|刚刚|just now",
    1: "昨天|昨日|어제|yesterday|gestern|hier|ayer|ontem|ieri|gisteren|вчера",
    2: "前天|一昨日|그저께|vorgestern|avant-hier|anteayer|позавчера",
}
_NEAR = re.compile(
    "|".join(rf"(?P<n{days}>{words})" for days, words in _NEAR_DAYS.items()), re.IGNORECASE
)
_YEAR_FIRST_LANGUAGES = ("zh", "ja", "ko", "hu", "lt", "mn")
DIGIT = re.compile(rf"[\d{_NUMERALS}]")
# What every date that needs no day to count from has: a year, three numbers, or a numeral's sign.
_MAY_BE = re.compile(r"\d{4}|\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d|[年년月월]")
_TWO_DIGITS_PIVOT = 60


class Hints(NamedTuple):
    """What is known of the site: how its dates are to be read.

    `order` is "dmy", "mdy" or "ymd" where the site shows it; `today` the day from which relative
    dates count (the day of the capture, at the site); `language` a BCP 47 tag.
    """

    order: str | None = None
    today: date | None = None
    language: str = ""


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
# A reading gives a day, or None for "no such day"; a match that may be no date gives False.
_Reader = Callable[[re.Match[str], Hints], "date | bool | None"]


def find(text: str, hints: Hints = NO_HINTS) -> Found | None:
    """Return the first date in `text`, or None."""
    if not text.isascii():
        text = _with_ascii_digits(text)
    if _MAY_BE.search(text) is None:
        return _relative(text, hints.today) if hints.today else None
    first: Found | None = None
    for pattern, read, needs in _READERS:
        if needs and not any(each in text for each in needs):
            continue
        for match in pattern.finditer(text):
            if first and match.start() >= first.start:
                break
            day = read(match, hints)
            if day is not False:
                first = _found(match, day)  # type: ignore[arg-type]
                break
    if first is None and hints.today is not None:
        return _relative(text, hints.today)
    return first


def may_hold(text: str) -> bool:
    """Tell in little time whether `text` may hold a date with a year."""
    return _MAY_BE.search(text) is not None or not text.isascii()


def find_tile(text: str) -> date | None:
    """Return the day that `text` begins with, day and year-month apart, or None."""
    match = _TILE.match(text)
    if match is None:
        return None
    side = "1" if match["y1"] else "2"
    return _day(*(int(match[part + side]) for part in "ymd"))


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
        match = _NUMBERS.search(text)
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
    monotone = _monotone(readings)
    if monotone:
        return monotone
    return usual_order(language, host)


def usual_order(language: str, host: str = "") -> str | None:
    """Return the order usual in a language or country, None where both orders are."""
    primary, _, region = language.lower().replace("_", "-").partition("-")
    country = host.rpartition(".")[2]
    if primary in _YEAR_FIRST_LANGUAGES:
        return "ymd"
    if primary == "en" or not primary:
        if region == "us" or country in ("gov", "mil", "us"):
            return "mdy"
        is_british = region in (
            "gb",
            "uk",
            "au",
            "nz",
            "ie",
            "in",
            "za",
            "sg",
            "hk",
            "my",
            "ng",
            "ke",
        )
        return "dmy" if is_british or country in _DAY_FIRST_COUNTRIES else None
    return "dmy"


_DAY_FIRST_COUNTRIES = frozenset(
    "uk au nz ie in za ng ke gh sg my hk eu de at ch fr be nl lu it es pt gr cy mt pl cz sk hu ro "
    "bg hr si rs ua ru by tr il ae sa eg ma br ar cl co mx pe vn th id se no dk fi is ee lv "
    "lt".split()
)


def _monotone(readings: list[tuple[int, int, int]]) -> str | None:
    """Return the order in which the dates of a list fall or rise steadily, if one clearly does."""
    if len(readings) < 4:
        return None
    scores = {}
    for order, pick in _PICK.items():
        days = [_day(*pick(each)) for each in readings]
        known = [day for day in days if day]
        if len(known) < len(readings):
            continue
        steps = list(pairwise(known))
        falls = sum(a >= b for a, b in steps) / len(steps)
        scores[order] = max(falls, sum(a <= b for a, b in steps) / len(steps))
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    if not ranked or scores[ranked[0]] < 0.9:
        return None
    if len(ranked) > 1 and scores[ranked[1]] > scores[ranked[0]] - 0.1:
        return None
    return ranked[0]


_PICK: dict[str, Callable[[tuple[int, int, int]], tuple[int, int, int]]] = {
    "dmy": lambda each: (_full_year(each[2]), each[1], each[0]),
    "mdy": lambda each: (_full_year(each[2]), each[0], each[1]),
    "ymd": lambda each: (_full_year(each[0]), each[1], each[2]),
}


# ── what the matches mean ──


def _numbers(match: re.Match[str], _: Hints) -> date | None:
    return _day(int(match["year"]), int(match["month"]), int(match["day"]))


def _east(match: re.Match[str], hints: Hints) -> date | bool | None:
    month, day = int(match["month"]), int(match["day"])
    if match["year"] is None:
        return _latest(month, day, hints.today) if hints.today else False
    year = 1 if match["year"] == "元" else int(match["year"])
    if match["era"]:
        year += _ERAS[match["era"]]
    elif year in _ROC_YEARS:
        year += 1911
    elif year < 100:
        year = _full_year(year)
    return _day(year, month, day)


def _initial(match: re.Match[str], hints: Hints) -> date | bool | None:
    if not hints.language.startswith("ja"):
        return False
    year = int(match["year"]) + _ERAS[match["era"].lower()]
    return _day(year, int(match["month"]), int(match["day"]))


def _written(match: re.Match[str], _: Hints) -> date | None:
    year = int("".join(str(_digit(each)) for each in match["year"]))
    return _day(year, _numeral(match["month"]), _numeral(match["day"]))


def _named(match: re.Match[str], _: Hints) -> date | bool | None:
    month = months.NUMBERS.get(match["name"].lower())
    return _day(int(match["year"]), month, int(match["day"])) if month else False


def _ordered(match: re.Match[str], hints: Hints) -> date | bool | None:
    """Read three numbers, the year last or of two digits, in the order known or the only one."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    numbers = (a, b, year)
    is_full = len(match["year"]) == 4
    order = hints.order or usual_order(hints.language) if hints.order or hints.language else None
    if is_full and order == "ymd":
        order = None
    if order and (day := _day(*_PICK[order](numbers))):
        return day
    if is_full:
        if "." in match["sep"] and b <= 12:
            return _day(*_PICK["dmy"](numbers))
        possible = {_day(*_PICK[each](numbers)) for each in ("dmy", "mdy")} - {None}
        if len(possible) == 1:
            return possible.pop()
        return False if possible else None
    if order is None or "-" in match["sep"]:
        return False
    possible = {_day(*_PICK[each](numbers)) for each in ("dmy", "mdy")} - {None}
    return possible.pop() if len(possible) == 1 else False


def _roc(match: re.Match[str], hints: Hints) -> date | bool | None:
    if not hints.language.startswith("zh"):
        return False
    return _day(int(match["year"]) + 1911, int(match["month"]), int(match["day"])) or False


_READERS: list[tuple[re.Pattern[str], _Reader, str]] = [
    (_ISO, _numbers, "-/."),
    (_EAST, _east, "月월"),
    (_WRITTEN, _written, "年"),
    (_DAY_FIRST, _named, ""),
    (_MONTH_FIRST, _named, ""),
    (_YEAR_FIRST, _named, ""),
    (_THANG, _numbers, "á"),
    (_NUMBERS, _ordered, "-/."),
    (_INITIAL, _initial, "RrHh"),
    (_ROC, _roc, "-/."),
]


def _relative(text: str, today: date) -> Found | None:
    whole = text.strip(" ()[]（）【】|·")
    start = text.find(whole)
    yearless = _YEARLESS.fullmatch(whole)
    if yearless:
        name = yearless["n2"] or yearless["n3"]
        month = months.NUMBERS.get(name.lower(), 0) if name else int(yearless["m1"])
        day = _latest(month, int(yearless["d1"] or yearless["d2"] or yearless["d3"]), today)
        if day:
            return Found(day, "", "", start, start + len(whole))
    near = _NEAR.search(text)
    if near and len(text) < 40:
        days = next(number for number in _NEAR_DAYS if near[f"n{number}"])
        return Found(today - timedelta(days), "", "", near.start(), near.end())
    for ago in _AGO.finditer(text):
        if ago["past"] or _AGO_FIRST.search(text[: ago.start()]):
            number = int(ago["number"])
            days = number * 7 if ago["weeks"] else number if ago["days"] else 0
            return Found(today - timedelta(days), "", "", ago.start(), ago.end())
    return None


def _latest(month: int, day: int, today: date) -> date | None:
    """Return the last such day that is not after tomorrow: a zone may be ahead."""
    this_year = _day(today.year, month, day)
    if this_year and this_year <= today + timedelta(1):
        return this_year
    return _day(today.year - 1, month, day)


def _found(match: re.Match[str], day: date | None) -> Found:
    groups = match.groupdict()
    zone = (groups.get("zone") or "").strip()
    return Found(day, _clock(groups), zone, match.start(), match.end())


def _day(year: int, month: int, day: int) -> date | None:
    if 2400 <= year <= 2700:
        year -= _BUDDHIST
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year < _TWO_DIGITS_PIVOT else 1900)


def _digit(character: str) -> int:
    return _NUMERALS.index(character) - 1 if character != "〇" else 0


def _numeral(text: str) -> int:
    """Return the number that at most three Chinese numerals write, 0 for none such."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _digit(text) if len(text) == 1 else 0
    return 10 * (_digit(tens) if tens else 1) + (_digit(ones) if ones else 0)


@lru_cache(maxsize=1)
def _digits() -> dict[int, str]:
    """Return the decimal digits of all scripts as ASCII ones, by code point."""
    table = {}
    for code in range(0x80, 0x1FBFA):
        value = unicodedata.decimal(chr(code), None)
        if value is not None:
            table[code] = str(value)
    return table


_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


def _with_ascii_digits(text: str) -> str:
    return text.translate(_digits()) if _OTHER_DIGIT.search(text) else text


def _clock(groups: dict[str, str | None]) -> str:
    if groups.get("hour") is None:
        return ""
    hour = int(groups["hour"] or 0)
    half = (groups["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return ":".join(filter(None, (f"{hour:02}", groups["minute"], groups["second"])))
