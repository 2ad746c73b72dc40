"""How runs end: each outcome with its exit status, its row, its words, and who is told."""

from __future__ import annotations

import json
import resource
import subprocess
import threading
import time
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Self

import pytest

from newscrawler import clock, notify
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.network import failures
from tests.crawling import FAST, SECONDS, Desk


def outcomes(desk: Desk) -> list[tuple[str, int]]:
    return desk.query("SELECT outcome, exit_status FROM crawls ORDER BY id")


@pytest.mark.databases("sqlite", "postgresql")
def test_complete(small: Desk):
    assert small.crawl().returncode == EXIT_STATUS["complete"] == 0
    assert outcomes(small) == [("complete", 0)]


@pytest.mark.databases("sqlite", "postgresql")
def test_the_row_holds_what_the_summary_says(small: Desk):
    small.crawl()
    ((counts, summary),) = small.query("SELECT counts, summary FROM crawls")
    report = json.loads(counts)
    assert (report["new"], report["pages"], report["states"]) == (3, 1, {"held": 3})
    assert report["coverage"]["title"] == 1
    assert report["coverage"]["byline"] == 0
    assert summary.startswith("qbpc_news: complete. 3 new")


def test_listing_unreachable(small: Desk):
    small.replica.fail("/index/", 500, times=99)
    run = small.crawl()
    assert run.returncode == EXIT_STATUS["listing"]
    assert "/Home/Articles/index/cid/18: HTTP 500" in run.stdout
    assert "/articles/index/cid/18: HTTP 500" in run.stdout


def test_no_candidate_is_a_listing(small: Desk):
    small.replica.listing_paths = ()
    small.replica.missing = "page"
    run = small.crawl()
    assert run.returncode == EXIT_STATUS["listing"]
    assert "No declared address is a listing" in run.stdout
    assert "not exist" in run.stdout
    assert "correct `listings`" in run.stdout


@pytest.mark.databases("sqlite", "postgresql")
def test_an_empty_listing_is_no_complete_record(small: Desk):
    small.crawl()
    small.replica.room.releases.clear()
    run = small.crawl("-a", "full=1")
    assert run.returncode == EXIT_STATUS["listing"]
    assert len(small.held()) == 3


def test_nobody_answers(small: Desk):
    nobody = ("-a", "base_url=http://127.0.0.1:9", "-s", "NEWSCRAWLER_ALLOW_PRIVATE=127.0.0.1:9")
    run = small.run("crawl", "qbpc_news", *nobody, *FAST)
    assert run.returncode == EXIT_STATUS["blocked"]
    assert "robots.txt could not be read: Connection was refused" in run.stdout
    assert run.stderr == ""


@pytest.mark.parametrize("status", [401, 403, 429])
def test_blocked_by_an_answer(small: Desk, status: int):
    small.replica.fail("/index/", status, times=99)
    run = small.crawl()
    assert run.returncode == EXIT_STATUS["blocked"]
    assert f"HTTP {status}" in run.stdout


def test_blocked_by_robots_txt(small: Desk):
    small.replica.robots = "User-agent: newscrawler\nDisallow: /\n"
    run = small.crawl()
    assert run.returncode == EXIT_STATUS["blocked"]
    assert small.replica.counts() == {"robots": 1}


@pytest.mark.parametrize(
    ("how", "words"),
    [(429, "HTTP 429"), (500, "HTTP 500"), (503, "HTTP 503"), ("drop", failures.CUT)],
)
def test_unreadable_robots_txt_forbids_everything(small: Desk, how: int | str, words: str):
    small.replica.fail("/robots.txt", how, times=99)
    run = small.crawl()
    assert run.returncode == EXIT_STATUS["blocked"]
    assert f"robots.txt could not be read: {words})" in run.stdout
    assert set(small.replica.counts()) == {"robots"}
    # Nothing is settled by it: the next run finds everything.
    small.replica.faults.clear()
    assert small.crawl().returncode == 0
    assert len(small.held()) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(small: Desk, status: int):
    small.replica.robots, small.replica.robots_status = "User-agent: *\nDisallow: /\n", status
    assert small.crawl().returncode == 0


def test_robots_txt_behind_five_redirects(small: Desk):
    for number in range(5):
        small.replica.fail(f"/{number or 'robots.txt'}$", f"/{number + 1}")
    small.replica.fail("/5$", "/robots.txt")
    small.replica.robots = "User-agent: *\nDisallow: /\n"
    assert small.crawl().returncode == EXIT_STATUS["blocked"]
    assert small.replica.counts() == {"robots": 2, "other": 5}


def test_robots_txt_on_a_foreign_host_forbids_everything(small: Desk):
    small.replica.fail("/robots.txt", "http://elsewhere.example/robots.txt", times=99)
    run = small.crawl()
    assert run.returncode == EXIT_STATUS["blocked"]
    assert "not on an origin of this room" in run.stdout


