"""Every link of a listing page, grouped by how it is built, and what speaks for its being an item.

Numbers only; nothing here decides. Links are of one group when the elements around them have the
same tags and classes: rows of one list do, whatever they lead to.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from newscrawler.extract import labels
from newscrawler.extract.blocks import squeeze
from newscrawler.extract.body import is_document
from newscrawler.extract.features import weight
from newscrawler.extract.page import Element, Page
from newscrawler.extract.places import Places

# Classes that number or mark one row of many.
_UNSTABLE = re.compile(
    r"\d|^(?:odd|even|first|last|active|current|sticky|open|new|has|is"
    r"|tag|category|cat|status|type|format)(?:-|_|$)"
)
_DATED = re.compile(
    r"(?:19|20)\d\d|\d{1,2}\s?[./-]\s?\d{1,2}(?:\D|$)|\d\s?[月월]"
    r"|\b[A-Z][a-zé]{2,8}\.? \d{1,2}\b|\b\d{1,2}\.? [A-Z]?[a-zé]{3,8}\b"
)
_FURNITURE = frozenset(["nav", "footer", "header", "aside"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_NUMBER = re.compile(r"\d+")
_ROWS = ("tr.", "p.", "font.", "dd.")
_DEEP = 8
_BOX_TEXT, _PIECES = 600, 60
_KINDS = 13

NAMES = (
    "size share_of_links median_length longest words dated heading image wordless furniture "
    "same_host document query digits below_page alike box_text first spread depth doubles "
    "rank_by_text rank_by_dated row item groups own_length own_words own_dated own_heading "
    "own_document own_wordless own_digits own_below own_host own_image own_links own_is_number "
    "own_depth own_self box_length own_furniture any_bits"
).split()
COLUMNS = [*NAMES[:-1], *(f"any_bits & {1 << bit}" for bit in range(_KINDS))]


class Link(NamedTuple):
    """One link; `key` identifies what it leads to, `url` is absolute."""

    key: str
    url: str
    element: Element


@dataclass(slots=True)
class Candidate:
    """One link with its group and what was counted of both."""

    link: Link
    parts: SplitResult
    group: int
    text: str
    bits: int = 0
    seen: dict[str, float] = field(default_factory=dict)


def boxes(links: list[Link]) -> dict[Element, str | None]:
    """Return for each element around the links whose it is: a key, or None for several."""
    owners: dict[Element, str | None] = {}
    for link in links:
        for above in link.element.iterancestors():
            if owners.setdefault(above, link.key) != link.key:
                if owners[above] is None:
                    # So is everything above it.
                    break
                owners[above] = None
    return owners


def candidates(page: Page) -> list[Candidate]:
    """Return the page's links with their features in `seen`."""
    groups: dict[int, list[Candidate]] = {}
    kinds = _Kinds()
    for element in page.root.iter("a"):
        href = element.get("href")
        if not href or href[0] == "#":
            continue
        url = page.address(href)
        parts = _parts(url) if url else None
        if url is None or parts is None:
            continue
        text = squeeze("".join(element.itertext()))
        group = kinds.of(element)
        groups.setdefault(group, []).append(Candidate(Link(url, url, element), parts, group, text))
    found = [each for group in groups.values() for each in group]
    if not found:
        return []
    _measure(page, groups, found)
    return found


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        # A link may be anything.
        return None


