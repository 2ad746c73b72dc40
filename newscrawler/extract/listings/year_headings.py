"""The year of rows whose dates have none ("9 May"): the address or a heading above them says it."""

from __future__ import annotations

import re

from newscrawler.extract.dates import months
from newscrawler.extract.pages.page import Element, Page

_ALONE = re.compile(r"\s*[\[(（【]?\s*((?:19|20)\d\d)\s*年?\s*[\])）】]?\s*")
_IN_ADDRESS = re.compile(r"(?:(?<=/)|(?<==))(?:19|20)\d\d(?=$|[/&.?])")
# A year that is linked, or one of a choice, is that of another page; a button opens its rows.
_LEADS_ELSEWHERE = frozenset(["a", "option"])
_OPENS = frozenset(["a", "button", "summary"])


def above(page: Page, items: dict[Element, str]) -> dict[str, int]:
    """Return by key the year that stands alone last above each item of a listing.

    `items` are the links of the items with their keys. Without such a year it is that of the
    listing's address, if that names one; an item without either is left out.
    """
    named = set(_IN_ADDRESS.findall(page.url))
    year = int(named.pop()) if len(named) == 1 else None
    headings = _alone(page)
    if _is_choice(page, headings, items):
        headings = {each: year for each, year in headings.items() if _opener(each) is None}
    if not headings:
        return dict.fromkeys(items.values(), year) if year is not None else {}
    found: dict[str, int] = {}
    for element in page.elements:
        if element in items:
            if year is not None:
                found.setdefault(items[element], year)
        else:
            year = headings.get(element, year)
    return found


def _alone(page: Page) -> dict[Element, int]:
    """Return the years that stand alone or with a month, each by its element."""
    found = {}
    for element in page.elements:
        text = element.text
        if text and ("20" in text or "19" in text):
            alone = _ALONE.fullmatch(text)
            year = int(alone[1]) if alone else (months.of_a_year(text.strip()) or 0) // 100
            if year and not _is_linked(element):
                found[element] = year
    return found


def _is_choice(page: Page, headings: dict[Element, int], items: dict[Element, str]) -> bool:
    """Tell whether years that are buttons follow each other without rows: one of them is chosen."""
    before = None
    may_be = any(_opener(each) is not None for each in headings)
    for element in page.elements if may_be else ():
        if element in items:
            before = None
        elif element in headings:
            opener = _opener(element)
            if before is not None and opener is not None:
                return True
            before = opener
    return False


def _opener(element: Element) -> Element:
    """Return the button around a year, None where it is none."""
    return next((each for each in (element, *element.iterancestors()) if each.tag in _OPENS), None)


def _is_linked(element: Element) -> bool:
    return any(
        each.tag in _LEADS_ELSEWHERE and not (each.get("href") or "").startswith("#")
        for each in (element, *element.iterancestors())
    )
