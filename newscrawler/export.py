"""The archive out: records as JSON Lines, CSV or WARC, field names as in the item."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from newscrawler.items import PUBLIC_FIELDS

Record = dict[str, Any]
Writer = Callable[[Iterable[Record], BinaryIO], int]

ENDINGS = {".jsonl": "jsonl", ".csv": "csv", ".warc": "warc", ".warc.gz": "warc"}

# A spreadsheet takes a cell that starts with one of these for a formula (OWASP, CSV injection).
FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_jsonl(records: Iterable[Record], out: BinaryIO) -> int:
    """Write one JSON object a line, UTF-8; return how many."""
    number = 0
    for record in records:
        out.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        number += 1
    return number


def write_csv(records: Iterable[Record], out: BinaryIO) -> int:
    """Write CSV for spreadsheets (RFC 4180, UTF-8 with a byte order mark); return how many rows.

    Lists of names are joined, other lists are JSON. A cell that could be taken for a formula gets
    a single quote in front. All are quoted: spreadsheets that part cells at tabs and semicolons
    too would find the beginning of one in the middle of a text.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    rows = csv.writer(text, quoting=csv.QUOTE_ALL)
    rows.writerow(PUBLIC_FIELDS)
    number = 0
    for record in records:
        rows.writerow([_cell(name, record[name]) for name in PUBLIC_FIELDS])
        number += 1
    text.flush()
    text.detach()
    return number


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "breadcrumb":
        text = " > ".join(value)
    elif name in ("byline", "missing"):
        text = "; ".join(value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_START) else text


def format_of(name: str) -> str:
    """Return the format that a file's name asks for: csv, warc or jsonl.

    Raises ValueError for any other, and for packed ones that are not written.
    """
    plain = name.lower()
    for ending, chosen in ENDINGS.items():
        if plain.endswith(ending):
            return chosen
    raise ValueError(f"{name} names no format that is written: {', '.join(ENDINGS)}")


def writer(name: str, *, packed: bool = False) -> Writer:
    """Return what writes a format: of articles, or of sightings for warc, which may be packed."""
    if name == "warc":
        from newscrawler import warc

        return partial(warc.write, packed=packed)
    return {"jsonl": write_jsonl, "csv": write_csv}[name]


def replace(path: Path, write: Writer, records: Iterable[Record]) -> int:
    """Write `records` to `path` in one step: the old file stays until the new one is whole.

    Raises OSError when the folder cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        # A folder may be everybody's: what another one has put there is not written through.
        with part.open("xb") as out:
            number = write(records, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return number
