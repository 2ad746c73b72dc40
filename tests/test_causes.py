"""An edit of the publisher, told from another design of the site."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawler import reading
from newscrawler.crawl.causes import Judge, UnclearError
from newscrawler.items import Capture, Listed
from newscrawler.reextract import Undeclared

TITLE = "Harbour opens a second basin for coasters"
TEXTS = (
    "The harbour has opened a second basin on Monday, after four years of work on the east quay.",
    "Ships of up to ninety metres find place for a night, and water and power at every berth.",
    "The old basin is closed from October on, so that its gates can be repaired before winter.",
)
DAY = "6 May 2024"


def old(title: str = TITLE, texts: tuple[str, ...] = TEXTS, day: str = DAY, more: str = "") -> str:
    rows = "".join(f"<p class=MsoNormal>{text}</p>" for text in texts)
    return (
        "<!doctype html><html><head><title>Harbour</title></head><body><table id=frame><tr>"
        "<td class=menu><ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li></ul></td><td>"
        "<font class=pos>You are here: <a href=/>Home</a> &gt; <a href=/n>News</a></font>"
        f"<h3>{title}</h3><i>Published: {day}</i><div id=con>{rows}{more}</div></td></tr></table>"
        "<center class=foot>Quay Road 9</center></body></html>"
    )


def new(title: str = TITLE, texts: tuple[str, ...] = TEXTS, day: str = DAY, more: str = "") -> str:
    rows = "".join(f"<p>{text}</p>" for text in texts)
    return (
        "<!doctype html><html lang=en><head><title>Harbour</title><meta name=viewport></head><body>"
        "<header class=top><nav><a href=/>Harbour</a><a href=/n>Newsroom</a></nav></header><main>"
        f"<article class=story><h1>{title}</h1><p class=meta><time>{day}</time></p><section>{rows}"
        f"{more}</section></article></main><footer class=bottom><p>Quay Road 9</p></footer>"
    )


def capture(html: str, key: str = "/n/1") -> Capture:
    url = f"https://a.example{key}"
    return Capture(
        url=url,
        body=html.encode(),
        status=200,
        headers={"Content-Type": "text/html; charset=utf-8"},
        fetched_at="2024-06-04T07:00:00Z",
        listed=Listed(url=url, key=key),
    )


def fields(page: Capture) -> dict[str, Any]:
    found = reading.read_again(Undeclared("a_room"), page)
    assert found is not None
    return found


def cause(before: str, after: str, judge: Judge | None = None, key: str = "/n/1") -> str:
    held, received = capture(before, key), capture(after, key)
    fields_before, fields_after = fields(held), fields(received)
    assert fields_before["body"]
    return (judge or Judge()).cause(held, received, fields_before, fields_after)


EDITED = (*TEXTS[:2], "The old basin stays open until the gates of the new one have been repaired.")


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (new(), "template"),
        (new(title=f"News: {TITLE}"), "template"),
        (new(more="<p>Share</p>"), "template"),
        (new(title="Harbour closes its only basin"), "publisher"),
        (new(title=f"{TITLE} (updated)"), "publisher"),
        (new(texts=EDITED), "publisher"),
        (new(texts=TEXTS[:2]), "publisher"),
        (new(day="8 May 2024"), "publisher"),
        (old(texts=EDITED), "publisher"),
        (old(more="<ul class=list><li>Berths: 40</li><li>Cranes: 2</li></ul>"), "publisher"),
    ],
)
def test_only_another_design_that_says_the_same_is_the_sites(after: str, found: str):
    assert cause(old(), after) == found


def test_a_document_that_comes_with_another_design_is_the_publishers():
    report = "<p><a href=/files/7.pdf>The report on the basin (PDF)</a></p>"
    assert cause(old(), new(more=report)) == "publisher"
    assert cause(old(more=report), new(more=report.replace("/files", "/media"))) == "template"
    judge = Judge(may_wait=True)
    with pytest.raises(UnclearError):
        cause(old(), new(more=report), judge)
    other = replace_words(old()), replace_words(new(more=report))
    judge.go_on("/n/2")
    cause(*other, judge, key="/n/2")
    assert cause(old(), new(more=report), judge) == "template"


def test_an_edit_of_a_text_of_one_short_line_is_the_publishers():
    line = "The quay opens in the {} of next year."
    before, after = (line.format(season) for season in ("spring", "autumn"))
    assert cause(old(texts=(before,)), new(texts=(after,))) == "publisher"
    assert cause(old(texts=(before,)), new(texts=(before,))) == "template"


@pytest.mark.parametrize(
    ("last", "edited"),
    [
        ("It is open to all ships from Monday.", "It is open to all ships from Tuesday."),
        (
            "秘书处请各会员单位于本月底前提交意见和建议。",
            "秘书处请各会员单位于下月底前提交意见和建议。",
        ),
    ],
)
def test_a_word_edited_in_a_short_last_sentence_is_the_publishers(last: str, edited: str):
    before = old(texts=(*TEXTS, last))
    assert cause(before, new(texts=(*TEXTS, edited))) == "publisher"
    assert cause(before, new(texts=(*TEXTS, last), more="<p>Share this.</p>")) == "template"


def test_a_breadcrumb_that_comes_or_goes_is_the_sites():
    page, other = capture(old()), capture(old(more=" "))
    shown = fields(page)
    bare, moved = shown | {"breadcrumb": None}, shown | {"breadcrumb": ["Home", "Law"]}
    assert Judge().cause(page, other, shown, bare) == "template"
    assert Judge().cause(page, other, bare, shown) == "template"
    assert Judge().cause(page, other, shown, moved) == "publisher"


def test_what_two_releases_say_in_a_new_design_is_the_sites_word():
    imprint = "The harbour is a public company, and on this coast the only one that has a lock"
    more = f"<p>{imprint} which is open at night.</p>"
    judge = Judge()
    assert cause(old(), new(more=more), judge) == "publisher"
    other = replace_words(old()), replace_words(new(more=more))
    assert cause(*other, judge, key="/n/2") == "template"


NOTICE = "<p>The press desk is closed from Monday to Thursday, while the offices are moved.</p>"


def test_what_most_have_come_to_say_in_the_same_design_is_the_sites_word():
    judge = Judge()
    assert cause(old(), old(more=NOTICE), judge) == "publisher"
    other = replace_words(old()), replace_words(old(more=NOTICE))
    assert cause(*other, judge, key="/n/2") == "template"
    edited = replace_words(old(texts=EDITED, more=NOTICE))
    assert cause(replace_words(old()), edited, judge, key="/n/2") == "publisher"


def test_what_two_have_come_to_say_and_others_have_not_is_the_publishers():
    judge = Judge()
    assert cause(old(), old(more=NOTICE), judge) == "publisher"
    unchanged(judge, old(), "/n/3")
    other = replace_words(old()), replace_words(old(more=NOTICE))
    assert cause(*other, judge, key="/n/2") == "publisher"


def unchanged(judge: Judge, html: str, key: str) -> None:
    page = capture(html, key)
    judge.unchanged(key, page, fields(page))


def test_what_others_say_already_is_the_sites_word():
    judge = Judge()
    unchanged(judge, replace_words(old(more=NOTICE)), "/n/2")
    assert cause(old(), old(more=NOTICE), judge) == "template"
    assert cause(old(), old(texts=TEXTS[:2]), judge) == "publisher"


def test_the_first_of_them_are_judged_after_others():
    judge = Judge(may_wait=True)
    changes = {
        "/n/1": (old(), old(more=NOTICE)),
        "/n/2": (replace_words(old()), replace_words(old(more=NOTICE))),
    }
    for key, pages in changes.items():
        with pytest.raises(UnclearError):
            cause(*pages, judge, key=key)
        judge.go_on(key)
    assert cause(*changes["/n/1"], judge, key="/n/3") == "template"
    for key, pages in changes.items():
        assert cause(*pages, judge, key=key) == "template"


def test_a_line_that_was_added_to_one_release_is_the_publishers():
    judge = Judge(may_wait=True)
    with pytest.raises(UnclearError):
        cause(old(), old(more=NOTICE), judge)
    judge.go_on("/n/1")
    unchanged(judge, replace_words(old()), "/n/2")
    assert cause(old(), old(more=NOTICE), judge) == "publisher"


def test_the_order_of_paragraphs_is_the_publishers_though_others_change_too():
    judge = Judge()
    cause(replace_words(old()), replace_words(old(more=NOTICE)), judge, key="/n/2")
    assert cause(old(), old(texts=TEXTS[::-1]), judge) == "publisher"


def test_an_edit_waits_for_no_other():
    assert cause(old(), old(texts=EDITED), Judge(may_wait=True)) == "publisher"


def replace_words(html: str) -> str:
    """Return a page with the text of another release."""
    for text in (*TEXTS, EDITED[2]):
        html = html.replace(text, text.replace("basin", "lock").replace("berth", "pier"))
    return html.replace(TITLE, "Harbour names a pilot")
