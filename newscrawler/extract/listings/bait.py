"""Links that only robots see: a list that hides one or two of its rows has them as bait."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawler.extract.pages.anchors import Link
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.reader import hidden

# More hidden rows are those that a tab or a button shows, and releases.
MOST_HIDDEN, LEAST_SHOWN = 2, 5


def without(page: Page, links: Sequence[Link]) -> list[Link]:
    """Return the links of a list without those of a few entries that no reader sees."""
    unseen = hidden(page.root)
    if not unseen:
        return list(links)
    shown = {link.key for link in links if not _is_below(link, unseen)}
    bait = {link.key for link in links} - shown
    if len(bait) > MOST_HIDDEN or len(shown) < LEAST_SHOWN:
        return list(links)
    return [link for link in links if link.key not in bait]


def _is_below(link: Link, unseen: frozenset[object]) -> bool:
    return link.element in unseen or any(above in unseen for above in link.element.iterancestors())
