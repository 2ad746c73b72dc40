"""Whatever a site wrote, the file that `init` writes of it holds literals and nothing else."""

from __future__ import annotations

import ast
from html import escape

import pytest

from newscrawler import extract, new_room, urls
from newscrawler.discover import Discovery, Seen
from newscrawler.unknown_room import UnknownRoomSpider

CODE = '__import__("os").system("touch seen")'
SITE_NAMES = [
    f'"+{CODE}+"',
    f'"""\n{CODE}\n"""',
    f"\\\"\"\"; {CODE} #",
    "${name} $hosts {0} %s",
    "\u2028import os\u2029\x85\x0cimport os",
    "\u202eacme\u2066 \x1b[2J",
    "\\N{DIGIT ONE}\\",
    "'''",
]  # fmt: skip
HOSTS = [f'a"+{CODE}+"', "a'", 'a"]', "a b", "a\\", "a(b)", "a\u2028b"]


def looked_at(url: str, site_name: str = "", host: str = "www") -> Discovery:
    """Return what is understood of a page that lists releases at `url`, one of another host."""
    like = UnknownRoomSpider(url=url)
    rows = "".join(
        f"<li><a href='https://{escape(host) if at == 3 else 'www'}.acme.com/news/{at}'>"
        f"Release number {at}: rules of the port</a> <span>2024-01-0{at}</span></li>"
        for at in range(1, 7)
    )
    meta = f'<meta property="og:site_name" content="{escape(site_name)}">'
    body = f"<html><head>{meta}</head><body><ul>{rows}</ul></body></html>".encode()
    page = extract.Page(body, url, "text/html; charset=utf-8")
    seen = Seen(url, body, "text/html", page)
    found = extract.listing(page, like.rules, like.addresses.is_ours)
    assert len(found.entries) >= 5
    room = Discovery(url, listings=[(seen, found)])
    for entry in found.entries[:2]:
        room.samples.append((Seen(entry.url, body, None, page), entry, extract.article(page)))
    return room


def declared(source: str) -> dict[str, object]:
    """Return what a room's file declares. Raises ValueError when it does more than that."""
    imported, room = ast.parse(source).body[1:]
    assert isinstance(imported, ast.ImportFrom)
    assert isinstance(room, ast.ClassDef)
    docstring, *values = room.body
    assert isinstance(docstring, ast.Expr)
    ast.literal_eval(docstring.value)
    found = {}
    for value in values:
        assert isinstance(value, ast.Assign)
        found[ast.unparse(value.targets[0])] = ast.literal_eval(value.value)
    return found


@pytest.mark.parametrize("site_name", SITE_NAMES)
def test_a_site_name_is_a_text(site_name: str):
    source = new_room.spider_source(looked_at("https://www.acme.com/news", site_name), "acme")
    assert "organisation" in declared(source)
    assert all(each.isprintable() for each in source.split("\n"))


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_is_no_code(host: str):
    """A page may link to any host of its domain, and names of hosts stand in the file."""
    source = new_room.spider_source(looked_at("https://www.acme.com/news", host=host), "acme")
    assert declared(source)["hosts"] == ["www.acme.com", "acme.com"]


@pytest.mark.parametrize("path", ['/news"]]+[[""]]#', "/news?a='\"\\", "/$name/${hosts}", "/%22"])
def test_an_address_is_a_text(path: str):
    url = urls.canonical(f"https://www.acme.com{path}")
    found = declared(new_room.spider_source(looked_at(url), "acme"))
    assert found["listings"] == [[url.removeprefix("https://www.acme.com")]]


# Browsers take a backslash for a slash.
@pytest.mark.parametrize("host", [host for host in HOSTS if "\\" not in host])
def test_what_no_host_is_called_is_no_address(host: str):
    with pytest.raises(ValueError, match=r"no host|Invalid"):
        urls.origin(urls.canonical(f"https://{host}.acme.com/"))
