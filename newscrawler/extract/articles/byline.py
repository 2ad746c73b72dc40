"""The byline: who wrote the text, by the label that says so."""

from __future__ import annotations

import re
from typing import NamedTuple

from newscrawler.extract import labels
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.pages.blocks import Block

_LONGEST, _DEGREE = 120, 3
# Blanks do not separate: "Felix Zhang Ariane Yu" is kept whole rather than cut wrongly.
_BETWEEN_NAMES = re.compile(r"\s*(?:[,，、;；/&]|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)
# A name: up to five words with capitals, or up to twelve Chinese, Japanese or Korean characters.
_NAME = re.compile(
    r"(?:(?:[A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁ][\w.'’-]*|de|der|den|van|von|la|le|bin|al|da|dos?)\s?){1,5}"
    r"|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af·\s]{2,12}"
)
_NOBODY = re.compile(
    r"(?:系统|系統|超级|網站|网站)?管理[员員者]|관리자|운영자|최고관리자|匿名|佚名|未知|不详"
)
_BESIDE = " |,;·•/–—-"
_PUBLISHED_BY = re.compile(
    r"(?P<by>由)?\s*(?P<name>[\u4e00-\u9fff·]{2,12}?)\s*(?:发[布表]|發[布佈表])?[于於]\s*(?=\d)"
)
_NEXT_LABEL = re.compile(r"\s{1,}[^\W\d_]{2,20}\s*[:：]|\s+[|]\s+")


class Byline(NamedTuple):
    """`at` is the block that the names stand in."""

    names: list[str]
    at: int
    evidence: Evidence


def label(text: str) -> bool:
    """Tell whether `text` is a byline: a label, then nothing but names."""
    return bool(_names(text))


def find(blocks: list[Block], first: int, last: int) -> Byline | None:
    """Return the first byline in `blocks[first:last]`, which may follow other particulars."""
    for block in blocks[first:last]:
        names = _names(block.text)
        if names:
            entry = evidence("label", block.element, block.text)
            return Byline(names, block.index, entry)
    return None


def find_beside(block: Block, span: tuple[int, int]) -> Byline | None:
    """Return the byline among the particulars that stand in the date's own line, after it first.

    `span` is where the date begins and ends.
    """
    start, end = span
    for text in (block.text[end:], block.text[:start] if start < _LONGEST else ""):
        # "By Ada Lane | 4 June", "Posted on 4 June by Ada Lane"
        names = _names(text.strip(_BESIDE))
        if names:
            return Byline(names, block.index, evidence("label", block.element, text))
        for found in labels.BYLINE_WITHIN.finditer(text):
            rest = _NEXT_LABEL.split(text[found.end() :], maxsplit=1)[0]
            names = _split(rest)
            if names:
                entry = evidence("label", block.element, found.group() + rest)
                return Byline(names, block.index, entry)
    names = _of_element(block, end) or _before_day(block, start)
    return (
        Byline(names, block.index, evidence("label", block.element, block.text)) if names else None
    )


def _of_element(block: Block, day_end: int) -> list[str]:
    """Return the names behind a label that begins an element of the line, or "by" behind the day.

    Style sets the elements apart: "来源：秘书处作者：周婷点击：12".
    """
    for begin in (day_end, *block.starts):
        found = labels.BYLINE.match(block.text, begin)
        if found and found.end() > begin:
            ends = [each for each in (*block.starts, len(block.text)) if each > found.end()]
            parts = (block.text[found.end() : end].strip(_BESIDE) for end in ends[:2])
            names = _split(next(filter(None, parts), ""))
            if names:
                # "MS" and "RD" stand for degrees.
                return [name for name in names if not (name.isascii() and len(name) <= _DEGREE)]
    return []


def _before_day(block: Block, day_start: int) -> list[str]:
    """Return the name in "由 周婷 发布于 2024-05-18", or an element of its own before that."""
    found = _PUBLISHED_BY.match(block.text)
    # The day begins with its label, "发布于", or behind it.
    if (
        found is None
        or not found.end("name") <= day_start <= found.end()
        or _is_nobody(found["name"])
    ):
        return []
    is_own = found.end("name") in {len(block.text[:each].rstrip()) for each in block.starts}
    return [found["name"]] if found["by"] or is_own else []


def split(text: str) -> list[str]:
    """Return the names in `text`, without a label in front; the whole text if it cannot be cut."""
    found = labels.BYLINE.match(text)
    rest = text[found.end() :] if found else text
    return _split(rest) or [rest] if rest else []


def _names(text: str) -> list[str]:
    if len(text) > _LONGEST:
        return []
    found = labels.BYLINE.match(text)
    return _split(text[found.end() :]) if found else []


def _split(text: str) -> list[str]:
    names = [name for name in _BETWEEN_NAMES.split(text.strip(" .")) if name]
    is_named = all(_NAME.fullmatch(name) and not _is_nobody(name) for name in names)
    return names if is_named else []


def _is_nobody(name: str) -> bool:
    """Tell whether a name is what systems call whoever entered the text."""
    return _NOBODY.fullmatch(name) is not None
