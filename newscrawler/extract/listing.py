"""A listing page: the articles it links to, in its order, and its next page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import fmean as mean

from newscrawler import urls
from newscrawler.extract import feeds, item_titles, labels, links, months, pager, state
from newscrawler.extract.body import is_document
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.links import Anchors, Group, Groups, Link
from newscrawler.extract.page import Page
from newscrawler.extract.reader import read
from newscrawler.extract.rows import Rows
from newscrawler.extract.rules import Rules
from newscrawler.items import Listed

# The odds from which a group of links is taken, one beside the best, and a link within a group.
_LEAST, _OTHER_GROUP, _ANY = 0.2, 0.65, 0.1
# The odds of all links looked at from which the others of their group are not looked at.
_SURE = 0.5
# So many steps above a link tell that it is built like another.
_ALIKE = 3
# A group does not become likelier with more links than this.
_ENOUGH = 5


@dataclass(slots=True)
class Listing:
    """Entries in the page's order, their `key` set; `next_url` absolute, None on the last page.

    `error` is what a page without entries says when it is no listing but an error, else None;
    `feeds` are the addresses of feeds and sitemaps that such a page names, the likeliest first.
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
    that are built alike (see `links`); where the page shows none, the likeliest list in its data.
    """
    rules = rules or Rules()
    assert page.elements  # held while they are read
    feed = feeds.read(page)
    if feed is not None:
        return _of_feed(feed, rules, is_ours)
    anchors = Anchors(page)
    items = (
        _article_links(page, anchors, rules.identity) if rules.identity else _likely(page, anchors)
    )
    if is_ours is not None:
        items = [link for link in items if is_ours(link.url)]
    if not items and (told := state.find(page)):
        feed = feeds.Feed("embedded data", told.entries, None)
        found = _of_feed(feed, rules, is_ours)
        if found.entries:
            where = f"{len(found.entries)} entries in {told.path or 'the array'}"
            found.evidence["entries"] = evidence(feed.kind, told.script, where)
            return _with_next(found, page, anchors, rules)
    found = Listing()
    rows = Rows(page, items)
    dated = rows.dated({key: item_titles.find(rows, key) for key in rows.by_key})
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
            f"read up to link {links.MOST_LINKS}" if len(anchors) == links.MOST_LINKS else "",
        )
    else:
        found.error = _error(page)
        found.feeds = feeds.named(page)
    return _with_next(found, page, anchors, rules)


def _with_next(found: Listing, page: Page, anchors: Anchors, rules: Rules) -> Listing:
    following = pager.find(page, anchors, rules.identity)
    if following:
        found.next_url, found.evidence["next_url"] = following
    return found


def _of_feed(feed: feeds.Feed, rules: Rules, is_ours: Callable[[str], bool] | None) -> Listing:
    """Return a feed's entries as those of a listing; a sitemap lists other pages too."""
    found = Listing(next_url=feed.next_url)
    if feed.kind == "sitemap index" and feed.entries:
        # Its entries are no releases, but sitemaps that may list them.
        found.feeds = feeds.likeliest(feed.entries)
        found.error = f"sitemap index; crawl one of its sitemaps, such as {found.feeds[0]}"
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


def _article_links(page: Page, anchors: Anchors, identity: urls.Identity) -> list[Link]:
    items = []
    for anchor in anchors:
        url = page.address(anchor.href)
        key = identity.key(url) if url else None
        if url and key:
            items.append(Link(key, url, anchor.element))
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


def _likely(page: Page, anchors: Anchors) -> list[Link]:
    """Return the links of the likeliest group, and of those like it that stand beside it."""
    groups = links.Groups(page, anchors)
    odds = {id(group): _odds_of(groups, group) for group in groups.every}
    ranked = sorted(
        groups.every, key=lambda group: _rank(group, mean(odds[id(group)])), reverse=True
    )
    chosen: set[int] = set()
    main: Group | None = None
    for group in ranked:
        likely = mean(odds[id(group)])
        least = _LEAST if main is None or _is_like(group, main) else _OTHER_GROUP
        if _rank(group, likely) <= 0 or likely < least or (main and _is_beside(group, main)):
            continue
        main = main or group
        wanted = _items(groups, group, min(odds[id(group)]))
        if chosen:
            # What stands in the row of another item is that item's: a picture, a category, a file.
            owned = links.owned(anchors, chosen)
            apart = [
                place
                for place in wanted
                if anchors[place].text and owned.isdisjoint(anchors[place].element.iterancestors())
            ]
            wanted = apart if 2 * len(apart) >= len(wanted) else []
        chosen.update(wanted)
    # A second link to an item may say its title.
    known = {anchors[place].href for place in _without_files(anchors, chosen)}
    items = (anchor for anchor in anchors if anchor.href in known)
    return _canonical(
        Link("", url, each.element) for each in items if (url := page.address(each.href))
    )


def _without_files(anchors: Anchors, chosen: set[int]) -> set[int]:
    """Leave out files that stand beside a page in its row, and are called by their format only."""
    pages = {place for place in chosen if not is_document(anchors[place].href)}
    files = {place for place in chosen - pages if labels.WORDLESS.fullmatch(anchors[place].text)}
    if not files or not pages:
        return chosen
    owned = links.owned(anchors, chosen - files)
    return {
        place
        for place in chosen
        if place not in files or owned.isdisjoint(anchors[place].element.iterancestors())
    }


def _is_like(group: Group, main: Group) -> bool:
    """Tell whether links are built like those of the main group, in another part of the page."""
    ends = [[name for _, name in each.kind.line[-_ALIKE:]] for each in (group, main)]
    return ends[0] == ends[1]


def _is_beside(group: Group, main: Group) -> bool:
    """Tell whether links are no items beside others: to another site, or to months."""
    if group.seen["document"] > 0.5:
        return False
    is_foreign = group.seen["same_host"] == 0 and main.seen["same_host"] > 0.5
    return is_foreign or all(months.is_month(anchor.text) for anchor in group.anchors)


def _odds_of(groups: Groups, group: Group) -> list[float]:
    from newscrawler.extract.weights.listing import score

    return [_odds(score(groups.row(group, index))) for index in group.sample]


def _items(groups: Groups, group: Group, least: float) -> list[int]:
    """Return the places of a group's items: all, where those looked at were `least` likely so."""
    if least > _SURE:
        return group.places
    from newscrawler.extract.weights.listing import score

    return [
        place
        for index, place in enumerate(group.places)
        if _odds(score(groups.row(group, index))) > _ANY
    ]


def _odds(logarithm: float) -> float:
    return 1 / (1 + math.exp(-logarithm))


def _rank(group: Group, odds: float) -> float:
    """Return how much a group is like the list; without words it needs some beside it."""
    worded = group.seen["wordless"] < 0.5
    if not worded and group.seen["box_text"] < 10:
        return 0.0
    # A list has more text than what is as likely beside it: than its tags, or a few highlights.
    amount = math.log10(10 + group.seen["median_length"] * len(group.anchors))
    return amount * odds * min(group.seen["size"], _ENOUGH) * (1.0 if worded else 0.7)


def _error(page: Page) -> str | None:
    for block in read(page.root):
        said = labels.ERROR.search(block.text)
        if said:
            return said.group()
    return None
