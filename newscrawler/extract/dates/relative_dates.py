"""Dates that count from the day of the fetch: "3 days ago", "昨天", and those without a year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from newscrawler.extract.dates import months
from newscrawler.extract.dates.calendars import day_of


class Found(NamedTuple):
    """A day and where it stands in the text."""

    day: date
    start: int
    end: int


# Without a year: only where nothing else stands, and a day is known from which to count.
_YEARLESS = re.compile(
    rf"(?:(?P<m1>\d\d)[-/](?P<d1>\d\d)|(?P<d2>\d{{1,2}}){months.DAY_END}\s*(?P<n2>{months.WORD})\.?"
    rf"|(?P<n3>{months.WORD})\.?\s*(?P<d3>\d{{1,2}}){months.DAY_END})",
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


def find(text: str, today: date | None, year: int | None = None) -> Found | None:
    """Return the first date in `text` that is meant relative to `today`, or of `year`, or None."""
    whole = text.strip(" ()[]（）【】|·:：,–—-")
    start = text.find(whole)
    yearless = _YEARLESS.fullmatch(whole)
    if yearless:
        name = yearless["n2"] or yearless["n3"]
        month = months.NUMBERS.get(name.lower(), 0) if name else int(yearless["m1"])
        day = int(yearless["d1"] or yearless["d2"] or yearless["d3"])
        found = without_year(month, day, today, year)
        if found:
            return Found(found, start, start + len(whole))
    if today is None:
        return None
    near = _NEAR.search(text)
    if near and len(text) < 40:
        days = next(number for number in _NEAR_DAYS if near[f"n{number}"])
        return Found(today - timedelta(days), near.start(), near.end())
    for ago in _AGO.finditer(text):
        if ago["past"] or _AGO_FIRST.search(text[: ago.start()]):
            number = int(ago["number"])
            days = number * 7 if ago["weeks"] else number if ago["days"] else 0
            return Found(today - timedelta(days), ago.start(), ago.end())
    return None


def without_year(month: int, day: int, today: date | None, year: int | None) -> date | None:
    """Return such a day of `year`, else the last one that is not after tomorrow, or None.

    Tomorrow, as a zone may be ahead of `today`.
    """
    if year is not None or today is None:
        return day_of(year, month, day) if year else None
    this_year = day_of(today.year, month, day)
    if this_year and this_year <= today + timedelta(1):
        return this_year
    return day_of(today.year - 1, month, day)
