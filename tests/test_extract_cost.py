"""A page costs a bounded time and memory, whatever is nested or repeated in it."""

from __future__ import annotations

import json
import resource
import signal
import threading

import pytest

from fixtures.replica import hostile
from newscrawler import extract
from newscrawler.extract.pages import cost, embedded
from newscrawler.extract.pages.page import Page
from newscrawler.items import Listed
from tests.crawling import FAST, Desk, project

URL = "https://a.example/news/1"
ROWS = "".join(f"<li><a href=/news/{n}>Rules of port {n}</a> 2024-01-02</li>" for n in range(5000))


def page(inner: str) -> Page:
    return Page(f"<h1>Port rules</h1><p>2 January 2024</p>{inner}".encode(), URL, "text/html")


@pytest.fixture
def seconds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "MOST_SECONDS", request.param)


@pytest.mark.parametrize("seconds", [0.01], indirect=True)
def test_what_takes_longer_is_not_read_and_says_so(seconds: None):
    costly = page(ROWS)
    why = "reading it takes more than 0.01 seconds"
    found = extract.article(costly)
    assert (found.title, found.body, len(found.missing)) == (None, None, 5)
    assert extract.doubt(costly, found) == why
    assert extract.listing(page(ROWS)).error == why
    assert extract.article(page("<p>A short visit.</p>")).title == "Port rules"


def test_the_timer_and_its_signal_are_left_as_they_were():
    before = signal.getsignal(signal.SIGALRM)
    extract.article(page("<p>A short visit.</p>"))
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_thread_reads_without_a_timer():
    found = []
    reader = threading.Thread(target=lambda: found.append(extract.article(page("<p>One.</p>"))))
    reader.start()
    reader.join()
    assert found[0].title == "Port rules"


# Of each a small piece once took more than all of it does now.
COSTLY = {
    "choices in choices": "<select><option>2024" * 5000,
    "texts deep in others": "<div>x " * 1900 + "<b>x</b> " * 40_000,
    "a name that nearly says when": "<script type=application/json>"
    + json.dumps({"title": "Port rules", "body": "It opens. " * 30, "updat" * 20_000 + "!": 1})
    + "</script>",
}


@pytest.mark.parametrize("seconds", [8.0], indirect=True)
@pytest.mark.parametrize("markup", COSTLY.values(), ids=COSTLY)
def test_what_is_nested_or_repeated_is_read_to_its_end(markup: str, seconds: None):
    listed = Listed(url=URL, title="What it is not called", date="2023-01-02")
    for read in (extract.article, extract.listing):
        costly = page(markup)
        read(costly)
        assert costly.trouble is None
    costly = page(markup)
    found = extract.article(costly, None, listed)
    extract.unlike(costly, found, listed)
    assert costly.trouble is None


def test_places_in_data_are_not_named_before_they_are_looked_at():
    data = {"k" * 1_000_000: [{} for _ in range(100_000)]}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    paths = {path for path, _ in embedded.holders(data)}
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000
    assert max(map(len, paths)) < 400


def test_a_crawl_keeps_such_a_page_aside_and_goes_on(small: Desk):
    small.replica.fail("/id/1002", hostile.wall(f"<h1>Port rules</h1>{ROWS * 20}"), times=9)
    folder = project(small)
    with (folder / "mine" / "settings.py").open("a") as file:
        file.write("from newscrawler.extract.pages import cost\ncost.MOST_SECONDS = 0.5\n")
        file.write("SPIDER_MODULES = ['newscrawler.spiders']\n")
    small.folder = folder
    run = small.crawl(*FAST)
    assert "1 suspect page kept aside" in run.stdout, run.stdout + run.stderr
    assert "reading it takes more than 0.5 seconds" in run.stdout
    assert set(small.held()) == {"18:1000", "18:1001"}
