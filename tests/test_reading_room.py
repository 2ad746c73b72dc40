"""The reading room over HTTP: addresses, errors, languages, what is refused, what is escaped."""

import base64
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newscrawler import evidence, multipart
from newscrawler.archive import Archive, absences, crawls, events, search_index
from newscrawler.items import Capture
from newscrawler.reading_room import charts, guard, moments, paths, phrases
from tests.crawling import Desk
from tests.reading import NOW, opened, store

PACKAGE = Path(phrases.__file__).parent
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
ODD_KEYS = [
    "18:1238",
    "https://a.example/b?c=1&d=2#e",
    "a/../b",
    "..",
    "品牌 保护",
    "50%25",
    "a@2",
    "~7E",
]


@given(NAMES)
def test_any_name_stands_in_one_segment_and_is_read_back(name: str):
    written = paths.segment(name)
    assert re.fullmatch(r"[A-Za-z0-9._:~-]+", written)
    assert written.strip(".")
    assert paths.name(written) == name


@pytest.mark.parametrize("written", ["a b", "%2F", "~", "~4", "~GG", "~FF", "é"])
def test_what_is_never_written_is_no_name(written: str):
    with pytest.raises(ValueError, match=r".+"):
        paths.name(written)


@pytest.mark.parametrize(
    ("value", "precision", "english", "chinese"),
    [
        ("2021-04-09", "day", "9 April 2021", "2021年4月9日"),
        (
            "2021-04-09T10:30:00+08:00",
            "minute",
            "9 April 2021, 10:30 UTC+8",
            "2021年4月9日 10:30 UTC+8",
        ),
        (
            "2021-04-09T10:30:07Z",
            "second",
            "9 April 2021, 10:30:07 UTC",
            "2021年4月9日 10:30:07 UTC",
        ),
        ("2021-04-09T10:30:00+05:30", "day", "9 April 2021", "2021年4月9日"),
        (
            "2021-04-09T10:30:00-03:30",
            "minute",
            "9 April 2021, 10:30 UTC−3:30",
            "2021年4月9日 10:30 UTC−3:30",
        ),
        ("spring", None, "spring", "spring"),
        ("2021-13-09", "day", "2021-13-09", "2021-13-09"),
    ],
)
def test_times_are_shown_as_precisely_as_they_are_known(
    value: str, precision: str | None, english: str, chinese: str
):
    assert moments.shown(value, precision, "en") == english
    assert moments.shown(value, precision, "zh") == chinese


def test_every_phrase_is_said_in_chinese():
    sources = [*PACKAGE.glob("*.py"), *(PACKAGE / "templates").glob("*.html")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    said = set(re.findall(r"\b_\(\s*[\"']([^\"']+)[\"']", text))
    said |= {*events.KINDS, *evidence.AGAIN.values()}
    assert said - set(phrases.CHINESE) == set()
    for english, chinese in phrases.CHINESE.items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", chinese))


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        (None, "", "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "fr, en;q=0.5, zh;q=0.7", "zh"),
        (None, "zh;q=0, de", "en"),
        (None, "zh;q=often", "en"),
        ("en", "zh", "en"),
        ("xx", "zh", "zh"),
    ],
)
def test_a_reader_s_language(cookie: str | None, accepted: str, language: str):
    assert phrases.chosen(cookie, accepted) == language


def test_a_timeline_has_whole_years_and_all_releases():
    years = charts.years({"": 3, "2019-11": 2, "2021-02": 5})
    assert [(year.name, year.total) for year in years] == [("2019", 2), ("2020", 0), ("2021", 5)]
    drawn = charts.bars([each for year in years for each in year.months])
    assert [(bar.label, bar.value) for bar in drawn.bars] == [("2019-11", 2), ("2021-02", 5)]
    assert drawn.highest == 5
    assert all(bar.y >= 0 and bar.y + bar.height <= charts.HEIGHT + 0.01 for bar in drawn.bars)
    assert charts.years({"": 1}) == []


