"""An article page as the values of an item, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from newscrawler.extract import (
    body,
    breadcrumb,
    byline,
    create_time,
    declared,
    language,
    text,
    title,
)
from newscrawler.extract.blocks import Block, around, read, rest
from newscrawler.extract.byline import Byline
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.page import Page
from newscrawler.extract.rules import Rules
from newscrawler.items import Attachment, Image, Listed

# Lines below the title in which a byline is looked for when no date ends the head.
_NEAR = 3
# Shorter text behind the date in its own line is a remark.
_TEXT = 60
REQUIRED = ("breadcrumb", "title", "byline", "create_time", "body")


@dataclass(slots=True)
class Extracted:
    """What one page says; names, types and meaning are those of `items.Article`."""

    breadcrumb: list[str] | None = None
    title: str | None = None
    byline: list[str] | None = None
    create_time: str | None = None
    create_time_precision: str | None = None
    body: str | None = None
    body_html: str | None = None
    language: str | None = None
    attachments: list[Attachment] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Return the values by the names that they have in an item."""
        return {name: getattr(self, name) for name in self.__slots__}


def article(page: Page, rules: Rules | None = None, listed: Listed | None = None) -> Extracted:
    """Return what `page` says, by the room's `rules` and what the listing said of it.

    The same page, rules and listing entry always give the same result; no page raises.
    """
    return _Reading(page, rules or Rules(), listed).extracted()


class _Reading:
    """One page being read: each field asks what the room declares, then what a reader sees."""

    def __init__(self, page: Page, rules: Rules, listed: Listed | None) -> None:
        self.page = page
        self.blocks = read(page.root)
        picked = {name: declared.pick(page, getattr(rules, name), self.blocks) for name in REQUIRED}
        self.declared_body = picked["body"]
        self.crumbs = picked["breadcrumb"] and declared.read_breadcrumb(picked["breadcrumb"])
        self.crumbs = self.crumbs or breadcrumb.find(self.blocks)
        self.time = picked["create_time"] and declared.read_create_time(
            picked["create_time"], rules.timezone
        )
        self.time = self.time or create_time.find(self.blocks, rules.timezone)
        self.title = picked["title"] and declared.read_title(picked["title"])
        self.title = self.title or title.find(page, self.blocks, self.crumbs, self.time, listed)
        self.byline = picked["byline"] and declared.read_byline(picked["byline"])
        self.byline = self.byline or self._byline()

    def extracted(self) -> Extracted:
        """Return the fields together."""
        chosen, how = self._body()
        if self.byline is None:
            self.byline = byline.find(chosen, 0, 1)
            chosen = chosen[1:] if self.byline else chosen
        whole = text.Body(chosen)
        plain = text.plain(whole)
        heading = self.title.text if self.title else ""
        found = Extracted(
            breadcrumb=self.crumbs.names if self.crumbs else None,
            title=heading or None,
            byline=self.byline.names if self.byline else None,
            create_time=self.time.value if self.time else None,
            create_time_precision=self.time.precision if self.time else None,
            body=plain,
            body_html=text.html(self.page, whole) if plain else None,
            language=language.find(self.page, f"{heading} {plain or ''}"),
            attachments=text.attachments(self.page, chosen),
            images=text.images(self.page, chosen),
            evidence=self._evidence(),
        )
        if plain:
            found.evidence["body"] = evidence(how, around(chosen), plain)
        found.missing = [name for name in REQUIRED if getattr(found, name) is None]
        return found

    def _evidence(self) -> dict[str, Evidence]:
        values = {
            "breadcrumb": self.crumbs,
            "title": self.title,
            "byline": self.byline,
            "create_time": self.time,
        }
        shown = {name: value.evidence for name, value in values.items() if value}
        return shown | {"charset": {"how": self.page.charset_source, "raw": self.page.charset}}

    def _byline(self) -> Byline | None:
        """Return the byline between title and date, else beside the date."""
        above = self.title.at if self.title else None
        if above is None:
            above = self.crumbs.last if self.crumbs else None
        if above is None or (self.time is None and self.title is None):
            return None
        last = self.time.at if self.time else above + 1 + _NEAR
        between = byline.find(self.blocks, above + 1, last)
        if between or self.time is None or self.time.at >= len(self.blocks):
            return between
        return byline.find_beside(self.blocks[self.time.at], self.time.end)

    def _body(self) -> tuple[list[Block], str]:
        """Return the body's blocks and how they were found."""
        if self.declared_body:
            return self.declared_body.blocks, "declared"
        anchors = self._anchors()
        if not anchors:
            return body.find(self.blocks, None), "densest text"
        name = max(anchors, key=lambda each: anchors[each])
        chosen = self._date_line_text() + body.find(self.blocks, anchors[name])
        prose = body.prose(chosen)
        above = self._above_date(anchors)
        if above and body.prose(above) > prose:
            return above, "above the date"
        if prose:
            return chosen, f"below the {name}"
        return body.find(self.blocks, None), "densest text"

    def _anchors(self) -> dict[str, int]:
        """Return where the parts stand that come before a body."""
        anchors = {
            "breadcrumb": self.crumbs.last if self.crumbs else None,
            "title": self.title.at if self.title else None,
            "byline": self.byline.at if self.byline else None,
            "date": self.time.at if self.time else None,
        }
        return {name: index for name, index in anchors.items() if index is not None}

    def _above_date(self, anchors: dict[str, int]) -> list[Block]:
        """Return the text between title and date, for sites that date at the end."""
        if anchors.get("title", len(self.blocks)) >= anchors.get("date", 0):
            return []
        return body.find(self.blocks[: anchors["date"]], anchors["title"])

    def _date_line_text(self) -> list[Block]:
        """Return what follows the date in its own line when it is text, not particulars."""
        if self.time is None:
            return []
        line = rest(self.blocks[self.time.at], self.time.end)
        return [line] if len(line.text) > _TEXT and body.SENTENCE.search(line.text) else []
