"""An article that is cut into several pages: where the next part is, and all parts together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newscrawler import urls
from newscrawler.extract import buttons
from newscrawler.extract.articles.extracted import Extracted
from newscrawler.extract.listings import page_numbers
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Page

# A number of a part as it is added to an address: a_2.html, a/2/, a?page=2
_FILE = re.compile(r"^(.+)[_-](\d{1,2})(\.\w{2,5})$")
_FOLDER = re.compile(r"^(.+?)/(?:page[/-]?)?(\d{1,2})/?$")
_PARAMETER = re.compile(page_numbers.NAMES, re.IGNORECASE)
# Parts are counted from one or, in the address of the second, from zero.
_SECOND = (1, 2)
_LONGEST = 20


def following(page: Page, first: str, number: int | None = None) -> tuple[str, int] | None:
    """Return (address, number in it) of the part after `page`, or None on the last and only one.

    `first` is the address of the first part, and `number` the one that this part's address adds to
    it, None for the first itself. A part is linked by its number in a row of numbers, or told by
    rel="next": other articles, which "next" leads to as well, have addresses of their own.
    """
    try:
        base = _bare(urls.canonical(first))
    except ValueError:
        return None
    wanted = _SECOND if number is None else (number + 1,)
    for shown, href in _told(page):
        try:
            url = urls.canonical(page.address(href) or "")
        except ValueError:
            continue
        for stem, added in _numbered(url):
            # The number shown may be one more than that in the address, never anything else.
            if stem == base and added in wanted and shown in (None, added, added + 1):
                return url, added
    return None


def _told(page: Page) -> Iterator[tuple[int | None, str]]:
    """Yield (number shown, address) of what leads to a part; None where it is only called next.

    Beside a link that shows a number, "next" leads to a part as well.
    """
    rows = [(squeeze("".join(each.itertext())), each) for each in page.root.iter("a")]
    links = [(text, each.get("href")) for text, each in rows if len(text) < _LONGEST]
    is_numbered = False
    for text, href in links:
        if text.isdecimal() and href:
            is_numbered = True
            yield int(text), href
    for link in page.root.iter("link"):
        if "next" in (link.get("rel") or "").lower().split() and "?" in (link.get("href") or ""):
            yield None, link.get("href")
    for text, href in links if is_numbered else ():
        if text and href and buttons.NEXT_PAGE.fullmatch(text):
            yield None, href


def _numbered(url: str) -> Iterator[tuple[str, int]]:
    """Yield (address without a number that may be that of a part, the number)."""
    parts = urlsplit(url)
    for pattern in (_FILE, _FOLDER):
        if named := pattern.match(parts.path):
            path = "".join(each for each in named.groups() if not each.isdecimal())
            yield _bare(urlunsplit(parts._replace(path=path))), int(named[2])
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for place, (name, value) in enumerate(pairs):
        if _PARAMETER.fullmatch(name) and value.isdecimal() and len(value) < 3:
            query = urlencode(pairs[:place] + pairs[place + 1 :])
            yield _bare(urlunsplit(parts._replace(query=query))), int(value)


def _bare(url: str) -> str:
    """Return an address as it is compared: without fragment and last slash."""
    parts = urlsplit(url)
    query = urlencode(parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit(parts._replace(path=parts.path.rstrip("/"), query=query, fragment=""))


def together(found: Sequence[Extracted], pages: Sequence[Page]) -> Extracted:
    """Return one article of what its parts say: particulars of the first, texts of all.

    `pages` are those that were read, in the same order.
    """
    whole = found[0]
    texts: list[Extracted] = []
    for each in found:
        # Data for machines may hold the whole text on each page.
        if each.body and not any(each.body in (other.body or "") for other in texts):
            texts.append(each)
    whole.body = "\n\n".join(each.body or "" for each in texts) or None
    whole.body_html = "\n".join(each.body_html or "" for each in texts) or None
    whole.attachments = list({a.url: a for each in found for a in each.attachments}.values())
    whole.images = list({image.url: image for each in found for image in each.images}.values())
    if "body" in whole.evidence:
        rest = ", ".join(each.url for each in pages[1:])
        whole.evidence["body"]["why"] = f"the first of {len(pages)} pages; it goes on at {rest}"
    return whole
