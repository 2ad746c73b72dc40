"""The walk over a document that gives its blocks."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import Any

from lxml.etree import XPath, iterwalk

from newscrawler.extract.pages.blocks import Block, Context, Run, squeeze
from newscrawler.extract.pages.page import Element, Page

# HTML, section 15.3: elements that the rendering starts on a line of their own.
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup p pre search section summary table tbody td tfoot th thead tr ul".split()
)


_BREAKING = _BLOCKS | {"br"}


# Not part of what a page says: code, controls, embedded things, and what is outside the body.
_SKIPPED = frozenset(
    "applet audio button canvas datalist frame frameset head iframe input map noembed noframes "
    "noscript object option script select style svg template textarea title video".split()
)


# Some pages forget to close them, and all text stands inside.
_CONTROLS = frozenset(["button", "select", "object"])


_FURNITURE = frozenset(["nav", "footer", "aside"])


_FURNITURE_ROLES = frozenset(["navigation", "contentinfo", "complementary", "search", "banner"])


# Attributes are found in a third of the time that elements with one of them are.
_MARKS = XPath(
    "descendant-or-self::*/@hidden | descendant-or-self::*/@style | descendant-or-self::*/@role"
)

_STRONG = frozenset(["b", "strong"])
_EMPHASIS = frozenset(["em", "i"])


_PLACES = {
    "li": "item",
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "blockquote": "quote",
    "figcaption": "caption",
}


_HEADINGS = {f"h{level}": level for level in range(1, 7)}


_NARROWING = {"a", *_STRONG, *_EMPHASIS, *_HEADINGS, *_PLACES, *_FURNITURE}


# Most elements are none of these, which is asked once and not for each.
_TELLING = _SKIPPED.union(_NARROWING, ["img"])


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")

_DAY_AT_END = re.compile(r"(?:(?:19|20)\d\d[-./]\d\d?[-./]\d\d?|\d\d:\d\d)$").search
# A sentence end, a digit or a lower-case letter, then a capital: two texts, not one word.
_SEAM = re.compile(r"[a-z0-9\u00df-\u00f6\u00f8-\u00ff.,;!?)\]”’»][A-Z\u00c0-\u00d6\u00d8-\u00de]")


def read(root: Element) -> list[Block]:
    """Return the visible blocks below `root` that have text or an image, in document order."""
    reader = Reader(root)
    reader.walk()
    return reader.blocks


# No release has as many; what is behind them is not read, so that an answer comes within a second.
MOST_ELEMENTS = 40_000


class Reader:
    """A walk over the elements below `root`, and what it saw: each element by a number.

    `blocks` are the visible ones in document order, with `hidden` those too that only a script
    would show, or that stand in a control by a mistake in the markup. `elements` are those that
    were entered, parents first; `parents` has the number of each one's parent, -1 for the root.
    They are held, since lxml makes the object of an element anew when it is visited and nobody
    holds it. `is_cut` tells that the document goes on.
    """

    def __init__(self, root: Element, hidden: bool = False) -> None:
        self.root = root
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.parents: list[int] = []
        self.is_cut = False
        self._skipped = _SKIPPED - _CONTROLS if hidden else _SKIPPED
        # Asked once for the whole tree: asking every element for its attributes takes longer.
        marks = _MARKS(root)
        self._hidden = frozenset(
            () if hidden else (mark.getparent() for mark in marks if _hides(mark))
        )
        self._furniture = frozenset(
            mark.getparent()
            for mark in marks
            if mark in _FURNITURE_ROLES and mark.attrname == "role"
        )

    def walk(self) -> None:
        """Visit every element once; a loop, since hostile pages nest deeper than Python does.

        All in one function: it runs twice for each element, and calls would double its time.
        """
        skipped, hidden, furniture = self._skipped, self._hidden, self._furniture
        marked = hidden | furniture
        elements, parents = self.elements, self.parents
        context = Context()
        contexts: list[Context] = []
        at = -1
        runs: list[Run] = []
        steps = iterwalk(self.root, events=("start", "end"))
        for event, element in islice(steps, 2 * MOST_ELEMENTS):
            tag = element.tag
            if runs and tag in _BREAKING:
                self._flush(runs, at)
                runs = []
            if event == "start":
                parents.append(at)
                at = len(elements)
                elements.append(element)
                if tag in _TELLING or element in marked:
                    if tag in skipped or element in hidden:
                        contexts.append(context)
                        steps.skip_subtree()
                        continue
                    if tag == "img":
                        runs.append(Run("", element, context, element))
                    else:
                        context = _inner(context, element, tag, element in furniture)
                contexts.append(context)
                text = element.text
                # Blanks at the begin of a line are not rendered; most text nodes are just that.
                if text and (runs or not text.isspace()):
                    runs.append(Run(text, element, context))
            else:
                at = parents[at]
                # What follows the root is outside of it.
                if at < 0:
                    break
                context = contexts[at]
                text = element.tail
                if text and (runs or not text.isspace()):
                    runs.append(Run(text, elements[at], context))
        self._flush(runs, at)
        self.is_cut = at >= 0

    def leaves_out(self, most: int) -> bool:
        """Tell whether more than `most` characters may stand in what is left out; bounded."""
        left_out = chain(self._hidden, self.root.iter(*_CONTROLS))
        inside = chain.from_iterable(each.iter() for each in left_out)
        for step, element in enumerate(inside):
            # At the most a blank beside each text, and for each element.
            text = "" if element.tag in _CODE else element.text or ""
            most -= 1 + 2 * (len(text) + len(element.tail or ""))
            if most < 0 or step == _MOST_LEFT_OUT:
                return True
        return False

    def _flush(self, runs: list[Run], at: int) -> None:
        """Add the block of some runs, if they show any; `at` is the innermost element around."""
        if not runs:
            return
        first = runs[0]
        last = len(runs) - 1
        while last and runs[last].image is None and runs[last].text.isspace():
            last -= 1
        if last == 0:
            text = squeeze(first.text)
            if not text and first.image is None:
                return
            starts = [0, *[len(text)] * (len(runs) - 1)]
            linked = len(text) if first.context.link is not None else 0
        else:
            text, starts, linked = _joined(runs)
            if text:
                first = next(run for run in runs if run.text and not run.text.isspace())
            elif all(run.image is None for run in runs):
                return
        while at > 0 and self.elements[at].tag not in _BLOCKS:
            at = self.parents[at]
        at = max(at, 0)
        element, index = self.elements[at], len(self.blocks)
        self.blocks.append(Block(element, runs, first.context, text, starts, linked, index, at))


def _inner(outer: Context, element: Element, tag: str, is_furniture: bool) -> Context:
    """Return the context of the text of an element that says more than what is around it."""
    inner = outer.copy()
    if tag == "a":
        inner.link = element
    elif tag in _STRONG:
        inner.strong = True
    elif tag in _EMPHASIS:
        inner.emphasis = True
    elif tag in _HEADINGS:
        inner.heading = _HEADINGS[tag]
    elif tag in _PLACES:
        setattr(inner, _PLACES[tag], element)
        if tag == "tr":
            inner.cell = None
    inner.furniture |= is_furniture or tag in _FURNITURE
    return inner


def _joined(runs: list[Run]) -> tuple[str, list[int], int]:
    """Return the runs' text with blanks collapsed, where each begins in it, and how much is linked.

    Blanks, images, and the seam between two texts of their own become one space.
    """
    text = ""
    starts = []
    linked = 0
    before: Run | None = None
    gap = False
    for run in runs:
        words = squeeze(run.text)
        gap = gap or run.image is not None or run.text[:1].isspace()
        if words and before is not None and (gap or _are_glued(before, run, text, words)):
            text += " "
        starts.append(len(text))
        if words:
            text += words
            before = run
            gap = run.text[-1:].isspace()
            linked += len(words) if run.context.link is not None else 0
    return text, starts, linked


def _are_glued(left: Run, right: Run, text: str, words: str) -> bool:
    """Tell whether two neighbouring elements hold texts of their own, set apart by style only."""
    # "2024-05-18", then a count: the number goes on with no day.
    is_count = words[0].isdigit() and text[-1].isdigit() and _DAY_AT_END(text[-10:])
    if not (is_count or _SEAM.match(text[-1] + words[0])):
        return False
    return left.element is not right.element and not (
        _holds(left.element, right.element) or _holds(right.element, left.element)
    )


def _holds(ancestor: Element, element: Element) -> bool:
    return any(above is ancestor for above in element.iterancestors())


def hidden(root: Element) -> frozenset[Element]:
    """Return the elements below `root` whose attributes keep them from being shown."""
    return frozenset(mark.getparent() for mark in _MARKS(root) if _hides(mark))


def _hides(mark: Any) -> bool:
    """Tell whether an attribute, as XPath gives it, hides its element."""
    if mark.attrname != "style":
        return bool(mark.attrname == "hidden")
    # Styles are common, and a search in a string costs a tenth of one by pattern.
    style = mark.lower()
    return ("none" in style or "hidden" in style) and _HIDDEN.search(style) is not None


# A page with less prose in sight and so many times more out of sight shows that by a script.
_SHELL, _TIMES = 1000, 3
_MOST_LEFT_OUT = 10_000
_CODE = frozenset(["script", "style", "template"])


def visible(page: Page) -> Reader:
    """Return what the page shows; with what it hides where it shows next to no prose.

    Frameworks send the text hidden and let a script show it (React, streaming server rendering).
    """
    reader = Reader(page.root)
    reader.walk()
    shown = _prose(reader.blocks)
    # Most pages hide a menu at the most, which is told in less time than a second walk takes.
    if shown < _SHELL and reader.leaves_out((_TIMES - 1) * shown + _SHELL // 2):
        everything = Reader(page.root, hidden=True)
        everything.walk()
        if _prose(everything.blocks) > _TIMES * shown + _SHELL // 2:
            return everything
    return reader


def _prose(blocks: list[Block]) -> int:
    return sum(len(block.text) - block.linked for block in blocks)
