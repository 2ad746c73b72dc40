"""Lists as the themes of many content systems make them."""

from __future__ import annotations

import pytest

from newscrawler import extract

HERE = "https://www.quay.example/news"
TITLES = [
    "Quay masters agree on a common signal code",
    "Nine towns open their locks at night",
    "Course for lock keepers begins in autumn",
    "Prize for the quietest barge goes to a school",
]
DAYS = ["15/04/2021", "09/04/2021", "08/03/2021", "28/02/2021"]
ISO = ["2021-04-15", "2021-04-09", "2021-03-08", "2021-02-28"]
TEASER = "The masters of nine towns met for two days, and all of them signed what was proposed."


def read(rows: str, after: str = "", url: str = HERE, aside: str = "") -> extract.Listing:
    html = (
        f"<html lang=en><title>News</title><nav><a href=/a>About us</a></nav><h1>News</h1>"
        f"<div>{rows}</div>{after}{aside}<footer><a href=/imprint>Imprint</a></footer>"
    )
    return extract.listing(extract.Page(html.encode(), url))


def rows(template: str, link: str = "/news/release-{}") -> str:
    return "".join(
        template.format(url=link.format(number), title=title, day=day, teaser=TEASER)
        for number, (title, day) in enumerate(zip(TITLES, DAYS, strict=True), 100)
    )


@pytest.mark.parametrize(
    "template",
    [
        "<dt>{day}</dt><dd><a href={url}>{title}</a></dd>",
        "<font><b>{day}</b></font><br><a href={url}>{title}</a><br>",
    ],
)
def test_days_between_the_rows_tell_their_order_themselves(template):
    found = read(rows(template))
    assert [each.title for each in found.entries] == TITLES
    assert [each.date for each in found.entries] == ISO


@pytest.mark.parametrize("word", ["Downloads", "Open the release", "Ansehen", "Подробности"])
def test_what_most_links_say_is_no_title(word):
    table = rows(f"<tr><td>{{day}}</td><td>{{title}}</td><td><a href={{url}}>{word}</a></td></tr>")
    assert [each.title for each in read(f"<table>{table}</table>").entries] == TITLES


def test_a_line_called_the_title_comes_before_a_teaser():
    found = read(
        rows(
            "<div class=box><div class=box-date>{day}</div><div class=box-title>{title}</div>"
            "<div class=box-text>{teaser}</div><a href={url}>More about it</a></div>"
        )
    )
    assert [each.title for each in found.entries] == TITLES


def test_kind_and_size_of_a_file_are_no_part_of_a_title():
    found = read(
        rows("<li><a href={url}>{title} (PDF, 120 KB)</a> {day}</li>", "/files/release-{}.pdf")
    )
    assert [each.title for each in found.entries] == TITLES


@pytest.mark.parametrize(
    ("url", "following"),
    [(HERE, "?debut_news=10"), (f"{HERE}?debut_news=10", "?debut_news=20")],
)
def test_a_pager_may_show_how_many_entries_stand_before(url, following):
    pager = " | ".join(f"<a href=/news?debut_news={n}>{n}</a>" for n in (0, 10, 20, 30))
    found = read(rows("<li><a href={url}>{title}</a> {day}</li>"), f"<p>{pager}</p>", url)
    assert found.next_url == HERE + following


def test_what_stands_in_an_aside_is_no_entry_beside_a_list():
    events = "".join(
        f"<li><a href=/events/{number}>The fair of all quays number {number}</a> 3 May 2031</li>"
        for number in range(3)
    )
    found = read(
        rows("<div><h4><a href={url}>{title}</a></h4><em>{day}</em></div>"),
        aside=f"<aside><h3>Events</h3><ul>{events}</ul></aside>",
    )
    assert [each.title for each in found.entries] == TITLES
