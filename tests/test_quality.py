"""Floors of what generic extraction gets right on pages of other systems; they only ever rise."""

from __future__ import annotations

import random
from statistics import mean

import pytest

from bench import made_pages, train
from bench.made_pages import Made
from newscrawler import extract
from newscrawler.extract import Extracted
from tests import modern

HERE = "https://www.harbour.example/news/2024/item"
SEEDS = range(12)


def pages() -> list[tuple[modern.Truth, Extracted]]:
    read = []
    for name, build in modern.PAGES.items():
        for seed in SEEDS:
            told = modern.truth(seed)
            html = build(told, random.Random(f"{name}{seed}"))
            read.append((told, extract.article(extract.Page(html.encode(), HERE))))
    return read


@pytest.fixture(scope="module")
def read() -> list[tuple[modern.Truth, Extracted]]:
    return pages()


def words_right(told: modern.Truth, found: Extracted) -> float:
    expected, mine = " ".join(told.paragraphs).split(), (found.body or "").split()
    both = sum(min(expected.count(word), mine.count(word)) for word in set(expected))
    return 2 * both / (len(expected) + len(mine))


def test_texts(read):
    assert mean(words_right(told, found) for told, found in read) >= 0.99


def test_titles(read):
    assert mean(found.title == told.title for told, found in read) == 1


def test_days(read):
    right = [(found.create_time or "")[:10] == told.day for told, found in read]
    assert mean(right) == 1


def test_breadcrumbs(read):
    assert mean(found.breadcrumb == told.crumbs for told, found in read) == 1


def test_no_wrong_author(read):
    assert all(found.byline in ([told.author], None) for told, found in read)
    assert mean(found.byline is not None for _, found in read) >= 0.33


def test_every_value_says_where_it_comes_from(read):
    for _, found in read:
        for name in ("breadcrumb", "title", "create_time", "body"):
            if getattr(found, name) is not None:
                assert found.evidence[name]["how"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_grid_of_cards_is_read_whole(seed: int):
    html, items = modern.listing(seed)
    found = extract.listing(extract.Page(html.encode(), "https://www.harbour.example/news"))
    listed = [(entry.key, entry.title, entry.date) for entry in found.entries]
    assert listed == items
    assert found.next_url == "https://www.harbour.example/news?page=2"


def test_text_that_a_script_would_show_is_read():
    told = modern.truth(1)
    html = modern.blog(told, random.Random(1)).replace("<main", "<div hidden id=S:0><main")
    shell = html.replace(html[html.index("<body") : html.index("<div hidden")], "<body>")
    bare = shell[: shell.index("<aside")] + "</div></body></html>"
    found = extract.article(extract.Page(bare.encode(), HERE))
    assert words_right(told, found) > 0.9


def test_text_told_to_machines_only_is_read():
    told = modern.truth(2)
    text = "\\n".join(told.paragraphs)
    html = f"""<html><head><script type="application/ld+json">{{"@type": "NewsArticle",
    "headline": "{told.title}", "articleBody": "{text}"}}</script></head><body>
    <p>Please enable JavaScript.</p></body></html>"""
    found = extract.article(extract.Page(html.encode(), HERE))
    assert found.body == "\n\n".join(told.paragraphs)
    assert found.evidence["body"]["how"] == "structured data"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff" * 5000,
        b"<html><body>You need to enable JavaScript to run this app.</body></html>",
        b"<div>" * 100_000,
        b"<p>Page not found</p>",
        b"<ul>" + b"<li><a href=/a>Menu</a></li>" * 500 + b"</ul>",
    ],
    ids=["empty", "binary", "shell", "nested", "missing", "menu"],
)
def test_a_page_without_an_article_sells_no_menu_as_one(body: bytes):
    found = extract.article(extract.Page(body, HERE))
    assert len(found.body or "") < 100
    assert "Menu" not in (found.body or "")


@pytest.fixture(scope="module")
def made() -> list[tuple[Made, Extracted]]:
    # Titles are learnt from the first seeds.
    pages = map(made_pages.made, range(10_000, 10_300))
    return [(page, extract.article(extract.Page(page.html, page.url))) for page in pages]


def test_made_rooms_titles(made):
    assert mean(found.title == page.title for page, found in made) >= 0.94


def test_made_rooms_days(made):
    days = [(page.day, (found.create_time or "")[:10]) for page, found in made]
    assert mean(told == day for told, day in days) >= 0.98
    assert mean(day not in ("", told) for told, day in days) <= 0.005


def test_made_rooms_breadcrumbs(made):
    assert all(found.breadcrumb in (page.crumbs or [None]) for page, found in made)


def test_made_rooms_bylines(made):
    assert mean((found.byline or []) == page.people for page, found in made) >= 0.99


def test_made_rooms_texts(made):
    def is_right(page: Made, found: Extracted) -> bool:
        read = "".join((found.body or "").split())
        whole = "".join("".join([*page.paragraphs, *page.beside]).split())
        return read in ("".join("".join(page.paragraphs).split()), whole)

    assert mean(is_right(page, found) for page, found in made) >= 0.95


def test_made_rooms_tables(made):
    def is_whole(page: Made, found: Extracted) -> bool:
        return all(text in (found.body or "") for text in page.paragraphs if "\t" in text)

    tables = [pair for pair in made if any("\t" in text for text in pair[0].paragraphs)]
    assert len(tables) > 10
    assert mean(is_whole(page, found) for page, found in tables) >= 0.95


def test_what_is_learnt_is_written_where_extraction_reads_it():
    assert all((train.WEIGHTS / f"{name}.py").exists() for name in train.QUESTIONS)
