"""Which version of a made release a revision is."""

from __future__ import annotations

import json
import re
import sqlite3
from urllib.parse import urlsplit

from bench.weeks.pages import WORDS
from bench.weeks.site import SECTIONS, Content, Release, Site
from newscrawler.content import words

_MARKS = re.compile(r"[\s.。]+")


def owner_of(site: Site, url: str) -> int | None:
    """Return the release of which an address is or was one."""
    return site.owner(place_of(url))


def place_of(url: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def versions_of(revision: sqlite3.Row, release: Release, site: Site) -> list[int]:
    """Return which versions of a release a revision may be, by everything that was read of it."""
    return [
        number
        for number, said in enumerate(release.versions)
        if _is(revision, said, release.language, site)
    ]


def _is(revision: sqlite3.Row, said: Content, language: str, site: Site) -> bool:
    if words(revision["title"] or "") != words(said.title):
        return False
    if (revision["create_time"] or "")[:10] != said.day:
        return False
    if site.kind == "documents":
        return True
    crumbs = json.loads(revision["breadcrumb"] or "[]")
    names = [name for name in SECTIONS[language] if name in crumbs]
    if names and SECTIONS[language][said.section] not in names:
        return False
    held = {each["url"].rpartition("/")[2] for each in json.loads(revision["attachments"] or "[]")}
    if held != {name for name, _ in said.files}:
        return False
    text, body = "\n\n".join(said.text), revision["body"] or ""
    if not body.startswith(text):
        return False
    rest = body.removeprefix(text).split("\n")
    beside = {"", WORDS[language]["files"], *(name for name, _ in said.files)}
    return all(line.strip() in beside for line in rest)


def lines(said: Content) -> tuple[object, ...]:
    """Return what a version says, in whatever order."""
    return (said.title, said.day, sorted(said.text), said.files)


def letters(said: Content) -> tuple[object, ...]:
    """Return what of a version is not cosmetic."""
    return (
        *(_MARKS.sub("", each) for each in (said.title, *said.text)),
        said.day,
        said.files,
        said.section,
    )
