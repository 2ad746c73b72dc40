"""The title: the likeliest of the texts that may be it, or what the listing said.

The `title` element is never a title: on hijacked pages it is what was hijacked; it only confirms.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import NamedTuple

from newscrawler.extract import labels
from newscrawler.extract.articles import byline, headlines
from newscrawler.extract.evidence import Evidence, Rule, evidence
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.items import Listed

# The log of the odds below which no title is better than a likely wrong one.
_LIKELY = -4.0
# Below these a link of a menu comes after any heading.
_UNLIKELY = -1.0
_CUT = re.compile(r"\s*(?:\.{2,}|…+)$")
_WORD = re.compile(r"\w+")


class Title(NamedTuple):
    """`at` is the block of the title, None when it is not on the page."""

    text: str
    at: int | None
    evidence: Evidence


def choose(
    candidates: list[headlines.Headline], anchored: Title | None, listed: Listed | None
) -> Title | None:
    """Return the likeliest candidate; the listing's word decides before any likelihood.

    `anchored` is the title by its place. What shares no words with the listing's title is not it.
    """
    expected = squeeze(listed.title or "") if listed else ""
    if (
        expected
        and anchored
        and (
            anchored.evidence["how"] in ("as listed", "listing") or is_same(anchored.text, expected)
        )
    ):
        return anchored
    from newscrawler.extract.weights.title import score

    likely = [
        each
        for each in candidates
        if _is_supported(each) and (not expected or shares_words(each.text, expected))
    ]
    scored = [(score(each.row), each) for each in likely]
    likelihood, best = max(scored, key=itemgetter(0), default=(0.0, None))
    if best is not None and likelihood < _UNLIKELY and _is_of_menu(best):
        headings = [pair for pair in scored if pair[0] >= _LIKELY and _is_heading(pair[1])]
        likelihood, best = max(headings, key=itemgetter(0), default=(likelihood, best))
    if best is None or likelihood < _LIKELY:
        return Title(expected, None, evidence("listing", None, expected)) if expected else None
    block = best.block
    how: Rule = (
        "likeliest heading" if block is not None else "likeliest of what is told to machines"
    )
    entry = evidence(how, block.element if block is not None else None, best.text)
    return Title(best.text, block.index if block is not None else None, entry)


def _is_of_menu(candidate: headlines.Headline) -> bool:
    """Tell whether a text stands in a link only: the `title` element may name the section."""
    return candidate.block is not None and candidate.block.is_link and candidate.number == 1


def _is_heading(candidate: headlines.Headline) -> bool:
    block = candidate.block
    return block is not None and 0 < block.context.heading <= 3 and not block.is_link


def _is_supported(candidate: headlines.Headline) -> bool:
    """Tell whether more than the `title` element says it: a hijacked page has that one changed."""
    told = ("og", "first_og_part", "last_og_part", "json", "itemprop", "twitter", "meta")
    return candidate.block is not None or any(name in candidate.signs for name in told)


def is_same(text: str, listed: str) -> bool:
    """Tell whether `text` is the title that the listing shows, which may be cut there."""
    whole, shown = text.casefold(), listed.casefold()
    if whole == shown or shown[-1:] not in ".…":
        return whole == shown
    stem = _CUT.sub("", shown)
    return stem != shown and len(stem) > 5 and whole.startswith(stem)


def is_particular(text: str) -> bool:
    """Tell whether a line says when, by whom or from where a text is."""
    return bool(
        byline.label(text) or labels.CREATE_TIME.match(text) or labels.PARTICULAR.match(text)
    )


def shares_words(text: str, other: str) -> bool:
    """Tell whether `text` has most of the words of the other, or of its ideographs."""
    mine, others = (_WORD.findall(each.casefold()) for each in (text, other))
    if any(not word.isascii() for word in others):
        return len(set(text) & set(other)) * 2 > len(set(other))
    return len(set(mine) & set(others)) * 2 > len(set(others))
