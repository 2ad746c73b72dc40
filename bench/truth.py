"""Which of a page's candidates are right, by what is known of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawler.extract import dates
from newscrawler.extract.articles import day_signs
from newscrawler.extract.articles.article import Reading
from newscrawler.extract.articles.site_names import words
from newscrawler.extract.listings import links
from newscrawler.extract.pages import features
from newscrawler.extract.pages.anchors import Anchors
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.page import Page

# Features, whether it is right, and how much it weighs.
Candidate = tuple[list[float], bool, float]
_WORD = re.compile(r"\w+")


_SHINGLE = 4


def titles(reading: Reading, truth: dict[str, Any]) -> Iterator[Candidate]:
    """Yield the headlines; right is what has the words of the title."""
    expected = words(truth["title"])
    for each in reading.headlines:
        yield list(map(float, each.row)), words(each.text) == expected, 1.0


def days_of_publication(reading: Reading, truth: dict[str, Any]) -> Iterator[Candidate]:
    """Yield the days; right is the day of the truth, at the site or in UTC."""
    expected = {truth["date"], *truth.get("date_alts", [])}
    for each in reading.days:
        yield day_signs.row(each), bool(_days_of(each) & expected), 1.0


def _days_of(day: day_signs.Day) -> set[str]:
    """Return the day as written and, where the zone is told, in UTC."""
    found = {day.day.isoformat()}
    if day.exact and day.exact.clock and day.exact.zone:
        moment = datetime.fromisoformat(
            f"{day.exact.day}T{day.exact.clock}{dates.offset(day.exact.zone)}"
        )
        found.add(moment.astimezone(UTC).date().isoformat())
    return found


def texts(reading: Reading, truth: dict[str, Any]) -> Iterator[Candidate]:
    """Yield the lines; right is what stands in the text."""
    shares = max(
        (_covered(reading.blocks, text) for text in [truth["body"], *truth.get("body_alts", [])]),
        key=sum,
    )
    rights = [share >= 0.5 for share in shares]
    known = [(row, right) for row, right in zip(reading.features, rights, strict=True) if row]
    total = sum(row[0] for row, right in known if right) or 1
    for row, right in known:
        # A word of a short text weighs more; a short line weighs too: a text is to be exact.
        yield features.expanded(row), right, min(row[0] / total, 1) * 100 + 0.4


def _covered(blocks: list[Block], text: str) -> list[float]:
    """Return which share of each block stands in `text`, by its runs of four words."""
    tokens = [_WORD.findall(block.text) for block in blocks]
    expected = _WORD.findall(text)
    runs = {tuple(expected[at : at + _SHINGLE]) for at in range(len(expected) - _SHINGLE + 1)}
    line = f" {' '.join(expected)} "
    shares = [0.0] * len(tokens)
    for index, mine in enumerate(tokens):
        if len(mine) >= _SHINGLE:
            own = [tuple(mine[at : at + _SHINGLE]) for at in range(len(mine) - _SHINGLE + 1)]
            shares[index] = sum(run in runs for run in own) / len(own)
        elif mine and f" {' '.join(mine)} " in line:
            shares[index] = float(_fits(tokens, index, line))
    _keep_best_of_doubles(tokens, shares, line)
    return shares


def _fits(tokens: list[list[str]], index: int, line: str) -> bool:
    """Tell whether a short line stands in the text beside what stands beside it on the page."""
    mine = tokens[index]
    before = next((each for each in reversed(tokens[:index]) if each), [])[-2:]
    after = next((each for each in tokens[index + 1 :] if each), [])[:2]
    beside = [part for part in (before and before + mine, after and mine + after) if part]
    return len(" ".join(mine)) >= 24 or any(f" {' '.join(each)} " in line for each in beside)


def _keep_best_of_doubles(tokens: list[list[str]], shares: list[float], line: str) -> None:
    """Of lines that stand on the page more often than in the text, keep those in its midst."""
    where: dict[str, list[int]] = {}
    for index, share in enumerate(shares):
        if share >= 0.5:
            where.setdefault(" ".join(tokens[index]), []).append(index)
    for text, indices in where.items():
        wanted = max(1, line.count(f" {text} "))
        midst = sorted(
            indices, key=lambda i: -sum(shares[max(0, i - 3) : i]) - sum(shares[i + 1 : i + 4])
        )
        for index in midst[wanted:]:
            shares[index] = 0.0


def items(page: Page, record: dict[str, Any]) -> Iterator[Candidate]:
    """Yield the links of a listing; those that count neither way are left out."""
    expected = {
        _address(url) for each in record["items"] for url in (each["url"], *each.get("alt", []))
    }
    neutral = {_address(url) for url in record["neutral"]} - expected
    groups = links.Groups(page, Anchors(page))
    found = [
        (groups.row(group, index), _address(page.address(anchor.href) or ""))
        for group in groups.every
        for index, anchor in enumerate(group.anchors)
    ]
    rights = sum(address in expected for _, address in found) or 1
    for row, address in found:
        right = address in expected
        if right or address not in neutral:
            # A page's items weigh as much as its other links, however few they are.
            weight = 100 / (rights if right else max(1, len(found) - rights))
            yield links.expanded(row), right, weight


def _address(url: str) -> str:
    """Return what of an address tells two items apart."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{unquote(parts.path).rstrip('/')}?{parts.query}"