def test_rules_behind_half_a_megabyte_are_read(small: Desk):
    small.replica.robots = "# filler\n" * 56_000 + "User-agent: *\nDisallow: /\n"
    assert small.crawl().returncode == EXIT_STATUS["blocked"]


def test_crawl_delay_is_kept(small: Desk):
    small.replica.robots = "User-agent: *\nCrawl-delay: 1\n"
    started = time.monotonic()
    assert small.crawl().returncode == 0
    # Four requests follow robots.txt: one listing page and three articles.
    assert time.monotonic() - started > 4


def test_crawl_delay_beyond_reason_is_told_and_capped(small: Desk):
    small.replica.robots = "User-agent: *\nCrawl-delay: 86400\n"
    process = small.start()
    assert process.stderr is not None
    told = process.stderr.readline()
    process.kill()
    process.communicate(timeout=SECONDS)
    assert "asks for 86400 seconds between requests; 60 are kept" in told


def test_articles_blocked(desk: Desk):
    desk.replica.fail("/view/", 403, times=999)
    assert desk.crawl().returncode == EXIT_STATUS["blocked"]


def test_articles_that_are_none(desk: Desk):
    desk.replica.missing = "page"
    desk.replica._release = lambda path: None
    run = desk.crawl()
    assert run.returncode == EXIT_STATUS["suspect"]
    assert desk.held() == {}


def test_articles_forbidden_by_robots_txt_are_refused_and_explained(small: Desk):
    forbidden = ("/Home/Articles/view/", "/home/articles/view/", "/articles/view/")
    small.replica.robots = "User-agent: *\n" + "".join(f"Disallow: {each}\n" for each in forbidden)
    run = small.crawl()
    assert run.returncode == EXIT_STATUS["blocked"]
    assert "3 gaps: 3 refused" in run.stdout
    assert "3 listed releases may not be fetched, and none is held" in run.stdout
    assert small.replica.counts() == {"robots": 1, "listing": 1}


@pytest.mark.databases("sqlite", "postgresql")
def test_locked(small: Desk):
    small.replica.delay = 1.5
    first = small.start()
    _wait_for_request(small)
    second = small.crawl()
    assert second.returncode == EXIT_STATUS["locked"]
    assert "another crawl" in second.stderr
    small.replica.delay = 0
    first.communicate(timeout=SECONDS)
    assert first.returncode == 0
    assert small.crawl().returncode == 0


def _wait_for_request(desk: Desk) -> None:
    deadline = time.monotonic() + SECONDS
    while not desk.has_archive and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        ("sqlite:////dev/null/newscrawler.db", "/dev/null"),
        ("mysql://somewhere", "sqlite:///"),
        ("sqlite:///{folder}/text.db", "is not a database"),
    ],
)
def test_storage_that_cannot_be_opened(small: Desk, archive: str, words: str):
    (small.folder / "text.db").write_text("no database, but long enough for one" * 99)
    run = small.crawl(NEWSCRAWLER_ARCHIVE=archive.format(folder=small.folder))
    assert run.returncode == EXIT_STATUS["storage"]
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_an_archive_of_a_later_version_is_left_alone(small: Desk):
    small.crawl()
    small.query("PRAGMA user_version = 99")
    run = small.crawl()
    assert run.returncode == EXIT_STATUS["storage"]
    assert "newer" in run.stderr


def test_storage_that_fails_in_the_middle_ends_the_run(desk: Desk):
    run = subprocess.run(
        desk.crawling(),
        cwd=desk.folder,
        env=desk.environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )
    assert run.returncode == EXIT_STATUS["storage"]
    assert "what was stored is kept, and the next run goes on" in run.stdout
    assert "Traceback" not in run.stderr
    assert 0 < len(desk.held()) < len(desk.replica.room)
    assert desk.crawl().returncode == 0
    desk.holds_truth(desk.replica.room)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-a", "reckeck=all"), "unknown argument reckeck; known: base_url, full"),
        (("-a", "base_url=ftp://h/"), "not an http or https address"),
        (("-a", "since=yesterday"), "2024-06-04"),
        (("-a", "recheck=some"), "recheck='some': use all"),
        (("-a", "full=maybe"), "full='maybe': use 1 or 0"),
    ],
)
def test_usage(small: Desk, arguments, words: str):
    run = small.run("crawl", "qbpc_news", *arguments)
    assert run.returncode == EXIT_STATUS["usage"]
    assert words in run.stderr
    assert not small.has_archive


def test_a_room_that_nobody_has_seen_live_says_so(small: Desk):
    url = f"base_url={small.replica.url}"
    run = small.run("crawl", "euipo_observatory", "-a", url, *FAST)
    assert run.returncode == EXIT_STATUS["listing"]
    assert "nobody has seen this room live" in run.stdout


