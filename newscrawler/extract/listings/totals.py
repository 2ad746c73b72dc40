"""How many entries, and pages, a listing says that it has: "1 - 20 of 8710", "共 28 条"."""

from __future__ import annotations

import re
from typing import NamedTuple

from newscrawler.extract.pages.page import Page

_NUMBER = r"(\d{1,3}(?:[,. ]\d{3})+|\d{1,6})"
# It begins with a set of characters, so that it is sought fast.
_RANGE = re.compile(
    rf"(\d(?<![\d./-]\d)\d{{0,5}}+)\s*+(?:[-–—]|to|through|bis|à|al?)\s*+(\d{{1,6}}+)\s*+"
    rf"(?:of|out of|von|sur|de|di|van|av|af|из|z|/)\s*{_NUMBER}(?![\d./-])",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?:(?:共|总(?:计|共|数)|記錄總數|记录总数|总记录数?)\s*有?\s*[:：]?\s*{_NUMBER}\s*[条條篇个個则則笔筆]"
    rf"|(?<!\d){_NUMBER}\s*(?:[条條]记录|records?\s+\d+/\d+\s+pages?)|(?:총|전체)\s*{_NUMBER}\s*건|全\s*{_NUMBER}\s*件|{_NUMBER}\s*件中)"
)
# One of these stands in each count; looking for them takes next to no time in Western text.
_SIGNS = "条條篇个個则則笔筆件건"
_RECORDS = re.compile(r"records?\s+\d").search
# A range is of the entries that are shown where it has not many more or fewer than these.
_LIKE = 2
# "Page 2 of 5", "第2页/共5页", and the numbers of a pager in a row. The word is looked for before
# the numbers, since a digit is sought fast.
_PAGE_OF = re.compile(
    r"\d(?<!\d\d)\d{0,3}+\s*(?:of|von|sur|de|di|van|av|af|из|z|/)\s*(\d{1,4})\b", re.IGNORECASE
)
_PAGE = re.compile(r"(?:page|seite|p[aá]gina|sid[ae]|стр\w*\.?)\s*\Z", re.IGNORECASE)
_MOST_BEFORE = 20
_PAGES = re.compile(r"[页頁]\D{0,6}[共总]\s*(\d{1,4})\s*[页頁]")
_ROW = re.compile(r"\d(?<!\S\d)\d{0,3}(?:\s+\d{1,4})+(?!\S)")
# {"itemsTotal": 27, "pageSize": 9, …} in a script, its quotes escaped or not, up to the next brace
_FLAT = re.compile(r"(?<=[{}])[^{}]{10,1000}(?=[{}])")
_SIZE = re.compile(
    r"\b(?:page_?size|per_?page|items_?per_?page|hits_?per_?page|limit|size|take)\\?[\"']?\s*:\s*(\d{1,4})\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:curr|(?:curr?(?:ent)?_?)?page(?:_?(?:num(?:ber)?|no|index))?)\\?[\"']?\s*:\s*(\d{1,4})\b",
    re.IGNORECASE,
)
_IN_ALL = re.compile(
    r"\b(?:(?:items?|results?|records?)_?total|count|total(?:_?(?:count|items|results|records|elements|hits"
    r"|rows|num(?:ber)?))?|nb_?hits)\\?[\"']?\s*:\s*(\d{1,6})\b",
    re.IGNORECASE,
)


class Total(NamedTuple):
    """`number` of entries in all, the words that say so, whether some come after those shown."""

    number: int
    words: str
    goes_on: bool


def find(text: str, shown: int) -> Total | None:
    """Return what a page with `shown` entries says of their number; None where that is unclear."""
    ranges = {
        (first, last, total): match.group()
        for match in _RANGE.finditer(text)
        for first, last, total in [tuple(map(_number, match.groups()))]
        if first <= last <= total and shown / _LIKE <= last - first + 1 <= shown * _LIKE
    }
    if len(ranges) == 1:
        ((_, last, total), words) = ranges.popitem()
        return Total(total, " ".join(words.split()), last < total and shown < total)
    may_count = any(sign in text for sign in _SIGNS) or _RECORDS(text)
    counted = _COUNT.finditer(text) if may_count else ()
    counts = {_number(next(filter(None, match.groups()))): match.group() for match in counted}
    if len(counts) == 1 and not ranges:
        number, words = counts.popitem()
        return Total(number, " ".join(words.split()), goes_on=False)
    return None


def pages(text: str) -> int:
    """Return how many pages a listing says that it has, 0 where it does not say so."""
    said = [*_PAGES.finditer(text), *filter(_is_of_pages, _PAGE_OF.finditer(text))]
    named = [int(each[1]) for each in said]
    for row in _ROW.finditer(text):
        numbers = [int(each) for each in row[0].split()]
        if numbers == list(range(numbers[0], numbers[-1] + 1)):
            named.append(numbers[-1])
    return max(named, default=0)


def _is_of_pages(numbers: re.Match[str]) -> bool:
    before = max(0, numbers.start() - _MOST_BEFORE)
    return _PAGE.search(numbers.string[before : numbers.start()]) is not None


def told(page: Page, shown: int) -> Total | None:
    """Return what the data for a page's script say of their number, beside that of a page's."""
    found = {}
    for script in page.root.iter("script"):
        text = script.text or ""
        for data in _FLAT.finditer(text) if _may_tell(text) else ():
            size, total = _SIZE.search(data[0]), _IN_ALL.search(data[0])
            now = _NOW.search(data[0])
            number = int(total[1]) if total else 0
            is_last = now is not None and shown * int(now[1]) >= number
            if size and total and int(size[1]) == shown < number and not is_last:
                found[number] = total[0]
    if len(found) != 1:
        return None
    ((number, words),) = found.items()
    return Total(number, words.strip('\\"'), goes_on=True)


def _may_tell(script: str) -> bool:
    lowered = script.lower()
    # Of a hundred scripts one has such a word, and a search by pattern costs a fifth of a parse.
    counts = any(word in lowered for word in ("total", "hits", "count"))
    return counts and _SIZE.search(script) is not None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))
