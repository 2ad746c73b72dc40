"""What is a contract in the code stands in the docs."""

import re
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

import newscrawler
from newscrawler import console, crawl, search, settings
from newscrawler.archive import Archive, events
from newscrawler.archive.migrations import STEPS
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.crawl.arguments import ARGUMENTS
from newscrawler.crawl.room import Room
from newscrawler.items import PUBLIC_FIELDS
from tests.crawling import Desk

ROOT = Path(__file__).parent.parent
ITEM, COMMANDS, ARCHIVE, ARCHITECTURE = (
    (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("item", "commands", "archive", "architecture")
)
ROOMS = (ROOT / "newscrawler" / "spiders" / "README.md").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "newscrawler/spiders/README.md"]
VERBS = [path.stem for path in (ROOT / "newscrawler" / "commands").glob("[a-z]*.py")]


@pytest.mark.parametrize("field", PUBLIC_FIELDS)
def test_every_field_of_the_item_is_described(field: str):
    assert f"| `{field}` |" in ITEM


@pytest.mark.parametrize(
    "name", [name for name in dir(settings) if name.startswith("NEWSCRAWLER_")]
)
def test_every_setting_is_described(name: str):
    assert f"| `{name}` |" in COMMANDS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_described(verb: str):
    assert re.search(rf"^\| `{verb}\b", COMMANDS, re.MULTILINE)


def options(command: ScrapyCommand) -> set[tuple[str, ...]]:
    command.settings = Settings()
    parser = ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    return {tuple(action.option_strings) for action in parser._actions}


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_described(verb: str):
    command = import_module(f"newscrawler.commands.{verb}").Command()
    (row,) = re.findall(rf"^\| `{verb}\b.*", COMMANDS, re.MULTILINE)
    for names in options(command) - options(import_module("scrapy.commands.list").Command()):
        assert any(re.search(rf"`(?:[^`]* )?\[?{name}\b", row) for name in names), names


def test_every_link_leads_to_a_page_and_a_heading():
    for page in PAGES:
        for path, name in re.findall(r"\]\((?!\w+:)([^)#]*)#?([^)]*)\)", page.read_text("utf-8")):
            target = page.parent / path if path else page
            assert target.exists(), (page, path)
            if name:
                headings = re.findall(r"^#+ (.*)", target.read_text("utf-8"), re.MULTILINE)
                words = [re.sub(r"[^\w -]", "", heading.lower()) for heading in headings]
                assert name in [each.replace(" ", "-") for each in words], (page, name)


def test_every_test_that_holds_a_promise_is_there():
    named = re.findall(r"`(tests/\w+\.py)`", (ROOT / "docs" / "promises.md").read_text("utf-8"))
    assert named
    assert all((ROOT / name).exists() for name in named)


def test_the_first_crawl_prints_what_the_readme_shows(desk: Desk):
    printed = desk.crawl().stdout.splitlines()
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        (shown,) = re.findall(r"^(qbpc_news: .*?)\narchive: ", text, re.DOTALL | re.MULTILINE)
        assert shown.splitlines() == printed[: shown.count("\n") + 1]


@pytest.mark.parametrize("argument", sorted(ARGUMENTS))
def test_every_argument_of_a_crawl_is_described(argument: str):
    assert f"| `-a {argument}=" in COMMANDS


@pytest.mark.parametrize("status", EXIT_STATUS.values())
def test_every_exit_status_is_described(status: int):
    assert f"| {status} | " in COMMANDS


def test_every_module_has_its_place_on_the_map():
    found = {
        f"{each.name}/" if each.ispkg else each.name for each in iter_modules(newscrawler.__path__)
    }
    for package in (crawl, console, search):
        name = package.__name__.removeprefix("newscrawler.")
        found.remove(f"{name}/")
        found |= {f"{name}/{each.name}" for each in iter_modules(package.__path__)}
    rows = re.findall(r"^\| (`.*?`) \|", ARCHITECTURE, re.MULTILINE)
    assert found == set(re.findall(r"`([\w/]+)`", "".join(rows)))


@pytest.mark.parametrize("kind", events.KINDS)
def test_every_kind_of_event_is_described(kind: str):
    described = ARCHIVE.split("Event kinds:")[1].split("\n\n")[0]
    assert f"`{kind}`" in described


@pytest.mark.parametrize("attribute", sorted(set(Room.__annotations__)))
def test_every_attribute_of_a_room_is_described(attribute: str):
    assert f"| `{attribute}` |" in ROOMS


def test_every_statistic_of_a_run_is_described(desk: Desk):
    desk.replica.fail("/view/.*/id/1238", 410)
    desk.replica.fail("/view/.*/id/1239", 403)
    run = desk.crawl("-L", "INFO")
    keys = set(re.findall(r"'(newscrawler/[a-z/_]+)'", run.stderr))
    assert {"newscrawler/article/gone", "newscrawler/store/new"} <= keys
    for key in keys:
        group, _, name = key.rpartition("/")
        described = "<name>" if group == "newscrawler/missing" else name
        assert f"`{group}/{described}`" in COMMANDS or f"`…/{described}`" in COMMANDS


def test_every_table_and_view_is_described(archive: Archive):
    views = re.findall(r"CREATE VIEW (\w+)", "".join(STEPS))
    for name in (*archive.db.tables(), *views):
        assert f"| `{name}` |" in ARCHIVE
    for name in views:
        columns = archive.db.execute(f"SELECT * FROM {name}").description
        assert f"| `{name}` | {', '.join(column[0] for column in columns)} |" in ARCHIVE


def test_every_cause_of_a_revision_is_described():
    checked = "".join(STEPS).split("CHECK (cause IN")[-1].split(")")[0]
    causes = re.findall(r"'(\w+)'", checked)
    described = ARCHIVE.split("Causes of a revision:")[1].split("\n\n")[0]
    assert causes
    assert all(f"`{cause}`" in described for cause in causes)