class _Kinds:
    """Numbers for paths of tags and stable classes, so that equal paths have equal numbers."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._of: dict[Element, int] = {}
        self._names: dict[tuple[str, str], str] = {}
        # The steps that led to each number.
        self._lines: dict[int, tuple[tuple[int, str], ...]] = {}

    def of(self, element: Element) -> int:
        path = []
        above = element
        number = 0
        while above is not None:
            if above in self._of:
                number = self._of[above]
                break
            path.append(above)
            above = above.getparent()
        for each in reversed(path):
            number = self._of[each] = self._step(number, self._name(each))
        return number

    def _step(self, number: int, name: str) -> int:
        """Return the number one step below; rows that were never closed nest, and count as one."""
        line = self._lines.get(number, ())
        if line and line[-1][1] == name and name.startswith(_ROWS):
            return number
        for above, called in line[-5:-1]:
            # tr > td > tr: the inner row is built like the outer one.
            if called == name and name.startswith(_ROWS):
                return above
        step = (number, name)
        known = self._numbers.get(step)
        if known is None:
            known = self._numbers[step] = len(self._numbers) + 1
            self._lines[known] = (*line[-8:], (known, name))
        return known

    def _name(self, element: Element) -> str:
        called = element.get("class") or ""
        known = self._names.get((element.tag, called))
        if known is None:
            stable = sorted({word for word in called.split() if not _UNSTABLE.search(word.lower())})
            known = self._names[element.tag, called] = f"{element.tag}.{'.'.join(stable)}"
        return known


def _measure(page: Page, groups: dict[int, list[Candidate]], found: list[Candidate]) -> None:
    here = page.address_parts
    folder = here.path.rsplit("/", 1)[0] + "/"
    places = Places()
    position = {each.link.element: at for at, each in enumerate(found)}
    times = Counter(each.link.url for each in found)
    for group in groups.values():
        _measure_own(group, here.hostname, folder, here.path, page.url, places)
    texts = {number: sum(e.seen["own_length"] for e in group) for number, group in groups.items()}
    dated = {number: sum(e.seen["own_dated"] for e in group) for number, group in groups.items()}
    by_text = sorted(groups, key=lambda number: -texts[number])
    by_dated = sorted(groups, key=lambda number: -dated[number])
    rank_text = {number: rank for rank, number in enumerate(by_text)}
    rank_dated = {number: rank for rank, number in enumerate(by_dated)}
    for number, group in groups.items():
        size = len(group)
        first = position[group[0].link.element]
        last = position[group[-1].link.element]
        shapes = Counter(_shape(each.parts) for each in group)
        common = {
            "size": len({each.link.url for each in group}),
            "share_of_links": size / len(found),
            "median_length": median(each.seen["own_length"] for each in group),
            "longest": max(each.seen["own_length"] for each in group),
            "alike": shapes.most_common(1)[0][1] / size,
            "first": first / len(found),
            "spread": (last - first + 1) / size,
            "depth": sum(1 for _ in group[0].link.element.iterancestors()),
            "doubles": sum(times[each.link.url] > 1 for each in group) / size,
            "rank_by_text": rank_text[number],
            "rank_by_dated": rank_dated[number],
            "groups": len(groups),
        }
        for name, own in _MEANS.items():
            common[name] = sum(each.seen[own] for each in group) / size
        for each in group:
            each.seen.update(common)


# What a group has of the means of its links.
_MEANS = {
    "words": "own_words",
    "dated": "own_dated",
    "heading": "own_heading",
    "image": "own_image",
    "wordless": "own_wordless",
    "furniture": "own_furniture",
    "same_host": "own_host",
    "document": "own_document",
    "digits": "own_digits",
    "below_page": "own_below",
    "box_text": "box_length",
    "query": "own_query",
    "row": "own_row",
    "item": "own_item",
}


def _measure_own(
    group: list[Candidate], host: str | None, folder: str, path: str, here: str, places: Places
) -> None:
    owners = boxes([each.link for each in group])
    for each in group:
        url, element, parts = each.link.url, each.link.element, each.parts
        box = element
        tags: list[str] = []
        for above in element.iterancestors():
            if len(tags) > _DEEP:
                break
            tags.append(above.tag)
            if owners.get(above) == each.link.key:
                box = above
        # The box of a link that is alone of its kind may be half of the page.
        beyond = squeeze(" ".join(islice(box.itertext(), _PIECES))[:_BOX_TEXT])
        links = sum(1 for _ in islice(box.iter("a"), _PIECES))
        seen = each.seen
        size = weight(each.text)
        seen["own_length"] = min(size, 400)
        seen["own_words"] = len(each.text.split())
        seen["own_dated"] = _DATED.search(beyond) is not None
        seen["own_heading"] = any(tag in _HEADINGS for tag in tags[:3]) or any(
            inner.tag in _HEADINGS for inner in element
        )
        seen["own_document"] = is_document(parts.path)
        seen["own_wordless"] = labels.WORDLESS.fullmatch(each.text) is not None
        seen["own_digits"] = len(_NUMBER.findall(parts.path + parts.query))
        seen["own_below"] = parts.path.startswith(folder) and len(parts.path) > len(path)
        seen["own_host"] = parts.hostname == host
        seen["own_image"] = next(element.iter("img"), None) is not None
        seen["own_links"] = links
        seen["own_is_number"] = each.text.isdigit()
        seen["own_depth"] = parts.path.count("/")
        seen["own_self"] = url.rstrip("/") == here.rstrip("/")
        seen["own_query"] = bool(parts.query)
        seen["own_row"] = "td" in tags
        seen["own_item"] = "li" in tags
        seen["box_length"] = min(max(weight(beyond) - size, 0), 600)
        seen["own_furniture"] = any(tag in _FURNITURE for tag in tags)
        each.bits = places.around(element) & (1 << _KINDS) - 1


def _shape(parts: SplitResult) -> str:
    head = parts.path.rsplit("/", 1)[0]
    names = "&".join(sorted(each.split("=")[0] for each in parts.query.split("&")))
    return f"{parts.hostname}{_NUMBER.sub('0', head)}?{names}"


def row(candidate: Candidate) -> list[float]:
    """Return the features in the order of NAMES."""
    return [*map(candidate.seen.__getitem__, NAMES[:-1]), candidate.bits]


def expanded(values: list[float]) -> list[float]:
    """Return a row with its bits one by one, in the order of COLUMNS."""
    bits = int(values[-1])
    return [*values[:-1], *(bits >> bit & 1 for bit in range(_KINDS))]
