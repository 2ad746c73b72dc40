"""The title of an item of a listing: the fullest that the links to it show."""

from __future__ import annotations

import re
from itertools import islice

from newscrawler.extract import dates, labels
from newscrawler.extract.listings.rows import Rows
from newscrawler.extract.pages import places
from newscrawler.extract.pages.anchors import Link
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.features import weight
from newscrawler.extract.pages.page import Element
from newscrawler.extract.pages.reader import read

_CUT = re.compile(r"(?:\.{2,}|…+)\s*$")
# What a pinned or recommended entry is marked with
_MARK = re.compile(r"[\[【(（]?(?:置[顶頂]|推[荐薦]|[头頭][条條]|[热熱][门門])[\]】)）]?")
# What may follow a clock time
_ZONE = re.compile(r"\s*(?:[A-Z]{1,4}T|GMT|UTC|Uhr|Z)?")
# A day in numbers alone, whole, without its year or with two digits of it, in brackets or not
_BARE_DAY = re.compile(r"[\[(（【]?(?:\d{2,4}[-./年])?\d{1,2}[-./月]\d{1,2}日?[\])）】]?")
_JOINS = ("", "-", "–", "—", "|", ":")
# A shorter text may be a number or a kind; ideographs count double.
_SAYS = 15
# A link text that says nothing about where it leads is shorter.
_LONGEST_WORDLESS = 40
# A line that is a day has at most a category and a time to read beside it.
_LONGEST_DAY, _BESIDE_DAY = 60, 24
_NOTE = re.compile(r"(?<=\S)\s*[\[(（]([^\[\]()（）]{2,40})[\])）]$")
_KIND = re.compile(r"\b(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip)\b", re.IGNORECASE)
_BOLD = frozenset(["strong", "b", "h6"])


def find(rows: Rows, key: str) -> str:
    """Return the fullest title that the links to one article show.

    The `title` attribute comes before a text that is cut; a heading inside a link before the
    teaser around it; then a heading in its row; an image's `alt` last.
    """
    same = rows.by_key[key]
    shown = [_shown(link.element) for link in same]
    texts = [each for each in shown if not _is_wordless(each) and each not in rows.said_often]
    attributes = (squeeze(link.element.get("title") or "") for link in same)
    full = max((each for each in attributes if not _is_wordless(each)), key=len, default="")
    full = full.removesuffix(rows.name_at_end)
    if not texts and not full and any(rows.headings(key)):
        # Where the title should be is nothing: a teaser is none.
        return ""
    if len(texts) > 1:
        headings = zip(shown, rows.headings(key), strict=True)
        headed = [each for each, is_head in headings if is_head]
        texts = [each for each in headed if each in texts] or texts
    text = _without_file(_headline(texts))
    if full and (not text or _CUT.search(text) or _is_start(text, full)):
        return full
    return text or full or rows.heading(key) or _alt(same)


def _without_file(text: str) -> str:
    """Return a title without the kind and the size of a file in brackets behind it."""
    note = _NOTE.search(text)
    is_file = note and _KIND.search(note[1]) and labels.FILE.fullmatch(note[1])
    return text[: note.start()] if note and is_file else text


def _is_wordless(text: str) -> bool:
    if not text or len(text) >= _LONGEST_WORDLESS:
        return not text
    return labels.WORDLESS.fullmatch(text) is not None


def _shown(link: Element) -> str:
    if len(link) == 0:
        return squeeze(link.text or "")
    heading = next(link.iter("h1", "h2", "h3", "h4", "h5"), None)
    if heading is None:
        heading = _called_title(link)
    pieces = [piece for piece in map(squeeze, heading.itertext()) if piece]
    if len(pieces) < 2 and next(heading.iter("script", "style", "noscript", "svg"), None) is None:
        return "".join(pieces)
    once = [each for place, each in enumerate(pieces) if not _is_again(each, pieces, place)]
    if once and len(once) < len(pieces):
        return _without_day(" ".join(once), once)
    lines = [block.text for block in read(heading) if block.text]
    return _without_day(_of_card(lines) or " ".join(lines), pieces)


