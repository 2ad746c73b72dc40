"""`make quality BENCH=FOLDER`: the scorers of a folder of pages with known contents, in turn.

FOLDER holds `score_articles.py` and `score_listings.py`, and beside them data: a folder with an
`index.jsonl` is scored as articles, one with a `pages.jsonl` as listings. Both scorers start the
command `newscrawler extract` once and speak JSON Lines with it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

EXTRACT = [sys.executable, "-m", "newscrawler", "extract"]


def commands(folder: Path) -> Iterator[list[str]]:
    """Yield the command line for each set of pages in `folder`."""
    for data in sorted(each for each in folder.iterdir() if each.is_dir()):
        if (data / "index.jsonl").exists():
            scorer = [sys.executable, str(folder / "score_articles.py")]
            yield [
                *scorer,
                "--data",
                str(data),
                "--cmd",
                " ".join(EXTRACT),
                "--name",
                "newscrawler",
            ]
        elif (data / "pages.jsonl").exists():
            scorer = [sys.executable, str(folder / "score_listings.py")]
            yield [*scorer, "--data", str(data), "--", *EXTRACT, "--listing"]


def main() -> None:
    """Run them; exit with 1 when one fails or when there is nothing to score."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="pages, truth and scorers")
    folder = parser.parse_args().folder
    if not folder.is_dir():
        parser.error(f"{folder} is no folder: make quality BENCH=FOLDER")
    failed = False
    todo = list(commands(folder))
    for command in todo:
        print(f"\n── {Path(command[3]).name} ──", flush=True)
        failed |= subprocess.run(command, check=False).returncode != 0
    if not todo:
        print(f"{folder}: no folder in it has an index.jsonl or a pages.jsonl", file=sys.stderr)
    sys.exit(failed or not todo)


if __name__ == "__main__":
    main()
