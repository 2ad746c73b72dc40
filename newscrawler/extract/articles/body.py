"""The body: which blocks of the page are the release's own text.

The text follows the date (else the title, else the breadcrumb). Its container is the nearest one
around that anchor which holds text: a larger one only when it adds more text than it had, as a
footer or a side column never does. Without an anchor, it is where most prose stands together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from html import unescape
from itertools import accumulate
from typing import Any

from newscrawler.extract import labels
from newscrawler.extract.evidence import Rule
from newscrawler.extract.pages.blocks import Block, squeeze
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Element
from newscrawler.urls import is_document

# Text after the date in the date's own line is the body's when it reads like a sentence.
SENTENCE = re.compile(r"[a-z\u00c0-\uffff][.!?。！？”\"]\s|[.!?。！？]$")
_SHORT = 60
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
# How many lines below a teaser may be the whole of it, and how much tells that it is the same
_HEAD, _STEM = 4, 12
_CUT = re.compile(r"\s*(?:\.{2,}|…+)$")
_TAG = re.compile(r"<[^>]*>")


def find(blocks: list[Block], anchor: int | None) -> list[Block]:
    """Return the body's blocks, figure captions among them.

    `anchor` is the index of the last block before the body, None when nothing marks it.
    """
    region = _densest(blocks) if anchor is None else _after(blocks, anchor)
    return _without_tail(_without_head(region))


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
        return _without_tail(_without_head(chosen)), how
    return _without_particulars(chosen), "likely text"


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


def without_edges(chosen: list[Block], repeated: frozenset[str]) -> list[Block]:
    """Drop the first and last lines that other articles of the site have too; inner ones stay."""
    start, end = 0, len(chosen)
    while start < end and chosen[start].text in repeated:
        start += 1
    while start < end and chosen[end - 1].text in repeated:
        end -= 1
    return chosen[start:end]


def without_teaser(chosen: list[Block]) -> list[Block]:
    """Drop first lines that only say that a text follows, and one that says how it begins."""
    while len(chosen) > 1 and labels.TEXT_FOLLOWS.fullmatch(chosen[0].text):
        chosen = chosen[1:]
    if len(chosen) > 1 and _is_begin(chosen[0].text, [block.text for block in chosen[1:_HEAD]]):
        return chosen[1:]
    return chosen


def _is_begin(line: str, following: list[str]) -> bool:
    """Tell whether a line is cut, or called a summary, and one of the next begins with it."""
    told = labels.SUMMARY.match(line)
    stem = _CUT.sub("", line[told.end() :] if told else line)
    is_teaser = told is not None or len(stem) < len(line)
    return is_teaser and len(stem) >= _STEM and any(each.startswith(stem) for each in following)


def without_leftovers(chosen: list[Block]) -> list[Block]:
    """Drop last lines that belong to what followed: buttons, counters, tags, labels of files."""
    end = len(chosen)
    while end > 1 and _is_leftover(chosen[end - 1].text):
        end -= 1
    return chosen[:end]


def _is_leftover(text: str) -> bool:
    return 0 < len(text) <= _SHORT and labels.LEFTOVER.fullmatch(text) is not None


def told(article_body: str, plain: str | None) -> str | None:
    """Return the text told to machines where the page shows less than half of it, else None."""
    if len(article_body) < _TOLD or len(article_body) < 2 * len(plain or ""):
        return None
    if "<" in article_body:
        article_body = _TAG.sub("\n", article_body)
    lines = map(squeeze, re.split(r"\n+", unescape(article_body)))
    return "\n\n".join(filter(None, lines)) or None


def prose(blocks: list[Block]) -> int:
    """Return how many characters of `blocks` can be a release's text."""
    return sum(map(_prose, blocks))


def _after(blocks: list[Block], anchor: int) -> list[Block]:
    """Return the blocks after the anchor within the container that holds the text."""
    following = _before_afterword(blocks[anchor + 1 :])
    sums = [0, *accumulate(map(_prose, following))]
    chosen = 0
    for end in _levels(blocks[anchor], following):
        gain = sums[end] - sums[chosen]
        if chosen and 0 < gain <= sums[chosen]:
            break
        if gain > sums[chosen]:
            chosen = end
    return following[:chosen]


