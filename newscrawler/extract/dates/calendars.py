"""Numbers to days: calendars, short years, and the digits and numerals of other scripts."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

NUMERALS = "〇零一二三四五六七八九十"
_BUDDHIST = 543


_TWO_DIGITS_PIVOT = 60


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, of Buddhist years too; None when the calendar has no such day."""
    if 2400 <= year <= 2700:
        year -= _BUDDHIST
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(year: int) -> int:
    """Return a year of two digits with its century."""
    if year >= 100:
        return year
    return year + (2000 if year < _TWO_DIGITS_PIVOT else 1900)


def digit(character: str) -> int:
    """Return what a Chinese numeral below ten means."""
    return NUMERALS.index(character) - 1 if character != "〇" else 0


def numeral(text: str) -> int:
    """Return the number that at most three Chinese numerals write, 0 for none such."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return digit(text) if len(text) == 1 else 0
    return 10 * (digit(tens) if tens else 1) + (digit(ones) if ones else 0)


# It begins with a set of characters, so that it is sought fast.
_OTHER_DIGIT = re.compile(r"\d(?<![0-9])")


def with_ascii_digits(text: str) -> str:
    """Return `text` with the decimal digits of other scripts as ASCII ones, as long as before."""
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
