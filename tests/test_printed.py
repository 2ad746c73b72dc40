"""Nothing that a site wrote drives a terminal or forges a line, on whatever way it gets there."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.replica import hostile
from newscrawler.console.printed import Printed, harmless
from newscrawler.console.terminal import LiveLine, styled
from tests.crawling import SECONDS, Desk

# A window's title, 8-bit CSI, a link, a line written over, a carriage return, an override.
ORDERS = (
    "\x1b]0;owned\x07",
    "\x9b2J",
    "\x1b]8;;http://evil.example\x1b\\",
    "\x1b[2K",
    "\r",
    "\u202e",
)
PAGE = f"""<meta charset=utf-8><title>Port</title>
<div>You are here: <a href=/>Home{ORDERS[3]}</a></div>
<h1>Port {" ".join(ORDERS)} rules</h1><p>Create Time:2024-01-02{ORDERS[1]}</p>
<p>All of it was agreed, {" ".join(ORDERS)} and no more is to come of it on that day.</p>"""


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@given(st.text(), st.booleans())
def test_nothing_printed_is_obeyed_and_json_stays_what_it_was(text: str, is_terminal: bool):
    stream = Terminal() if is_terminal else StringIO()
    Printed(stream).write(json.dumps(text, ensure_ascii=False))
    assert json.loads(stream.getvalue()) == text
    assert not any(order in stream.getvalue() for order in "\x1b\x9b\x07\r\x7f\u202e\u2028")


@pytest.mark.parametrize("order", ORDERS)
def test_what_terminals_obey_is_shown(order: str):
    shown = harmless(f"a{order}b\tc\n")
    assert order not in shown
    assert shown.endswith("b\tc\n")


def test_styles_are_for_terminals_and_nobody_ends_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, file = Terminal(), StringIO()
    for stream in (terminal, file):
        Printed(stream).write(styled("gone\x1b[0m", "red", terminal) + "\x1b[8m")
    assert terminal.getvalue() == "\x1b[31mgone\\u001b[0m\x1b[0m\\u001b[8m"
    assert "\x1b" not in file.getvalue()


def test_a_live_line_is_rewritten_and_what_it_tells_is_not_obeyed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    LiveLine(Printed(terminal)).show("one\x1b[2K")
    assert terminal.getvalue() == "\r\x1b[2Kone\\u001b[2K"


def on_a_terminal(desk: Desk, *arguments: str) -> str:
    """Return what a command prints where its output is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        desk.command(*arguments), cwd=desk.folder, env={**desk.environment, "TERM": "xterm"},
        stdin=theirs, stdout=theirs, stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        said = b""
        # Linux ends what is read of a terminal that nobody writes to with an error.
        while piece := _read(ours):
            said += piece
        process.wait(SECONDS)
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def test_a_page_that_is_looked_at_drives_no_terminal(small: Desk):
    page = Path(small.folder, "page.html")
    page.write_text(PAGE)
    said = on_a_terminal(small, "probe", str(page), "--room", "qbpc_news")
    assert "rules" in said
    assert not any(order in said for order in ORDERS)


def test_what_was_crawled_drives_no_terminal(small: Desk):
    small.replica.fail("/id/1002", hostile.wall(PAGE), times=9)
    release = small.replica.room.releases[1001]
    small.replica.room.edit(1001, title=f"{release.title} {' '.join(ORDERS)}")
    run = small.crawl()
    said = run.stdout + run.stderr
    for arguments in (["show", "qbpc_news:18:1001", "--evidence"], ["gaps"]):
        said += on_a_terminal(small, *arguments)
    assert "\\u009b2J" in said
    assert not any(order in said for order in ORDERS)