# ── over HTTP, on both databases ──


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_release_is_found_whatever_its_key(archive: Archive, archive_url: str, key: str):
    store(archive, key, room="a room/with ~ slashes", title="First")
    store(archive, key, room="a room/with ~ slashes", title="Second")
    with opened(archive_url) as house:
        path = paths.release("a room/with ~ slashes", key)
        assert "Second" in house.get(path).text
        first = paths.release("a room/with ~ slashes", key, 1)
        assert "First" in html.fromstring(house.get(first).text).findtext(".//h1")
        listed = html.fromstring(house.get("/").text).xpath("//li//h3/a/@href")
        assert listed == [path]
        for below in ("diff?from=1&to=2", "evidence"):
            assert house.get(f"{path}/{below}").status == 200


def test_a_release_that_was_missed_says_since_when_and_what_was_there(
    archive: Archive, archive_url: str
):
    store(archive, room="a_room")
    crawl = archive.run(crawls.begin, "a_room", now=NOW, arguments={}, versions={})
    archive.run(absences.note, "a_room", crawl, "1", "HTTP 410", None, now="2024-07-01T00:00:00Z")
    with opened(archive_url) as house:
        path = paths.release("a_room", "1")
        assert "Not found at the source since 1 July 2024" in house.get(path).text
        assert "not found: HTTP 410" in house.get(path).text
        archive.db.execute("UPDATE articles SET state = 'withdrawn'")
        assert "Withdrawn at the source since 1 July 2024; this is" in house.get(path).text


def test_what_is_not_there_is_a_404_and_never_an_error(archive: Archive, archive_url: str):
    store(archive)
    wrong = [
        "/nothing", "/rooms/none/", "/rooms/%00/", "/rooms/~GG/", "/releases/a_room/2",
        "/releases/a_room/1@0", "/releases/a_room/1@2", "/releases/a_room/1@99999999999999999999",
        f"/releases/a_room/1@{'9' * 5000}", "/releases/a_room/1/diff?from=1&to=7",
        "/rooms/a_room/releases?until=later", "/rooms/a_room/releases?until=2024-13",
        "/rooms/a_room/sections/?name=none", "/static/x/secret", "/static/x/..%2Fapp.py",
    ]  # fmt: skip
    with opened(archive_url) as house:
        for path in wrong:
            assert house.get(path).status == 404, path
        for path in ("/?after=xx", "/changes?after=xx", "/rooms/a_room/gaps?after=W10"):
            assert house.get(path).status == 400, path
        assert house.get("/", method="POST").status == 405


@pytest.mark.parametrize(
    "query", ["(", '"', "title:", "a OR", "after:soon", "-", "' OR 1=1 --", "*"]
)
def test_a_bad_query_is_answered_with_help(archive: Archive, archive_url: str, query: str):
    store(archive)
    with opened(archive_url) as house:
        answer = house.get(paths.with_query("/search", q=query, as_of=""))
        assert answer.status == 200
        assert html.fromstring(answer.text).xpath("//input[@name='q']/@value") == [query]


def test_excerpts_where_the_operator_says_so(archive: Archive, archive_url: str):
    text = "Beginning. " + "Middle words. " * 60 + "The last sentence."
    store(archive, body=text, body_html=f"<p>{text}</p>")
    store(archive, body=f"{text} More.", body_html=f"<p>{text} More.</p>")
    with opened(archive_url, full_text=False) as house:
        for below in ("", "/evidence", "/capture", "/source"):
            answer = house.get(f"/releases/a_room/1@1{below}")
            assert answer.status == (403 if below in ("/capture", "/source") else 200)
            assert "The last sentence." not in answer.text
        assert "Middle words. " * 40 not in house.get("/releases/a_room/1/diff").text


def test_the_language_is_remembered_and_leads_nowhere_else(archive: Archive, archive_url: str):
    store(archive)
    with opened(archive_url) as house:
        answer = house.get("/language?to=zh&back=/rooms/", method="POST")
        assert (answer.status, answer.headers["location"]) == (303, "/rooms/")
        cookie = answer.headers["set-cookie"].partition(";")[0]
        assert '<html lang="zh">' in house.get("/rooms/", cookie=cookie).text
        for back in ("//evil.example", "https://evil.example", "/\\evil.example", ""):
            answer = house.get(paths.with_query("/language", to="zh", back=back), method="POST")
            assert answer.headers["location"] == "/"
        assert house.get("/language?to=zh").status == 405


def test_foreign_names_are_refused(archive: Archive, archive_url: str):
    store(archive)
    with opened(archive_url, hosts=["Archive.Example"]) as house:
        for host in ("localhost", "127.0.0.1:80", "[::1]:8000", "archive.example:443"):
            assert house.get("/", host=host).status == 200
        for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""):
            assert house.get("/", host=host).status == 421


