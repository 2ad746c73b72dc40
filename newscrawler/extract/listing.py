"""A listing page: the articles it links to, in its order, and its next page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from newscrawler import urls
from newscrawler.extract import dates, labels, pager
from newscrawler.extract.blocks import read, squeeze
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.page import Element, Page
from newscrawler.extract.rules import Rules
from newscrawler.items import Listed

# A date at one end of a link's text, set apart by a dash, a bracket or a bar.
_BEFORE_DATE = re.compile(r"\s*[-–—|/\[(（【:：]+\s*$")
_AFTER_DATE = re.compile(r"^\s*[-–—|/\])）】:：]+\s*")
_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
_MOST_SIBLINGS = 5
# Fewer links of one kind than this are no listing.
_FEWEST = 3


@dataclass(slots=True)
class Listing:
    """Entries in the page's order, their `key` set; `next_url` absolute, None on the last page.

    `error` is what a page without entries says when it is no listing but an error, else None.
    """

    entries: list[Listed] = field(default_factory=list)
    next_url: str | None = None
    error: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)


class _Link(NamedTuple):
    key: str
    url: str
    element: Element


def listing(
    page: Page, rules: Rules | None = None, is_ours: Callable[[str], bool] | None = None
) -> Listing:
    """Return what a listing page holds; a page that is none has no entries.

    `is_ours` tells which absolute addresses belong to the room: a look-alike's link to the same
    article must not take the place of the room's own. None accepts every address.
    With `rules.identity` its articles decide what an entry is, else the largest group of links
    that are built alike.
    """
    rules = rules or Rules()
    links = _article_links(page, rules.identity) if rules.identity else _alike(page)
    if is_ours is not None:
        links = [link for link in links if is_ours(link.url)]
    found = Listing()
    boxes = _Boxes(links)
    by_key: dict[str, list[_Link]] = {}
    for link in links:
        by_key.setdefault(link.key, []).append(link)
    for position, (key, same) in enumerate(by_key.items()):
        title = _title(same)
        day, title = _day(boxes, same, title)
        found.entries.append(
            Listed(url=same[0].url, title=title or None, date=day, position=position, key=key)
        )
    if links:
        found.evidence["entries"] = evidence(
            "identity" if rules.identity else "alike", boxes.common(), f"{len(by_key)} entries"
        )
    else:
        found.error = _error(page)
    following = pager.find(page, rules.identity)
    if following:
        found.next_url, found.evidence["next_url"] = following
    return found


def _article_links(page: Page, identity: urls.Identity) -> list[_Link]:
    links = []
    for element in page.root.iter("a"):
        url = page.address(element.get("href"))
        key = identity.key(url) if url else None
        if url and key:
            links.append(_Link(key, url, element))
    return _canonical(links)


def _canonical(links: Iterable[_Link]) -> list[_Link]:
    usable = []
    for link in links:
        try:
            usable.append(link._replace(url=urls.canonical(link.url)))
        except ValueError:
            continue
    return usable


def _alike(page: Page) -> list[_Link]:
    """Return the links of the group, alike in their path of tags, that says most."""
    groups: dict[str, list[_Link]] = {}
    for element in page.root.iter("a"):
        url = page.address(element.get("href"))
        if url and not labels.WORDLESS.fullmatch(_text(element)):
            kind = "/".join(str(above.tag) for above in element.iterancestors())
            groups.setdefault(kind, []).append(_Link(url, url, element))
    large = [group for group in groups.values() if len(group) >= _FEWEST]
    best = max(large, key=lambda group: sum(len(_text(link.element)) for link in group), default=[])
    return _canonical(best)


def _error(page: Page) -> str | None:
    for block in read(page.root):
        said = labels.ERROR.search(block.text)
        if said:
            return said.group()
    return None


# ── titles ──


def _title(links: list[_Link]) -> str:
    """Return the fullest title that the links to one article show.

    The `title` attribute comes before a text that is cut; a heading inside a link before the
    teaser around it; an image's `alt` last.
    """
    shown: list[str] = []
    attributes: list[str] = []
    for link in links:
        heading = next((each for each in link.element.iter("h1", "h2", "h3", "h4", "h5")), None)
        shown.append(_text(heading if heading is not None else link.element))
        attributes.append(squeeze(link.element.get("title") or ""))
    texts = [each for each in shown if not labels.WORDLESS.fullmatch(each)]
    named = [each for each in attributes if not labels.WORDLESS.fullmatch(each)]
    text = max(texts, key=len, default="")
    full = max(named, key=len, default="")
    if full and (not text or _CUT.search(text) or _is_start(text, full)):
        return full
    return text or full or _alt(links)


def _is_start(text: str, full: str) -> bool:
    return len(full) > len(text) and full.casefold().startswith(text.casefold())


def _text(element: Element) -> str:
    if len(element) == 0:
        return squeeze(element.text or "")
    return " ".join(block.text for block in read(element) if block.text)


def _alt(links: list[_Link]) -> str:
    alts = (image.get("alt") or "" for link in links for image in link.element.iter("img"))
    return max(map(squeeze, alts), key=len, default="")


# ── dates ──


class _Boxes:
    """Which elements hold the links of one article only: a row, a card, a cell."""

    def __init__(self, links: list[_Link]) -> None:
        self._keys: dict[Element, str | None] = {}
        for link in links:
            for above in link.element.iterancestors():
                if self._keys.setdefault(above, link.key) != link.key:
                    self._keys[above] = None
        self._links = links
        self._elements = {link.element for link in links}

    def around(self, link: _Link) -> list[Element]:
        """Return `link` and the elements around it that hold no other article's, nearest first."""
        own = [link.element]
        for above in link.element.iterancestors():
            if self._keys[above] != link.key:
                break
            own.append(above)
        return own

    def after(self, link: _Link) -> str:
        """Return the text between `link` and the next article's, where no element holds a row."""
        texts = [link.element.tail or ""]
        for sibling in link.element.itersiblings():
            if sibling in self._keys or sibling in self._elements or len(texts) > _MOST_SIBLINGS:
                break
            texts += [" ".join(sibling.itertext()), sibling.tail or ""]
        return squeeze(" ".join(texts))

    def common(self) -> Element:
        """Return the smallest element that holds most of the links."""
        counts = Counter(above for link in self._links for above in link.element.iterancestors())
        most = 0.8 * len(self._links)
        holders = (
            above for above in self._links[0].element.iterancestors() if counts[above] >= most
        )
        return next(holders, None)


