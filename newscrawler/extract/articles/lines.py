"""What a single line of a page is beside text: particulars, tools, links."""

from __future__ import annotations

import re

from newscrawler.extract import dates, labels
from newscrawler.extract.pages.blocks import Block
from newscrawler.urls import is_document

# Text after the date in the date's own line is the body's when it reads like a sentence.
SENTENCE = re.compile(r"[a-z\u00c0-\uffff][.!?。！？”\"]\s|[.!?。！？]$")
# Longer lines are text, whatever they begin with.
SHORT = 60
# A line that ends as a sentence does is no title, unless it is short.
_SENTENCE = 30
# The release before or after, where the date stands below both
_NEIGHBOUR = re.compile(
    r"[上下前后後]一?[篇条條则則页頁]\s*[:：]|(?:이전|다음)\s?글\s*[:：]?|[前次]の記事\s*[:：]"
)
# How much stands before the day in a line below a title
_BEFORE_DAY = 2


def is_particular(block: Block) -> bool:
    """Tell whether the block is a short line such as "Hits: 12" or "Share to"."""
    return len(block.text) <= SHORT and labels.PARTICULAR.match(block.text) is not None


def says_when(text: str) -> bool:
    """Tell whether a line of a heading says when or from where, as below its title."""
    if labels.CREATE_TIME.match(text) or labels.PARTICULAR.match(text):
        return True
    day = dates.find(text) if dates.may_hold(text) else None
    return day is not None and day.day is not None and day.start <= _BEFORE_DAY


def is_no_title(text: str) -> bool:
    """Tell whether a line that is not empty ends as a sentence does, or names a neighbour."""
    is_sentence = text[-1] in "。；" and len(text) > _SENTENCE
    return is_sentence or _NEIGHBOUR.match(text) is not None


def is_of_head(block: Block) -> bool:
    """Tell whether a line is a particular, or the label of a day that stands elsewhere."""
    label = labels.CREATE_TIME.match(block.text) if len(block.text) <= SHORT else None
    return is_particular(block) or (label is not None and label.end() == len(block.text))


def is_of_end(block: Block) -> bool:
    """Tell whether a line is a particular, a button or a counter, or says what follows."""
    after = labels.AFTERWORD.match(block.text)
    if is_particular(block) or (after is not None and after.end() == len(block.text)):
        return True
    if labels.DISCLAIMER.match(block.text) or is_sharing(block):
        return True
    return 0 < len(block.text) <= SHORT and labels.LEFTOVER.fullmatch(block.text) is not None


def is_sharing(block: Block) -> bool:
    """Tell whether a line is nothing but links called after networks, and a word before them."""
    if not block.linked or len(block.text) - block.linked > SHORT:
        return False
    called = [run.text.strip() for run in block.runs if run.context.link is not None]
    named = [text for text in called if text]
    return len(named) > 1 and all(map(labels.NETWORK.fullmatch, named))


def is_furniture(block: Block) -> bool:
    """Tell whether the block is links only, none of them to a document."""
    if block.context.furniture:
        return True
    if not block.is_link:
        return False
    links = {run.context.link for run in block.runs if run.context.link is not None}
    return not any(is_document(link.get("href")) for link in links)
