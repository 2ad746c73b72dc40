"""What a crawl yields. Field names are a public contract: see docs/item.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Attachment:
    """A document that an article links to; `text` is the anchor text as shown."""

    url: str
    text: str | None = None


@dataclass(slots=True, kw_only=True)
class Image:
    """An image inside the body; `caption` is a figure caption, never a body paragraph."""

    url: str
    alt: str | None = None
    caption: str | None = None


@dataclass(slots=True, kw_only=True)
class Listed:
    """One entry of a listing page, as the listing shows it.

    `date` is `YYYY-MM-DD` or None, `position` counts from 0 within the page, `key` is the native
    identity within the room (empty until the room's identity rule has been applied).
    """

    url: str
    title: str | None = None
    date: str | None = None
    position: int = 0
    key: str = ""


@dataclass(slots=True, kw_only=True)
class Capture:
    """A response body as received, with what is needed to show it as evidence.

    `body` holds the decoded-transfer bytes (after gzip and the like), never re-encoded text;
    `fetched_at` is RFC 3339 UTC; `listed` is what the listing said of it when it was read.
    """

    url: str
    body: bytes
    status: int
    headers: dict[str, str]
    fetched_at: str
    listed: Listed | None = None

    @property
    def content_type(self) -> str | None:
        """The Content-Type header's value, or None."""
        return self.header("content-type")

    def header(self, name: str) -> str | None:
        """Return the value of the header `name`, in lower case, or None."""
        return next((value for each, value in self.headers.items() if each.lower() == name), None)


@dataclass(slots=True, kw_only=True)
class Article:
    """One release. None means: not found on the page, and `missing` names the field."""

    room: str
    key: str
    url: str
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
    evidence: dict[str, Any] = field(default_factory=dict)
    opt_outs: list[str] = field(default_factory=list)
    crawled_at: str | None = None
    content_hash: str | None = None
    revision: int | None = None
    # Travels with the item to the archive; never exported (FEED_EXPORT_FIELDS leaves it out).
    capture: Capture | None = field(default=None, repr=False)


# What a release has; of these the item names in `missing` what is not found.
FIELDS = ("breadcrumb", "title", "byline", "create_time", "body")
PUBLIC_FIELDS = [name for name in Article.__dataclass_fields__ if name != "capture"]
