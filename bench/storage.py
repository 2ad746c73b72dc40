"""Bytes that one more article takes, against its compressed page and its text alone.

On both databases, once the archive holds some: in PostgreSQL a table takes 30 kB for its first row.

Pages are those of the replica around invented releases, bare (3 kB) and within the menus and
scripts that today's sites have (35 kB); they are read and stored as a crawl does it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from itemadapter import ItemAdapter

from bench import kept_archive, press
from bench.figure import Figure
from bench.twins import index_all
from fixtures import postgres
from fixtures.replica import render
from fixtures.replica.room import Release
from newscrawler import extract, urls
from newscrawler.archive import (
    Archive,
    Connection,
    articles,
    crawls,
    frames,
    listing_pages,
    open_archive,
)
from newscrawler.content import content_hash
from newscrawler.items import Article, Capture, Listed
from newscrawler.pipelines import plain_fields

# Articles that are measured, and those that the archive holds before
ARTICLES, BEFORE = 1000, 500
# Articles of a listing page, which are stored in one transaction
TOGETHER = 20
# Articles that a polite crawl reads in a minute, more or less
VACUUMED = 100
# Names of the tables of both indexes, with what waits for them, begin so.
SEARCH, TWINS = "search_", "twin"
LEFT_OUT = (SEARCH, TWINS)
ROOM = "qbpc_news"
RULES = extract.Rules(identity=urls.Identity({"cid": "18", "id": r"\d+"}), timezone="Asia/Shanghai")
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Date": "Tue, 04 Jun 2024 08:00:00 GMT",
    "Server": "nginx",
    "ETag": '"0123456789abcdef0123456789abcdef01234567"',
}
NOW = "2024-06-04T08:00:00Z"


def measure(folder: Path) -> Iterator[Figure]:
    """Store the same articles in each database; measure before and after they are indexed."""
    folder.mkdir(parents=True, exist_ok=True)
    with postgres.server() as server:
        for kind, around in (("bare page", ("", "")), ("page of today", press.surroundings())):
            yield from _kind(f"SQLite, {kind}", f"sqlite:///{folder / kind}.db", around)
            yield from _kind(f"PostgreSQL, {kind}", server.new_schema(), around)


def _kind(name: str, url: str, around: tuple[str, str]) -> Iterator[Figure]:
    with open_archive(url, create=True) as archive:
        crawl_id = archive.run(crawls.begin, ROOM, now=NOW, arguments={}, versions={})
        releases = list(enumerate(_releases()))
        _store_all(archive, crawl_id, releases[:BEFORE], around)
        before = _sizes(archive)
        least = _store_all(archive, crawl_id, releases[BEFORE:], around) / ARTICLES
        sizes = zip(_sizes(archive), before, strict=True)
        bare, twins, search = ((after - before) / ARTICLES for after, before in sizes)
    yield Figure(f"{name}: compressed page and text", least, "bytes")
    yield Figure(f"{name}: an article", bare, "bytes", note="not indexed")
    yield Figure(f"{name}: in the index of twins", twins, "bytes")
    yield Figure(f"{name}: in that of search", search, "bytes")
    yield Figure(f"{name}: not indexed", bare / least, "times", 1.3)
    yield Figure(f"{name}: indexed", (bare + twins + search) / least, "times", 2)


def _sizes(archive: Archive) -> tuple[int, int, int]:
    """Return the bytes of all tables but those of the indexes, and of both indexes, filled."""
    bare = _size(archive, *LEFT_OUT)
    index_all(archive)
    kept_archive.index(archive)
    without = _size(archive, *LEFT_OUT)
    return bare, _size(archive, SEARCH) - without, _size(archive, TWINS) - without


def _store_all(
    archive: Archive,
    crawl_id: int,
    releases: Sequence[tuple[int, Release]],
    around: tuple[str, str],
) -> int:
    """Store the articles; return the bytes of their compressed pages and their texts."""
    least = 0
    for at in range(0, len(releases), TOGETHER):
        least += archive.run(_store, crawl_id, releases[at : at + TOGETHER], around)
        if at % VACUUMED == 0:
            _vacuum(archive)
    return least


def _vacuum(archive: Archive) -> None:
    """Let rows that were replaced be overwritten, as PostgreSQL itself does every minute."""
    if archive.where.startswith("postgres"):
        archive.db.execute("VACUUM")


def _store(
    db: Connection,
    crawl_id: int,
    releases: Sequence[tuple[int, Release]],
    around: tuple[str, str],
) -> int:
    """Enter a listing page in the ledger and store its articles, as a crawl does."""
    entries = [_listed(number, release) for number, release in releases]
    page = listing_pages.ListingPage(
        url=f"http://www.qbpc.org.cn/?page={releases[0][0]}", entries=entries, next_url=None
    )
    listing_pages.note_page(db, ROOM, crawl_id, page, extractor="1", now=NOW, recheck=False)
    least = 0
    for (_, release), listed in zip(releases, entries, strict=True):
        page_text = render.article(release)
        page_text = page_text.replace("</head>", f"{around[0]}</head>", 1)
        body = page_text.replace("</body>", f"{around[1]}</body>", 1).encode()
        opened = extract.Page(body, listed.url, HEADERS["Content-Type"])
        found = extract.article(opened, RULES, listed)
        article = Article(
            room=ROOM, key=listed.key, url=listed.url, crawled_at=NOW, **found.values()
        )
        fields = plain_fields(ItemAdapter(article))
        fields["content_hash"] = content_hash(fields)
        capture = Capture(url=listed.url, body=body, status=200, headers=HEADERS, fetched_at=NOW)
        articles.store(db, fields, capture, extractor="1", crawl_id=crawl_id)
        least += len(frames.compress(body)) + len((fields["body"] or "").encode())
    return least


def _listed(number: int, release: Release) -> Listed:
    return Listed(
        url=f"http://www.qbpc.org.cn/articles/view/cid/18/id/{release.id}",
        title=release.title,
        date=release.create_time,
        key=release.key,
        position=number,
    )


def _releases() -> Iterator[Release]:
    dice = random.Random(3)
    day = date(2010, 1, 4)
    for number in range(BEFORE + ARTICLES):
        language = "zh" if number % 5 == 0 else "en"
        text = press.paragraphs(dice, language, dice.randint(3, 9)) + press.about(ROOM, language)
        title = press.paragraph(dice, language, 9).rstrip(".。")
        yield Release(1000 + number, title, (day + timedelta(days=number)).isoformat(), tuple(text))


def _size(archive: Archive, *without: str) -> int:
    """Return the bytes of the archive, but for tables whose names begin so."""
    if archive.where.startswith("postgres"):
        sizes = archive.db.execute(
            "SELECT relname, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE relkind = 'r' AND nspname = current_schema()"
        ).fetchall()
        return sum(size for name, size in sizes if not name.startswith(without))
    pages, size = (
        archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    left_out = archive.db.execute(
        "SELECT tbl_name, pgsize FROM dbstat JOIN sqlite_master USING (name)"
    ).fetchall()
    return int(pages * size - sum(bytes_ for name, bytes_ in left_out if name.startswith(without)))
