"""Links that are built like entries of a list and are none: breadcrumbs, archives, pagers."""

from __future__ import annotations

from itertools import islice

from newscrawler.extract import buttons, labels
from newscrawler.extract.dates import months
from newscrawler.extract.pages.anchors import Anchors
from newscrawler.extract.pages.page import Element
from newscrawler.urls import is_document

# A chain of sections has no more links than this.
_LONGEST_CHAIN = 8


def are_a_pager(anchors: Anchors, chosen: set[int]) -> bool:
    """Tell whether all links lead from page to page, as on a page whose rows are no links."""
    kinds = (buttons.NEXT_PAGE, buttons.PREVIOUS_PAGE, buttons.EDGE_PAGE)
    words = {text for place in chosen if not (text := anchors[place].text).isdigit()}
    return bool(words) and all(
        text and any(kind.fullmatch(text) for kind in kinds) for text in words
    )


def of_trail(anchors: Anchors, chosen: set[int]) -> set[int]:
    """Return the links behind "You are here", which tables build like those of their rows."""
    parents = {anchors[place].element.getparent() for place in chosen}
    trails = set(filter(_is_trail, parents))
    return {place for place in chosen if anchors[place].element.getparent() in trails}


def of_archive(anchors: Anchors, chosen: set[int]) -> set[int]:
    """Return the links to months of an archive among others that are built alike."""
    found = {
        place
        for place in chosen
        if months.of_a_year(anchors[place].text) and not is_document(anchors[place].href)
    }
    return found if 2 * len(found) < len(chosen) else set()


def _is_trail(element: Element) -> bool:
    label = labels.BREADCRUMB.match("".join(islice(element.itertext(), _LONGEST_CHAIN)))
    if label is None or label["weak"]:
        return False
    return len(list(islice(element.iter("a"), _LONGEST_CHAIN + 1))) <= _LONGEST_CHAIN
