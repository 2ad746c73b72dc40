"""The author without a label: who is told to machines, or named where sites name authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from newscrawler.extract.articles import particulars
from newscrawler.extract.articles.byline import Byline
from newscrawler.extract.evidence import evidence
from newscrawler.extract.pages.blocks import Block, squeeze
from newscrawler.extract.pages.page import Element
from newscrawler.extract.pages.structured import Structured

_LONGEST, _LINE = 60, 150
_MOST = 8
_BY = re.compile(
    r"^\s*(?:(?:written|posted|published|reviewed|words|text|story|article|report(?:ed|ing)?)\s+)?(?:by|von|par|por|di|door|av|af|od|author|autor|auteur|autore"
    r"|oleh|bởi|بقلم|מאת|द्वारा)\b\s*[:：]?\s*|^\s*โดย\s*[:：]?\s*",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:[,;|/&•·]|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bog\b|\boch\b|、)\s*", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d|©|admin|editor|redaktion|redacci|rédaction|redazione|staff|newsroom"
    r"|team$|press (?:office|release)|\b(?:about|author|follow|posted|updated|published|min|read"
    r"|more|view|all|posts?|comment|share|subscribe|contact)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"https?:|www\.|@|^[\d\W]*$|^\w+(?:\.\w+){2,}$|^(?:admin|administrator|author|editor|guest|root|user|webmaster|none|null)$",
    re.IGNORECASE,
)
_JOB = re.compile(r"\s*(?:,| - | – | \| |\().{2,}$")
_CALLED = re.compile(r"author|byline|writer", re.IGNORECASE)
# How far above and below the title, in lines, and around a line, in elements, an author may stand.
_ABOVE, _BELOW, _OUT = 6, 30, 3
# So few lines below the title a "footer" is that of the title.
_NEAR = 3
_OTHERS = re.compile(
    r"comment|related|sidebar|widget|footer|bio|avatar|recommend|more-", re.IGNORECASE
)


def find(blocks: list[Block], structured: Structured, title_at: int | None) -> Byline | None:
    """Return the authors, or None; `title_at` is the block of the title."""
    site = structured.site_name.casefold()
    desk = None
    for source in ("json", "meta"):
        told = _unique(
            name for kind, text in structured.authors if kind == source for name in _told(text)
        )
        if told:
            found = Byline(told, -1, evidence("structured data", None, ", ".join(told)))
            if [name.casefold() for name in told] != [site]:
                return found
            desk = desk or found
    for element, is_headed in _called_so(blocks, title_at or 0):
        if _stands_elsewhere(element, is_headed=is_headed):
            continue
        names = _unique(_names_in(element, site))
        if names:
            text = squeeze("".join(element.itertext()))
            return Byline(names, -1, evidence("called so", element, text))
    # A site that calls itself the author names a person where there is one.
    return _by_words(blocks, title_at, site) or desk


def _called_so(blocks: list[Block], at: int) -> Iterator[tuple[Element, bool]]:
    """Yield the elements around the title that are called an author's, outer before inner ones.

    With each, whether it stands right below the title.
    """
    seen: set[Element] = set()
    for block in blocks[max(0, at - _ABOVE) : at + _BELOW]:
        # Behind a date and a category the author may stand last in a line.
        for run in block.runs[:_MOST] if len(block.text) <= _LINE else block.runs[:1]:
            link = run.context.link
            element = link if link is not None else run.element
            for above in reversed([element, *islice(element.iterancestors(), _OUT)]):
                if above not in seen:
                    seen.add(above)
                    if _is_authors(above):
                        yield above, at < block.index <= at + _NEAR


def _is_authors(element: Element) -> bool:
    get = element.get
    if get("rel") == "author" or get("itemprop") == "author" or "/author/" in (get("href") or ""):
        return True
    return _CALLED.search(get("class") or "") is not None


def _by_words(blocks: list[Block], title_at: int | None, site: str) -> Byline | None:
    """Return the names after "By" in a short line around the title."""
    at = title_at if title_at is not None else 0
    for block in blocks[max(0, at - 3) : at + 10]:
        if len(block.text) > 120:
            continue
        label = _BY.match(block.text)
        names = _unique(_names(block.text[label.end() :], site)) if label else []
        if names:
            return Byline(names, block.index, evidence("by", block.element, block.text))
    return None


def _names_in(element: Element, site: str) -> list[str]:
    whole = squeeze(" ".join(element.itertext()))
    label = next(particulars.find(whole), None)
    if label and label[0] != "author":
        return []
    links = [squeeze("".join(each.itertext())) for each in element.iter("a")]
    named = [name for text in links if text for name in _names(text, site)]
    if named:
        return named
    return _names(whole, site)


def _told(text: str) -> list[str]:
    """Return the names that a machine is told: of people with one name, and of desks, too."""
    if _NOBODY.search(text):
        return []
    names = [part.strip(" .:-–—") for part in _AND.split(_BY.sub("", text.strip()))[:_MOST]]
    return [name for name in names if 3 <= len(name) <= _LONGEST]


def _names(text: str, site: str) -> list[str]:
    text = text.strip()
    label = next(particulars.find(text), None)
    if label and label[0] == "author":
        text = text[label[2] :]
    text = _BY.sub("", text)
    if not text or len(text) > 3 * _LONGEST:
        return []
    names = []
    for part in _AND.split(text)[:_MOST]:
        name = _JOB.sub("", part).strip(" .:-–—")
        if _is_name(name, site):
            names.append(name)
    return names


def _is_name(name: str, site: str) -> bool:
    if not 3 <= len(name) <= _LONGEST or _NO_NAME.search(name) or name.casefold() == site:
        return False
    words = name.split()
    if name.isascii() and (len(words) > 5 or not words[0][:1].isupper()):
        return False
    return len(words) >= 2 or not name.isascii()


def _stands_elsewhere(element: Element, *, is_headed: bool) -> bool:
    """Tell whether it belongs to a comment, a teaser or a side column."""
    for above in [element, *element.iterancestors()][:8]:
        if above.tag in ("aside", "footer", "nav"):
            return True
        if above.tag in ("body", "article", "main"):
            return False
        named = _OTHERS.search(above.get("class") or "")
        if named and not (is_headed and named.group().lower() == "footer"):
            return True
    return False


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))[:_MOST]
