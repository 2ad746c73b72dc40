"""The create time: the date after its label, or a date that stands alone near the title.

A date inside running text is never it: press releases open with the day and place of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from newscrawler.extract import dates, labels
from newscrawler.extract.articles import day_signs, day_words, tiles
from newscrawler.extract.articles.day_signs import Day
from newscrawler.extract.articles.lines import SENTENCE
from newscrawler.extract.articles.other_days import below_teasers, is_of_teaser, latest
from newscrawler.extract.dates.stamps import Stamp
from newscrawler.extract.evidence import Evidence, Rule, evidence
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.features import weight

# Room for a long title in front of the label; a longer block is a paragraph.
_LONGEST_LINE = 400
# A label without a colon is believed only in a short line.
_SHORT_LINE = 120
# What may stand beside a date in a line of its own: a place, a source, a section.
_BESIDE = 40
_PROSE = 200
_LONGEST_LABEL = 40
# A line of a text is longer, where an ideograph counts double.
_LINE = 80
# Lines below this many are no head of a page; looking at all of a long table takes seconds.
_REACH = 3000
# The log of the odds below which no date is better than a likely wrong one. A day that nothing
# calls that of publication is that of an event or an update more often than its odds say.
_LIKELY, _LIKELIER = -1.5, 0.25


class CreateTime(NamedTuple):
    """`value` and `precision` as in the item, both None when what stands there is no day.

    `at` is the block of the date; label and date cover `start` to `end` of its text.
    """

    value: str | None
    precision: str | None
    at: int
    start: int
    end: int
    evidence: Evidence


def dated(blocks: list[Block]) -> list[Block]:
    """Return the lines of the head of a page that may hold a date, but those of other articles."""
    lines = [block for block in blocks[:_REACH] if dates.may_hold(block.text)]
    others = below_teasers(blocks, lines)
    return [block for block in lines if block.index not in others] if others else lines


def find(
    blocks: list[Block], dated: list[Block], timezone: str | None, fetched: date | None = None
) -> CreateTime | None:
    """Return the labelled date, else a bare one near the title, else None.

    `dated` are the lines that may hold one, `timezone` is the room's IANA zone; a clock time is
    kept only where the zone is known. A day after `fetched` is that of an event, save behind a
    strong label, which is taken at its word. The day of an update is believed where no other has a
    label.
    """
    weak: CreateTime | None = None
    later: CreateTime | None = None
    # A label stands beside its date or in the line above.
    known = {block.index for block in dated}
    near = known.union(at - 1 for at in known if at)
    for block in map(blocks.__getitem__, sorted(near)):
        if not _may_label(block.text):
            continue
        # A line without a date can only end with the label of the next.
        start = 0 if block.index in known else max(0, len(block.text) - _LONGEST_LABEL)
        said = list(_after_labels(blocks, block, start, timezone))
        for found, label in said:
            if label["later"]:
                # Beside an update the common word for a day means that of publication.
                later = later or next((each for each, other in said if other["weak"]), found)
            elif not label["weak"]:
                return found
            # "Date: 20 May" in a text, or beside "Venue:", is an event's; above it the page's.
            elif weak is None and not _is_of_event(blocks, found):
                weak = found
    if later:
        return later
    likely = weak or _bare(blocks, dated, timezone)
    if likely and likely.value and likely.value[:10] > latest(fetched).isoformat():
        return None
    return likely


def _is_of_event(blocks: list[Block], found: CreateTime) -> bool:
    rest, following = blocks[found.at].text[found.end :], blocks[found.at + 1 : found.at + 2]
    beside = [rest, *(block.text for block in following)]
    return any(map(labels.PLACE.match, beside)) or any(map(_is_text, blocks[: found.at + 1]))


def _is_text(block: Block) -> bool:
    return len(block.text) > _PROSE and not block.is_link


def _may_label(text: str) -> bool:
    if len(text) > _LONGEST_LINE:
        return False
    return len(text) <= _SHORT_LINE or ":" in text or "：" in text


def choose(
    candidates: list[Day],
    labelled: CreateTime | None,
    timezone: str | None,
    is_labelled: bool,
    listed: str | None,
) -> CreateTime | None:
    """Return the likeliest of `candidates` if it is likely enough, in the form it is shown in.

    A strong label ("Create Time:") is taken at its word, even for a day that does not exist.
    `listed` is the day that the listing shows: where the page has it too, or no likely one, it is
    the one.
    """
    if labelled and labelled.evidence["how"] == "label" and labelled.value is None:
        return labelled
    from newscrawler.extract.weights.date import score

    scored = [(score(day_signs.row(each)), each) for each in candidates]
    likelihood, best = max(scored, key=itemgetter(0), default=(0.0, None))
    named = [each for each in candidates if each.day.isoformat() == listed]
    is_named = bool(named) and (not is_labelled or _is_set_apart(named[0]))
    if is_named:
        likelihood, best = _LIKELIER, named[0]
    if is_labelled and not is_named and (best is None or not _is_shown(best)):
        # A page that names its parts and shows no date has none: its text tells of an event.
        return None
    least = _LIKELY if best and not listed and day_signs.is_of_publication(best) else _LIKELIER
    if best is None or likelihood < least:
        return of_listing(listed) if listed else None
    if labelled and labelled.value and labelled.value[:10] == best.day.isoformat():
        return labelled
    value: str | None = best.day.isoformat()
    precision: str | None = "day"
    if best.exact and best.exact.clock:
        found = dates.Found(best.exact.day, best.exact.clock, best.exact.zone, 0, 0)
        value, precision = _value(found, timezone)
    at, (start, end) = -1, best.span
    element = best.element
    if best.block is not None:
        at, element = best.block.index, best.block.element
    entry = evidence("likeliest day", element, best.raw, of=best.source)
    return CreateTime(value, precision, at, start, end, entry)


def _is_set_apart(day: Day) -> bool:
    """Tell whether the day stands in a line of particulars, which is no sentence."""
    if day.block is None or not day.seen.get("shown_short"):
        return False
    return SENTENCE.search(day.block.text) is None


def _is_shown(day: Day) -> bool:
    """Tell whether the day stands apart from running text, or is told to machines."""
    apart = ("rule", "label", "time", "json", "meta", "itemprop")
    return any(day.seen.get(name) for name in apart)


def of_listing(day: str) -> CreateTime:
    """Return the day (YYYY-MM-DD) that only the listing shows."""
    return CreateTime(day, "day", -1, 0, 0, evidence("listing", None, day))


def told(stamp: Stamp, timezone: str | None, entry: Evidence) -> CreateTime:
    """Return a moment that is told to machines, and stands nowhere on the page."""
    found = dates.Found(stamp.day, stamp.clock, stamp.zone, 0, 0)
    return CreateTime(*_value(found, timezone), -1, 0, 0, entry)


def read(text: str, timezone: str | None) -> tuple[str | None, str | None]:
    """Return (value, precision) of the first date in `text`, (None, None) without one."""
    found = dates.find(text)
    return _value(found, timezone) if found else (None, None)


def _after_labels(
    blocks: list[Block], block: Block, start: int, timezone: str | None
) -> Iterator[tuple[CreateTime, re.Match[str]]]:
    """Yield the dates that follow labels in the block, or begin the next one, and the labels."""
    for label in labels.CREATE_TIME.finditer(block.text, start):
        rest = block.text[label.end() :]
        date = dates.find(rest)
        if date and day_words.BEFORE_DAY.fullmatch(rest, 0, date.start):
            end = label.end() + date.end
            yield _create_time("label", block, date, (label.start(), end), timezone), label
        elif not rest and block.index + 1 < len(blocks):
            following = blocks[block.index + 1]
            date = dates.find(following.text)
            if date and day_words.BEFORE_DAY.fullmatch(following.text, 0, date.start):
                yield _create_time("label", following, date, (0, date.end), timezone), label


def between(
    block: Block, start: int, end: int, how: Rule, hints: dates.Hints, timezone: str | None
) -> CreateTime | None:
    """Return the first date from `start` to `end` of a line, None without one."""
    date = dates.find(block.text[start:end], hints)
    if date is None:
        return None
    return _create_time(how, block, date, (start, start + date.end), timezone)


def _bare(blocks: list[Block], dated: list[Block], timezone: str | None) -> CreateTime | None:
    """Return the first date that stands alone in one of the `dated` lines, near the text."""
    for block in dated:
        text = block.text
        if len(text) > _SHORT_LINE or block.is_link or block.context.furniture:
            continue
        if labels.TODAY.match(text):
            continue
        date = dates.find(text) or tiles.find(blocks, block)
        if date is None or date.day is None or len(text) - (date.end - date.start) > _BESIDE:
            continue
        if labels.OTHER_DATE.search(text[: date.start]):
            continue
        if is_of_teaser(block, date.start, date.end):
            continue
        if _is_near_text(blocks, block.index):
            return _create_time("date line", block, date, (date.start, date.end), timezone)
    return None


def _is_near_text(blocks: list[Block], index: int) -> bool:
    before = blocks[max(0, index - 4) : index]
    after = blocks[index + 1 : index + 6]
    is_headed = any(block.context.heading in (1, 2, 3) for block in before)
    return is_headed or any(weight(block.text) > _LINE and not block.is_link for block in after)


def _create_time(
    how: Rule, block: Block, date: dates.Found, span: tuple[int, int], timezone: str | None
) -> CreateTime:
    value, precision = _value(date, timezone)
    start, end = span
    why = "" if value else "no such day in the calendar"
    entry = evidence(how, block.element, block.text[start:end], why)
    return CreateTime(value, precision, block.index, start, end, entry)


def _value(date: dates.Found, timezone: str | None) -> tuple[str | None, str | None]:
    if date.day is None:
        return None, None
    day = date.day.isoformat()
    if not date.clock or not (date.zone or timezone):
        return day, "day"
    # Imported here: few rooms show a clock time.
    from datetime import datetime
    from zoneinfo import ZoneInfo

    moment = datetime.fromisoformat(f"{day}T{date.clock}{dates.offset(date.zone)}")
    if moment.tzinfo is None and timezone:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.isoformat(), "second" if date.clock.count(":") == 2 else "minute"
