"""Every text of a page that may be its title, and what speaks for each: numbers, no decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise, repeat

from newscrawler.extract.articles.lines import says_when
from newscrawler.extract.articles.site_names import SiteNames, is_logo, words
from newscrawler.extract.pages import places as kinds
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.holders import Holders
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.structured import Structured

# What sets a site's name apart from a headline in the `title` element.
_SEPARATOR = re.compile(
    r"\s+[|–—\-·•:»«›/~]+\s+|\s*[|»_–—]\s*|\s*[：｜]\s*|: | - |--",
)
# One of these stands in each; looking for it takes a tenth of the time.
_MAY_SEPARATE = re.compile(r"[|–—\-·•:»«›/~_：｜]").search
_LONGEST = 300
_MOST, _MOST_CUTS = 60, 6
# Lines below these have no title any more; a date's title stands this near above it.
_REACH, _NEAR = 600, 8
_LONG_LINE = 150
_FAR, _NONE = 50, -99

_AROUND = (
    ("in_related", kinds.RELATED),
    ("in_side", kinds.SIDE),
    ("in_meta", kinds.META),
    ("in_article", kinds.ARTICLE),
)
# How often a text was found as what.
_SIGNS = (
    "h1 h2 h3 h4 called line whole_part first_part last_part first_og_part last_og_part inner_part "
    "without_site og json itemprop twitter meta rule"
).split()
NAMES = (
    *_SIGNS,
    *(
        "first_h1 h1s number_of_texts is_title starts_title ends_title in_title is_og starts_og "
        "in_og is_json in_json og_known json_known title_share og_share of_title of_og "
        "words length longer parts is_site wears_site crumb on_page index before_text "
        "to_text strong link furniture own_head after_crumb before_date linked_elsewhere"
    ).split(),
    *(name for name, _ in _AROUND),
)
Row = tuple[float, ...]


@dataclass(slots=True)
class Headline:
    """A text, the block where it stands first (None: not on the page), and what was seen of it.

    `signs` count how often it was found as what; `row` has the features in the order of NAMES.
    """

    text: str
    block: Block | None = None
    number: int = 0
    signs: dict[str, int] = field(default_factory=dict)
    row: Row = ()


@dataclass(slots=True, frozen=True)
class Marks:
    """What stands around a title: the crumbs and the block of the last, the date's block (or -1).

    `rule` is the title by its place between them, maybe empty, `rule_at` its block (or -1).
    """

    crumbs: list[str]
    crumb_at: int
    date_at: int
    rule: str
    rule_at: int


def candidates(
    page: Page, blocks: list[Block], structured: Structured, holders: Holders, marks: Marks
) -> list[Headline]:
    """Return the texts that may be the title, each once, with its features."""
    found = _Found(page, holders, SiteNames(page, structured, blocks))
    # First, since a page may have more headings than are looked at.
    for source, text in structured.titles:
        sign = source if source in ("og", "json", "itemprop", "twitter") else "meta"
        found.note(text, sign)
        if sign == "og":
            found.note_parts(text, "og_part")
    found.note(structured.document_title, "whole_part")
    found.note_parts(structured.document_title, "part")
    if marks.rule:
        found.note(marks.rule, "rule")
    found.note_lines(blocks, structured.document_title, marks)
    if marks.rule_at >= 0:
        found.place(marks.rule, blocks[marks.rule_at])
    _measure(blocks, structured, marks, found)
    return list(found.texts.values())


class _Found:
    """The texts found so far, by their words."""

    def __init__(self, page: Page, holders: Holders, site: SiteNames) -> None:
        self.page = page
        self.holders = holders
        self.site = site
        self.texts: dict[tuple[str, ...], Headline] = {}
        self.h1s = 0

    def note(self, text: str, sign: str, block: Block | None = None) -> None:
        """Count a sign of a text."""
        key = tuple(words(text))
        if not key or len(text) > _LONGEST or (len(self.texts) > _MOST and sign != "h1"):
            return
        entry = self.texts.setdefault(key, Headline(text))
        if block is not None:
            entry.number += 1
            if entry.block is None:
                entry.block, entry.text = block, text
        entry.signs[sign] = entry.signs.get(sign, 0) + 1

    def place(self, text: str, block: Block) -> None:
        """Say where a text stands that was noted without its block, if it was."""
        entry = self.texts.get(tuple(words(text)))
        if entry is not None and entry.block is None:
            entry.block, entry.number = block, 1

    def note_lines(self, blocks: list[Block], document: str, marks: Marks) -> None:
        """Note headings, lines called so, what the `title` element says, what is above the date."""
        lowered = document.casefold()
        own_bits, of = self.holders.own_bits, self.holders.of
        before: list[Block] = []
        for block in blocks[:_REACH]:
            text, heading = block.text, block.context.heading
            is_same = bool(before) and before[-1].element is block.element
            if is_same and self._is_large(block) and not says_when(text):
                # Some sites break the lines of a heading by hand.
                before.append(block)
                sign = f"h{min(heading, 4)}" if heading else "called"
                self.note(" ".join(each.text for each in before), sign, before[0])
            else:
                before = [block]
            if not text or len(text) > _LONGEST:
                continue
            if heading:
                if is_logo(self.page, block):
                    continue
                self.h1s += heading == 1
                self.note(text, f"h{min(heading, 4)}", block)
            elif len(text) > 3 and own_bits[of[block.index]] & kinds.HEAD:
                self.note(text, "called", block)
            elif (5 < len(text) <= len(lowered) and text.casefold() in lowered) or (
                marks.crumb_at < block.index < marks.date_at <= block.index + _NEAR
            ):
                self.note(text, "line", block)

    def _is_large(self, block: Block) -> bool:
        """Tell whether a line is set apart as a headline is."""
        is_called = self.holders.own_bits[self.holders.of[block.index]] & kinds.HEAD
        return bool(block.context.heading or block.context.strong or is_called)

    def note_parts(self, text: str, sign: str) -> None:
        """Note what separators make of a text: what is before, behind and between them."""
        cuts = [cut.span() for cut in islice(_SEPARATOR.finditer(text), _MOST_CUTS)]
        for start, end in cuts:
            before, behind = text[:start].strip(), text[end:].strip()
            self.note(before, f"first_{sign}")
            self.note(behind, f"last_{sign}")
            if self.site.is_called(tuple(words(behind))):
                self.note(before, "without_site")
            if self.site.is_called(tuple(words(before))):
                self.note(behind, "without_site")
        for (_, end), (start, _) in pairwise(cuts):
            self.note(text[end:start].strip(), "inner_part")


class _Told:
    """What else the page calls itself, as words, in one string, and as a set."""

    def __init__(self, text: str) -> None:
        self.words = words(text)
        self.line = " ".join(self.words)
        self.set = set(self.words)


def _measure(blocks: list[Block], structured: Structured, marks: Marks, found: _Found) -> None:
    """Count what compares each text with the page's other names for itself, and where it stands."""
    by_source = dict(reversed(structured.titles))
    title = _Told(structured.document_title)
    og = _Told(by_source.get("og") or by_source.get("twitter") or "")
    told = _Told(by_source.get("json") or by_source.get("itemprop") or "")
    crumbs = {tuple(words(name)) for name in marks.crumbs}
    h1s = [each for each in found.texts.values() if "h1" in each.signs]
    first_h1 = min((each.block.index for each in h1s if each.block), default=-1)
    longest = max((len(each.text) for each in h1s), default=1) or 1
    parts = sum(1 for _ in _SEPARATOR.finditer(structured.document_title)) + 1
    text_at = next(_long_lines(blocks), len(blocks))
    known = (bool(og.words), bool(told.words))
    links = {block.text for block in blocks if block.is_link}
    for key, each in found.texts.items():
        line, mine = " ".join(key), set(key)
        of_title, of_og = len(mine & title.set), len(mine & og.set)
        each.row = (
            *map(each.signs.get, _SIGNS, repeat(0)),
            each.block is not None and each.block.index == first_h1,
            found.h1s,
            each.number,
            line == title.line,
            title.line.startswith(line),
            title.line.endswith(line),
            line in title.line,
            line == og.line,
            og.line.startswith(line),
            line in og.line,
            line == told.line,
            line in told.line,
            *known,
            of_title / len(mine),
            of_og / len(mine),
            of_title / (len(title.set) or 1),
            of_og / (len(og.set) or 1),
            len(key),
            len(each.text),
            len(each.text) / longest,
            parts,
            found.site.is_called(key),
            _wears_site(each.text, found.site),
            key in crumbs,
            each.block is not None,
            *(
                _placed(each.block, found.holders, marks, text_at, links)
                if each.block
                else _NOWHERE
            ),
        )


