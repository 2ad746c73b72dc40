"""Addresses of the reading room's pages, relative to its origin.

Room names and keys stand in one segment each, whatever they hold: bytes of UTF-8 other than ASCII
letters, digits and `-_.:` are written as `~` and two hexadecimal digits. Nothing of that is
touched by percent-decoding, by proxies that join slashes, or by dots that lead upwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:")
_ESCAPED = re.compile(r"~([0-9A-Fa-f]{2})")
_WHOLE = re.compile(r"(?:[A-Za-z0-9._:-]|~[0-9A-Fa-f]{2})*")

# Streams of which a page names the feeds
_OFFERED = ("latest", "revised", "withdrawn")


def segment(name: str) -> str:
    """Return a room's name or a key as one segment of a path."""
    written = "".join(chr(byte) if byte in _PLAIN else f"~{byte:02X}" for byte in name.encode())
    return written.replace(".", "~2E") if not written.strip(".") else written


def name(written: str) -> str:
    """Return what `segment` was given. Raises ValueError for what it never writes."""
    if not _WHOLE.fullmatch(written):
        raise ValueError(f"not a name: {written!r}")
    pieces = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), written)
    return pieces.encode("latin-1").decode()


def room(name: str, *more: str) -> str:
    """Return the address of a room, or of a page below it (`runs`, `gaps`)."""
    return f"/rooms/{segment(name)}/{'/'.join(more)}"


def release(room: str, key: str, number: int | None = None, *more: str) -> str:
    """Return the address of a release, or with a number the lasting one of that revision."""
    revision = "" if number is None else f"@{number}"
    return "/".join([f"/releases/{segment(room)}/{segment(key)}{revision}", *more])


def section(room_name: str, names: Sequence[str]) -> str:
    """Return the address of a room's section, named by its breadcrumb."""
    return room(room_name, "sections", "") + query([("name", each) for each in names])


def feed(
    which: str, room: str | None = None, section: Sequence[str] = (), form: str = "atom"
) -> str:
    """Return the address of a feed: of everything, a room, or one of its sections."""
    of = "all" if room is None else f"rooms/{segment(room)}"
    return f"/feeds/{of}/{which}.{form}" + query([("section", each) for each in section])


def feeds(room: str | None = None, section: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    """Return (stream, address of its Atom feed, of its JSON feed) of those that a page offers."""
    return [
        (which, feed(which, room, section), feed(which, room, section, "json"))
        for which in _OFFERED
    ]


def feeds_of_search(words: str) -> list[tuple[str, str, str]]:
    """Return the same of what a search finds."""
    return [
        (which, feed_of_search(words, which), feed_of_search(words, which, "json"))
        for which in _OFFERED
    ]


def feed_of_search(words: str, which: str = "latest", form: str = "atom") -> str:
    """Return the address of a feed of what a search finds, or of what becomes of that."""
    of = "search" if which == "latest" else f"search/{which}"
    return with_query(f"/feeds/{of}.{form}", q=words)


def query(pairs: Sequence[tuple[str, str]]) -> str:
    """Return pairs as the query of an address, with its mark; nothing for none."""
    return f"?{urlencode(pairs)}" if pairs else ""


def with_query(path: str, **values: object) -> str:
    """Return a path with those values that are not None as its query."""
    given = {each: value for each, value in values.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path
