"""HTML and evidence of a revision, packed beside its text, which says most of the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from newscrawler.archive import frames
from newscrawler.archive.connection import to_json

# What evidence looks like. It is never changed: what was packed beside it needs it.
_EVIDENCE = (
    b'{"breadcrumb": {"how": "label", "where": "/html/body/main/article/div/nav/ol", "raw": "Home"}'
    b', "title": {"how": "heading", "where": "/html/body/div[2]/section/h1", "raw": ""}'
    b', "byline": {"how": "label", "where": "/html/body/div/div/p[1]/span", "raw": "By "}'
    b', "create_time": {"how": "time", "where": "/html/body/div/p[2]/time", "raw": "2024-06-04T"}'
    b', "charset": {"how": "header", "raw": "utf-8"}'
    b', "language": {"how": "declared", "where": "/html", "raw": "en"}'
    b', "body": {"how": "below the date", "where": "/html/body/div[3]/article", "raw_length": 300}}'
)
# No frame begins like that. What follows is packed beside the fields too.
_BESIDE_FIELDS = b"\x01"


def packed(html: str, text: str) -> bytes:
    """Return the HTML of a text as a frame that needs the text to be read."""
    return frames.compress(html.encode(), text.encode() or b" ")


def html(frame: bytes, text: str) -> str | None:
    """Return the HTML that was packed beside its text, or alone.

    None where the text is not what it was: `verify` tells that, and the page is still held.
    """
    try:
        return frames.decompress(frame, text.encode() or b" ").decode()
    except (frames.DamagedError, UnicodeDecodeError):
        return None


def packed_evidence(evidence: Mapping[str, Any], fields: Mapping[str, Any]) -> bytes:
    """Return evidence as a frame that needs the fields that it is of.

    It says how much of the text it shows instead of showing it.
    """
    text = fields["body"] or ""
    entry = dict(evidence.get("body") or {})
    if entry.get("raw") and text.startswith(entry["raw"]):
        entry["raw_length"] = len(entry.pop("raw"))
        evidence = {**evidence, "body": entry}
    return _BESIDE_FIELDS + frames.compress(to_json(evidence).encode(), _shown(fields))


def evidence(frame: bytes | None, plain: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return evidence that shows the text again.

    What was stored earlier is a frame without the fields, or `plain` JSON. Nothing where the frame
    is not what it was: the page is still held.
    """
    try:
        found: dict[str, Any] = json.loads(plain if frame is None else _unpacked(frame, fields))
    except (frames.DamagedError, ValueError):
        return {}
    entry = found.get("body") or {}
    if "raw_length" in entry:
        entry["raw"] = (fields["body"] or "")[: entry.pop("raw_length")]
    return found


def _unpacked(frame: bytes, fields: Mapping[str, Any]) -> bytes:
    if frame.startswith(_BESIDE_FIELDS):
        return frames.decompress(frame.removeprefix(_BESIDE_FIELDS), _shown(fields))
    return frames.decompress(frame, _EVIDENCE)


def _shown(fields: Mapping[str, Any]) -> bytes:
    """Return what evidence shows most of: the columns as they are stored."""
    values = (fields[name] or "" for name in ("breadcrumb", "title", "byline", "create_time"))
    return _EVIDENCE + "\n".join(values).encode()
