"""An article page as the values of an item, each with its evidence."""

from __future__ import annotations

from newscrawler.extract.articles import attached, body, byline, parts
from newscrawler.extract.articles.article_parts import Reading
from newscrawler.extract.articles.byline import Byline
from newscrawler.extract.articles.extracted import Extracted
from newscrawler.extract.evidence import FILE, Evidence, evidence
from newscrawler.extract.pages import language, text
from newscrawler.extract.pages.blocks import around
from newscrawler.extract.pages.cost import bounded
from newscrawler.extract.pages.cycles import uncollected
from newscrawler.extract.pages.ending import ENDS_IN_THE_MIDDLE, ends_in_the_middle
from newscrawler.extract.pages.page import Page
from newscrawler.extract.pages.reader import MOST_ELEMENTS
from newscrawler.extract.rules import Rules
from newscrawler.items import Attachment, Listed


def _unread(_: str) -> Extracted:
    return Extracted().completed()


@uncollected
@bounded(_unread)
def article(
    page: Page,
    rules: Rules | None = None,
    listed: Listed | None = None,
    repeated: frozenset[str] = frozenset(),
) -> Extracted:
    """Return what `page` says, by the room's `rules` and what the listing said of it.

    `repeated` are lines of other articles of the site (see `siblings`), which are no article's.
    Of a file that is itself the release only the listing tells title and day; it is its own
    attachment. An article on several pages is read as one. The same arguments always give the same
    result; no page raises. Of one that takes too long nothing is read (see `cost`).
    """
    if page.is_file:
        return _of_file(page, listed)
    pages = [page, *page.following]
    found = [_read(Reading(each, rules or Rules(), listed, repeated)) for each in pages]
    return parts.together(found, pages) if page.following else found[0]


def _of_file(page: Page, listed: Listed | None) -> Extracted:
    heading, day = (listed.title, listed.date) if listed else (None, None)
    found = Extracted(
        title=heading,
        create_time=day,
        create_time_precision="day" if day else None,
        attachments=[Attachment(url=page.url, text=heading)],
    )
    for name, value in (("title", heading), ("create_time", day)):
        if value:
            found.evidence[name] = evidence("listing", None, value)
    found.evidence["body"] = evidence(FILE, None, "", "the release is a file: see its attachment")
    return found.completed()


def _read(reading: Reading) -> Extracted:
    chosen, how = reading.body()
    held = reading.held(chosen)
    if held:
        chosen, reading.title, reading.time = held.blocks, held.title, held.time or reading.time
    written_by = reading.byline
    if written_by is None:
        written_by = byline.find(chosen, 0, 1)
        chosen = chosen[1:] if written_by else chosen
    whole = text.Body(chosen)
    plain = text.plain(whole)
    told = body.told(reading.structured.article_body, plain)
    heading = reading.title.text if reading.title else ""
    found = Extracted(
        breadcrumb=reading.crumbs.names if reading.crumbs else None,
        title=heading or None,
        byline=written_by.names if written_by else None,
        create_time=reading.time.value if reading.time else None,
        create_time_precision=reading.time.precision if reading.time else None,
        body=told or plain,
        body_html=text.paragraphs(told)
        if told
        else text.html(reading.page, whole)
        if plain
        else None,
        language=language.find(reading.page, f"{heading} {told or plain or ''}"),
        attachments=attached.attachments(
            reading.page, chosen if held else reading.with_documents(chosen)
        ),
        images=text.images(reading.page, chosen),
        evidence=_evidence(reading, written_by),
    )
    if told:
        found.evidence["body"] = evidence("structured data", None, told)
    elif held:
        found.evidence["body"] = held.evidence
    elif plain:
        cut = f"read up to element {MOST_ELEMENTS}" if reading.is_cut else _half(reading.page)
        found.evidence["body"] = evidence(how, around(chosen), plain, cut)
    return found.completed()


def _half(page: Page) -> str:
    """Say so when a document ends in the middle; most end with a tag."""
    if page.text.rstrip().endswith(">"):
        return ""
    is_half = ends_in_the_middle(page.text.encode("utf-8", "replace"))
    return ENDS_IN_THE_MIDDLE if is_half else ""


def _evidence(reading: Reading, written_by: Byline | None) -> dict[str, Evidence]:
    values = {
        "breadcrumb": reading.crumbs,
        "title": reading.title,
        "byline": written_by,
        "create_time": reading.time,
    }
    shown = {name: value.evidence for name, value in values.items() if value}
    return shown | {"charset": {"how": reading.page.charset_source, "raw": reading.page.charset}}
