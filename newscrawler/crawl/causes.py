"""Who changed a release: its publisher, or a site that shows the same words in another way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, product
from typing import Any
from urllib.parse import urlsplit

from newscrawler import extract, reading
from newscrawler.content import changed_fields, words
from newscrawler.extract.pages.features import weight
from newscrawler.items import Capture
from newscrawler.similarity import TITLE_RUN, jaccard, likeness

# Two pages of one design have more than this share of their elements' names in common; an edit
# that brings a table or a picture leaves nine in ten.
SAME_DESIGN = 0.7
# Lines at the edge of a text that weigh less may be the site's: "Share", "Back to the news".
_LINE = 80
# Two lines with so much in common are one that was edited; more pairs of lines are no box's.
_EDITED, _MOST_PAIRS = 0.3, 400
# What ends a sentence, and how much of one stays where a word is edited
_ENDS, _NEARLY = (".", "!", "?", "。", "！", "？", "”", '"'), 0.6
# Letters from which words are told from parts of others
_TELLING = 8
_NUMBER = re.compile(r"\d+")
# How many releases are remembered, and how many others it takes to say what is the site's
_REMEMBERED, _ENOUGH = 8, 2


class UnclearError(Exception):
    """Another release has to be looked at first: what is new may stand on every page."""


class Judge:
    """Judges the changes of one crawl.

    It remembers the last releases that were looked at: lines that most of them have come to say
    too are the site's word, and what two say in a new design. With `may_wait` it raises
    UnclearError where too few are known, once for a release, until `go_on` is called with its key:
    another one is to be looked at then, and the page once more.
    """

    def __init__(self, *, may_wait: bool = False) -> None:
        self._may_wait = may_wait
        # By key, oldest first; a page is read only when another one is judged beside it.
        self._looks: dict[str, Callable[[], _Change]] = {}
        self._waited: set[str] = set()

    def go_on(self, key: str) -> None:
        """Decide about a release whatever is known of others."""
        self._waited.add(key)

    def unchanged(self, key: str, received: Capture, fields: Mapping[str, Any]) -> None:
        """Take in that a release is as it was."""
        self._remember(key, lambda: _Change.none(received, fields))

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
        change = _Change(old, new, before, after)
        self._remember(key, lambda: change)
        if change.is_trail():
            return "template"
        if jaccard(old.design, new.design) >= SAME_DESIGN:
            others = self._others(key)
            sharing = sum(map(change.is_shared_by, others))
            against = sum(other.is_none and not change.is_shared_by(other) for other in others)
            is_edit = sharing <= against
            is_unclear = sharing + against < _ENOUGH and change.may_be_shared()
        else:
            others = [each for each in self._others(key) if change.is_designed_as(each)]
            edits = change.edits(others[-1] if others else None)
            is_edit = bool(edits)
            is_added = bool(edits) and set(edits) <= {"body", "attachments"} and change.only_adds()
            is_unclear = is_added and not others
        if is_unclear and self._may_wait_for(key):
            raise UnclearError
        return "publisher" if is_edit else "template"

    def _may_wait_for(self, key: str) -> bool:
        return self._may_wait and key not in self._waited and len(self._waited) < _ENOUGH

    def _others(self, key: str) -> list[_Change]:
        return [look() for name, look in self._looks.items() if name != key]

    def _remember(self, key: str, look: Callable[[], _Change]) -> None:
        self._looks.pop(key, None)
        self._looks[key] = look
        if len(self._looks) > _REMEMBERED:
            del self._looks[next(iter(self._looks))]


class _Said:
    """What a page is built of, and the words that a reader sees on it."""

    def __init__(self, page: extract.Page) -> None:
        pages = (page, *page.following)
        self.design = {hash(name) for name in _names(page)}
        lines = [words(line) for each in pages for line in extract.lines(each)]
        self.lines, self.text = set(lines), "".join(lines)
        self.links = {each for page in pages for each in _files(page.root.xpath("//a/@href"))}
        self.elsewhere: set[str] = set()
        self.linked_elsewhere: set[str] = set()

    def beside(self, other: _Said) -> _Said:
        """Take what another release says as said here too."""
        self.elsewhere, self.linked_elsewhere = other.lines, other.links
        return self

    def links_to(self, files: set[str]) -> bool:
        return files <= self.links | self.linked_elsewhere

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

    @classmethod
    def none(cls, page: Capture, fields: Mapping[str, Any]) -> _Change:
        """Return what did not change."""
        said = _Said(reading.page_of(page))
        return cls(said, said, fields, fields)

    @property
    def is_none(self) -> bool:
        return self.old is self.new

    def is_trail(self) -> bool:
        """Tell whether nothing but a breadcrumb has come or gone: no publisher takes one away."""
        is_only = changed_fields(self.before, self.after) == ["breadcrumb"]
        return is_only and not (self.before["breadcrumb"] and self.after["breadcrumb"])

    def is_shared_by(self, other: _Change) -> bool:
        """Tell whether another release says and leaves out the same lines and sections now."""
        come, gone = self._lines()
        sections, former = self._sections()
        their_sections, their_former = other._sections()
        return (
            self._is_of_lines()
            and come <= other.new.lines
            and gone <= other.old.lines - other.new.lines
            and sections <= their_sections
            and former <= their_former
        )

    def is_designed_as(self, other: _Change) -> bool:
        """Tell whether another release is shown in the same design now."""
        return jaccard(self.new.design, other.new.design) >= SAME_DESIGN

    def edits(self, other: _Change | None) -> list[str]:
        """Return what a page of another design says otherwise, save what `other` says too."""
        old, new = self.old, self.new
        if other is not None:
            old, new = old.beside(other.new), new.beside(other.old)
        before, after = self.before, self.after
        return [
            name
            for name in changed_fields(before, after)
            if _is_edit(name, before[name], after[name], old, new)
        ]

    def only_adds(self) -> bool:
        """Tell whether the new page still says all of the text."""
        before, after = ((fields["body"] or "").split("\n") for fields in (self.before, self.after))
        return not _has_edit(before, self.new, after)

    def may_be_shared(self) -> bool:
        """Tell whether sections or whole lines are all that differs, none of them edited."""
        come, gone = self._lines()
        if not self._is_of_lines() or len(come) * len(gone) > _MOST_PAIRS:
            return False
        return not any(likeness(*pair, TITLE_RUN) >= _EDITED for pair in product(come, gone))

    def _is_of_lines(self) -> bool:
        changed = set(changed_fields(self.before, self.after))
        is_reordered = "body" in changed and not any(self._lines())
        return changed <= {"body", "breadcrumb"} and not is_reordered

    def _lines(self) -> tuple[set[str], set[str]]:
        """Return the lines of the text that have come, and those that are gone."""
        before, after = (
            Counter(filter(None, map(words, (fields["body"] or "").split("\n"))))
            for fields in (self.before, self.after)
        )
        return set(after - before), set(before - after)

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
    if name == "attachments":
        gone, come = (_files(each["url"] for each in value or ()) for value in (before, after))
        return not (old.links_to(come - gone) and new.links_to(gone - come))
    if name == "breadcrumb" or not before or not after:
        # A text is nothing that a design may leave out.
        return name == "body"
    if name == "create_time":
        return bool(before[:10] != after[:10])
    if name == "byline":
        return not (all(map(old.says, after)) or all(map(new.says, before)))
    if name == "title":
        return _is_title_edit(before, after, old, new)
    theirs, ours = before.split("\n"), after.split("\n")
    return _has_edit(ours, old, theirs) or _has_edit(theirs, new, ours)


def _is_title_edit(before: str, after: str, old: _Said, new: _Said) -> bool:
    """Tell whether a title is another one: what it has more than the other may be the site's."""
    if not (old.says(after) or new.says(before)):
        return True
    shorter, longer = sorted((words(before), words(after)), key=len)
    if not shorter or shorter not in longer:
        return False
    # Where it was shorter before, what is added would have stood on the page too.
    said = old if longer == words(after) else new
    rest = filter(None, longer.split(shorter, 1))
    return not all(
        each in said.lines or (len(each) >= _TELLING and each in said.text) for each in rest
    )


def _has_edit(lines: Sequence[str], other: _Said, theirs: Sequence[str]) -> bool:
    """Tell whether one of the lines, but for short ones at the edges, is not said there.

    A sentence that is nearly one of `theirs`, the lines of the text there, is no box's.
    """

    def is_edge(line: str) -> bool:
        return weight(line) < _LINE and not other.says(line) and not _is_edited(line, theirs)

    inner = list(dropwhile(is_edge, reversed(list(dropwhile(is_edge, lines)))))
    # Of a text that is all edges nothing is left that the other page says.
    return not inner or not all(map(other.says, inner))


def _is_edited(line: str, theirs: Sequence[str]) -> bool:
    if not line.endswith(_ENDS):
        return False
    long = range(round(_NEARLY * len(line)), round(len(line) / _NEARLY) + 1)
    near = (each for each in theirs if len(each) in long and each != line)
    return any(likeness(line, each, TITLE_RUN) >= _NEARLY for each in near)


def _files(addresses: Any) -> set[str]:
    """Return what files are called: a new system has folders of its own."""
    return {_name(each) for each in addresses}


def _name(address: str) -> str:
    try:
        return urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return address
