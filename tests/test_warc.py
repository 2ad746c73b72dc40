"""The archive as WARC: read back by other tools, with everything that is held."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from fixtures.replica.documents import TOP_TEN, pdf
from newscrawler.archive import Archive, articles, crawls, versions
from newscrawler.archive.sightings import sightings
from newscrawler.content import content_hash
from newscrawler.items import PUBLIC_FIELDS, Capture
from newscrawler.warc import write
from tests.crawling import SECONDS, Desk

NOW = "2024-06-04T08:00:00Z"


def read(path: Path) -> list[tuple[str, Any, bytes]]:
    """Return (type, record, content) of each record, its digests checked."""
    with path.open("rb") as file:
        return [
            (record.rec_type, record, record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def exported(desk: Desk, name: str = "held.warc.gz", *arguments: str) -> list[tuple]:
    run = desk.run("export", "-o", name, *arguments)
    assert run.returncode == 0, run.stderr
    assert "captures written" in run.stdout
    return read(desk.folder / name)


def test_everything_that_is_held_is_there(desk: Desk) -> None:
    desk.crawl()
    desk.replica.room.edit(574, paragraphs=("A new text.",), markup=None)
    desk.replica.files["/Uploads/2023/top-ten.pdf"] = pdf("Nine cases")
    desk.crawl("-a", "recheck=all")
    records = exported(desk)
    bodies = {hashlib.sha256(body).digest() for type_, _, body in records if type_ == "response"}
    held = {bytes(row[0]) for row in desk.query("SELECT sha256 FROM captures")}
    assert bodies == held
    assert hashlib.sha256(TOP_TEN).digest() in bodies
    told = [json.loads(body) for type_, _, body in records if type_ == "metadata"]
    revisions = [each for each in told if each["kind"] == "revision"]
    assert desk.query("SELECT count(*) FROM revisions") == [(len(revisions),)]
    assert {each["key"]: each["title"] for each in revisions} == {
        key: fields["title"] for key, fields in desk.held().items()
    }
    assert {each["cause"] for each in revisions} == {"first", "publisher"}
    texts = [each["text"] for each in told if each["kind"] == "attachment"]
    assert texts == ["Ten cases of the year\f十大案例", "Nine cases"]


def test_each_run_is_told(small: Desk) -> None:
    small.crawl()
    small.replica.room.edit(1001, paragraphs=("A new text.",))
    small.crawl("-a", "recheck=all")
    records = exported(small)
    assert records[0][0] == "warcinfo"
    infos = {
        record.rec_headers.get_header("WARC-Record-ID"): body.decode()
        for type_, record, body in records
        if type_ == "warcinfo"
    }
    # The rules of the site, and two runs.
    assert len(infos) == 3
    assert all("software: newscrawler/" in each for each in infos.values())
    runs = [each for each in infos.values() if "isPartOf: qbpc_news" in each]
    assert "outcome: complete" in runs[0]
    assert '"recheck": "all"' in runs[1]
    for type_, record, _ in records:
        if type_ == "response":
            assert record.rec_headers.get_header("WARC-Warcinfo-ID") in infos


def test_other_tools_find_no_fault(desk: Desk) -> None:
    desk.crawl()
    for name in ("held.warc.gz", "held.warc"):
        exported(desk, name, "qbpc_news")
        check = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", "-v", str(desk.folder / name)],
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert check.returncode == 0, check.stdout
        assert "digest pass" in check.stdout
    packed = (desk.folder / "held.warc.gz").read_bytes()
    assert gzip.decompress(packed) == (desk.folder / "held.warc").read_bytes()


def test_the_same_archive_gives_the_same_bytes(small: Desk) -> None:
    small.crawl()
    exported(small, "one.warc.gz")
    exported(small, "two.warc.gz")
    assert (small.folder / "one.warc.gz").read_bytes() == (
        small.folder / "two.warc.gz"
    ).read_bytes()


def put(archive: Archive, key: str, at: str, body: bytes, title: str) -> None:
    values: dict[str, Any] = dict.fromkeys(PUBLIC_FIELDS)
    values |= {"room": "a_room", "key": key, "url": f"http://a.example/{key}", "title": title}
    values |= {"attachments": [], "images": [], "missing": [], "evidence": {}, "crawled_at": at}
    values["content_hash"] = content_hash(values)
    headers = {
        "Content-Type": "text/html",
        "Content-Encoding": "gzip",
        "content-length": "11",
        "X-Odd": "naïve 中文",
    }
    url = f"http://a.example/{key}?x=1"
    capture = Capture(url=url, body=body, status=299, headers=headers, fetched_at=at)
    crawl_id = archive.run(crawls.begin, "a_room", now=at, arguments={}, versions={})
    archive.run(articles.store, values, capture, extractor="1", crawl_id=crawl_id)


@pytest.fixture
def written(archive: Archive) -> list[tuple[str, Any, bytes]]:
    """An article that is A, B and A again, and one whose bytes are those of A."""
    put(archive, "1", NOW, b"A" * 50, "A")
    put(archive, "1", "2024-06-05T08:00:00Z", b"B" * 50, "B")
    put(archive, "1", "2024-06-06T08:00:00Z", b"A" * 50, "A")
    put(archive, "2", "2024-06-07T08:00:00Z", b"A" * 50, "A")
    out = io.BytesIO()
    assert write(sightings(archive.db), out, packed=False) == 4
    out.seek(0)
    return [
        (record.rec_type, record, record.content_stream().read())
        for record in ArchiveIterator(out, check_digests="raise")
    ]


def test_bytes_seen_again_are_a_revisit(written: list[tuple[str, Any, bytes]]) -> None:
    types = [type_ for type_, _, _ in written if type_ in ("response", "revisit")]
    assert types == ["response", "response", "revisit", "revisit"]
    first = next(record for type_, record, _ in written if type_ == "response")
    for type_, record, body in written:
        if type_ == "revisit":
            headers = record.rec_headers
            assert headers.get_header("WARC-Refers-To-Date") == NOW
            assert headers.get_header("WARC-Refers-To-Target-URI") == "http://a.example/1?x=1"
            assert headers.get_header("WARC-Payload-Digest") == first.rec_headers.get_header(
                "WARC-Payload-Digest"
            )
            assert body == b""


@pytest.mark.databases("sqlite", "postgresql")
def test_a_page_that_was_read_better_was_not_seen_again(archive: Archive) -> None:
    put(archive, "1", NOW, b"A" * 50, "A")
    held = versions.read_revision(archive.db, 1)
    better = held | {"title": "Better"}
    archive.run(versions.better, held, better, extractor="2", crawl_id=None, now="2024-06-09")
    out = io.BytesIO()
    assert write(sightings(archive.db), out, packed=False) == 1
    out.seek(0)
    records = list(ArchiveIterator(out))
    types = [record.rec_type for record in records]
    assert types == ["warcinfo", "response", "metadata", "metadata"]
    response, *read = [record.rec_headers for record in records[1:]]
    assert {each.get_header("WARC-Refers-To") for each in read} == {
        response.get_header("WARC-Record-ID")
    }


def test_headers_are_those_of_the_stored_body(written: list[tuple[str, Any, bytes]]) -> None:
    record, body = next((record, body) for type_, record, body in written if type_ == "response")
    headers = record.http_headers
    assert headers.get_header("Content-Length") == str(len(body)) == "50"
    assert headers.get_header("Content-Encoding") is None
    assert headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert headers.get_header("X-Archive-Orig-content-length") == "11"
    assert record.rec_headers.get_header("WARC-Date") == NOW
    assert record.rec_headers.protocol == "WARC/1.1"


def test_a_header_ends_in_its_line() -> None:
    page = Capture(
        url="http://a.example/1",
        body=b"One.",
        status=200,
        headers={"X-A": "a\r\n\r\nWARC/1.1\rb", "X-\xff\r\nX-B": "\0c"},
        fetched_at="2026-01-01T00:00:00Z",
    )
    seen = {"capture": page, "crawl": None, "at": page.fetched_at, "url": page.url, "record": None}
    file = io.BytesIO()
    write([{**seen, "is_sighting": True, "seen_before": False}], file, packed=False)
    file.seek(0)
    found = [each.http_headers.headers for each in ArchiveIterator(file) if each.http_headers]
    assert found == [[("X-A", "a    WARC/1.1 b"), ("X-___X-B", "c"), ("Content-Length", "4")]]
