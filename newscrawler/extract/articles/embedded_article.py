"""The article that a page holds only as data, for a script to show.

Of all objects in the data that have a title and a text, the one that the page is about: the page
names its title, or its address is the page's. Where none is, the only one with a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape, unescape
from typing import Any, NamedTuple

from newscrawler.extract import dates
from newscrawler.extract.articles import create_time, title
from newscrawler.extract.articles.create_time import CreateTime
from newscrawler.extract.articles.title import Title
from newscrawler.extract.dates import stamps
from newscrawler.extract.dates.stamps import Stamp
from newscrawler.extract.evidence import Evidence, evidence
from newscrawler.extract.pages import embedded
from newscrawler.extract.pages.blocks import Block, squeeze
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.reader import read
from newscrawler.extract.pages.structured import Structured
from newscrawler.items import Listed

_BODY = re.compile(
    r"(?:[a-z]+_?)?(?:body|content|text|html|story|detail|paragraph|block|section|component"
    r"|document)s?(?:_?(?:html|raw|rendered|text|blocks?|json))?",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"title|headline|(?:article|news|post|page|main)_?title", re.IGNORECASE)
_MADE = re.compile(r".*(?:publi|releas|issue|post|date)\w*", re.IGNORECASE)
_CHANGED = re.compile(r".*(?:updat|modif|chang|edit|expir|end)\w*", re.IGNORECASE)
_SLUG = re.compile(r"slug|id|uid|key|code|(?:article|news|post|page)_?id", re.IGNORECASE)
# Where the parts of a text stand, in the order in which editors of texts nest them.
_INSIDE = (
    "children content blocks body data items text value html __html rendered processed".split()
)
_KIND = ("nodeType", "type", "_type", "tag", "style")
_TAGS = (
    (re.compile(r"head|^h[1-6]$", re.IGNORECASE), "h2"),
    (re.compile(r"list-?_?item|^li$", re.IGNORECASE), "li"),
    (re.compile(r"quote", re.IGNORECASE), "blockquote"),
    (re.compile(r"paragraph|^(?:p|block|normal|unstyled)$", re.IGNORECASE), "p"),
)
# A shorter text is a teaser, a page that shows as much has a text of its own.
_LEAST, MOST_SHOWN = 200, 150
_LONGEST_TITLE, _DEEPEST, _MOST_PARTS, _MOST = 300, 30, 5_000, 500
# Seconds since 1970, and thousandths, of the years 2001 to 2096.
_SECONDS, _THOUSANDTHS = range(10**9, 4 * 10**9), range(10**12, 4 * 10**12)
_MARKED = re.compile(r"<(?:p|br|div|h\d|ul|ol|table|span|strong|figure)\b", re.IGNORECASE)


class Held(NamedTuple):
    """An article in a page's data; `blocks` are its text, read as those of a page are."""

    blocks: list[Block]
    title: Title
    time: CreateTime | None
    evidence: Evidence


class _Candidate(NamedTuple):
    title: str
    html: str
    members: dict[str, Any]
    data: embedded.Data
    path: str


def find(
    page: Page, structured: Structured, listed: Listed | None, timezone: str | None
) -> Held | None:
    """Return the article in the data of `page`, which shows none itself."""
    candidates = list(_candidates(page))
    named = [each for each in candidates if _is_of_page(each, page, structured, listed)]
    chosen = max(named, key=lambda each: len(each.html), default=None)
    if chosen is None and len({each.html for each in candidates}) == 1:
        chosen = candidates[0]
    if chosen is None:
        return None
    blocks = [block for block in _read(page, chosen.html) if block.text != chosen.title]
    return _held(chosen, blocks, timezone) if blocks else None


def _candidates(page: Page) -> Iterator[_Candidate]:
    left = _MOST
    for data in embedded.read(page):
        for path, holder in embedded.holders(data.value):
            if not isinstance(holder, dict):
                continue
            members = embedded.members(holder)
            name = next((each for each in embedded.texts(members, _HEADLINE)), "")
            if not 0 < len(name) <= _LONGEST_TITLE:
                continue
            html = max(map(_html, _bodies(members)), key=len, default="")
            if len(html) >= _LEAST:
                left -= 1
                yield _Candidate(name, html, members, data, path)
            if not left:
                return


def _bodies(members: dict[str, Any]) -> Iterator[Any]:
    return (value for name, value in members.items() if value and _BODY.fullmatch(name))


