"""What a site may expect: its rules kept, no request too many, and none while it is in trouble."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from fixtures.replica.server import Replica
from fixtures.replica.synthetic import release
from newscrawler import __version__
from newscrawler.archive.checks import next_check
from newscrawler.extract import Page, opt_outs
from newscrawler.network import tdmrep
from newscrawler.network.backoff import seconds_asked
from tests.crawling import Desk

ARTICLE = "/articles/view/cid/18/id/1001"
FORBIDDEN = "User-agent: *\nDisallow: /\n"


def day_later(desk: Desk) -> None:
    """Let what is kept be as if a day and more had passed."""
    desk.query("UPDATE site_files SET fetched_at = '2020-01-01T00:00:00Z'")
    desk.query("UPDATE articles SET next_check_at = '2020-01-01T00:00:00Z'")


def asked_for(replica: Replica, part: str) -> list[float]:
    """Return when requests came whose path has `part`, in seconds."""
    return [request.at for request in replica.requests if part in request.path]


# ── robots.txt, over the day ──


@pytest.mark.databases("sqlite", "postgresql")
def test_the_rules_are_asked_for_once_a_day_and_kept(small: Desk):
    small.replica.robots = "User-agent: *\nDisallow: /nowhere\n"
    small.crawl()
    small.replica.robots = FORBIDDEN
    assert small.crawl().returncode == 0
    day_later(small)
    assert small.crawl().returncode == 5
    rows = small.query("SELECT robots_hash FROM crawls")
    assert rows[0] == rows[1] != rows[2]
    for (digest,) in rows:
        assert small.query("SELECT 1 FROM captures WHERE sha256 = ?", bytes.fromhex(digest))


def test_kept_rules_still_forbid(small: Desk):
    small.replica.robots = FORBIDDEN
    small.crawl()
    small.replica.robots = ""
    assert small.crawl().returncode == 5
    assert small.replica.requests == []


def test_an_outage_is_no_rule_to_keep(small: Desk):
    small.crawl()
    day_later(small)
    small.replica.fail("/robots.txt", 503, times=9)
    assert small.crawl().returncode == 5
    assert small.replica.counts()["listing"] == 0
    small.replica.faults.clear()
    assert small.crawl().returncode == 0


def test_a_kept_crawl_delay_is_still_obeyed(small: Desk):
    small.replica.robots = "User-agent: *\nCrawl-delay: 1\n"
    small.crawl()
    small.crawl("-a", "recheck=all")
    times = [request.at for request in small.replica.requests]
    assert len(times) == 4
    # The site may take note of a request a little after it was sent, and of the next one at once.
    assert min(after - before for before, after in pairwise(times)) > 0.8
    assert times[-1] - times[0] > 2.8


# ── opt-outs ──


@pytest.mark.parametrize(
    ("head", "header", "found"),
    [
        ("", [], []),
        ('<meta name="robots" content="index, follow">', [], []),
        ('<meta name="ROBOTS" content="NoIndex,NOARCHIVE">', [], ["noarchive", "noindex"]),
        ('<meta name="robots" content="none">', [], ["noindex"]),
        ('<meta name="googlebot" content="noindex">', [], []),
        ('<meta name="newscrawler" content="noarchive">', [], ["noarchive"]),
        ("", ["noarchive"], ["noarchive"]),
        ("", ["googlebot: noindex, noarchive"], []),
        ("", ["googlebot: noindex", "newscrawler: noarchive"], ["noarchive"]),
        ("", ["unavailable_after: 25 Jun 2030 15:00:00 GMT, noindex"], ["noindex"]),
        ('<meta name="tdm-reservation" content="1">', [], ["tdm-reservation"]),
    ],
)
def test_opt_outs_of_a_page(head: str, header: list[str], found: list[str]):
    page = Page(f"<html><head>{head}</head><body>x</body></html>".encode(), "http://h/")
    assert opt_outs(page, header) == found


@pytest.mark.parametrize(
    ("meta", "header", "reserved", "found"),
    [
        (None, None, True, True),
        (None, "0", True, False),
        (None, "1", False, True),
        ("0", "1", True, False),
        ("1", "0", False, True),
    ],
)
def test_the_page_outranks_the_header_and_that_the_file(meta, header, reserved, found):
    head = "" if meta is None else f'<meta name="tdm-reservation" content="{meta}">'
    page = Page(f"<html><head>{head}</head></html>".encode(), "http://h/")
    assert opt_outs(page, [], header, reserved=reserved) == ["tdm-reservation"] * found


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([{"location": "/", "tdm-reservation": 1}], True),
        ([{"location": "/articles/*/18/", "tdm-reservation": 1}], True),
        ([{"location": "/other", "tdm-reservation": 1}], False),
        ([{"location": "/articles/", "tdm-reservation": 0}, {"location": "/*"}], False),
        ([{"location": "*.pdf$", "tdm-reservation": 1}], False),
        ([None, 3, {"location": 4}, {"location": "/", "tdm-reservation": "1"}], True),
        ({"location": "/"}, False),
    ],
)
def test_reservations_of_a_site(rules, found: bool):
    read = tdmrep.parse(json.dumps(rules).encode())
    url = "http://h/articles/view/cid/18/id/3"
    assert next((yes for place, yes in read if not place.can_fetch(url, "*")), False) == found


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe{", b"[" * 100_000, b"null"])
def test_a_file_that_is_none_reserves_nothing(body: bytes):
    assert tdmrep.parse(body) == []


def test_opt_outs_are_recorded_with_the_article(small: Desk):
    small.replica.headers = {"X-Robots-Tag": "noarchive"}
    small.replica.tdmrep = json.dumps([{"location": "/", "tdm-reservation": 1}])
    assert small.crawl().returncode == 0
    assert {tuple(each["opt_outs"]) for each in small.held().values()} == {
        ("noarchive", "tdm-reservation")
    }
    assert small.replica.counts()["tdmrep"] == 1
    # They are no content: when they end, no revision is made of it.
    small.replica.headers, small.replica.tdmrep = {}, None
    day_later(small)
    small.crawl("-a", "recheck=all")
    assert {(each["revision"], *each["opt_outs"]) for each in small.held().values()} == {(1,)}


def test_opt_outs_can_be_obeyed(small: Desk):
    small.replica.headers = {"X-Robots-Tag": "noarchive"}
    run = small.crawl(NEWSCRAWLER_OPT_OUT="skip")
    assert run.returncode == 0
    assert "3 refused (the site asks for noarchive)" in run.stdout
    assert small.held() == {}


def test_another_word_than_record_or_skip_is_told(small: Desk):
    run = small.crawl(NEWSCRAWLER_OPT_OUT="maybe")
    assert run.returncode == 2
    assert "use record or skip" in run.stderr


# ── cheap ──


@pytest.mark.databases("sqlite", "postgresql")
def test_a_check_whose_time_has_come_is_one_conditional_request(small: Desk):
    small.crawl()
    small.query("UPDATE articles SET next_check_at = '2020-01-01T00:00:00Z' WHERE key = '18:1001'")
    before = small.query("SELECT count(*) FROM captures")
    run = small.crawl()
    assert "0 new, 0 revised, 1 unchanged" in run.stdout
    assert [request.status for request in small.replica.requests] == [304, 304]
    assert small.replica.counts() == {"listing": 1, "article": 1}
    assert small.query("SELECT count(*) FROM captures") == before
    ((due,),) = small.query("SELECT next_check_at FROM articles WHERE key = '18:1001'")
    assert due > datetime.now(UTC).isoformat()


def test_a_silent_edit_is_found_by_a_planned_check(small: Desk):
    small.crawl()
    small.replica.room.edit(1001, paragraphs=("A wholly new text.", "With two paragraphs."))
    assert "0 revised" in small.crawl().stdout
    day_later(small)
    run = small.crawl()
    assert "1 revised, 2 unchanged" in run.stdout
    small.holds_truth(small.replica.room)


def test_checks_of_a_run_are_capped_and_the_longest_due_comes_first(desk: Desk):
    desk.crawl()
    day_later(desk)
    desk.query("UPDATE articles SET next_check_at = '2019-01-01T00:00:00Z' WHERE key = '18:1238'")
    desk.crawl(NEWSCRAWLER_RECHECK="5")
    # One of the five links to a document, which is looked at with it.
    assert desk.replica.counts() == {"robots": 1, "listing": 1, "article": 5, "document": 1}
    first = next(path for path in desk.replica.paths() if "/view/" in path.lower())
    assert "1238" in first
    desk.crawl(NEWSCRAWLER_RECHECK="0")
    assert desk.replica.counts() == {"listing": 1}


def test_what_another_extractor_read_is_asked_for_whole(small: Desk):
    small.crawl()
    day_later(small)
    small.query("UPDATE articles SET read_by = '0'")
    small.crawl()
    assert [request.status for request in small.replica.requests].count(200) == 4


def test_a_check_that_fails_is_put_off_and_costs_nothing_held(small: Desk):
    small.crawl()
    day_later(small)
    small.replica.fail("/view/", 500, times=99)
    run = small.crawl()
    assert run.returncode == 0
    assert len(small.held()) == 3
    small.crawl()
    assert small.replica.counts()["article"] == 0


def test_a_304_that_nobody_asked_for_is_a_failure(small: Desk):
    small.replica.fail("/id/1001", 304, times=9)
    run = small.crawl()
    assert run.returncode == 3
    assert "1 failed (HTTP 304)" in run.stdout


@pytest.mark.parametrize(
    ("created", "days"),
    [("2024-06-04", 1), ("2024-06-01", 1), ("2024-05-05", 7.5), ("2023-06-05", 91.25),
     ("2014-01-01", 180), ("2030-01-01", 1), (None, 1)],
)  # fmt: skip
def test_young_articles_are_checked_often_and_old_ones_seldom(created: str | None, days: float):
    now = "2024-06-04T00:00:00Z"
    wait = datetime.fromisoformat(next_check(now, created)) - datetime.fromisoformat(now)
    assert wait == timedelta(days=days)


# ── back-off ──


def test_a_second_between_requests_by_default(small: Desk):
    small.replica.requests.clear()
    small.run("crawl", "qbpc_news", "-a", f"base_url={small.replica.url}")
    times = [request.at for request in small.replica.requests]
    assert len(times) == 6
    # The site may take note of a request a little after it was sent, and of the next one at once.
    assert min(after - before for before, after in pairwise(times)) > 0.8
    assert times[-1] - times[0] > 4.8


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_pauses_the_host(small: Desk, status: int, form: str):
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=6), usegmt=True)
    after = "2" if form == "seconds" else until
    small.replica.fail("/id/1002", status, times=1, Retry_After=after)
    run = small.crawl()
    assert run.returncode == 0
    requests = small.replica.requests
    paused = next(at for at, seen in enumerate(requests) if seen.status == status)
    pauses = [after.at - before.at for before, after in pairwise(requests)]
    assert pauses[paused] > 1.9
    assert sum(pause > 1 for pause in pauses) == 1
    assert small.replica.counts()["article"] == 4


def test_a_site_that_asks_for_more_than_a_minute_is_left_alone(desk: Desk):
    desk.replica.fail("/view/", 503, times=1, Retry_After="3600")
    run = desk.crawl()
    assert run.returncode == 3
    assert "HTTP 503: the site asks to wait 3600 seconds; the next run goes on" in run.stdout
    assert desk.replica.counts()["article"] == 1
    assert desk.crawl().returncode == 0
    desk.holds_truth(desk.replica.room)


def test_a_site_that_asks_again_and_again_is_left_alone(desk: Desk):
    desk.replica.fail("/view/", 429, times=99, Retry_After="0")
    run = desk.crawl()
    assert "the site asked to wait 4 times" in run.stdout
    assert desk.replica.counts()["article"] == 4


def test_a_site_in_trouble_is_left_alone_and_no_article_is_lost(desk: Desk):
    desk.replica.fail("/view/", 500, times=9999)
    run = desk.crawl()
    assert run.returncode == 3
    assert "10 requests in a row failed, the last with HTTP 500; the next run goes on" in run.stdout
    # Ten articles, their retries, and no more of those than the budget of the run.
    assert desk.replica.counts()["article"] <= 10 + 10 + 0.2 * 40
    desk.replica.faults.clear()
    assert desk.crawl().returncode == 0
    desk.holds_truth(desk.replica.room)


def test_articles_that_always_fail_do_not_starve_the_others(desk: Desk):
    numbers = sorted(desk.replica.room.releases, reverse=True)[:12]
    for number in numbers:
        desk.replica.fail(rf"/id/{number}\b", 403, times=999)
    for _ in range(3):
        desk.crawl()
        desk.query("UPDATE ledger SET next_try_at = '2020-01-01T00:00:00Z'")
    assert len(desk.held()) == len(desk.replica.room) - len(numbers)


def test_errors_do_not_speed_a_crawl_up(small: Desk):
    small.replica.fail("/view/", 503, times=2)
    small.crawl(NEWSCRAWLER_RETRY_SECONDS="2")
    requests = small.replica.requests
    pauses = [after.at - before.at for before, after in pairwise(requests) if before.status == 503]
    assert len(pauses) == 2
    assert min(pauses) > 0.9


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None), (b"", None), (b"120", 120), (b" 7 ", 7), (b"-1", None), (b"1.5", None),
        (b"soon", None), (b"9" * 400, 999_999_999), ("٣".encode(), None), (b"\xb2", None),
        (b"Wed, 21 Oct 2015 07:28:00 GMT", 0), (b"Wed, 99 Oct 2015 07:28:00 GMT", None),
    ],
)  # fmt: skip
def test_forms_of_retry_after(header: bytes | None, seconds: float | None):
    assert seconds_asked(header) == seconds


def test_a_date_far_ahead_is_a_long_wait():
    moment = datetime.now(UTC) + timedelta(hours=1)
    asked = seconds_asked(format_datetime(moment, usegmt=True).encode())
    assert asked is not None
    assert 3500 < asked <= 3600


# ── who we are ──


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [("a@b.example", ()), ("", ("-s", "NEWSCRAWLER_CONTACT=a@b.example"))],
)
def test_the_user_agent_names_product_and_contact(small: Desk, environment: str, arguments):
    small.crawl(*arguments, NEWSCRAWLER_CONTACT=environment)
    agents = {request.headers["user-agent"] for request in small.replica.requests}
    (agent,) = agents
    assert agent == f"newscrawler/{__version__} (+a@b.example)"


def test_a_run_without_a_contact_warns(small: Desk):
    assert "set NEWSCRAWLER_CONTACT" in small.crawl(NEWSCRAWLER_CONTACT="").stdout
    assert "CONTACT" not in small.crawl().stdout


def test_a_new_release_is_found_while_checks_are_due(small: Desk):
    small.crawl()
    day_later(small)
    small.replica.room.publish(release(1900, date(2024, 7, 1)))
    run = small.crawl()
    assert "1 new, 0 revised, 3 unchanged" in run.stdout
    # One check may be under way while the listing is read.
    articles = [path for path in small.replica.paths() if "/id/" in path.lower()]
    assert any("1900" in path for path in articles[:2])
