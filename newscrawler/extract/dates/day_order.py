"""In which order a site writes day, month and year: by its list, its language, its country."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from newscrawler.extract.dates.calendars import day_of, full_year

_YEAR_FIRST_LANGUAGES = ("zh", "ja", "ko", "hu", "lt", "mn")


def usual_order(language: str, host: str = "") -> str | None:
    """Return the order usual in a language or country, None where both orders are."""
    primary, _, region = language.lower().replace("_", "-").partition("-")
    country = host.rpartition(".")[2]
    if primary in _YEAR_FIRST_LANGUAGES:
        return "ymd"
    if primary == "en" or not primary:
        if region == "us" or country in ("gov", "mil", "us"):
            return "mdy"
        return "dmy" if region in _BRITISH or country in _DAY_FIRST_COUNTRIES else None
    return "dmy"


_BRITISH = frozenset("gb uk au nz ie in za sg hk my ng ke".split())
_DAY_FIRST_COUNTRIES = frozenset(
    "uk au nz ie in za ng ke gh sg my hk eu de at ch fr be nl lu it es pt gr cy mt pl cz sk hu ro "
    "bg hr si rs ua ru by tr il ae sa eg ma br ar cl co mx pe vn th id se no dk fi is ee lv "
    "lt".split()
)


def monotone(readings: list[tuple[int, int, int]]) -> str | None:
    """Return the order in which the dates of a list fall or rise steadily, if one clearly does."""
    if len(readings) < 4:
        return None
    scores = {}
    for order, pick in PICK.items():
        days = [day_of(*pick(each)) for each in readings]
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


PICK: dict[str, Callable[[tuple[int, int, int]], tuple[int, int, int]]] = {
    "dmy": lambda each: (full_year(each[2]), each[1], each[0]),
    "mdy": lambda each: (full_year(each[2]), each[0], each[1]),
    "ymd": lambda each: (full_year(each[0]), each[1], each[2]),
}
