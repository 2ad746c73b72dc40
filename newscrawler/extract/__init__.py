"""Page in, values with evidence out: no engine, network, database or clock.

`article`, `following`, `listing`, `lines`, `doubt`, `unlike` and `opt_outs` are the whole surface.
`article` and `listing` ask, field by field, for what the room declares first, then for what a
reader sees: labels, order and structure, never a site's names for its elements.
"""

from newscrawler.extract.articles.article import article
from newscrawler.extract.articles.doubts import doubt, unlike
from newscrawler.extract.articles.extracted import Extracted
from newscrawler.extract.articles.parts import following
from newscrawler.extract.listings.layout import Layout
from newscrawler.extract.listings.listing import Listing, listing
from newscrawler.extract.pages.opt_outs import opt_outs
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.siblings import lines, repeated
from newscrawler.extract.rules import Rules

# Raised whenever the same page may give another result than before.
EXTRACTOR_VERSION = "12"

__all__ = [
    "EXTRACTOR_VERSION",
    "Extracted",
    "Layout",
    "Listing",
    "Page",
    "Rules",
    "article",
    "doubt",
    "following",
    "lines",
    "listing",
    "opt_outs",
    "repeated",
    "unlike",
]
