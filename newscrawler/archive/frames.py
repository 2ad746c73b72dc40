"""Zstandard frames (RFC 8878), alone or beside content that says most of it already."""

from __future__ import annotations

import sys
from functools import lru_cache

from newscrawler.archive.connection import ArchiveError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Level 3: 2.67 times smaller at 23 µs a body; level 9 gains 3 % for four times the time.
ZSTD_LEVEL = 3
# What is beside something else is small: level 7 gains 2 to 10 % there, for 30 µs a body.
BESIDE_LEVEL = 7
# Bases that are at hand: rooms have pages of several places in turn.
KEPT = 16


class DamagedError(ArchiveError):
    """What was stored is no Zstandard frame any more."""


def compress(data: bytes, beside: bytes = b"") -> bytes:
    """Return `data` as one frame, which needs `beside`, if given, to be read."""
    if not beside:
        return zstd.compress(data, ZSTD_LEVEL)
    return zstd.compress(data, BESIDE_LEVEL, zstd_dict=_known(beside))


def decompress(frame: bytes, beside: bytes = b"") -> bytes:
    """Return the bytes that `compress` was given. Raises DamagedError for any other bytes."""
    try:
        return zstd.decompress(frame, zstd_dict=_known(beside) if beside else None)
    except zstd.ZstdError as error:
        raise DamagedError(
            f"what was stored cannot be unpacked ({error}); run 'newscrawler verify'"
        ) from error


@lru_cache(maxsize=KEPT)
def unpack(frame: bytes) -> bytes:
    """Return the bytes of a frame that stands alone and is asked for again and again."""
    return decompress(frame)


# An article's HTML and its evidence are packed between two pages, each beside something else.
@lru_cache(maxsize=3 * KEPT)
def _known(content: bytes) -> zstd.ZstdDict:
    # At least eight bytes, by the library's rule.
    return zstd.ZstdDict(content.ljust(8), is_raw=True)
