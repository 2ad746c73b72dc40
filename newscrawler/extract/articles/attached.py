"""The documents of a release: which links lead to one, and how a text names its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newscrawler.extract import labels
from newscrawler.extract.pages.blocks import Block, squeeze
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Element, Page
from newscrawler.extract.pages.text import links
from newscrawler.items import Attachment
from newscrawler.urls import is_document

# A line of a text is longer, where an ideograph counts double.
_PROSE = 80
# A heading above documents is shorter.
_HEADING = 30
# What an address has that gives a file, and what its link shows of it
_GIVES_FILE = re.compile(r"down|file|attach|upload", re.IGNORECASE)
_FILE = re.compile(
    r"[.(\[（](?:pdf|docx?|hwpx?|odt|rtf|xlsx?|ods|csv|pptx?|zip)(?![\w/])", re.IGNORECASE
)


def attachments(page: Page, blocks: Iterable[Block]) -> list[Attachment]:
    """Return the documents that the blocks link to, in order, each once, with the link's text."""
    found: dict[str, Attachment] = {}
    for block, is_named in zip(blocks := list(blocks), named(blocks), strict=True):
        for link in links(block):
            url = page.address(link.get("href"))
            if url and url not in found and is_attached(link, is_named=is_named):
                shown = squeeze("".join(link.itertext())) or squeeze(link.get("title") or "")
                found[url] = Attachment(url=url, text=shown or None)
    return list(found.values())


def named(blocks: Iterable[Block]) -> list[bool]:
    """Tell of each line whether it names an attachment.

    It is called one ("Annex 2: …"), or is a link below a line that announces them ("附件：").
    """
    found = []
    is_announced = False
    for block in blocks:
        is_announced = _announces(block) or (is_announced and block.is_link)
        found.append(is_announced or labels.ATTACHMENT.match(block.text) is not None)
    return found


def _announces(block: Block) -> bool:
    """Tell whether a line says that attachments follow; the first may stand in it."""
    said = labels.ATTACHED.match(block.text)
    # What is a link itself is a button.
    return said is not None and (said.end() < len(block.text)) == (block.linked > 0)


def below(text: list[Block], blocks: list[Block]) -> list[Block]:
    """Return the links right below a text that are its attachments, wherever they lead.

    They stand in the text's element; `blocks` are all of the page.
    """
    if not text:
        return []
    last = text[-1]
    holder = last.element.getparent()
    found: list[Block] = []
    for block in blocks[last.index + 1 :]:
        is_other = labels.AFTERWORD.match(block.text) or block.element.getparent() is not holder
        if is_other or not block.is_link:
            break
        found.append(block)
    is_named = named([last, *found])[1:]
    return found[: is_named.index(False)] if False in is_named else found


def without_field(text: list[Block]) -> list[Block]:
    """Return a text without documents below it that a field of their own holds, and its label."""
    prose = next((block for block in reversed(text) if _is_prose(block)), None)
    if prose is None:
        return text
    holder, end = prose.element.getparent(), len(text)
    while (
        end and text[end - 1] is not prose and holder not in text[end - 1].element.iterancestors()
    ):
        end -= 1
    beside = text[end:]
    is_named = any(named(beside)) and all(each.linked or _announces(each) for each in beside)
    return text[:end] if is_named or _is_field(beside) else text


def _is_field(lines: list[Block]) -> bool:
    """Tell whether lines are a short heading in any language and links to documents below it."""
    below = lines[1:]
    is_headed = bool(below) and not lines[0].linked and len(lines[0].text) <= _HEADING
    return is_headed and all(
        each.is_link
        and any(is_attached(run.context.link) for run in each.runs if run.context.link is not None)
        for each in below
    )


def _is_prose(block: Block) -> bool:
    return block.linked == 0 and weight(block.text) > _PROSE


def is_attached(link: Element, *, is_named: bool = False) -> bool:
    """Tell whether a link leads to a document: by its address, or by the name of a file it shows.

    Many systems give files by a script: `download.php?no=1`, shown as "report.pdf (240 KB)" or
    "Report (PDF)", or named as an attachment (`is_named`).
    """
    href = link.get("href")
    if is_document(href):
        return True
    is_script = href is not None and _GIVES_FILE.search(href) is not None
    return is_script and (is_named or _FILE.search("".join(link.itertext())) is not None)
