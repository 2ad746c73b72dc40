"""The text by its place: below the last of what comes before a text.

Its container is the nearest one around that anchor which holds text: a larger one only when it
adds more text than it had, as a footer or a side column never does. Without an anchor, it is where
most prose stands together.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate

from newscrawler.extract import labels
from newscrawler.extract.articles.edges import without_furniture
from newscrawler.extract.articles.lines import SENTENCE, SHORT, is_particular
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.page import Element


def find(blocks: list[Block], anchor: int | None) -> list[Block]:
    """Return the body's blocks, figure captions among them.

    `anchor` is the index of the last block before the body, None when nothing marks it.
    """
    region = _densest(blocks) if anchor is None else _after(blocks, anchor)
    return without_furniture(region)


def pictures(blocks: list[Block], anchor: int) -> list[Block]:
    """Return the pictures without text right below the anchor: a release may be nothing else."""
    found: list[Block] = []
    for block in blocks[anchor + 1 :]:
        if block.text and (found or len(block.text) > SHORT or _is_afterword(block)):
            break
        if not block.text and not block.context.furniture and next(block.images, None) is not None:
            found.append(block)
    return found


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


def _densest(blocks: list[Block]) -> list[Block]:
    """Return the blocks of the element under which most prose stands together.

    Each block's prose counts whole for its parent, half for its grandparent, a quarter above.
    """
    scores: defaultdict[Element, float] = defaultdict(float)
    for block in blocks:
        weight = float(_prose(block))
        if weight < SHORT and not SENTENCE.search(block.text):
            continue
        for above in _line(block.element)[1:4] or [block.element]:
            scores[above] += weight
            weight /= 2
    if not scores:
        return []
    best = max(scores, key=lambda element: scores[element])
    inside = set(best.iter())
    return _before_afterword([block for block in blocks if block.element in inside])
