"""One page as extraction sees it, in words: what was found, where, and what to correct."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler import extract
from newscrawler.console.terminal import styled
from newscrawler.crawl import responses
from newscrawler.items import FIELDS

_CUT = 110


@dataclass(slots=True)
class Fetched:
    """A page to look at; `content_type` is the header's value, None for a file."""

    url: str
    body: bytes
    content_type: str | None = None


class ProbeSpider(Spider):
    """Fetches one address as a crawl would: same rules, same politeness, nothing stored.

    `origins` are those of the room, so that a redirect elsewhere is told and not followed.
    """

    name = "probe"

    def __init__(self, url: str, origins: set[tuple[str, int]]) -> None:
        super().__init__()
        self.url = url
        self.origins = origins
        self.fetched: Fetched | None = None
        self.failed: str | None = None

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the one address."""
        yield Request(self.url, callback=self.keep, errback=self.tell)

    def keep(self, response: Response) -> None:
        """Keep the answer."""
        kind = responses.header(response, "Content-Type")
        self.fetched = Fetched(response.url, response.body, kind)

    def tell(self, failure: Failure) -> None:
        """Keep the reason why there is none."""
        self.failed = responses.words(failure)


def describe_page(page: extract.Page, size: int) -> str:
    """Return the lines that say what was read."""
    return f"{page.url}\n{size} bytes, read as {page.charset} (by {page.charset_source})"


def describe_article(found: extract.Extracted) -> str:
    """Return each field with its value and evidence, and what to do about those missing."""
    lines = []
    for name in FIELDS:
        value = getattr(found, name)
        entry = found.evidence.get(name, {})
        if value is None:
            why = entry.get("why", "not found")
            raw = f": {_cut(entry['raw'])}" if entry.get("raw") else ""
            lines.append(styled(f"{name:12}", "red", sys.stdout) + f"  {why}{raw}")
            continue
        lines.append(styled(f"{name:12}", "green", sys.stdout) + f"  {_shown(value)}")
        lines.append(f"{'':12}  {entry.get('how')}, at {entry.get('where', 'the listing')}")
    paragraphs = (found.body or "").split("\n\n") if found.body else []
    lines.append(f"{'':12}  paragraphs: {len(paragraphs)}, characters: {len(found.body or '')}")
    lines.append(f"{'language':12}  {found.language or 'not known'}")
    lines += [f"{'attachment':12}  {each.text or ''} {each.url}" for each in found.attachments]
    lines += [f"{'image':12}  {each.caption or each.alt or ''} {each.url}" for each in found.images]
    wrong = [name for name in found.missing if name != "byline"]
    if wrong:
        lines += ["", _advice(wrong)]
    return "\n".join(lines)


def describe_listing(found: extract.Listing) -> str:
    """Return the entries and the next page, and what to do when there are none."""
    lines = [f"{len(found.entries)} articles"]
    lines += [
        f"  {entry.key:10}  {entry.date or 'no date   '}  {_cut(entry.title or '(no title)')}"
        for entry in found.entries
    ]
    lines.append(f"next page: {found.next_url or 'none'}")
    if found.unlinked:
        lines.append(f"but “{found.unlinked}” has no address: a script or a form shows the rest")
    if not found.entries:
        said = f" It says “{found.error}”." if found.error else ""
        lines.append(
            f"No link leads to an article of this room.{said} Compare the addresses on the page "
            "with `identity` and `hosts` in the room's file, and this address with `listings`."
        )
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " > ".join(map(str, value))
    return _cut(str(value).replace("\n\n", " ¶ "))


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 1] + "…"


def _advice(names: list[str]) -> str:
    example = ", ".join(f'"{name}": "…"' for name in names)
    return (
        "If the page does show what is missing, name its element in the room's file:\n"
        f"    selectors = {{{example}}}    # CSS, or XPath that starts with /"
    )
