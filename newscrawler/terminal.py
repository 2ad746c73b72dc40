"""What a person sees in a terminal: a live line while something runs, and a little colour."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "dim": "2"}


def styled(text: str, style: str, stream: TextIO) -> str:
    """Return `text` in a style of CODES when `stream` is a terminal and NO_COLOR is not set."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{CODES[style]}m{text}\x1b[0m"


class LiveLine:
    """One line that is rewritten in place; silent when the stream is not a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = stream.isatty()

    @property
    def shown(self) -> bool:
        """Whether anybody sees the line."""
        return self._shown

    def show(self, text: str) -> None:
        """Put `text`, cut to the terminal's width, in place of the line before."""
        if self._shown:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r\x1b[2K{text[:width]}")
            self._stream.flush()

    def clear(self) -> None:
        """Leave an empty line for what is printed next."""
        if self._shown:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
