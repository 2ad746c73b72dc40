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
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench import press
from bench.figure import Figure
from newscrawler.archive import Archive, Connection, open_archive, twin_index
from newscrawler.recording import TWINS_BATCH
from newscrawler.similarity import BANDS

ORIGINS = 2000
LARGEST = int(os.environ.get("BENCH_TWINS", "1000000"))
# Articles whose cost is measured, at either size.
MEASURED = 5000
PARAGRAPHS = 4
FILLING = 50_000
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
    used: list[tuple[float, float]] = []
    texts = _texts()
    with open_archive(f"sqlite:///{folder / 'growing.db'}", create=True) as archive:
        for size in (LARGEST // 10, LARGEST):
            _fill(archive, size - MEASURED)
            archive.run(_put, list(itertools.islice(texts, MEASURED)))
            cpu, wall = time.process_time(), time.perf_counter()
            index_all(archive)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            used.append((cpu / MEASURED, wall / MEASURED))
            yield Figure(f"CPU per article at {size:,}", 1e6 * used[-1][0], "µs")
            yield Figure(f"time per article at {size:,}", 1e6 * used[-1][1], "µs")
            pages = [archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZE]
            yield Figure("  size of that archive", pages[0] * pages[1] / 1e6, "MB")
    for place, name in enumerate(("CPU", "time")):
        ratio = used[1][place] / used[0][place]
        yield Figure(f"{name}: the large archive against the small one", ratio, "times", 1.5)


def _texts() -> Iterator[tuple[str, str]]:
    """Yield (room, body) for ever; every tenth is an edit of an earlier one."""
    dice = random.Random(2)
    lately: list[tuple[str, str, list[str]]] = []
    for number in itertools.count():
        if number % 10 == 9:
            room, language, text = dice.choice(lately)
            text = press.typos(dice, language, text)
        else:
            room, language = f"room {number % 500}", "zh" if number % 5 == 0 else "en"
            text = press.paragraphs(dice, language, PARAGRAPHS)
            lately = [*lately[-99:], (room, language, text)]
        yield room, "\n\n".join(text + press.about(room, language))


def _fill(archive: Archive, size: int) -> None:
    """Fill the archive with articles that are like no other: their keys are drawn, not computed.

    Keys are hashes: those of unlike texts are as if drawn. A million texts would take hours.
    """
    held = archive.db.execute("SELECT count(*) FROM articles").fetchone()[0]
    dice = random.Random(held)
    for start in range(held, size, FILLING):
        number = min(FILLING, size - start)
        archive.run(_put, [("room 1", dice.randbytes(60).hex()) for _ in range(number)])
        archive.run(_draw_keys, dice)


def _draw_keys(db: Connection, dice: random.Random) -> None:
    queue = [row[0] for row in db.execute("SELECT article_id FROM twin_queue")]
    bands, signatures, paragraphs = [], [], []
    for id_ in queue:
        keys = [dice.getrandbits(48) for _ in range(BANDS + 1)]
        bands += [(key, id_) for key in keys]
        signatures.append((id_, b"".join(key.to_bytes(6, "big") for key in keys)))
        paragraphs += [(dice.getrandbits(48),) for _ in range(PARAGRAPHS)]
    db.execute_many("INSERT INTO twin_bands (band, article_id) VALUES (?, ?)", sorted(bands))
    db.execute_many("INSERT INTO twin_signatures VALUES (?, 1, ?)", signatures)
    db.execute_many("INSERT INTO twin_paragraphs VALUES (?, 1)", sorted(paragraphs))
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
