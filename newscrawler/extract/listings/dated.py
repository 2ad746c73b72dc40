"""Whether there is something like a day, told in little time: what day is asked of few."""

from __future__ import annotations

import re

from newscrawler.extract.pages.page import Element

# What is like a day or a year; each begins with a set of characters, so that it is sought fast.
_DAY = re.compile(
    r"\d(?:(?:(?<=1)9|(?<=2)0)\d\d|\d?\s?[./-]\s?\d{1,2}(?:\D|$)|\s?[月월]"
    r"|\d?\.? [A-Z]?[a-zé]{3,8}\b)"
).search
_MONTH_DAY = re.compile(r"[A-Z][a-zé]{2,8}\.? \d{1,2}\b").search


def is_dated(text: str) -> bool:
    """Tell whether there is something like a day, with or without a year."""
    return _DAY(text) is not None or _MONTH_DAY(text) is not None


def is_dated_row(row: Element) -> bool:
    """Tell the same of all that stands in an element."""
    return is_dated("".join(row.itertext()))
