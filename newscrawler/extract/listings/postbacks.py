"""The next page of a listing that ASP.NET pages: the form that a click on it sends.

`__doPostBack(target, argument)` fills in two hidden fields and sends the form around the pager
(ASP.NET, ClientScriptManager.GetPostBackEventReference); whoever sends the same gets the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from newscrawler.extract import labels
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page

_CALL = re.compile(r"__doPostBack\(\s*['\"]([^'\"]*)['\"]\s*,\s*['\"]([^'\"]*)['\"]\s*\)")
# Controls that page: GridView and its kin say Page$2; a DataPager or AspNetPager is called so.
_PAGES = re.compile(r"page", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")
# How far above its links the row of a pager is, and how long its text
_ABOVE, _LONGEST = 6, 300


class Postback(NamedTuple):
    """What is to be sent: `form` finds the form by XPath; `label` is written on the link."""

    form: str
    target: str
    argument: str
    label: str

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields that the click fills in."""
        return {"__EVENTTARGET": self.target, "__EVENTARGUMENT": self.argument}


class _Link(NamedTuple):
    element: Element
    target: str
    argument: str
    label: str

    @property
    def number(self) -> int | None:
        """The page that it shows, also where it is written "…"."""
        digits = _NUMBER.search(self.argument) or _NUMBER.fullmatch(self.label)
        return int(digits[0]) if digits else None


def find(page: Page) -> tuple[Postback, Element] | None:
    """Return what shows the next page, and its link, or None where no such pager leads on."""
    found = list(_links(page)) if "__doPostBack" in page.text else []
    current = _current(found)
    for link in found:
        is_named = any(map(str.isalpha, link.label)) and labels.NEXT_PAGE.fullmatch(link.label)
        if is_named or link.argument == "Page$Next" or link.number == current + 1:
            form = _form(link.element)
            if form is not None:
                path = form.getroottree().getpath(form)
                return Postback(path, link.target, link.argument, link.label), link.element
    return None


def _links(page: Page) -> Iterator[_Link]:
    for element in page.root.iter("a"):
        call = _CALL.search(element.get("href") or "")
        if call and _PAGES.search(call[0].removeprefix("__doPostBack")):
            yield _Link(element, call[1], call[2], squeeze("".join(element.itertext())))


def _current(links: list[_Link]) -> int:
    """Return the number that stands without a link in the row of the links, else 1."""
    linked = {link.label for link in links}
    for above in islice(links[0].element.iterancestors(), _ABOVE) if links else ():
        if len(squeeze("".join(above.itertext()))) > _LONGEST:
            break
        shown = [squeeze(each.text or "") for each in above.iter("span", "b", "strong", "td", "li")]
        numbers = [each for each in shown if _NUMBER.fullmatch(each) and each not in linked]
        if numbers:
            return int(numbers[0])
    return 1


def _form(element: Element) -> Element | None:
    """Return the form around an element if it is sent by POST and has its state with it."""
    form = next(element.iterancestors("form"), None)
    if form is None or (form.get("method") or "get").lower() != "post":
        return None
    named = (each.get("name") for each in form.iter("input"))
    return form if "__VIEWSTATE" in named else None
