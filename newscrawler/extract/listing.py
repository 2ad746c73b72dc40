"""A listing page: the articles it links to, in its order, and its next page."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import fmean as mean

from newscrawler import urls
from newscrawler.extract import (
    elsewhere,
    feeds,
    goes_on,
    item_titles,
    labels,
    links,
    months,
    pager,
    state,
    totals,
    year_archives,
)
from newscrawler.extract.evidence import Evidence, found_by
from newscrawler.extract.features import weight
from newscrawler.extract.links import Anchors, Group, Groups, Link
from newscrawler.extract.page import Element, Page
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
# A list has at least so many rows; a shorter text may be a number or a kind.
_FEW_ROWS, _SAYS = 3, 15


@dataclass(slots=True)
class Listing:
    """Entries in the page's order, their `key` set; `next_url` absolute, None on the last page.

    `error` is what a page without entries says when it is no listing but an error, else None;
    `elsewhere` are the addresses at which its list may be (`elsewhere`), the likeliest first.
    `unlinked` is what is written on what would show more of the listing and has no address: a
    script or a form would; None where there is a next page, or none. `elsewhere` is told then too.
    `total` is the number of entries that the listing says it has on all pages.
    `years` are the absolute addresses of the same listing's pages by year, where it is cut so;
    `counted` the keys of entries whose day counts from the day of the fetch ("3 days ago").
    """

    entries: list[Listed] = field(default_factory=list)
    next_url: str | None = None
    unlinked: str | None = None
    total: int | None = None
    error: str | None = None
    elsewhere: list[str] = field(default_factory=list)
    years: dict[int, str] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)
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
    items = _of_room(page, anchors, rules, is_ours)
    if not items and (told := state.find(page)):
        feed = feeds.Feed("embedded data", told.entries, None)
        found = _of_feed(feed, rules, is_ours)
        if found.entries:
            where = f"{len(found.entries)} entries in {told.path or 'the array'}"
            found.evidence["entries"] = found_by(feed.kind, told.script, where)
            return _with_rest(found, page, anchors, rules, told.script, anchors.text)
    items = items or _of_room(page, Anchors(page, scripted=True), rules, is_ours)
    rows = Rows(page, items)
    dated = rows.dated({key: item_titles.find(rows, key) for key in rows.by_key})
    found = Listing(counted=rows.counted)
    for position, (key, same) in enumerate(rows.by_key.items()):
        day, title = dated[key]
        found.entries.append(
            Listed(url=same[0].url, title=title or None, date=day, position=position, key=key)
        )
    if items:
        found.evidence["entries"] = found_by(
            "identity" if rules.identity else "likely links",
            rows.common(),
            f"{len(rows.by_key)} entries",
            f"read up to link {links.MOST_LINKS}" if len(anchors) == links.MOST_LINKS else "",
        )
        found.years = year_archives.find(page, anchors, {each.url for each in found.entries})
    else:
        found.error = _error(page)
        found.elsewhere = elsewhere.named(page)
        return _with_next(found, page, anchors, rules)
    return _with_rest(found, page, anchors, rules, rows.common(), anchors.around(items))


def _of_room(
    page: Page, anchors: Anchors, rules: Rules, is_ours: Callable[[str], bool] | None
) -> list[Link]:
    known = rules.identity
    items = _article_links(page, anchors, known) if known else _likely(page, anchors)
    return [link for link in items if is_ours is None or is_ours(link.url)]


def _with_next(found: Listing, page: Page, anchors: Anchors, rules: Rules) -> Listing:
    following = pager.find(page, anchors, rules.identity)
    if following:
        found.next_url, found.evidence["next_url"] = following
    return found


def _with_rest(
    found: Listing, page: Page, anchors: Anchors, rules: Rules, rows: Element, text: str
) -> Listing:
    """Add the next page, or what tells that the listing goes on although there is none.

    `rows` is the smallest element around most entries, `text` what stands there and beside it.
    """
    _with_next(found, page, anchors, rules)
    total = totals.find(text, len(found.entries))
    found.total = total.number if total else None
    if found.next_url is None:
        more = goes_on.find(page, rows)
        if more is None and total and total.goes_on:
            more = total.words, None
        if more:
            found.unlinked = more[0]
            found.evidence["unlinked"] = found_by("no address", more[1], more[0])
            found.elsewhere = elsewhere.named(page)
    return found


def _of_feed(feed: feeds.Feed, rules: Rules, is_ours: Callable[[str], bool] | None) -> Listing:
    """Return a feed's entries as those of a listing; a sitemap lists other pages too."""
    found = Listing(next_url=feed.next_url)
    if feed.kind == "sitemap index" and feed.entries:
        # Its entries are no releases, but sitemaps that may list them.
        found.elsewhere = feeds.likeliest(feed.entries)
        found.error = f"sitemap index; crawl one of its sitemaps, such as {found.elsewhere[0]}"
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
    found.evidence["entries"] = found_by(feed.kind, None, f"{len(found.entries)} entries")
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
    if not anchors:
        return []
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
    chosen -= _beside_worded(anchors, chosen)
    chosen |= _rows_beside(anchors, chosen)
    # A second link to an item may say its title.
    known = {anchors[place].href for place in chosen}
    items = (anchor for anchor in anchors if anchor.href in known)
    found = [Link("", url, each.element) for each in items if (url := page.address(each.href))]
    addresses = pager.without_number(page.url, [link.url for link in found])
    return _canonical(link._replace(url=url) for link, url in zip(found, addresses, strict=True))


def _beside_worded(anchors: Anchors, chosen: set[int]) -> set[int]:
    """Return which links only name a file ("PDF") and stand in a row with one that says more."""
    silent = {place for place in chosen if labels.FILE.fullmatch(anchors[place].text)}
    if not 0 < len(silent) < len(chosen):
        return set()
    owned = links.owned(anchors, chosen - silent)
    return {
        place for place in silent if not owned.isdisjoint(anchors[place].element.iterancestors())
    }


def _rows_beside(anchors: Anchors, chosen: set[int]) -> set[int]:
    """Return the links of rows among the others that are built otherwise: the newest may be so.

    They are in the element of most rows, have a day as these have, and lead to one address.
    """
    owned = links.owned(anchors, chosen)
    tops = [each for each in owned if each.getparent() not in owned]
    if not tops:
        return set()
    shelves = Counter((each.getparent(), each.tag) for each in tops)
    ((shelf, tag), number) = shelves.most_common(1)[0]
    if number < _FEW_ROWS or 2 * number < len(tops):
        return set()
    rows = {row: "".join(row.itertext()) for row in shelf.iterchildren(tag)}
    if 2 * sum(links.is_dated(text) for row, text in rows.items() if row in owned) < number:
        return set()
    others = {row for row, text in rows.items() if row not in owned and links.is_dated(text)}
    found: dict[Element, set[int]] = defaultdict(set)
    for place, anchor in enumerate(anchors if others else ()):
        row = next((each for each in anchor.element.iterancestors() if each in others), None)
        if row is not None and weight(anchor.text) >= _SAYS:
            found[row].add(place)
    return {
        place
        for places in found.values()
        for place in places
        if len({anchors[each].href for each in places}) == 1
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
