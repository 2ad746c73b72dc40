"""A page as the sequence of text blocks that a reader sees, top to bottom.

One walk over the document gives every rule of this package the same view. A block is the text
between two line breaks of the rendered page, however deep its markup is nested; what a rule then
asks of it is its words, its links and where it stands, not how the site names its elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from newscrawler.extract.pages.page import Element

# Zero-width characters and soft hyphens; joiners stay, some scripts need them.
_JOINERS = "\u200c\u200d"
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f]")


@dataclass(slots=True, eq=False)
class Context:
    """Where text stands: its nearest ancestor of each kind, or None; `heading` is 1 to 6, or 0."""

    link: Element = None
    strong: bool = False
    emphasis: bool = False
    heading: int = 0
    item: Element = None
    quote: Element = None
    row: Element = None
    cell: Element = None
    caption: Element = None
    furniture: bool = False

    def copy(self) -> Context:
        """Return the same place, to be narrowed; a tenth of the cost of `dataclasses.replace`."""
        return Context(
            self.link,
            self.strong,
            self.emphasis,
            self.heading,
            self.item,
            self.quote,
            self.row,
            self.cell,
            self.caption,
            self.furniture,
        )


class Run(NamedTuple):
    """One text node, or one image (then `image` is its element); blanks as in the source."""

    text: str
    element: Element
    context: Context
    image: Element = None


@dataclass(slots=True, eq=False)
class Block:
    """One line of the page: its runs, and what is read off them with blanks collapsed.

    `element` is the nearest element that holds the whole block, `holder` its number in the walk.
    """

    element: Element
    runs: list[Run]
    context: Context
    text: str
    # Where each run begins in `text`.
    starts: list[int]
    # How many characters stand in links.
    linked: int
    index: int = 0
    holder: int = 0

    @property
    def is_link(self) -> bool:
        """Tell whether there is next to nothing beside links."""
        return self.linked > 0 and len(self.text) <= self.linked + 3

    @property
    def images(self) -> Iterator[Element]:
        """The image elements in the block."""
        return (run.image for run in self.runs if run.image is not None)


def squeeze(text: str) -> str:
    """Return `text` without invisible characters, each run of blanks as one space, stripped.

    Blanks are all of Unicode's: no-break and ideographic spaces indent paragraphs on many sites.
    """
    # Printable (Python's str.isprintable) means: no blank but the space, and nothing invisible.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    text = " ".join(text.split())
    # Editors leave a joiner alone in the paragraphs that they leave empty.
    return text if text.strip(_JOINERS) else ""


def around(blocks: list[Block]) -> Element:
    """Return the smallest element that holds all of `blocks`."""
    first, last = blocks[0].element, blocks[-1].element
    holders = {last, *last.iterancestors()}
    return next((each for each in (first, *first.iterancestors()) if each in holders), None)


def rest(block: Block, start: int) -> Block:
    """Return the part of `block` from `start` of its text on."""
    runs, starts, linked = [], [], 0
    edges = [*block.starts[1:], len(block.text)]
    for run, begin, end in zip(block.runs, block.starts, edges, strict=True):
        if end > start or run.image is not None:
            shown = run._replace(text=block.text[max(begin, start) : end])
            runs.append(shown if begin < start else run)
            starts.append(max(begin - start, 0))
            linked += len(shown.text) if run.context.link is not None else 0
    text = block.text[start:]
    return Block(
        block.element, runs, block.context, text, starts, linked, block.index, block.holder
    )
