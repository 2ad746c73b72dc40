"""What a query asks of a text, as a tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens that follow each other; of the last one only the beginning with `is_prefix`.

    `field` is `title`, `section`, or None for any. `text` is what was typed.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False
    field: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is known of a text beside its words: which room, or that it is there."""

    token: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Day:
    """Released on that day or later (`after`), or before it (`before`)."""

    name: str
    day: date


Node = Words | Mark | All | Any | Not | Day
# Private characters, which no text's tokens have
EVERYTHING = Mark("\ue001")


def holds(node: Node, texts: Mapping[str, str]) -> bool:
    """Tell whether a text is what a query asks for, a tree without days.

    `texts` are its tokens by field, each with one blank before and behind; marks are in `section`.
    """
    if isinstance(node, Words):
        sought = f" {' '.join(node.tokens)}{'' if node.is_prefix else ' '}"
        return any(sought in texts[each] for each in ([node.field] if node.field else texts))
    if isinstance(node, Mark):
        return f" {node.token} " in texts["section"]
    if isinstance(node, Not):
        return not holds(node.part, texts)
    assert isinstance(node, All | Any)
    return (all if isinstance(node, All) else any)(holds(part, texts) for part in node.parts)


def room_mark(room: str) -> Mark:
    """Return what the texts of a room are known by."""
    return Mark("\ue000" + blake2b(room.encode("utf-8", "replace"), digest_size=8).hexdigest())
