"""Rules, reasons and refusals in the reader's language."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error
from twisted.python.failure import Failure

from newscrawler import evidence, extract, reading
from newscrawler.archive import Archive, crawls, ledger, listing_pages, search_index, suspects
from newscrawler.archive.listing_pages import ListingPage
from newscrawler.crawl import responses
from newscrawler.crawl.walk import REASONS
from newscrawler.extract.articles import day_signs
from newscrawler.extract.evidence import Rule
from newscrawler.extract.pages import charset
from newscrawler.items import Listed
from newscrawler.monitor import CLOSED
from newscrawler.network import failures
from newscrawler.network.origin import ForeignOrigin
from newscrawler.network.robots import Rules
from newscrawler.reading_room import grounds, paths
from newscrawler.search.query import QueryError, parse
from tests.reading import NOW, opened, store
from tests.test_search_query import PIECES

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_rule_and_place_is_in_words_in_both_languages():
    places = {*get_args(day_signs.Source), *get_args(charset.Source), *evidence.PLACES}
    assert set(get_args(Rule)) <= set(grounds.RULES)
    assert places <= {*grounds.RULES, *grounds.PLACES}
    assert all(CHINESE.search(chinese) for _, chinese in grounds.RULES.values())
    assert grounds.rule("likeliest day (meta)", "zh") == "最可能的日期（meta 元素）"
    assert grounds.rule("embedded data (props.body)", "en").endswith(" (props.body)")
    assert grounds.rule("h1, og", "zh") == "h1 标题、Open Graph"


def failed(problem: Exception) -> str:
    return responses.words(Failure(problem))


def doubt(markup: str, title: str | None = None) -> str | None:
    read = extract.Page(f"<!doctype html>{markup}".encode(), "http://h/1", "text/html")
    listed = Listed(url="http://h/1", title=title)
    return extract.doubt(read, extract.article(read, extract.Rules()), listed)


def forbidden(failure: str | None) -> str:
    with pytest.raises(Exception, match="robots") as raised:
        Rules(None if failure else Robots(), failure).check("http://h/1", "a")
    return str(raised.value)


class Robots:
    """Rules that allow nothing."""

    def allowed(self, url: str, agent: str) -> bool:
        return False


@pytest.mark.parametrize(
    "reason",
    [
        failed(HttpError(HtmlResponse("http://h/1", status=404))),
        failed(ForeignOrigin("not on an origin of this room: http://h/1")),
        failed(error.ConnectionRefusedError("111: Connection refused")),
        failed(error.DNSLookupError("no results for hostname lookup: h")),
        failed(error.TimeoutError("Getting http://h/1 took longer than 180.0 seconds..")),
        failures.CERTIFICATE,
        failures.ENCRYPTION,
        failures.CUT,
        forbidden(None),
        forbidden("HTTP 503"),
        *(f"suspect: {each}" for each in (suspects.ANOTHER, suspects.EARLIER)),
        *(f"suspect: {each}" for each in (suspects.LESS, suspects.TITLE)),
        f"suspect: {doubt('<title>Slots casino bonus</title><h1>Slots casino bonus</h1>')}",
        f"suspect: {doubt('<title>404 Not Found</title><h1>404 Not Found</h1>')}",
        f"suspect: {doubt('<h1>Members</h1><form><input type=password></form>')}",
        f"suspect: {doubt('<h1>Maintenance</h1><time>2024-05-06</time>', 'Harbour names a pilot')}",
        f"suspect: {reading.why_suspect({'title': 'Sorry', 'body': 'Page not found'})}",
        f"suspect: {reading.why_suspect({'title': '', 'body': ''})}",
        "no such day in the calendar",
        "leads to http://h/2",
    ],
)
def test_reasons_are_said_in_chinese(reason: str):
    said = grounds.sentence(reason, "zh")
    assert said.language == "zh"
    assert CHINESE.search(said.text)
    assert grounds.sentence(reason, "en") == (reason, "en")


ENDINGS = [*REASONS.values(), *CLOSED.values(), "HTTP 429: the site asks to wait 900 seconds"]
ENDINGS += ["4 requests in a row failed, the last with HTTP 503"]
ENDINGS += ["some listed releases are not held"]


@pytest.mark.parametrize("why", ENDINGS)
def test_a_run_is_summed_up_in_chinese(why: str):
    counts = {"new": 2, "revised": 0, "states": {"held": 7, "failed": 1}, "why": why}
    run = {"summary": "a_room: partial. 2 new\narchive: a.db", "counts": counts}
    assert grounds.run(run, "en") == ("2 new", "en")
    said, language = grounds.run(run, "zh")
    numbers, listed, ending = said.split("；", 2)
    assert (numbers, listed, language) == ("新增 2", "列出 8 条，已收录 7 条", "zh")
    assert CHINESE.search(ending)
    assert not re.search("[a-z]{2}", ending)


def test_a_run_that_said_nothing():
    assert grounds.run({"summary": None, "counts": {}}, "zh") == ("", "en")
    counts = {"states": {}, "why": "the listing goes on where only a script leads (button “More”)"}
    assert "（button “More”）" in grounds.run({"summary": "", "counts": counts}, "zh").text


def test_a_run_says_in_chinese_what_each_address_answered():
    why = "the listing may not be fetched (http://a/: forbidden by robots.txt; http://b/: HTTP 403)"
    counts = {"states": {}, "why": f"{why}; interrupted"}
    said = grounds.run({"summary": "", "counts": counts}, "zh").text
    assert "（http://a/：robots.txt 不允许；http://b/：服务器答复 HTTP 403）；运行被中断" in said


def test_gaps_say_that_a_run_did_not_see_everything(archive: Archive, archive_url: str):
    crawl = archive.run(crawls.begin, "a_room", now=NOW, arguments={}, versions={})
    ended = {"now": NOW, "outcome": "blocked", "exit_status": 5, "summary": "", "counts": {}}
    ended |= {"room": "a_room", "robots_hash": None}
    archive.run(crawls.end, crawl, **ended)
    with opened(archive_url) as house:
        shown = house.get(paths.room("a_room", "gaps")).text
    assert "The last run was not complete" in shown
    assert "Nothing is missing" not in shown


def test_what_is_not_known_stays_as_it_is_and_says_its_language():
    assert grounds.sentence("asked for by {the} court", "zh") == ("asked for by {the} court", "en")


@given(st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join))
def test_every_bad_query_is_refused_in_chinese(text: str):
    refusal = None
    try:
        parse(text)
    except QueryError as refused:
        refusal = str(refused)
    assert refusal is None or grounds.sentence(refusal, "zh").language == "zh", refusal


@pytest.mark.parametrize("text", ["a " * 501, "a " * 51, f'"{"a " * 61}"', "(" * 21 + "a"])
def test_a_query_that_is_too_much_is_refused_in_chinese(text: str):
    with pytest.raises(QueryError) as refused:
        parse(text)
    assert grounds.sentence(str(refused.value), "zh").language == "zh"


def test_filters_are_a_search_without_words(archive: Archive, archive_url: str):
    store(archive, "1", title="Of this room")
    store(archive, "2", room="b_room", title="Of another")
    archive.run(search_index.index, limit=9)
    with opened(archive_url) as house:
        shown = house.get("/search?q=&room=a_room&after=2024-01-01", accept_language="zh").text
        assert "Of this room" in shown
        assert "Of another" not in shown
        assert "找到 1 条" in shown
        assert "Of this" not in house.get("/search?room=a_room&before=2024-01-01").text
        assert (
            "不是 2024-03-31 这样的日期"
            in house.get("/search?q=a&as_of=x", accept_language="zh").text
        )


def test_pages_say_it(archive: Archive, archive_url: str):
    told = {"title": {"how": "likeliest heading", "raw": "T"}, "body": {"how": "likely text"}}
    store(archive, "1", evidence=told)
    crawl = archive.run(crawls.begin, "a_room", now=NOW, arguments={}, versions={})
    page = ListingPage(url="http://h/", entries=[Listed(url="http://h/2", key="2")], next_url=None)
    archive.run(
        listing_pages.note_page, "a_room", crawl, page, extractor="1", now=NOW, recheck=False
    )
    archive.run(ledger.fail, "a_room", crawl, "2", "HTTP 503")
    with opened(archive_url) as house:
        shown = house.get(f"{paths.release('a_room', '1')}/evidence", accept_language="zh").text
        assert "最可能的标题" in shown
        assert "likeliest" not in shown
        gaps = house.get(paths.room("a_room", "gaps"), accept_language="zh").text
        assert "服务器答复 HTTP 503" in gaps
        refused = house.get(paths.with_query("/search", q='"a'), accept_language="zh").text
        assert "缺少引号" in refused
