"""Every text of a page that may be its title, and what speaks for each: numbers, no decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from newscrawler.extract import places as kinds
from newscrawler.extract.blocks import Block
from newscrawler.extract.page import Page
from newscrawler.extract.places import Places
from newscrawler.extract.structured import Structured

# What sets a site's name apart from a headline in the `title` element.
_SEPARATOR = re.compile(
    r"\s+[|–—\-·•:»«›/~]+\s+|\s*[|»_–—]\s*|\s*[：｜]\s*|: | - |--",
)
_WORD = re.compile(r"\w+")
_LONGEST = 300
_MOST, _MOST_CUTS = 60, 6
# Lines below these have no title any more; a date's title stands this near above it.
_REACH, _NEAR = 600, 8
_LONG_LINE = 150
_FAR, _NONE = 50, -99

_AROUND = (
    ("in_comment", kinds.COMMENT),
    ("in_related", kinds.RELATED),
    ("in_side", kinds.SIDE),
    ("in_meta", kinds.META),
    ("in_article", kinds.ARTICLE),
)
NAMES = (
    "h1 h2 h3 h4 called line whole_part first_part last_part other_part og json itemprop twitter "
    "meta rule strong link furniture first_h1 h1s number_of_texts is_title starts_title ends_title "
    "in_title is_og starts_og in_og is_json in_json og_known json_known title_known title_share "
    "og_share of_title of_og words length longer ends_stop parts site_name in_host crumb on_page "
    "index before_text to_text own_head in_comment in_related in_side in_meta in_article "
    "after_crumb before_date"
).split()


@dataclass(slots=True)
class Headline:
    """A text, the block where it stands first (None: not on the page), and what was seen of it."""

    text: str
    block: Block | None = None
    number: int = 0
    seen: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class Marks:
    """What stands around a title: the crumbs and the block of the last, the date's block (or -1).

    `rule` is the title by its place between them, maybe empty.
    """

    crumbs: list[str]
    crumb_at: int
    date_at: int
    rule: str


def words(text: str) -> list[str]:
    """Return the words in one case; an ideograph is a word."""
    found = _WORD.findall(text.casefold())
    if text.isascii():
        return found
    return [part for word in found for part in (word if _is_eastern(word) else [word])]


def _is_eastern(word: str) -> bool:
    return "\u3040" <= word[:1] <= "\u9fff"


def candidates(
    page: Page, blocks: list[Block], structured: Structured, places: Places, marks: Marks
) -> list[Headline]:
    """Return the texts that may be the title, each once, with features in `seen`."""
    found = _Found(places)
    found.note_lines(blocks, structured.document_title, marks)
    found.note_document(structured.document_title)
    for source, text in structured.titles:
        sign = source if source in ("og", "json", "itemprop", "twitter") else "meta"
        found.note(text, sign)
        if sign == "og":
            for cut in list(_SEPARATOR.finditer(text))[-2:]:
                found.note(text[: cut.start()].strip(), "other_part")
    if marks.rule:
        found.note(marks.rule, "rule")
    _measure(page, blocks, structured, marks, found)
    return list(found.texts.values())


class _Found:
    """The texts found so far, by their words."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.texts: dict[tuple[str, ...], Headline] = {}
        self.h1s = 0

    def note(self, text: str, sign: str, block: Block | None = None) -> None:
        """Count a sign of a text."""
        key = tuple(words(text))
        if not key or len(text) > _LONGEST or len(self.texts) > _MOST:
            return
        entry = self.texts.setdefault(key, Headline(text))
        if block is not None:
            entry.number += 1
            if entry.block is None:
                entry.block, entry.text = block, text
        entry.seen[sign] = entry.seen.get(sign, 0) + 1

    def note_lines(self, blocks: list[Block], document: str, marks: Marks) -> None:
        """Note headings, lines called so, what the `title` element says, what is above the date."""
        lowered = document.casefold()
        run: list[Block] = []
        for block in blocks[:_REACH]:
            text, heading = block.text, block.context.heading
            # Some sites break the lines of a heading by hand.
            run = [*run, block] if run and heading and run[-1].element is block.element else [block]
            if len(run) > 1:
                self.note(" ".join(each.text for each in run), f"h{min(heading, 4)}", run[0])
            if not text or len(text) > _LONGEST:
                continue
            self.h1s += heading == 1
            if heading:
                self.note(text, f"h{min(heading, 4)}", block)
            elif len(text) > 3 and self.places.own(block.element) & kinds.HEAD:
                self.note(text, "called", block)
            elif (len(text) > 5 and text.casefold() in lowered) or (
                marks.crumb_at < block.index < marks.date_at <= block.index + _NEAR
            ):
                self.note(text, "line", block)

    def note_document(self, document: str) -> None:
        """Note the `title` element, whole and in the parts that separators make of it."""
        if not document:
            return
        self.note(document, "whole_part")
        cuts = [cut.span() for cut in islice(_SEPARATOR.finditer(document), _MOST_CUTS)]
        for start, end in cuts:
            self.note(document[:start].strip(), "first_part")
            self.note(document[end:].strip(), "last_part")
        for (_, end), (start, _) in pairwise(cuts):
            self.note(document[end:start].strip(), "other_part")


