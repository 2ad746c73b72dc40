"""The next page of a listing that a form shows: what a click on it sends.

ASP.NET: `__doPostBack(target, argument)` fills in two hidden fields and sends the form around the
pager (ClientScriptManager.GetPostBackEventReference); whoever sends the same gets the page. Other
pages have functions of their own that write the number of the page into a form and send it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from newscrawler.extract import buttons
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page
from newscrawler.extract.pages.scripts import Scripts

_CALL = re.compile(r"__doPostBack\(\s*['\"]([^'\"]*)['\"]\s*,\s*['\"]([^'\"]*)['\"]\s*\)")
# Controls that page: GridView and its kin say Page$2; a DataPager or AspNetPager is called so.
_PAGES = re.compile(r"page", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")
# How far above its links the row of a pager is, and how long its text
_ABOVE, _LONGEST = 6, 300


class Postback(NamedTuple):
    """What is to be sent: `form` finds the form by XPath; `label` is written on the link.

    `fields` are those that the click fills in, `action` the address if it sets that too, else "".
    """

    form: str
    fields: dict[str, str]
    label: str
    action: str = ""


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
        is_named = any(map(str.isalpha, link.label)) and buttons.NEXT_PAGE.fullmatch(link.label)
        if is_named or link.argument == "Page$Next" or link.number == current + 1:
            form = _form(link.element)
            if form is not None:
                fields = {"__EVENTTARGET": link.target, "__EVENTARGUMENT": link.argument}
                return Postback(_path(form), fields, link.label), link.element
    return _filled_in(page)


def _filled_in(page: Page) -> tuple[Postback, Element] | None:
    """Return the form into which a function of the page writes the number after its own."""
    if ".submit" not in page.text:
        return None
    scripts = Scripts(page)
    for element in page.root.iter("a"):
        for click in (element.get("href") or "", element.get("onclick") or ""):
            sent = scripts.sent(click) if "(" in click else None
            if sent is None or not sent.is_posted or len(sent.filled) != 1:
                continue
            ((name, value),) = sent.filled.items()
            now = sent.fields.get(name) or ""
            if _NUMBER.fullmatch(now) and value == str(int(now) + 1):
                label = squeeze("".join(element.itertext())) or value
                return Postback(_path(sent.form), sent.filled, label, sent.action), element
    return None


def _path(form: Element) -> str:
    path: str = form.getroottree().getpath(form)
    return path


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
