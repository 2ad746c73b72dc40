"""Where a click leads that calls a small function of the page: `fn_view('12')`.

Nothing is run. Understood are functions that set the address of the window, or fill in and send a
form, from texts and from what they were called with; many boards have no other links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from newscrawler.extract.pages.page import Element, Page

_CALL = re.compile(
    r"^\s*+(?:javascript:\s*+)?(?:return\s++)?(\w++)\s*+\(([^()]*+)\)", re.IGNORECASE
)
_FUNCTION = re.compile(
    r"\bfunction\s++(\w++)\s*+\(([\w\s,$]*+)\)\s*+\{"
    r"|\b(\w++)\s*+=\s*+function\s*+\(([\w\s,$]*+)\)\s*+\{"
)
# A piece of what is joined by "+": a text, a name, or one that is escaped
_PIECE = re.compile(
    r"\s*(?:'([^'\\]*)'|\"([^\"\\]*)\"|(?:encodeURI(?:Component)?|escape|String)\(\s*(\w+)\s*\)|(\w+))"
    r"\s*(?:\+|$)"
)
_ARGUMENT = re.compile(r"\s*(?:'([^'\\]*)'|\"([^\"\\]*)\"|(-?\d+))\s*(?:,|$)")
_VALUE = r"\s*([^;\n}]{1,300}?)\s*(?:[;\n}]|$)"
_LOCATION = re.compile(rf"\blocation(?:\.href)?\s*=(?!=){_VALUE}")
_OPENED = re.compile(
    r"(?:\blocation\.(?:assign|replace)|\bwindow\.open)\(\s*([^,;\n]{1,300}?)\s*[,)]"
)
_SENT = re.compile(r"\.submit\s*\(")
_FIELD = re.compile(rf"\b(\w+)\.(\w+)\.value\s*=(?!=){_VALUE}")
_FIELD_OF_JQUERY = re.compile(
    r"\$\(\s*['\"]#(\w+)['\"]\s*\)\.val\(\s*([^;\n]{1,100}?)\s*\)\s*[;\n]"
)
_ACTION = re.compile(
    rf"\.action\s*=(?!=){_VALUE}|\.attr\(\s*['\"]action['\"]\s*,\s*([^;\n]{{1,300}}?)\s*\)"
)
# Libraries are longer, and what is in them is not about this page.
_LONGEST, _LONGEST_BODY = 100_000, 2000


class _Function(NamedTuple):
    names: list[str]
    body: str


class _Called(NamedTuple):
    """The text of a function, and with what it was called by name."""

    body: str
    known: dict[str, str]


class Sent(NamedTuple):
    """A form that a function fills in and sends: `filled` of its `fields`, to `action`."""

    form: Element
    action: str
    fields: dict[str, str]
    filled: dict[str, str]

    @property
    def is_posted(self) -> bool:
        """Whether it is sent by POST."""
        return (self.form.get("method") or "").lower() == "post"


class Scripts:
    """The functions of a page, looked for when the first click asks for one."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._functions: dict[str, _Function | None] = {}

    def address(self, click: str) -> str | None:
        """Return the address, as told there, to which what a click does leads, or None.

        A form that is sent by POST to another page is asked for by GET: the servers that have such
        boards answer both alike. Sent to this page it may be the next one of a list, which is
        never asked for so: who knows POST only shows the first one again.
        """
        called = self._called(click)
        if called is None:
            return None
        for pattern in (_LOCATION, _OPENED):
            if told := pattern.search(called.body):
                return _joined(told[1], called.known)
        sent = self._sent(called)
        if sent is None or (sent.is_posted and self._is_here(sent.action)):
            return None
        shown = {name: value for name, value in (sent.fields | sent.filled).items() if value}
        return f"{sent.action}{'&' if '?' in sent.action else '?'}{urlencode(shown)}"

    def sent(self, click: str) -> Sent | None:
        """Return the form that a click fills in and sends, or None."""
        called = self._called(click)
        return self._sent(called) if called else None

    def _called(self, click: str) -> _Called | None:
        call = _CALL.match(click)
        if call is None:
            return None
        name = call[1]
        if name not in self._functions:
            self._functions[name] = _function(self._page, name)
        function = self._functions[name]
        values = _values(call[2], len(function.names)) if function else None
        if function is None or values is None:
            return None
        return _Called(function.body, dict(zip(function.names, values, strict=True)))

    def _sent(self, called: _Called) -> Sent | None:
        if not _SENT.search(called.body):
            return None
        told = [(name, value) for _, name, value in _FIELD.findall(called.body)]
        told += _FIELD_OF_JQUERY.findall(called.body)
        values = {name: _joined(value, called.known) for name, value in told}
        filled = {name: value for name, value in values.items() if value is not None}
        form = self._form(filled)
        if form is None or len(filled) < len(values):
            return None
        inputs = list(form.iter("input"))
        named = {each.get("id"): name for each in inputs if (name := each.get("name"))}
        filled = {named.get(name, name): value for name, value in filled.items()}
        action = _ACTION.search(called.body)
        if action:
            address = _joined(action[1] or action[2], called.known)
        else:
            address = form.get("action") or self._page.url
        hidden = (each for each in inputs if each.get("type") == "hidden")
        fields = {name: each.get("value") or "" for each in hidden if (name := each.get("name"))}
        return Sent(form, address, fields, filled) if address else None

    def _is_here(self, address: str) -> bool:
        there = self._page.address(address)
        return there is None or urlsplit(there).path == self._page.address_parts.path

    def _form(self, filled: Mapping[str, str]) -> Element | None:
        """Return the form that has the fields filled in."""
        for form in self._page.root.iter("form") if filled else ():
            names = {each.get(name) for each in form.iter("input") for name in ("name", "id")}
            if filled.keys() <= names:
                return form
        return None


def _function(page: Page, name: str) -> _Function | None:
    """Return the function of a name; its text goes on to the next one of the script."""
    for script in page.root.iter("script"):
        text = script.text or ""
        if name not in text or "function" not in text or len(text) > _LONGEST:
            continue
        end = len(text)
        for each in reversed(list(_FUNCTION.finditer(text))):
            if name in (each[1], each[3]):
                names = [part.strip() for part in (each[2] or each[4] or "").split(",")]
                body = text[each.end() : min(end, each.end() + _LONGEST_BODY)]
                return _Function([part for part in names if part], body)
            end = each.start()
    return None


def _values(arguments: str, number: int) -> list[str] | None:
    """Return what a function is called with, as texts; None where that is no text or number."""
    found: list[str] = []
    start = 0
    while start < len(arguments):
        piece = _ARGUMENT.match(arguments, start)
        if piece is None:
            return None
        found.append(next(each for each in piece.groups() if each is not None))
        start = piece.end()
    return found[:number] if len(found) >= number else None


def _joined(expression: str, known: Mapping[str, str]) -> str | None:
    """Return texts and known names joined by "+", None where anything else is in it."""
    found = ""
    start = 0
    while start < len(expression):
        piece = _PIECE.match(expression, start)
        if piece is None:
            return None
        text = piece[1] if piece[1] is not None else piece[2]
        name = piece[3] or piece[4] or ""
        value = text if text is not None else name if name.isdecimal() else known.get(name)
        if value is None:
            return None
        found += value
        start = piece.end()
    return found
