"""The documents that releases link to: fetched as gently as pages, kept in every version."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from fixtures.replica import hostile
from fixtures.replica.documents import TOP_TEN, packed, pdf, word
from fixtures.replica.synthetic import release
from newscrawler import pdf_text
from newscrawler.archive import (
    Archive,
    articles,
    attachment_versions,
    attachments,
    crawls,
    forgetting,
)
from newscrawler.content import content_hash
from newscrawler.file_type import MOST_ENTRIES, entries, file_type
from newscrawler.items import PUBLIC_FIELDS, Capture
from tests.crawling import Desk
from tests.served import reading_room

NOW = "2024-06-04T08:00:00Z"
ONE, TWO = b"%PDF-1 %%EOF", b"%PDF-2 %%EOF"
REPORT = "/Uploads/report.pdf"
TASKS = (Path(__file__).parent.parent / "docs" / "tasks.md").read_text(encoding="utf-8")


def attach(desk: Desk, id_: int, *links: str) -> None:
    """Let a release link to documents."""
    room = desk.replica.room
    texts = room.releases[id_].paragraphs
    anchors = tuple(f'<a href="{link}">File {number}</a>' for number, link in enumerate(links))
    names = tuple(f"File {number}" for number in range(len(links)))
    room.edit(id_, paragraphs=(*texts, *names), markup=(*texts, *anchors))


@pytest.fixture
def report(small: Desk) -> Desk:
    """A room whose release 1001 links to a report."""
    attach(small, 1001, REPORT)
    small.replica.files[REPORT] = TOP_TEN
    return small


def states(desk: Desk) -> list[tuple[str, int, str | None]]:
    return desk.query("SELECT state, version, reason FROM attachments ORDER BY id")


# ── fetching ──


def test_documents_are_held_with_their_text_and_their_event(report: Desk) -> None:
    run = report.crawl()
    assert run.returncode == 0, run.stderr
    assert "attachments: 1 new, 0 changed" in run.stdout
    ((type_, declared, digest, size),) = report.query(
        "SELECT v.type, v.declared, c.sha256, c.size FROM attachment_versions v"
        " JOIN captures c ON c.id = v.capture_id"
    )
    assert (type_, declared, size) == ("application/pdf", "application/pdf", len(TOP_TEN))
    assert bytes(digest) == hashlib.sha256(TOP_TEN).digest()
    assert report.query("SELECT text, pages FROM attachment_texts") == [
        ("Ten cases of the year\f十大案例", 2)
    ]
    ((key, detail),) = report.query("SELECT key, detail FROM events WHERE kind = 'attachment'")
    assert key == "18:1001"
    assert f'"sha256": "{hashlib.sha256(TOP_TEN).hexdigest()}"' in detail
    shown = report.run("show", "qbpc_news:18:1001").stdout
    assert f"application/pdf, {len(TOP_TEN):,} bytes, version 1, 2 pages of text" in shown


def test_documents_become_files_as_the_docs_say(report: Desk) -> None:
    report.crawl()
    report.run("export", "-o", "held.jsonl")
    report.run("export", "-o", "held.warc.gz")
    (program,) = re.findall(r"```python\n(# documents\.py.*?)```", TASKS, re.DOTALL)
    subprocess.run([sys.executable, "-c", program], cwd=report.folder, check=True)
    (kept,) = (report.folder / "documents").iterdir()
    assert kept.name.endswith("-report.pdf")
    assert kept.read_bytes() == TOP_TEN


def test_releases_come_before_their_documents(report: Desk) -> None:
    report.crawl()
    kinds = [report.replica._kind(path) for path in report.replica.paths()]
    assert kinds[-1] == "document"
    assert kinds.count("article") == 3


def test_a_run_without_news_asks_for_no_document(report: Desk) -> None:
    report.crawl()
    report.crawl()
    assert report.replica.counts()["document"] == 0


def test_documents_may_be_left_aside(report: Desk) -> None:
    assert report.crawl(NEWSCRAWLER_ATTACHMENTS="0").returncode == 0
    assert report.replica.counts()["document"] == 0
    # They are known, and fetched when they are wanted after all.
    report.crawl()
    assert states(report) == [("held", 1, None)]


def test_a_document_that_several_releases_link_to_is_asked_for_once(report: Desk) -> None:
    attach(report, 1000, REPORT)
    attach(report, 1002, REPORT + "?PHPSESSID=77", "/Uploads/copy.pdf")
    report.replica.files["/Uploads/copy.pdf"] = TOP_TEN
    report.crawl()
    assert report.replica.counts()["document"] == 2
    # The same bytes at two addresses are kept once, and read once.
    assert report.query("SELECT count(DISTINCT capture_id), count(*) FROM attachment_versions") == [
        (1, 2)
    ]
    assert report.query("SELECT count(*) FROM attachment_texts") == [(1,)]


def test_the_delay_between_requests_holds_for_documents(report: Desk) -> None:
    attach(report, 1002, "/Uploads/copy.pdf")
    report.replica.files["/Uploads/copy.pdf"] = pdf("Another")
    report.crawl("-s", "DOWNLOAD_DELAY=0.6")
    times = [request.at for request in report.replica.requests]
    assert min(after - before for before, after in pairwise(times[1:])) > 0.45


# ── changes ──


def test_other_bytes_are_a_version_and_no_revision(report: Desk) -> None:
    report.crawl()
    report.replica.files[REPORT] = pdf("Nine cases, after all")
    run = report.crawl("-a", "recheck=all")
    assert "attachments: 0 new, 1 changed" in run.stdout
    assert states(report) == [("held", 2, None)]
    assert report.query("SELECT count(*) FROM revisions") == [(3,)]
    texts = report.query(
        "SELECT x.text FROM attachment_versions v JOIN attachment_texts x"
        " ON x.capture_id = v.capture_id ORDER BY v.number"
    )
    assert texts == [("Ten cases of the year\f十大案例",), ("Nine cases, after all",)]
    # What was before is a version once more.
    report.replica.files[REPORT] = TOP_TEN
    report.crawl("-a", "recheck=all")
    assert states(report) == [("held", 3, None)]
    assert report.query("SELECT count(DISTINCT capture_id) FROM attachment_versions") == [(2,)]


def test_a_check_of_an_article_is_one_of_its_documents(report: Desk) -> None:
    report.crawl()
    report.query("UPDATE articles SET next_check_at = '2020-01-01T00:00:00Z'")
    report.crawl()
    (asked,) = [each for each in report.replica.requests if each.path == REPORT]
    assert asked.status == 304
    assert asked.headers["if-none-match"]
    assert report.query("SELECT count(*) FROM attachment_versions") == [(1,)]


def test_a_link_that_is_gone_keeps_its_document(report: Desk) -> None:
    report.crawl()
    report.replica.room.edit(1001, markup=None, paragraphs=("A new text without a link.",))
    report.crawl("-a", "recheck=all")
    assert report.query("SELECT count(*) FROM attachment_links WHERE ended_at IS NULL") == [(0,)]
    assert states(report) == [("held", 1, None)]
    assert report.replica.counts()["document"] == 0


# ── gaps ──


@pytest.mark.parametrize(
    ("how", "state", "reason"),
    [
        (500, "failed", "HTTP 500"),
        (404, "failed", "HTTP 404"),
        (403, "failed", "HTTP 403"),
        ("http://elsewhere.example/a.pdf", "refused", "not on an origin of this room"),
        (hostile.wall("<html><h1>Please log in</h1>"), "failed", "a page instead of a document"),
        (hostile.gzip_bomb, "refused", "larger than 20 MB"),
        (hostile.endless_body, "refused", "larger than 20 MB"),
        (hostile.truncated_chunk, "failed", ""),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_document_that_fails_is_a_gap_of_its_own(report: Desk, how, state, reason) -> None:
    report.replica.fail(REPORT, how, times=99)
    run = report.crawl()
    assert run.returncode == 0, run.stderr
    assert len(report.held()) == 3
    ((found, version, why),) = states(report)
    assert (found, version) == (state, 0)
    assert reason in why
    assert "attachments: 0 new, 0 changed; 1 gap" in run.stdout
    assert f"not held: {state}" in report.run("show", "qbpc_news:18:1001").stdout
    assert REPORT in report.run("gaps").stdout
    assert report.query(
        "SELECT count(*) FROM events WHERE kind = 'gap' AND detail LIKE '%report.pdf%'"
    ) == [(1,)]
    report.replica.faults.clear()
    report.query("UPDATE attachments SET next_try_at = '2020-01-01T00:00:00Z'")
    report.crawl()
    assert states(report)[0][:2] == (("held", 1) if state == "failed" else ("refused", 0))
    report.crawl("-a", "recheck=all")
    assert states(report) == [("held", 1, None)]


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"<html><body>404</body>", "it is a page instead of a document"),
        (b"Service unavailable", "it is text instead of a document"),
        (b'{"error": "gone"}', "it is text instead of a document"),
        (b"%PDF-1.7 1 0 obj << /Type /Catalog", "it ends in the middle"),
    ],
)
def test_what_is_held_outlives_a_bad_answer(report: Desk, sent: bytes, why: str) -> None:
    report.crawl()
    report.replica.files = dict.fromkeys(report.replica.files, sent)
    report.crawl("-a", "recheck=all")
    assert states(report) == [("held", 1, why)]
    assert f"now held: {why}" in report.run("show", "qbpc_news:18:1001").stdout


def test_a_document_that_stays_away_is_gone(report: Desk) -> None:
    report.replica.fail(REPORT, 404, times=99)
    for _ in range(attachments.TRIES_UNTIL_GONE):
        report.crawl()
        report.query("UPDATE attachments SET next_try_at = '2020-01-01T00:00:00Z'")
    assert states(report) == [("gone", 0, "HTTP 404")]
    report.crawl()
    assert report.replica.counts()["document"] == 0


def test_robots_txt_holds_for_documents(report: Desk) -> None:
    report.replica.robots = "User-agent: *\nDisallow: /Uploads/\n"
    assert report.crawl().returncode == 0
    assert report.replica.counts()["document"] == 0
    assert states(report) == [("refused", 0, "forbidden by robots.txt")]


def test_a_document_may_ask_not_to_be_kept(report: Desk) -> None:
    report.replica.headers = {"X-Robots-Tag": "noarchive"}
    report.crawl(NEWSCRAWLER_OPT_OUT="skip")
    assert report.query("SELECT count(*) FROM attachment_versions") == [(0,)]


def test_another_host_is_not_asked(report: Desk) -> None:
    attach(report, 1002, "http://files.example/a.pdf")
    report.crawl()
    assert [state for state, _, _ in states(report)].count("refused") == 1


def test_the_type_is_told_by_the_bytes(report: Desk) -> None:
    report.replica.files[REPORT] = word("A report")
    report.crawl()
    shown = report.run("show", "qbpc_news:18:1001").stdout
    assert "wordprocessingml.document" in shown
    assert "declared as application/pdf, 2 files in it" in shown


def test_what_is_open_is_fetched_by_the_next_run(report: Desk) -> None:
    report.crawl(NEWSCRAWLER_ATTACHMENTS="0")
    assert states(report) == [("pending", 0, None)]
    report.crawl()
    assert report.replica.counts() == {"listing": 1, "document": 1}


# ── types ──


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        (pdf("x"), "application/pdf"),
        (b"\n\n" + pdf("x"), "application/pdf"),
        (word("x"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            packed({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        (packed({"a.txt": "x"}), "application/zip"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"),
            "application/msword",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "application/x-ole-storage"),
        (b"{\\rtf1 x}", "application/rtf"),
        (b"MZ\x90\x00", "application/vnd.microsoft.portable-executable"),
        (b"\xef\xbb\xbf<!DOCTYPE html><title>Log in", "text/html"),
        (b"a;b\n1;2\n", "text/plain"),
        (b"", "application/octet-stream"),
        (b"\x00\x01", "application/octet-stream"),
        (b"PK\x03\x04", "application/zip"),
    ],
)
def test_file_types(body: bytes, type_: str) -> None:
    assert file_type(body) == type_


def test_a_package_is_listed_and_never_unpacked() -> None:
    bomb = packed({"zeros.txt": "0" * 50_000_000})
    assert len(bomb) < 100_000
    assert entries(bomb) == [("zeros.txt", 50_000_000)]
    many = packed({f"文件{number}.txt": "" for number in range(MOST_ENTRIES + 9)})
    assert len(entries(many)) == MOST_ENTRIES
    assert entries(many)[0] == ("文件0.txt", 0)
    for cut in range(0, len(bomb), 7):
        entries(bomb[:cut])
        entries(bomb[cut:])


# ── texts ──


def test_the_text_of_a_pdf() -> None:
    assert pdf_text.read(pdf("One", "第二页")) == {"text": "One\f第二页", "pages": 2}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7",
        pdf("x")[:300],
        pdf("x").replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]"),
        pdf("x").replace(b"/Root 1 0 R", b"/Root 9 9 R"),
        b"%PDF-1.7\n" + b"[" * 200_000,
    ],
)
def test_a_damaged_pdf_is_told_and_no_more(body: bytes) -> None:
    found = pdf_text.read(body)
    assert found.get("problem") or found["text"] in ("", "x")


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("import time; time.sleep(60)", "took longer than"),
        ("bytearray(1 << 40)", "ended with status"),
        ("print('no json')", "ended with status 0"),
    ],
)
def test_a_reader_that_hangs_or_dies_is_told(monkeypatch, tmp_path, script, problem) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text(script)
    monkeypatch.setattr(pdf_text, "__file__", str(reader))
    monkeypatch.setattr(pdf_text, "MOST_SECONDS", 2)
    started = time.monotonic()
    assert problem in pdf_text.read(b"")["problem"]
    assert time.monotonic() - started < 20


def test_limits_of_the_reader_hold() -> None:
    # A page that draws itself: the library must stop, or the limit must stop it.
    loop = pdf("x").replace(b"BT /F1 12 Tf 72 720 Td", b"/F1 Do /F1 Do /F1 Do  ")
    started = time.monotonic()
    pdf_text.read(loop)
    assert time.monotonic() - started < pdf_text.MOST_SECONDS


# ── the archive ──


def put(archive: Archive, key: str, *urls: str) -> int:
    values: dict[str, Any] = dict.fromkeys(PUBLIC_FIELDS)
    values |= {"room": "a_room", "key": key, "url": f"http://a.example/{key}", "crawled_at": NOW}
    values |= {"images": [], "missing": [], "evidence": {}, "title": key, "body": "A text."}
    values["attachments"] = [{"url": url, "text": None} for url in urls]
    values["content_hash"] = content_hash(values)
    archive.run(articles.store, values, None, extractor="1", crawl_id=None)
    found = articles.find(archive.db, "a_room", key)
    assert found is not None
    return found


def fetched(archive: Archive, id_: int, body: bytes, crawl_id: int) -> str:
    capture = Capture(
        url="http://a.example/x.pdf",
        body=body,
        status=200,
        headers={"Content-Type": "application/pdf", "ETag": '"1"'},
        fetched_at=NOW,
    )
    type_ = file_type(body)
    return archive.run(attachment_versions.store, id_, capture, type_, crawl_id=crawl_id)


def test_versions_texts_and_forgetting(archive: Archive) -> None:
    crawl_id = archive.run(crawls.begin, "a_room", now=NOW, arguments={}, versions={})
    put(archive, "1", "http://a.example/x.pdf", "http://a.example:port/", "ftp://a/b")
    second = put(archive, "2", "http://a.example/x.pdf?sid=5")
    asked = {"now": NOW, "again": False, "refused": False}
    (wanted, other) = archive.run(attachments.of_article, "a_room", "1", **asked)
    assert (wanted.etag, other.url) == (None, "ftp://a/b")
    assert fetched(archive, wanted.id, ONE, crawl_id) == "new"
    assert fetched(archive, wanted.id, ONE, crawl_id) == "unchanged"
    assert fetched(archive, wanted.id, TWO, crawl_id) == "changed"
    assert archive.run(attachments.of_article, "a_room", "2", **asked) == []
    (again,) = archive.run(attachments.of_article, "a_room", "2", **asked | {"again": True})
    assert again.etag == '"1"'
    # Some sites say "not modified" for ever.
    later = asked | {"again": True, "now": "2024-06-06T08:00:00Z"}
    assert archive.run(attachments.of_article, "a_room", "2", **later)[0].etag is None
    found = archive.run(attachment_versions.unread, after=0)
    assert found is not None
    archive.run(attachment_versions.keep_text, found[0], {"text": "T", "pages": 1}, now=NOW)
    shown = attachment_versions.shown(archive.db, second)
    assert [each["version"] for each in shown.values()] == [2]
    archive.run(forgetting.forget, "a_room", "1", why="asked", now=NOW)
    assert archive.db.execute("SELECT count(*) FROM attachment_versions").fetchone()[0] == 2
    # A link that ended makes the document no less the article's own.
    put(archive, "2")
    archive.run(forgetting.forget, "a_room", "2", why="asked", now=NOW)
    assert archive.db.execute("SELECT count(*) FROM captures").fetchone()[0] == 0
    for table in ("attachments", "attachment_links", "attachment_versions", "attachment_texts"):
        assert archive.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0


def test_what_stands_in_for_a_document_is_no_version(archive: Archive) -> None:
    crawl_id = archive.run(crawls.begin, "a_room", now=NOW, arguments={}, versions={})
    put(archive, "1", "http://a.example/download.php?id=1")
    (wanted,) = archive.run(
        attachments.of_article, "a_room", "1", now=NOW, again=False, refused=False
    )
    for _ in range(attachment_versions.TRIES_OF_HALF):
        assert fetched(archive, wanted.id, b"%PDF-half", crawl_id) == "cut"
        archive.run(attachments.fail, wanted.id, "cut", is_missing=False, crawl_id=crawl_id)
    assert fetched(archive, wanted.id, b"%PDF-half", crawl_id) == "new"
    assert fetched(archive, wanted.id, ONE, crawl_id) == "changed"
    for other in (b"Service unavailable", b"\x89PNG\r\n\x1a\n", b"<?xml version='1.0'?><a/>"):
        assert fetched(archive, wanted.id, other, crawl_id) == "none"
    assert fetched(archive, wanted.id, packed({"word/document.xml": b""}), crawl_id) == "changed"


def test_the_hash_of_an_article_does_not_know_its_documents_bytes(report: Desk) -> None:
    report.crawl()
    before = report.held()["18:1001"]["content_hash"]
    report.replica.files[REPORT] = pdf("Other bytes")
    report.crawl("-a", "recheck=all")
    assert report.held()["18:1001"]["content_hash"] == before


def test_a_new_release_with_a_held_document_does_not_ask_again(report: Desk) -> None:
    report.crawl()
    report.replica.room.publish(release(1003, date(1999, 2, 1)))
    attach(report, 1003, REPORT)
    report.crawl()
    assert report.replica.counts()["document"] == 0


# ── read ──


def test_readers_save_every_version_as_it_was_received(report: Desk) -> None:
    report.crawl()
    report.replica.files[REPORT] = pdf("Corrected")
    report.crawl("-a", "recheck=all")
    here = "/releases/qbpc_news/18:1001"
    with reading_room(report.archive) as room:
        page = room.get(here).body.decode()
        assert f'href="{here}/documents/1/1"' in page
        assert f'href="{here}/documents/1/2"' in page
        first = room.get(f"{here}/documents/1/1")
        assert first.body == TOP_TEN
        assert first.headers["content-disposition"] == "attachment; filename*=UTF-8''report.pdf"
        assert first.headers["content-type"] == "application/octet-stream"
        assert "sandbox" in first.headers["content-security-policy"]
        assert room.get(f"{here}/documents/1/2").body == pdf("Corrected")
        for nothing in ("1/3", "2/1", "0/0", "x/1", "1/-1"):
            assert room.get(f"{here}/documents/{nothing}").status == 404
        assert room.get("/releases/qbpc_news/18:1002/documents/1/1").status == 404
    with reading_room(report.archive, full_text=False) as room:
        assert "/documents/" not in room.get(here).body.decode()
        assert room.get(f"{here}/documents/1/1").status == 403


def test_the_name_of_a_saved_document_is_one_name_in_its_order(small: Desk) -> None:
    """Of "annex\u202efdp.exe" a reader would see "annexexe.pdf"."""
    address = "/Uploads/annex%E2%80%AEfdp.exe.pdf"
    small.replica.files[unquote(address)] = TOP_TEN
    attach(small, 1001, address)
    small.crawl()
    with reading_room(small.archive) as room:
        saved = room.get("/releases/qbpc_news/18:1001/documents/1/1")
    assert saved.body == TOP_TEN
    name = "annexfdp.exe.pdf"
    assert saved.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
