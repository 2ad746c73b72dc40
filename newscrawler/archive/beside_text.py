"""What is kept beside a text and says most of the same: packed by what the text says already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawler.archive import frames


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


def shortened(evidence: Mapping[str, Any], text: str) -> Mapping[str, Any]:
    """Return evidence that says how much of the text it shows instead of showing it again."""
    entry = dict(evidence.get("body") or {})
    if not entry.get("raw") or not text.startswith(entry["raw"]):
        return evidence
    entry["raw_length"] = len(entry.pop("raw"))
    return {**evidence, "body": entry}


def lengthen(evidence: dict[str, Any], text: str) -> None:
    """Let shortened evidence show the text again."""
    entry = evidence.get("body") or {}
    if "raw_length" in entry:
        entry["raw"] = text[: entry.pop("raw_length")]
