"""Near twins: what of a labelled set is found, and what an article costs as the archive grows.

`BENCH_TWINS` is the number of articles of the largest archive; the smallest is a tenth of it.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from statistics import median

from bench import press
from bench.figure import Figure
from newscrawler import processes
from newscrawler.archive import Archive, Connection, open_archive, twin_index
from newscrawler.archive.backup import back_up
from newscrawler.crawl.indexing import TWINS_BATCH
from newscrawler.similarity import band_keys, key_of, shingles

ORIGINS = 2000
LARGEST = int(os.environ.get("BENCH_TWINS", "1000000"))
# Articles whose cost is measured, at either size
MEASURED = 5000
ROOMS, PARAGRAPHS = 500, 4
# Articles that are written together, and those that a process makes from one seed
FILLING, TOGETHER = 50_000, 1000
_SIZE = ("page_count", "page_size")
NOW = "2024-06-04T08:00:00Z"
# Said in other words than the product's, so that a mistake there is seen here.
_WORD = re.compile(r"[\u4e00-\u9fff]|[a-z]+")


def measure(folder: Path) -> Iterator[Figure]:
    """Index a labelled set, then a growing archive."""
    folder.mkdir(parents=True, exist_ok=True)
    yield from _accuracy(folder)
    yield from _cost(folder)


# ── what is found ──


def _accuracy(folder: Path) -> Iterator[Figure]:
    releases = press.labelled(ORIGINS)
    with open_archive(f"sqlite:///{folder / 'labelled.db'}", create=True) as archive:
        archive.run(_put, [(each.room, each.body) for each in releases])
        index_all(archive)
        rows = archive.db.execute("SELECT article_id, twin_id FROM twins WHERE kind = 'near'")
        linked = {(row["article_id"] - 1, row["twin_id"] - 1) for row in rows.fetchall()}
    near, edits = _near(releases)
    right = sum(releases[one].origin == releases[other].origin for one, other in linked)
    texts = f"{len(releases)} texts of {ORIGINS} origins"
    yield Figure("texts linked", len(linked), "pairs", note=texts)
    yield Figure("linked wrongly (1 - precision)", 1 - right / len(linked), at_most=0.01)
    missed = len(near - linked) / len(near)
    yield Figure("missed at Jaccard 0.7 and above (1 - recall)", missed, at_most=0.05)
    for edit, pairs in edits.items():
        share = len(pairs - linked) / len(pairs)
        yield Figure(f"  of {edit}", share, note=f"{len(pairs)} pairs")


def _near(releases: list[press.Labelled]) -> tuple[set[tuple[int, int]], dict[str, set]]:
    """Return the pairs of one origin that are to be found, in all and by the edit of the second."""
    runs = [_runs(each.body) for each in releases]
    groups = defaultdict(list)
    for number, each in enumerate(releases):
        groups[each.origin].append(number)
    near: set[tuple[int, int]] = set()
    edits: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for group in groups.values():
        for one, other in itertools.combinations(group, 2):
            both = len(runs[one] & runs[other]) / len(runs[one] | runs[other])
            if both >= 0.7 and releases[one].body != releases[other].body:
                near.add((one, other))
                for edit in {releases[one].edit, releases[other].edit} - {""}:
                    edits[edit].add((one, other))
    return near, edits


def _runs(body: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(unicodedata.normalize("NFKC", body).lower())
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


# ── what it costs ──


def _cost(folder: Path) -> Iterator[Figure]:
    """Index the same new articles in a small archive and in a large one, batch by batch in turn."""
    large, small = (f"sqlite:///{folder / name}.db" for name in ("large", "small"))
    with (
        processes.pool(len(os.sched_getaffinity(0))) as pool,
        open_archive(large, create=True) as held,
    ):
        # Keys go everywhere in their table: filling would wait for the disk. Measured without it.
        held.db.execute("PRAGMA cache_size = -1000000")
        _fill(held, pool, 0, LARGEST // 10)
        back_up(held.db, folder / "small.db")
        _fill(held, pool, LARGEST // 10, LARGEST)
    used: list[list[float]] = []
    with open_archive(small) as one, open_archive(large) as other:
        for batch in range(MEASURED // TWINS_BATCH):
            texts = [(each.room, each.body) for each in _made(LARGEST + batch, TWINS_BATCH)]
            used.append([_seconds(archive, texts) / len(texts) for archive in (one, other)])
        sizes = [_megabytes(archive) for archive in (one, other)]
    found = [median(each) for each in zip(*used, strict=True)]
    for size, seconds, megabytes in zip((LARGEST // 10, LARGEST), found, sizes, strict=True):
        yield Figure(
            f"CPU per article at {size:,}", 1e6 * seconds, "µs", note=f"{megabytes:.0f} MB"
        )
    ratio = median(large / small for small, large in used)
    yield Figure("CPU: the large archive against the small one", ratio, "times", 1.5)


def _seconds(archive: Archive, texts: Sequence[tuple[str, str]]) -> float:
    """Return the seconds of this process in which the articles are indexed."""
    archive.run(_put, texts)
    began = time.process_time()
    index_all(archive)
    return time.process_time() - began


def _megabytes(archive: Archive) -> float:
    pages, size = (archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZE)
    return float(pages * size / 1e6)


@dataclass(frozen=True, slots=True)
class _Made:
    """An article, with the keys under which the index would have it."""

    room: str
    body: str
    keys: Sequence[int]
    paragraphs: Sequence[int]


def _made(seed: int, number: int) -> list[_Made]:
    """Return articles that no other seed gives, each above the boilerplate of its room.

    Of ten, one is an edit of an earlier one and one is a notice of a sentence.
    """
    dice = random.Random(seed)
    made: list[_Made] = []
    lately: list[tuple[str, str, list[str]]] = []
    for at in range(number):
        if at % 10 == 9:
            room, language, text = dice.choice(lately)
            text = press.typos(dice, language, text)
        else:
            room, language = f"room {dice.randrange(ROOMS)}", "zh" if at % 5 == 0 else "en"
            text = press.paragraphs(dice, language, 1 if at % 10 == 3 else PARAGRAPHS)
            lately = [*lately[-99:], (room, language, text)]
        made.append(_known(f"{seed}/{at}", room, text, _about(room, language)))
    return made


def _known(name: str, room: str, text: list[str], about: list[str]) -> _Made:
    runs = shingles("\n\n".join(text))
    keys = band_keys(runs) if len(runs) >= twin_index.FEWEST_RUNS else []
    return _Made(
        room,
        "\n\n".join(text + about),
        [*keys, key_of(name.encode())],
        [key_of(f"{room}\n{each}".encode()) for each in text + about],
    )


_about = cache(press.about)


def _fill(archive: Archive, pool: Executor, start: int, end: int) -> None:
    """Fill an archive with articles as if they had been indexed.

    Only the comparing is left out, which is measured later: a million articles would take hours.
    """
    for at in range(start, end, FILLING):
        seeds = range(at, min(at + FILLING, end), TOGETHER)
        made = [each for some in pool.map(_made, seeds, repeat(TOGETHER)) for each in some]
        archive.run(_put, [(each.room, each.body) for each in made])
        archive.run(_put_keys, made)


def _put_keys(db: Connection, made: Sequence[_Made]) -> None:
    queue = [row[0] for row in db.execute("SELECT article_id FROM twin_queue ORDER BY article_id")]
    bands, signatures = [], []
    for id_, each in zip(queue, made, strict=True):
        bands += [(key, id_) for key in each.keys]
        signatures.append((id_, b"".join(key.to_bytes(6, "big") for key in each.keys)))
    counts = Counter(key for each in made for key in each.paragraphs)
    db.execute_many("INSERT INTO twin_bands (band, article_id) VALUES (?, ?)", sorted(bands))
    db.execute_many("INSERT INTO twin_signatures VALUES (?, 1, ?)", signatures)
    db.execute_many(
        "INSERT INTO twin_paragraphs (paragraph, articles) VALUES (?, ?) ON CONFLICT (paragraph)"
        " DO UPDATE SET articles = twin_paragraphs.articles + excluded.articles",
        sorted(counts.items()),
    )
    db.execute("DELETE FROM twin_queue")


def index_all(archive: Archive) -> None:
    """Index what waits, in the batches of a crawl's end."""
    while archive.run(twin_index.index, limit=TWINS_BATCH, crawl_id=None, now=NOW):
        pass


def _put(db: Connection, texts: Iterable[tuple[str, str]]) -> None:
    """Store texts without pages, and queue them."""
    first = db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0] + 1
    articles, revisions = [], []
    for id_, (room, body) in enumerate(texts, start=first):
        articles.append((id_, room, str(id_), f"http://{room[5:]}.example/{id_}", NOW, NOW))
        digest = hashlib.sha256(body.encode()).digest()
        revisions.append((id_, digest.hex(), digest, body, NOW))
    db.execute_many(
        "INSERT INTO articles (id, room, key, url, revision, first_stored_at, checked_at)"
        " VALUES (?, ?, ?, ?, 1, ?, ?)",
        articles,
    )
    db.execute_many(
        "INSERT INTO revisions (article_id, number, cause, content_hash, text_hash, body,"
        " attachments, images, missing, evidence, extractor, crawled_at)"
        " VALUES (?, 1, 'first', ?, ?, ?, '[]', '[]', '[]', '{}', '1', ?)",
        revisions,
    )
    db.execute_many(
        "INSERT INTO twin_queue (article_id) VALUES (?)", [(each[0],) for each in articles]
    )