def _html(value: Any) -> str:
    return _Rich().html(value)


class _Rich:
    """A text as editors keep it, as HTML, as plain text, or in objects for its parts."""

    def __init__(self) -> None:
        self._left = _MOST_PARTS

    def html(self, value: Any, depth: int = 0) -> str:
        """Return it as HTML."""
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            return ""
        if isinstance(value, str):
            return _of_text(value) if depth == 0 else _part(value)
        if isinstance(value, list):
            parts = (self.html(each, depth + 1) for each in value)
            return "".join(
                f"<p>{part}</p>" if isinstance(each, str) else part
                for each, part in zip(value, parts, strict=True)
            )
        return self._of_object(value, depth) if isinstance(value, dict) else ""

    def _of_object(self, value: dict[str, Any], depth: int) -> str:
        inner = ""
        for name in _INSIDE:
            part = value.get(name)
            if part and isinstance(part, (str, list, dict)):
                inner = self.html(part, depth + 1)
                if inner:
                    break
        kinds = [kind for name in _KIND if isinstance(kind := value.get(name), str)]
        tag = next((tag for kind in kinds for like, tag in _TAGS if like.search(kind)), "")
        return f"<{tag}>{inner}</{tag}>" if tag and inner else inner


def _of_text(text: str) -> str:
    if "&lt;" in text and not _MARKED.search(text):
        text = unescape(text)
    if _MARKED.search(text):
        return text
    lines = (squeeze(line) for line in text.splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _part(text: str) -> str:
    return text if _MARKED.search(text) else escape(text)


# ── which one it is ──


def _is_of_page(
    candidate: _Candidate, page: Page, structured: Structured, listed: Listed | None
) -> bool:
    """Tell whether the page is about it: by a title that it names, or by an address."""
    mine = candidate.title.casefold()
    names = [structured.document_title, *(text for _, text in structured.titles)]
    if any(mine in name.casefold() for name in names):
        return True
    if listed and listed.title and title.is_same(candidate.title, squeeze(listed.title)):
        return True
    path = page.address_parts.path.rstrip("/")
    for text in embedded.texts(candidate.members, embedded.ADDRESS):
        address = embedded.address(page, text) or ""
        if path and address.partition("?")[0].rstrip("/").endswith(path):
            return True
    tail = path.rpartition("/")[2].partition(".")[0]
    slugs = [str(v) for name, v in candidate.members.items() if _SLUG.fullmatch(name)]
    return bool(tail) and tail in slugs


def _read(page: Page, html: str) -> list[Block]:
    fragment = Page(html.encode("utf-8", "replace"), page.base_url, "text/html; charset=utf-8")
    # Held while they are read: lxml makes objects anew that nobody holds.
    return read(fragment.root) if fragment.elements else []


def _held(chosen: _Candidate, blocks: list[Block], timezone: str | None) -> Held:
    first = next((run.text for run in blocks[0].runs if run.text.strip()), "")
    text = squeeze(first) or blocks[0].text
    return Held(
        blocks,
        Title(chosen.title, None, _evidence(chosen, chosen.title)),
        _time(chosen, timezone),
        _evidence(chosen, text),
    )


def _evidence(chosen: _Candidate, raw: str) -> Evidence:
    return evidence("embedded data", chosen.data.script(raw), raw, of=chosen.path)


def _time(chosen: _Candidate, timezone: str | None) -> CreateTime | None:
    named = [name for name in chosen.members if not _CHANGED.fullmatch(name)]
    # The day of publication before that of a draft.
    for name in sorted(named, key=lambda name: _MADE.fullmatch(name) is None):
        value = chosen.members[name]
        if embedded.DATE.fullmatch(name) or _MADE.fullmatch(name):
            stamp = _stamp(value, timezone)
            if stamp:
                return create_time.told(stamp, timezone, _evidence(chosen, str(value)))
    return None


def _stamp(value: Any, timezone: str | None) -> Stamp | None:
    if isinstance(value, str):
        return stamps.read(value, dates.NO_HINTS)
    if type(value) is not int or timezone is None:
        # Without a zone the day of a moment is not known.
        return None
    if value not in _SECONDS and value not in _THOUSANDTHS:
        return None
    from zoneinfo import ZoneInfo

    seconds = value if value in _SECONDS else value / 1000
    moment = datetime.fromtimestamp(seconds, ZoneInfo(timezone))
    return Stamp(moment.date(), f"{moment:%H:%M:%S}", f"{moment:%z}")
