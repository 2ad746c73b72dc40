"""The byline: who wrote the text, by the label that says so."""

from __future__ import annotations

import re
from typing import NamedTuple

from newscrawler.extract import labels
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.pages.blocks import Block

_LONGEST = 120
# Blanks do not separate: "Felix Zhang Ariane Yu" is kept whole rather than cut wrongly.
_BETWEEN_NAMES = re.compile(r"\s*(?:[,，、;；/&]|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)
# A name: up to five words with capitals, or up to twelve Chinese, Japanese or Korean characters.
_NAME = re.compile(
    r"(?:(?:[A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁ][\w.'’-]*|de|der|den|van|von|la|le|bin|al|da|dos?)\s?){1,5}"
    r"|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af·\s]{2,12}"
)
_BESIDE = " |,;·•/–—-"
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
    return None


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
    return names if all(_NAME.fullmatch(name) for name in names) else []
