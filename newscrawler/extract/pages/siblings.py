"""What repeats on other pages of a site is the site's, not the article's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.reader import visible

# One page may quote another, or carry the same correction; two do not by chance.
_ENOUGH = 2


def lines(page: Page) -> list[str]:
    """Return what a reader sees on a page, line by line."""
    return [block.text for block in visible(page).blocks if block.text]


def repeated(pages: Iterable[Page]) -> frozenset[str]:
    """Return the lines that at least two of `pages`, other articles of one site, show.

    Each page is parsed: keep the result where many articles of a site are read.
    """
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(set(lines(page)))
    return frozenset(text for text, number in counts.items() if number >= _ENOUGH)
