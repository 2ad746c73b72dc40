"""The breadcrumb: the names after "You are here", read from nodes.

On many sites the separators are style and not text, so that the crumbs' text alone reads
"Home Media RoomQBPC News": each link and each text node is a name of its own.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from newscrawler.extract import labels
from newscrawler.extract.evidence import Evidence, Rule, evidence
from newscrawler.extract.pages.blocks import Block, Run, around
from newscrawler.extract.pages.structured import Structured

# A name longer than this is a sentence; a chain longer than this is a menu.
LONGEST_NAME = 80
LONGEST_CHAIN = 8
_LONGEST_HOME = 20
_STROKES = " -–—|·•"
_DASHES = ("-", "–", "—", "--")
_ARROW = re.compile(r"\s*(?:>{1,2}|»|›|→|⟩|-{1,2}>|＞|\s/\s)\s*")


class Breadcrumb(NamedTuple):
    """Names, outermost first, and the index of the first and the last block they stand in."""

    names: list[str]
    first: int
    last: int
    evidence: Evidence


def find(blocks: list[Block], structured: Structured) -> Breadcrumb | None:
    """Return the labelled chain, else the one told to machines, else a line "Home > …"."""
    return _labelled(blocks) or _told(structured) or _separated(blocks)


def names_in(block: Block, start: int = 0) -> list[str]:
    """Return the names in the block's text from `start` on."""
    names: list[str] = []
    # Beside links only arrows separate: a title may hold strokes and dots.
    separator = _ARROW if block.linked else labels.SEPARATOR
    for is_link, text in _nodes(block, start):
        trimmed = text if _ends_quoted(text) else labels.SEPARATOR_AT_ENDS.sub("", text)
        if block.linked and not is_link:
            # Beside a link a stroke stands between two names.
            trimmed = trimmed.strip(_STROKES)
        names.extend([trimmed] if is_link else _split(trimmed, separator))
    return [name.strip() for name in names if any(map(str.isalnum, name))]


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Return what separators part; the mark that ends a quotation («…») is none."""
    parts, last = [], 0
    for found in separator.finditer(text):
        if "»" in found.group() and text.count("«", last, found.start()):
            continue
        parts.append(text[last : found.start()])
        last = found.end()
    return [*parts, text[last:]]


def _ends_quoted(text: str) -> bool:
    return text.rstrip().endswith("»") and text.count("«") == text.count("»")


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
        if block.text[:1] not in labels.BREADCRUMB_BEGINS or block.is_link:
            continue
        label = _label(block)
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
        if names and max(map(len, names)) <= LONGEST_NAME:
            return Breadcrumb(names, block.index, last, _evidence("label", blocks, block, last))
    return None


def _label(block: Block) -> re.Match[str] | None:
    """Return the label that the block begins with; a link may follow it without a blank."""
    own = block.starts[1] if block.linked and len(block.starts) > 1 else 0
    return labels.BREADCRUMB.match(block.text, 0, own) or labels.BREADCRUMB.match(block.text)


def _chain_after(blocks: list[Block], label: Block) -> list[Block]:
    """Return the blocks that go on with the chain: list items or cells of one row."""
    following = blocks[label.index + 1 : label.index + 1 + LONGEST_CHAIN]
    if following and len(names_in(following[0])) > 1:
        return following[:1]
    bound = _smallest_group(label, following)
    chain: list[Block] = []
    for block in following:
        ends = not chain[-1].is_link if chain else False
        if ends or block.context.heading or len(block.text) > LONGEST_NAME:
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
        begin = text[:_LONGEST_HOME].lower()
        if not (begin.startswith(labels.HOME) or labels.NAMED_HOME.match(begin)):
            continue
        is_chain = labels.SEPARATOR.search(text) or text.endswith(labels.HERE) or _is_dashed(block)
        names = names_in(block) if is_chain else []
        if 2 <= len(names) <= LONGEST_CHAIN and _is_home(names[0]):
            index = block.index
            return Breadcrumb(names, index, index, _evidence("separators", blocks, block, index))
    return None


def _is_home(name: str) -> bool:
    return name.lower() in labels.HOME or labels.NAMED_HOME.fullmatch(name) is not None


def _is_dashed(block: Block) -> bool:
    """Tell whether dashes alone stand between links."""
    return any(run.context.link is None and run.text.strip() in _DASHES for run in block.runs)


def _told(structured: Structured) -> Breadcrumb | None:
    """Return the longest list of those told to machines: a site may tell several."""
    names = max(structured.breadcrumbs, key=len, default=[])
    if len(names) < 2 or len(names) > 2 * LONGEST_CHAIN:
        return None
    return Breadcrumb(names, -1, -1, evidence("structured data", None, " > ".join(names)))


def _evidence(how: Rule, blocks: list[Block], block: Block, last: int) -> Evidence:
    chain = blocks[block.index : last + 1]
    return evidence(how, around(chain), " ".join(each.text for each in chain))
