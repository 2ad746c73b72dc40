"""Learn what speaks for a title, a date and a text from pages with known contents.

    python -m bench.train FOLDER [FOLDER ...]      # what each holds: see `_pages`

Writes the trees of `newscrawler/extract/weights/` as code: a page is read without any library for
learning. Before each is written, the shares that five-fold cross-validation by site gives are
printed: every page is judged by trees that saw no page of its site. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawler.extract import dates, days, features, headlines, links
from newscrawler.extract.article import Reading
from newscrawler.extract.blocks import Block
from newscrawler.extract.headlines import words
from newscrawler.extract.page import Page
from newscrawler.extract.rules import Rules

WEIGHTS = Path(features.__file__).parent / "weights"
FOLDS = 5
# Pages of one site say the same thing over and over: together they count as this many.
_MOST_OF_A_SITE = 8
_WORD = re.compile(r"\w+")
_SHINGLE = 4
# Parameters that gave the best cross-validated figures; more trees gained nothing.
_COMMON = {
    "objective": "binary", "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
    "verbose": -1, "num_threads": 2, "seed": 1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


@dataclass
class Sample:
    """One page's candidates: their features, which are right, and how much each weighs."""

    site: str
    group: str
    rows: list[list[float]]
    right: list[bool]
    weights: list[float]


def _titles(reading: Reading, truth: dict[str, Any]) -> Iterator[tuple[list[float], bool, float]]:
    expected = words(truth["title"])
    for each in reading.headlines:
        yield headlines.row(each), words(each.text) == expected, 1.0


def _dates(reading: Reading, truth: dict[str, Any]) -> Iterator[tuple[list[float], bool, float]]:
    expected = {truth["date"], *truth.get("date_alts", [])}
    for each in reading.days:
        yield days.row(each), bool(_days_of(each) & expected), 1.0


def _days_of(day: days.Day) -> set[str]:
    """Return the day as written and, where the zone is told, in UTC."""
    from datetime import UTC, datetime

    found = {day.day.isoformat()}
    if day.exact and day.exact.clock and day.exact.zone:
        moment = datetime.fromisoformat(
            f"{day.exact.day}T{day.exact.clock}{dates.offset(day.exact.zone)}"
        )
        found.add(moment.astimezone(UTC).date().isoformat())
    return found


def _texts(reading: Reading, truth: dict[str, Any]) -> Iterator[tuple[list[float], bool, float]]:
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


def _items(page: Page, record: dict[str, Any]) -> Iterator[tuple[list[float], bool, float]]:
    """Yield the links of a listing; those that count neither way are left out."""
    expected = {
        _address(url) for each in record["items"] for url in (each["url"], *each.get("alt", []))
    }
    neutral = {_address(url) for url in record["neutral"]} - expected
    found = [(each, _address(each.link.url)) for each in links.candidates(page)]
    rights = sum(address in expected for _, address in found) or 1
    for each, address in found:
        right = address in expected
        if right or address not in neutral:
            # A page's items weigh as much as its other links, however few they are.
            weight = 100 / (rights if right else max(1, len(found) - rights))
            yield links.expanded(links.row(each)), right, weight


def _address(url: str) -> str:
    """Return what of an address tells two items apart."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{unquote(parts.path).rstrip('/')}?{parts.query}"


@dataclass
class Question:
    """What is learnt: the module to write, the truth it needs, the candidates, the parameters."""

    name: str
    needs: str
    candidates: Callable[..., Iterator[tuple[list[float], bool, float]]]
    columns: list[str]
    trees: int
    parameters: dict[str, Any]


QUESTIONS = {
    "title": Question(
        "title", "title", _titles, headlines.NAMES, 100,
        {"learning_rate": 0.08, "num_leaves": 8, "min_data_in_leaf": 20, "lambda_l2": 3},
    ),
    "date": Question(
        "date", "date", _dates, days.NAMES, 100,
        {"learning_rate": 0.06, "num_leaves": 8, "min_data_in_leaf": 15, "lambda_l2": 3},
    ),
    "body": Question(
        "body", "body", _texts, features.COLUMNS, 60,
        {"learning_rate": 0.15, "num_leaves": 16, "min_data_in_leaf": 40, "lambda_l2": 5},
    ),
    "listing": Question(
        "listing", "items", _items, links.COLUMNS, 80,
        {"learning_rate": 0.1, "num_leaves": 8, "min_data_in_leaf": 30, "lambda_l2": 5},
    ),
}  # fmt: skip


def _pages(folders: list[Path]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield (file, record) of each page.

    A line of index.jsonl has `file`, `url`, `site`, `dataset` and `truth` (`title`, `date`,
    `body`), one of pages.jsonl, for listings, `file`, `url`, `site`, `kind`, `items`, `neutral`.
    """
    for folder in folders:
        for index in (folder / "index.jsonl", folder / "pages.jsonl"):
            for line in index.read_text(encoding="utf-8").splitlines() if index.exists() else ():
                record = json.loads(line)
                yield folder / record["file"], record


