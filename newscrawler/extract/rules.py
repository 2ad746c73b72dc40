"""What a room declares about its pages."""

from __future__ import annotations

from dataclasses import dataclass

from newscrawler.urls import Identity


@dataclass(frozen=True, slots=True)
class Rules:
    """What a room declares; every attribute that is None means: find it by what a reader sees.

    `timezone` is an IANA name. `breadcrumb` to `body` are selectors, XPath when they start with
    "/", "." followed by "/", or "(", else CSS: each picks an element, whose text, date or
    paragraphs are then read.
    """

    identity: Identity | None = None
    timezone: str | None = None
    breadcrumb: str | None = None
    title: str | None = None
    byline: str | None = None
    create_time: str | None = None
    body: str | None = None
