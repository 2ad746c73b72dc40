"""A listing page: the articles it links to, in its order, and its next page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from newscrawler import urls
from newscrawler.extract import labels
from newscrawler.extract.evidence import Evidence, found_by
from newscrawler.extract.listings import (
    bait,
    elsewhere,
    feeds,
    goes_on,
    item_titles,
    likely_links,
    pager,
    period_archives,
    postbacks,
    sections,
    state,
    totals,
    whole_texts,
)
from newscrawler.extract.listings.layout import NOTHING, Layout
from newscrawler.extract.listings.rows import Rows
from newscrawler.extract.pages.anchors import MOST_LINKS, Anchors, Link, canonical
from newscrawler.extract.pages.cost import bounded
from newscrawler.extract.pages.cycles import uncollected
from newscrawler.extract.pages.page import Element, Page
from newscrawler.extract.pages.reader import read
from newscrawler.extract.rules import Rules
from newscrawler.items import Listed


@dataclass(slots=True)
class Listing:
    """What a listing page says; addresses are absolute."""

    # In the page's order, their `key` set
    entries: list[Listed] = field(default_factory=list)
    # Entries that lead to other sites than the room's
    foreign: list[str] = field(default_factory=list)
    # None on the last page
    next_url: str | None = None
    # The form that shows the next page where no address does
    postback: postbacks.Postback | None = None
    # What is written on what would show more and has no address: a script or a form would. None
    # where there is a next page, or none.
    unlinked: str | None = None
    # How many entries the listing says it has on all pages
    total: int | None = None
    # How many pages it says it has, told where there is a next one; 0: it does not say
    pages: int = 0
    # What a page without entries says when it is no listing but an error
    error: str | None = None
    # How many releases stand on a page without entries in full
    whole_texts: int = 0
    # Where else the list may be, the likeliest first: of a page without entries, or with `unlinked`
    elsewhere: list[str] = field(default_factory=list)
    # Lists of which the page shows the newest few
    sections: list[str] = field(default_factory=list)
    # Pages of the same listing by year or month, where it is cut so
    periods: dict[int, str] = field(default_factory=dict)
    # The keys of entries whose day counts from the day of the fetch ("3 days ago")
    counted: set[str] = field(default_factory=set)
    # How entries and other links are built, for the other pages of the listing
    layout: Layout = NOTHING
    evidence: dict[str, Evidence] = field(default_factory=dict)


def _unread(why: str) -> Listing:
    return Listing(error=why)


@uncollected
@bounded(_unread)
def listing(
    page: Page,
    rules: Rules | None = None,
    is_ours: Callable[[str], bool] | None = None,
    layout: Layout = NOTHING,
) -> Listing:
    """Return what a listing page holds; a page that is none has no entries.

    `is_ours` tells which absolute addresses belong to the room: a look-alike's link to the same
    article must not take the place of the room's own. None accepts every address.
    With `rules.identity` its articles decide what an entry is, else the likeliest group of links
    that are built alike (`likely_links`); where there is none, the likeliest list in its data.
    `layout` is that of the pages of the same listing that were read before.
    """
    rules = rules or Rules()
    assert page.elements  # held while they are read
    feed = feeds.read(page)
    if feed is not None:
        return _of_feed(feed, rules, is_ours)
    anchors = Anchors(page)
    items, foreign, built = _of_room(page, anchors, rules, is_ours, layout)
    if not items and (told := state.find(page)):
        feed = feeds.Feed("embedded data", told.entries, None)
        found = _of_feed(feed, rules, is_ours)
        if found.entries:
            where = f"{len(found.entries)} entries in {told.path or 'the array'}"
            found.evidence["entries"] = found_by(feed.kind, told.script, where)
            return _with_rest(found, page, anchors, rules, told.script, anchors.text)
    if not items and (layout.is_scripted or not layout.entries):
        scripted = Anchors(page, scripted=True)
        items, foreign, built = _of_room(page, scripted, rules, is_ours, layout)
        built = built._replace(is_scripted=True)
    rows = Rows(page, items)
    dated = rows.dated({key: item_titles.find(rows, key) for key in rows.by_key})
    found = Listing(foreign=foreign, counted=rows.counted, layout=built)
    for position, (key, same) in enumerate(rows.by_key.items()):
        day, title = dated[key]
        found.entries.append(
            Listed(url=same[0].url, title=title or None, date=day, position=position, key=key)
        )
    if items:
        found.evidence["entries"] = found_by(
            "identity" if rules.identity else "likely links",
            rows.common,
            f"{len(rows.by_key)} entries",
            f"read up to link {MOST_LINKS}" if len(anchors) == MOST_LINKS else "",
        )
        shown = {each.url for each in found.entries}
        found.periods = period_archives.find(page, anchors, shown)
        if rules.identity is None:
            found.sections = sections.find(page, anchors, shown)
    else:
        # On the first of January a year's list is empty, and those of other years are not.
        found.periods = period_archives.find(page, anchors, set())
        found.error = _error(page)
        found.whole_texts = 0 if found.error else whole_texts.count(page)
        found.elsewhere = elsewhere.named(page)
        return _with_next(found, page, anchors, rules)
    return _with_rest(found, page, anchors, rules, rows.common, anchors.around(items))


def _of_room(
    page: Page,
    anchors: Anchors,
    rules: Rules,
    is_ours: Callable[[str], bool] | None,
    layout: Layout,
) -> tuple[list[Link], list[str], Layout]:
    """Return the room's entries, the addresses of those elsewhere, and how entries are built."""
    if rules.identity:
        items, built = _article_links(page, anchors, rules.identity), NOTHING
    else:
        items, built = likely_links.find(page, anchors, layout)
    ours = [link for link in items if is_ours is None or is_ours(link.url)]
    known = {link.key for link in ours}
    foreign = {link.url for link in items if link.key not in known}
    return bait.without(page, ours), sorted(foreign), built


def _with_next(found: Listing, page: Page, anchors: Anchors, rules: Rules) -> Listing:
    entries = frozenset(each.url for each in found.entries if not (each.title or "0").isdigit())
    following = pager.find(page, anchors, rules.identity, entries)
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
    total = totals.find(text, len(found.entries)) or totals.told(page, len(found.entries))
    found.total = total.number if total else None
    found.pages = totals.pages(text) if found.next_url else 0
    if found.next_url is None and (following := postbacks.find(page)):
        found.postback, link = following
        found.evidence["next_url"] = found_by("postback", link, found.postback.label)
    elif found.next_url is None:
        more = goes_on.find(page, rows)
        if more is None and total and total.goes_on:
            more = total.words, None
        days = [each.date for each in found.entries if each.date]
        if more is None and not found.periods:
            more = period_archives.chosen(page, days)
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
        found.sections = feeds.series(feed.entries)
        found.error = f"sitemap index; crawl one of its sitemaps, such as {found.elsewhere[0]}"
        return found
    seen: set[str] = set()
    for entry in feed.entries:
        target = urls.behind(entry.url)
        if target and (is_ours is None or is_ours(target)):
            entry.url = target
        for link in canonical([Link("", entry.url, None)]):
            entry.url = link.url
            entry.key = _key(link.url, rules) or ""
            if is_ours is not None and not is_ours(entry.url):
                found.foreign.append(entry.url)
            elif entry.key and entry.key not in seen:
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
    return canonical(items)


def _error(page: Page) -> str | None:
    for block in read(page.root):
        said = labels.ERROR.search(block.text)
        if said:
            return said.group()
    return None