def _is_again(piece: str, pieces: list[str], place: int) -> bool:
    """Tell whether a piece says what another does, for narrow screens, or only marks an entry."""
    if _MARK.fullmatch(piece) or (weight(piece) >= _SAYS and piece in pieces[:place]):
        return True
    stem = _CUT.sub("", piece)
    return stem not in ("", piece) and any(
        each.startswith(stem) for each in pieces if len(each) > len(stem) and each != piece
    )


def _called_title(link: Element) -> Element:
    """Return the innermost element in a card's link that is called a title or bold, else the link.

    Less than three texts are no card: one of them may be a day that the other goes on from.
    """
    if len(list(islice(filter(str.strip, link.itertext()), 3))) < 3:
        return link
    inner = (
        each
        for each in link.iterdescendants()
        if isinstance(each.tag, str)
        and (each.tag in _BOLD or places.Places.own(each) & places.HEAD)
    )
    texts = ((each, squeeze("".join(each.itertext()))) for each in inner)
    said = [each for each, text in texts if weight(text) >= _SAYS and not _is_day(text)]
    return next((each for each in said if not _holds_any(each, said)), link)


def _holds_any(element: Element, others: list[Element]) -> bool:
    return any(element in other.iterancestors() for other in others if other is not element)


def _of_card(lines: list[str]) -> str | None:
    """Return the title among the lines of a link around a whole card, None where it is no such.

    A card has a line that is a day, or one that only says to read on.
    """
    is_day = [_is_day(line) for line in lines]
    if len(lines) < 3 or not (any(is_day) or any(map(_is_wordless, lines))):
        return None
    others = zip(lines, is_day, strict=True)
    return next((line for line, is_one in others if not is_one and weight(line) >= _SAYS), None)


def _is_day(line: str) -> bool:
    if _BARE_DAY.fullmatch(line):
        return True
    day = dates.find(line) if len(line) < _LONGEST_DAY and dates.may_hold(line) else None
    return day is not None and len(line) - (day.end - day.start) < _BESIDE_DAY


def _without_day(text: str, pieces: list[str]) -> str:
    """Return a text without the day in an element of its own at one of its ends.

    One that a dash joins to the text belongs to it, as in "May 16, 2019 – Opinion 624".
    """
    if len(pieces) < 2:
        return text
    for piece, rest in (
        (pieces[0], text.removeprefix(pieces[0])),
        (pieces[-1], text.removesuffix(pieces[-1])),
    ):
        if _is_whole_day(piece):
            bare = rest.strip()
            return text if bare[:1] in _JOINS or bare[-1:] in _JOINS else bare
    return text


def _is_whole_day(piece: str) -> bool:
    if _BARE_DAY.fullmatch(piece):
        return True
    day = dates.find(piece) if dates.may_hold(piece) else None
    return (
        day is not None
        and day.day is not None
        and day.start == 0
        and bool(_ZONE.fullmatch(piece, day.end))
    )


def _headline(texts: list[str]) -> str:
    """Return the first of the texts that says something; the whole of it where it is cut.

    A teaser that is linked too comes after its headline, and is longer.
    """
    if len(texts) < 2:
        return texts[0] if texts else ""
    first = next((each for each in texts if weight(each) >= _SAYS), max(texts, key=len, default=""))
    stem = _CUT.sub("", first).casefold()
    return max((each for each in texts if each.casefold().startswith(stem)), key=len, default="")


def _is_start(text: str, full: str) -> bool:
    return len(full) > len(text) and full.casefold().startswith(text.casefold())


def _alt(same: list[Link]) -> str:
    alts = (image.get("alt") or "" for link in same for image in link.element.iter("img"))
    return max(map(squeeze, alts), key=len, default="")
