"""A room that nobody has described: crawled with nothing written; looked at and written."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from fixtures.replica.documents import pdf
from fixtures.replica.server import Answering, Replica
from newscrawler.reading_room import paths
from newscrawler.unknown_room import room_name
from tests.crawling import FAST, SECONDS, Desk, project
from tests.served import reading_room

LISTING = "/Home/Articles/index/cid/18"


def run(desk: Desk, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        desk.command(*arguments),
        cwd=folder,
        env={**desk.environment, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


@pytest.fixture(autouse=True)
def on_one_host(request: pytest.FixtureRequest) -> None:
    """Let the listing link to its own host only: nobody has declared that others are the room's."""
    for name in {"desk", "small"} & set(request.fixturenames):
        room = request.getfixturevalue(name).replica.room
        for key, release in room.releases.items():
            room.releases[key] = replace(release, link=f"/articles/view/cid/18/id/{key}")


def serving(text: str) -> Answering:
    """Return what answers with `text`."""

    async def answer(replica: Replica, request: web.Request) -> web.StreamResponse:
        return replica.page(request, text)

    return answer


def test_any_room_is_crawled_with_nothing_written(desk: Desk):
    url = f"url={desk.replica.url}{LISTING}"
    done = desk.run("crawl", "any_room", "-a", url, *FAST)
    assert done.returncode == 0, done.stdout + done.stderr
    truths = {truth["key"].partition(":")[2]: truth for truth in desk.replica.room.truth()}
    held = {
        key.rpartition("/")[2]: (title, day)
        for key, title, day in desk.query("select key, title, create_time from current_articles")
    }
    assert set(held) == set(truths)
    right = [held[key] == (truth["title"], truth["create_time"]) for key, truth in truths.items()]
    assert sum(right) >= 0.97 * len(right)


def test_a_list_that_a_script_fills_in_is_read_from_the_feed_it_names(small: Desk):
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    items = "".join(
        f"<item><title>{release.title}</title><link>{release.link}</link></item>"
        for release in small.replica.room.releases.values()
    )
    shell = f"<html><head>{feed}</head><body><div id=app></div></body></html>"
    rss = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    small.replica.fail("^/app$", serving(shell), times=9)
    small.replica.fail("^/feed.xml$", serving(rss), times=9)
    done = small.run("crawl", "any_room", "-a", f"url={small.replica.url}/app", *FAST)
    assert "complete. 3 new" in done.stdout, done.stdout + done.stderr
    shown = small.run("init", f"{small.replica.url}/app", "--show", *FAST)
    assert "3 releases on the first page, found as feed" in shown.stdout
    assert f"at {small.replica.url}/feed.xml: the page itself shows no list" in shown.stdout
    assert f"listed by {small.replica.url}/feed.xml, for the page given shows no" in done.stdout


def test_a_list_that_nothing_shows_is_read_from_the_sitemaps_that_robots_txt_names(small: Desk):
    def urls(links: list[str]) -> str:
        return "".join(f"<url><loc>{small.replica.url}{link}</loc></url>" for link in links)

    links = [release.link for release in small.replica.room.releases.values()]
    shell = "<html><body><div id=app></div></body></html>"
    rules = f"User-agent: *\nAllow: /\nSitemap: {small.replica.url}/sitemap-index.xml\n"
    pages = f"<sitemap><loc>{small.replica.url}/sitemap-pages.xml</loc></sitemap>"
    news = f"<sitemap><loc>{small.replica.url}/sitemap-news.xml</loc></sitemap>"
    small.replica.fail("^/app$", serving(shell), times=9)
    small.replica.fail("^/robots.txt$", serving(rules), times=9)
    small.replica.fail(
        "^/sitemap-index.xml$", serving(f"<sitemapindex>{pages}{news}</sitemapindex>"), times=9
    )
    small.replica.fail("^/sitemap-news.xml$", serving(f"<urlset>{urls(links)}</urlset>"), times=9)
    done = small.run("crawl", "any_room", "-a", f"url={small.replica.url}/app", *FAST)
    assert "complete. 3 new" in done.stdout, done.stdout + done.stderr
    shown = small.run("init", f"{small.replica.url}/app", "--show", *FAST)
    assert "3 releases on the first page, found as sitemap" in shown.stdout
    assert "/sitemap-index.xml" in shown.stdout


def test_the_rest_of_a_list_that_a_button_shows_is_taken_from_the_sitemap(small: Desk):
    links = [release.link for release in small.replica.room.releases.values()]
    rows = "".join(
        f"<li><a href={link}>Release {link}: rules agreed</a></li>" for link in links[:2]
    )
    page = f"<p>共 3 条</p><ul>{rows}</ul><button>Load more</button>"
    small.replica.fail("^/app$", serving(page), times=9)
    url = f"url={small.replica.url}/app"
    done = small.run("crawl", "any_room", "-a", url, *FAST)
    assert done.returncode == 3
    assert "partial. 2 new" in done.stdout
    assert f"2 of 2 listed held; {small.replica.url}/app counts 3" in done.stdout
    assert f"“Load more” at {small.replica.url}/app" in done.stdout
    others = ["/about", "/Home/Articles/index/cid/18", *links]
    locations = "".join(f"<url><loc>{small.replica.url}{each}</loc></url>" for each in others)
    small.replica.fail("^/sitemap.xml$", serving(f"<urlset>{locations}</urlset>"), times=9)
    done = small.run("crawl", "any_room", "-a", url, *FAST)
    assert "complete. 1 new, 0 revised, 0 unchanged; 3 of 3 listed held" in done.stdout
    shown = small.run("init", f"{small.replica.url}/app", "--show", *FAST)
    assert "and more behind “Load more”, which a script or a form answers" in shown.stdout


