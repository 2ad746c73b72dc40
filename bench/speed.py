"""What extraction costs: real pages against a bare parse of the same, large ones in seconds.

    python -m bench.speed FOLDER [listings|articles]

FOLDER is that of `make quality`: in it a folder with a `pages.jsonl` holds listings, one with an
`index.jsonl` articles. The cost is CPU time in one process, over that of `lxml.html.fromstring`.
`python -m bench speed` needs no folder: it reads invented pages of a size that crawls meet.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import lxml.html

from bench.figure import Figure
from newscrawler import extract

ROUNDS = 3
MB = 1_000_000
ADDRESS = "https://www.harbour.example/news"


class Kind(NamedTuple):
    """One kind of page: the file that tells where they are, what reads one, what it may cost."""

    index: str
    read: Callable[[extract.Page], Any]
    at_most: float


KINDS = {
    "listings": Kind("pages.jsonl", extract.listing, 4),
    "articles": Kind("index.jsonl", extract.article, 5),
}


def pages(index: Path) -> Iterator[tuple[bytes, str, str | None]]:
    """Yield (body, address, content type) of each page that `index` names."""
    for line in index.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        file = index.parent / record["file"]
        body = file.read_bytes()
        charset = record.get("charset")
        yield (
            gzip.decompress(body) if file.suffix == ".gz" else body,
            record["url"],
            f"text/html; charset={charset}" if charset else None,
        )


def cost(folder: Path, name: str) -> Iterator[Figure]:
    """Yield what reading each folder of pages of a kind costs over parsing them."""
    kind = KINDS[name]
    for index in sorted(folder.glob(f"*/{kind.index}")):
        read = list(pages(index))
        bare = _least(lambda page: _parse(page[0]), read)
        parsed = _least(lambda page: extract.Page(*page).root, read)
        ours = _least(lambda page: kind.read(extract.Page(*page)), read)
        yield Figure(
            f"{name} of {index.parent.name}: CPU over a bare parse",
            ours / bare,
            "×",
            kind.at_most,
            f"{len(read)} pages, {1000 * ours / len(read):.1f} ms each; "
            f"{parsed / bare:.1f} × to decode and parse",
        )


def _parse(body: bytes) -> None:
    if body.strip():
        lxml.html.fromstring(body)


def _least(work: Callable[[Any], Any], read: list[Any]) -> float:
    """Return the least CPU seconds in which `work` did all that was read, of some rounds."""
    return min(_cpu(work, read) for _ in range(ROUNDS))


def _cpu(work: Callable[[Any], Any], read: list[Any]) -> float:
    started = time.process_time()
    for each in read:
        work(each)
    return time.process_time() - started


# ── large pages ──


def _list(size: int) -> bytes:
    """Return a listing of `size` bytes: rows of a link, a date and a menu above."""
    row = "<li><a href='/news/{0}'>Release number {0} of the harbour</a> <i>2024-03-{1:02}</i></li>"
    rows: list[str] = ["<nav><a href='/about'>About</a><a href='/contact'>Contact</a></nav><ul>"]
    length = 0
    while length < size:
        rows.append(row.format(len(rows), 1 + len(rows) % 28))
        length += len(rows[-1])
    return "".join(rows).encode()


def _undated(size: int) -> bytes:
    return _list(size).replace(b"<i>2024-03-", b"<i>no ")


def _text(size: int) -> bytes:
    line = "<p>The harbour was open on every day of the year, and <a href='/a'>so it is</a>.</p>"
    return (f"<h1>A year</h1><b>2024-03-04</b>{line * (size // len(line))}").encode()


def _nested(size: int) -> bytes:
    return b"<div>" * 100_000 + b"<a href=/news/1>Release</a>" * (size // 28)


class Large(NamedTuple):
    """A page of any size, and what reads it."""

    build: Callable[[int], bytes]
    read: Callable[[extract.Page], Any]

    def on(self, body: bytes) -> None:
        """Read a body as it comes from the network."""
        self.read(extract.Page(body, ADDRESS))


LARGE = {
    "listing": Large(_list, extract.listing),
    "listing without dates": Large(_undated, extract.listing),
    "listing in 100,000 nested tags": Large(_nested, extract.listing),
    "article": Large(_text, extract.article),
    "article in 100,000 nested tags": Large(_nested, extract.article),
}


def measure(_: Path) -> Iterator[Figure]:
    """Yield the seconds that pages of 2 and of 8 MB take."""
    for name, large in LARGE.items():
        for size, at_most in ((2, 1), (8, 3)):
            seconds = _cpu(large.on, [large.build(size * MB)])
            yield Figure(f"{name}, {size} MB", seconds, "s", at_most)


def main() -> None:
    """Print the figures of a folder of pages; exit with 1 when one is missed or none is there."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folders of pages")
    parser.add_argument("kind", nargs="?", choices=KINDS, help="default: both")
    options = parser.parse_args()
    figures = []
    for name in [options.kind] if options.kind else KINDS:
        for figure in cost(options.folder, name):
            figures.append(figure)
            print(figure, flush=True)
    if not figures:
        print(f"{options.folder}: no folder in it has pages of that kind", file=sys.stderr)
    sys.exit(not all(figure.reached for figure in figures) or not figures)


if __name__ == "__main__":
    main()
