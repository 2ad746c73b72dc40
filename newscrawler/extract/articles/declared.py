"""What a room declares: a selector picks an element, which is read as the field that it is."""

from __future__ import annotations

from typing import NamedTuple

from newscrawler.extract import labels
from newscrawler.extract.articles import breadcrumb, byline, create_time
from newscrawler.extract.articles.breadcrumb import Breadcrumb
from newscrawler.extract.articles.byline import Byline
from newscrawler.extract.articles.create_time import CreateTime
from newscrawler.extract.articles.title import Title
from newscrawler.extract.evidence import evidence
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.page import Element, Page
from newscrawler.extract.pages.reader import read

_XPATH = ("/", "./", "(")


class Declared(NamedTuple):
    """The element that a room's selector picked, its blocks, and the index of its last block."""

    element: Element
    blocks: list[Block]
    last: int

    @property
    def text(self) -> str:
        """The element's text, lines separated by a space."""
        return " ".join(block.text for block in self.blocks if block.text)


def pick(page: Page, selector: str | None, blocks: list[Block]) -> Declared | None:
    """Return the first element that `selector` picks and that has text, or None.

    Raises ValueError when the selector is no valid CSS or XPath.
    """
    if selector is None:
        return None
    is_xpath = selector.startswith(_XPATH)
    picked = page.selector.xpath(selector) if is_xpath else page.selector.css(selector)
    for each in picked:
        inner = read(each.root) if hasattr(each.root, "iter") else []
        if inner:
            return Declared(each.root, inner, _last(each.root, blocks))
    return None


def read_breadcrumb(picked: Declared) -> Breadcrumb | None:
    """Read the element as a chain; a label in front is dropped."""
    names = []
    for block in picked.blocks:
        label = labels.BREADCRUMB.match(block.text)
        names += breadcrumb.names_in(block, label.end() if label else 0)
    entry = evidence("declared", picked.element, picked.text)
    return Breadcrumb(names, picked.last, picked.last, entry) if names else None


def read_title(picked: Declared) -> Title | None:
    """Read the element's text as the title."""
    text = picked.text
    return Title(text, picked.last, evidence("declared", picked.element, text)) if text else None


def read_byline(picked: Declared) -> Byline | None:
    """Read the element as names; a label in front is dropped."""
    names = byline.split(picked.text)
    entry = evidence("declared", picked.element, picked.text)
    return Byline(names, picked.last, entry) if names else None


def read_create_time(picked: Declared, timezone: str | None) -> CreateTime | None:
    """Read the first date in the element."""
    value, precision = create_time.read(picked.text, timezone)
    if value is None:
        return None
    entry = evidence("declared", picked.element, picked.text)
    return CreateTime(value, precision, picked.last, 0, len(picked.text), entry)


def _last(element: Element, blocks: list[Block]) -> int:
    """Return the index of the last of the page's blocks that has text of `element`, or 0."""
    inside = set(element.iter())
    for block in reversed(blocks):
        if any(run.element in inside for run in block.runs):
            return block.index
    return 0
