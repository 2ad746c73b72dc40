"""Articles that say the same are linked: the same text, nearly the same, in another language."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from fixtures.replica.synthetic import release
from newscrawler import urls
from newscrawler.archive import Archive, articles, events, forgetting, twin_index, twins
from newscrawler.content import content_hash
from newscrawler.extract.pages.alternates import alternates
from newscrawler.items import PUBLIC_FIELDS, Capture
from newscrawler.similarity import BANDS, band_keys, jaccard, shingles
from tests.crawling import Desk

NOW = "2024-06-04T08:00:00Z"
WORDS = [f"word{number}" for number in range(3000)]
BOILERPLATE = "\n\n".join(
    f"{start} the association speaks for its members and answers questions of the press by mail."
    for start in ("Since its first day", "In all provinces", "With every authority")
)


def text(seed: int, words: int = 200) -> str:
    """Return a text of four paragraphs that no other seed gives."""
    dice = random.Random(seed)
    chosen = [dice.choice(WORDS) for _ in range(words)]
    quarter = words // 4
    return "\n\n".join(" ".join(chosen[at : at + quarter]) for at in range(0, words, quarter))


def put(archive: Archive, key: str, body: str | None, **changes: Any) -> int:
    """Store an article and return its id."""
    values: dict[str, Any] = dict.fromkeys(PUBLIC_FIELDS)
    values |= {"room": "a_room", "key": key, "url": f"http://a.example/view/{key}", "title": key}
    values |= {"body": body, "attachments": [], "images": [], "missing": [], "evidence": {}}
    values |= {"crawled_at": NOW, "language": "en"} | changes
    page = values.pop("page", f"<p>{key} {body}</p>")
    values["content_hash"] = content_hash(values)
    url = values["url"]
    capture = Capture(
        url=url, body=page.encode(errors="replace"), status=200, headers={}, fetched_at=NOW
    )
    archive.run(articles.store, values, capture, extractor="1", crawl_id=None)
    found = articles.find(archive.db, values["room"], key)
    assert found is not None
    return found


def index(archive: Archive, limit: int = 1000) -> int:
    return archive.run(twin_index.index, limit=limit, crawl_id=None, now=NOW)


def links(archive: Archive, article_id: int) -> list[tuple[str, str]]:
    return [(each["link"], each["key"]) for each in twins.of(archive.db, article_id)]


def told(archive: Archive) -> list[tuple[str, str, str]]:
    """Return (key, link, twin's key) of every event of a link."""
    return [
        (each["key"], each["link"], each["duplicate_of"])
        for each in events.replay(archive.db)
        if each["kind"] == "duplicate"
    ]


# ── the same text ──


def test_the_same_text_is_linked_to_the_oldest(archive: Archive) -> None:
    first, second, third = (put(archive, key, text(1)) for key in "123")
    assert links(archive, first) == [("same text", "2"), ("same text", "3")]
    assert links(archive, third) == [("same text", "1"), ("same text", "2")]
    assert told(archive) == [("2", "same text", "1"), ("3", "same text", "1")]
    index(archive)
    assert links(archive, second) == [("same text", "1"), ("same text", "3")]


def test_an_edit_takes_an_article_out_of_its_group(archive: Archive) -> None:
    first, second, third = (put(archive, key, text(1)) for key in "123")
    put(archive, "1", text(2))
    assert links(archive, first) == []
    assert links(archive, second) == [("same text", "3")]
    assert links(archive, third) == [("same text", "2")]
    put(archive, "1", text(1))
    assert links(archive, first) == [("same text", "2"), ("same text", "3")]


def test_only_a_text_that_says_much_is_a_twin_across_rooms(archive: Archive) -> None:
    put(archive, "1", text(1))
    joint = put(archive, "2", text(1), room="another_room")
    put(archive, "3", "See the attached file.")
    short = put(archive, "4", "See the attached file.", room="another_room")
    same = put(archive, "5", "See the attached file.")
    assert links(archive, joint) == [("same text", "1")]
    assert links(archive, short) == []
    assert links(archive, same) == [("same text", "3")]


# ── nearly the same text ──


def edited(body: str, edit: str) -> str:
    parts = body.split("\n\n")
    if edit == "a typo":
        return body.replace("word", "wrod", 1)
    if edit == "a paragraph added":
        return "\n\n".join([*parts, text(99, words=40).replace("\n\n", " ")])
    if edit == "a paragraph dropped":
        return "\n\n".join(parts[1:])
    return "\n\n".join([parts[2], parts[0], parts[3], parts[1]])


EDITS = ["a typo", "a paragraph added", "a paragraph dropped", "paragraphs moved"]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("script", ["latin", "chinese"])
def test_an_edited_text_is_a_near_twin(archive: Archive, edit: str, script: str) -> None:
    bodies = [text(1), edited(text(1), edit), text(2)]
    if script == "chinese":
        # A character for each word, so that the runs are the same.
        signs = {word: chr(0x4E00 + number) for number, word in enumerate(WORDS)}
        bodies = [
            "".join(signs.get(word, "错") if word.strip() else word for word in _pieces(each))
            for each in bodies
        ]
    ids = [put(archive, str(number), body) for number, body in enumerate(bodies)]
    index(archive)
    (found,) = twins.of(archive.db, ids[0])
    assert (found["link"], found["key"]) == ("near", "1")
    expected = jaccard(shingles(bodies[0]), shingles(bodies[1]))
    assert found["similarity"] == pytest.approx(expected, abs=1e-4)
    assert 0.6 < expected < 1
    assert told(archive) == [("1", "near", "0")]
    assert links(archive, ids[2]) == []


def _pieces(body: str) -> list[str]:
    return body.replace("\n\n", " \n\n ").split(" ")


def test_shared_boilerplate_makes_no_twins(archive: Archive) -> None:
    notices = [f"{text(seed, words=4)}\n\n{BOILERPLATE}" for seed in range(30)]
    assert jaccard(shingles(notices[0]), shingles(notices[1])) > 0.6
    ids = [put(archive, str(number), body) for number, body in enumerate(notices)]
    index(archive)
    assert told(archive) == []
    # What is left of a release is still compared.
    again = put(archive, "again", f"{text(77)}\n\n{BOILERPLATE}")
    other = put(archive, "other", edited(text(77), "a typo"))
    index(archive)
    assert links(archive, again) == [("near", "other")]
    assert links(archive, other) == [("near", "again")]
    assert all(links(archive, each) == [] for each in ids)


def test_the_index_goes_on_where_it_was_left(archive: Archive) -> None:
    for number in range(7):
        put(archive, str(number), edited(text(1), "a typo") if number == 6 else text(number + 1))
    assert [index(archive, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert told(archive) == [("6", "near", "0")]


def test_an_edit_changes_the_links(archive: Archive) -> None:
    first = put(archive, "1", text(1))
    put(archive, "2", edited(text(1), "a typo"))
    index(archive)
    assert links(archive, first) == [("near", "2")]
    put(archive, "2", text(2))
    index(archive)
    assert links(archive, first) == []
    assert [event[1] for event in told(archive)] == ["near", "none"]
    put(archive, "2", edited(text(1), "a paragraph added"))
    index(archive)
    assert links(archive, first) == [("near", "2")]
    kept = archive.db.execute("SELECT count(*) FROM twin_bands").fetchone()[0]
    # One more key for each address; nothing is left of the texts between.
    assert kept <= 2 * (BANDS + 1)


def test_an_edited_article_does_not_make_its_own_text_common(archive: Archive) -> None:
    for number in range(15):
        put(archive, "1", f"{text(1)}\n\nEdition {number}")
        index(archive)
    other = put(archive, "2", edited(text(1), "a typo"))
    index(archive)
    assert links(archive, other) == [("near", "1")]


def test_many_copies_cost_no_more_than_few(archive: Archive) -> None:
    for number in range(60):
        put(archive, str(number), text(1).replace("word", "wurd", number + 1))
    index(archive)
    most = archive.db.execute(
        "SELECT max(times) FROM (SELECT count(*) AS times FROM twin_bands GROUP BY band) AS bands"
    ).fetchone()[0]
    assert most <= twin_index.MOST_SHARING
    pairs = archive.db.execute("SELECT count(*) FROM twins").fetchone()[0]
    assert pairs <= 60 * twin_index.MOST_COMPARED


def test_texts_without_much_text_are_left_alone(archive: Archive) -> None:
    for key, body in enumerate([None, "", "Short.", "Short!", "短", "odd \x00"]):
        put(archive, str(key), body)
    index(archive)
    assert told(archive) == []


def test_forgetting_leaves_nothing_of_a_text(archive: Archive) -> None:
    first = put(archive, "1", text(1))
    second = put(archive, "2", edited(text(1), "a typo"))
    index(archive)
    archive.run(forgetting.forget, "a_room", "1", why="asked", now=NOW)
    assert links(archive, second) == []
    for table in ("twin_bands", "twin_signatures", "twin_queue"):
        query = f"SELECT count(*) FROM {table} WHERE article_id = ?"
        assert archive.db.execute(query, (first,)).fetchone()[0] == 0


def counted(archive: Archive) -> list[tuple[int, int]]:
    return [tuple(row) for row in archive.db.execute("SELECT * FROM twin_paragraphs ORDER BY 1")]


def test_forgetting_leaves_no_hash_of_a_paragraph_that_only_it_had(archive: Archive) -> None:
    put(archive, "1", f"{text(1)}\n\n{BOILERPLATE}")
    index(archive)
    before = counted(archive)
    for seed in (2, 3, 2):
        put(archive, "2", f"{text(seed)}\n\n{BOILERPLATE}")
        index(archive)
    # This one is never indexed.
    put(archive, "2", f"{text(4)}\n\n{BOILERPLATE}")
    assert len(counted(archive)) > len(before)
    archive.run(forgetting.forget, "a_room", "2", why="asked", now=NOW)
    assert counted(archive) == before


def test_forgetting_links_the_others_with_its_text_to_the_next_oldest(archive: Archive) -> None:
    _, second, _, fourth = (put(archive, key, text(1)) for key in "1234")
    archive.run(forgetting.forget, "a_room", "1", why="asked", now=NOW)
    assert links(archive, second) == [("same text", "3"), ("same text", "4")]
    assert told(archive)[3:] == [("3", "same text", "2"), ("4", "same text", "2")]
    archive.run(forgetting.forget, "a_room", "3", why="asked", now=NOW)
    assert links(archive, fourth) == [("same text", "2")]


# ── translations ──


def test_translations_by_what_the_page_names(archive: Archive) -> None:
    head = '<link rel="alternate" hreflang="{}" href="{}">'.format
    english = put(archive, "1", text(1), page=head("zh-CN", "/view/2") + head("en", "/view/1"))
    chinese = put(archive, "2", "中文新闻稿" * 20, language="zh", page=head("en", "/view/1"))
    unnamed = put(archive, "3", "另一份新闻稿" * 20, language="zh")
    index(archive)
    (found,) = twins.of(archive.db, english)
    assert (found["link"], found["key"], found["similarity"]) == ("translation", "2", None)
    assert links(archive, chinese) == [("translation", "1")]
    assert links(archive, unnamed) == []


@pytest.mark.parametrize("is_mutual", [True, False])
def test_of_two_rooms_each_has_to_name_the_other(archive: Archive, is_mutual: bool) -> None:
    """Or any site could have itself shown beside what another one says."""
    head = '<link rel="alternate" hreflang="{}" href="{}">'.format
    ours, theirs = "https://a.example/news/7", "https://b.example/lies/1"
    page = head("zh", theirs) if is_mutual else ""
    english = put(archive, "1", text(1), url=ours, page=page)
    lies = {"language": "zh", "url": theirs, "room": "another_room", "page": head("en", ours)}
    put(archive, "2", "中文新闻稿" * 20, **lies)
    index(archive)
    assert links(archive, english) == ([("translation", "2")] if is_mutual else [])


def test_translations_by_their_addresses(archive: Archive) -> None:
    english = put(archive, "1", text(1), url="https://www.a.example/en/news/7")
    put(archive, "2", "中文新闻稿" * 20, language="zh", url="https://www.a.example/zh/news/7")
    put(archive, "3", "中文" * 50, language="zh", url="https://www.a.example/zh/news/8")
    put(archive, "4", text(4), url="https://www.a.example/fr/news/7", room="another_room")
    index(archive)
    assert links(archive, english) == [("translation", "2")]


def test_an_address_may_be_anything(archive: Archive) -> None:
    for number, url in enumerate(["x", "", "http://[", "http://h:port/en"]):
        put(archive, str(number), text(number), url=url)
    assert index(archive) == 4


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("http://a.example/en/5", "http://a.example/zh-CN/5", True),
        ("http://www.a.example/5", "http://cn.a.example/5", True),
        ("http://a.example/5?lang=en", "http://a.example/5?lang=zh", True),
        ("http://a.example/news/5", "http://a.example/de/news/5", True),
        ("http://a.example/en/5", "http://a.example/zh/6", False),
        ("http://a.example/en/5", "http://b.example/zh/5", False),
        ("http://en.example/5", "http://zh.example/5", False),
    ],
)
def test_addresses_without_their_language(one: str, other: str, alike: bool) -> None:
    assert (urls.language_free(one) == urls.language_free(other)) is alike


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("<link rel=alternate hreflang=zh href=/zh>", ["http://h/zh"]),
        ("<LINK HREF='/a?b=1&amp;c=2' HREFLANG='de' REL='ALTERNATE'>", ["http://h/a?b=1&c=2"]),
        ("<link rel=alternate hreflang=x-default href=/all>", []),
        ("<link rel=stylesheet hreflang=zh href=/zh>", []),
        ("<link rel=alternate type=application/rss+xml href=/rss>", []),
        ("<link rel=alternate hreflang=en href=/en>", []),
        ("<link rel=alternate hreflang=zh href='http://['>", []),
        ("<link hreflang=zh" * 20_000, []),
    ],
)
def test_alternates_of_a_page(head: str, found: list[str]) -> None:
    assert alternates(head.encode(), "http://h/en") == found


