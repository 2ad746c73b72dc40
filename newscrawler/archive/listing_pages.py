"""Listing pages in the ledger: what they show is entered, and what has changed is work."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from newscrawler import urls
from newscrawler.archive import ledger
from newscrawler.archive.connection import Connection, Row
from newscrawler.extract import Listing
from newscrawler.items import Listed

# Two daily runs, the second of which may begin a little later
TRUSTED = timedelta(days=2, hours=1)


@dataclass(slots=True, kw_only=True)
class ListingPage(Listing):
    """One listing page as read, its addresses where the room is crawled.

    Kept are `url`, `next_url`, the validators, and the keys of the entries. With `postback`
    `next_url` is no address, but a name for what the form leads to.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    # It lists pages of the whole site.
    is_sitemap: bool = False
    # What it shows where that is never all: the "newest" releases, as a feed, or those of the last
    # "days", as a sitemap of news
    window: str = ""
    # When a page was read of which the site says that it is as it was
    read_at: str | None = None


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the ledger knew of a page's entries when the page was noted.

    `work` are the entries to fetch: new, pending, or with another listed title or date. What failed
    is `ledger.open_work`.
    """

    work: list[Listed]
    new: int
    gone: set[str]


def note_page(
    db: Connection,
    room: str,
    crawl_id: int,
    page: ListingPage,
    *,
    extractor: str,
    now: str,
    recheck: bool,
) -> Seen:
    """Enter a listing page in the ledger, with its validators, and say what is to be fetched.

    With `recheck` every entry that is not refused is work, held ones too. `now` is RFC 3339 UTC.
    """
    seen = Seen(work=[], new=0, gone=set())
    for entry in page.entries:
        row = db.execute(
            "SELECT l.state, l.title, l.listed_date, l.next_try_at, a.state AS article"
            " FROM ledger l"
            " LEFT JOIN articles a ON a.room = l.room AND a.key = l.key"
            " WHERE l.room = ? AND l.key = ?",
            (room, entry.key),
        ).fetchone()
        if row is None:
            _enter(db, room, crawl_id, entry, now)
            seen.new += 1
            seen.work.append(entry)
            continue
        if row["state"] == "forgotten":
            continue
        if entry.key in page.counted and row["listed_date"]:
            # "A week ago" is said for days.
            entry.date = row["listed_date"]
        changed = _sight(db, room, crawl_id, entry, row, now)
        if row["state"] == "gone":
            seen.gone.add(entry.key)
        if _is_work(row, now, changed=changed, recheck=recheck):
            seen.work.append(entry)
    if page.entries:
        _keep_validators(db, room, page, extractor, now)
    return seen


def _enter(db: Connection, room: str, crawl_id: int, entry: Listed, now: str) -> None:
    db.execute(
        "INSERT INTO ledger (room, key, url, title, listed_date, first_seen_at, last_seen_at,"
        " last_seen_crawl, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending')",
        (room, entry.key, entry.url, entry.title, entry.date, now, now, crawl_id),
    )
    ledger.note_alias(db, room, entry.key, entry.url, now)


def _sight(db: Connection, room: str, crawl_id: int, entry: Listed, row: Row, now: str) -> bool:
    """Note that an entry was listed again; True when its title or date is another now."""
    title, date = entry.title or row["title"], entry.date or row["listed_date"]
    db.execute(
        "UPDATE ledger SET url = ?, title = ?, listed_date = ?, last_seen_at = ?,"
        " last_seen_crawl = ? WHERE room = ? AND key = ?",
        (entry.url, title, date, now, crawl_id, room, entry.key),
    )
    ledger.note_alias(db, room, entry.key, entry.url, now)
    return (row["title"] is not None and title != row["title"]) or (
        row["listed_date"] is not None and date != row["listed_date"]
    )


def _is_work(row: Row, now: str, *, changed: bool, recheck: bool) -> bool:
    # What was withdrawn and is listed again is worth a look.
    if row["state"] == "pending" or row["article"] == "withdrawn":
        return True
    is_doubtful = row["state"] in ("gone", "refused") and row["next_try_at"]
    if is_doubtful and row["next_try_at"] <= now:
        return True
    return (changed or recheck) and row["state"] in ("held", "gone", "failed")


def _keep_validators(
    db: Connection, room: str, page: ListingPage, extractor: str, now: str
) -> None:
    db.execute(
        "INSERT INTO listing_pages (room, url, keys, next_url, etag, last_modified,"
        " extractor, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (room, url) DO UPDATE"
        " SET keys = excluded.keys, next_url = excluded.next_url, etag = excluded.etag,"
        " last_modified = excluded.last_modified, extractor = excluded.extractor,"
        " fetched_at = excluded.fetched_at",
        (
            room,
            urls.short(page.url),
            json.dumps([entry.key for entry in page.entries]),
            page.next_url,
            page.etag,
            page.last_modified,
            extractor,
            page.read_at or now,
        ),
    )


def known_page(
    db: Connection, room: str, url: str, extractor: str, *, now: str
) -> ListingPage | None:
    """Return the page as last read by this extractor version; its entries carry only keys.

    None for one that was read more than TRUSTED ago: some sites say "not modified" for ever.
    """
    row = db.execute(
        "SELECT * FROM listing_pages WHERE room = ? AND url = ? AND extractor = ?",
        (room, urls.short(url), extractor),
    ).fetchone()
    if row is None or datetime.fromisoformat(row["fetched_at"]) + TRUSTED < datetime.fromisoformat(
        now
    ):
        return None
    entries = [_listed(db, room, key) for key in json.loads(row["keys"])]
    return ListingPage(
        url=url,
        entries=entries,
        next_url=row["next_url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        read_at=row["fetched_at"],
    )


def _listed(db: Connection, room: str, key: str) -> Listed:
    row = db.execute(
        "SELECT key, url, title, listed_date FROM ledger WHERE room = ? AND key = ?", (room, key)
    ).fetchone()
    return ledger.listed(row)
