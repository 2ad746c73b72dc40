"""What one page says, in the words of the item."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from newscrawler.extract.evidence import Evidence
from newscrawler.items import FIELDS, Attachment, Image


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

    def completed(self) -> Self:
        """Name what was not found, and return all of it."""
        self.missing = [name for name in FIELDS if getattr(self, name) is None]
        return self

    def values(self) -> dict[str, Any]:
        """Return the values by the names that they have in an item."""
        return {name: getattr(self, name) for name in self.__slots__}