def _levels(anchor: Block, following: list[Block]) -> list[int]:
    """Return how many of `following` each ancestor of the anchor holds, nearest first."""
    # How deep in the anchor's chain of ancestors the common ancestor of each block lies.
    depths = {above: depth for depth, above in enumerate(_line(anchor.element))}
    known: dict[Element, int] = {}
    ends: list[int] = []
    deepest = -1
    parent = None
    for index, block in enumerate(following):
        element = block.element
        if element not in depths:
            above = element.getparent()
            if above is parent:
                continue  # a sibling of one that was asked
            parent = above
        depth = _common_depth(element, depths, known)
        if depth > deepest:
            if index:
                ends.append(index)
            deepest = depth
    ends.append(len(following))
    return ends


def _common_depth(element: Element, depths: dict[Element, int], known: dict[Element, int]) -> int:
    passed = []
    above = element
    while above is not None:
        depth = known.get(above, depths.get(above))
        if depth is not None:
            break
        passed.append(above)
        above = above.getparent()
    else:
        depth = len(depths)
    known.update(dict.fromkeys(passed, depth))
    return depth


def _line(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


def _prose(block: Block) -> int:
    """Return the number of characters that can be a release's text."""
    if block.context.furniture or block.is_link or is_particular(block):
        return 0
    return len(block.text) - block.linked


def is_plain(chosen: list[Block]) -> bool:
    """Tell whether lines are all prose without links, of which likelihood would drop none."""
    lines = [block for block in chosen if block.text]
    return all(
        block.linked == 0 and (weight(block.text) >= _PLAIN or SENTENCE.search(block.text))
        for block in lines
    )


def is_particular(block: Block) -> bool:
    """Tell whether the block is a short line such as "Hits: 12" or "Share to"."""
    return len(block.text) <= _SHORT and labels.PARTICULAR.match(block.text) is not None


def _before_afterword(following: list[Block]) -> list[Block]:
    """Cut at the first line that belongs to what comes after a text."""
    for index, block in enumerate(following):
        if _is_afterword(block) and (index or block.is_link):
            return following[:index]
    return following


def _is_afterword(block: Block) -> bool:
    text = block.text
    if len(text) > 200:
        return False
    if block.context.furniture and labels.IMPRINT.search(text):
        return True
    if labels.IMPRINT.match(text):
        return True
    found = labels.AFTERWORD.match(text)
    return found is not None and (found.end() == len(text) or block.linked > 0 or "：" in text[:6])


def _without_head(region: list[Block]) -> list[Block]:
    """Drop the particulars and the links between the anchor and the text."""
    start = 0
    while start < len(region) and (is_particular(region[start]) or _is_furniture(region[start])):
        start += 1
    return [block for block in region[start:] if not block.context.furniture]


def _without_particulars(chosen: list[Block]) -> list[Block]:
    """Drop the lines at both edges that say when and from where, or what to do with the page."""
    start, end = 0, len(chosen)
    while start < end and _is_of_head(chosen[start]):
        start += 1
    while end > start and (is_particular(chosen[end - 1]) or _is_tool(chosen[end - 1])):
        end -= 1
    return chosen[start:end] or chosen


def _is_of_head(block: Block) -> bool:
    label = labels.CREATE_TIME.match(block.text) if len(block.text) <= _SHORT else None
    return is_particular(block) or (label is not None and label.end() == len(block.text))


def _is_tool(block: Block) -> bool:
    found = labels.AFTERWORD.match(block.text)
    return found is not None and found.end() == len(block.text)


def _without_tail(region: list[Block]) -> list[Block]:
    end = len(region)
    while end and (is_particular(region[end - 1]) or _is_furniture(region[end - 1])):
        end -= 1
    return region[:end]


def _is_furniture(block: Block) -> bool:
    """Tell whether the block is links only, none of them to a document."""
    if block.context.furniture:
        return True
    if not block.is_link:
        return False
    links = {run.context.link for run in block.runs if run.context.link is not None}
    return not any(is_document(link.get("href")) for link in links)


def _densest(blocks: list[Block]) -> list[Block]:
    """Return the blocks of the element under which most prose stands together.

    Each block's prose counts whole for its parent, half for its grandparent, a quarter above.
    """
    scores: defaultdict[Element, float] = defaultdict(float)
    for block in blocks:
        weight = float(_prose(block))
        if weight < _SHORT and not SENTENCE.search(block.text):
            continue
        for above in _line(block.element)[1:4] or [block.element]:
            scores[above] += weight
            weight /= 2
    if not scores:
        return []
    best = max(scores, key=lambda element: scores[element])
    inside = set(best.iter())
    return _before_afterword([block for block in blocks if block.element in inside])
