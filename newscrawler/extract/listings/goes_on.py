"""What tells that a listing goes on although no address leads there: a script or a form would.

A crawl that runs no scripts cannot read the rest, and must not call what it read complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TypeGuard

from lxml import etree

from newscrawler.extract import buttons
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page

_CLICKED = etree.XPath("descendant-or-self::*/@onclick/..")
_TOLD_PAGES = etree.XPath(
    "descendant::*[@*[starts-with(name(), 'data-') and contains(name(), 'page')]]"
)
# A search of the markup costs a tenth of the one of the tree.
_MAY_TELL = re.compile(r"data-[\w.:-]*(?i:page)").search
# Pages behind a form of ASP.NET, of which a link can only ever ask for the first
_POSTED = re.compile(r"__doPostBack\(.*(?:page\$|pager)", re.IGNORECASE)
# What elements around a pager are called, and what has a "next" beside pagers
_PAGER = re.compile(r"pag(?:e|in|er|ing)|fenye|yeshu", re.IGNORECASE)
_SLIDES = re.compile(r"carousel|slide|swiper|slick|gallery|calendar|tabs?\b", re.IGNORECASE)
_OFF = re.compile(r"disabled|hidden|d-none|\bhide\b|inactive", re.IGNORECASE)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SAYS_PAGE = re.compile(r"[页頁]|page|seite|p[áa]gin|sid[ae]\b|ページ|페이지|стран", re.IGNORECASE)
# What is told to a script: pages in all, and the one shown
_IN_ALL = re.compile(r"data-(?:total|max|last|num)?-?pages?-?(?:count|total|max)?")
_SHOWN = re.compile(r"data-(?:current|this|start)?-?page(?:-?(?:number|no|index|num))?")
# How far above a button its row of buttons, and what hides it, are looked for
_ABOVE = 4
# How far above the rows a button for more of them may be
_NEAR = 3
_TOLD_2 = re.compile(r"[(,\s'\"]2[),\s'\"]")
_LONGEST = 40
_TYPES = frozenset(["button", "submit"])
# "第1页/共1页", "1/4"
_PAGE_OF = re.compile(r"(\d{1,5})\s*[页頁]?\s*[/／]\s*[共总總]?\s*(\d{1,5})(?![\d/-])")
# How long the text of a pager is, and numbers in it
_LONGEST_PAGER = 200
_NUMBER = re.compile(r"[0-9]{1,5}")
_PAGES = re.compile(r"(?:共|/|of|von|sur|de|di|из)\s*(\d{1,5})\s*(?:[页頁]|pages?)?", re.IGNORECASE)


def find(page: Page, rows: Element) -> tuple[str, Element] | None:
    """Return (what is written on it, the element) of what would show more of the listing, or None.

    `rows` is the smallest element around most entries: "Load more" counts beside or after them.
    """
    body = page.root.find("body")
    near = {rows, *islice(rows.iterancestors(), _NEAR)} - {page.root}
    if rows.getparent() is not body:
        near.discard(body)
    for element in _buttons(page):
        # Asked first, since most do.
        if _leads_somewhere(page, element) or not 0 < len(label := _label(element)) < _LONGEST:
            continue
        is_wanted = _is_next(page, element, label) or _is_more(element, label, near)
        if is_wanted and not _is_off(element):
            return label, element
    return _told_to_script(page)


def _buttons(page: Page) -> Iterator[Element]:
    clicked = frozenset(_CLICKED(page.root))
    for element in page.root.iter(*(() if clicked else ("a", "button", "input"))):
        is_button = element.tag in ("a", "button") or element in clicked
        if is_button or (element.tag == "input" and element.get("type") in _TYPES):
            yield element


def _label(element: Element) -> str:
    said = squeeze("".join(element.itertext())) or element.get("value")
    return said or squeeze(element.get("aria-label") or element.get("title") or "")


def _leads_somewhere(page: Page, element: Element) -> bool:
    href = element.get("href") or ""
    return bool(href) and not href.startswith("#") and page.address(href) is not None


def _is_next(page: Page, element: Element, label: str) -> bool:
    if _POSTED.search(element.get("href") or ""):
        return True
    if label == "2":
        return _is_second(element)
    if not buttons.NEXT_PAGE.fullmatch(label) or not any(map(str.isalpha, label)):
        return False
    around = list(_names(element))
    if any(map(_SLIDES.search, around)):
        return False
    is_pager = bool(_SAYS_PAGE.search(label)) or any(map(_PAGER.search, around))
    return is_pager and _has_more_pages(page, element)


def _is_second(element: Element) -> bool:
    """Tell whether a "2" makes a script show the second page: `goPage(2)`."""
    script = f"{element.get('href') or ''} {element.get('onclick') or ''}"
    around = list(_names(element))
    is_pager = any(map(_PAGER.search, (script, *around)))
    return is_pager and bool(_TOLD_2.search(script)) and not any(map(_SLIDES.search, around))


def _told_to_script(page: Page) -> tuple[str, Element] | None:
    """Return the attributes that tell a script on the first page that there are more."""
    for element in _TOLD_PAGES(page.root) if _MAY_TELL(page.text) else ():
        told = {name: int(value) for name, value in element.items() if _is_number(value)}
        pages = max((each for name, each in told.items() if _IN_ALL.fullmatch(name)), default=0)
        shown = [each for name, each in told.items() if _SHOWN.fullmatch(name)]
        if pages > 1 and shown and min(shown) <= 1 and not _SLIDES.search(next(_names(element))):
            name = next(name for name, each in told.items() if each == pages)
            return f'{name}="{pages}"', element
    return None


def _has_more_pages(page: Page, element: Element) -> bool:
    """Tell whether there are more pages by the pager around "next": it stands on the last one too.

    By their number or, where none is shown, by a "previous" that does not look the same. Where
    other pages have addresses, a "next" without one is that of the last.
    """
    row = element
    for above in islice(element.iterancestors(), _ABOVE):
        if len(squeeze("".join(above.itertext()))) > _LONGEST_PAGER:
            break
        row = above
    shown = {squeeze("".join(each.itertext())): each for each in row.iter()}
    said = squeeze("".join(row.itertext()))
    if any(_leads_to_page(page, label, each) for label, each in shown.items()):
        return False
    if now := _PAGE_OF.search(said):
        return int(now[1]) < int(now[2])
    told = _PAGES.search(said)
    numbers = [int(each) for each in (*shown, *(told.groups() if told else ())) if _is_number(each)]
    if numbers:
        return max(numbers) > 1
    before = (each for label, each in shown.items() if buttons.PREVIOUS_PAGE.fullmatch(label))
    return not any(_look(each) == _look(element) for each in before)


def _leads_to_page(page: Page, label: str, element: Element) -> bool:
    """Tell whether an element is a link to a page after the first by its number, or to the last."""
    is_page = buttons.PREVIOUS_PAGE.fullmatch(label) or (_is_number(label) and int(label) > 1)
    return bool(is_page) and element.tag == "a" and _leads_somewhere(page, element)


def _is_number(text: str | None) -> TypeGuard[str]:
    return text is not None and _NUMBER.fullmatch(text) is not None


def _look(element: Element) -> tuple[str, str | None, str | None]:
    return element.tag, element.get("class"), element.get("href")


def _is_more(element: Element, label: str, near: set[Element]) -> bool:
    if not buttons.MORE_ROWS.fullmatch(label):
        return False
    return any(above in near for above in islice(element.iterancestors(), _ABOVE))


def _names(element: Element) -> Iterator[str]:
    for each in (element, *islice(element.iterancestors(), _ABOVE)):
        yield f"{each.get('class') or ''} {each.get('id') or ''} {each.get('role') or ''}"


def _is_off(element: Element) -> bool:
    if element.get("aria-disabled") == "true" or "disabled" in element.attrib:
        return True
    around = (element, *islice(element.iterancestors(), _ABOVE))
    return any(
        "hidden" in each.attrib or _INVISIBLE.search(each.get("style") or "") for each in around
    ) or any(_OFF.search(each.get("class") or "") for each in around[:2])
