"""The lines of title, byline and date, which are no text."""

from __future__ import annotations

from newscrawler.extract.articles.byline import Byline
from newscrawler.extract.articles.create_time import CreateTime
from newscrawler.extract.articles.lines import SENTENCE
from newscrawler.extract.articles.title import Title
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.features import weight

# A line of the date this short has at most a place or a source beside it.
_TEXT = 60
# Behind a label there may be who wrote it and when it was changed, too.
_LABELLED = 150
# Into so many more lines a title may be broken.
_BROKEN = 3
# So near above the date of a signature is text, and so long are its lines.
_NEAR, _PROSE = 4, 80


def find(
    blocks: list[Block], title: Title | None, time: CreateTime | None, signed: Byline | None
) -> set[int]:
    """Return the indices of the title's lines, of a labelled byline, of a date with little beside.

    `signed` is the byline where it has a label.
    """
    known = (part.at for part in (time, signed) if part and 0 <= part.at < len(blocks))
    found = {at for at in known if _is_short(blocks[at].text, time)}
    if time is not None and time.at in found and _is_signature(blocks, time):
        found.remove(time.at)
    if title is not None and title.at is not None:
        found |= _of_title(blocks, title.text, blocks[title.at])
    return found


def _of_title(blocks: list[Block], title: str, first: Block) -> set[int]:
    """Return the lines of the title, which some sites break by hand."""
    around = blocks[max(0, first.index - _BROKEN) : first.index + _BROKEN + 1]
    # Of a title that the breadcrumb ends with the heading is below it.
    below = () if first.context.heading else blocks[first.index :]
    return {first.index}.union(
        (
            each.index
            for each in around
            if each.element is first.element and each.text and each.text in title
        ),
        (each.index for each in below if each.context.heading == 1 and each.text == first.text),
    )


def _is_short(line: str, time: CreateTime | None) -> bool:
    """Tell whether the line of a date is no text: behind a label it may say more beside it."""
    is_labelled = time is not None and time.evidence["how"] == "label"
    longest = _LABELLED if is_labelled else _TEXT
    return len(line) <= _TEXT or (len(line) <= longest and not SENTENCE.search(line))


def _is_signature(blocks: list[Block], time: CreateTime) -> bool:
    """Tell whether a text is dated at its end, below the name of who signs it."""
    if time.evidence["how"] == "label" or not time.at:
        return False
    signed = blocks[time.at - 1]
    holder = blocks[time.at].element.getparent()

    def is_text(block: Block) -> bool:
        is_long = weight(block.text) > _PROSE and not block.is_link
        return is_long and block.element.getparent() is holder

    if not signed.text or signed.linked or is_text(signed) or signed.context.heading:
        return False
    above, below = blocks[max(0, time.at - _NEAR) : time.at], blocks[time.at + 1 :][:_NEAR]
    return any(map(is_text, above)) and not any(map(is_text, below))
