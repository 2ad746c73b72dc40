"""A hostile media room over real HTTP: what was asked, what is held, how it ends, what it took."""

from __future__ import annotations

import os
import ssl
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures.replica import hostile
from fixtures.replica.server import ReplicaThread
from fixtures.replica.synthetic import make_room
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.network import failures
from tests.crawling import Desk

MOST_MB = 400
# Three tries of a request that never ends, with two rests, and the start of two processes.
MOST_SECONDS = 45
SHORT = ("-s", "DOWNLOAD_TIMEOUT=3")
# A listing's requests beyond its pages: robots.txt, tdmrep.json, other candidates, one repeat.
FEW = 6
MANY = 40
KEYS = {f"18:{id_}" for id_ in range(1000, 1000 + MANY)}


@dataclass
class End:
    """How a crawl of a hostile room ended."""

    status: int
    said: str


def crawl(desk: Desk, *arguments: str, **environment: str) -> End:
    """Crawl, and assert what holds for every hostile room: little memory and a stated end."""
    desk.replica.requests.clear()
    output = desk.folder / "output.txt"
    started = time.monotonic()
    with output.open("w") as file:
        process = subprocess.Popen(
            desk.crawling(*SHORT, *arguments),
            cwd=desk.folder,
            env={**desk.environment, **environment},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    said = output.read_text()
    assert usage.ru_maxrss / 1024 < MOST_MB
    assert time.monotonic() - started < MOST_SECONDS
    assert process.returncode in EXIT_STATUS.values()
    ((outcome, exit_status),) = desk.query(
        "SELECT outcome, exit_status FROM crawls ORDER BY id DESC LIMIT 1"
    )
    assert f"qbpc_news: {outcome}" in said
    assert exit_status == process.returncode
    return End(process.returncode, said)


@pytest.fixture
def many(archive_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The same with so many releases that a dozen may harm and most are left."""
    with ReplicaThread(make_room(MANY)) as replica:
        yield Desk(tmp_path, replica, archive_url)


def put(desk: Desk, answers: Iterable[Any]) -> set[str]:
    """Put each answer in the place of a release; return the keys of these."""
    keys = set()
    for id_, answer in enumerate(answers, start=1000):
        desk.replica.fail(f"/id/{id_}", answer, times=99)
        keys.add(f"18:{id_}")
    return keys


def gap(desk: Desk) -> tuple[str, str]:
    """Return (state, reason) of the one entry that is not held."""
    (found,) = desk.query("SELECT state, reason FROM ledger WHERE state <> 'held'")
    return found


# ── limits: the next article goes on ──


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (hostile.gzip_bomb, "failed", "exceeded DOWNLOAD_MAXSIZE"),
        (hostile.double_gzip, "failed", "exceeded DOWNLOAD_MAXSIZE"),
        (hostile.damaged_gzip, "failed", ""),
        (hostile.endless_body, "failed", ""),
        (hostile.endless_headers, "failed", ""),
        (hostile.endless_header, "failed", ""),
        (hostile.endless_interim_answers, "failed", ""),
        (hostile.nested_markup, "failed", "suspect"),
        (hostile.many_links, "failed", "suspect"),
        (hostile.many_attributes, None, ""),
        (hostile.drip, "failed", "took longer than 3"),
        (hostile.silence, "failed", "took longer than 3"),
        (hostile.length_too_long, "failed", ""),
        (hostile.length_too_short, "failed", "suspect"),
        (hostile.truncated_chunk, "failed", ""),
        (hostile.damaged_chunk, "failed", ""),
        (hostile.no_http, "failed", ""),
        (hostile.odd_headers, None, ""),
        (hostile.unknown_status, "failed", "HTTP 999"),
        (hostile.growing_redirect, "failed", "max redirections"),
        (hostile.image, "refused", "not a page: image/png"),
        (hostile.image_as_page, "failed", "suspect"),
        (hostile.meta_refresh, "failed", "suspect"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_an_article_that_harms_costs_itself_only(
    small: Desk, answer: Callable, state: str | None, words: str
):
    small.replica.fail("/id/1002|again", answer, times=99)
    end = crawl(small)
    assert "Traceback" not in end.said
    held = small.held()
    assert {"18:1000", "18:1001"} <= set(held)
    if state is None:
        return
    assert end.status == EXIT_STATUS["complete" if state == "refused" else "partial"]
    assert set(held) == {"18:1000", "18:1001"}
    found, reason = gap(small)
    assert found == state
    assert reason
    assert words in reason
    assert small.replica.counts()["other"] <= 10
    assert small.replica.counts()["article"] <= 2 + 12


@pytest.mark.parametrize("answer", [hostile.gzip_bomb, hostile.nested_markup, hostile.no_http])
def test_a_bad_hour_costs_a_later_run_and_no_article(small: Desk, answer: Callable):
    small.replica.fail("/id/1002", answer, times=99)
    assert crawl(small).status == EXIT_STATUS["partial"]
    small.replica.faults.clear()
    assert crawl(small).status == 0
    small.holds_truth(small.replica.room)


@pytest.mark.parametrize("answer", [hostile.gzip_bomb, hostile.endless_headers, hostile.drip])
def test_a_listing_that_harms_is_unreachable(small: Desk, answer: Callable):
    small.replica.fail("/index/", answer, times=99)
    assert crawl(small).status == EXIT_STATUS["listing"]


@pytest.mark.parametrize("answer", [hostile.gzip_bomb, hostile.endless_body, hostile.no_http])
def test_rules_that_harm_forbid_everything(small: Desk, answer: Callable):
    small.replica.fail("/robots.txt", answer, times=99)
    assert crawl(small).status == EXIT_STATUS["blocked"]
    assert set(small.replica.counts()) == {"robots"}


def test_the_memory_limit_ends_a_run_with_its_reason(desk: Desk):
    end = crawl(desk, "-s", "MEMUSAGE_LIMIT_MB=20", "-s", "MEMUSAGE_CHECK_INTERVAL_SECONDS=0.2")
    assert end.status == EXIT_STATUS["partial"]
    assert "memory limit" in end.said


def test_a_redirect_leads_nowhere_but_to_the_room(many: Desk):
    targets = put(
        many,
        ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/html,x", "s3://bucket/x",
         "javascript:0", "//elsewhere.example/", "http://127.0.0.1:1/", "http://u:p@127.0.0.1/",
         "http://[::1", "\x01"],
    )  # fmt: skip
    end = crawl(many)
    assert end.status in (EXIT_STATUS["complete"], EXIT_STATUS["partial"])
    assert set(many.held()) == KEYS - targets


def test_no_cookie_is_sent_back(small: Desk):
    small.replica.headers = {"Set-Cookie": "id=1; Path=/"}
    crawl(small)
    assert all("cookie" not in request.headers for request in small.replica.requests)


def test_a_certificate_that_proves_nothing_is_refused_without_an_exception(tmp_path: Path):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(_certificate(tmp_path))
    with ReplicaThread(make_room(3), tls=context) as replica:
        desk = Desk(tmp_path, replica, f"sqlite:///{tmp_path / 'newscrawler.db'}")
        end = crawl(desk)
        assert end.status == EXIT_STATUS["blocked"]
        assert f"robots.txt could not be read: {failures.CERTIFICATE})" in end.said
        assert replica.requests == []
        assert crawl(desk, "-s", "DOWNLOAD_VERIFY_CERTIFICATES=False").status == 0
        assert len(desk.held()) == 3


def _certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


# ── traps ──


@pytest.mark.parametrize(
    ("trap", "status", "why"),
    [
        (hostile.repeating_pager, "complete", None),
        (hostile.session_pager, "complete", None),
        (hostile.calendar, "complete", None),
        (hostile.facets, "complete", None),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_trap_costs_a_few_requests(small: Desk, trap: Callable, status: str, why: str | None):
    small.replica.fail("/index/", trap, times=9999)
    end = crawl(small)
    assert end.status == EXIT_STATUS[status]
    small.holds_truth(small.replica.room)
    assert len(small.replica.requests) <= 1.25 * (len(small.replica.room) + 1) + FEW
    assert small.query("SELECT count(*) FROM articles") == [(3,)]


def test_releases_without_end_come_to_the_page_cap_and_the_run_says_so(small: Desk):
    small.replica.fail("/index/", hostile.invented_releases, times=9999)
    end = crawl(small, NEWSCRAWLER_MAX_PAGES="4")
    assert end.status == EXIT_STATUS["partial"]
    assert "As many listing pages were read as NEWSCRAWLER_MAX_PAGES allows" in end.said
    (listed,) = small.query("SELECT count(*) FROM ledger")
    assert len(small.replica.requests) <= 1.25 * (listed[0] + 4) + FEW


def test_sessions_in_the_links_of_a_listing_make_no_second_article(small: Desk):
    small.replica.fail("/index/", hostile.session_pager, times=9999)
    crawl(small)
    crawl(small, "-a", "full=1")
    assert small.query("SELECT count(*) FROM articles") == [(3,)]
    assert small.replica.counts()["article"] == 0


# ── suspect pages ──


WALLS = {name: hostile.wall(html) for name, html in hostile.WALLS.items()}
# They say that the release is no more, which several checks must confirm.
SOFT = {name for name in WALLS if name.startswith("soft 404")}


def test_a_page_that_says_not_found_is_an_absence_and_overwrites_nothing(many: Desk):
    crawl(many)
    before = many.held()
    missed = put(many, [WALLS[name] for name in sorted(SOFT)])
    end = crawl(many, "-a", "recheck=all")
    assert many.held() == before
    assert f"{len(SOFT)} not found, to be confirmed" in end.said
    assert {key for (key,) in many.query("SELECT key FROM absences")} == missed
    assert many.query("SELECT count(*) FROM revisions") == [(MANY,)]


def test_a_wall_is_kept_aside_and_never_stored_over_what_is_held(many: Desk):
    crawl(many)
    before = many.held()
    walled = put(many, [WALLS[name] for name in sorted(set(WALLS) - SOFT)])
    end = crawl(many, "-a", "recheck=all")
    assert many.held() == before
    assert f"{len(walled)} suspect pages kept aside" in end.said
    aside = many.query("SELECT key, reason, capture_id FROM suspects")
    assert {key for key, reason, page in aside if reason and page} == walled
    assert many.query("SELECT count(*) FROM revisions") == [(MANY,)]


def test_a_wall_is_no_first_version_either(many: Desk):
    walled = put(many, [WALLS[name] for name in sorted(set(WALLS) - {"another text"})])
    crawl(many)
    assert set(many.held()) == KEYS - walled
    gaps = many.query("SELECT key, state, reason FROM ledger WHERE state <> 'held'")
    assert {key for key, state, _ in gaps if state == "failed"} == walled
    assert all(reason.startswith("suspect: ") for _, _, reason in gaps)


@pytest.mark.parametrize("name", ["challenge", "spam", "another text"])
def test_walls_on_most_pages_make_the_run_suspect(small: Desk, name: str):
    crawl(small)
    before = small.held()
    small.replica.fail("/view/", WALLS[name], times=99)
    assert crawl(small, "-a", "recheck=all").status == EXIT_STATUS["suspect"]
    assert small.held() == before


def test_a_release_that_its_publisher_rewrote_is_a_revision(small: Desk):
    """The listing has the new title too; a hijacked page's listing has not."""
    crawl(small)
    text = "Rooms with a view of the water can be booked from the first of May onwards. " * 3
    small.replica.room.edit(1002, title="Opening of the lakeside house", paragraphs=(text.strip(),))
    assert "1 revised" in crawl(small, "-a", "recheck=all").said
    small.holds_truth(small.replica.room)


def test_a_release_about_gambling_is_one(small: Desk):
    small.replica.room.edit(1002, title="Police close an online casino that sold copies")
    assert crawl(small).status == 0
    small.holds_truth(small.replica.room)
