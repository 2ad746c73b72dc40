"""The stream of events, replayed by the verb."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.crawling import SECONDS, Desk

pytestmark = pytest.mark.databases("sqlite", "postgresql")


def replayed(desk: Desk, *arguments: str) -> list[dict[str, object]]:
    run = desk.run("events", "--format", "jsonl", *arguments)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_events_are_replayed_from_any_id(small: Desk):
    small.crawl()
    small.replica.room.edit(1001, paragraphs=("A new text.",))
    small.crawl("-a", "recheck=all")
    everything = replayed(small)
    assert [event["kind"] for event in everything] == ["new", "new", "new", "revised"]
    assert [list(event)[:5] for event in everything] == [["id", "at", "room", "key", "kind"]] * 4
    revised = everything[-1]
    assert (revised["key"], revised["cause"], revised["revision"]) == ("18:1001", "publisher", 2)
    assert revised["fields"] == ["body"]
    assert replayed(small, "qbpc_news", "--after", str(everything[1]["id"])) == everything[2:]
    shown = small.run("events", "--after", str(everything[2]["id"])).stdout
    assert "revised    qbpc_news:18:1001  revision 2, cause publisher" in shown


def test_who_follows_sees_what_a_crawl_does(small: Desk):
    small.crawl()
    process = subprocess.Popen(
        small.command("events", "--after", "1", "--format", "jsonl", "--follow"),
        cwd=small.folder,
        env=small.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = [json.loads(process.stdout.readline()) for _ in range(2)]
    small.replica.room.edit(1001, paragraphs=("A new text.",))
    small.crawl("-a", "recheck=all")
    lines.append(json.loads(process.stdout.readline()))
    process.send_signal(2)
    _, errors = process.communicate(timeout=SECONDS)
    assert [line["kind"] for line in lines] == ["new", "new", "revised"]
    assert (process.returncode, errors) == (0, "")
