"""Lists that a page holds only as data for a script."""

from __future__ import annotations

import json

import pytest

from newscrawler import extract

HERE = "https://www.harbour.example/news"
POSTS = [
    {
        "id": number,
        "url": f"/news/{number}",
        "headline": f"Release number {number} of the harbour",
        "publishedAt": f"2024-03-0{number}T08:00:00Z",
    }
    for number in (3, 2, 1)
]
MENU = [{"url": "/about", "title": "About"}, {"url": "/contact", "title": "Contact"}]
LINKED = [
    {"@type": "ListItem", "item": {"url": each["url"], "name": each["headline"]}} for each in POSTS
]


def script(text: str, attributes: str = "") -> str:
    return (
        f"<nav><a href=/about>About</a></nav><div id=app></div><script {attributes}>{text}</script>"
    )


PAGES = {
    "application/json": script(
        json.dumps({"props": {"menu": MENU, "posts": POSTS}}), "type='application/json'"
    ),
    "set to a variable": script(f"window.__STATE__ = {json.dumps({'list': POSTS})}; start();"),
    "read from a text": script(f"window.S = JSON.parse({json.dumps(json.dumps(POSTS))});"),
    "ItemList": script(
        json.dumps({"@type": "ItemList", "itemListElement": LINKED}), "type='application/ld+json'"
    ),
    "pushed in pieces": script(
        f"self.__next_f.push({json.dumps([1, '0:' + json.dumps(['$', '$L1', None, POSTS])])})"
    ),
    "wrapped": script(
        json.dumps({"edges": [{"node": each} for each in POSTS]}), "type='application/json'"
    ),
}


def read(html: str) -> extract.Listing:
    return extract.listing(extract.Page(html.encode(), HERE))


@pytest.mark.parametrize("name", PAGES)
def test_a_list_in_data_is_found_in_its_order(name: str):
    found = read(PAGES[name])
    assert [entry.key for entry in found.entries] == ["/news/3", "/news/2", "/news/1"]
    assert found.entries[0].title == "Release number 3 of the harbour"
    assert found.evidence["entries"]["how"] == "embedded data"
    if name != "ItemList":
        assert [entry.date for entry in found.entries] == ["2024-03-03", "2024-03-02", "2024-03-01"]


def test_a_list_that_the_page_shows_comes_first():
    rows = "".join(
        f"<li><a href='/news/a{n}'>Guards visit the port, part {n}</a> 2024-03-0{n}</li>"
        for n in (3, 2, 1)
    )
    found = read(f"<ul>{rows}</ul>{PAGES['application/json']}")
    assert found.evidence["entries"]["how"] == "likely links"


@pytest.mark.parametrize(
    "text",
    [json.dumps(MENU), "{", "[1, 2]", '{"a":' * 5000, json.dumps([{"url": 3, "title": []}] * 9)],
)
def test_what_is_no_list_gives_none(text: str):
    assert read(script(text, "type='application/json'")).entries == []
