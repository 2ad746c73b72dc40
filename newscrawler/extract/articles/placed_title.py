"""The title by its place: the heading-like line between breadcrumb and date.

What the listing said decides between candidates and stands in where the page has no title.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from newscrawler.extract import labels
from newscrawler.extract.articles import byline
from newscrawler.extract.articles.breadcrumb import Breadcrumb
from newscrawler.extract.articles.create_time import CreateTime
from newscrawler.extract.articles.lines import is_no_title, says_when
from newscrawler.extract.articles.site_names import is_logo
from newscrawler.extract.articles.title import Title, is_particular, is_same, shares_words
from newscrawler.extract.evidence import Rule, evidence
from newscrawler.extract.pages.blocks import Block, squeeze
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Page
from newscrawler.items import Listed

# How far above the date a title is looked for when no breadcrumb says where the page begins.
_REACH = 12
_LONGEST = 300
# Headings of a text are smaller.
_LARGE = 2
# A subtitle begins with one.
_DASHES = "–—―"
# Lines that weigh less may be the name of a section; the `title` element has that too.
_SECTION = 20
_EDGES = " \t|-–—_·•:：[](（【"


class _Candidate(NamedTuple):
    text: str
    block: Block
    how: Rule


def find(
    page: Page,
    blocks: list[Block],
    breadcrumb: Breadcrumb | None,
    create_time: CreateTime | None,
    listed: Listed | None,
) -> Title | None:
    """Return the page's title, else the listing's, else None."""
    expected = squeeze(listed.title or "") if listed else ""
    document = _document_title(page)
    candidates = _above_date(page, blocks, breadcrumb, create_time, document, expected)
    chosen = (
        _as_listed(blocks, candidates, expected)
        or _as_last_crumb(blocks, candidates, breadcrumb)
        or _best_confirmed(_plausible(candidates, expected, create_time), document)
        or _below(blocks, create_time, expected, document)
        or _heading_below(blocks, candidates, breadcrumb, create_time)
        or _best_heading(_plausible(candidates, expected, create_time))
        or _best_line(candidates, expected, is_first=breadcrumb is not None)
        or _first_below(blocks, breadcrumb, create_time, expected)
    )
    if chosen:
        entry = evidence(chosen.how, chosen.block.element, chosen.text)
        return Title(chosen.text, chosen.block.index, entry)
    if expected:
        return Title(expected, None, evidence("listing", None, expected))
    return None


def _as_listed(
    blocks: list[Block], candidates: list[_Candidate], expected: str
) -> _Candidate | None:
    """Return the line that the listing's title names: the likely ones first, then any but links."""
    if not expected:
        return None
    lines = (
        _Candidate(text, block, "as listed")
        for text, block in _lines(blocks)
        if text and not block.is_link and len(text) <= _LONGEST
    )
    return next((each for each in chain(candidates, lines) if is_same(each.text, expected)), None)


def _lines(blocks: list[Block]) -> Iterator[tuple[str, Block]]:
    """Yield the text of each block, and of two that stand in one element as one."""
    before: Block | None = None
    for block in blocks:
        yield block.text, block
        if before is not None and before.element is block.element:
            yield f"{before.text} {block.text}", before
        before = block


def _as_last_crumb(
    blocks: list[Block], candidates: list[_Candidate], breadcrumb: Breadcrumb | None
) -> _Candidate | None:
    """Return the line that the last crumb names, where that is the page itself and no section."""
    if breadcrumb is None:
        return None
    said = [run for run in blocks[breadcrumb.last].runs if run.text and not run.text.isspace()]
    name = breadcrumb.names[-1]
    if weight(name) < _SECTION or not said or said[-1].context.link is not None:
        return None
    return next((each for each in candidates if each.text == name), None)


def _document_title(page: Page) -> str:
    element = next(page.root.iter("title"), None)
    return squeeze("".join(element.itertext())) if element is not None else ""


def _above_date(
    page: Page,
    blocks: list[Block],
    breadcrumb: Breadcrumb | None,
    create_time: CreateTime | None,
    document: str,
    expected: str,
) -> list[_Candidate]:
    """Return the lines that can be the title, top to bottom, the date's own line last."""
    first = breadcrumb.last + 1 if breadcrumb else 0
    last = create_time.at if create_time else len(blocks)
    if create_time and not breadcrumb:
        first = max(first, last - _REACH)
    is_between = create_time is not None
    lines = [
        block
        for block in blocks[first:last]
        if _can_be_title(block, is_between)
        and (_confirms(document, block.text) or not _heads_menu(blocks, block))
        and not is_logo(page, block)
    ]
    if not breadcrumb and not any(0 < each.context.heading <= _LARGE for each in lines):
        # The date may stand below a long text.
        told = document.casefold()
        above = (b for b in blocks[:first] if b.context.heading == 1 and b.text.casefold() in told)
        lines = [b for b in above if _can_be_title(b, True) and not is_logo(page, b)] or lines
    if not is_between and breadcrumb and first < last and _is_headline(blocks[first]):
        lines = [blocks[first]]
    candidates = _without_sections(_whole_headings(lines, document, expected), breadcrumb)
    if create_time is not None:
        block = blocks[create_time.at]
        text = block.text[: create_time.start].strip(_EDGES)
        heads = bool(block.context.heading) or not candidates
        if text and heads and not labels.PARTICULAR.match(text) and not byline.label(text):
            candidates.append(_Candidate(text, block, "date line"))
    return candidates


