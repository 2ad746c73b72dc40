"""The breadcrumb: the names after "You are here", read from nodes.

On many sites the separators are style and not text, so that the crumbs' text alone reads
"Home Media RoomQBPC News": each link and each text node is a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice, pairwise
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from newscrawler.extract import labels
from newscrawler.extract.blocks import Block, Run, around, read, squeeze
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.page import Element, Page
from newscrawler.extract.structured import Structured

# A name longer than this is a sentence; a chain longer than this is a menu.
_LONGEST_NAME = 80
_LONGEST_CHAIN = 8
_MOST_TRIED = 12
# The last name is often the title.
_LONGEST_LAST = 250
_LONGEST_HOME = 20
_ARROW = re.compile(r"\s*(?:>{1,2}|»|›|→|⟩|-{1,2}>|＞|\s/\s)\s*")
# What sites call the element of a trail, and what they tell screen readers that it is.
_CALLED = re.compile(
    r"bread-?_?crumb|(?:^|[\s_-])crumbs?(?:$|[\s_-])|crumb(?:trail|list|nav|path)|rootline"
    r"|fil-?_?d?-?_?ariane|(?:you-?)?are-?here|(?:^|[\s_-])(?:migas?|pfad|pathway)(?:$|[\s_-])"
    r"|klickpfad|navpath|fil d.ariane|navegaci[óo]n estructural|brot-?kr|pfadnavigation"
    r"|drobe[čc]kov|パンくず|br[øö]d-?krum",
    re.IGNORECASE,
)


class Breadcrumb(NamedTuple):
    """Names, outermost first, and the index of the first and the last block they stand in."""

    names: list[str]
    first: int
    last: int
    evidence: Evidence


def find(page: Page, blocks: list[Block], structured: Structured) -> Breadcrumb | None:
    """Return the labelled chain, else the one told to machines, else what looks like one.

    Looks are: an element called a breadcrumb, a line that runs "Home > …", and links whose
    addresses lead down to the page's own, step by step, in an element of their own.
    """
    return (
        _labelled(blocks)
        or _told(structured)
        or _called(blocks)
        or _separated(blocks)
        or _descending(page, blocks)
    )


def names_in(block: Block, start: int = 0) -> list[str]:
    """Return the names in the block's text from `start` on."""
    names: list[str] = []
    # Beside links only arrows separate: a title may hold strokes and dots.
    separator = _ARROW if block.linked else labels.SEPARATOR
    for is_link, text in _nodes(block, start):
        trimmed = labels.SEPARATOR_AT_ENDS.sub("", text)
        names.extend([trimmed] if is_link else separator.split(trimmed))
    return [name.strip() for name in names if name.strip()]


def _nodes(block: Block, start: int) -> list[tuple[bool, str]]:
    """Return (is a link, text) for each link and each text node after `start`."""
    edges = []
    for _, group in groupby(zip(block.runs, block.starts, strict=True), key=_node):
        run, begin = next(group)
        edges.append((run.context.link is not None, begin))
    ends = [begin for _, begin in edges[1:]] + [len(block.text)]
    return [
        (is_link, block.text[max(begin, start) : end].strip())
        for (is_link, begin), end in zip(edges, ends, strict=True)
        if end > start
    ]


def _node(entry: tuple[Run, int]) -> int:
    run = entry[0]
    return id(run) if run.context.link is None else id(run.context.link)


def _labelled(blocks: list[Block]) -> Breadcrumb | None:
    for block in blocks:
        label = None if block.is_link else labels.BREADCRUMB.match(block.text)
        if label is None:
            continue
        names = names_in(block, label.end())
        last = block.index
        if len(names) < 2:
            for following in _chain_after(blocks, block):
                names += names_in(following)
                last = following.index
        # "Location: Beijing" is no chain.
        if label["weak"] and (len(names) < 2 or not block.linked):
            continue
        if names and max(map(len, names)) <= _LONGEST_NAME:
            return Breadcrumb(names, block.index, last, _evidence("label", blocks, block, last))
    return None


def _chain_after(blocks: list[Block], label: Block) -> list[Block]:
    """Return the blocks that go on with the chain: list items or cells of one row."""
    following = blocks[label.index + 1 : label.index + 1 + _LONGEST_CHAIN]
    if following and len(names_in(following[0])) > 1:
        return following[:1]
    bound = _smallest_group(label, following)
    chain: list[Block] = []
    for block in following:
        ends = not chain[-1].is_link if chain else False
        if ends or block.context.heading or len(block.text) > _LONGEST_NAME:
            break
        if bound is not None and bound not in block.element.iterancestors():
            break
        if labels.CREATE_TIME.search(block.text):
            break
        chain.append(block)
    return chain


