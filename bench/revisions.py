"""A thousand looks at pages that differ every time, and a thousand edits among them.

Counters, today's date, tokens, sidebars and boxes change at every request. Then the publisher
edits, the extractor gets better, or both at once; each must be told apart.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import timeline
from bench.figure import Figure
from bench.timeline import Timeline
from fixtures.replica import releases
from fixtures.replica.noise import Noise
from fixtures.replica.room import Release, Room
from fixtures.replica.synthetic import release
from newscrawler import extract

ARTICLES = 100
LOOKS, EDITS = 1000, 1000
SEED = 5
Change = Callable[[Release, random.Random], Release]


def measure(folder: Path) -> Iterator[Figure]:
    """Look, edit, and compare what was recorded with what was done."""
    counts: Counter[str] = Counter()

    async def story(line: Timeline) -> None:
        line.replica.noise = Noise(SEED)
        archive = line.archive("noisy")
        await line.crawl(archive)
        await _look(line, archive, counts)
        await _edit(line, archive, counts)

    timeline.run(_room(), folder, story)
    yield Figure("looks at pages that differ every time", counts["looks"])
    yield Figure("false revisions", counts["false"], at_most=0)
    yield Figure("pages stored for them", counts["captures"], at_most=0)
    yield Figure("seeded edits", counts["edits"])
    for name in ("publisher", "extractor", "both"):
        yield Figure(f"of these by {name}", counts[name])
    yield Figure("edits not found, or with another cause", counts["wrong cause"], at_most=0)
    yield Figure("edits wrongly called cosmetic or substantive", counts["wrong kind"], at_most=0)
    yield Figure("revisions of what was not edited", counts["beside"], at_most=0)


def _room() -> Room:
    """Return every oddity, and ordinary releases up to the number wanted."""
    room = releases.room()
    for number in range(ARTICLES - len(room)):
        room.publish(release(3000 + number, date(2024, 6, 1)))
    return room


async def _look(line: Timeline, archive: Path, counts: Counter[str]) -> None:
    before = _revisions(archive), _captures(archive)
    for _ in range(LOOKS // ARTICLES):
        line.now += timedelta(days=1)
        stats = await line.crawl(archive, recheck="all")
        counts["looks"] += stats.get("newscrawler/store/unchanged", 0)
        counts["looks"] += stats.get("newscrawler/store/revised", 0)
    after = _revisions(archive), _captures(archive)
    counts["false"] = len(after[0]) - len(before[0])
    counts["captures"] = after[1] - before[1]


async def _edit(line: Timeline, archive: Path, counts: Counter[str]) -> None:
    dice = random.Random(SEED)
    real = extract.article
    for turn in range(EDITS // ARTICLES):
        line.now += timedelta(days=1)
        known = len(_revisions(archive))
        expected = {}
        worse = set()
        # Every other turn the extractor is another one, and reads some pages in another way.
        is_other = turn % 2 == 1
        for each in list(line.replica.room):
            who = dice.choice(["publisher", "extractor", "both"]) if is_other else "publisher"
            # A mark in a signed text may make its author's line another one.
            names = [name for name in CHANGES if not (each.byline and name in COSMETIC)]
            name = dice.choice(names)
            if who != "extractor":
                line.replica.room.publish(CHANGES[name](each, dice))
            if who != "publisher":
                worse.add(each.key)
            expected[each.key] = (who, name)
        with_version, read = f"{turn}", _reading(real, worse)
        extract.EXTRACTOR_VERSION, extract.article = with_version, read
        try:
            await line.crawl(archive, recheck="all")
        finally:
            extract.article = real
        _compare(expected, _revisions(archive)[known:], counts)
        # Back to a reading that changes nothing more, as a revision of its own.
        extract.EXTRACTOR_VERSION = f"{turn} again"
        line.now += timedelta(days=1)
        await line.crawl(archive, recheck="all")


def _reading(real: Callable[..., Any], worse: set[str]) -> Callable[..., Any]:
    """Return an extractor that reads the breadcrumbs of some articles in another way."""

    def read(page: Any, rules: Any, listed: Any, *rest: Any) -> Any:
        found = real(page, rules, listed, *rest)
        if listed.key in worse:
            found.breadcrumb = [*(found.breadcrumb or []), "Read otherwise"]
        return found

    return read


def _compare(
    expected: dict[str, tuple[str, str]], made: list[tuple[str, str, int]], counts: Counter[str]
) -> None:
    """Count what was not recorded as it was done."""
    found: dict[str, list[tuple[str, int]]] = {}
    for key, cause, cosmetic in made:
        found.setdefault(key, []).append((cause, cosmetic))
    counts["beside"] += len(found.keys() - expected.keys())
    for key, (who, name) in expected.items():
        counts["edits"] += 1
        counts[who] += 1
        causes = ["extractor", "publisher"] if who == "both" else [who]
        of_this = found.get(key, [])
        if [cause for cause, _ in of_this] != causes:
            counts["wrong cause"] += 1
        elif who != "extractor":
            counts["wrong kind"] += of_this[-1][1] != (name in COSMETIC)


# ── edits ──


def _paragraph(each: Release, dice: random.Random, change: Callable[[str], str]) -> Release:
    """Change one paragraph; what the editor made of the text is what it says from now on."""
    texts = list(each.paragraphs)
    at = dice.randrange(len(texts))
    texts[at] = change(texts[at])
    return replace(each, paragraphs=tuple(texts), markup=None, images=(), attachments=())


def _one_letter(text: str, dice: random.Random) -> str:
    places = [at for at, mark in enumerate(text) if mark.isalpha()]
    at = dice.choice(places)
    return text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]


def _without_a_word(text: str, dice: random.Random) -> str:
    words = text.split(" ")
    at = dice.choice([at for at, word in enumerate(words) if any(map(str.isalpha, word))])
    return " ".join(words[:at] + words[at + 1 :]) if len(words) > 3 else f"{text} More."


CHANGES: dict[str, Change] = {
    "a letter": lambda each, dice: _paragraph(each, dice, lambda text: _one_letter(text, dice)),
    "a digit": lambda each, dice: _paragraph(
        each, dice, lambda text: f"{text} It was {dice.randint(10, 99)} days."
    ),
    "a word less": lambda each, dice: _paragraph(
        each, dice, lambda text: _without_a_word(text, dice)
    ),
    "a paragraph": lambda each, dice: replace(
        each,
        paragraphs=(*each.paragraphs, f"A note of {dice.randint(1000, 9999)} words was added."),
        markup=None,
        images=(),
        attachments=(),
    ),
    "the title": lambda each, dice: replace(
        each,
        title=f"{each.shown_title} {dice.randint(100, 999)}",
        title_html=None,
        listed_title=None,
    ),
    "a quote": lambda each, dice: _paragraph(each, dice, lambda text: f"“{text}”"),
    "a comma": lambda each, dice: _paragraph(
        each, dice, lambda text: ", ".join(text.rsplit(" ", 1)) if " " in text else f"{text},"
    ),
}
COSMETIC = {"a quote", "a comma"}


def _revisions(archive: Path) -> list[tuple[str, str, int]]:
    with closing(sqlite3.connect(archive)) as db:
        return db.execute(
            "SELECT key, cause, cosmetic FROM revisions JOIN articles ON articles.id = article_id"
            " ORDER BY revisions.id"
        ).fetchall()


def _captures(archive: Path) -> int:
    with closing(sqlite3.connect(archive)) as db:
        return int(db.execute("SELECT count(*) FROM captures").fetchone()[0])
