"""Days that a page names and that are never its own: of events, other articles, the future."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from newscrawler.extract.articles.day_signs import Day
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.features import weight

# A longer line is prose.
PROSE = 160
# A longer link beside a date is no section's name or author; blanks and brackets around the date.
_TITLE, _MARKS = 24, 4
# A longer line below a title is a teaser's text.
_PARTICULARS = 60
_LATEST = date(2099, 1, 1)
# Signs that a day is named elsewhere than in lines of text.
_APART = (
    "json json_created json_modified page_published meta meta_modified itemprop itemprop_modified"
    " time address script in_title"
).split()


def latest(fetched: date | None) -> date:
    """Return the last day that a page can be of: somewhere it is tomorrow already."""
    return fetched + timedelta(days=1) if fetched else _LATEST


def is_of_teaser(block: Block, start: int, end: int) -> bool:
    """Tell whether a date stands in a list, beside nothing but the linked title of an article."""
    context, beside = block.context, block.text[:start] + block.text[end:]
    if (context.item is None and context.row is None) or weight(beside) < _TITLE:
        return False
    links = {run.context.link for run in block.runs if run.context.link is not None}
    return len(links) == 1 and 0 <= len(beside) - block.linked <= _MARKS


def below_teasers(blocks: list[Block], dated: list[Block]) -> set[int]:
    """Return the indices of dates in lines of their own below the linked titles of other articles.

    One such pair may be the article's own; two that are built alike are a list.
    """
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for block in dated:
        title = blocks[block.index - 1] if block.index else block
        is_title = title.is_link and weight(title.text) >= _TITLE and title.context.heading != 1
        if is_title and weight(block.text) < _PARTICULARS:
            found[(*_built(title), *_built(block))].append(block.index)
    return {index for alike in found.values() if len(alike) > 1 for index in alike}


def _built(block: Block) -> tuple[str, str]:
    return block.element.tag, block.element.get("class") or ""


def is_prose(block: Block) -> bool:
    """Tell whether a line is running text."""
    return weight(block.text) > PROSE and not block.is_link


def is_told_of(day: Day) -> bool:
    """Tell whether nothing but running text names a day: that of an event it tells of."""
    seen = day.seen
    if not seen.get("prose") or seen.get("dateline") or seen.get("shown_published"):
        return False
    return seen.get("shown", 0) <= seen["prose"] and not any(map(seen.get, _APART))
