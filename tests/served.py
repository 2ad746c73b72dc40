"""Answers of the reading room as bytes and as JSON, and addresses as feeds name them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests import reading


@dataclass(frozen=True)
class Answer(reading.Answer):
    """What a server answered."""

    @property
    def body(self) -> bytes:
        return self.text.encode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Room(reading.House):
    """A reading room that is open at `url`."""

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path, or for an absolute address of this room, without following."""
        parts = urlsplit(path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = super().get(target, method, **headers)
        return Answer(answer.status, answer.headers, answer.text)


@contextmanager
def reading_room(archive_url: str, **options: Any) -> Iterator[Room]:
    """Serve an archive at a free port of this machine until the end of the block."""
    with reading.opened(archive_url, **options) as house:
        yield Room(house.url)