def test_without_the_password_nothing_is_shown(archive: Archive, archive_url: str):
    store(archive, title="A secret")
    with opened(archive_url, password="pass:wörd") as house:
        known = base64.b64encode(b"anybody:" + "pass:wörd".encode()).decode()
        wrong = base64.b64encode(b"anybody:pass").decode()
        for given in ("", "Basic", f"Basic {wrong}", "Basic ~~~", f"Bearer {known}"):
            answer = house.get("/", authorization=given)
            assert answer.status == 401
            assert "secret" not in answer.text
        assert house.get("/static/x/reading.css").status == 401
        assert "A secret" in house.get("/", authorization=f"Basic {known}").text


def test_every_answer_carries_the_policy(archive: Archive, archive_url: str):
    store(archive)
    with opened(archive_url) as house:
        for path in ("/", "/nothing", "/releases/a_room/1@1/capture", "/search?q=text"):
            headers = house.get(path).headers
            assert headers["content-security-policy"] == guard.POLICY
            assert headers["x-robots-tag"] == "noindex, noarchive"
        source = house.get("/releases/a_room/1@1/source").headers
        assert "sandbox" in source["content-security-policy"]
        assert source["content-type"] == "text/plain; charset=utf-8"


def test_every_page_of_a_release_on_several_is_shown(archive: Archive, archive_url: str):
    pages = [
        Capture(url=f"https://a.example/1{end}", body=f"<p>{text}</p>".encode(), status=200,
                headers={"Content-Type": "text/html"}, fetched_at=NOW)
        for end, text in (("", "It begins."), ("?page=2", "It ends."))
    ]  # fmt: skip
    store(archive, page=multipart.pack(pages))
    with opened(archive_url) as house:
        for path in ("capture", "source"):
            shown = house.get(f"/releases/a_room/1@1/{path}").text
            assert "<p>It begins.</p>" in shown
            assert "<p>It ends.</p>" in shown


def test_an_answer_that_fails_tells_nothing_and_carries_the_policy(
    archive: Archive, archive_url: str
):
    store(archive)
    archive.run(lambda db: db.execute("UPDATE revisions SET byline = 'secret, no JSON'"))
    with opened(archive_url) as house:
        for path in ("/releases/a_room/1", "/api/article?room=a_room&key=1"):
            answer = house.get(path)
            assert (answer.status, "secret" in answer.text) == (500, False)
            for name, value in guard.HEADERS.items():
                assert answer.headers[name.lower()] == value
        assert house.get("/rooms/").status == 200


# ── the verb ──


def test_serve_says_where_and_ends_cleanly(small: Desk):
    assert small.crawl().returncode == 0
    process = subprocess.Popen(
        small.command("serve", "--port", "0"),
        cwd=small.folder,
        env=small.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    port = re.fullmatch(r"reading room: http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends it\)\n", first)
    assert port is not None, first
    used = small.run("serve", "--port", port[1])
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert output.endswith("closed\n")
    assert used.returncode == 2
    assert f"port {port[1]} is in use" in used.stdout + used.stderr


def test_serve_listens_elsewhere_only_with_a_password(small: Desk):
    assert small.crawl().returncode == 0
    done = small.run("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert "NEWSCRAWLER_PASSWORD" in done.stdout + done.stderr


def test_serve_without_an_archive_says_so(small: Desk):
    with socket.create_server(("127.0.0.1", 0)):
        done = small.run("serve", "--port", "0")
    assert done.returncode == 7
    assert "there is no archive" in done.stderr


def test_a_title_of_any_length_is_cut_where_others_stand_beside_it(
    archive: Archive, archive_url: str
):
    """One release could fill the front page, every feed and what a search finds."""
    store(archive, "1", title="Rules of the port " * 20_000)
    archive.run(search_index.index, limit=10)
    with opened(archive_url) as house:
        for address in ("/", "/changes", "/search?q=rules", "/feeds/all/latest.atom"):
            answer = house.get(address)
            assert answer.status == 200
            assert " of the port" in answer.text
            assert len(answer.text) < 50_000
        assert len(house.get(paths.release("a_room", "1")).text) > 300_000