class _Told:
    """What else the page calls itself, as words, in one string, and as a set."""

    def __init__(self, text: str) -> None:
        self.words = words(text)
        self.line = " ".join(self.words)
        self.set = set(self.words)


def _measure(
    page: Page, blocks: list[Block], structured: Structured, marks: Marks, found: _Found
) -> None:
    """Count what compares each text with the page's other names for itself, and where it stands."""
    by_source = dict(reversed(structured.titles))
    title = _Told(structured.document_title)
    og = _Told(by_source.get("og") or by_source.get("twitter") or "")
    told = _Told(by_source.get("json") or by_source.get("itemprop") or "")
    site = " ".join(words(structured.site_name))
    host = (page.address_parts.hostname or "").replace("-", "")
    crumbs = {tuple(words(name)) for name in marks.crumbs}
    h1s = [each for each in found.texts.values() if "h1" in each.seen]
    first_h1 = min((each.block.index for each in h1s if each.block), default=-1)
    longest = max((len(each.text) for each in h1s), default=1)
    parts = sum(1 for _ in _SEPARATOR.finditer(structured.document_title)) + 1
    text_at = next(_long_lines(blocks), len(blocks))
    for key, each in found.texts.items():
        line, mine = " ".join(key), set(key)
        each.seen |= {
            "h1s": found.h1s,
            "number_of_texts": each.number,
            "first_h1": each.block is not None and each.block.index == first_h1,
            "is_title": line == title.line,
            "starts_title": title.line.startswith(line),
            "ends_title": title.line.endswith(line),
            "in_title": line in title.line,
            "is_og": line == og.line,
            "starts_og": og.line.startswith(line),
            "in_og": line in og.line,
            "is_json": line == told.line,
            "in_json": line in told.line,
            "og_known": bool(og.words),
            "json_known": bool(told.words),
            "title_known": bool(title.words),
            "title_share": len(mine & title.set) / len(mine),
            "og_share": len(mine & og.set) / len(mine),
            "of_title": len(mine & title.set) / (len(title.set) or 1),
            "of_og": len(mine & og.set) / (len(og.set) or 1),
            "words": len(key),
            "length": len(each.text),
            "longer": len(each.text) / (longest or 1),
            "ends_stop": each.text[-1:] in ".。:：",
            "parts": parts,
            "site_name": bool(site) and line in site,
            "in_host": "".join(key) in host,
            "crumb": key in crumbs,
            "on_page": each.block is not None,
        }
        if each.block is not None:
            each.seen |= _placed(each.block, found.places, marks, text_at)


def _long_lines(blocks: list[Block]) -> Iterator[int]:
    for block in blocks:
        if len(block.text) > _LONG_LINE and block.linked * 3 < len(block.text):
            yield block.index


def _placed(block: Block, places: Places, marks: Marks, text_at: int) -> dict[str, float]:
    around = places.around(block.element)
    at = block.index
    placed: dict[str, float] = {
        "index": at,
        "before_text": at < text_at,
        "to_text": max(-_FAR, min(text_at - at, _FAR)),
        "strong": block.context.strong,
        "link": block.is_link,
        "furniture": block.context.furniture,
        "own_head": bool(places.own(block.element) & kinds.HEAD),
        "after_crumb": at - marks.crumb_at if marks.crumb_at >= 0 else _NONE,
        "before_date": marks.date_at - at if marks.date_at >= 0 else _NONE,
    }
    return placed | {name: bool(around & bit) for name, bit in _AROUND}


def row(headline: Headline) -> list[float]:
    """Return the features in the order of NAMES."""
    return [float(headline.seen.get(name, 0)) for name in NAMES]
