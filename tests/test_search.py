"""What is held is found by its words, the same on both databases; a brute-force search decides."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any as Whatever

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawler.archive import (
    Archive,
    Connection,
    attachment_versions,
    dialect,
    forgetting,
    open_archive,
    postgres_words,
    search,
    search_index,
    search_queue,
    sqlite_words,
    versions,
)
from newscrawler.archive.migrations import SEARCH_SPACE, WORDS_SCHEMA, YEARS_SCHEMA
from newscrawler.archive.search import Hit
from newscrawler.items import Capture
from newscrawler.search.passages import Piece, passage
from newscrawler.search.query import QueryError, parse
from newscrawler.search.tree import All, Any, Mark, Node, Not, Words, room_mark
from newscrawler.search.words import tokens
from tests.crawling import Desk
from tests.test_copying import copied, other_url  # noqa: F401  a fixture
from tests.test_twins import put

NOW = "2024-06-04T08:00:00Z"
WORDS = "brand brands court mark 品牌 品 保护品牌 知识产权 naïve 가나 the".split()


def index(archive: Archive) -> None:
    while archive.run(search_index.index, limit=100):
        pass


def find(archive: Archive, text: str, limit: int = 3, **options: Whatever) -> list[str]:
    """Return the keys of all hits, page by page."""
    keys: list[str] = []
    after = None
    while True:
        found = search.find(archive.db, parse(text), limit=limit, after=after, **options)
        keys += [hit.key for hit in found.hits]
        if found.next is None:
            return keys
        assert len(found.hits) == limit
        after = found.next


def first(archive: Archive, text: str) -> Hit:
    return search.find(archive.db, parse(text)).hits[0]


def plain(pieces: list[Piece]) -> str:
    return "".join(f"[{each.text}]" if each.is_match else each.text for each in pieces)


# ── words ──


def test_chinese_is_found_from_one_character_on(archive: Archive):
    put(archive, "1", "x", title="优质品牌保护委员会发布年度报告")
    put(archive, "2", "电商平台的牌照")
    index(archive)
    for text in (
        "品",
        "品牌",
        "牌保护",
        "品牌保护委员会",
        "优质",
        "告",
        "title:报告",
        "“品牌保护”",
    ):
        assert find(archive, text) == ["1"], text
    assert find(archive, "牌") == ["2", "1"]
    assert find(archive, "护品") == []
    assert plain(first(archive, "品牌").title) == "优质[品牌]保护委员会发布年度报告"
    assert plain(first(archive, "title:牌保").title) == "优质品[牌保]护委员会发布年度报告"


FOUND = [
    ("counterfeit", "3 1"),
    ("COUNTERFEIT goods", "1"),
    ('"counterfeit goods"', ""),
    ('"goods were counterfeit"', "1"),
    ("counter*", "3 2 1"),
    ("cafe OR straße", "2"),
    ("counter* NOT goods", "3 2"),
    ("NOT counter*", "4"),
    ("-counter* OR cafe", "4 2"),
    ("title:raid", "2"),
    ("raid", "4 2"),
    ("room:b_room", "4 3"),
    ("raid room:b_room", "4"),
    ("raid -room:b_room", "2"),
    ("section:news", "2 1"),
    ('section:"member news"', "2"),
    ("section:(policy OR member)", "4 2"),
    ("after:2024-02", "4 3 2"),
    ("before:2024-02", "1"),
    ("after:2024-02-10 before:2024-03-02", "3"),
    ("after:2024-02-10", "4 3"),
    ("ada", "1"),
    ('"goods lovelace"', ""),
    ("ＣＡＦＥ", "2"),
    ("nothing", ""),
]


def test_what_a_query_finds(archive: Archive):
    hold_four(archive)
    for query, keys in FOUND:
        assert find(archive, query) == keys.split(), query
        assert sorted(find(archive, query, order="relevance")) == sorted(keys.split()), query


def test_a_hit_shows_the_words_that_match_wherever_they_stand(archive: Archive):
    hold_four(archive)
    for query, key, section, written_by in (
        ("ada", "1", "Home › News", "[Ada] Lovelace"),
        ("section:member", "2", "Home › [Member] News", ""),
        ('"member news"', "2", "Home › [Member News]", ""),
        ('section:"member news" OR "home member"', "2", "Home › [Member News]", ""),
        ("title:raid", "2", "Home › Member News", ""),
    ):
        hit = first(archive, query)
        told = (hit.key, plain(hit.section), plain(hit.written_by))
        assert told == (key, section, written_by), query


def hold_four(archive: Archive) -> None:
    day = {"create_time_precision": "day"}
    put(archive, "1", "These goods were counterfeit, all goods", create_time="2024-01-31",
        breadcrumb=["Home", "News"], byline=["Ada Lovelace"], **day)  # fmt: skip
    put(archive, "3", "A counterfeit", room="b_room", create_time="2024-03-01", **day)
    put(archive, "2", "The counterfeiter of the Café, Strasse", title="Raid!",
        create_time="2024-02-01", breadcrumb=["Home", "Member News"], **day)  # fmt: skip
    put(archive, "4", "A raid", room="b_room", create_time="2024-03-02T09:00:00+08:00",
        breadcrumb=["Policy"])  # fmt: skip
    index(archive)


def test_the_newest_come_first_whenever_they_were_stored(archive: Archive):
    times = ["2024-03-01", None, "2024-03-01T12:30:00+08:00", "1999-12-31", "2024-02-29", None]
    times += ["2024-03-01T12:31:00+08:00"]
    for key, create_time in enumerate(times):
        put(archive, str(key), "word", create_time=create_time)
        index(archive)
    assert find(archive, "word") == list("6204351")
    assert find(archive, "word before:2024-03") == list("43")


def test_years_that_a_site_made_up_are_in_order_and_make_few_tables(archive: Archive):
    years = [9999, 1000, None, 1899, 2024, 2101, 1900, 2100, 1066, 2500, 999]
    for key, year in enumerate(years):
        put(archive, str(key), "word", create_time=year and f"{year:04}-12-31")
    index(archive)
    ordered = ["0", "9", "5", "7", "4", "6", "3", "8", "1", "10", "2"]
    assert find(archive, "word") == ordered
    assert find(archive, "wor*", order="relevance") == ordered
    assert find(archive, "word after:2100-12-31") == ordered[:4]
    assert find(archive, "word before:1900") == ordered[6:9]
    archive.run(forgetting.forget, "a_room", "9", why="x", now=NOW)
    assert find(archive, "word after:2101") == ["0", "5"]
    if not archive.where.startswith("postgresql"):
        held = archive.db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '% fts5 %'")
        assert len(held.fetchall()) == 4


def test_a_page_does_not_lead_out_of_what_was_asked_for(archive: Archive):
    put(archive, "1", "word", create_time="2023-06-01")
    put(archive, "2", "word", create_time="2024-06-01")
    index(archive)
    beyond = search.find(archive.db, parse("word before:2024"), after="9" * 18)
    assert [hit.key for hit in beyond.hits] == ["1"]


def test_a_table_goes_with_the_transaction_that_made_it(archive: Archive, archive_url: str):
    put(archive, "1", "word", create_time="2023-06-01")

    def fail(db: Connection) -> None:
        search_index.index(db, limit=10)
        raise ZeroDivisionError

    with suppress(ZeroDivisionError):
        archive.run(fail)
    assert (find(archive, "word"), search_queue.waiting(archive.db)) == ([], 1)
    with open_archive(archive_url) as other:
        index(other)
    assert find(archive, "word") == ["1"]


def segments(db: Connection, year: int) -> int:
    sql = f"SELECT count(DISTINCT segid) FROM search_words_{year}_idx"
    return int(db.execute(sql).fetchone()[0])


def test_a_year_is_put_together_once_nothing_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # Few words are written at a time: others write in between.
    monkeypatch.setattr(sqlite_words, "_MERGED_PAGES", 1)
    with open_archive(f"sqlite:///{tmp_path / 'a.db'}", create=True) as archive:
        for number in range(40):
            text = " ".join(f"word{number}x{each}" for each in range(300))
            put(archive, str(number), f"brand {text}", create_time=f"202{3 + number % 2}-06-01")
        for _ in range(40):
            archive.run(search_index.index, limit=1)
        assert min(segments(archive.db, 2023), segments(archive.db, 2024)) > 2
        held = find(archive, "brand")
        assert archive.run(search_index.index, limit=1)
        put(archive, "late", "brand", create_time="2024-12-01")
        assert find(archive, "brand") == held
        index(archive)
        assert segments(archive.db, 2023) == 1
        assert segments(archive.db, 2024) <= 2
        assert find(archive, "brand") == ["late", *held]
        archive.run(forgetting.forget, "a_room", "7", why="a judge said so", now=NOW)
        index(archive)
        assert find(archive, "brand", limit=9) == ["late", *(key for key in held if key != "7")]


def test_relevance_is_title_then_phrase_then_newest(archive: Archive):
    put(archive, "1", "x", title="Brand protection")
    put(archive, "2", "brand protection")
    put(archive, "3", "protection of a brand")
    put(archive, "4", "protection", title="brand")
    put(archive, "5", "protection for a brand")
    index(archive)
    assert find(archive, "brand protection", order="relevance") == list("12453")
    assert find(archive, "brand protection") == list("54321")


def test_only_the_newest_are_ranked_and_it_says_so(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    for key in range(5):
        put(archive, str(key), "word", title="word" if key == 0 else "other")
    index(archive)
    whole = search.find(archive.db, parse("word"), order="relevance")
    assert (whole.hits[0].key, whole.hits_counted, whole.capped) == ("0", 5, False)
    monkeypatch.setattr(search, "RANKED", 3)
    found = search.find(archive.db, parse("word"), order="relevance")
    assert [hit.key for hit in found.hits] == ["4", "3", "2"]
    assert (found.hits_counted, found.capped) == (3, True)


@pytest.mark.parametrize("order", search.ORDERS)
def test_a_page_that_is_none_is_refused(archive: Archive, order: str):
    for after in ("x", "-1", "1.x", "9" * 30, ""):
        with pytest.raises(QueryError, match="begin with the first"):
            search.find(archive.db, parse("x"), after=after, order=order)


def test_nothing_that_is_typed_is_run(archive: Archive):
    texts = (
        "'; DROP TABLE articles; --",
        "' & !x",
        "a\\' <-> b",
        "%s :name ?",
        "{title}: x^2 NEAR(a)",
    )
    for key, text in enumerate(texts):
        put(archive, str(key), text)
    index(archive)
    for key, text in enumerate(texts):
        assert str(key) in find(archive, f'"{text}"')
    assert len(list(versions.current(archive.db))) == len(texts)


# ── every script ──

TEXTS = {
    "en": "Customs officers seized counterfeit goods. The brand protection committee met.",
    "zh": "海关查获假冒品牌商品，优质品牌保护委员会发布年度报告。",
    "mixed": "QBPC 与 Alibaba 签署备忘录: brand 品牌 protection 保护",
    "ja": "税関は偽ブランド品を差し止めました。ﾌﾞﾗﾝﾄﾞ保護",
    "ko": "세관이 위조 브랜드 상품을 압수했다.",
    "fr": "La contrefaçon coûte cher à l'économie européenne. Première saisie à Orly.",
    "wide": "ＱＢＰＣ　Ｂｒａｎｄ　２０２４",
}
IN_SCRIPTS = [
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
]


def hold_scripts(archive: Archive) -> None:
    for number, (key, body) in enumerate(TEXTS.items(), start=1):
        put(archive, key, body, title=f"Item {key}", create_time=f"2024-01-0{number}")
    index(archive)


def test_words_are_found_in_every_script(archive: Archive):
    hold_scripts(archive)
    for query, keys in IN_SCRIPTS:
        assert find(archive, query) == keys, query
        assert set(find(archive, query, order="relevance")) == set(keys), query


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


def test_no_query_reaches_the_database_as_it_is(archive: Archive):
    hold_scripts(archive)
    for asked in INJECTIONS:
        with suppress(QueryError):
            find(archive, asked)
            find(archive, f'"{asked}" OR {asked}', order="relevance")
        assert find(archive, "orly") == ["fr"], asked


# ── the same as brute force ──


def holds(node: Node, fields: dict[str, str]) -> bool:
    """Tell by looking through the tokens of each field."""
    if isinstance(node, Words):
        names = [node.field] if node.field else ["title", "body", "section"]
        return any(stands(node, tokens(fields[name])) for name in names)
    if isinstance(node, Mark):
        return node == room_mark(fields["room"])
    if isinstance(node, Not):
        return not holds(node.part, fields)
    assert isinstance(node, All | Any)
    return (all if isinstance(node, All) else any)(holds(part, fields) for part in node.parts)


def stands(words: Words, text: list[str]) -> bool:
    size = len(words.tokens)
    *begin, last = words.tokens
    places = [at for at in range(len(text) - size + 1) if text[at : at + size - 1] == begin]
    ends = [text[at + size - 1] for at in places]
    return any(end.startswith(last) if words.is_prefix else end == last for end in ends)


TERMS = st.builds(
    lambda field, words, quote: f'{field}"{" ".join(words)}"' if quote else f"{field}{words[0]}",
    st.sampled_from(["", "", "", "title:", "section:"]),
    st.lists(st.sampled_from([*WORDS, "牌", "识产", "bra*", "权"]), min_size=1, max_size=3),
    st.booleans(),
) | st.sampled_from(["room:a_room", "-room:a_room"])
QUERIES = st.recursive(
    TERMS,
    lambda inner: st.builds(
        lambda one, between, other: f"({one}{between}{other})",
        inner,
        st.sampled_from([" ", " OR ", " AND ", " NOT ", " -"]),
        inner,
    ),
    max_leaves=5,
)


def random_fields(dice: random.Random) -> dict[str, str]:
    def text(most: int) -> str:
        return dice.choice(["", " ", "，"]).join(dice.choices(WORDS, k=dice.randint(0, most)))

    fields = {"title": text(3), "body": text(6), "section": text(2)}
    return fields | {"room": dice.choice(["a_room", "b_room"])}


def test_both_databases_find_what_brute_force_finds(archive: Archive):
    dice = random.Random(1)
    held = {str(number): random_fields(dice) for number in range(60)}
    for key, fields in held.items():
        changes = {"title": fields["title"], "breadcrumb": [fields["section"]]}
        # The first have no day, and the others are of some years.
        changes["create_time"] = f"{2015 + int(key) // 9}-12-31" if int(key) > 9 else None
        put(archive, key, fields["body"], room=fields["room"], **changes)
    index(archive)
    rows = archive.db.execute("SELECT id, key FROM articles ORDER BY id").fetchall()
    ids = {row["key"]: row["id"] for row in rows}

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(QUERIES)
    def compare(text: str):
        query = parse(text)
        expected = [key for key, fields in held.items() if holds(query.tree, fields)]
        found = search.find(archive.db, query, limit=100)
        assert [hit.key for hit in found.hits] == expected[::-1]
        assert found.hits_counted == len(expected)
        assert find(archive, text, limit=7) == expected[::-1]
        assert sorted(find(archive, text, limit=25, order="relevance")) == sorted(expected)
        # Few texts of a year are looked into, more are looked up.
        for step in (1, 3):
            among = [id_ for key, id_ in ids.items() if int(key) % step == 0]
            finds = {ids[key] for key in expected if int(key) % step == 0}
            assert search.finds(archive.db, query, among) == finds

    compare()


# ── long texts ──


def test_a_text_of_any_length_is_found_by_all_its_words(archive: Archive):
    body = " ".join(f"the w{number}" for number in range(9000)) + " 品牌"
    put(archive, "long", f"first {body} last words")
    put(archive, "short", "first")
    index(archive)
    for text in ("w8999", "first last", '"last words"', '"the w777 the w778"', "w88* 品牌", "品"):
        assert find(archive, text) == ["long"], text
    assert find(archive, "first NOT last") == ["short"]
    assert find(archive, "first OR last") == ["short", "long"]
    assert find(archive, '"w777 w778" OR NOT first') == []
    assert "品[牌] last" in plain(first(archive, "牌").text)
    assert plain(first(archive, "last").text).endswith("品牌 [last] words")


def test_parts_of_a_long_text_overlap_by_a_phrase(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgres_words, "MOST_BYTES", 400)
    put(archive, "1", " ".join(f"w{number}" for number in range(400)))
    index(archive)
    for start in range(0, 340, 7):
        phrase = " ".join(f"w{number}" for number in range(start, start + 60))
        assert find(archive, f'"{phrase}"') == ["1"], start


def test_an_older_index_is_made_anew(archive: Archive):
    put(archive, "1", "brand 品牌")
    index(archive)
    drop, *statements = dialect.statements(SEARCH_SPACE, "sqlite")
    assert drop == "DROP TABLE search_words"
    statements += ["DROP TABLE search_words_0000", *dialect.statements(YEARS_SCHEMA, "sqlite")]
    if archive.where.startswith("postgresql"):
        archive.db.execute("DROP FUNCTION search_words_in CASCADE")
        step = dialect.postgres_schema(WORDS_SCHEMA)
        statements = dialect.statements(step, "postgresql")
    for statement in statements:
        archive.db.execute(statement)
    assert search_queue.waiting(archive.db) == 1
    index(archive)
    assert find(archive, "brand 品牌") == ["1"]


# ── times ──


def test_what_it_said_then(archive: Archive):
    for day, body in (("01", "draft"), ("15", "final"), ("20", "last")):
        put(archive, "1", f"{body} text", title="t", crawled_at=f"2024-03-{day}T08:00:00Z")
        index(archive)
    assert find(archive, "text") == ["1"]
    assert find(archive, "draft") == []
    for day, found in ((1, "draft"), (14, "draft"), (15, "final"), (19, "final"), (31, "last")):
        then = date(2024, 3, day)
        assert find(archive, found, as_of=then) == ["1"]
        assert find(archive, "text", as_of=then) == ["1"]
        assert find(archive, "text -draft -final -last", as_of=then) == []
    assert find(archive, "text", as_of=date(2024, 2, 29)) == []
    hit = search.find(archive.db, parse("final"), as_of=date(2024, 3, 16)).hits[0]
    assert (hit.revision, plain(hit.text)) == (2, "[final] text")


# ── documents ──


def document(archive: Archive, url: str, text: str, at: str = NOW) -> None:
    """Keep a document with its text as a run does."""
    row = archive.db.execute("SELECT id FROM attachments WHERE url = ?", (url,)).fetchone()
    crawl = archive.db.execute("SELECT max(id) FROM crawls").fetchone()[0]
    if crawl is None:
        archive.db.execute("INSERT INTO crawls (room, started_at) VALUES ('a_room', ?)", (NOW,))
        crawl = archive.db.execute("SELECT max(id) FROM crawls").fetchone()[0]
    received = Capture(
        url=url, body=f"{text} %%EOF".encode(), status=200, headers={}, fetched_at=at
    )
    archive.run(attachment_versions.store, row["id"], received, "application/pdf", crawl_id=crawl)
    capture_id, _ = archive.run(attachment_versions.unread, after=0)
    archive.run(attachment_versions.keep_text, capture_id, {"text": text, "pages": 1}, now=NOW)


def test_documents_are_searched_and_the_hit_names_the_one(archive: Archive):
    url = "http://a.example/a.pdf"
    put(archive, "1", "a body", attachments=[{"url": url, "text": None}])
    index(archive)
    document(archive, url, "the annual report\n\non 品牌 protection")
    index(archive)
    assert find(archive, "body 品牌") == ["1"]
    assert find(archive, "title:品牌") == []
    hit = first(archive, "品牌")
    assert (hit.document, plain(hit.text)) == (url, "on [品牌] protection")
    assert first(archive, "body").document is None
    document(archive, url, "another report", "2024-07-01T08:00:00Z")
    index(archive)
    assert find(archive, "品牌") == []
    assert find(archive, "another body") == ["1"]
    assert find(archive, "品牌", as_of=date(2024, 6, 30)) == ["1"]
    assert find(archive, "another", as_of=date(2024, 6, 30)) == []
    number = archive.db.execute("SELECT count(*) FROM search_documents").fetchone()[0]
    assert number == 2


# ── copies, erasure ──


def test_a_copy_is_indexed_anew(archive: Archive, other_url: str):  # noqa: F811
    put(archive, "1", "品牌 protection")
    index(archive)
    copied(archive, other_url)
    with open_archive(other_url) as other:
        assert other.run(search_queue.waiting) == 1
        index(other)
        assert find(other, "品") == ["1"]


def test_what_is_forgotten_is_not_found_and_its_words_are_gone(archive: Archive, tmp_path: Path):
    put(archive, "1", "zyxwvut ünheimlich 龘靐")
    put(archive, "1", "zyxwvut again", crawled_at="2024-06-05T08:00:00Z")
    for key in "234":
        put(archive, key, f"another {key}")
    index(archive)
    archive.run(forgetting.forget, "a_room", "1", why="x", now=NOW)
    assert find(archive, "zyxwvut OR 龘") == []
    assert find(archive, "zyxwvut OR 龘", as_of=date(2024, 6, 4)) == []
    assert find(archive, "another") == list("432")
    archive.db.wipe(())
    if archive.where.startswith("postgresql"):
        rows = archive.db.execute("SELECT text FROM search_words").fetchall()
        assert not any("zyxwvut" in row[0] for row in rows)
        return
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for piece in ("yxwvut", "unheimlich", "龘靐", "靐"):
        assert piece.encode() not in held
    assert b"nother" in held


def test_an_article_that_was_never_indexed_is_forgotten_too(archive: Archive):
    put(archive, "1", "zyxwvut")
    archive.run(forgetting.forget, "a_room", "1", why="x", now=NOW)
    index(archive)
    assert find(archive, "zyxwvut") == []


# ── passages ──


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("A brand.", "brand", "A [brand]."),
        ("A brand, a mark", "mark brand", "A [brand], a [mark]"),
        ("no\n\nbrand\n\nbrand and mark", "brand mark", "[brand] and [mark]"),
        ("知识产权", "识产", "知[识产]权"),
        ("知识产权", "知识产", "[知识产]权"),
        ("知识产权", "产", "知识[产]权"),
        ("“Straße”", "strasse", "“[Straße]”"),
        ("Ａ Ｂｒａｎｄ", "brand", "Ａ [Ｂｒａｎｄ]"),
        ("brands", "bra*", "[brands]"),
        ("nothing here", "brand", "nothing here"),
        ("trade, mark", '"trade mark"', "[trade, mark]"),
    ],
)
def test_a_passage_shows_what_matches(text: str, query: str, shown: str):
    assert plain(passage(text, parse(query).terms())[0]) == shown


def test_a_long_passage_is_cut_at_words():
    text = " ".join(f"word{number}" for number in range(200))
    shown = plain(passage(text, parse("word150").terms())[0])
    assert shown.startswith("… word")
    assert shown.endswith(" …")
    assert "[word150]" in shown
    assert len(shown) < 260
    assert all(
        each in text.split() for each in shown.strip("… ").replace("[", "").replace("]", "").split()
    )


# ── as a command ──


@pytest.mark.databases("sqlite", "postgresql")
def test_search_as_a_command(small: Desk):
    small.crawl()
    waiting = "SELECT count(*) FROM search_queue"
    with open_archive(small.archive) as archive:
        assert archive.db.execute(waiting).fetchone()[0] == 0
        archive.run(search_queue.note_all)
        title = next(versions.current(archive.db))["title"]
    run = small.run("search", title, "--json")
    assert run.returncode == 0, run.stderr
    (hit, *_) = json.loads(run.stdout)["hits"]
    assert "".join(piece["text"] for piece in hit["title"]) == title
    run = small.run("search", "NOT zyxwvut", "--limit", "2")
    assert "go on with --page" in run.stdout
    run = small.run("search", "media", "--limit", "1")
    assert "  Home › [Media] Room › QBPC News\n" in run.stdout
    run = small.run("search", "room:qbpc", "media")
    assert "there is no room 'qbpc'; did you mean qbpc_news?" in run.stdout
    run = small.run("search", "room:qbpc_news", "--as-of", "2001-01-01")
    assert run.stdout == "0 found\n"


def test_a_bad_query_is_told(small: Desk):
    small.crawl()
    for arguments, message in (
        (("brand (",), "a ) is missing"),
        (("x", "--as-of", "spring"), "is no date such as 2024-03-31"),
        (("x", "--page", "9x"), "begin with the first"),
    ):
        run = small.run("search", *arguments)
        assert (run.returncode, message in run.stderr) == (2, True), run.stderr


def test_what_cannot_be_indexed_now_does_not_stop_a_search(small: Desk):
    small.crawl()
    with open_archive(small.archive) as archive:
        archive.run(search_queue.note_all)
        archive.db.execute(
            "CREATE TRIGGER no BEFORE DELETE ON search_queue BEGIN SELECT RAISE(FAIL, 'busy'); END"
        )
    run = small.run("search", "NOT zyxwvut", "--limit", "2")
    assert run.returncode == 0
    assert "articles are not indexed, found as before" in run.stderr
    assert "2 shown" in run.stdout
