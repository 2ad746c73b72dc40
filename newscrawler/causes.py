"""Who changed a release: its publisher, or a site that shows the same words in another way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import dropwhile
from typing import Any
from urllib.parse import urlsplit

from newscrawler import extract, reading
from newscrawler.content import changed_fields, words
from newscrawler.items import Capture
from newscrawler.similarity import jaccard

# Two pages of one design have more than this share of their elements' names in common; an edit
# that brings a table or a picture leaves nine in ten.
SAME_DESIGN = 0.7
# Shorter lines at the edge of a text may be the site's: "Share", "Back to the news".
_LINE = 80
_NUMBER = re.compile(r"\d+")


class Judge:
    """Judges the changes of one crawl.

    It remembers what the last two pages said: what two releases say is the site's word.
    """

    def __init__(self) -> None:
        self._last: tuple[_Said, _Said] | None = None

    def cause(
        self,
        held: Capture,
        received: Capture,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> str:
        """Return `template` when a page of another design says nothing else, else `publisher`.

        `before` and `after` are what extraction took from the two pages. Sections are the site's.
        What one page says in the text and the other elsewhere is no edit.
        """
        old, new = (_Said(reading.page_of(each)) for each in (held, received))
        if jaccard(old.design, new.design) >= SAME_DESIGN:
            return "publisher"
        last, self._last = self._last, (old, new)
        if last is not None:
            old, new = old.beside(last[1]), new.beside(last[0])
        changed = changed_fields(before, after)
        edits = [name for name in changed if _is_edit(name, before[name], after[name], old, new)]
        return "publisher" if edits else "template"


class _Said:
    """What a page is built of, and the words that a reader sees on it."""

    def __init__(self, page: extract.Page) -> None:
        pages = (page, *page.following)
        self.design = {hash(name) for name in _names(page)}
        lines = [words(line) for each in pages for line in extract.lines(each)]
        self.lines, self.text = set(lines), "".join(lines)
        self.links = {each for page in pages for each in _files(page.root.xpath("//a/@href"))}
        self.elsewhere: set[str] = set()

    def beside(self, other: _Said) -> _Said:
        """Take what another release says as said here too."""
        self.elsewhere = other.lines
        return self

    def says(self, text: str) -> bool:
        said = words(text)
        return said in self.text or said in self.elsewhere


def _names(page: extract.Page) -> set[str]:
    found = set()
    for element in page.root.iter():
        parent = element.getparent()
        found.add(f"{'' if parent is None else parent.tag}>{element.tag}")
        called = f"{element.get('class') or ''} {element.get('id') or ''}"
        found |= {f"{element.tag}.{name}" for name in _NUMBER.sub("0", called).split()}
    return found


def _is_edit(name: str, before: Any, after: Any, old: _Said, new: _Said) -> bool:
    if name == "breadcrumb" or not before or not after:
        # A text is nothing that a design may leave out.
        return name == "body"
    if name == "create_time":
        return bool(before[:10] != after[:10])
    if name == "attachments":
        gone, come = (_files(each["url"] for each in value) for value in (before, after))
        return not (come - gone <= old.links and gone - come <= new.links)
    if name == "byline":
        return not (all(map(old.says, after)) or all(map(new.says, before)))
    if name == "title":
        return not (old.says(after) or new.says(before))
    return _has_edit(after.split("\n"), old) or _has_edit(before.split("\n"), new)


def _has_edit(lines: Sequence[str], other: _Said) -> bool:
    """Tell whether one of the lines, but for short ones at the edges, is not said there."""

    def is_edge(line: str) -> bool:
        return len(line) < _LINE and not other.says(line)

    inner = list(dropwhile(is_edge, reversed(list(dropwhile(is_edge, lines)))))
    return not all(map(other.says, inner))


def _files(addresses: Any) -> set[str]:
    """Return what files are called: a new system has folders of its own."""
    return {_name(each) for each in addresses}


def _name(address: str) -> str:
    try:
        return urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return address
