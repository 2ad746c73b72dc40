"""What is printed: text that a site wrote can neither drive a terminal nor forge a line.

Terminals obey escape sequences, also in the eight-bit form of C1 (ECMA-48, section 5.3), and show
lines in another order when told so (UAX 9, section 2). Such characters are printed as JSON writes
them, so that JSON stays what it was.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO, cast

# All of C0 but tab and line feed, DEL, C1, separators of lines, and what turns their order
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# What a styled text has of its own: bold, dim, red, green, yellow, and their end
_STYLES = re.compile(r"(\x1b\[(?:0|1|2|31|32|33)m)")


def harmless(text: str) -> str:
    r"""Return `text` with the characters that a terminal obeys as `\u001b` and the like.

    >>> print(harmless("A title\x1b[2J"))
    A title\u001b[2J
    """
    return _OBEYED.sub(_escaped, text) if _OBEYED.search(text) else text


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


class Printed:
    """A stream of text that prints nothing but what is harmless, and on a terminal the styles.

    So a site can at most colour its own words. `as_is` is the stream itself.
    """

    def __init__(self, stream: TextIO) -> None:
        self.as_is = stream
        self._is_terminal = stream.isatty()

    def write(self, text: str) -> int:
        """Write a text; return the number of its characters."""
        if self._is_terminal and "\x1b" in text:
            pieces = _STYLES.split(text)
            pieces[::2] = map(harmless, pieces[::2])
            self.as_is.write("".join(pieces))
        else:
            self.as_is.write(harmless(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts, one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.as_is, name)


def protect() -> None:
    """Let this process print harmless text only; what is logged is so too."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and not isinstance(stream, Printed):
            setattr(sys, name, cast("TextIO", Printed(stream)))
