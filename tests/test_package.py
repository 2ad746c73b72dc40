"""The wheel, installed outside of the checkout, as a user has it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.replica.server import ReplicaThread
from fixtures.replica.synthetic import make_room
from tests.crawling import FAST, SECONDS

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that a fresh wheel is installed in; dependencies stay where they are."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *build], check=True, capture_output=True, timeout=SECONDS)
    (wheel,) = folder.glob("newscrawler-*.whl")
    install = ["-m", "pip", "install", "--no-deps", "--no-index", "--quiet"]
    command = [sys.executable, *install, "--target", str(folder / "site"), str(wheel)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return folder / "site"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER")}
    environment = {
        **kept,
        "PYTHONPATH": str(installed),
        "HOME": str(folder / "home"),
        "XDG_DATA_HOME": str(folder / "home" / "data"),
    }
    work = folder / "empty"
    work.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def test_it_crawls_in_an_empty_folder_into_the_user_s_data_folder(installed: Path, tmp_path: Path):
    with ReplicaThread(make_room(3)) as replica:
        crawl = ("crawl", "qbpc_news", "-a", f"base_url={replica.url}", *FAST)
        ours = ("-s", f"NEWSCRAWLER_ALLOW_PRIVATE=127.0.0.1:{replica.port}")
        done = run(installed, tmp_path, "-m", "newscrawler", *crawl, *ours)
    assert done.returncode == 0, done.stderr
    archive = tmp_path / "home" / "data" / "newscrawler" / "newscrawler.db"
    assert f"archive: {archive} (new)" in done.stdout
    assert archive.exists()
    assert list((tmp_path / "empty").iterdir()) == []
    assert "3 of 3" in run(installed, tmp_path, "-m", "newscrawler", "runs").stdout


def test_a_verb_that_there_is_not_is_told(installed: Path, tmp_path: Path):
    done = run(installed, tmp_path, "-m", "newscrawler", "serch", "brand")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "newscrawler: there is no verb 'serch'; did you mean search?\n"


def test_the_code_that_runs_is_the_installed_one(installed: Path, tmp_path: Path):
    code = "import newscrawler; print(newscrawler.__file__)"
    assert run(installed, tmp_path, "-c", code).stdout.startswith(str(installed))


def test_deployers_find_the_settings_by_the_entry_point(installed: Path, tmp_path: Path):
    code = (
        "from importlib.metadata import distributions;"
        f"(own,) = distributions(name='newscrawler', path=[{str(installed)!r}]);"
        "print([each.value for each in own.entry_points if each.group == 'scrapy'])"
    )
    assert run(installed, tmp_path, "-c", code).stdout.strip() == "['newscrawler.settings']"


def test_the_template_of_a_room_is_in_the_wheel(installed: Path, tmp_path: Path):
    done = run(installed, tmp_path, "-m", "newscrawler", "genspider", "--dump", "basic")
    assert "MediaRoomSpider" in done.stdout
