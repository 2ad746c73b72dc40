"""Search: the same hits on both databases, in every script, now and as of a day."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.archive import (
    Archive,
    articles,
    attachment_versions,
    forgetting,
    open_archive,
    search,
    search_index,
)
from newscrawler.archive.copying import copy
from newscrawler.file_type import PDF
from newscrawler.items import Capture
from newscrawler.passages import WIDTH, Piece, marked, passage
from newscrawler.search_query import MOST_CHARACTERS, QueryError, parse
from newscrawler.words import located, settled, sought, tokens
from tests.crawling import Desk
from tests.test_archive import LATER, NOW, begin, fields, store


def hold(archive: Archive, **values: Any) -> None:
    crawl = begin(archive)
    changes = {"crawled_at": NOW} | values
    store(archive, crawl, fields(**changes), repr(changes).encode())


def index(archive: Archive) -> None:
    while archive.run(search_index.index, limit=7):
        pass


def found(archive: Archive, query: str, **options: Any) -> list[str]:
    """Return the keys of all hits, page by page."""
    index(archive)
    keys: list[str] = []
    after = None
    while True:
        page = search.find(archive.db, parse(query), limit=3, after=after, **options)
        keys += [hit.key for hit in page.hits]
        after = page.next
        if after is None:
            return keys


TEXTS = {
    "en": "Customs officers seized counterfeit goods. The brand protection committee met.",
    "zh": "海关查获假冒品牌商品，优质品牌保护委员会发布年度报告。",
    "mixed": "QBPC 与 Alibaba 签署备忘录: brand 品牌 protection 保护",
    "ja": "税関は偽ブランド品を差し止めました。ﾌﾞﾗﾝﾄﾞ保護",
    "ko": "세관이 위조 브랜드 상품을 압수했다.",
    "fr": "La contrefaçon coûte cher à l'économie européenne. Première saisie à Orly.",
    "wide": "ＱＢＰＣ　Ｂｒａｎｄ　２０２４",
}


@pytest.fixture
def library(archive: Archive) -> Archive:
    for number, (key, body) in enumerate(TEXTS.items(), start=1):
        hold(archive, key=key, body=body, title=f"Item {key}", create_time=f"2024-01-0{number}")
    return archive


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("品牌", ["mixed", "zh"]),
        ("品", ["ja", "mixed", "zh"]),
        ("牌", ["mixed", "zh"]),
        ("告", ["zh"]),
        ("优质品牌保护", ["zh"]),
        ("品牌保护", ["zh"]),
        ("牌品", []),
        ("ブランド", ["ja"]),
        ("ﾌﾞﾗﾝﾄﾞ保護", ["ja"]),
        ("브랜드", ["ko"]),
        ("세", ["ko"]),
        ("brand", ["wide", "mixed", "en"]),
        ("BRAND qbpc", ["wide", "mixed"]),
        ("ｂｒａｎｄ", ["wide", "mixed", "en"]),
        ('"brand protection"', ["en"]),
        ("“brand protection”", ["en"]),
        ("contrefacon premiere", ["fr"]),
        ("ÉCONOMIE", ["fr"]),
        ("counterf*", ["en"]),
        ("counterf", []),
        ("brand NOT 品牌", ["wide", "en"]),
        ("brand -品牌", ["wide", "en"]),
        ("2024 OR orly", ["wide", "fr"]),
        ("(brand OR 品牌) (委员会 OR committee)", ["zh", "en"]),
        ("NOT brand", ["fr", "ko", "ja", "zh"]),
        ("title:ko", ["ko"]),
        ("title:brand", []),
        ("title:(ko OR ja)", ["ko", "ja"]),
        ("after:2024-01-05", ["wide", "fr", "ko"]),
        ("before:2024-01-03", ["zh", "en"]),
        ("item after:2024-01-02 before:2024-01-04", ["mixed", "zh"]),
        ("room:a_room brand", ["wide", "mixed", "en"]),
        ("room:other brand", []),
        ("nothing", []),
    ],
)
def test_words_are_found_in_every_script(library: Archive, query: str, keys: list[str]):
    assert found(library, query) == keys
    assert set(found(library, query, order="relevance")) == set(keys)


# ── random queries against a reading of each text ──

LATIN, HAN = ["ab", "abc", "ba", "cab", "bb"], "品牌保护海关"
Holds = Callable[[str], bool]


def text(dice: random.Random) -> str:
    words = [
        dice.choice(LATIN) if dice.random() < 0.6 else "".join(dice.choices(HAN, k=3))
        for _ in range(8)
    ]
    return " ".join(words)


def term(dice: random.Random) -> tuple[str, Holds]:
    kind = dice.randrange(4)
    if kind == 0:
        word = dice.choice(LATIN)
        return word, lambda text: word in text.split()
    if kind == 1:
        begin = dice.choice(["ab", "ba", "ca"])
        return f"{begin}*", lambda text: any(each.startswith(begin) for each in text.split())
    if kind == 2:
        part = "".join(dice.choices(HAN, k=dice.randint(1, 3)))
        return part, lambda text: part in text
    phrase = " ".join(dice.choices(LATIN, k=2))
    return f'"{phrase}"', lambda text: f" {phrase} " in f" {text} "


def query(dice: random.Random, depth: int = 0) -> tuple[str, Holds]:
    kind = dice.randrange(4 if depth < 3 else 1)
    if kind == 0:
        return term(dice)
    one, other = query(dice, depth + 1), query(dice, depth + 1)
    if kind == 1:
        return f"({one[0]} {other[0]})", lambda text: one[1](text) and other[1](text)
    if kind == 2:
        return f"({one[0]} OR {other[0]})", lambda text: one[1](text) or other[1](text)
    return f"({one[0]} NOT {other[0]})", lambda text: one[1](text) and not other[1](text)


def test_random_queries_find_what_a_reader_would_find(archive: Archive):
    dice = random.Random(5)
    texts = {str(number): text(dice) for number in range(60)}
    for key, body in texts.items():
        hold(archive, key=key, body=body, title=None)
    index(archive)
    for _ in range(150):
        asked, holds = query(dice)
        wanted = {key for key, body in texts.items() if holds(body)}
        page = search.find(archive.db, parse(asked), limit=100)
        assert {hit.key for hit in page.hits} == wanted, asked
        assert page.hits_counted == len(wanted)
        best = search.find(archive.db, parse(asked), limit=100, order="relevance")
        assert {hit.key for hit in best.hits} == wanted, asked


# ── order, time, documents ──


def test_titles_come_first_by_relevance(archive: Archive):
    hold(archive, key="old", title="Brand protection", body="x", create_time="2001-02-03")
    hold(archive, key="new", title="x", body="brand, and protection", create_time="2024-01-01")
    hold(archive, key="phrase", title="x", body="brand protection", create_time="2023-01-01")
    assert found(archive, "brand protection") == ["new", "phrase", "old"]
    assert found(archive, "brand protection", order="relevance") == ["old", "phrase", "new"]


def test_a_search_as_of_a_day_sees_what_was_held_then(archive: Archive):
    crawl = begin(archive)
    store(archive, crawl, fields(body="The price is nine euros."), b"1")
    index(archive)
    changed = fields(body="The price is ten euros.", crawled_at=LATER)
    store(archive, crawl, changed, b"2")
    assert found(archive, "nine") == []
    assert found(archive, "ten") == ["18:1"]
    assert found(archive, "nine", as_of=date(2024, 6, 4)) == ["18:1"]
    assert found(archive, "ten", as_of=date(2024, 6, 4)) == []
    assert found(archive, "price", as_of=date(2024, 6, 3)) == []
    then = search.find(archive.db, parse("nine"), as_of=date(2024, 6, 4)).hits[0]
    assert (then.revision, "".join(piece.text for piece in then.text)) == (
        1,
        "The price is nine euros.",
    )


def test_texts_of_documents_are_found_and_named(archive: Archive):
    url = "http://a.example/report.pdf"
    hold(archive, key="18:7", body="See the report.", attachments=[{"url": url, "text": "Report"}])
    held = Capture(url=url, body=b"%PDF-1.4 1", status=200, headers={}, fetched_at=NOW)
    crawl = begin(archive)
    identity = archive.db.execute("SELECT id FROM attachments").fetchone()["id"]
    archive.run(attachment_versions.store, identity, held, PDF, crawl_id=crawl)
    after, _ = archive.run(attachment_versions.unread, after=0) or (0, b"")
    text = {"text": "Ten cases 十大案例 of the year", "pages": 1}
    archive.run(attachment_versions.keep_text, after, text, now=NOW)
    assert found(archive, "十大案例") == ["18:7"]
    (hit,) = search.find(archive.db, parse("cases")).hits
    assert hit.document == url
    assert Piece("cases", is_match=True) in hit.text


def test_sections_and_names_are_found(archive: Archive):
    hold(archive, key="1", breadcrumb=["Home", "Press Releases"], byline=["Ada Byron"])
    hold(archive, key="2", breadcrumb=["Home", "Events"], body="press")
    assert found(archive, 'section:"press releases"') == ["1"]
    assert found(archive, "byron") == ["1"]
    assert found(archive, "press") == ["2", "1"]


def test_a_long_text_is_found_to_its_last_word(archive: Archive):
    words = " ".join(f"w{number}" for number in range(40_000))
    hold(archive, key="long", body=f"{words} the same same word 品牌 end", title="Long")
    hold(archive, key="same", body="again " * 40_000 + "final words", title="Repeated")
    for asked in ("w39999", "品牌", '"w1 w2 w3"', "w1 end", '"same word"'):
        assert found(archive, asked) == ["long"], asked
    assert found(archive, '"final words" again') == ["same"]
    assert found(archive, "w1 NOT end") == []


def test_what_is_forgotten_is_not_found(archive: Archive):
    hold(archive, key="18:1", body="unforgettable secret")
    assert found(archive, "secret") == ["18:1"]
    archive.run(forgetting.forget, "a_room", "18:1", why="asked to", now=LATER)
    assert found(archive, "secret") == []
    assert archive.db.execute("SELECT count(*) FROM search_documents").fetchone()[0] == 0


@pytest.mark.databases("sqlite", "postgresql")
def test_a_copy_finds_the_same(library: Archive, tmp_path: Path):
    index(library)
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    with open_archive(target, create=True, unfinished=True) as copied:
        copy(library.db, copied.db)
    with open_archive(target) as copied:
        assert found(copied, "品牌") == ["mixed", "zh"]


# ── what a person types ──


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("", "type a word"),
        ("   ", "type a word"),
        ("!!!", "type a word"),
        ('"open', "quotation mark"),
        ("(brand", "a ) is missing"),
        ("brand)", "without its ("),
        ("brand OR", "OR stands between"),
        ("AND brand", "AND stands between"),
        ("brand NOT", "NOT stands before"),
        ("author:ada", "there is no field author:"),
        ("after:yesterday", "is no date"),
        ("after:2024-13", "is no date"),
        ("b*", "letters before *"),
        ("a OR after:2024", "whole query"),
        ("(" * 30 + "a" + ")" * 30, "too many ("),
        ("a " * 300, "too many words"),
        ("a" * (MOST_CHARACTERS + 1), "too long"),
    ],
)
def test_a_bad_query_is_told_what_to_write(asked: str, says: str):
    with pytest.raises(QueryError) as error:
        parse(asked)
    assert says in str(error.value)


INJECTIONS = [
    "'; DROP TABLE articles; --",
    '") OR 1=1 --',
    "a' & !b:*",
    "NEAR(a b)",
    "title : a",
    "{title body} : a",
    "^a",
    "a <-> b",
    "a\\' | c",
    "\x00a",
    "\ud800 a",
    "\ue001",
    "\ue000",
    "a:*",
    "search_words MATCH a",
    "* * *",
    "-- a",
    "a;b",
]


@pytest.mark.parametrize("asked", INJECTIONS)
def test_no_query_reaches_the_database_as_it_is(library: Archive, asked: str):
    with suppress(QueryError):
        found(library, asked)
        found(library, f'"{asked}" OR {asked}', order="relevance")
    assert found(library, "orly") == ["fr"]


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_told_why_not(asked: str):
    with suppress(QueryError):
        assert parse(asked).text == asked
        parse(asked).grades()


def test_a_page_of_hits_that_never_was_is_refused(library: Archive):
    for after in ("x", "-1", "1.x", "9" * 40):
        with pytest.raises(QueryError):
            search.find(library.db, parse("brand"), after=after, order="relevance")


# ── tokens and passages ──


@given(st.text(max_size=80))
def test_places_of_tokens_are_those_of_the_index(text: str):
    plain = settled(text)
    assert [token for token, _, _ in located(plain)] == tokens(text)
    assert all(0 <= start < end <= len(plain) for _, start, end in located(plain))


@given(st.text(alphabet="ab品牌가é ", min_size=1, max_size=12))
def test_a_text_has_what_is_sought_of_it(text: str):
    wanted, is_prefix = sought(text)
    held = tokens(text)
    assert len(wanted) in (len(held), len(held) - 1)
    assert held[: len(wanted) - is_prefix] == wanted[: len(wanted) - is_prefix]


def test_a_passage_is_cut_at_words_around_what_was_found():
    text = "First words. " + "filler " * 200 + "the customs raid was long. " + "more " * 200
    pieces, count = passage(text, parse("customs raid").terms())
    shown = "".join(piece.text for piece in pieces)
    assert count == 2
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= WIDTH + 10
    assert [piece.text for piece in pieces if piece.is_match] == ["customs", "raid"]
    assert set(shown.strip("… ").split()) <= set(text.split())


@given(st.text(max_size=200), st.sampled_from(["brand", "品牌", "品", '"a b"', "ab*"]))
def test_marks_change_no_text(text: str, asked: str):
    pieces = marked(text, parse(asked).terms())
    assert "".join(piece.text for piece in pieces) == settled(text)


# ── the command ──


def test_the_command_finds_what_a_crawl_held(small: Desk):
    small.crawl()
    small.replica.room.edit(1001, title="A 鸸鹋 of its own", paragraphs=("Rare word: quokka.",))
    small.crawl("-a", "recheck=all")
    run = small.run("search", "quokka")
    assert run.returncode == 0, run.stderr
    assert "qbpc_news:18:1001" in run.stdout
    assert "1 of 1 found" in run.stdout
    run = small.run("search", "鸸鹋", "--format", "jsonl")
    assert "1 of 1 found" in run.stderr
    (hit,) = map(json.loads, run.stdout.splitlines())
    assert (hit["key"], hit["title_matches"], hit["revision"]) == ("18:1001", ["鸸鹋"], 2)
    assert "nothing found" in small.run("search", "quokka", "--as-of", "2001-01-01").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "say what to look for"),
        (("(a",), "a ) is missing"),
        (("a", "--as-of", "soon"), "is no date"),
        (("a", "--limit", "0"), "a number from 1"),
        (("a", "--after", "x"), "this page of hits"),
    ],
)
def test_the_command_says_what_is_wrong(small: Desk, arguments: tuple[str, ...], says: str):
    open_archive(small.archive, create=True).close()
    run = small.run("search", *arguments)
    assert run.returncode == 2
    assert says in run.stderr + run.stdout


def test_an_article_that_waits_is_found_all_the_same(small: Desk):
    with open_archive(small.archive, create=True) as archive:
        crawl = begin(archive)
        values = fields(body="waiting words")
        page = Capture(url=values["url"], body=b"1", status=200, headers={}, fetched_at=NOW)
        archive.run(articles.store, values, page, extractor="1", crawl_id=crawl)
    assert "a_room:18:1" in small.run("search", "waiting").stdout
