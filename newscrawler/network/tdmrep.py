"""Reservations of text and data mining for a whole site (TDM Reservation Protocol, section 6.1)."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy.crawler import Crawler

from newscrawler.network import site_files

PATH = "/.well-known/tdmrep.json"


class TdmRep:
    """What the sites of one crawl reserve; each site is asked once, when its first page is read."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[list[tuple[Protego, bool]]]] = {}

    async def reserves(self, url: str) -> bool:
        """Tell whether the site reserves text and data mining of `url`: its first rule decides."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._read(origin + PATH))
        rules = await asyncio.shield(self._rules[origin])
        return next((reserved for place, reserved in rules if not place.can_fetch(url, "*")), False)

    async def _read(self, url: str) -> list[tuple[Protego, bool]]:
        try:
            file = await site_files.read(self._crawler, url)
        except Exception:  # noqa: BLE001  a file that cannot be read reserves nothing
            return []
        return parse(file.body) if 200 <= file.status < 300 else []


def parse(body: bytes) -> list[tuple[Protego, bool]]:
    """Return the rules in order: (which addresses, whether reserved); none for anything else."""
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError):
        return []
    if not isinstance(entries, list):
        return []
    return [rule for rule in map(_rule, entries) if rule is not None]


def _rule(entry: Any) -> tuple[Protego, bool] | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("location"), str):
        return None
    # Locations are patterns as in robots.txt.
    location = "".join(entry["location"].split())
    place = Protego.parse(f"User-agent: *\nDisallow: {location}\n")
    return place, str(entry.get("tdm-reservation")) == "1"
