"""`python -m bench.charsets FOLDER`: which charset detection reads pages that declare nothing.

Every page of the folder (`*.html`, `*.gz`) is written in each charset that can hold it, without its
own declarations, and read back. Right is what gives the text back without a difference. The
libraries compared are needed for nothing else: `pip install chardet faust-cchardet`.
"""

from __future__ import annotations

import gzip
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from newscrawler.extract.pages.charset import decode

CHARSETS = (
    "utf-8 gb2312 gbk gb18030 big5 shift_jis euc_jp euc_kr windows-1250 windows-1251 windows-1252"
    " windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 cp874"
).split()
# Fewer letters beyond ASCII say too little about a charset.
FEWEST = 20
# Some of the libraries take a second for a page.
MOST_PAGES = 150
_DECLARED = re.compile(r"<meta[^>]+charset[^>]*>|<\?xml[^>]*\?>", re.IGNORECASE)
Detect = Callable[[bytes], str | None]


def peers() -> dict[str, Detect]:
    """Return each library as a function from bytes to a charset."""
    import cchardet
    import chardet
    from charset_normalizer import from_bytes

    def normalizer(body: bytes) -> str | None:
        best = from_bytes(body).best()
        return best.encoding if best else None

    return {
        "chardet": lambda body: chardet.detect(body)["encoding"],
        "faust-cchardet": lambda body: cchardet.detect(body)["encoding"],
        "charset-normalizer": normalizer,
    }


def pages(folder: Path) -> Iterator[str]:
    """Yield the text of each page, or of every n-th, without its declarations."""
    paths = sorted([*folder.rglob("*.html"), *folder.rglob("*.gz")])
    for path in paths[:: max(1, len(paths) // MOST_PAGES)]:
        body = path.read_bytes()
        text = decode(gzip.decompress(body) if path.suffix == ".gz" else body, None).text
        yield _DECLARED.sub("", text)


def samples(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield (charset, bytes) for each charset that can hold the text."""
    if sum(character > "\x7f" for character in text) < FEWEST:
        return
    for charset in CHARSETS:
        try:
            yield charset, text.encode(charset)
        except UnicodeEncodeError:
            continue


def main() -> None:
    """Print, for each charset, how many pages each library reads without a difference."""
    right: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    number: defaultdict[str, int] = defaultdict(int)
    seconds: defaultdict[str, float] = defaultdict(float)
    libraries = peers()
    for text in pages(Path(sys.argv[1])):
        for charset, body in samples(text):
            number[charset] += 1
            for name, detect in {**libraries, "newscrawler": None}.items():
                started = time.perf_counter()
                read = decode(body, None).text if detect is None else _text(body, detect(body))
                seconds[name] += time.perf_counter() - started
                right[name][charset] += read == text
    names = list(right)
    print(f"{'charset':14}{'pages':>7}" + "".join(f"{name:>20}" for name in names))
    for charset, count in number.items():
        cells = "".join(f"{right[name][charset] / count:>20.1%}" for name in names)
        print(f"{charset:14}{count:>7}{cells}")
    total = sum(number.values())
    print(
        f"{'all':14}{total:>7}" + "".join(f"{sum(right[n].values()) / total:>20.1%}" for n in names)
    )
    print(f"{'ms a page':21}" + "".join(f"{1000 * seconds[n] / total:>20.2f}" for n in names))


def _text(body: bytes, charset: str | None) -> str | None:
    try:
        return body.decode(charset or "utf-8")
    except (LookupError, UnicodeError):
        return None


if __name__ == "__main__":
    main()
