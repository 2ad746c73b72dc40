"""A listing page: the articles it links to, in its order, and its next page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from newscrawler import urls
from newscrawler.extract import feeds, labels, links, pager
from newscrawler.extract.blocks import squeeze
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.features import weight
from newscrawler.extract.links import Candidate, Link
from newscrawler.extract.page import Element, Page
from newscrawler.extract.reader import read
from newscrawler.extract.rows import Rows
from newscrawler.extract.rules import Rules
from newscrawler.items import Listed

_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
# The odds from which a group of links is taken beside the best one, and a link within a group.
_OTHER_GROUP, _ANY = 0.65, 0.1
# A group does not become likelier with more links than this.
_ENOUGH = 5
# A shorter text may be a number or a kind; ideographs count double.
_SAYS = 15
_PAGER_NUMBER = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class Listing:
    """Entries in the page's order, their `key` set; `next_url` absolute, None on the last page.

    `error` is what a page without entries says when it is no listing but an error, else None;
    `feeds` are the addresses of feeds that such a page names.
    """

    entries: list[Listed] = field(default_factory=list)
    next_url: str | None = None
    error: str | None = None
    feeds: list[str] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)


def listing(
    page: Page, rules: Rules | None = None, is_ours: Callable[[str], bool] | None = None
) -> Listing:
    """Return what a listing page holds; a page that is none has no entries.

    `is_ours` tells which absolute addresses belong to the room: a look-alike's link to the same
    article must not take the place of the room's own. None accepts every address.
    With `rules.identity` its articles decide what an entry is, else the likeliest group of links
    that are built alike (see `links`).
    """
    rules = rules or Rules()
    feed = feeds.read(page)
    if feed is not None:
        return _of_feed(feed, rules, is_ours)
    items = _article_links(page, rules.identity) if rules.identity else _likely(page)
    if is_ours is not None:
        items = [link for link in items if is_ours(link.url)]
    found = Listing()
    rows = Rows(page, items)
    dated = rows.dated({key: _title(rows, key) for key in rows.by_key})
    for position, (key, same) in enumerate(rows.by_key.items()):
        day, title = dated[key]
        found.entries.append(
            Listed(url=same[0].url, title=title or None, date=day, position=position, key=key)
        )
    if items:
        found.evidence["entries"] = evidence(
            "identity" if rules.identity else "likely links",
            rows.common(),
            f"{len(rows.by_key)} entries",
        )
    else:
        found.error = _error(page)
        found.feeds = feeds.named(page)
    following = pager.find(page, rules.identity)
    if following:
        found.next_url, found.evidence["next_url"] = following
    return found


def _of_feed(feed: feeds.Feed, rules: Rules, is_ours: Callable[[str], bool] | None) -> Listing:
    """Return a feed's entries as those of a listing; a sitemap lists other pages too."""
    found = Listing(next_url=feed.next_url)
    if feed.kind == "sitemap index" and feed.entries:
        # Its entries are no releases, and which of them lists those only a person knows.
        found.error = f"sitemap index; crawl one of its sitemaps, such as {feed.entries[0].url}"
        return found
    seen: set[str] = set()
    for entry in feed.entries:
        for link in _canonical([Link("", entry.url, None)]):
            entry.url = link.url
            entry.key = _key(link.url, rules) or ""
            if entry.key and entry.key not in seen and (is_ours is None or is_ours(entry.url)):
                seen.add(entry.key)
                entry.position = len(found.entries)
                found.entries.append(entry)
    found.evidence["entries"] = evidence(feed.kind, None, f"{len(found.entries)} entries")
    return found


def _key(url: str, rules: Rules) -> str | None:
    return rules.identity.key(url) if rules.identity else urls.address_key(url)


def _article_links(page: Page, identity: urls.Identity) -> list[Link]:
    items = []
    for element in page.root.iter("a"):
        url = page.address(element.get("href"))
        key = identity.key(url) if url else None
        if url and key:
            items.append(Link(key, url, element))
    return _canonical(items)


def _canonical(items: Iterable[Link]) -> list[Link]:
    usable = []
    for link in items:
        try:
            url = urls.canonical(link.url)
            usable.append(link._replace(url=url, key=link.key or urls.address_key(url)))
        except ValueError:
            continue
    return usable


