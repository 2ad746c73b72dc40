"""The sheet of particulars above a document or a post: "索引号 … 发布机构 … 成文日期 …".

Chinese authorities have one above every document that they publish (Regulations on Open Government
Information, article 29); boards of Korean, Japanese and Taiwanese sites one above every post. It is
a table, a list, or lines, names the document and its day, and is no text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from newscrawler.extract.articles import byline, create_time, particulars, record_labels
from newscrawler.extract.articles.byline import Byline
from newscrawler.extract.articles.create_time import CreateTime
from newscrawler.extract.articles.lines import is_no_title
from newscrawler.extract.articles.title import Title
from newscrawler.extract.dates import Hints
from newscrawler.extract.evidence import Rule, evidence
from newscrawler.extract.pages.blocks import Block, Run
from newscrawler.extract.pages.features import weight

# How many labels make a sheet, and how many of them are of nothing else: one where the name and the
# day of publication stand beside it
_FEW, _OWN = 3, 2
# How many lines a label is below the one before, and how long a line is at the most
_NEAR, _LONGEST, _PROSE = 3, 300, 60
_REACH = 400
# What a headline weighs at the least, and how many steps above it the sheet's element is
_HEADLINE, _STEPS = 20, 3


class Value(NamedTuple):
    """What stands behind a label: `start` to `end` of the text of a block."""

    block: Block
    start: int
    end: int


class _Mark(NamedTuple):
    """A label: from `start` to `end` of the text of a block."""

    block: Block
    kind: str
    start: int
    end: int


class Sheet(NamedTuple):
    """The lines from `first` to `last`, and what the sheet says: values by the kind of label.

    `is_below` tells that the text stands above it.
    """

    first: int
    last: int
    values: dict[str, Value]
    is_below: bool

    def time(
        self, found: CreateTime | None, listed: str | None, hints: Hints, timezone: str | None
    ) -> CreateTime | None:
        """Return the day of publication; it stands for the whole sheet.

        `found` is what the rest of the page says. The day on which a document was signed is often
        days before; it is believed where there is no other. None where the listing has to tell it.
        """
        named = (self._day(kind, "label", hints, timezone) for kind in ("published", "date"))
        told = next(filter(None, named), None)
        if told or (found and found.evidence["how"] == "label"):
            return told or found
        if listed:
            return None
        return self._day("written", "date line", hints, timezone) or found

    def _day(self, kind: str, how: Rule, hints: Hints, timezone: str | None) -> CreateTime | None:
        value = self.values.get(kind)
        found = create_time.between(*value, how, hints, timezone) if value else None
        return found._replace(at=-1 if self.is_below else self.last) if found else None

    @property
    def byline(self) -> Byline | None:
        """The author, None where the sheet names none."""
        text = self._said("author").strip(" |")
        names = byline.split(text)
        entry = evidence("label", self.values["author"].block.element, text) if names else {}
        return Byline(names, -1 if self.is_below else self.last, entry) if names else None

    def title(self, blocks: list[Block]) -> Title | None:
        """Return the name of the document, None where the sheet has none or cuts it.

        `blocks` are the lines of the page without the sheet: one of them may say it, too.
        """
        text = self.name
        if not text or text[-1] in ".…":
            return None
        line = next((block for block in blocks if block.text == text), None)
        if line is None:
            return None
        return Title(text, line.index, evidence("label", line.element, text))

    def heading(self, blocks: list[Block]) -> Title | None:
        """Return the line right above the sheet, in an element with it, that may be a headline."""
        above = next((b for b in reversed(blocks[: self.first]) if b.text), None)
        if self.is_below or above is None or above.linked:
            return None
        if not _HEADLINE <= weight(above.text) <= _LONGEST:
            return None
        if is_no_title(above.text):
            # The sheet stands below the text.
            return None
        beside = {above.element.getparent(), *islice(above.element.iterancestors(), _STEPS)}
        if beside.isdisjoint(blocks[self.first].element.iterancestors()):
            return None
        return Title(above.text, above.index, evidence("line", above.element, above.text))

    @property
    def name(self) -> str:
        """The name of the document, empty where the sheet has none."""
        return self._said("name")

    def _said(self, kind: str) -> str:
        value = self.values.get(kind)
        return value.block.text[value.start : value.end].strip() if value else ""


def find(blocks: list[Block]) -> Sheet | None:
    """Return the first sheet of a page, None where there is none."""
    for run in _runs(blocks, list(_marks(blocks))):
        kinds = Counter(mark.kind for mark in run)
        is_sheet = kinds["own"] >= _OWN or (kinds["own"] and kinds["name"] and kinds["published"])
        if len(run) >= _FEW and is_sheet:
            return _sheet(blocks, run)
    for run in _runs(blocks, list(_spaced_marks(blocks))):
        # A page may say twice when it was posted and updated.
        said = {mark.block.text[mark.start : mark.end].casefold(): mark.kind for mark in run}
        if len(said) >= _FEW and particulars.is_sheet(list(said.values()), _OWN):
            return _sheet(blocks, run)
    return None


def _runs(blocks: list[Block], marks: list[_Mark]) -> Iterator[list[_Mark]]:
    """Yield labels that stand side by side."""
    while marks:
        run = [marks[0]]
        for mark in marks[1:]:
            if not _goes_on(blocks, run[-1], mark):
                break
            run.append(mark)
        yield run
        marks = marks[len(run) :]


def _goes_on(blocks: list[Block], last: _Mark, mark: _Mark) -> bool:
    """Tell whether a label is of the same sheet as the last: a text between parts two sheets."""
    first = last.block.index + 1
    if mark.block.index - last.block.index > _NEAR:
        return False
    if last.kind != "text" and last.end == len(last.block.text):
        # The value in the next line may be as long as a title.
        first += 1
    return all(weight(block.text) <= _PROSE for block in blocks[first : mark.block.index])


def without(blocks: list[Block], sheet: Sheet) -> list[Block]:
    """Return the lines of a page, those of the sheet empty.

    The name of the document stays where no other line says it, and so do links to its files.
    """
    lines = list(blocks)
    inside = blocks[sheet.first : sheet.last + 1]
    for block in inside:
        if not block.linked:
            lines[block.index] = _line(block, "")
    title = sheet.values.get("name")
    if title and not title.block.linked and all(each.text != sheet.name for each in lines):
        lines[title.block.index] = _line(title.block, sheet.name)
    return lines


def _marks(blocks: list[Block]) -> Iterator[_Mark]:
    for block in blocks[:_REACH]:
        text = block.text
        if text[:1] not in record_labels.BEGINS or len(text) > _LONGEST:
            continue
        # A label may be told from its value by an element of its own only.
        for start, end in zip(block.starts, [*block.starts[1:], len(text)], strict=True):
            for kind, begin, stop in record_labels.find(text[start:end]):
                yield _Mark(block, kind, start + begin, start + stop)


def _spaced_marks(blocks: list[Block]) -> Iterator[_Mark]:
    """Yield the labels in languages that set words apart; none is a link."""
    for block in blocks[:_REACH]:
        text = block.text
        if not text or len(text) > _LONGEST or block.is_link:
            continue
        ends = [*block.starts[1:], len(text)]
        for run, start, end in zip(block.runs, block.starts, ends, strict=True):
            if run.context.link is None:
                for kind, begin, stop in particulars.find(text[start:end]):
                    yield _Mark(block, kind, start + begin, start + stop)


def _sheet(blocks: list[Block], run: list[_Mark]) -> Sheet:
    values: dict[str, Value] = {}
    last = run[-1].block.index
    for mark, following in zip(run, [*run[1:], None], strict=True):
        block = mark.block
        is_same = following is not None and following.block is block
        value = Value(
            block, mark.end, following.start if following and is_same else len(block.text)
        )
        if mark.kind == "text":
            # What follows is no particular; only the word is none of it.
            continue
        if mark.end == len(block.text):
            # The value stands in the next line, unless there is none.
            below = block.index + 1
            if below >= len(blocks) or (following and following.block.index == below):
                continue
            value = Value(blocks[below], 0, len(blocks[below].text))
            last = max(last, below)
        values.setdefault(mark.kind, value)
    first = run[0].block.index
    return Sheet(first, last, values, _prose(blocks[:first]) > _prose(blocks[last + 1 :]))


def _prose(blocks: list[Block]) -> int:
    return sum(len(each.text) for each in blocks if not each.linked and weight(each.text) > _PROSE)


def _line(block: Block, text: str) -> Block:
    """Return a line at the same place that says nothing but `text`."""
    run = Run(text, block.element, block.context)
    return Block(block.element, [run], block.context, text, [0], 0, block.index, block.holder)
