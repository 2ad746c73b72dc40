"""Rooms built in ways of their own, crawled by real crawls with nothing declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from aiohttp import web

from fixtures.replica.documents import pdf
from fixtures.replica.room import Release
from fixtures.replica.server import Answering, How, Replica
from tests.crawling import FAST, Desk


def crawl(desk: Desk, path: str) -> tuple[int, str]:
    """Crawl the room at `path` of the replica; return the exit status and what was printed."""
    desk.replica.requests.clear()
    done = desk.run("crawl", "any_room", "-a", f"url={desk.replica.url}{path}", *FAST)
    return done.returncode, done.stdout + done.stderr


def answering(text: Callable[[dict[str, str]], str | None]) -> Answering:
    """Return what answers with `text` of the fields sent, with 404 where there is none."""

    async def answer(replica: Replica, request: web.Request) -> web.StreamResponse:
        fields = {name: str(value) for name, value in (await request.post()).items()}
        shown = text(fields)
        return web.Response(status=404) if shown is None else replica.page(request, shown)

    return answer


def links(desk: Desk) -> list[str]:
    """Return the addresses of the replica's releases."""
    return [f"/articles/view/cid/18/id/{key}" for key in desk.replica.room.releases]


def rows(desk: Desk, addresses: Sequence[str]) -> str:
    shown = zip(links(desk), desk.replica.room.releases.values(), strict=True)
    titles = {address: release.shown_title for address, release in shown}
    story = "The harbour agrees on new rules"
    return "".join(
        f"<li><a href={url}>{titles.get(url, story)}</a> 6 May 2024</li>" for url in addresses
    )


def test_a_pager_of_asp_net_is_followed_as_a_reader_would(small: Desk):
    shown = links(small)

    def page(fields: dict[str, str]) -> str:
        number = int(fields.get("__EVENTARGUMENT", "Page$1").removeprefix("Page$"))
        is_honest = number == 1 or fields["__VIEWSTATE"] == f"state {number - 1}"
        link = f"<a href=\"javascript:__doPostBack('grid','Page${number + 1}')\">{number + 1}</a>"
        return (
            f'<form method=post><input type=hidden name=__VIEWSTATE value="state {number}">'
            f"<ul>{rows(small, shown[number - 1 : number + 1]) if is_honest else ''}</ul>"
            f"<input type=submit name=search><p><b>{number}</b>"
            f" {link if number + 1 < len(shown) else ''}</p></form>"
        )

    small.replica.fail("^/list$", answering(page), times=9)
    assert "complete. 3 new" in crawl(small, "/list")[1]
    assert small.replica.paths().count("/list") == 2
    told = small.run("init", f"{small.replica.url}/list", "--show", *FAST)
    assert "2 read, the last was reached" in told.stdout
    small.query("DELETE FROM listings")
    small.replica.faults.clear()
    small.replica.fail("^/list$", answering(lambda _: page({})), times=9)
    status, said = crawl(small, "/list")
    assert status == 3
    assert f"the form at {small.replica.url}/list leads back" in said


def test_a_page_without_a_list_says_what_a_user_can_do(small: Desk):
    small.replica.fail("^/app$", answering(lambda _: "<p>Nothing here</p>"))
    status, said = crawl(small, "/app")
    assert status == 4
    assert "newscrawler init URL" in said
    assert "room's file" not in said


@pytest.mark.parametrize("old", [404, 302, "page", "as before", 500])
def test_releases_with_other_addresses_and_another_design_stay_what_they_are(
    small: Desk, old: int | str
):
    room = small.replica.room.releases.items()
    serve = small.replica.fail

    def listed(path: str) -> Answering:
        shown = "".join(f"<li><a href={path}{key}>{each.shown_title}</a>" for key, each in room)
        return answering(lambda _: f"<main><ul>{shown}</ul></main>")

    def page(release: Release, pattern: str) -> Answering:
        text = "".join(f"<p>{each}</p>" for each in release.paragraphs)
        shown = pattern.format(release.shown_title, release.create_time, text)
        return answering(lambda _: shown)

    gone = answering(lambda _: "<h1>Page not found</h1>")
    serve("^/list$", listed("/news/view?id="))
    for key, each in room:
        before = page(each, "<table><tr><td><h3>{}</h3><i>{}</i>{}</table>")
        answers: dict[int | str, How] = {302: f"/news/{key}", "page": gone, "as before": before}
        serve(f"id={key}$", before)
        # An article of which nobody can say whether it is there waits for a day.
        serve(f"id={key}$", 500, times=3 if old == 500 else 0)
        serve(f"id={key}$", answers.get(old, 404), times=9)
        serve(f"^/news/{key}$", page(each, "<main><h1>{}</h1><time>{}</time>{}</main>"), times=9)
    assert "3 new" in crawl(small, "/list")[1]
    serve("^/list$", listed("/news/"), times=9)
    status, said = crawl(small, "/list")
    if old == 500:
        assert status == 3
        assert "id=1000 had its text, and cannot be read now" in said
        said = crawl(small, "/list")[1]
    assert "complete. 0 new, 0 revised, 3 unchanged, 3 moved; 3 of 3 listed held" in said


