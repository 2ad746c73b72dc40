"""Real listing pages, varied: with few entries, without days, with pictures for words.

Sets have long lists with days above all; a new room, and the last page of any, has a row or three.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from itertools import islice

from lxml import etree

from newscrawler.extract.pages.anchors import Anchors
from newscrawler.extract.pages.page import Element, Page

# How many entries are left in a list of few.
FEW = 3
# What a row says in few words with numbers: its day, or so.
_DAY = re.compile(r"\d{1,4}[-/.年 ]\d{1,2}|\d{1,2},? \d{4}|\d{4}").search
_SHORT = 30


def few(page: Page, entries: Collection[str]) -> None:
    """Leave the first rows only of those that lead to `entries`, absolute addresses."""
    for tops in islice(_rows(page, entries).values(), FEW, None):
        for row in tops:
            if row.getparent() is not None:
                row.getparent().remove(row)


def undated(page: Page, entries: Collection[str]) -> None:
    """Take the days from the rows that lead to `entries`."""
    for tops in _rows(page, entries).values():
        for row in tops:
            for element in row.iter(etree.Element):
                for part in ("text", "tail"):
                    text = getattr(element, part)
                    if text and len(text.strip()) < _SHORT and _DAY(text):
                        setattr(element, part, " ")


def pictured(page: Page, entries: Collection[str]) -> None:
    """Put pictures in the place of the words that lead to `entries`."""
    for each in Anchors(page):
        if page.address(each.href) in entries and each.text:
            link = each.element
            for child in list(link):
                link.remove(child)
            link.text = None
            etree.SubElement(link, "img", src="picture.jpg", alt=each.text)


def _rows(page: Page, entries: Collection[str]) -> dict[str, list[Element]]:
    """Return by address the elements that hold links to this entry and to no other."""
    links = [(each.element, each.href) for each in Anchors(page)]
    links = [(element, href) for element, href in links if page.address(href) in entries]
    owners: dict[Element, set[str]] = defaultdict(set)
    for element, href in links:
        for around in (element, *element.iterancestors()):
            owners[around].add(href)
    rows: dict[str, list[Element]] = {}
    for element, href in links:
        row = element
        while row.getparent() is not None and len(owners[row.getparent()]) == 1:
            row = row.getparent()
        rows.setdefault(href, []).append(row)
    return rows


WAYS: dict[str, Callable[[Page, Collection[str]], None]] = {
    "few": few,
    "undated": undated,
    "pictured": pictured,
}
