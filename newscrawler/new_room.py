"""The file and the fixtures of a room that was looked at: what is written by `init`."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

from newscrawler import fixture
from newscrawler.discover import Discovery
from newscrawler.unknown_room import UnknownRoomSpider, room_name

# Samples that are kept as fixtures.
KEPT = 2
_TEMPLATE = '''"""$told: written by `newscrawler init`, as its site was on $day."""

from newscrawler.media_room import MediaRoomSpider


class ${classname}(MediaRoomSpider):
    """Releases of $told."""

    name = $name
    organisation = $organisation
    hosts = $hosts
    scheme = $scheme
    listings = [[$listing]]
    timezone = None
    sample = $sample
'''


def spider_source(room: Discovery, name: str) -> str:
    """Return the room's file: what generic extraction cannot know, and no more."""
    parts = urlsplit(room.url)
    own = list(UnknownRoomSpider(url=room.url).hosts)
    elsewhere = {urlsplit(entry.url).hostname or "" for entry in room.entries}
    port = f":{parts.port}" if parts.port else ""
    hosts = [*(f"{host}{port}" for host in own), *sorted(elsewhere - {*own, ""})]
    organisation = _in_prose(_site_name(room)) or own[0]
    there = urlsplit(room.listings[0][0].url if room.empty else room.url)
    listing = f"{there.path}{'?' if there.query else ''}{there.query}"
    sample = room.samples[0][0].url
    at = urlsplit(sample)
    if at.hostname in own:
        sample = f"{at.path}{'?' if at.query else ''}{at.query}"
    values: dict[str, Any] = {
        "told": organisation,
        "day": room.listings[0][0].page.day,
        "classname": "".join(part.capitalize() for part in name.split("_")) + "Spider",
        "name": _literal(name),
        "hosts": _literal(hosts),
        "scheme": _literal(parts.scheme),
        "listing": _literal(listing or "/"),
        "sample": _literal(sample),
    }
    return Template(_TEMPLATE).substitute(values | {"organisation": _literal(organisation)})


def _literal(value: str | list[str]) -> str:
    """Return what Python reads as this value and as nothing else: a page wrote it."""
    # A string of JSON is one of Python where everything but ASCII stands as it is.
    return json.dumps(value, ensure_ascii=False)


def _in_prose(text: str) -> str:
    """Return a text as it may stand in a docstring: nothing ends it, nothing hides in it."""
    return "".join(each for each in text if each.isprintable()).replace('"', "'").replace("\\", "")


def _site_name(room: Discovery) -> str:
    for element in room.listings[0][0].page.root.iter("meta"):
        if (element.get("property") or "").lower() == "og:site_name":
            return " ".join((element.get("content") or "").split())
    return ""


def save_fixtures(room: Discovery, folder: Path) -> list[Path]:
    """Keep the listing's first page and some releases with what was read. Raises OSError."""
    seen, found = room.listings[0]
    about: dict[str, Any] = {"url": seen.url, "content_type": seen.content_type, "listed": None}
    about["day"] = str(seen.page.day)
    saved = [fixture.save(folder, "listing", seen.body, about, fixture.listing_values(found))]
    for number, (page, listed, read) in enumerate(room.samples[:KEPT], start=1):
        hints = {name: getattr(listed, name) for name in ("url", "title", "date", "key")}
        about = {"url": page.url, "content_type": page.content_type, "listed": hints}
        values = fixture.article_values(read)
        saved.append(fixture.save(folder, f"article-{number}", page.body, about, values))
    return saved


def differing(pages: list[Path], url: str) -> list[str]:
    """Return the names of those fixtures that are read otherwise than they were saved."""
    like = UnknownRoomSpider(url=url)
    wrong = []
    for page in pages:
        expected, found = fixture.check(page, like)
        if expected != found:
            wrong.append(page.name)
    return wrong


def usable_name(name: str | None, url: str) -> str:
    """Return the name of the room's file. Raises ValueError for one that no module can have."""
    chosen = name or room_name(url)
    chosen = f"room_{chosen}" if chosen[:1].isdigit() else chosen
    if not chosen.isidentifier() or not chosen.islower():
        raise ValueError(f"{chosen!r} cannot name a file: use letters, digits and _, as acme_news")
    return chosen
