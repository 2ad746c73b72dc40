"""The parts of an article page, each read once, by what the room declares or a reader sees."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from newscrawler.extract.articles import (
    anchored,
    attached,
    authors,
    beside_text,
    body,
    breadcrumb,
    byline,
    create_time,
    days,
    declared,
    edges,
    embedded_article,
    head_lines,
    headlines,
    imprint,
    placed_text,
    placed_title,
    record_sheet,
    title,
    trails,
)
from newscrawler.extract.articles.breadcrumb import Breadcrumb
from newscrawler.extract.articles.byline import Byline
from newscrawler.extract.articles.create_time import CreateTime
from newscrawler.extract.articles.day_signs import Day
from newscrawler.extract.articles.declared import Declared
from newscrawler.extract.articles.title import Title
from newscrawler.extract.evidence import Rule
from newscrawler.extract.pages import features, structured
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.holders import Holders
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.places import Places
from newscrawler.extract.pages.reader import visible
from newscrawler.extract.rules import Rules
from newscrawler.items import Listed

# Lines below the title in which a byline is looked for when no date ends the head.
_NEAR = 3
# Counting out more lines than any release has takes longer than an answer may.
_MOST_RANKED = 10_000


class Reading:
    """One page being read, each step once: what the room declares, then what a reader sees.

    The steps that count, and decide nothing, are what `bench.train` learns from.
    """

    def __init__(
        self,
        page: Page,
        rules: Rules,
        listed: Listed | None,
        repeated: frozenset[str] = frozenset(),
    ) -> None:
        self.page = page
        self.rules = rules
        self.listed = listed
        self.repeated = repeated
        seen = visible(page)
        self.sheet = record_sheet.find(seen.blocks)
        if self.sheet:
            seen.blocks = record_sheet.without(seen.blocks, self.sheet)
        self.blocks = seen.blocks
        self.is_cut = seen.is_cut
        imprint.mark(self.blocks)
        self.places = Places()
        self.holders = Holders(seen)

    def _picked(self, name: str) -> Declared | None:
        return declared.pick(self.page, getattr(self.rules, name), self.blocks)

    # ── what comes before the text ──

    @cached_property
    def structured(self) -> structured.Structured:
        """What the page says to machines."""
        return structured.read(self.page)

    @cached_property
    def crumbs(self) -> Breadcrumb | None:
        """The breadcrumb."""
        picked = self._picked("breadcrumb")
        found = declared.read_breadcrumb(picked) if picked else None
        found = found or breadcrumb.find(self.blocks, self.structured)
        return found or trails.find(
            self.page, self.blocks, self.holders, self.structured.document_title
        )

    @cached_property
    def dated(self) -> list[Block]:
        """The lines that may hold a date."""
        return create_time.dated(self.blocks)

    @cached_property
    def labelled_time(self) -> CreateTime | None:
        """The date by its label, or alone in a line near the text."""
        zone, listed = self.rules.timezone, self._listed_day
        found = create_time.find(self.blocks, self.dated, zone, self.page.fetched)
        if self.sheet is None:
            return found
        hints = days.hints_of(self.page, self.dated, listed)
        return self.sheet.time(found, listed, hints, zone)

    @cached_property
    def anchored_title(self) -> Title | None:
        """The title by where it stands: between breadcrumb and date."""
        return placed_title.find(
            self.page, self.blocks, self._shown_crumbs, self.labelled_time, self.listed
        )

    @property
    def _shown_crumbs(self) -> Breadcrumb | None:
        return self.crumbs if self.crumbs and self.crumbs.last >= 0 else None

    @cached_property
    def headlines(self) -> list[headlines.Headline]:
        """The texts that may be the title."""
        placed = self.anchored_title
        return headlines.candidates(
            self.page,
            self.blocks,
            self.structured,
            self.holders,
            headlines.Marks(
                crumbs=self.crumbs.names if self.crumbs else [],
                crumb_at=self._shown_crumbs.last if self._shown_crumbs else -1,
                date_at=self.labelled_time.at if self.labelled_time else -1,
                rule=placed.text if placed else "",
                rule_at=placed.at if placed and placed.at is not None else -1,
            ),
        )

    @cached_property
    def title(self) -> Title | None:
        """The title."""
        picked = self._picked("title")
        found = declared.read_title(picked) if picked else None
        if found is None and self.sheet:
            found = self.sheet.title(self.blocks)
            if found is None and self.is_labelled and not self.listed:
                found = self.sheet.heading(self.blocks)
        if found or (self.is_labelled and self.anchored_title):
            return found or self.anchored_title
        headlines = self.headlines
        if self.is_labelled:
            headlines = [each for each in headlines if not title.is_particular(each.text)]
        return title.choose(headlines, self.anchored_title, self.listed)

    @property
    def _title_at(self) -> int:
        """The block of the title, -1 where it is not on the page."""
        return self.title.at if self.title and self.title.at is not None else -1

    @cached_property
    def days(self) -> list[Day]:
        """The days that may be the date."""
        labelled = self.labelled_time
        day = date.fromisoformat(labelled.value[:10]) if labelled and labelled.value else None
        return days.candidates(
            self.page,
            self.blocks,
            self.dated,
            self.structured,
            self.places,
            self._title_at,
            day,
            self._listed_day,
        )

    @property
    def _listed_day(self) -> str | None:
        return self.listed.date if self.listed else None

    @cached_property
    def time(self) -> CreateTime | None:
        """The create time."""
        picked = self._picked("create_time")
        found = declared.read_create_time(picked, self.rules.timezone) if picked else None
        labelled = self.labelled_time
        if found or (self.is_labelled and labelled and labelled.evidence["how"] == "label"):
            return found or labelled
        listed = self._listed_day
        if self.sheet and listed and labelled is None:
            # The days that a signed document shows may all be that of its signature.
            return create_time.of_listing(listed)
        return create_time.choose(
            self.days, labelled, self.rules.timezone, self.is_labelled, listed
        )

    @cached_property
    def byline(self) -> Byline | None:
        """The names of who wrote it."""
        picked = self._picked("byline")
        found = declared.read_byline(picked) if picked else None
        found = found or (self.sheet.byline if self.sheet else None)
        if found or self.is_labelled:
            return found or self._labelled_byline()
        at = self.title.at if self.title else None
        return self._labelled_byline() or authors.find(self.blocks, self.structured, at)

    def _labelled_byline(self) -> Byline | None:
        """Return the byline between title and date, else beside the date."""
        above = self.title.at if self.title else None
        if above is None:
            above = self._shown_crumbs.last if self._shown_crumbs else None
        if above is None or (self.time is None and self.title is None):
            return None
        at = self.time.at if self.time else -1
        last = at if at >= 0 else above + 1 + _NEAR
        between = byline.find(self.blocks, above + 1, last)
        if between or self.time is None or not 0 <= at < len(self.blocks):
            return between
        return byline.find_beside(self.blocks[at], (self.time.start, self.time.end))

    # ── the text ──

    @cached_property
    def anchored_body(self) -> tuple[list[Block], Rule]:
        """The blocks below the parts that come before a text, and the name of the last of them."""
        return anchored.text(self.blocks, self._shown_crumbs, self.title, self.byline, self.time)

    @cached_property
    def features(self) -> list[features.Row | None]:
        """What is counted of each block."""
        inside = {block.index for block in self.anchored_body[0]}
        dated = self.time.at if self.time else -1
        title = self.title.text if self.title else ""
        return features.table(self.blocks, self.holders, self._title_at, dated, inside, title)

    @property
    def is_labelled(self) -> bool:
        """Tell whether the page names its parts to readers and not to machines.

        Such pages ("You are here", "Create Time") are read by what they say themselves.
        """
        if self.structured.titles or self.structured.dates:
            return False
        parts = (self.crumbs, self.labelled_time)
        return any(part is not None and part.evidence["how"] == "label" for part in parts)

    @property
    def is_placed(self) -> bool:
        """Tell whether the text stands below parts that the page names to readers."""
        return self.is_labelled and self.anchored_body[1] != "densest text"

    def body(self) -> tuple[list[Block], Rule]:
        """Return the body's blocks and how they were found."""
        picked = self._picked("body")
        if picked:
            return picked.blocks, "declared"
        below, how = self.anchored_body
        if len(self.blocks) > _MOST_RANKED or (self.is_placed and body.is_plain(below)):
            below = attached.without_field(below)
            return edges.without_particulars(below + attached.below(below, self.blocks)), how
        signed = self.byline if self.is_labelled else None
        heads = head_lines.find(self.blocks, self.title, self.time, signed)
        chosen, how = body.choose(self.blocks, self.features, below, how, heads, self.is_placed)
        chosen = [block for block in chosen if block.index not in heads]
        chosen = attached.without_field(chosen)
        chosen += attached.below(chosen, self.blocks)
        chosen = edges.without_particulars(edges.without_repeated(chosen, self.repeated))
        chosen = edges.without_tools(edges.without_teaser(chosen))
        at = max(self._title_at, self.time.at if self.time else -1)
        return chosen or (placed_text.pictures(self.blocks, at) if at >= 0 else []), how

    def with_documents(self, chosen: list[Block]) -> list[Block]:
        """Return the blocks of the text and those beside it that link to its documents."""
        if not chosen or self._picked("body"):
            return chosen
        beside = beside_text.documents(self.blocks, chosen, self._title_at, self.repeated)
        return sorted([*chosen, *beside], key=lambda block: block.index)

    def held(self, chosen: list[Block]) -> embedded_article.Held | None:
        """Return the article in the page's data, where next to no text was `chosen`."""
        shown = sum(len(block.text) for block in chosen)
        if shown > embedded_article.MOST_SHOWN or self._picked("body"):
            return None
        if body.told(self.structured.article_body, None):
            return None
        found = embedded_article.find(self.page, self.structured, self.listed, self.rules.timezone)
        longer = found and sum(len(block.text) for block in found.blocks) > 2 * shown
        return found if longer else None