def test_releases_that_are_documents_are_held_with_their_text_and_every_version(small: Desk):
    files = {f"/files/statement-{n}.pdf": pdf(f"Statement {n} of the board") for n in range(1, 6)}
    rows = "".join(
        f"<li>{n} May 2024 <a href={path}>Statement on the rules of the port, part {n}</a></li>"
        for n, path in enumerate(files, start=1)
    )
    small.replica.files.update(files)
    small.replica.fail("^/board$", serving(f"<main><ul>{rows}</ul></main>"), times=9)
    board = ("crawl", "any_room", "-a", f"url={small.replica.url}/board", *FAST)
    done = small.run(*board)
    assert "complete. 5 new" in done.stdout, done.stdout + done.stderr
    assert "attachments: 5 new" in done.stdout
    assert [small.replica.paths().count(path) for path in files] == [1] * 5
    held = small.query("SELECT title, create_time, body FROM current_articles ORDER BY create_time")
    title = "Statement on the rules of the port, part {}".format
    assert held == [(title(n), f"2024-05-0{n}", None) for n in range(1, 6)]
    assert "1 found" in small.run("search", '"Statement 3 of the board"').stdout
    small.replica.files["/files/statement-2.pdf"] = pdf("Statement 2, as corrected")
    done = small.run(*board, "-a", "recheck=all")
    assert "5 unchanged" in done.stdout
    assert "attachments: 0 new, 1 changed" in done.stdout
    with reading_room(small.archive) as room:
        (key,) = (key for key, _ in small.query("SELECT key, url FROM articles") if "-3." in key)
        page = room.get(paths.release(room_name(f"{small.replica.url}/board"), key))
        assert "Statement 3 of the board" in page.body.decode()
    assert small.run("verify").returncode == 0
    assert "nothing to read" in small.run("reextract").stdout


def test_any_room_needs_an_address(small: Desk):
    done = small.run("crawl", "any_room")
    assert done.returncode == 2
    assert "-a url=" in done.stderr


def test_init_shows_writes_and_checks_a_room_that_can_be_crawled(small: Desk):
    folder = project(small)
    url = f"{small.replica.url}{LISTING}"
    done = run(small, folder, "init", url, "--name", "acme_news", *FAST)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 releases on the first page" in done.stdout
    assert "create_time 3 of 3" in done.stdout
    assert "each is read as it was" in done.stdout
    saved = sorted(page.name for page in (folder / "fixtures" / "acme_news").glob("*.json"))
    assert saved == ["article-1.json", "article-2.json", "listing.json"]
    first = json.loads((folder / "fixtures" / "acme_news" / "article-1.json").read_text())
    assert first["expected"]["create_time"]
    crawled = run(small, folder, "crawl", "acme_news", *FAST)
    assert "complete. 3 new" in crawled.stdout


def test_init_overwrites_nothing(small: Desk):
    folder = project(small)
    spider = folder / "mine" / "spiders" / "acme_news.py"
    spider.write_text("mine = True\n")
    url = f"{small.replica.url}{LISTING}"
    done = run(small, folder, "init", url, "--name", "acme_news", *FAST)
    assert done.returncode == 2
    assert "choose another --name" in done.stderr
    assert spider.read_text() == "mine = True\n"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nonsense"], 2, "not an http or https address"),
        (["www.acme.example/news"], 2, "write https://www.acme.example/news"),
        (["http://127.0.0.1:9/news"], 4, "Does the address open in a browser?"),
        (["{url}/nothing"], 4, "HTTP 404"),
        (["{url}/robots.txt"], 4, "no list of releases was found"),
        (["{url}/news", "--name", "Acme News"], 2, "cannot name a file"),
    ],
)
def test_init_says_what_is_wrong(small: Desk, arguments: list[str], status: int, said: str):
    given = [each.format(url=small.replica.url) for each in arguments]
    done = small.run("init", *given, "--show", *FAST)
    assert done.returncode == status
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<form><input type=password></form>", "it asks for a password"),
        ("<h1>Court confirms damages</h1><p>4 June 2024</p><p>The court confirmed on Tuesday that "
         "the damages of the first instance stand, and sent the case back.</p>", "single release"),
    ],
)  # fmt: skip
def test_init_says_what_a_page_is_that_lists_nothing(small: Desk, inner: str, said: str):
    small.replica.fail("^/page$", serving(f"<html><body>{inner}</body></html>"), times=9)
    done = small.run("init", f"{small.replica.url}/page", "--show", *FAST)
    assert done.returncode == 4
    assert said in done.stdout


def test_a_crawl_that_finds_one_release_asks_whether_this_is_the_list(small: Desk):
    release = small.replica.room.releases[1001]
    item = f"<item><title>{release.title}</title><link>{release.link}</link></item>"
    small.replica.fail("^/one$", serving(f"<rss><channel>{item}</channel></rss>"), times=9)
    for path, asks in (("/one", True), (LISTING, False)):
        done = small.run("crawl", "any_room", "-a", f"url={small.replica.url}{path}", *FAST)
        assert "complete" in done.stdout
        assert ("is this the list?" in done.stdout) is asks


def test_a_room_is_named_after_its_address():
    assert room_name("https://www.acme.example/en/press-releases/index.html") == (
        "acme_example_en_press_releases"
    )
