"""The reading room in a real browser: Debian's Chromium, headless."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from fixtures import postgres
from fixtures.replica.releases import room
from fixtures.replica.server import ReplicaThread
from newscrawler.archive import (
    Connection,
    copying,
    crawls,
    listing_pages,
    open_archive,
    search_index,
)
from newscrawler.items import Listed
from newscrawler.reextract import Rooms
from newscrawler.spiders.qbpc_news import QbpcNewsSpider
from tests.crawling import Desk
from tests.reading import NOW, PAYLOADS, House, opened, store, store_payload

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()
EDITED = "/releases/qbpc_news/18:1238"
SECTION = "/rooms/qbpc_news/sections/?name=Home&name=Media+Room&name=QBPC+News"
PAGES = (
    "/", "/changes", "/changes?kind=revised", "/rooms/", "/rooms/qbpc_news/",
    "/rooms/qbpc_news/releases", SECTION, "/rooms/qbpc_news/runs", "/rooms/another_room/gaps",
    EDITED, f"{EDITED}@1", f"{EDITED}/diff", f"{EDITED}@2/evidence", f"{EDITED}@1/capture",
    "/releases/qbpc_news/18:1715", "/search?q=QBPC",
    "/search?q=QBPC&room=qbpc_news&as_of=2100-01-01&order=relevance", "/search?q=%28", "/nothing",
)  # fmt: skip
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 50));
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium", path="/usr/bin") or shutil.which("chromium")
    assert program, "no Chromium on this machine: 'make browser' installs it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive that the real spider filled, with an edit and a gap."""
    folder = tmp_path_factory.mktemp("crawled")
    url = f"sqlite:///{folder / 'newscrawler.db'}"
    with ReplicaThread(room()) as replica:
        desk = Desk(folder, replica, url)
        assert desk.crawl().returncode == 0
        replica.room.edit(1238, paragraphs=("The text of this release was changed.",))
        assert desk.crawl("-a", "recheck=all").returncode == 0
    with open_archive(url) as archive:
        store(archive, "1", room="another_room", title="品牌保护", body="品牌。", language="zh")
        archive.run(_note_gap)
        archive.run(search_index.index, limit=1000)
    return url


