"""Differences as a person reads them: in a terminal, and as one HTML page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TextIO

from newscrawler.console.terminal import is_coloured, styled
from newscrawler.diff import Change, Piece

# Characters of what is the same that stand around a change.
AROUND = 60
EXCERPT = 160
_CAUSES = {
    "first": "first reading",
    "publisher": "the publisher changed the page",
    "extractor": "the same page, read by another extractor",
    "template": "the site shows the same words in another design",
}
_MARKS = {"gone": ("[-", "-]", "red"), "new": ("{+", "+}", "green")}
_TAGS = {"gone": "del", "new": "ins"}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}h1{font-size:1.3rem}h2{font-size:1rem;margin-top:2rem}"
    "dt{font-weight:600}.text{white-space:pre-wrap;overflow-wrap:anywhere}"
    "del{background:#fdd;color:#900}ins{background:#dfd;color:#060}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}"
    "del{background:#511;color:#fbb}ins{background:#143;color:#bfb}}"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One revision on the way, with what it says of itself; times are RFC 3339 UTC."""

    number: int
    cause: str
    cosmetic: bool | None
    first_seen: str
    last_seen: str | None
    stored_at: str | None
    extractor: str


def steps(history: Sequence[Mapping[str, Any]], stored_at: Mapping[int, str]) -> list[Step]:
    """Return the revisions of an article; `stored_at` has the time of each one's event."""
    return [
        Step(
            number=past["revision"],
            cause=past["cause"],
            cosmetic=None if past["cosmetic"] is None else bool(past["cosmetic"]),
            first_seen=past["crawled_at"],
            last_seen=past["checked_at"]
            if past["revision"] == past["newest"]
            else past["last_seen_at"],
            stored_at=stored_at.get(past["revision"]),
            extractor=past["extractor"],
        )
        for past in history
    ]


def words_of(step: Step) -> str:
    """Return what is known of a revision, in one line."""
    last = step.last_seen or "not known"
    line = f"revision {step.number}: {_CAUSES[step.cause]}"
    if step.cosmetic is not None:
        line += f", {'cosmetic' if step.cosmetic else 'substantive'}"
    line += f"; first seen {step.first_seen}, last seen {last}; extractor {step.extractor}"
    if step.cause == "extractor" and step.stored_at:
        line += f", which read it at {step.stored_at}"
    return line


def in_terminal(changes: Sequence[Change], stream: TextIO) -> Iterator[str]:
    """Yield the lines of the differences; what is the same is shortened."""
    for change in changes:
        yield styled(f"{change.field} ({change.kind})", "bold", stream)
        yield from (f"  {line}" for line in _shown(change.pieces, AROUND, stream).split("\n"))
        yield ""


def excerpt(change: Change, stream: TextIO) -> str:
    """Return the first difference of a field in one line."""
    at = next(at for at, piece in enumerate(change.pieces) if piece.kind != "same")
    pieces = change.pieces[max(0, at - 1) : at + 3]
    cut = [Piece(piece.kind, _cut(piece.text)) for piece in pieces]
    return " ".join(_shown(cut, AROUND // 2, stream).split())


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT // 2]} … {text[-EXCERPT // 2 :]}"


def _shown(pieces: Sequence[Piece], around: int, stream: TextIO) -> str:
    last = len(pieces) - 1
    parts = []
    for at, piece in enumerate(pieces):
        if piece.kind == "same":
            parts.append(_shortened(piece.text, around, is_first=at == 0, is_last=at == last))
            continue
        before, after, colour = _MARKS[piece.kind]
        if is_coloured(stream):
            parts.append(styled(piece.text, colour, stream))
        else:
            parts.append(f"{before}{piece.text}{after}")
    return "".join(parts)


def _shortened(text: str, around: int, *, is_first: bool, is_last: bool) -> str:
    """Return the ends of a text that stand next to a change."""
    if len(text) <= 2 * around + 3:
        return text
    before = "" if is_first else text[:around]
    after = "" if is_last else text[-around:]
    return f"{before} … {after}"


def in_html(title: str, url: str, passed: Sequence[Step], changes: Sequence[Change]) -> str:
    """Return the differences as a page of its own, whole texts, everything escaped."""
    told = "".join(f"<li>{escape(words_of(step))}</li>" for step in passed)
    fields = "".join(
        f"<section><h2>{escape(change.field)} <small>({change.kind})</small></h2>"
        f'<div class="text">{_marked(change.pieces)}</div></section>'
        for change in changes
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><p>{escape(url)}</p><ul>{told}</ul>"
        f"{fields or '<p>The content is the same.</p>'}</body></html>\n"
    )


def _marked(pieces: Sequence[Piece]) -> str:
    parts = []
    for piece in pieces:
        tag, text = _TAGS.get(piece.kind), escape(piece.text)
        parts.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(parts)
