"""Every day that a page names and that may be its date, and where it was seen."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from itertools import islice
from urllib.parse import unquote

from newscrawler.extract import dates, labels
from newscrawler.extract.articles import address_days, day_words, tiles
from newscrawler.extract.articles.day_signs import NEVER, Day, Source, measure
from newscrawler.extract.articles.other_days import (
    PROSE,
    is_of_teaser,
    is_prose,
    is_told_of,
    latest,
)
from newscrawler.extract.dates import stamps
from newscrawler.extract.dates.stamps import Stamp
from newscrawler.extract.pages import places as kinds
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.page import Element, Page
from newscrawler.extract.pages.places import Places
from newscrawler.extract.pages.structured import Structured

# From its first dash on: a pattern that begins with one character is searched for the fastest.
_IN_SCRIPT = re.compile(
    r"-(?<=(?:19|20)\d\d-)[01]\d-[0-3]\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
)
_SCRIPT_NAME = re.compile(
    r"(?:publi|creat|release|issue|post|display|first|date|datum)\w*[\"']?\s*[:=]\s*[\\\"']*$",
    re.IGNORECASE,
)
_BEFORE_SCRIPT = 40
# Of a longer line only the begin is looked at, for a dateline.
_LONG = 300
_DATELINES = 2
_IN_A_LINE = 3
_REACH = 3000
_MOST, _MOST_TIMES = 60, 40
_EARLIEST = date(1990, 1, 1)
_BESIDE, _HEAD = 40, 8
# A label before a date is this short; blanks and brackets between them.
_LABEL, _MARKS = 30, 2

# What sets the day of a dateline apart: "BERLIN, 3 June 2024 -", "(3 June 2024)".
_DATELINE = re.compile(r"\.?\s*[-–—/)）】|:：]|\.\s")
_SOURCES: dict[str, Source] = {
    "json published": "json",
    "json created": "json_created",
    "json modified": "json_modified",
    "json page published": "page_published",
    "json page created": "page_published",
    "json page modified": "json_modified",
    "meta published": "meta",
    "meta modified": "meta_modified",
    "itemprop published": "itemprop",
    "itemprop modified": "itemprop_modified",
}


def hints_of(page: Page, dated: list[Block], listed: str | None) -> dates.Hints:
    """Return how the page's dates are to be read.

    By its short lines, language and country; where they leave it open, by the day in the listing.
    """
    language = page.root.get("lang") or page.root.get("xml:lang") or ""
    texts = [block.text for block in dated if len(block.text) < PROSE]
    order = dates.order_of(texts, language, page.address_parts.hostname or "")
    if order is None and listed:
        order = dates.order_with(texts, date.fromisoformat(listed))
    return dates.Hints(order, page.day, language)


def candidates(
    page: Page,
    blocks: list[Block],
    dated: list[Block],
    structured: Structured,
    places: Places,
    title_at: int,
    rule: date | None,
    listed: str | None,
) -> list[Day]:
    """Return the days that the page names, each once, with features in `seen`.

    `dated` are the lines that may hold one (see `create_time`), `title_at` is the block of the
    title, -1 when it is not shown; `rule` is the day by its label, `listed` the one that the
    listing shows.
    """
    if page.day and title_at >= 0:
        dated = _with_head(blocks, dated, title_at)
    found = _Found(page, blocks, dated, places, title_at, listed)
    for source, raw in structured.dates:
        at = stamps.read(raw, found.hints)
        entry = found.note(at.day, _SOURCES[source], raw) if at else None
        if entry and at:
            entry.sharpen(at)
    found.note_times()
    found.note_address()
    if not structured.dates:
        found.note_scripts()
    found.note_shown()
    found.drop_told_of()
    if rule:
        found.note(rule, "rule", rule.isoformat())
    month = address_days.month(unquote(page.address_parts.path))
    measure(found.days, title_at, month)
    return list(found.days.values())


def _with_head(blocks: list[Block], dated: list[Block], title_at: int) -> list[Block]:
    """Add short lines around the title: "3 days ago" is believed there only."""
    around = blocks[max(0, title_at - _HEAD) : min(title_at + _HEAD, _REACH)]
    known = {block.index: block for block in dated}
    known |= {block.index: block for block in around if len(block.text) < _BESIDE}
    return [known[at] for at in sorted(known)]


class _Found:
    """The days found so far."""

    def __init__(
        self,
        page: Page,
        blocks: list[Block],
        dated: list[Block],
        places: Places,
        title_at: int,
        listed: str | None,
    ) -> None:
        self.page = page
        self.blocks = blocks
        self.dated = dated
        self.places = places
        self.title_at = title_at
        self.hints = hints_of(page, self.dated, listed)
        self.latest = latest(page.fetched)
        self.days: dict[date, Day] = {}

    def note(self, day: date | None, sign: Source, raw: str) -> Day | None:
        """Count a sign of a day; None for a day that no page of ours can be of."""
        if day is None or not _EARLIEST <= day <= self.latest or len(self.days) > _MOST:
            return None
        entry = self.days.setdefault(day, Day(day, sign, raw))
        entry.add(sign)
        return entry

    def note_times(self) -> None:
        """Read the `time` elements."""
        for number, element in enumerate(islice(self.page.root.iter("time"), _MOST_TIMES)):
            shown = "".join(element.itertext()).strip()[:80]
            raw = element.get("datetime") or shown
            at = stamps.read(raw, self.hints) if raw else None
            entry = self.note(at.day, "time", raw) if at else None
            if entry is None or at is None:
                continue
            if entry.element is None:
                entry.element = element
            entry.sharpen(at)
            around = _around(element)
            entry.add("time_updated", day_words.UPDATED.search(around) is not None)
            is_published = "published" in around or "entry-date" in around
            entry.add("time_published", is_published or "pubdate" in element.attrib)
            entry.add("time_elsewhere", bool(self.places.around(element) & _ELSEWHERE))
            entry.seen["time_near"] = max(entry.seen.get("time_near", 0), 10 - number)

    def note_address(self) -> None:
        """Read the page's own address."""
        for day, raw in address_days.find(unquote(self.page.address_parts.path)):
            self.note(day, "address", raw)

    def note_scripts(self) -> None:
        """Read the dates that scripts hold under a name such as "publishedAt"."""
        text = self.page.text
        for match in islice(_IN_SCRIPT.finditer(text), _MOST):
            start = match.start() - len("2000")
            before = text[max(0, start - _BEFORE_SCRIPT) : start]
            if _SCRIPT_NAME.search(before) and not day_words.UPDATED.search(before):
                raw = text[start : match.end()]
                at = stamps.read(raw, self.hints)
                self.note(at.day if at else None, "script", raw)

    def note_shown(self) -> None:
        """Read what the page shows: all dates of short lines, the first of the first long ones."""
        prose = [block.index for block in self.blocks[:_REACH] if is_prose(block)]
        for block in self.dated:
            text = block.text
            if labels.TODAY.match(text):
                continue
            above = bisect_right(prose, block.index)
            if self._is_title(block):
                # The day of what a release is about.
                dated = dates.find(text, self.hints)
                self.note(dated.day if dated else None, "in_title", text)
            elif len(text) <= _LONG or day_words.OF_ITSELF.match(text):
                self._note_dates(block, above)
            elif above <= _DATELINES:
                dated = dates.find(text[:_LONG], self.hints)
                entry = self.note(dated.day, "prose", text[:80]) if dated else None
                if entry and dated:
                    entry.add("dateline", _DATELINE.match(text, dated.end) is not None)

    def drop_told_of(self) -> None:
        """Drop the days that nothing but running text names: that of an event it tells of."""
        self.days = {day: each for day, each in self.days.items() if not is_told_of(each)}

    def _is_title(self, block: Block) -> bool:
        """Tell whether the block is the title, or says it again."""
        if self.title_at < 0:
            return False
        return block.index == self.title_at or self.blocks[self.title_at].text in block.text

    def _note_dates(self, block: Block, above: int) -> None:
        """Read the dates of a line with so many lines of prose above it, itself included."""
        text = block.text
        start = 0
        for _ in range(_IN_A_LINE):
            dated = dates.find(text[start:], self.hints)
            if dated is None and start == 0:
                dated = tiles.find(self.blocks, block)
            if dated is None:
                break
            span = (start + dated.start, start + dated.end)
            start = span[1]
            before = text[max(0, span[0] - _BESIDE) : span[0]]
            if labels.OTHER_DATE.search(before) or is_of_teaser(block, *span):
                continue
            entry = self.note(dated.day, "shown", text[slice(*span)])
            if entry:
                entry.sharpen(Stamp(entry.day, dated.clock, dated.zone))
                self._note_line(entry, block, span)
                entry.add("shown_before_text", above == 0)
                entry.add("prose", is_prose(block))
                entry.add("dateline", _DATELINE.match(text, span[1]) is not None)

    def _note_line(self, entry: Day, block: Block, span: tuple[int, int]) -> None:
        """Count what stands around a date in its line, and where the line stands."""
        if entry.block is None:
            entry.block, entry.span = block, span
            entry.raw = block.text[slice(*span)]
        entry.indices.append(block.index)
        beside = len(block.text) - (span[1] - span[0])
        before = self._before(block, span[0])
        if day_words.OF_ITSELF.match(block.text):
            # The verb may stand behind: "am 3. Juni um 14 Uhr von … veröffentlicht".
            before += block.text[span[1] : span[1] + _BESIDE]
        bits = self.places.around(block.element)
        label = _label(block.text, span)
        if label:
            entry.add("weak_label" if label["weak"] else "label")
        entry.add("shown_short", beside < _BESIDE)
        entry.add("shown_meta", bool(bits & kinds.META))
        entry.add("shown_updated", day_words.UPDATED.search(before) is not None)
        entry.add("shown_published", day_words.PUBLISHED.search(before) is not None)
        entry.add("shown_link", block.is_link)
        entry.add("shown_comment", bool(bits & kinds.COMMENT))
        entry.add("shown_related", bool(bits & kinds.RELATED))
        entry.add("shown_side", bool(bits & kinds.SIDE))
        entry.add("in_heading", block.context.heading > 0)
        entry.add("furniture", block.context.furniture)
        entry.seen["length_around"] = min(entry.seen.get("length_around", NEVER), beside)

    def _before(self, block: Block, start: int) -> str:
        """Return what stands right before a date: in its line, or in a short line above."""
        if start > _MARKS or not block.index:
            return block.text[max(0, start - _LABEL) : start]
        above = self.blocks[block.index - 1].text
        return above if len(above) <= _LABEL else ""


_ELSEWHERE = kinds.COMMENT | kinds.RELATED


def _around(element: Element) -> str:
    parent = element.getparent()
    texts = [element.get("class"), element.get("itemprop")]
    if parent is not None:
        texts += [parent.get("class"), (parent.text or "")[-40:]]
    return " ".join(filter(None, texts))


def _label(text: str, span: tuple[int, int]) -> re.Match[str] | None:
    """Return the label right before a day, found in the few characters in front of it."""
    first, end = max(0, span[0] - _BESIDE), span[0]
    around = text[first : span[1]]
    for label in labels.CREATE_TIME.finditer(around):
        if day_words.BEFORE_DAY.fullmatch(around, min(label.end(), end - first), end - first):
            return label
    return None
