"""The body: which blocks of the page are likely the release's own text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from html import unescape
from typing import Any

from newscrawler.extract.articles import edges
from newscrawler.extract.articles.lines import SENTENCE
from newscrawler.extract.evidence import Rule
from newscrawler.extract.pages.blocks import Block, squeeze
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Element

# A line that weighs more is prose however it ends.
_PLAIN = 100
# A shorter text told to machines is a teaser.
_TOLD = 400
# The log of the odds from which headings above text are its own: of those two in three are.
_HEADING, _NEVER = -1.5, -99.0
# What comes before the text is likely its own at even odds, and often a teaser: the log of the odds
# from which it is believed, and the share of the text from which its loss would be too great.
_SURE, _TEASER = 0.8, 0.15
# How much sooner what stands below the named parts of a page is believed, in the same measure.
_LABELLED = 2.0
_TAG = re.compile(r"<[^>]*>")


def choose(
    blocks: list[Block],
    rows: Sequence[Sequence[Any] | None],
    anchored: list[Block],
    how: Rule,
    heads: Collection[int] = (),
    is_labelled: bool = False,
) -> tuple[list[Block], Rule]:
    """Return the blocks that are likelier text than not, and how they were found.

    `rows` are their features, `anchored` the text by its place, `heads` the indices of title and
    date, which are no text. Captions and images inside the text belong to it. Where a page names
    its parts (`is_labelled`) what stands below them is believed sooner.
    """
    # Imported here, as everything learnt: many rooms never need it.
    from newscrawler.extract.weights.body import score

    scores = [score(row) if row else _NEVER for row in rows]
    if is_labelled:
        for block in anchored:
            scores[block.index] += _LABELLED
    likely = {index for index, logarithm in enumerate(scores) if logarithm > 0}
    _add_headings(blocks, scores, likely)
    drop_doubtful_begin(blocks, scores, likely, heads)
    if not any(blocks[index].text for index in likely):
        return anchored, how
    _add_tables(blocks, likely)
    first, last = min(likely), max(likely)
    chosen = [
        block
        for block in blocks[first : last + 1]
        if block.index in likely or (not block.text and not block.context.furniture)
    ]
    if is_labelled:
        return edges.without_furniture(chosen), how
    return chosen, "likely text"


def _add_headings(blocks: list[Block], scores: list[float], likely: set[int]) -> None:
    """Add the headings right above the text, which are its own as long as they may be."""
    below = -1
    for index in range(max(likely, default=-1), -1, -1):
        block = blocks[index]
        is_heading = block.context.heading > 0 and not block.is_link
        if is_heading and scores[index] > _HEADING and below in likely:
            likely.add(index)
        if block.text:
            below = index


def _add_tables(blocks: list[Block], likely: set[int]) -> None:
    """Add rows that the text lacks: of tables that it has some of, of one that follows at once."""
    last = max(likely)
    tables: defaultdict[Element, list[int]] = defaultdict(list)
    for block in blocks[min(likely) :]:
        if block.context.row is not None:
            tables[_table_of(block.context.row)].append(block.index)
        elif block.index > last:
            break
    for table, rows in tables.items():
        is_next = rows[0] == last + 1 and table.getparent() is blocks[last].element.getparent()
        # The page itself may be a table: what is below the text is not of it.
        inner = rows if is_next else [index for index in rows if index < last]
        is_own = is_next or not likely.isdisjoint(inner)
        if is_own and not any(blocks[index].is_link for index in inner):
            likely.update(inner)


def _table_of(row: Element) -> Element:
    holder = row.getparent()
    return holder if holder.tag == "table" else holder.getparent()


def drop_doubtful_begin(
    blocks: list[Block], scores: list[float], likely: set[int], heads: Collection[int]
) -> None:
    """Drop short lines before the first that is surely text: teasers, captions, names of topics.

    Headings stay: a release may have two. `scores` are logs of the odds of all blocks, `likely` the
    indices of the text, which lose those dropped, `heads` those of title and date, passed over.
    """
    most = _TEASER * sum(len(blocks[index].text) for index in likely)
    for index in sorted(likely.difference(heads))[:-1]:
        is_sure = scores[index] >= _SURE or blocks[index].context.heading > 0
        if is_sure or len(blocks[index].text) >= most:
            return
        likely.discard(index)


def is_plain(chosen: list[Block]) -> bool:
    """Tell whether lines are all prose without links, of which likelihood would drop none."""
    lines = [block for block in chosen if block.text]
    return all(
        block.linked == 0 and (weight(block.text) >= _PLAIN or SENTENCE.search(block.text))
        for block in lines
    )


def told(article_body: str, plain: str | None) -> str | None:
    """Return the text told to machines where the page shows less than half of it, else None."""
    if len(article_body) < _TOLD or len(article_body) < 2 * len(plain or ""):
        return None
    if "<" in article_body:
        article_body = _TAG.sub("\n", article_body)
    lines = map(squeeze, re.split(r"\n+", unescape(article_body)))
    return "\n\n".join(filter(None, lines)) or None
