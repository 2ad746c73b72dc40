"""The edges of a text: what stands there and is none of it."""

from __future__ import annotations

import re

from newscrawler.extract import labels
from newscrawler.extract.articles.lines import (
    SHORT,
    is_furniture,
    is_of_end,
    is_of_head,
    is_particular,
    says_when,
)
from newscrawler.extract.pages.blocks import Block

# How many lines below a teaser may be the whole of it, and how much tells that it is the same
_HEAD, _STEM = 4, 12
# More text is never all buttons
_FEW = 200
_CUT = re.compile(r"\s*(?:\.{2,}|…+)$")


def without_furniture(region: list[Block]) -> list[Block]:
    """Drop links and particulars at both edges of a text by its place, and furniture within."""
    start, end = 0, len(region)
    while start < end and (is_particular(region[start]) or is_furniture(region[start])):
        start += 1
    while end > start and (is_particular(region[end - 1]) or is_furniture(region[end - 1])):
        end -= 1
    return [block for block in region[start:end] if not block.context.furniture]


def without_particulars(chosen: list[Block]) -> list[Block]:
    """Drop the lines at both edges that say when and from where, or what to do with the page."""
    start, end = 0, len(chosen)
    while start < end - 1 and is_of_head(chosen[start]):
        start += 1
    while end - 1 > start and is_of_end(chosen[end - 1]):
        end -= 1
    return chosen[start:end]


def without_repeated(chosen: list[Block], repeated: frozenset[str]) -> list[Block]:
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


def without_tools(chosen: list[Block]) -> list[Block]:
    """Drop all lines but pictures where none says more than what to do with the page, and when."""
    if sum(len(block.text) for block in chosen) > _FEW:
        return chosen
    if any(block.text and not _is_tool(block) for block in chosen):
        return chosen
    return [block for block in chosen if next(block.images, None) is not None]


def _is_tool(block: Block) -> bool:
    if is_of_head(block) or is_of_end(block):
        return True
    after = labels.AFTERWORD.match(block.text)
    return after is not None or (len(block.text) <= SHORT and says_when(block.text))


def _is_begin(line: str, following: list[str]) -> bool:
    """Tell whether a line is cut, or called a summary, and one of the next begins with it."""
    told = labels.SUMMARY.match(line)
    stem = _CUT.sub("", line[told.end() :] if told else line)
    is_teaser = told is not None or len(stem) < len(line)
    return is_teaser and len(stem) >= _STEM and any(each.startswith(stem) for each in following)
