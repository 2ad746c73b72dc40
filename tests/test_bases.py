"""Pages that are alike are packed beside an earlier one, and need nothing that is erased."""

from __future__ import annotations

import random
from pathlib import Path

from newscrawler.archive import (
    Archive,
    articles,
    bases,
    captures,
    forgetting,
    frames,
    integrity,
    open_archive,
    versions,
)
from newscrawler.archive.copying import copy
from newscrawler.items import Capture
from tests.test_archive import NOW, begin, fields

MENU = random.Random(1).randbytes(4000).hex()


def page(number: int, *, menu: str = MENU, status: int = 200) -> Capture:
    return Capture(
        url=f"http://a.example/view/{number}",
        body=f"<p>{menu}</p><h1>Release {number}</h1>".encode(),
        status=status,
        headers={"Content-Type": "text/html"},
        fetched_at=NOW,
    )


def keep(archive: Archive, *pages: Capture) -> list[int]:
    return [archive.run(captures.keep, each) for each in pages]


def ties(archive: Archive) -> list[int | None]:
    rows = archive.db.execute("SELECT base_id FROM captures ORDER BY id").fetchall()
    return [row[0] for row in rows]


def test_like_pages_take_what_is_new_in_them(archive: Archive):
    pages = [page(number) for number in range(3)]
    first, *others = keep(archive, *pages)
    assert ties(archive) == [None, first, first]
    sizes = [
        len(row[0])
        for row in archive.db.execute("SELECT body FROM captures ORDER BY id").fetchall()
    ]
    assert max(sizes[1:]) * 10 < sizes[0]
    for capture_id, kept in zip([first, *others], pages, strict=True):
        assert captures.read(archive.db, capture_id).body == kept.body


def test_another_design_is_the_next_base(archive: Archive):
    other = random.Random(2).randbytes(4000).hex()
    ids = keep(archive, page(1), page(2, menu=other), page(3, menu=other))
    assert ties(archive) == [None, None, ids[1]]


def test_an_error_page_and_a_document_are_no_base(archive: Archive):
    pdf = page(2)
    pdf.headers = {"Content-Type": "application/pdf"}
    keep(archive, page(1, status=404), pdf, page(3))
    assert ties(archive) == [None, None, None]


def test_one_base_is_not_for_ever(archive: Archive):
    keep(archive, *(page(number) for number in range(bases.MOST_BESIDE + 3)))
    assert ties(archive).count(None) == 2


def test_forgetting_a_base_leaves_the_others_readable(archive: Archive):
    crawl = begin(archive)
    for number in range(4):
        values = fields(f"18:{number}", body=f"Text {number}.")
        archive.run(articles.store, values, page(number), extractor="1", crawl_id=crawl)
    for number in (0, 1):
        archive.run(forgetting.forget, "a_room", f"18:{number}", why="asked", now=NOW)
        rows = archive.db.execute("SELECT id FROM captures ORDER BY id").fetchall()
        held = [captures.read(archive.db, row[0]).body for row in rows]
        assert held == [page(each).body for each in range(number + 1, 4)]
    assert [problem for problem in integrity.rehash_captures(archive.db) if problem] == []
    (new,) = keep(archive, page(9))
    assert captures.read(archive.db, new).body == page(9).body


def test_a_damaged_base_is_reported_with_what_stands_beside_it_and_can_be_erased(archive: Archive):
    first, *_ = keep(archive, page(0), page(1), page(2))
    archive.run(lambda db: db.execute("UPDATE captures SET body = ? WHERE id = ?", (b"x", first)))
    wrong = [problem for problem in integrity.rehash_captures(archive.db) if problem]
    assert len(wrong) == 3
    (new,) = keep(archive, page(3))
    assert captures.read(archive.db, new).body == page(3).body
    assert archive.run(captures.erase, first) == 1
    assert len([problem for problem in integrity.rehash_captures(archive.db) if problem]) == 2


def test_a_copy_has_the_bases_too(archive: Archive, tmp_path: Path):
    ids = keep(archive, page(0), page(1))
    with open_archive(f"sqlite:///{tmp_path / 'copy.db'}", create=True, unfinished=True) as target:
        target.db.set_version(-target.db.version())
        copy(archive.db, target.db)
        assert ties(target) == [None, ids[0]]
        assert captures.read(target.db, ids[1]).body == page(1).body


def test_a_frame_beside_a_large_page_reads_back():
    dice = random.Random(3)
    body = "".join(f"<li>{dice.randbytes(8).hex()}</li>" for _ in range(30_000)).encode()
    packed = frames.compress(body + b"new", body)
    assert len(packed) < len(body) / 100
    assert frames.decompress(packed, body) == body + b"new"


def test_evidence_that_repeats_the_text_reads_back_as_it_was(archive: Archive):
    body = "A first paragraph.\n\nA second one."
    crawl = begin(archive)
    for key, raw in (("18:1", body[:20]), ("18:2", "Something else."), ("18:3", "")):
        told = {"body": {"how": "below the date", "where": "/html/body/div", "raw": raw}}
        values = fields(key, body=body, evidence=told)
        archive.run(articles.store, values, page(1), extractor="1", crawl_id=crawl)
        article_id = articles.find(archive.db, "a_room", key)
        assert article_id is not None
        assert versions.read_revision(archive.db, article_id)["evidence"] == told
    stored = archive.db.execute("SELECT evidence FROM revisions ORDER BY id").fetchall()
    assert ["first" in row[0] for row in stored] == [False, False, False]
