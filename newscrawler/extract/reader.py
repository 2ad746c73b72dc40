"""The walk over a document that gives its blocks."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import Any

from lxml.etree import XPath, iterwalk

from newscrawler.extract.blocks import Block, Context, Run, squeeze
from newscrawler.extract.page import Element, Page

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


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


# A sentence end or a lower-case letter, then a capital: two texts, not one word.
_SEAM = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u00ff.,;!?)\]”’»][A-Z\u00c0-\u00d6\u00d8-\u00de]")


def read(root: Element, hidden: bool = False) -> list[Block]:
    """Return the visible blocks below `root` that have text or an image, in document order.

    With `hidden` those too that only a script would show, or that stand in a control by a mistake
    in the markup.
    """
    reader = _Reader(root, hidden)
    reader.walk()
    return reader.blocks


# No release has as many; what is behind them is not read, so that an answer comes within a second.
MOST_ELEMENTS = 40_000


class _Reader:
    def __init__(self, root: Element, hidden: bool) -> None:
        self.root = root
        self.blocks: list[Block] = []
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
        context = Context()
        outer: list[Context] = []
        runs: list[Run] = []
        steps = iterwalk(self.root, events=("start", "end"))
        for event, element in islice(steps, 2 * MOST_ELEMENTS):
            tag = element.tag
            if runs and tag in _BREAKING:
                self._flush(runs)
                runs = []
            if event == "start":
                outer.append(context)
                if tag in skipped or element in hidden:
                    steps.skip_subtree()
                    continue
                if tag in _NARROWING or element in furniture:
                    context = _inner(context, element, tag, element in furniture)
                elif tag == "img":
                    runs.append(Run("", element, context, element))
                text = element.text
                # Blanks at the begin of a line are not rendered; most text nodes are just that.
                if text and (runs or not text.isspace()):
                    runs.append(Run(text, element, context))
            else:
                context = outer.pop()
                text = element.tail
                # What follows the root is outside of it.
                if text and (runs or not text.isspace()) and outer:
                    runs.append(Run(text, element.getparent(), context))
        if runs:
            self._flush(runs)

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

    def _flush(self, runs: list[Run]) -> None:
        block = self._block(runs)
        if block is not None:
            block.index = len(self.blocks)
            self.blocks.append(block)

    def _block(self, runs: list[Run]) -> Block | None:
        first = runs[0]
        if len(runs) == 1 or all(run.image is None and run.text.isspace() for run in runs[1:]):
            text = squeeze(first.text)
            if not text and first.image is None:
                return None
            starts = [0, *[len(text)] * (len(runs) - 1)]
            linked = len(text) if first.context.link is not None else 0
        else:
            text, starts, linked = _joined(runs)
            if text:
                first = next(run for run in runs if run.text and not run.text.isspace())
            elif all(run.image is None for run in runs):
                return None
        return Block(self._holder(first.element), runs, first.context, text, starts, linked)

    def _holder(self, element: Element) -> Element:
        while element.tag not in _BLOCKS and element is not self.root:
            element = element.getparent()
        return element


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
    if not _SEAM.match(text[-1] + words[0]):
        return False
    return left.element is not right.element and not (
        _holds(left.element, right.element) or _holds(right.element, left.element)
    )


def _holds(ancestor: Element, element: Element) -> bool:
    return any(above is ancestor for above in element.iterancestors())


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


def visible(page: Page) -> list[Block]:
    """Return the blocks that the page shows; those it hides where it shows next to no prose.

    Frameworks send the text hidden and let a script show it (React, streaming server rendering).
    """
    assert page.elements  # held while they are read
    reader = _Reader(page.root, hidden=False)
    reader.walk()
    blocks = reader.blocks
    shown = _prose(blocks)
    # Most pages hide a menu at the most, which is told in less time than a second walk takes.
    if shown < _SHELL and reader.leaves_out((_TIMES - 1) * shown + _SHELL // 2):
        everything = read(page.root, hidden=True)
        if _prose(everything) > _TIMES * shown + _SHELL // 2:
            return everything
    return blocks


def _prose(blocks: list[Block]) -> int:
    return sum(len(block.text) - block.linked for block in blocks)
