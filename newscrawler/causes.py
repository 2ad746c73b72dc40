"""Who changed a release: its publisher, or a site that shows the same words in another way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
# How many changed pages of other releases are remembered
_REMEMBERED = 8


class UnclearError(Exception):
    """Another release has to be looked at first: what is new may stand on every page."""


class Judge:
    """Judges the changes of one crawl.

    It remembers what the pages of other releases said and said no more: what two releases say is
    the site's word. With `may_wait` the first change that others may share raises UnclearError
    until `go_on` is called: the others are to be read then, and the page once more.
    """

    def __init__(self, *, may_wait: bool = False) -> None:
        self._may_wait = may_wait
        self._pages: dict[str, _Change] = {}

    def go_on(self) -> None:
        """Wait no more."""
        self._may_wait = False

    def cause(
        self,
        held: Capture,
        received: Capture,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> str:
        """Return `publisher` when a page says what only its publisher says, else `template`.

        `before` and `after` are what extraction took from the two pages. Sections are the site's in
        another design. What one page says in the text and the other elsewhere is no edit there.
        Raises UnclearError.
        """
        old, new = (_Said(reading.page_of(each)) for each in (held, received))
        key = received.listed.key if received.listed else received.url
        others = [each for name, each in self._pages.items() if name != key]
        change = _Change(old, new, before, after)
        self._remember(key, change)
        changed = changed_fields(before, after)
        if jaccard(old.design, new.design) >= SAME_DESIGN:
            is_edit = not any(map(change.is_shared_by, others))
            is_unclear = change.may_be_shared()
        else:
            if others:
                old, new = old.beside(others[-1].new), new.beside(others[-1].old)
            edits = [
                name for name in changed if _is_edit(name, before[name], after[name], old, new)
            ]
            is_edit = bool(edits)
            is_unclear = edits == ["body"] and not _has_edit(before["body"].split("\n"), new)
        if is_edit and is_unclear and self._may_wait:
            raise UnclearError
        return "publisher" if is_edit else "template"

    def _remember(self, key: str, change: _Change) -> None:
        self._pages.pop(key, None)
        self._pages[key] = change
        if len(self._pages) > _REMEMBERED:
            del self._pages[next(iter(self._pages))]


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


@dataclass(frozen=True, slots=True)
class _Change:
    """What a release was and is: its page, and what extraction took from it."""

    old: _Said
    new: _Said
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def is_shared_by(self, other: _Change) -> bool:
        """Tell whether another release shows and leaves out the same sections and lines now."""
        changed = set(changed_fields(self.before, self.after))
        come, gone = self._lines()
        is_reordered = "body" in changed and not (come or gone)
        if is_reordered or not changed <= {"body", "breadcrumb"}:
            return False
        sections, former = self._sections()
        their_sections, their_former = other._sections()
        return (
            come <= other.new.lines - other.old.lines
            and gone <= other.old.lines - other.new.lines
            and sections <= their_sections
            and former <= their_former
        )

    def may_be_shared(self) -> bool:
        """Tell whether sections or whole lines are all that differs, lines on one side only."""
        changed = set(changed_fields(self.before, self.after))
        return changed <= {"body", "breadcrumb"} and not all(self._lines())

    def _lines(self) -> tuple[set[str], set[str]]:
        """Return the lines of the text that have come, and those that are gone."""
        before, after = (
            {words(line) for line in (fields["body"] or "").split("\n")} - {""}
            for fields in (self.before, self.after)
        )
        return after - before, before - after

    def _sections(self) -> tuple[set[str], set[str]]:
        before, after = (set(fields["breadcrumb"] or ()) for fields in (self.before, self.after))
        return after - before, before - after


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
