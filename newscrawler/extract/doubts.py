"""What speaks against a page being the release that it should be."""

from __future__ import annotations

from newscrawler.extract import labels
from newscrawler.extract.evidence import is_listed
from newscrawler.extract.extracted import Extracted
from newscrawler.extract.page import Page
from newscrawler.items import Listed

# A wall has little text of its own; a page with more only carries a login form or a script.
_WALL_LENGTH = 600
_HEADLINE = 300


def doubt(page: Page, found: Extracted, listed: Listed | None = None) -> str | None:
    """Say why `page` is not believed, or None: a hijacked title, an error, a login, a challenge.

    Short texts with words of an error are looked for later, in any item (`pipelines.Require`).
    """
    title = found.title or ""
    spam = labels.SPAM.search(title)
    # A release may be about gambling; then the listing says so too.
    if spam and not (listed and labels.SPAM.search(listed.title or "")):
        return f"its title says “{spam.group()}”, and the listing does not"
    if found.create_time and not is_listed(found.evidence, "create_time"):
        return None
    error = None if found.breadcrumb else _error(page, listed)
    if error:
        return f"it says “{error}” where a title should be, and shows no create time"
    if len(found.body or "") >= _WALL_LENGTH:
        return None
    if any((field.get("type") or "").lower() == "password" for field in page.root.iter("input")):
        return "it asks for a password"
    challenge = labels.CHALLENGE.search(page.text)
    return f"it is a challenge to robots ({challenge.group()})" if challenge else None


def _error(page: Page, listed: Listed | None) -> str | None:
    """Return the words of an error in the headline or the title element, unless listed so."""
    if listed and labels.ERROR.search(listed.title or ""):
        return None
    for element in page.root.iter("title", "h1"):
        found = labels.ERROR.search("".join(element.itertext())[:_HEADLINE])
        if found:
            return found.group()
    return None
