"""One response body as a document: its text, and the one Selector."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml import etree
from parsel import Selector
from w3lib.encoding import read_bom

from newscrawler.extract.pages import records
from newscrawler.extract.pages.charset import decode
from newscrawler.file_type import file_type, is_document

# lxml ships no types; an element is whatever parsel's root is.
Element = Any

# libxml2 takes time with the square of a tag's attributes: 40,000 of them 8 seconds. Real tags
# have tens; text shorter than this cannot hold enough of them to take half a second.
_MOST_ATTRIBUTES, _HARMLESS = 1000, 65_536
# Every alternative consumes what it looks at, so that the time is linear in the length.
_QUOTED = r"""=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))"""
_TAG = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+|<script\b(?:[^<]++|<(?!/script))*+"
    rf"|<([a-z][^\s/>]*+)((?:[^>=]++|{_QUOTED}|=)*+)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"[\s/][^\s/=>]")
# What comes before a script or such a tag; most tags are short, and told by a simpler pattern.
_INSIDE = rf"(?:[^\s/>=]++|{_QUOTED}|=)*+"
_SHORT = r"""[a-zA-Z][^>=]{0,40}+(?:="[^"]*+"[^>=]{0,40}+){0,25}+>"""
_ORDINARY = re.compile(
    rf"(?:[^<]++|<(?!script\b)(?:{_SHORT}|(?![a-zA-Z])"
    rf"|[a-zA-Z]{_INSIDE}(?:[\s/]++{_INSIDE}){{0,{_MOST_ATTRIBUTES}}}+(?=>|\Z))[^<]*+)*+"
)
_SCRIPT = re.compile(r"<script\b")
_FRONT = re.compile(r"/?(?:(?:index|default)\.\w{2,5})?", re.IGNORECASE)
# PDF, ZIP (and so Office), PNG, GIF, JPEG, gzip.
_OTHER_FILES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b")
# Given to parsel, whose own runs Python code for every element it hands out.
_PARSER = etree.HTMLParser(
    recover=True, encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
)


class Page:
    """One response body as a document.

    `url` is where the body was served; `charset_source` says where the charset was learnt:
    "bom", "header", "meta", or "content" when what was declared did not fit the bytes; `text` is
    the whole markup; `day` is the one on which it was fetched, at the site, from which "3 days
    ago" counts: None leaves such dates unread. `fetched`, by default the same, is the day (UTC)
    after which no release can be; `following` are the other pages of an article that is cut into
    several; `is_file` is true of a text, a table or slides in a file of their own, such as a PDF:
    it has no markup; `trouble` says why reading it was given up (see `cost`), None otherwise.
    Raises TypeError for a `body` that is no bytes.
    """

    def __init__(
        self,
        body: bytes,
        url: str,
        content_type: str | None = None,
        day: date | None = None,
        fetched: date | None = None,
    ) -> None:
        if not hasattr(body, "decode"):
            raise TypeError("a page is read from bytes, as received; of a text: text.encode()")
        self.url = url
        self.day = day
        self.fetched = fetched or day
        self.following: Sequence[Page] = ()
        self.trouble: str | None = None
        # Several steps ask for the same link.
        self._addresses: dict[str, str | None] = {}
        is_binary = _is_binary(body)
        self.is_file = is_binary and is_document(file_type(body))
        decoded = decode(b"" if is_binary else body, content_type)
        self.charset = decoded.charset
        self.charset_source = decoded.source
        # A search in bytes takes next to no time, one in text that is wide a tenth of a parse.
        has_nulls = b"\0" in body
        self.text = decoded.text.replace("\0", "") if has_nulls else decoded.text
        # What was replaced in decoding is not what was sent.
        is_as_sent = decoded.source != "bom" and not has_nulls and "\ufffd" not in self.text
        self._sent = body if decoded.charset == "utf-8" and self.text and is_as_sent else None

    @cached_property
    def selector(self) -> Selector:
        """The document, parsed once."""
        text = _tamed(records.shown(self.text))
        if text is self.text and self._sent is not None:
            markup = self._sent
        else:
            # Lone surrogates cannot be text.
            markup = text.encode("utf-8", "replace")
        # A page without any element is still a page.
        root = etree.fromstring(markup, _PARSER) if markup.strip() else None
        return Selector(root=root if root is not None else etree.Element("html"), type="html")

    @cached_property
    def address_parts(self) -> SplitResult:
        """The parts of the page's address; all empty when it is none."""
        try:
            return urlsplit(self.url)
        except ValueError:
            return urlsplit("")

    @property
    def root(self) -> Element:
        """The lxml element of the whole document."""
        return self.selector.root

    @cached_property
    def elements(self) -> list[Element]:
        """All elements in document order.

        Who reads a page asks for them first: lxml makes the object of an element anew whenever it
        is visited and nobody holds it.
        """
        return list(self.root.iter())

    @cached_property
    def base_url(self) -> str:
        """What relative addresses are relative to (HTML, section 4.2.3: the first base element)."""
        for base in self.root.iter("base"):
            return self._joined(self.url, base.get("href") or "") or self.url
        return self.url

    def address(self, href: str | None) -> str | None:
        """Return `href` absolute, or None unless it leads to an http or https address."""
        if not href:
            return None
        if "/." not in href and href.isprintable():
            # Most links of a page; joining them by the rules of RFC 3986 costs ten times as much.
            if href[0] == "/" and href[1:2] != "/":
                return self._origin + href.rstrip()
            if href.startswith(("http://", "https://")) and "[" not in href:
                return href.rstrip()
        if href not in self._addresses:
            self._addresses[href] = self._joined(self.base_url, href)
        return self._addresses[href]

    def leads_home(self, href: str | None) -> bool:
        """Tell whether `href` leads to a front page, of this site or another."""
        address = self.address(href)
        try:
            return address is not None and _FRONT.fullmatch(urlsplit(address).path) is not None
        except ValueError:
            # A link may be anything.
            return False

    @cached_property
    def _origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @staticmethod
    def _joined(base: str, href: str) -> str | None:
        try:
            url = urljoin(base, href.strip())
        except ValueError:
            return None
        return url if url[:7].lower() == "http://" or url[:8].lower() == "https://" else None


def _tamed(markup: str) -> str:
    """Return `markup` with those tags bare that have more attributes than any honest one."""
    if len(markup) <= _HARMLESS or _is_ordinary(markup):
        return markup
    return _TAG.sub(_without_excess, markup)


def _is_ordinary(markup: str) -> bool:
    """Tell whether all tags end before they have too many attributes, as on nearly all pages.

    It takes a third of the time of a look at every tag; scripts, half of a page, take next to none.
    """
    at = 0
    while at >= 0:
        before = _ORDINARY.match(markup, at)
        at = before.end() if before else at
        if not _SCRIPT.match(markup, at):
            return at == len(markup)
        at = markup.find("</script", at)
    return True


def _without_excess(tag: re.Match[str]) -> str:
    inside = tag[2]
    if inside and len(inside) > _MOST_ATTRIBUTES:
        names = re.sub(_QUOTED, " ", inside)
        if len(_ATTRIBUTE.findall(names)) > _MOST_ATTRIBUTES:
            return f"<{tag[1]}"
    return tag[0]


def _is_binary(body: bytes) -> bool:
    """Tell whether the body is a file of another kind, whatever it was served as."""
    start = body[:1024]
    if start.startswith(_OTHER_FILES):
        return True
    return start.count(0) * 10 > len(start) and read_bom(start)[0] is None
