"""The text by its place: below the parts that come before a text."""

from __future__ import annotations

from newscrawler.extract.articles import placed_text
from newscrawler.extract.articles.breadcrumb import Breadcrumb
from newscrawler.extract.articles.byline import Byline
from newscrawler.extract.articles.create_time import CreateTime
from newscrawler.extract.articles.lines import SENTENCE
from newscrawler.extract.articles.title import Title
from newscrawler.extract.evidence import Rule
from newscrawler.extract.pages.blocks import Block, rest

# Shorter text behind the date in its own line is a remark.
_TEXT = 60
_BELOW: dict[str, Rule] = {
    "breadcrumb": "below the breadcrumb",
    "title": "below the title",
    "byline": "below the byline",
    "date": "below the date",
}


def text(
    blocks: list[Block],
    crumbs: Breadcrumb | None,
    title: Title | None,
    byline: Byline | None,
    time: CreateTime | None,
) -> tuple[list[Block], Rule]:
    """Return the text's blocks and how they were found; each part may be missing."""
    anchors = _anchors(crumbs, title, byline, time)
    if not anchors:
        return placed_text.find(blocks, None), "densest text"
    name = max(anchors, key=lambda each: anchors[each])
    chosen = _date_line_text(blocks, time) + placed_text.find(blocks, anchors[name])
    prose = placed_text.prose(chosen)
    above = _above_date(blocks, anchors)
    if above and placed_text.prose(above) > prose:
        return above, "above the date"
    if prose:
        return chosen, _BELOW[name]
    return placed_text.find(blocks, None), "densest text"


def _anchors(
    crumbs: Breadcrumb | None, title: Title | None, byline: Byline | None, time: CreateTime | None
) -> dict[str, int]:
    """Return where the parts stand that come before a text."""
    places = {
        "breadcrumb": crumbs.last if crumbs else None,
        "title": title.at if title else None,
        "byline": byline.at if byline else None,
        "date": time.at if time else None,
    }
    return {name: at for name, at in places.items() if at is not None and at >= 0}


def _above_date(blocks: list[Block], anchors: dict[str, int]) -> list[Block]:
    """Return the text between title and date, for sites that date at the end."""
    if anchors.get("title", len(blocks)) >= anchors.get("date", 0):
        return []
    return placed_text.find(blocks[: anchors["date"]], anchors["title"])


def _date_line_text(blocks: list[Block], time: CreateTime | None) -> list[Block]:
    """Return what follows the date in its own line when it is text, not particulars."""
    if time is None or time.at < 0:
        return []
    line = rest(blocks[time.at], time.end)
    return [line] if len(line.text) > _TEXT and SENTENCE.search(line.text) else []