def _day(boxes: _Boxes, links: list[_Link], title: str) -> tuple[str | None, str]:
    """Return (day as YYYY-MM-DD, title without it)."""
    for link in links:
        for box in boxes.around(link):
            day = _day_in_row(box, title)
            if day:
                return day, title
        found = dates.find(boxes.after(link))
        if found and found.day:
            return found.day.isoformat(), title
    return _day_in_title(title)


def _day_in_title(title: str) -> tuple[str | None, str]:
    found = dates.find(title)
    if found is None or found.day is None:
        return None, title
    head, tail = title[: found.start], title[found.end :]
    if head and not tail.strip(" ])）】"):
        rest = _BEFORE_DATE.sub("", head)
    else:
        rest = _AFTER_DATE.sub("", tail) if not head.strip(" [(（【") else title
    is_cut = 0 < len(rest) < max(len(head), len(tail))
    return (found.day.isoformat(), rest.strip()) if is_cut else (None, title)


def _day_in_row(row: Element, title: str) -> str | None:
    """Return the date in a row beside its title, in one piece or split over elements."""
    pieces = map(squeeze, row.itertext())
    beside = " ".join(each for each in pieces if each and not _is_of(title, each))
    found = dates.find(beside)
    if found and found.day:
        return found.day.isoformat()
    tile = dates.find_tile(beside)
    return tile.isoformat() if tile else None


def _is_of(title: str, piece: str) -> bool:
    # Short pieces such as "2021" can stand in the title and in a date that is split.
    return piece == title or (len(piece) > 12 and piece in title)