def _sample(task: tuple[str, Path, dict[str, Any]]) -> Sample:
    name, file, record = task
    raw = file.read_bytes()
    page = Page(gzip.decompress(raw) if file.suffix == ".gz" else raw, record["url"])
    if name == "listing":
        found = list(_items(page, record))
    else:
        reading = Reading(page, Rules(), None)
        found = list(QUESTIONS[name].candidates(reading, record["truth"]))
    rows, right, weights = ([each[place] for each in found] for place in range(3))
    return Sample(record["site"], record.get("dataset") or record["kind"], rows, right, weights)


def _fold(site: str) -> int:
    return int(hashlib.md5(site.encode()).hexdigest(), 16) % FOLDS


def _fit(question: Question, samples: list[Sample]) -> Any:
    import lightgbm
    import numpy as np

    per_site: dict[str, int] = {}
    for each in samples:
        per_site[each.site] = per_site.get(each.site, 0) + 1
    shares = {site: min(1.0, _MOST_OF_A_SITE / number) for site, number in per_site.items()}
    data = lightgbm.Dataset(
        np.array([row for each in samples for row in each.rows], dtype=float),
        np.array([right for each in samples for right in each.right], dtype=int),
        weight=np.array([w * shares[each.site] for each in samples for w in each.weights]),
    )
    return lightgbm.train(_COMMON | question.parameters, data, question.trees)


def _cross_validated(question: Question, samples: list[Sample]) -> Iterator[str]:
    import numpy as np

    right: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        model = _fit(question, [each for each in samples if _fold(each.site) != fold])
        for each in samples:
            if _fold(each.site) != fold or not each.rows:
                continue
            scores = model.predict(np.array(each.rows, dtype=float))
            right.setdefault(each.group, []).append(_right(question, each, list(scores)))
    for group, shares in sorted(right.items()):
        yield f"{question.name:6} {group:16} {len(shares):5} pages  {sum(shares) / len(shares):.3f}"


def _right(question: Question, sample: Sample, scores: list[float]) -> float:
    """Return 1 or 0 for the best candidate; for texts and items the share chosen rightly."""
    if question.name in ("title", "date"):
        return float(sample.right[scores.index(max(scores))])
    size = 0 if question.name == "body" else None
    sizes = [1.0 if size is None else row[size] for row in sample.rows]
    chosen = [score > 0.5 for score in scores]
    both = sum(
        s for s, right, mine in zip(sizes, sample.right, chosen, strict=True) if right and mine
    )
    either = sum(
        s * (int(right) + int(mine))
        for s, right, mine in zip(sizes, sample.right, chosen, strict=True)
    )
    return 2 * both / either if either else 1.0


# ── trees as code ──


def _module(question: Question, model: Any) -> str:
    names = question.columns
    arguments = {"body": features.NAMES, "listing": links.NAMES}.get(question.name, names)
    trees = model.dump_model()["tree_info"]
    code = [_tree(tree["tree_structure"], names) for tree in trees]
    used = set(re.findall(r"[a-z]\w*", " ".join(code)))
    lines = [
        f'"""{len(trees)} trees for: {question.name}. Written by `python -m bench.train`."""',
        "",
        "from collections.abc import Sequence",
        "from typing import Any",
        "",
        "",
        "def score(features: Sequence[Any]) -> float:",
        '    """Return the log of the odds; see `newscrawler.extract.weights`."""',
        f"    {', '.join(name if name in used else '_' for name in arguments)} = features",
    ]
    for number, tree in enumerate(code):
        lines.append(f"    s {'+=' if number else '='} {tree}")
        if question.name == "body" and number == _EARLY:
            # Most lines of a page are plainly no text: they are told from few trees.
            lines += [f"    if s < {_HOPELESS}:", "        return s"]
    return "\n".join([*lines, "    return s", ""])


_EARLY, _HOPELESS = 15, -2.5


def _tree(node: dict[str, Any], names: list[str]) -> str:
    if "leaf_value" in node:
        return f"{node['leaf_value']:.4g}"
    left, right = (_tree(node[side], names) for side in ("left_child", "right_child"))
    name = names[node["split_feature"]]
    if "&" in name:
        return f"({right} if {name} else {left})"
    return f"({left} if {name} <= {node['threshold']:.6g} else {right})"


def main() -> None:
    """Learn one question, or all in turn, each in a process that sees the trees before it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--question", choices=QUESTIONS, help="default: all, in turn")
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    options = parser.parse_args()
    if options.question is None:
        for name in QUESTIONS:
            subprocess.run(
                [sys.executable, "-m", "bench.train", *sys.argv[1:], "--question", name], check=True
            )
        return
    question = QUESTIONS[options.question]
    tasks = [
        (question.name, file, record)
        for file, record in _pages(options.folders)
        if record.get("truth", record).get(question.needs)
    ]
    with ProcessPoolExecutor() as pool:
        samples = list(pool.map(_sample, tasks, chunksize=8))
    for line in _cross_validated(question, samples):
        print(line)
    if not options.check:
        code = _module(question, _fit(question, samples))
        (WEIGHTS / f"{question.name}.py").write_text(code, encoding="utf-8")
        importlib.invalidate_caches()


if __name__ == "__main__":
    main()
