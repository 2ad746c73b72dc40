"""What a query asks of a text, as a tree."""

from __future__ import annotations

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


def room_mark(room: str) -> Mark:
    """Return what the texts of a room are known by."""
    return Mark("\ue000" + blake2b(room.encode("utf-8", "replace"), digest_size=8).hexdigest())
