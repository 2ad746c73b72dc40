"""The extractor as a filter: lines in, lines out."""

from __future__ import annotations

import base64
import json
import random
import signal
import subprocess
import sys

import pytest

from newscrawler.page_stream import answers
from tests import modern

URL = "https://www.harbour.example/news/1"


def line(seed: int, **more: object) -> bytes:
    html = modern.blog(modern.truth(seed), random.Random(seed))
    asked = {"id": seed, "url": URL, "html_b64": base64.b64encode(html.encode()).decode(), **more}
    return json.dumps(asked).encode() + b"\n"


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_line_is_answered_in_order(jobs: int):
    read = [json.loads(each) for each in answers([line(n) for n in range(12)], jobs=jobs)]
    assert [each["id"] for each in read] == list(range(12))
    assert [each["title"] for each in read] == [modern.truth(n).title for n in range(12)]


def test_what_the_listing_said_is_heeded():
    (answer,) = answers([line(1, listing={"title": "Quite another title"})])
    assert json.loads(answer)["title"] == "Quite another title"


@pytest.mark.parametrize(
    "bad",
    [b"nonsense", b"[]", b'{"id": 1}', b'{"id": 1, "html_b64": 5}', b'{"id":1,"html_b64":"#"}'],
)
def test_a_line_that_cannot_be_read_is_answered_and_the_next_goes_on(bad: bytes):
    first, second = (json.loads(each) for each in answers([bad, line(2)]))
    assert first["error"]
    assert second["title"] == modern.truth(2).title


def test_listings_are_answered_with_items_and_next():
    html, items = modern.listing(1)
    asked = {"id": "a", "url": URL, "html_b64": base64.b64encode(html.encode()).decode()}
    (answer,) = answers([json.dumps(asked).encode()], is_listing=True)
    read = json.loads(answer)
    assert [item["title"] for item in read["items"]] == [title for _, title, _ in items]
    assert read["next"].endswith("page=2")


def test_the_verb_answers_each_line_before_it_reads_the_next():
    command = [sys.executable, "-m", "newscrawler", "extract"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for seed in (1, 2):
            process.stdin.write(line(seed))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == seed
        process.stdin.close()
        assert process.wait(20) == 0


def test_ctrl_c_ends_the_verb_in_a_line():
    command = [sys.executable, "-m", "newscrawler", "extract"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(line(1))
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.stderr.read().strip() == b"newscrawler: interrupted"
        assert process.wait(60) == 9
