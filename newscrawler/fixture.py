"""A room's fixtures: stored pages with what extraction must find in them.

A fixture is a pair of files in `fixtures/<room>/`: `article-<key>.html` or `listing.html` as
served, and a `.json` beside it with the page's address, its content type, the day on which it was
fetched where its dates count from that, and the expected values.
`probe --save` writes both; a person reviews the values; the tests hold them from then on.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from newscrawler import extract
from newscrawler.items import Listed
from newscrawler.media_room import MediaRoomSpider

_SHOWN = (
    "breadcrumb",
    "title",
    "byline",
    "create_time",
    "create_time_precision",
    "body",
    "language",
    "attachments",
    "images",
    "missing",
)


def article_values(found: extract.Extracted) -> dict[str, Any]:
    """Return what a fixture holds of an article: the fields, without HTML and evidence."""
    return {name: asdict(found)[name] for name in _SHOWN}


def listing_values(found: extract.Listing) -> dict[str, Any]:
    """Return what a fixture holds of a listing page."""
    return {"entries": [asdict(entry) for entry in found.entries], "next_url": found.next_url}


def save(
    folder: Path, name: str, body: bytes, about: dict[str, Any], expected: dict[str, Any]
) -> Path:
    """Write page and expectation; return the path of the page. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{name}.html"
    page.write_bytes(body)
    text = json.dumps({**about, "expected": expected}, ensure_ascii=False, indent=2)
    page.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    return page


def check(page: Path, room: MediaRoomSpider) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (expected values, values of today's extraction) of one fixture."""
    rules = room.rules
    about = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    day = date.fromisoformat(about["day"]) if about.get("day") else None
    document = extract.Page(page.read_bytes(), about["url"], about["content_type"], day)
    if page.stem.startswith("listing"):
        found = listing_values(extract.listing(document, rules, room.addresses.is_ours))
    else:
        listed = Listed(**about["listed"]) if about.get("listed") else None
        found = article_values(extract.article(document, rules, listed))
    return about["expected"], found