# ── keys ──


def test_keys_are_the_same_for_ever() -> None:
    keys = band_keys(shingles("These keys are stored, so no version may ever change them."))
    assert len(keys) == BANDS
    assert keys[:2] == [271013674198145, 176407481861090]


@pytest.mark.parametrize("members", [set(), {0}, {0, 1}, set(range(5000))])
def test_keys_of_odd_sets(members: set[int]) -> None:
    assert len(band_keys(members)) == (BANDS if members else 0)


def test_case_width_and_punctuation_do_not_count() -> None:
    assert shingles("Ｔhe “fair”, of   SHANGHAI ends") == shingles("the fair of shanghai ends.")


# ── a crawl ──


def test_a_crawl_links_and_show_tells(small: Desk) -> None:
    room = small.replica.room
    first = release(1000, date(1999, 1, 4), 900)
    room.publish(first)
    room.edit(1002, paragraphs=(*first.paragraphs, "One more word of thanks to the hosts."))
    assert small.crawl().returncode == 0
    shown = small.run("show", "qbpc_news:18:1002").stdout
    assert "near twin 0." in shown
    assert "qbpc_news:18:1000" in shown
    assert small.query("SELECT count(*) FROM twin_queue") == [(0,)]
    (found,) = small.query("SELECT key FROM events WHERE kind = 'duplicate'")
    assert found in [("18:1002",), ("18:1000",)]
