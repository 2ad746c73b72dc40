"""The verbs as a user types them, newscrawler's own and those of Scrapy."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import resource
import subprocess
from pathlib import Path

import pytest

from newscrawler import export
from newscrawler.archive import open_archive, versions
from tests.crawling import FAST, SECONDS, Desk, project

on_both = pytest.mark.databases("sqlite", "postgresql")

VERBS = (
    *("crawl", "rooms", "runs", "gaps", "events", "show", "probe", "export"),
    *("copy", "backup", "forget", "diff", "extract", "init", "reextract", "search", "serve"),
    "verify",
)


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_an_example(small: Desk, verb: str):
    run = small.run(verb, "--help")
    assert run.returncode == 0
    assert f" {verb}" in run.stdout.partition("example:")[2]
    assert f"newscrawler {verb}" in run.stdout
    # Scrapy takes every line that ends in a colon for a heading.
    assert run.stdout.count("\n===") == 2


def test_without_a_verb_there_are_all_of_them_and_where_to_begin(small: Desk):
    said = small.run().stdout
    assert said == small.run("--help").stdout
    assert "newscrawler crawl any_room -a url=URL" in said
    assert all(f"\n  {verb} " in said for verb in VERBS)


@on_both
@pytest.mark.parametrize("verb", ["rooms", "runs", "gaps", "export"])
def test_without_an_archive_the_error_says_what_to_do(small: Desk, verb: str):
    run = small.run(verb)
    assert run.returncode == 7
    assert small.where in run.stderr
    assert "crawl" in run.stderr
    assert not small.has_archive


def test_an_unknown_option_is_no_argument(small: Desk):
    run = small.run("diff", "qbpc_news:18:1001", "--html")
    assert run.returncode == 2
    assert "no option --html" in run.stdout + run.stderr


@on_both
def test_a_misspelt_room_is_no_room_without_gaps(small: Desk):
    small.crawl()
    for verb in ("gaps", "runs", "events", "export"):
        run = small.run(verb, "qbpc")
        assert run.returncode == 2
        assert "no room 'qbpc'" in run.stderr
        assert "did you mean qbpc_news?" in run.stderr


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("https://www.acme.example/news", "any_room -a url=https://www.acme.example/news"),
        ("acme.example/news", "any_room -a url=https://acme.example/news"),
        ("qbpcnews", "did you mean qbpc_news?"),
    ],
)
def test_a_crawl_of_what_is_no_room_says_what_to_write(small: Desk, given: str, words: str):
    run = small.run("crawl", given)
    assert run.returncode == 2
    assert words in run.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NEWSCRAWLER_RECHECK", "all", "use a whole number"),
        ("NEWSCRAWLER_WITHDRAWN_DAYS", "two", "use a number"),
        ("NEWSCRAWLER_ATTACHMENTS", "yes", "use 0 or 1"),
    ],
)
def test_a_setting_that_is_none_is_named(small: Desk, name: str, value: str, words: str):
    for run in (small.crawl(**{name: value}), small.run("rooms", "-s", f"{name}={value}")):
        assert run.returncode == 2
        assert f"{name}={value!r}: {words}" in run.stderr


def test_a_misspelt_setting_is_told(small: Desk):
    words = "no setting NEWSCRAWLER_ARCHVE; did you mean NEWSCRAWLER_ARCHIVE?"
    assert words in small.crawl(NEWSCRAWLER_ARCHVE="sqlite:///a.db").stderr
    assert words in small.run("rooms", "-s", "NEWSCRAWLER_ARCHVE=sqlite:///a.db").stderr


@on_both
def test_rooms_runs_and_gaps(small: Desk):
    small.replica.fail("/id/1001", 500, times=3)
    small.crawl()
    assert "qbpc_news" in small.run("rooms").stdout
    assert "2 of 3" in small.run("rooms").stdout
    assert "partial" in small.run("runs", "qbpc_news").stdout
    gaps = small.run("gaps").stdout
    assert "qbpc_news:18:1001" in gaps
    assert "HTTP 500" in gaps
    assert "qbpc_news: the last run was partial, so more may be missing" in gaps
    small.crawl()
    gaps = small.run("gaps").stdout
    assert "no gaps" in gaps
    assert "the last run" not in gaps


def test_rooms_names_apart_what_never_listed_anything(small: Desk):
    small.crawl()
    small.run("crawl", "any_room", "-a", f"url={small.replica.url}/nothing", *FAST)
    table, _, apart = small.run("rooms").stdout.partition("\n\n")
    assert [line.split()[0] for line in table.splitlines()] == ["ROOM", "qbpc_news"]
    assert apart.startswith("nothing was ever listed: 127_0_0_1_nothing;")


@on_both
def test_show_by_key_and_by_address(small: Desk):
    small.crawl()
    title = small.held()["18:1001"]["title"]
    address = small.query("SELECT url FROM aliases WHERE key = '18:1001'")[0][0]
    for name in ("qbpc_news:18:1001", address):
        run = small.run("show", name, "--evidence")
        assert title in run.stdout
        assert "create_time: label at /html/body/" in run.stdout
    assert json.loads(small.run("show", address, "--json").stdout)["title"] == title


@on_both
def test_show_an_older_revision(small: Desk):
    small.crawl()
    old = small.held()["18:1001"]["body"]
    small.replica.room.edit(1001, paragraphs=("A new text.",))
    small.crawl("-a", "recheck=all")
    assert "A new text." in small.run("show", "qbpc_news:18:1001").stdout
    assert old.split("\n")[0] in small.run("show", "qbpc_news:18:1001", "--revision", "1").stdout


def test_show_says_when_an_article_was_not_found(small: Desk):
    small.crawl()
    small.replica.room.delete(1001)
    small.crawl("-a", "recheck=all")
    lines = small.run("show", "qbpc_news:18:1001").stdout.splitlines()
    (missed,) = [line for line in lines if line.startswith("not found: ")]
    assert missed.endswith("HTTP 404")


@on_both
def test_show_what_is_not_held(small: Desk):
    small.crawl()
    run = small.run("show", "qbpc_news:18:5")
    assert run.returncode == 7
    assert "not held" in run.stderr


# ── export ──


@on_both
def test_export_holds_every_article_in_a_stable_order(desk: Desk):
    desk.crawl()
    first = desk.run("export", "--format", "jsonl").stdout
    assert first == desk.run("export", "qbpc_news").stdout
    records = [json.loads(line) for line in first.splitlines()]
    assert len(records) == len(desk.replica.room)
    truth = {each["key"]: each for each in desk.replica.room.truth()}
    for record in records:
        assert truth[record["key"]].items() <= record.items()


@on_both
def test_csv_opens_in_a_spreadsheet(small: Desk):
    small.replica.room.edit(1001, title='=HYPERLINK("http://x.example")')
    small.replica.room.edit(1002, title="Rules of the port;=1+cmd|'/C calc'!A0")
    small.crawl()
    run = small.run("export", "--output", "held.csv")
    assert "3 articles written" in run.stdout
    raw = (small.folder / "held.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) == 3
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    # Some part cells at semicolons and tabs too, where nothing is quoted.
    for cell in re.findall(r'"(?:[^"]|"")*"|[^,;\t\r\n"]+', raw.decode("utf-8-sig")):
        assert not cell.startswith(("=", "+", "-", "@"))


def test_an_export_writes_through_no_link_that_lies_in_its_way(tmp_path: Path):
    other, held = tmp_path / "other", tmp_path / "held.jsonl"
    other.write_text("kept")
    (tmp_path / f".held.jsonl.{os.getpid()}.part").symlink_to(other)
    with pytest.raises(FileExistsError):
        export.replace(held, export.writer("jsonl"), [{"key": "1"}])
    assert other.read_text() == "kept"
    assert not held.exists()


def test_an_export_under_a_name_of_another_format_is_refused(small: Desk):
    small.crawl()
    for name in ("held.xlsx", "held.parquet", "held.csv.gz", "held"):
        run = small.run("export", "-o", name)
        assert run.returncode == 2
        assert f"{name} names no format that is written" in run.stderr
        assert not (small.folder / name).exists()


def test_an_export_never_leaves_half_a_file(small: Desk):
    small.crawl()
    target = small.folder / "out.jsonl"
    target.write_text("what was there before")
    run = small.run("export", "-o", str(target / "below.csv"))
    assert run.returncode == 7
    assert target.read_text() == "what was there before"


@on_both
def test_output_of_a_crawl_twice(small: Desk):
    out = small.folder / "out.jsonl"
    small.crawl("-O", str(out))
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {record["key"] for record in records} == {"18:1000", "18:1001", "18:1002"}
    assert "capture" not in records[0]
    run = small.crawl("-O", str(out))
    assert out.read_text() == ""
    assert "nothing new; 'newscrawler export' writes all that is held" in run.stdout


# ── Scrapy's own verbs ──


def test_scrapy_list(small: Desk):
    assert "qbpc_news" in small.run("list").stdout.split()


def test_scrapy_parse_writes_nothing(small: Desk):
    address = f"{small.replica.url}/articles/view/cid/18/id/1001"
    run = small.run(
        "parse", address, "--spider", "qbpc_news", "-c", "parse_article", *FAST,
        "-a", f"base_url={small.replica.url}", "--nocolour",
    )  # fmt: skip
    assert "'key': '18:1001'" in run.stdout
    assert not small.has_archive


def test_scrapy_shell_writes_nothing(small: Desk):
    address = f"{small.replica.url}/articles/view/cid/18/id/1001"
    run = small.run("shell", address, "-c", "response.status")
    assert run.stdout.strip().endswith("200")
    assert not small.has_archive


def test_scrapy_check_runs_both_contracts(small: Desk):
    run = small.run("check", "qbpc_news", "--list")
    assert "parse" in run.stdout
    assert "parse_article" in run.stdout


def test_scrapy_genspider_writes_a_room(small: Desk):
    folder = project(small)
    environment = {**small.environment, "PYTHONPATH": str(folder)}
    for arguments in (("genspider", "acme_news", "https://www.acme.example/news"), ("list",)):
        run = subprocess.run(
            small.command(*arguments),
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["acme_news"]
    source = (folder / "mine" / "spiders" / "acme_news.py").read_text()
    assert 'hosts = ["www.acme.example"]' in source
    assert 'listings = [["https://www.acme.example/news"]]' in source


# ── the pipelines in another project ──


OTHER = {"SCRAPY_SETTINGS_MODULE": "other_settings"}


def _write_other_project(desk: Desk, title: str) -> None:
    """Write a project with a pipeline of its own; of newscrawler it has the add-on alone."""
    (desk.folder / "other_settings.py").write_text(
        """