def _smallest_group(label: Block, following: list[Block]) -> object:
    """Return the nearest element around the label that holds the next block too."""
    if not following:
        return None
    around = set(following[0].element.iterancestors())
    return next((above for above in label.element.iterancestors() if above in around), None)


def _separated(blocks: list[Block]) -> Breadcrumb | None:
    for block in blocks:
        text = block.text
        if not block.linked or block.linked == len(text):
            continue
        if not text[:_LONGEST_HOME].lower().startswith(labels.HOME):
            continue
        names = names_in(block) if labels.SEPARATOR.search(text) else []
        if 2 <= len(names) <= _LONGEST_CHAIN and names[0].lower() in labels.HOME:
            index = block.index
            return Breadcrumb(names, index, index, _evidence("separators", blocks, block, index))
    return None


def _told(structured: Structured) -> Breadcrumb | None:
    """Return the longest list of those told to machines: a site may tell several."""
    names = max(structured.breadcrumbs, key=len, default=[])
    if len(names) < 2 or len(names) > 2 * _LONGEST_CHAIN:
        return None
    return Breadcrumb(names, -1, -1, evidence("structured data", None, " > ".join(names)))


def _called(blocks: list[Block]) -> Breadcrumb | None:
    chosen: Element = None
    best: list[str] = []
    inside: set[Element] = set()
    for element in _named_like_one(blocks):
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


def _named_like_one(blocks: list[Block]) -> Iterator[Element]:
    """Yield the elements around text that are called a breadcrumb, outer before inner ones."""
    seen: set[Element] = set()
    by_name: dict[str, bool] = {}
    for block in blocks:
        path = []
        above = block.element
        while above is not None and above not in seen:
            path.append(above)
            seen.add(above)
            above = above.getparent()
        for element in reversed(path):
            get = element.get
            name = f"{get('class') or ''} {get('id') or ''} {get('aria-label') or ''}"
            if name not in by_name:
                by_name[name] = _CALLED.search(name) is not None
            if by_name[name]:
                yield element


def _names_below(element: Element) -> list[str]:
    names: list[str] = []
    is_linked = False
    for block in read(element):
        label = labels.BREADCRUMB.match(block.text)
        inner = names_in(block, label.end() if label else 0)
        if block.linked and not is_linked:
            # What comes before the first link is a label, often for screen readers only.
            is_linked, names = True, []
        names += inner
        if len(names) > 2 * _LONGEST_CHAIN:
            break
    half = len(names) // 2
    if half and names[:half] == names[half:]:
        # Once for wide screens, once for narrow ones.
        names = names[:half]
    if not names or _first_is_picture(element):
        alt = squeeze(" ".join(image.get("alt") or "" for image in element.iter("img")))
        names = [alt, *names] if alt and len(alt) < 40 and alt not in names else names
    return [name for name in names if any(map(str.isalnum, name))]


def _first_is_picture(element: Element) -> bool:
    link = next(element.iter("a"), None)
    return (
        link is not None
        and not squeeze("".join(link.itertext()))
        and next(link.iter("img"), None) is not None
    )


def _is_chain(names: list[str]) -> bool:
    if not 1 <= len(names) <= _LONGEST_CHAIN:
        return False
    return (
        all(len(name) <= _LONGEST_NAME for name in names[:-1]) and len(names[-1]) <= _LONGEST_LAST
    )


def _span(element: Element, blocks: list[Block]) -> tuple[int, int]:
    """Return the first and the last of `blocks` that stand in `element`, (-1, -1) for none."""
    inside = set(element.iter())
    mine = [
        block.index
        for block in blocks
        if block.element in inside or block.runs[0].element in inside
    ]
    return (mine[0], mine[-1]) if mine else (-1, -1)


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
        if 2 <= len(names) <= _LONGEST_CHAIN and _is_chain(names):
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
            or len(paths) > _LONGEST_CHAIN
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


def _evidence(how: str, blocks: list[Block], block: Block, last: int) -> Evidence:
    chain = blocks[block.index : last + 1]
    return evidence(how, around(chain), " ".join(each.text for each in chain))