def test_a_wrong_clock_is_told(small: Desk):
    assert "the clocks of" not in small.crawl().stdout
    run = small.crawl_at("2030-01-01T00:00:00+00:00", "-a", "recheck=all")
    assert "the clocks of this machine and of the site are " in run.stdout


@pytest.mark.parametrize(
    ("shown", "age", "hours"),
    [
        ("Tue, 04 Jun 2024 08:00:00 GMT", None, 2),
        ("Tue, 04 Jun 2024 08:00:00 GMT", "3600", 1),
        ("Tue, 04 Jun 2024 12:00:00 +0200", "", 0),
        ("yesterday", None, None),
        (None, None, None),
        ("Tue, 04 Jun 2024 08:00:00 GMT", "old", None),
    ],
)
def test_clocks_are_compared_by_the_headers_of_an_answer(
    monkeypatch: pytest.MonkeyPatch, shown: str | None, age: str | None, hours: int | None
):
    monkeypatch.setattr(clock, "utc", lambda: datetime(2024, 6, 4, 10, tzinfo=UTC))
    assert clock.apart(shown, age) == (None if hours is None else timedelta(hours=hours))


def test_unknown_room(small: Desk):
    run = small.run("crawl", "acme")
    assert run.returncode == EXIT_STATUS["usage"]
    assert "there is: amcham_china, andema_notas, any_room" in run.stdout + run.stderr


def test_the_argument_that_scrapyd_adds_is_tolerated(small: Desk):
    assert small.crawl("-a", "_job=1f2e").returncode == 0


def test_a_page_cap_is_never_complete(desk: Desk):
    run = desk.crawl(NEWSCRAWLER_MAX_PAGES="2")
    assert run.returncode == EXIT_STATUS["partial"]
    assert "NEWSCRAWLER_MAX_PAGES" in run.stdout


# ── who is told ──


class Inbox:
    """A webhook of our own."""

    def __init__(self) -> None:
        inbox = self
        self.messages: list[dict[str, str]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                inbox.messages.append(json.loads(self.rfile.read(length)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"json://127.0.0.1:{self.server.server_port}/alarm"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.thread.join(10)
        self.server.server_close()


def test_who_is_told_of_what(small: Desk):
    with Inbox() as inbox:
        told = {"NEWSCRAWLER_NOTIFY": inbox.address}
        small.crawl(**told)
        assert inbox.messages == []
        small.replica.fail("/index/", 500, times=99)
        small.crawl(**told)
        (alarm,) = inbox.messages
        assert alarm["title"] == "newscrawler: qbpc_news: failed"
        assert "HTTP 500" in alarm["message"]


def test_silence_is_told(small: Desk):
    with Inbox() as inbox:
        run = small.crawl(NEWSCRAWLER_NOTIFY=inbox.address, NEWSCRAWLER_SILENT_DAYS="30")
        assert run.returncode == 0
        assert "no release for" in inbox.messages[0]["title"]
        assert "no release for" in run.stdout


def test_an_archive_that_cannot_be_opened_is_told(small: Desk):
    with Inbox() as inbox:
        small.crawl(
            NEWSCRAWLER_NOTIFY=inbox.address, NEWSCRAWLER_ARCHIVE="sqlite:////dev/null/a.db"
        )
        assert inbox.messages[0]["title"] == "newscrawler: qbpc_news: storage"


def test_a_message_that_cannot_be_delivered_does_not_change_the_end(small: Desk):
    run = small.crawl(NEWSCRAWLER_NOTIFY="json://127.0.0.1:9/", NEWSCRAWLER_SILENT_DAYS="1")
    assert run.returncode == 0
    assert "was not delivered" in run.stderr


def test_an_address_with_a_password_is_not_shown():
    with pytest.raises(notify.NotifyError) as error:
        notify.send("nosuch://user:secret@host", "title", "text")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("newest", "limit", "words"),
    [("2024-05-01", 30, "no release for 35 days"), ("2024-05-06", 30, None), (None, 30, None)],
)
def test_silence_is_counted_in_whole_days(newest, limit, words):
    said = notify.silence(newest, limit, today=date(2024, 6, 5))
    assert (said or "").startswith(words or "")
    assert (said is None) == (words is None)


def test_archive_beside_scrapy_cfg_whatever_the_working_folder(small: Desk, tmp_path: Path):
    project = tmp_path / "project"
    (project / "deep" / "er").mkdir(parents=True)
    (project / "scrapy.cfg").write_text("[settings]\ndefault = newscrawler.settings\n")
    arguments = small.crawling()
    environment = {**small.environment}
    del environment["NEWSCRAWLER_ARCHIVE"]
    run = subprocess.run(
        arguments,
        cwd=project / "deep" / "er",
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert run.returncode == 0
    assert (project / "newscrawler.db").exists()
    assert f"archive: {project / 'newscrawler.db'} (new)" in run.stdout