def _whole_headings(lines: list[Block], document: str, expected: str) -> list[_Candidate]:
    """Join the lines of one heading, which some sites break by hand.

    Of another element only where the listing or the `title` element has the whole.
    """
    candidates: list[_Candidate] = []
    for block in lines:
        last = candidates[-1] if candidates else None
        whole = f"{last.text} {block.text}" if last else ""
        is_one = last is not None and block.element is last.block.element
        is_whole = whole == expected or _confirms(document, whole)
        if last and is_one and says_when(block.text) and not is_whole:
            continue
        if last and is_one and (block.context.heading or is_whole):
            candidates[-1] = last._replace(text=whole, block=block)
        else:
            how: Rule = "heading" if block.context.heading else "line"
            candidates.append(_Candidate(block.text, block, how))
    return candidates


def _can_be_title(block: Block, is_between: bool) -> bool:
    text = block.text
    if not text or len(text) > _LONGEST or block.context.furniture or text[0] in _DASHES:
        return False
    # Without a date below it, a line may be anything; a heading is still one.
    if (block.is_link or not is_between) and not 0 < block.context.heading <= 4:
        return False
    return not (is_no_title(text) or is_particular(text))


def _heads_menu(blocks: list[Block], heading: Block) -> bool:
    lines = blocks[heading.index + 1 : heading.index + 5]
    # Buttons to print a release stand below its title.
    following = [each for each in lines if not labels.LEFTOVER.fullmatch(each.text)][:2]
    return bool(following) and all(2 * block.linked > len(block.text) for block in following)


def _is_headline(block: Block) -> bool:
    """Tell whether the line below a breadcrumb is a title, where no date marks what it is."""
    text = block.text
    is_line = bool(text) and not block.is_link and len(text) <= _LONGEST
    return is_line and text[-1] not in ".。:：" and not byline.label(text)


def _without_sections(
    candidates: list[_Candidate], breadcrumb: Breadcrumb | None
) -> list[_Candidate]:
    """Drop lines that repeat a crumb; where there is nothing else, the last crumb is the title."""
    if breadcrumb is None:
        return candidates
    others = [
        each
        for each in candidates
        if each.text not in breadcrumb.names
        or (each.text == breadcrumb.names[-1] and weight(each.text) >= _SECTION)
    ]
    headings = [each for each in candidates if each.block.context.heading]
    return others or [each for each in headings if each.text == breadcrumb.names[-1]]


def _plausible(
    candidates: list[_Candidate], expected: str, create_time: CreateTime | None
) -> list[_Candidate]:
    """Without a date below it, a heading that shares no words with the listing is a menu's."""
    if create_time is not None or not expected:
        return candidates
    return [each for each in candidates if shares_words(each.text, expected)]


def _best_confirmed(candidates: list[_Candidate], document: str) -> _Candidate | None:
    """Return the longest line that the `title` element has too, a heading before any other."""
    confirmed = [each for each in candidates if _confirms(document, each.text)]
    return max(
        confirmed,
        key=lambda each: (0 < each.block.context.heading <= 4, len(each.text)),
        default=None,
    )


def _best_heading(candidates: list[_Candidate]) -> _Candidate | None:
    headings = [each for each in candidates if 0 < each.block.context.heading <= 4]
    # A banner with the name of the section may be the largest heading.
    headlines = [each for each in headings if weight(each.text) >= _SECTION] or headings
    return min(headlines, key=lambda each: each.block.context.heading, default=None)


def _below(
    blocks: list[Block], create_time: CreateTime | None, expected: str, document: str
) -> _Candidate | None:
    """Return a line under the date, which some sites put above the title."""
    if create_time is None:
        return None
    for block in blocks[create_time.at + 1 : create_time.at + 4]:
        confirmed = is_same(block.text, expected) or _confirms(document, block.text)
        if confirmed and _can_be_title(block, True):
            how: Rule = "heading" if block.context.heading else "line"
            return _Candidate(block.text, block, how)
    return None


def _heading_below(
    blocks: list[Block],
    candidates: list[_Candidate],
    breadcrumb: Breadcrumb | None,
    create_time: CreateTime | None,
) -> _Candidate | None:
    """Return the heading right below the date, where nothing above it is more than a section."""
    if breadcrumb is None or create_time is None:
        return None
    if any(each.text not in breadcrumb.names for each in candidates):
        return None
    block = next((block for block in blocks[create_time.at + 1 :] if block.text), None)
    if block is None or not block.context.heading or not _can_be_title(block, True):
        return None
    return _Candidate(block.text, block, "heading")


def _first_below(
    blocks: list[Block], breadcrumb: Breadcrumb | None, create_time: CreateTime | None, listed: str
) -> _Candidate | None:
    """Return the line below a date that stands right below the breadcrumb."""
    if listed or not breadcrumb or not create_time or create_time.at != breadcrumb.last + 1:
        return None
    following = blocks[create_time.at + 1 : create_time.at + 3]
    if len(following) < 2 or not _can_be_title(following[0], True):
        return None
    line, text = following
    is_above_text = _is_headline(line) and weight(text.text) > weight(line.text)
    return _Candidate(line.text, line, "line") if is_above_text else None


def _best_line(candidates: list[_Candidate], expected: str, is_first: bool) -> _Candidate | None:
    """Return the line next to the anchor: the breadcrumb above (`is_first`), or the date below.

    A line that shares too few words with the listing's title is the text of a page without one.
    """
    lines = [each for each in candidates if not expected or shares_words(each.text, expected)]
    if not lines:
        return None
    return lines[0] if is_first else lines[-1]


def _confirms(document: str, text: str) -> bool:
    return weight(text) >= _SECTION and text.casefold() in document.casefold()