def test_a_year_without_a_release_yet_is_no_outage(small: Desk):
    years = "".join(f"<a href=/list?year={each}>{each}</a> " for each in (2024, 2023))

    def show(pattern: str, addresses: Sequence[str]) -> None:
        page = f"<main><p>{years}</p><ul>{rows(small, addresses)}</ul></main>"
        small.replica.fail(pattern, answering(lambda _: page), times=9)

    show("^/list", links(small))
    assert "complete. 3 new" in crawl(small, "/list")[1]
    small.replica.faults.clear()
    show("^/list$|2024", [])
    show("2023", links(small))
    assert crawl(small, "/list")[0] == 0
    assert "/list?year=2023" in small.replica.paths()


def test_a_last_page_with_one_release_and_an_empty_one_are_read_by_those_before(small: Desk):
    stories = [f"/news/{n}.html" for n in range(6)]
    ports = "".join(f"<li><a href=/ports/{n}.html>What port {n} says</a></li>" for n in "abcde")

    def show(number: int, addresses: Sequence[str], following: str) -> None:
        page = f"<main><ul>{rows(small, addresses)}</ul>{following}</main><ul>{ports}</ul>"
        pattern = f"page={number}$" if number > 1 else "^/list$"
        small.replica.fail(pattern, answering(lambda _: page), times=9)

    show(1, stories[:5], "<a href=/list?page=2>Next</a>")
    show(2, stories[5:], "<a href=/list?page=3>Next</a>")
    show(3, [], "")
    assert "6 listed" in crawl(small, "/list")[1]
    assert not [path for path in small.replica.paths() if path.startswith("/ports")]


PARAGRAPH = "The board of the harbour agrees on rule {} of part {}, and thanks all members for it. "


def story(number: int, text: str, linked: int = 3) -> str:
    """Return one of three pages of an article."""
    row = "".join(
        f"<b>{each}</b>" if each == number else f"<a href={name(each)}>{each}</a>"
        for each in range(1, linked + 1)
    )
    return (
        "<main><h1>The harbour agrees on new rules</h1><p>2024-05-06</p>"
        f"<p>{text}</p><p class=pages>{row}</p></main>"
    )


def name(number: int) -> str:
    return f"/news/story_{number}.html" if number > 1 else "/news/story.html"


def serve_story(desk: Desk, texts: Sequence[str]) -> None:
    """Serve a list of three with an article on as many pages, the missing of three as 404."""
    desk.replica.faults.clear()
    listed = rows(desk, ["/news/story.html", *links(desk)[:2]])
    desk.replica.fail("^/list$", answering(lambda _: f"<main><ul>{listed}</ul></main>"), times=9)
    for number in range(1, 4):
        shown = story(number, texts[number - 1]) if number <= len(texts) else None
        desk.replica.fail(f"^{name(number)}$", answering(lambda _, shown=shown: shown), times=9)