ADDONS = {"newscrawler.addon.ArchiveAddon": 100}
ITEM_PIPELINES = {"other_settings.Louder": 300}
EXTENSIONS = {"scrapy.extensions.telnet.TelnetConsole": None}

class Louder:
    def process_item(self, item):
        return {**item, "title": item["title"] + "!"}
"""
    )
    (desk.folder / "other.py").write_text(
        f"""
import scrapy

class Other(scrapy.Spider):
    name = "other"

    async def start(self):
        yield {{"room": "other", "key": "1", "url": "http://o.example/1", "title": "{title}",
               "create_time": "2024-05-06", "body": "Text."}}
        yield {{"url": "http://o.example/2", "title": "Sorry", "body": "Service unavailable"}}
"""
    )


@on_both
def test_the_archive_add_on_serves_another_project(small: Desk):
    _write_other_project(small, title="One")
    archive = f"NEWSCRAWLER_ARCHIVE={small.archive}"
    run = small.run("runspider", "other.py", "-s", archive, **OTHER)
    assert run.returncode == 0, run.stderr
    with open_archive(small.archive) as opened:
        (held,) = list(versions.current(opened.db, "other"))
    assert (held["title"], held["revision"]) == ("One!", 1)
    assert held["missing"] == ["breadcrumb", "byline"]
    assert (
        "http://o.example/2: it says “Service unavailable” and shows no create time" in run.stderr
    )


def test_the_add_on_ends_a_crawl_whose_archive_fails(small: Desk):
    _write_other_project(small, title="One" * 200_000)
    run = subprocess.run(
        small.command("runspider", "other.py", "-s", f"NEWSCRAWLER_ARCHIVE={small.archive}"),
        cwd=small.folder,
        env={**small.environment, **OTHER},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
    )
    assert "ArchiveError" in run.stderr


# ── what a terminal shows ──


def on_a_terminal(desk: Desk, *arguments: str, **environment: str) -> str:
    """Run a command with a terminal as its output; return all that it showed."""
    controller, terminal = pty.openpty()
    values = {**desk.environment, **environment}
    if "NO_COLOR" not in environment:
        del values["NO_COLOR"]
    process = subprocess.Popen(
        arguments, cwd=desk.folder, env=values, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            piece = os.read(controller, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not piece:
            break
        shown += piece
    os.close(controller)
    process.wait(SECONDS)
    return shown.decode()


def test_a_live_line_on_a_terminal_only(desk: Desk):
    desk.replica.delay = 0.02
    shown = on_a_terminal(desk, *desk.crawling())
    assert "listing pages, " in shown
    assert "\x1b[2K" in shown
    assert "\x1b" not in desk.crawl().stderr


def test_a_dumb_terminal_gets_no_escapes(small: Desk):
    assert "\x1b" not in on_a_terminal(small, *small.crawling(), TERM="dumb")


def test_a_locale_without_a_character_is_no_error(small: Desk):
    run = subprocess.run(
        small.command("--help"),
        env={**small.environment, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stderr
    assert "\\u2026" in run.stdout


def test_no_color(small: Desk):
    small.crawl()
    command = small.command("show", "qbpc_news:18:1001")
    assert "\x1b[1m" in on_a_terminal(small, *command)
    assert "\x1b" not in on_a_terminal(small, *command, NO_COLOR="1")


@on_both
def test_output_into_a_closed_pipe_is_no_error(desk: Desk):
    desk.crawl()
    command = " ".join(desk.command("export"))
    run = subprocess.run(
        f"{command} | head -c 10",
        shell=True,
        cwd=desk.folder,
        env=desk.environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert run.stderr == ""


# ── probe ──


def test_probe_shows_fields_and_stores_nothing(small: Desk):
    address = f"{small.replica.url}/articles/view/cid/18/id/1001"
    run = small.run("probe", address, "--room", "qbpc_news", *FAST)
    assert run.returncode == 0
    assert small.replica.room.releases[1001].title in run.stdout
    assert "label, at /html/body/" in run.stdout
    assert not small.has_archive


def test_probe_of_a_listing(small: Desk):
    run = small.run(
        "probe", f"{small.replica.url}/Home/Articles/index/cid/18", "--room", "qbpc_news", *FAST
    )
    assert "3 articles" in run.stdout
    assert "next page: none" in run.stdout


def test_probe_says_what_to_correct(small: Desk):
    small.replica.room.edit(1001, create_time=None)
    run = small.run(
        "probe", f"{small.replica.url}/articles/view/cid/18/id/1001", "--room", "qbpc_news", *FAST
    )
    assert 'selectors = {"create_time": "…"}' in run.stdout


def test_probe_of_a_file_and_save(small: Desk):
    (small.folder / "scrapy.cfg").write_text("[settings]\ndefault = newscrawler.settings\n")
    page = small.folder / "page.html"
    page.write_text("<h1>A title</h1><p>Create Time:2024-05-06</p><p>A text.</p>")
    address = "http://www.qbpc.org.cn/articles/view/cid/18/id/7"
    run = small.run("probe", str(page), "--url", address, "--save")
    assert run.returncode == 0, run.stderr
    saved = small.folder / "fixtures" / "qbpc_news" / "article-18-7.json"
    assert json.loads(saved.read_text(encoding="utf-8"))["expected"]["title"] == "A title"
    assert saved.with_suffix(".html").read_bytes() == page.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("http://elsewhere.example/x",), 4, "http://elsewhere.example/x: "),
        (("http://elsewhere.example/x", "--room", "x"), 2, "with --room; there is: amcham_china"),
        (("no-such-file.html",), 2, "cannot read no-such-file.html"),
        (("http://127.0.0.1:9/x", "--room", "qbpc_news"), 4, "http://127.0.0.1:9/x: "),
    ],
)
def test_probe_of_nothing(small: Desk, arguments, status: int, words: str):
    run = small.run("probe", *arguments, *FAST)
    assert run.returncode == status
    assert words in run.stderr + run.stdout
