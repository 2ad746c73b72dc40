"""What speaks against a page being the release that it should be."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from newscrawler.extract import labels
from newscrawler.extract.articles.extracted import Extracted
from newscrawler.extract.evidence import is_elsewhere, is_file, is_listed
from newscrawler.extract.pages.cost import bounded
from newscrawler.extract.pages.page import Element, Page
from newscrawler.items import Listed
from newscrawler.similarity import TEXT_RUN, TITLE_RUN, likeness

# A wall has little text of its own; a page with more only carries a login form or a script.
_WALL_LENGTH = 600
_HEADLINE = 300
# Below this share of common runs two titles have nothing in common; a title that is cut or has
# another tail has more.
_ANOTHER_TITLE = 0.3
# Letters below which a title says nothing: "News", "公告"
_SHORT_TITLE, _SHORT_EASTERN_TITLE = 8, 4
# Characters of a text, and the share of it that does not lead elsewhere
_BARE_TEXT, _MOSTLY_TEXT = 120, 0.6
# Further headings, and further pieces of one, are not looked at: they may stand in each other.
_MOST_HEADINGS, _MOST_PIECES = 100, 50
_HEADINGS = "//title | //h1 | //h2 | //meta[contains(@property | @name, 'title')]/@content"
_LINKED = ("a", "script", "style")
_NOT_LISTED = "shows neither the title nor the day that the listing has"


def _because(why: str) -> str | None:
    return why


@bounded(_because)
def doubt(page: Page, found: Extracted, listed: Listed | None = None) -> str | None:
    """Say why `page` is not believed, or None: a hijacked title, an error, a login, a challenge.

    Short texts with words of an error are looked for later, in any item (`pipelines.Require`).
    """
    if page.trouble:
        return page.trouble
    title = found.title or ""
    spam = labels.SPAM.search(title)
    # A release may be about gambling; then the listing says so too.
    if spam and not (listed and labels.SPAM.search(listed.title or "")):
        return f"its title says “{spam.group()}”, and the listing does not"
    if found.create_time and not is_elsewhere(found.evidence, "create_time"):
        return _outage(page, found, listed)
    error = None if found.breadcrumb else _error(page, listed)
    if error:
        return f"it says “{error}” where a title should be, and shows no create time"
    if len(found.body or "") >= _WALL_LENGTH:
        return None
    said = labels.ERROR.search(page.text)
    if said and not found.breadcrumb and not (listed and listed.title):
        # A sitemap gives no title that the page should show.
        return f"it says “{said.group()}” and shows no create time"
    if any((field.get("type") or "").lower() == "password" for field in page.root.iter("input")):
        return "it asks for a password"
    challenge = labels.CHALLENGE.search(page.text)
    return f"it is a challenge to robots ({challenge.group()})" if challenge else None


def _outage(page: Page, found: Extracted, listed: Listed | None) -> str | None:
    """Return what speaks against a page with a day: it may be that of its outage."""
    title = (listed.title if listed else None) or ""
    if len(found.body or "") >= _WALL_LENGTH or not _tells(title) or _says_outage(title):
        return None
    said = _says_outage(found.title or "") or _error(page, listed)
    if not said or _shows_title(page, found, title):
        return None
    return f"it says “{said}” where the listing has another title"


def _says_outage(title: str) -> str | None:
    said = labels.ERROR.search(title) or labels.OUTAGE.search(title)
    return said.group() if said else None


def _error(page: Page, listed: Listed | None) -> str | None:
    """Return the words of an error in the headline or the title element, unless listed so."""
    if listed and labels.ERROR.search(listed.title or ""):
        return None
    for element in page.root.iter("title", "h1"):
        found = labels.ERROR.search("".join(element.itertext())[:_HEADLINE])
        if found:
            return found.group()
    return None


@bounded(_because)
def unlike(page: Page, found: Extracted, listed: Listed | None) -> str | None:
    """Say so when `page` shows neither the title nor the day under which it is listed, else None.

    Consent forms, front pages and other releases are told from the one that is meant, in any
    language. Where the listing gave no title nothing is said; where it gave no day, any day that
    the page shows is taken for it.
    """
    title = (listed.title if listed else None) or ""
    if listed is None or is_file(found.evidence) or not _tells(title):
        return None
    day = _day(page, found)
    if day and (listed.date is None or day == listed.date[:10]):
        return None
    body = found.body or ""
    said = labels.ERROR.search(body) if len(body) < _HEADLINE else None
    if _shows_title(page, found, title) or (said is None and _is_untitled_text(page, found)):
        return None
    return f"it says “{said.group()}” and {_NOT_LISTED}" if said else f"it {_NOT_LISTED}"


def _day(page: Page, found: Extracted) -> str | None:
    """Return the day that a page shows as its own, None where it may be that of any page."""
    if not found.create_time or is_elsewhere(found.evidence, "create_time"):
        return None
    day = found.create_time[:10]
    is_named = found.evidence["create_time"]["how"] == "label"
    # Sites show the day on which they are read.
    is_today = page.fetched is not None and day >= page.fetched.isoformat()
    return day if is_named or not is_today else None


def _tells(title: str) -> bool:
    letters = "".join(filter(str.isalnum, title))
    least = _SHORT_TITLE if letters.isascii() else _SHORT_EASTERN_TITLE
    return len(letters) >= least and not labels.WORDLESS.fullmatch(title)


def _shows_title(page: Page, found: Extracted, title: str) -> bool:
    headings = page.root.xpath(_HEADINGS)[:_MOST_HEADINGS]
    texts = [each if isinstance(each, str) else _text(each) for each in headings]
    if not is_listed(found.evidence, "title"):
        texts.insert(0, found.title or "")
    if any(_tells(text) and _alike(text[:_HEADLINE], title) for text in texts):
        return True
    # What links say is what other pages are called.
    return likeness(title, _unlinked(page), TEXT_RUN) >= _ANOTHER_TITLE


def _is_untitled_text(page: Page, found: Extracted) -> bool:
    """Tell whether a page has a text and no heading of its own: there are such releases.

    A list has links where they have text.
    """
    body = found.body or ""
    if not is_listed(found.evidence, "title") or len(body) < _BARE_TEXT:
        return False
    lines = set(body.split("\n"))
    for heading in islice(page.root.iter("h1", "h2", "h3"), _MOST_HEADINGS):
        text = " ".join(_text(heading).split())
        if _tells(text) and (heading.tag == "h1" or text in lines):
            return False
    return likeness(body, _unlinked(page), TEXT_RUN) >= _MOSTLY_TEXT


def _unlinked(page: Page) -> str:
    """Return the text of the body that stands in no link, script or style.

    XPath would look at all that is around each piece, in C, where nothing ends it.
    """
    pieces: list[str | None] = []
    bodies = 0
    steps = etree.iterwalk(page.root, events=("start", "end"))
    for event, element in steps:
        # Broken markup has bodies in bodies.
        is_body = element.tag == "body"
        if event == "end":
            bodies -= is_body
            pieces.append(element.tail if bodies else None)
        elif element.tag in _LINKED:
            steps.skip_subtree()
        else:
            bodies += is_body
            pieces.append(element.text if bodies else None)
    return "".join(filter(None, pieces))


def _text(heading: Element) -> str:
    return "".join(islice(heading.itertext(), _MOST_PIECES))


def _alike(one: str, other: str) -> bool:
    return likeness(one, other, TITLE_RUN) >= _ANOTHER_TITLE
