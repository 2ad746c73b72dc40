"""A date as a tile: the day large, beside or above the year and the month."""

from __future__ import annotations

from newscrawler.extract import dates
from newscrawler.extract.pages.blocks import Block

_LONGEST = 12


def find(blocks: list[Block], block: Block) -> dates.Found | None:
    """Return the date of a tile that a line is, or ends; None for any other line."""
    if len(block.text) > _LONGEST:
        return None
    parts = [run.text.strip() for run in block.runs]
    above = blocks[block.index - 1].text if block.index else ""
    if above.isdecimal() and len(above) <= 2:
        parts.insert(0, above)
    day = dates.find_tile(" ".join(filter(None, parts)))
    return dates.Found(day, "", "", 0, len(block.text)) if day else None