def _wears_site(text: str, site: SiteNames) -> bool:
    """Tell whether a name of the site stands before or behind a separator in the text."""
    cuts = list(_SEPARATOR.finditer(text)) if _MAY_SEPARATE(text) else []
    return bool(cuts) and (
        site.is_called(tuple(words(text[cuts[-1].end() :])))
        or site.is_called(tuple(words(text[: cuts[0].start()])))
    )


def _long_lines(blocks: list[Block]) -> Iterator[int]:
    for block in blocks:
        if len(block.text) > _LONG_LINE and block.linked * 3 < len(block.text):
            yield block.index


def _placed(block: Block, holders: Holders, marks: Marks, text_at: int, links: set[str]) -> Row:
    at, holder = block.index, holders.of[block.index]
    around = holders.any_bits[holder]
    return (
        at,
        at < text_at,
        max(-_FAR, min(text_at - at, _FAR)),
        block.context.strong,
        block.is_link,
        block.context.furniture,
        bool(holders.own_bits[holder] & kinds.HEAD),
        at - marks.crumb_at if marks.crumb_at >= 0 else _NONE,
        marks.date_at - at if marks.date_at >= 0 else _NONE,
        # Names of sections stand in menus too.
        not block.is_link and block.text in links,
        *(bool(around & bit) for _, bit in _AROUND),
    )


_NOWHERE = (0,) * (10 + len(_AROUND))
