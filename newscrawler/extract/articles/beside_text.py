"""The documents of a release that are linked beside its text: below it, or between title and text.

Most systems keep attachments in a field of their own. What is further away, or stands in a menu or
on other articles too, is the site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawler.extract import dates, labels
from newscrawler.extract.articles import attached
from newscrawler.extract.pages import text
from newscrawler.extract.pages.blocks import Block, around
from newscrawler.extract.pages.page import Element

# How many lines away they may be, and how many where nothing holds them and the text together
_NEAR, _LOOSE = 15, 5
# A longer line is another text; one that names a document is shorter.
_PROSE, _LONGEST = 100, 200
_FILE = re.compile(
    r"\.(?:hwpx?|pdf|docx?|xlsx?|pptx?|odt|rtf|zip)\b(?=.*\d\s*[kmg]i?b?\b)", re.IGNORECASE
)


def documents(
    blocks: list[Block], chosen: list[Block], title_at: int, repeated: frozenset[str]
) -> list[Block]:
    """Return the lines beside a text with the documents that belong to it, and what announces them.

    `chosen` are the lines of the text, at least one, `title_at` is the title's (-1: not on the
    page), `repeated` are lines of other articles of the site.
    """
    first, last = chosen[0].index, chosen[-1].index
    above = title_at if 0 <= title_at < first else first
    holder = around([blocks[above], blocks[last]])
    near = _LOOSE if holder.tag in ("body", "html") else _NEAR
    inside = {block.index for block in chosen}
    lines = [*blocks[max(above, first - near) : last], *_below(blocks[last + 1 :], holder, near)]
    return [
        block
        for block, is_named in zip(lines, attached.named(lines), strict=True)
        if block.index not in inside
        and block.text not in repeated
        and (_is_own(block, is_named=is_named) if block.linked else is_named)
    ]


def _below(following: list[Block], holder: Element, near: int) -> Iterator[Block]:
    """Return the lines up to one that begins something else, such as a text outside `holder`.

    They are at most `near` lines below the text, or below another document.
    """
    left = near
    for block in following:
        is_named = attached.named([block])[0]
        left = near if _is_own(block, is_named=is_named) else left - 1
        if left < 0:
            return
        is_text = len(block.text) - block.linked > _PROSE
        if labels.IMPRINT.search(block.text) or (is_text and not _is_in(block, holder)):
            return
        yield block


def _is_in(block: Block, holder: Element) -> bool:
    if holder.tag in ("body", "html"):
        return False
    return block.element is holder or holder in block.element.iterancestors()


def _is_own(block: Block, *, is_named: bool) -> bool:
    """Tell whether a line links to a document, and is not that of another release with its day."""
    if block.context.furniture or len(block.text) > _LONGEST:
        return False
    lead = any(attached.is_attached(link, is_named=is_named) for link in text.links(block))
    # Boards show when each file was loaded up.
    is_file = is_named or _FILE.search(block.text) is not None
    return lead and (is_file or dates.find(block.text) is None)
