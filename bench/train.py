"""Learn what speaks for a title, a date and a text from pages with known contents.

    python -m bench.train FOLDER [FOLDER ...]      # what each holds: see `_pages`

Writes the trees of `newscrawler/extract/weights/` as code: a page is read without any library for
learning. Sites are dealt into five folds. For each question five models are learnt, each without
one fold, and one from all pages, which is written. A page is always read by the models that saw no
page of its site: so the shares printed are those of unknown sites, and a later question learns from
titles and dates as good as they will be there (stacking: Wolpert, Stacked generalization, 1992).
`--held-out FILE` keeps what is read that way, for a scorer. Titles are learnt from some made pages
too (`made_pages`), lists from the same ones varied (`varied`). Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bench import made_pages, trees, truth, varied
from newscrawler import extract
from newscrawler.extract import listing
from newscrawler.extract.articles import day_signs, headlines
from newscrawler.extract.articles.article_parts import Reading
from newscrawler.extract.listings import links
from newscrawler.extract.pages import features
from newscrawler.extract.pages.page import Page
from newscrawler.extract.rules import Rules

WEIGHTS = Path(extract.__file__).parent / "weights"
FOLDS = 5
# Pages of one site say the same thing over and over: together they count as this many.
_MOST_OF_A_SITE = 8
# How much a varied listing counts beside the real one.
_VARIED = 0.3
# Made pages, and the sites that they are dealt to.
MADE, _MADE_SITES = 300, 60
# Parameters that gave the best cross-validated figures; more trees gained nothing.
_COMMON = {
    "objective": "binary", "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
    "verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


# By question: as Python code, for each fold what was learnt without it.
Models = dict[str, list[str]]


@dataclass
class Sample:
    """One page's candidates: their features, which are right, and how much each weighs."""

    site: str
    group: str
    rows: list[list[float]]
    right: list[bool]
    weights: list[float]


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
        "title", "title", truth.titles, list(headlines.NAMES), 120,
        {"learning_rate": 0.08, "num_leaves": 10, "min_data_in_leaf": 10, "lambda_l2": 3},
    ),
    "date": Question(
        "date", "date", truth.days_of_publication, day_signs.NAMES, 150,
        # Pages name few days: splits drawn at random learn less of what these have in common.
        {"learning_rate": 0.1, "num_leaves": 16, "min_data_in_leaf": 5, "lambda_l2": 3,
         "extra_trees": True},
    ),
    "body": Question(
        "body", "body", truth.texts, features.COLUMNS, 80,
        {"learning_rate": 0.1, "num_leaves": 31, "min_data_in_leaf": 40, "lambda_l2": 5},
    ),
    "listing": Question(
        "listing", "items", truth.items, links.COLUMNS, 80,
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


def _made(number: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield made pages in the same form; only their titles are learnt from.

    Real rooms whose titles are no headings are few; texts and days are known from enough pages.
    """
    for seed in range(number):
        page = made_pages.made(seed)
        site = f"made {seed % _MADE_SITES}"
        truth = {"title": page.title}
        yield (
            Path(),
            {"made": seed, "url": page.url, "site": site, "dataset": "made", "truth": truth},
        )


def _varied(pages: list[tuple[Path, dict[str, Any]]]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each listing again, once for each way in which it is varied."""
    for file, record in pages:
        if record.get("items"):
            for way in varied.WAYS:
                yield file, {**record, "varied": way, "kind": f"{record['kind']}, {way}"}


def _sample(task: tuple[str, Path, dict[str, Any], Models]) -> Sample:
    name, file, record, models = task
    page = _page(file, record)
    _read_by(models, record["site"])
    if name == "listing":
        found = list(truth.items(page, record))
    else:
        reading = Reading(page, Rules(), None)
        found = list(QUESTIONS[name].candidates(reading, record["truth"]))
    rows, right, weights = ([each[place] for each in found] for place in range(3))
    if "varied" in record:
        weights = [_VARIED * weight for weight in weights]
    return Sample(record["site"], record.get("dataset") or record["kind"], rows, right, weights)


def _page(file: Path, record: dict[str, Any]) -> Page:
    if "made" in record:
        return Page(made_pages.made(record["made"]).html, record["url"])
    raw = file.read_bytes()
    charset = record.get("charset")
    page = Page(
        gzip.decompress(raw) if file.suffix == ".gz" else raw,
        record["url"],
        f"text/html; charset={charset}" if charset else None,
    )
    if "varied" in record:
        varied.WAYS[record["varied"]](page, {each["url"] for each in record["items"]})
    return page


def _read_by(models: Models, site: str) -> None:
    """Let pages be read by the models that were learnt without `site`."""
    for name, modules in models.items():
        weights = importlib.import_module(f"newscrawler.extract.weights.{name}")
        weights.score = _score(modules[_fold(site)])


@cache
def _score(code: str) -> Callable[..., float]:
    module = ModuleType("weights")
    exec(code, module.__dict__)
    score: Callable[..., float] = module.__dict__["score"]
    return score


def _held_out(task: tuple[Path, dict[str, Any], Models]) -> str:
    file, record, models = task
    _read_by(models, record["site"])
    page = _page(file, record)
    answer = _article(page) if "truth" in record else _listing(page)
    return json.dumps({"id": record["id"], **answer}, ensure_ascii=False)


def _article(page: Page) -> dict[str, Any]:
    found = extract.article(page)
    answer = {
        "title": found.title,
        "date": found.create_time,
        "breadcrumbs": found.breadcrumb,
        "authors": found.byline,
        "body": found.body,
    }
    return {name: value for name, value in answer.items() if value}


def _listing(page: Page) -> dict[str, Any]:
    found = listing(page)
    items = [{"url": each.url, "title": each.title, "date": each.date} for each in found.entries]
    return {"items": items, "next": found.next_url}


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


def _cross_validated(question: Question, samples: list[Sample], models: list[Any]) -> Iterator[str]:
    import numpy as np

    right: dict[str, list[float]] = {}
    for each in samples:
        if each.rows:
            scores = models[_fold(each.site)].predict(np.array(each.rows, dtype=float))
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


def _learn(question: Question, samples: list[Sample], write: bool) -> list[str]:
    """Print the shares of unknown sites, write the weights, return the folds' models as code."""
    names = {"body": features.NAMES, "listing": links.NAMES}.get(question.name, question.columns)
    models = [
        _fit(question, [each for each in samples if _fold(each.site) != fold])
        for fold in range(FOLDS)
    ]
    for line in _cross_validated(question, samples, models):
        print(line, flush=True)
    if write:
        code = trees.module(_fit(question, samples), question.columns, names, question.name)
        (WEIGHTS / f"{question.name}.py").write_text(code, encoding="utf-8")
    return [trees.module(each, question.columns, names, question.name) for each in models]


def main() -> None:
    """Learn the questions in turn, each from pages as the models before it read them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--question", choices=QUESTIONS, help="default: all, in turn")
    parser.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    parser.add_argument(
        "--made", type=int, default=MADE, metavar="N", help="made pages beside them (%(default)s)"
    )
    parser.add_argument("--held-out", type=Path, metavar="FILE", help="keep what unknown sites say")
    options = parser.parse_args()
    real = list(_pages(options.folders))
    pages = [*real, *_varied(real), *_made(options.made)]
    models: Models = {}
    for name, question in QUESTIONS.items():
        if options.question not in (None, name):
            continue
        tasks = [
            (name, file, record, models)
            for file, record in pages
            if record.get("truth", record).get(question.needs)
        ]
        if not tasks:
            continue
        with ProcessPoolExecutor() as pool:
            samples = list(pool.map(_sample, tasks, chunksize=8))
        models[name] = _learn(question, samples, write=not options.check)
    if options.held_out:
        asked = [
            (file, record, models)
            for file, record in real
            if ("body" if "truth" in record else "listing") in models
        ]
        with ProcessPoolExecutor() as pool, options.held_out.open("w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in pool.map(_held_out, asked, chunksize=8))


if __name__ == "__main__":
    main()
