"""Stored HTML made harmless: text and its structure stay, nothing that runs or loads does."""

from __future__ import annotations

from urllib.parse import urljoin

import nh3
from lxml import etree
from markupsafe import Markup

from newscrawler.extract import Page

TAGS = set(
    "p br h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong b i u s sub sup small"
    " table caption thead tbody tfoot tr th td hr a figure figcaption cite q abbr".split()
)
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = ("http:", "https:", "mailto:")
# What HTML makes of tags that are nested wrongly may be the square of them (section 13.2.4.3).
_FEW_TAGS = 500


def clean(html: str, base: str) -> Markup:
    """Return stored HTML with the tags of TAGS only.

    Links lead to the web or by mail, relative ones from the address `base`, never to our pages.
    """

    def absolute(_: str, name: str, value: str) -> str | None:
        if name != "href":
            return value
        try:
            address = urljoin(base, value.strip())
        except ValueError:
            return None
        return address if address.lower().startswith(SCHEMES) else None

    cleaned = nh3.clean(
        html if html.count("<") <= _FEW_TAGS else _rightly_nested(html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=absolute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)  # noqa: S704  what nh3 gives is clean


def _rightly_nested(html: str) -> str:
    """Return markup as libxml2 reads it, in linear time: no element is opened twice, or ends late.

    Elements that stand in more than 2,000 others are left out.
    """
    root = Page(html.encode("utf-8", "replace"), "", "text/html; charset=utf-8").root
    return str(etree.tostring(root, encoding="unicode", method="html"))
