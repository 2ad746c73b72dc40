"""Stored HTML made harmless: text and its structure stay, nothing that runs or loads does."""

from __future__ import annotations

from urllib.parse import urljoin

import nh3
from markupsafe import Markup

TAGS = set(
    "p br h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong b i u s sub sup small"
    " table caption thead tbody tfoot tr th td hr a figure figcaption cite q abbr".split()
)
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = ("http:", "https:", "mailto:")


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
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=absolute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)  # noqa: S704  what nh3 gives is clean
