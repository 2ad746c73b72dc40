"""Interrupted at any moment: nothing stored is lost, and the next run finishes the work."""

from __future__ import annotations

import signal
import subprocess
import time

import pytest

from tests.crawling import SECONDS, Desk

pytestmark = pytest.mark.databases("sqlite", "postgresql")


def stop_after(
    desk: Desk, articles: int, *signals: signal.Signals, delay: float = 0.03
) -> subprocess.Popen[str]:
    """Start a crawl and send it `signals` once that many articles were asked for."""
    desk.replica.delay = delay
    process = desk.start()
    deadline = time.monotonic() + SECONDS
    while desk.replica.counts()["article"] < articles and time.monotonic() < deadline:
        time.sleep(0.01)
    for number in signals:
        process.send_signal(number)
        time.sleep(0.05)
    process.communicate(timeout=SECONDS)
    time.sleep(delay)  # until the server is done with the answer that nobody waits for any more
    desk.replica.delay = 0
    return process


def test_sigterm_ends_in_order_and_the_next_run_finishes(desk: Desk):
    process = stop_after(desk, 25, signal.SIGTERM)
    assert process.returncode == 9
    held = desk.held()
    assert 20 < len(held) < len(desk.replica.room)
    assert desk.query("SELECT outcome FROM crawls") == [("aborted",)]
    _the_next_run_finishes(desk, held)


@pytest.mark.parametrize(
    "signals", [(signal.SIGINT, signal.SIGINT), (signal.SIGTERM, signal.SIGTERM)]
)
def test_two_signals_end_at_once(desk: Desk, signals):
    # The second comes while the first still waits for an answer.
    process = stop_after(desk, 10, *signals, delay=0.3)
    assert process.returncode == 9
    _the_next_run_finishes(desk, desk.held())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_a_run_that_ends_leaves_its_status(desk: Desk, number):
    process = stop_after(desk, 10, *[number] * 8)
    assert process.returncode == 9
    _the_next_run_finishes(desk, desk.held())


def test_sigkill_leaves_a_run_that_the_next_one_closes(desk: Desk):
    process = stop_after(desk, 30, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    held = desk.held()
    assert len(held) >= 28
    assert desk.query("SELECT outcome FROM crawls") == [(None,)]
    _the_next_run_finishes(desk, held)
    assert desk.query("SELECT outcome FROM crawls ORDER BY id") == [("aborted",), ("complete",)]


def _the_next_run_finishes(desk: Desk, held: dict[str, dict[str, object]]) -> None:
    run = desk.crawl()
    assert run.returncode == 0
    desk.holds_truth(desk.replica.room)
    # What was stored is neither lost nor fetched nor stored again.
    after = desk.held()
    assert {key: after[key] for key in held} == held
    assert desk.replica.counts()["article"] == len(desk.replica.room) - len(held)
    assert desk.query("SELECT count(*) FROM revisions") == [(len(desk.replica.room),)]
    assert desk.query("SELECT count(*) FROM events WHERE kind = 'new'") == [
        (len(desk.replica.room),)
    ]
