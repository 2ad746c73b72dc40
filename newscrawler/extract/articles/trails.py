"""Breadcrumbs without a label: elements called so, and links that lead down to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain as chained
from itertools import islice, pairwise
from urllib.parse import SplitResult, urlsplit

from newscrawler.extract import labels
from newscrawler.extract.articles.breadcrumb import (
    LONGEST_CHAIN,
    LONGEST_NAME,
    Breadcrumb,
    names_in,
)
from newscrawler.extract.evidence import evidence
from newscrawler.extract.pages.blocks import Block, around, squeeze
from newscrawler.extract.pages.holders import Holders
from newscrawler.extract.pages.page import Element, Page
from newscrawler.extract.pages.reader import read

_MOST_TRIED = 12


# The last name is often the title.
_LONGEST_LAST = 250


# A line further down is no breadcrumb; a shorter one may begin any title.
_REACH, _SHORTEST_TITLE = 400, 12
# Links above a title that are no list with it: more are a menu.
_MOST_ABOVE = 4


# What sites call the element of a trail, and what they tell screen readers that it is.
_CALLED = re.compile(
    r"bread-?_?crumb|(?:^|[\s_-])(?:weizhi|dqwz|mianbao(?:xie)?)(?:$|[\s_-])|(?:^|[\s_-])crumbs?(?:$|[\s_-])|crumb(?:trail|list|nav|path)|rootline"
    r"|fil-?_?d?-?_?ariane|(?:you-?)?are-?here|(?:^|[\s_-])(?:migas?|pfad|pathway)(?:$|[\s_-])"
    r"|klickpfad|navpath|fil d.ariane|navegaci[óo]n estructural|brot-?kr|pfadnavigation"
    r"|drobe[čc]kov|パンくず|br[øö]d-?krum",
    re.IGNORECASE,
)


_INLINE = re.compile(
    r"<span\b[^<>]{0,100}\bclass=[\"']?[^\"'<>]{0,60}(?:crumb|weizhi)", re.IGNORECASE
)
_ARROWS = re.compile(r"\s*(?:>{1,2}|»|›|→|＞)")


# One of these stands in every such name; looking for a string costs little.
_HINTS = (
    "crumb weizhi dqwz mianbao rootline ariane here miga pfad pathway navpath navegaci brot "
    "drobe パンくず krum"
).split()


def find(
    page: Page, blocks: list[Block], holders: Holders, document_title: str
) -> Breadcrumb | None:
    """Return the chain of an element called a breadcrumb, else one of links step by step.

    Such links' addresses lead down to the page's own, in an element of theirs alone; or they lead
    from the site's front page to a line that the `title` element begins with, or with arrows
    between them.
    """
    return (
        _called(page, blocks, holders)
        or _descending(page, blocks)
        or _to_title(page, blocks, document_title.casefold())
        or _with_arrows(page, blocks)
    )


def _called(page: Page, blocks: list[Block], holders: Holders) -> Breadcrumb | None:
    chosen: Element = None
    best: list[str] = []
    inside: set[Element] = set()
    named = chained(_named_like_one(holders), _within_lines(page))
    for element in islice(named, _MOST_TRIED):
        if element in inside or element.tag in ("body", "html", "a"):
            continue
        names = _names_below(element)
        if not _is_chain(names):
            continue
        inside.update(element.iter())
        # An inner element may leave out a label or a link back.
        if len(names) > len(best):
            best, chosen = names, element
        if len(best) > 1:
            break
    if not best or (len(best) == 1 and best[0].lower() in labels.HOME):
        return None
    first, last = _span(chosen, blocks)
    return Breadcrumb(best, first, last, evidence("called so", chosen, " > ".join(best)))


def _named_like_one(holders: Holders) -> Iterator[Element]:
    """Yield the elements around text that are called a breadcrumb, outer before inner ones."""
    said = [each.get("aria-label") or "" for each in holders.elements]
    everything = "\n".join([*holders.names, *said]).lower()
    hints = [hint for hint in _HINTS if hint in everything]
    if not hints:
        return
    names = {name for name in set(holders.names) if _is_called(name, hints)}
    spoken = {label for label in set(said) if _is_called(label, hints)}
    for element, name, label in zip(holders.elements, holders.names, said, strict=True):
        if name in names or label in spoken:
            yield element


def _within_lines(page: Page) -> Iterator[Element]:
    """Yield the elements within a line that are called a breadcrumb; style sets its names apart."""
    if _INLINE.search(page.text):
        for element in page.root.iter("span"):
            if _CALLED.search(element.get("class") or "") and len(element) > 1:
                yield element


def _is_called(name: str, hints: list[str]) -> bool:
    name = name.lower()
    return any(hint in name for hint in hints) and _CALLED.search(name) is not None


def _names_below(element: Element) -> list[str]:
    names: list[str] = []
    is_linked = False
    for block in read(_list_in(element)):
        label = labels.BREADCRUMB.match(block.text)
        inner = names_in(block, label.end() if label else 0)
        if block.linked and not is_linked:
            # What comes before the first link is a label, often for screen readers only.
            is_linked, names = True, []
        names += inner
        if len(names) > 2 * LONGEST_CHAIN:
            break
    half = len(names) // 2
    if half and names[:half] == names[half:]:
        # Once for wide screens, once for narrow ones.
        names = names[:half]
    if not names or _first_is_picture(element):
        alt = squeeze(" ".join(image.get("alt") or "" for image in element.iter("img")))
        names = [alt, *names] if alt and len(alt) < 40 and alt not in names else names
    return [name for name in names if any(map(str.isalnum, name))]


def _list_in(element: Element) -> Element:
    """Return the one list of links in an element, which may hold other links too, or itself."""
    lists = list(islice(element.iter("ol", "ul"), 2))
    if len(lists) == 1 and len(lists[0]) > 1 and next(lists[0].iter("a"), None) is not None:
        return lists[0]
    return element


def _first_is_picture(element: Element) -> bool:
    link = next(element.iter("a"), None)
    return (
        link is not None
        and not squeeze("".join(link.itertext()))
        and next(link.iter("img"), None) is not None
    )


def _is_chain(names: list[str]) -> bool:
    if not 1 <= len(names) <= LONGEST_CHAIN:
        return False
    return all(len(name) <= LONGEST_NAME for name in names[:-1]) and len(names[-1]) <= _LONGEST_LAST


def _span(element: Element, blocks: list[Block]) -> tuple[int, int]:
    """Return the first and the last of `blocks` that stand in `element`, (-1, -1) for none."""
    inside = set(element.iter())
    mine = [
        block.index
        for block in blocks
        if block.element in inside or block.runs[0].element in inside
    ]
    return (mine[0], mine[-1]) if mine else (-1, -1)


def _to_title(page: Page, blocks: list[Block], document: str) -> Breadcrumb | None:
    for block in blocks[1:_REACH]:
        text = block.text
        if _SHORTEST_TITLE <= len(text) <= _LONGEST_LAST and document.startswith(text.casefold()):
            chain = _links_before(blocks, block)
            if len(chain) > 1 and _leads_home(page, chain[0]):
                holder = around([chain[0], block])
                # A menu above a title, or one that names it, is no list that ends with it.
                is_list = holder.tag in ("ol", "ul")
                is_line = not (block.context.heading or block.is_link)
                if is_list or (is_line and len(chain) <= _MOST_ABOVE and holder.tag != "body"):
                    names = [*(each.text for each in chain), text]
                    entry = evidence("from home to title", holder, " > ".join(names))
                    return Breadcrumb(names, chain[0].index, block.index, entry)
        if block.context.heading == 1:
            return None
    return None


def _with_arrows(page: Page, blocks: list[Block]) -> Breadcrumb | None:
    """Return the chain of a line from a link to the front page, with an arrow behind it."""
    for block in blocks[1:_REACH]:
        if not 0 < block.linked < len(block.text) or block.context.heading:
            continue
        first = next((run for run in block.runs if run.text.strip()), None)
        link = first.context.link if first else None
        rest = block.text[len(squeeze("".join(link.itertext()))) :] if link is not None else ""
        if link is not None and _ARROWS.match(rest) and page.leads_home(link.get("href")):
            names = names_in(block)
            if len(names) > 1 and _is_chain(names):
                entry = evidence("separators", block.element, block.text)
                return Breadcrumb(names, block.index, block.index, entry)
    return None


def _links_before(blocks: list[Block], last: Block) -> list[Block]:
    """Return the links right above a line that stand in one list with it."""
    before = blocks[last.index - 1]
    inside = set(around([before, last]).iter())
    chain: list[Block] = []
    for block in reversed(blocks[max(0, last.index - LONGEST_CHAIN) : last.index]):
        if not block.is_link or block.element not in inside or len(block.text) > LONGEST_NAME:
            break
        chain.insert(0, block)
    return chain


def _leads_home(page: Page, block: Block) -> bool:
    link = block.runs[0].context.link
    return block.text.lower() in labels.HOME or (
        link is not None and page.leads_home(link.get("href"))
    )


def _descending(page: Page, blocks: list[Block]) -> Breadcrumb | None:
    here = page.address_parts
    tried: set[Element] = set()
    for block in blocks:
        if block.context.heading == 1 or len(tried) > _MOST_TRIED:
            return None
        link = block.runs[-1].context.link
        href = (link.get("href") or "") if link is not None else ""
        path = _path(href) if href and _may_lead(href, here) else ""
        if link in tried or not _leads_to(path, here.path):
            continue
        tried.add(link)
        holder = _holder_of_chain(page, link, here.path)
        if holder is None:
            continue
        names = _names_below(holder)
        if 2 <= len(names) <= LONGEST_CHAIN and _is_chain(names):
            first, end = _span(holder, blocks)
            return Breadcrumb(names, first, end, evidence("addresses", holder, " > ".join(names)))
    return None


def _may_lead(href: str, here: SplitResult) -> bool:
    """Tell in little time whether `href` can lead to an address above the page's own."""
    start = href.find("/", 8) if href.startswith("http") else 0
    return href[start : start + 1] == "/" and here.path.startswith(
        href[start : start + 4].rstrip("/")
    )


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        # A link may be anything.
        return ""


def _leads_to(path: str, here: str) -> bool:
    return len(path) > 1 and path != here and here.startswith(path.rstrip("/") + "/")


def _holder_of_chain(page: Page, link: Element, here: str) -> Element:
    """Return the largest element around `link` whose links are at least two steps down, or None."""
    chosen = None
    for above in islice(link.iterancestors(), 4):
        links = [page.address(each.get("href")) for each in above.iter("a") if each.get("href")]
        paths = [_path(each).rstrip("/") for each in links if each]
        steps = list(pairwise(paths))
        if (
            not all(len(a) < len(b) and b.startswith(a) for a, b in steps)
            or len(paths) > LONGEST_CHAIN
        ):
            break
        if not all((here + "/").startswith(each + "/") for each in paths):
            break
        if next(above.iter("h1", "h2"), None) is not None:
            break
        # Beside the links at most the page's own name.
        if len(paths) >= 2 and len(_names_below(above)) <= len(paths) + 1:
            chosen = above
    return chosen