def _note_gap(db: Connection) -> None:
    crawl = crawls.begin(db, "another_room", now=NOW, arguments={}, versions={})
    listed = Listed(url="https://a.example/2", title="Not there", date=None, key="2")
    page = listing_pages.ListingPage(
        url="https://a.example/", entries=[listed], next_url=None, etag=None
    )
    listing_pages.note_page(db, "another_room", crawl, page, extractor="1", now=NOW, recheck=False)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(
    request: pytest.FixtureRequest, crawled: str, postgres_server: postgres.Server
) -> Iterator[House]:
    url = crawled
    if request.param == "postgresql":
        url = postgres_server.new_schema()
        with open_archive(crawled) as source, open_archive(url, create=True) as target:
            copying.copy(source.db, target.db)
            target.run(search_index.index, limit=1000)
    with opened(url, rooms=Rooms({"qbpc_news": QbpcNewsSpider})) as served:
        yield served


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A page on which any request elsewhere, any error and any dialog fails the test."""
    context = browser.new_context(base_url=house.url, locale="en-GB")
    yield from _watched(context.new_page(), house)
    context.close()


def _watched(page: Page, house: House) -> Iterator[Page]:
    wrong: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(house.url).netloc:
            wrong.append(f"request {request.url}")

    page.on("request", note)
    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    page.on("dialog", lambda dialog: wrong.append(f"dialog {dialog.message}"))
    yield page
    assert wrong == []


def test_a_reader_clicks_from_the_latest_to_the_evidence(page: Page):
    page.goto("/")
    page.get_by_role("link", name="Rooms", exact=True).click()
    page.get_by_role("link", name="Quality Brands Protection Committee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quality Brands Protection Committee")
    page.get_by_text("The same as a table").click()
    page.get_by_role("cell").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Releases until")
    page.get_by_role("link", name="Runs").click()
    expect(page.get_by_role("cell", name="complete").first).to_be_visible()
    page.get_by_role("link", name="Gaps").click()
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
    page.goto("/rooms/another_room/gaps")
    expect(page.get_by_role("cell", name="pending")).to_be_visible()
    page.get_by_role("link", name="Changes").click()
    page.get_by_role("link", name="revised", exact=True).click()
    page.get_by_role("link", name="QBPC and a Sister Association Sign a Memorandum").click()
    page.get_by_role("link", name="Compare").first.click()
    expect(page.locator("ins").first).to_contain_text("The text")
    page.get_by_label("to revision").select_option("1")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("The content is the same.")).to_be_visible()
    page.get_by_role("link", name="QBPC and a Sister Association Sign a Memorandum").click()
    page.get_by_role("link", name="Evidence").click()
    expect(page.get_by_text("found again in the stored page").first).to_be_visible()
    page.get_by_role("link", name="View the stored page").click()
    page.get_by_role("link", name="Its source as text").click()
    expect(page.locator("pre")).to_contain_text("<html")


def test_every_link_on_every_page_leads_to_a_page(page: Page, house: House):
    seen, found = set(), ["/"]
    while found:
        path = found.pop()
        seen.add(path)
        answer = house.get(path, accept_language="en")
        assert answer.status == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            page.set_content(answer.text)
            links = page.eval_on_selector_all(
                "a[href]", "all => all.map(a => a.getAttribute('href'))"
            )
            ours = {each.partition("#")[0] for each in links if each.startswith("/")}
            found += sorted(ours - seen - set(found))[: 400 - len(seen)]
    assert len(seen) > 150


@pytest.mark.parametrize(
    "query", ["QBPC", "section:media", '"sister association"', "memorand*", "title:QBPC", "品"]
)
def test_search_shows_the_words_in_context(page: Page, query: str):
    page.goto("/search")
    page.get_by_label("Words to find").fill(query)
    page.get_by_role("button", name="Find").click()
    for item in page.locator(".item").all():
        expect(item.locator("mark").first).to_be_visible()
    page.locator(".item a").first.click()
    expect(page.locator("article")).to_be_visible()


def test_search_filters_and_explains(page: Page):
    page.goto("/search?q=QBPC")
    expect(page.get_by_label("Room")).to_be_hidden()
    page.get_by_text("Filters").click()
    page.get_by_label("Room").select_option("another_room")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Nothing was found.")).to_be_visible()
    expect(page.get_by_label("Room")).to_be_visible()
    page.goto("/search?q=after:soon")
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_without_script_everything_works_in_chinese_too(browser: Browser, house: House):
    context = browser.new_context(base_url=house.url, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto("/rooms/qbpc_news/releases")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("发布")
    assert urlsplit(page.url).path == "/rooms/qbpc_news/releases"
    first = page.locator(".item a").first.text_content()
    page.get_by_role("link", name="更早").click()
    assert page.locator(".item a").first.text_content() != first
    page.get_by_role("link", name="搜索", exact=True).click()
    page.get_by_label("搜索词").fill("品牌")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("mark").first).to_have_text("品牌")
    page.goto("/releases/another_room/1")
    assert page.locator(".text").get_attribute("lang") == "zh"
    expect(page.get_by_role("button", name="复制")).to_be_hidden()
    context.close()


def test_the_keyboard_reaches_everything(page: Page):
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".item a").and_(page.locator("h3 a")).nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_be_visible()
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile(r"/search$"))


def test_a_citation_is_copied_and_printed(browser: Browser, house: House):
    context = browser.new_context(base_url=house.url, locale="en-GB")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(EDITED)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{house.url}{EDITED}@2")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.locator("#cited")).to_be_visible()
    context.close()


# Contrast is a matter of the scheme, names and labels of the language.
@pytest.mark.parametrize(("scheme", "language"), [("light", "en-GB"), ("dark", "zh-CN")])
def test_pages_are_accessible(browser: Browser, house: House, scheme: str, language: str):
    context = browser.new_context(base_url=house.url, color_scheme=scheme, locale=language)  # type: ignore[arg-type]
    page, axe = context.new_page(), Axe()
    for path in PAGES:
        page.goto(path)
        page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
        found = axe.run(page).response["violations"]
        told = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
        assert told == [], path
    context.close()


@pytest.mark.parametrize(("width", "language"), [(320, "en-GB"), (320, "zh-CN"), (1200, "en-GB")])
def test_pages_fit_and_nothing_moves(browser: Browser, house: House, width: int, language: str):
    viewport = {"width": width, "height": 800}
    context = browser.new_context(base_url=house.url, viewport=viewport, locale=language)  # type: ignore[arg-type]
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        # A machine under load paints in steps; a shift that a reader sees is a hundred times this.
        assert page.evaluate(SHIFT) < 0.001, path
    context.close()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_that_a_site_wrote_runs_or_loads(
    browser: Browser, tmp_path: Path, postgres_server: postgres.Server, database: str
):
    url = f"sqlite:///{tmp_path / 'hostile.db'}"
    if database == "postgresql":
        url = postgres_server.new_schema()
    with open_archive(url, create=True) as archive:
        for number in range(len(PAYLOADS)):
            store_payload(archive, number)
    with opened(url) as house:
        context = browser.new_context(base_url=house.url)
        for page in _watched(context.new_page(), house):
            seen, path = 0, "/"
            while path:
                page.goto(path)
                seen += page.locator(".item").count()
                links = page.locator(".item h3 a").evaluate_all("all => all.map(a => a.pathname)")
                following = page.locator("a[rel=next]")
                path = following.get_attribute("href") if following.count() else None
                for link in links[::8]:
                    for below in ("", "@1/evidence", "@1/capture", "@1/source"):
                        page.goto(link + below)
                        assert page.evaluate("document.documentElement.dataset.hit") is None
            assert seen == len(PAYLOADS)
        context.close()
