"""The next page where no link leads to it, since a script writes the pager.

The systems of most Chinese authorities write their pagers by a script that is told the number of
pages, the current one and how the files are called; nothing is run to read that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawler.extract.pages.page import Element, Page

_QUOTE = r"""\\?["']"""
# createPageHTML(25, 0, "index", "html"); where it is told first where to write, it counts from one
_CALL = re.compile(
    rf"\b\w*page\w*\(\s*(?P<place>{_QUOTE}[^\"']*{_QUOTE}\s*,\s*)?(?P<pages>\d{{1,5}})\s*,"
    rf"\s*(?P<now>\d{{1,5}})\s*,\s*{_QUOTE}(?P<name>[\w./-]+){_QUOTE}\s*,"
    rf"\s*{_QUOTE}\.?(?P<ending>\w{{2,6}}){_QUOTE}",
    re.IGNORECASE,
)
# var countPage = 25; var currentPage = 0; … "index" + "_" + nextPage + ".html"
_VARIABLE = re.compile(r"\b(\w*page\w*)\s*=\s*[\"']?(\d{1,5})\b", re.IGNORECASE)
_NOW = ("currentpage", "curpage", "nowpage", "ncurrpage")
_PAGES = ("countpage", "totalpage", "totalpages", "pagecount", "pagetotal")
_SEAM = re.compile(r"(?<!\\)[\"']\s*\+\s*(?<!\\)[\"']")
_BUILT = re.compile(
    r"(?P<name>[\w./-]+_)[\"']\s*\+\s*\(?\s*next\w*\s*\)?\s*\+\s*[\"']\.?(?P<ending>\w{2,6})",
    re.IGNORECASE,
)
# laypage.render({count: 33, limit: 10, curr: 1, jump: … location.href = "?page=" + obj.curr …})
_TURNED = re.compile(
    r"\blocation(?:\.href)?\s*=\s*[\"'](?P<before>[^\"'\s<>]{1,200}[=/_-])[\"']\s*\+\s*(?:\w+\.)?"
    r"(?:curr|current|page|page_?num|page_?no|page_?index)\b(?:\s*\+\s*[\"'](?P<after>[^\"'\s<>]{1,100})[\"'])?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(count|limit|curr|total_?pages?)\s*:\s*(\d{1,6})\b", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"_(\d{1,5})\.\w+$")
# A script that writes a pager is short; a longer one is a library.
_LONGEST = 20_000


def find(page: Page) -> Iterator[tuple[str, Element, str]]:
    """Yield how a next page is told, the element that tells it, and its address as told there."""
    for script in page.root.iter("script"):
        text = script.text or ""
        if len(text) < _LONGEST and "page" in text.lower():
            address = _called(page, text) or _built(page, text) or _turned(text)
            if address:
                yield "script", script, address


def _called(page: Page, script: str) -> str | None:
    told = _CALL.search(script)
    if told is None:
        return None
    pages, now = int(told["pages"]), int(told["now"])
    name = f"{told['name']}_{now + 1}.{told['ending']}"
    return name if _is_within(page, now, pages, from_one=bool(told["place"])) else None


def _built(page: Page, script: str) -> str | None:
    if "next" not in script.lower():
        return None
    numbers = {name.lower(): int(number) for name, number in _VARIABLE.findall(script)}
    now = next((numbers[name] for name in _NOW if name in numbers), None)
    pages = next((numbers[name] for name in _PAGES if name in numbers), None)
    told = _BUILT.search(_SEAM.sub("", script))
    if now is None or pages is None or told is None:
        return None
    name = f"{told['name']}{now + 1}.{told['ending']}"
    return name if _is_within(page, now, pages, from_one=False) else None


def _turned(script: str) -> str | None:
    """Return the address of the next page that a script sets by its number, if there is one."""
    told = _TURNED.search(script)
    numbers = {name.lower(): int(number) for name, number in _COUNTED.findall(script)}
    if told is None or not numbers:
        return None
    now = numbers.get("curr", 1)
    pages = next((number for name, number in numbers.items() if name.startswith("total")), 0)
    if "count" in numbers:
        pages = -(-numbers["count"] // max(1, numbers.get("limit", 10)))
    return f"{told['before']}{now + 1}{told['after'] or ''}" if now < pages else None


def _is_within(page: Page, now: int, pages: int, *, from_one: bool) -> bool:
    """Tell whether a page comes after the current; without a number in its address it is the first.

    The first is 0 or, where they are counted from one, 1.
    """
    own = _OWN_NUMBER.search(page.address_parts.path)
    if own is None and now == 1:
        from_one = True
    return now + 1 < pages + from_one
