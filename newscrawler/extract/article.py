"""An article page as the values of an item, each with its evidence."""

from __future__ import annotations

from newscrawler.extract import body, byline, language, text
from newscrawler.extract.article_parts import Reading
from newscrawler.extract.blocks import around
from newscrawler.extract.byline import Byline
from newscrawler.extract.cycles import uncollected
from newscrawler.extract.evidence import FILE, Evidence, evidence
from newscrawler.extract.extracted import Extracted
from newscrawler.extract.page import Page
from newscrawler.extract.reader import MOST_ELEMENTS
from newscrawler.extract.rules import Rules
from newscrawler.items import Attachment, Listed

REQUIRED = ("breadcrumb", "title", "byline", "create_time", "body")


@uncollected
def article(
    page: Page,
    rules: Rules | None = None,
    listed: Listed | None = None,
    repeated: frozenset[str] = frozenset(),
) -> Extracted:
    """Return what `page` says, by the room's `rules` and what the listing said of it.

    `repeated` are lines of other articles of the site (see `siblings`), which are no article's.
    Of a file that is itself the release only the listing tells title and day; it is its own
    attachment. The same arguments always give the same result; no page raises.
    """
    if page.is_file:
        return _of_file(page, listed)
    return _together(Reading(page, rules or Rules(), listed, repeated))


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
    found.missing = [name for name in REQUIRED if getattr(found, name) is None]
    return found


def _together(parts: Reading) -> Extracted:
    chosen, how = parts.body()
    held = parts.held(chosen)
    if held:
        chosen, parts.title, parts.time = held.blocks, held.title, held.time or parts.time
    written_by = parts.byline
    if written_by is None:
        written_by = byline.find(chosen, 0, 1)
        chosen = chosen[1:] if written_by else chosen
    whole = text.Body(chosen)
    plain = text.plain(whole)
    told = body.told(parts.structured.article_body, plain)
    heading = parts.title.text if parts.title else ""
    found = Extracted(
        breadcrumb=parts.crumbs.names if parts.crumbs else None,
        title=heading or None,
        byline=written_by.names if written_by else None,
        create_time=parts.time.value if parts.time else None,
        create_time_precision=parts.time.precision if parts.time else None,
        body=told or plain,
        body_html=text.paragraphs(told)
        if told
        else text.html(parts.page, whole)
        if plain
        else None,
        language=language.find(parts.page, f"{heading} {told or plain or ''}"),
        attachments=text.attachments(parts.page, chosen),
        images=text.images(parts.page, chosen),
        evidence=_evidence(parts, written_by),
    )
    if told:
        found.evidence["body"] = evidence("structured data", None, told)
    elif held:
        found.evidence["body"] = held.evidence
    elif plain:
        cut = f"read up to element {MOST_ELEMENTS}" if parts.is_cut else ""
        found.evidence["body"] = evidence(how, around(chosen), plain, cut)
    found.missing = [name for name in REQUIRED if getattr(found, name) is None]
    return found


def _evidence(parts: Reading, written_by: Byline | None) -> dict[str, Evidence]:
    values = {
        "breadcrumb": parts.crumbs,
        "title": parts.title,
        "byline": written_by,
        "create_time": parts.time,
    }
    shown = {name: value.evidence for name, value in values.items() if value}
    return shown | {"charset": {"how": parts.page.charset_source, "raw": parts.page.charset}}
