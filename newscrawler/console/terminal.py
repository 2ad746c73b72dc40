"""What a person sees in a terminal: a live line while something runs, and a little colour."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from newscrawler.console.printed import harmless

CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "dim": "2"}
SHOWN_EVERY = 0.2


def is_coloured(stream: TextIO) -> bool:
    """Tell whether `stream` is a terminal with colours and NO_COLOR is not set (no-color.org)."""
    return _is_terminal(stream) and not os.environ.get("NO_COLOR")


def _is_terminal(stream: TextIO) -> bool:
    """Tell whether `stream` is a terminal that knows more than to print."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def styled(text: str, style: str, stream: TextIO) -> str:
    """Return `text` in a style of CODES where colours are shown."""
    if not is_coloured(stream):
        return text
    return f"\x1b[{CODES[style]}m{harmless(text)}\x1b[0m"


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """End the block in silence when nobody reads standard output any more, as after `… | head`."""
    try:
        yield
    except BrokenPipeError:
        # What still waits to be written would be told of at the end of the process.
        sys.stderr.close()


class LiveLine:
    """One line that is rewritten in place; silent when the stream is none that can do so."""

    def __init__(self, stream: TextIO) -> None:
        # Lines are rewritten by what nobody else may print.
        self._stream: TextIO = getattr(stream, "as_is", stream)
        self._shown = _is_terminal(stream)
        self._counted = 0.0

    @property
    def shown(self) -> bool:
        """Whether anybody sees the line."""
        return self._shown

    def show(self, text: str) -> None:
        """Put `text`, cut to the terminal's width, in place of the line before."""
        if self._shown:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r\x1b[2K{harmless(text)[:width]}")
            self._stream.flush()

    def count(self, what: str, number: int) -> None:
        """Show how many of something there were, now and then."""
        if self._shown and time.monotonic() - self._counted >= SHOWN_EVERY:
            self._counted = time.monotonic()
            self.show(f"{what}: {number:,}")

    def clear(self) -> None:
        """Leave an empty line for what is printed next."""
        if self._shown:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()


class Progress:
    """How far a long piece of work is: a bar on a terminal, elsewhere a line at every tenth."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream, self._total = stream, total
        self._line = LiveLine(stream)
        self._began = self._shown = time.monotonic()
        self._tenth = 0
        self.done = 0

    def step(self, note: str = "") -> None:
        """Count one more piece; `note` stands at the end of the line."""
        self.done += 1
        seconds = time.monotonic() - self._began
        rate = self.done / seconds if seconds else 0.0
        tenth = 10 * self.done // max(1, self._total)
        if self._line.shown:
            if time.monotonic() - self._shown >= SHOWN_EVERY or self.done == self._total:
                self._shown = time.monotonic()
                left = (self._total - self.done) / rate if rate else 0.0
                bar = "█" * (2 * tenth) + "░" * (20 - 2 * tenth)
                self._line.show(f"{bar} {self._words(rate)}, {left:.0f} s left{note}")
        elif tenth > self._tenth:
            self._tenth = tenth
            print(f"{self._words(rate)}{note}", file=self._stream, flush=True)

    def _words(self, rate: float) -> str:
        return f"{self.done} of {self._total}, {rate:.0f} a second"

    def end(self) -> None:
        """Leave an empty line for what is printed next."""
        self._line.clear()