def test_an_article_on_several_pages_is_one_with_all_pages_as_evidence(small: Desk):
    texts = [(PARAGRAPH.format(n, 1) + PARAGRAPH.format(n, 2)).strip() for n in (1, 2, 3)]
    serve_story(small, texts[:2])
    status, said = crawl(small, "/list")
    assert status == 3
    assert f"a page of it is missing: {small.replica.url}/news/story_3.html: HTTP 404" in said
    small.query("UPDATE ledger SET next_try_at = NULL")
    serve_story(small, texts)
    assert "complete. 1 new" in crawl(small, "/list")[1]
    held = "SELECT body FROM current_articles WHERE key = '/news/story.html'"
    assert small.query(held) == [("\n\n".join(texts),)]
    shown = small.run("show", f"{small.replica.url}/news/story.html", "--evidence")
    assert "the first of 3 pages; it goes on at" in shown.stdout
    whole = ("crawl", "any_room", "-a", f"url={small.replica.url}/list", "-a", "recheck=all", *FAST)
    assert "0 revised, 3 unchanged" in small.run(*whole).stdout
    serve_story(small, texts[:2])
    assert "0 revised, 2 unchanged" in small.run(*whole).stdout
    serve_story(small, [texts[0], texts[1].replace("rule 2", "rule 9"), texts[2]])
    assert "1 revised, 2 unchanged" in small.run(*whole).stdout
    assert small.run("verify").returncode == 0
    assert small.run("export", "--format", "warc", "-o", "all.warc").returncode == 0
    third = f"WARC-Target-URI: {small.replica.url}/news/story_3.html"
    assert (small.folder / "all.warc").read_bytes().count(third.encode()) == 2


def test_numbers_of_comments_beside_an_article_are_no_pages_of_it(small: Desk):
    text = PARAGRAPH.format(1, 1) + PARAGRAPH.format(2, 2)
    serve_story(small, [text, text, text])
    assert "complete. 3 new" in crawl(small, "/list")[1]
    held = small.query("SELECT body FROM current_articles WHERE key = '/news/story.html'")
    assert held == [(text.strip(),)]


def test_where_a_form_fails_the_rest_of_a_list_is_taken_from_the_sitemap(small: Desk):
    click = "<a href=\"javascript:__doPostBack('grid','Page$2')\">2</a>"
    state = "<input type=hidden name=__VIEWSTATE value=x>"
    shown = f"<form method=post>{state}<ul>{rows(small, links(small)[:2])}</ul>{click}</form>"
    small.replica.fail("^/list$", answering(lambda sent: None if sent else shown), times=9)
    every = "".join(f"<url><loc>{small.replica.url}{each}</loc></url>" for each in links(small))
    small.replica.fail("^/sitemap.xml$", answering(lambda _: f"<urlset>{every}</urlset>"))
    assert "complete. 3 new" in crawl(small, "/list")[1]


def test_releases_on_other_sites_are_named_and_not_kept(small: Desk):
    elsewhere = ["http://mirror.example/a/1", "http://mirror.example/a/2", "https://b.example/3"]
    page = f"<ul>{rows(small, [*links(small), *elsewhere])}</ul>"
    small.replica.fail("^/list$", answering(lambda _: page), times=9)
    status, said = crawl(small, "/list")
    assert (status, "3 of 3 listed held" in said) == (0, True)
    assert "on other sites, and not kept: 3 releases (mirror.example 2, b.example 1)" in said


@pytest.mark.parametrize("old", [301, 404, 200])
def test_a_release_that_is_a_document_and_moves_was_not_edited(small: Desk, old: int):
    places = ["/files/1.pdf", "/files/2.pdf", "/files/3.pdf"]
    titles = ["Rules for the new quay", "Report of the harbour", "Budget of the lighthouse"]

    def page(_: dict[str, str]) -> str:
        shown = zip(places, titles, strict=True)
        listed = (f"<li><a href={url}>{title}</a> 6 May 2024</li>" for url, title in shown)
        return f"<ul>{''.join(listed)}</ul>"

    async def moved(replica: Replica, request: web.Request) -> web.StreamResponse:
        return web.Response(status=old, headers={"Location": "/files/9.pdf"})

    small.replica.fail("^/list$", answering(page), times=9)
    small.replica.files = {place: pdf(title) for place, title in zip(places, titles, strict=True)}
    assert "complete. 3 new" in crawl(small, "/list")[1]
    small.replica.files["/files/9.pdf"] = small.replica.files["/files/1.pdf"]
    if old != 200:
        small.replica.fail("^/files/1.pdf$", moved, times=9)
    places[0] = "/files/9.pdf"
    told = crawl(small, "/list")[1]
    assert "complete. 0 new, 0 revised" in told
    assert "1 moved" in told
    assert small.query("SELECT url LIKE '%/files/9.pdf' FROM articles WHERE state = 'moved'") == [
        (1,)
    ]