def _likely(page: Page) -> list[Link]:
    """Return the links of the likeliest group, and of those like it that stand beside it."""
    from newscrawler.extract.weights.listing import score

    groups: dict[int, list[tuple[Candidate, float]]] = {}
    for each in links.candidates(page):
        if not _PAGER_NUMBER.fullmatch(each.text):
            groups.setdefault(each.group, []).append((each, _odds(score(links.row(each)))))
    ranked = sorted(groups.values(), key=_rank, reverse=True)
    chosen: list[Link] = []
    owned: set[Element] = set()
    for place, group in enumerate(ranked):
        if _rank(group) <= 0 or (place and _mean(group) < _OTHER_GROUP):
            continue
        wanted = [each for each, odds in group if odds > _ANY and (each.text or not place)]
        # What stands in the row of another item is that item's: a picture, a category, a file.
        apart = [each for each in wanted if owned.isdisjoint(each.link.element.iterancestors())]
        if 2 * len(apart) < len(wanted):
            continue
        chosen += [each.link for each in apart]
        owned = {element for element, key in links.boxes(chosen).items() if key}
    # A second link to an item may say its title.
    known, taken = {link.url for link in chosen}, {link.element for link in chosen}
    others = (each.link for group in groups.values() for each, _ in group)
    chosen += [link for link in others if link.url in known and link.element not in taken]
    order = {element: at for at, element in enumerate(page.root.iter("a"))}
    ordered = sorted(chosen, key=lambda link: order[link.element])
    return _canonical([link._replace(key="") for link in ordered])


def _odds(logarithm: float) -> float:
    return 1 / (1 + math.exp(-logarithm))


def _mean(group: list[tuple[Candidate, float]]) -> float:
    return sum(odds for _, odds in group) / len(group)


def _rank(group: list[tuple[Candidate, float]]) -> float:
    """Return how likely a group is the list; without words it needs some beside it."""
    number = len({each.link.url for each, _ in group})
    worded = sum(not labels.WORDLESS.fullmatch(each.text) for each, _ in group) / len(group)
    beside = sum(each.seen["box_length"] for each, _ in group) / len(group)
    if worded < 0.5 and beside < 10:
        return 0.0
    return _mean(group) * min(number, _ENOUGH) * (1.0 if worded >= 0.5 else 0.7)


def _error(page: Page) -> str | None:
    for block in read(page.root):
        said = labels.ERROR.search(block.text)
        if said:
            return said.group()
    return None


# ── titles ──


def _title(rows: Rows, key: str) -> str:
    """Return the fullest title that the links to one article show.

    The `title` attribute comes before a text that is cut; a heading inside a link before the
    teaser around it; then a heading in its row; an image's `alt` last.
    """
    same = rows.by_key[key]
    shown: list[str] = []
    attributes: list[str] = []
    for link in same:
        heading = next((each for each in link.element.iter("h1", "h2", "h3", "h4", "h5")), None)
        shown.append(_text(heading if heading is not None else link.element))
        attributes.append(squeeze(link.element.get("title") or ""))
    texts = [each for each in shown if not labels.WORDLESS.fullmatch(each)]
    named = [each for each in attributes if not labels.WORDLESS.fullmatch(each)]
    if not texts and not named and any(rows.headings(key)):
        # Where the title should be is nothing: a teaser is none.
        return ""
    headed = [each for each, is_head in zip(shown, rows.headings(key), strict=True) if is_head]
    text = _headline([each for each in headed if each in texts] or texts)
    full = max(named, key=len, default="")
    if full and (not text or _CUT.search(text) or _is_start(text, full)):
        return full
    return text or full or rows.heading(key) or _alt(same)


def _headline(texts: list[str]) -> str:
    """Return the first of the texts that says something; the whole of it where it is cut.

    A teaser that is linked too comes after its headline, and is longer.
    """
    first = next((each for each in texts if weight(each) >= _SAYS), max(texts, key=len, default=""))
    stem = _CUT.sub("", first).casefold()
    return max((each for each in texts if each.casefold().startswith(stem)), key=len, default="")


def _is_start(text: str, full: str) -> bool:
    return len(full) > len(text) and full.casefold().startswith(text.casefold())


def _text(element: Element) -> str:
    if len(element) == 0:
        return squeeze(element.text or "")
    return " ".join(block.text for block in read(element) if block.text)


def _alt(same: list[Link]) -> str:
    alts = (image.get("alt") or "" for link in same for image in link.element.iter("img"))
    return max(map(squeeze, alts), key=len, default="")
