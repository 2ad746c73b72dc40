"""The names of a site, to tell them from what a page is called."""

from __future__ import annotations

import re

from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.structured import Structured

_WORD = re.compile(r"\w+")
_LONGEST = 300
# Who holds the rights, in the last lines of a page, is the site.
_FOOT, _RIGHTS = 40, re.compile(r"©|\(c\)|copyright|版权|版權", re.IGNORECASE)


def words(text: str) -> list[str]:
    """Return the words in one case; an ideograph is a word."""
    found = _WORD.findall(text.casefold())
    if text.isascii():
        return found
    return [part for word in found for part in (word if _is_eastern(word) else [word])]


def _is_eastern(word: str) -> bool:
    return "\u3040" <= word[:1] <= "\u9fff"


class SiteNames:
    """The names of the site, to tell them from what a page is called."""

    def __init__(self, page: Page, structured: Structured, blocks: list[Block]) -> None:
        self.name = " ".join(words(structured.site_name))
        rights = (block.text for block in blocks[-_FOOT:] if _RIGHTS.search(block.text[:_LONGEST]))
        self.rights = f" {' '.join(words(' '.join(rights)))} "
        self.host = re.sub(r"[-.]", "", page.address_parts.hostname or "")

    def is_called(self, key: tuple[str, ...]) -> bool:
        """Tell whether words are a name of the site, or of a part of it that its address names."""
        line = " ".join(key)
        return bool(key) and (
            line in self.name or "".join(key) in self.host or f" {line} " in self.rights
        )


def is_logo(page: Page, block: Block) -> bool:
    """Tell whether a line is the site's name, as a link to its front page."""
    link = block.context.link
    return block.is_link and link is not None and page.leads_home(link.get("href"))
