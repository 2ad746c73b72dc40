"""Releases that stand on one page in full, without pages of their own."""

from __future__ import annotations

from newscrawler.extract import dates
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.reader import read

# How long a headline and a text are at the least, and how soon after the headline a day is named
_HEADLINE, _TEXT, _NEAR = 15, 200, 3
# One alone is an article.
_FEW = 2


def count(page: Page) -> int:
    """Return how many there are: a headline, a day right below or in it, and a text; else 0."""
    found = 0
    near: list[str] = []
    length = 0
    for block in [*read(page.root), None]:
        if block is None or block.context.heading:
            found += length >= _TEXT and dates.find(" ".join(near)) is not None
            is_headline = block is not None and weight(block.text) >= _HEADLINE
            near, length = ([block.text] if is_headline and block else []), 0
        elif near:
            if len(near) < _NEAR:
                near.append(block.text)
            length += weight(block.text)
    return found if found >= _FEW else 0
