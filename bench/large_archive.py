"""A realistic archive of any size, by bulk inserts, in either database.

Articles of about three kilobytes in English and Chinese, in rooms of very different size, released
over fourteen years: with revisions, withdrawals, gaps, runs, captures, documents and events.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from bench import large_texts
from newscrawler.archive import (
    Archive,
    Connection,
    attachments,
    frames,
    open_archive,
    tallies,
)
from newscrawler.content import content_hash, text_hash

ROOMS, RUNS = 200, 40
BATCH = 2000
FIRST_DAY, DAYS = datetime(2012, 1, 2, tzinfo=UTC), 5400
STATES = ("live", "withdrawn", "moved")
GAPS = {"gone": "HTTP 404", "failed": "HTTP 503", "refused": "forbidden by robots.txt"}
# Rooms by size, as cities are: the largest has a sixth of all, the smallest a handful.
_ROOM_WEIGHTS = list(accumulate(1 / (number + 1) for number in range(ROOMS)))
_PAGE = "<!doctype html><title>{title}</title><main><h1>{title}</h1>{body}</main>"

Rows = dict[str, list[dict[str, Any]]]


def _silence(done: int) -> None:
    """Tell nobody."""


def build(
    url: str, articles: int, *, seed: int = 1, note: Callable[[int], None] = _silence
) -> None:
    """Bring the archive at `url` to so many articles; one that was begun is gone on with.

    `note` is told how many there are. Nothing is indexed: what the indexes of twins and of search
    would do waits in their queues.
    """
    with open_archive(url, create=True) as archive:
        held = archive.db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
        if held >= articles and _counted(archive.db) == held:
            return
        if not held:
            archive.run(_insert, {"crawls": list(_crawls(random.Random(seed)))})
        for first in range(held + 1, articles + 1, BATCH):
            numbers = range(first, min(first + BATCH, articles + 1))
            archive.run(_insert, _batch(archive, numbers, articles, seed))
            note(numbers[-1])
        archive.run(_enter_sections)
        archive.run(tallies.recount)
        archive.db.advance_identities()


def _counted(db: Connection) -> int:
    """Return how many articles are counted, which is done last."""
    sql = "SELECT coalesce(sum(articles), 0) FROM tallies WHERE kind = 'state'"
    return int(db.execute(sql).fetchone()[0])


def _enter_sections(db: Connection) -> None:
    """Write what `articles.store` keeps of the sections of articles."""
    db.execute(
        "INSERT INTO sections (room, breadcrumb) SELECT DISTINCT a.room, r.breadcrumb"
        " FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"
        " WHERE r.breadcrumb IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sections s"
        " WHERE s.room = a.room AND s.breadcrumb = r.breadcrumb)"
    )
    db.execute(
        "UPDATE articles SET section_id = (SELECT s.id FROM revisions r JOIN sections s"
        " ON s.breadcrumb = r.breadcrumb WHERE r.article_id = articles.id"
        " AND r.number = articles.revision AND s.room = articles.room) WHERE section_id IS NULL"
    )
    db.execute(
        "UPDATE events SET section_id = (SELECT a.section_id FROM articles a"
        " WHERE a.room = events.room AND a.key = events.key) WHERE section_id IS NULL"
    )


def room_name(number: int) -> str:
    """Return the name of a room; room 0 is the largest."""
    return f"room_{number:03}"


def languages(room: int) -> str:
    """Return the language of a room's releases: every fourth is Chinese, room 1 among them."""
    return "zh" if room % 4 == 1 else "en"


def _insert(db: Connection, rows: Rows) -> None:
    for table, values in rows.items():
        if values:
            names = list(values[0])
            marks = ", ".join(f":{name}" for name in names)
            db.execute_many(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)


def _crawls(dice: random.Random) -> Iterator[dict[str, Any]]:
    for room in range(ROOMS):
        for run in range(RUNS):
            start = FIRST_DAY + timedelta(days=DAYS * (run + 1) / RUNS, minutes=room)
            outcome, status = ("complete", 0) if dice.random() < 0.95 else ("partial", 3)
            counts = {"new": dice.randint(0, 9), "revised": dice.randint(0, 2), "unchanged": 20}
            counts |= {"failed": status, "pages": 3, "requests": 40, "states": {"held": 100}}
            yield {
                "id": room * RUNS + run + 1,
                "room": room_name(room),
                "started_at": _text(start),
                "ended_at": _text(start + timedelta(seconds=dice.randint(20, 900))),
                "outcome": outcome,
                "exit_status": status,
                "summary": f"{room_name(room)}: {outcome}. {counts['new']} new",
                "counts": json.dumps(counts),
            }


def _batch(archive: Archive, numbers: range, articles: int, seed: int) -> Rows:
    dice = random.Random(f"{seed} {numbers[0]}")
    event = archive.db.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0]
    # In the order in which rows refer to each other.
    rows: Rows = {name: [] for name in ("captures", "ledger", "articles", "aliases", "revisions")}
    rows |= {name: [] for name in ("attachments", "attachment_links", "attachment_versions")}
    rows |= {name: [] for name in ("attachment_texts", "events", "twin_queue", "search_queue")}
    if "search_queue" not in archive.db.tables():
        del rows["search_queue"]
    for number in numbers:
        _Release(number, articles, dice).add_to(rows)
    rows["events"].sort(key=lambda row: row["at"])
    for id_, row in enumerate(rows["events"], start=event + 1):
        row["id"] = id_
    return rows


@dataclass
class _Release:
    """One article with all rows about it; its `number` is its id."""

    number: int
    articles: int
    dice: random.Random

    def __post_init__(self) -> None:
        self.room = self.dice.choices(range(ROOMS), cum_weights=_ROOM_WEIGHTS)[0]
        self.language = languages(self.room)
        self.name, self.key = room_name(self.room), str(self.number)
        self.url = f"https://{self.name.replace('_', '')}.example/news/{self.number}"
        day = DAYS * self.number / self.articles
        # What an old list still shows is found late.
        age = self.dice.random() * day if self.dice.random() < 0.1 else 0.0
        self.released = FIRST_DAY + timedelta(days=day - age)
        self.stored = FIRST_DAY + timedelta(days=day, minutes=self.dice.randint(1, 600))
        self.crawl_id = self.room * RUNS + min(RUNS - 1, int(RUNS * day / DAYS)) + 1
        self.has_document = self.dice.random() < 0.02
        self.document = f"{self.url}.pdf"
        self.create_time, self.precision = self._create_time()

    def _create_time(self) -> tuple[str | None, str | None]:
        drawn = self.dice.random()
        if drawn < 0.02:
            return None, None
        if drawn < 0.7:
            return self.released.date().isoformat(), "day"
        return f"{self.released.isoformat()[:16]}:00+08:00", "minute"

    def add_to(self, rows: Rows) -> None:
        """Append the rows of this article, its revisions and documents."""
        dice, language = self.dice, self.language
        text = large_texts.paragraphs(dice, language)
        fields: dict[str, Any] = {
            "title": large_texts.title(dice, language),
            "breadcrumb": large_texts.breadcrumb(dice, language),
            "byline": [large_texts.title(dice, language)[:20]] if dice.random() < 0.3 else None,
            "create_time": self.create_time,
            "attachments": [{"url": self.document, "text": "PDF"}] if self.has_document else [],
        }
        revisions = dice.choices((1, 2, 3), weights=(94, 5, 1))[0]
        state = dice.choices(STATES, weights=(980, 15, 5))[0]
        self._add_article(rows, revisions, state)
        for number in range(1, revisions + 1):
            if number > 1:
                text = large_texts.edited(dice, language, text)
            self._add_revision(rows, number, fields | {"body": "\n\n".join(text)})
        if self.has_document:
            self._add_document(rows)
        if state == "withdrawn":
            self._add_event(rows, self._later(900), "withdrawn", absent_since=self._later(890))

    def _add_article(self, rows: Rows, revisions: int, state: str) -> None:
        common = {"room": self.name, "key": self.key, "url": self.url}
        rows["articles"].append(
            common
            | {"id": self.number, "state": state, "revision": revisions, "read_by": "1"}
            | {"create_time": self.create_time, "first_stored_at": _text(self.stored)}
            | {"checked_at": self._later(2), "next_check_at": self._later(180)}
        )
        rows["aliases"].append(common | {"first_seen_at": _text(self.stored)})
        seen = {"first_seen_at": _text(self.stored), "last_seen_at": self._later(1)}
        seen |= {"last_seen_crawl": self.crawl_id, "title": None}
        rows["ledger"].append(common | seen | {"state": "held", "reason": None})
        if self.dice.random() < 0.02:
            gone, reason = self.dice.choice(list(GAPS.items()))
            other = {"key": f"gap-{self.number}", "url": f"{self.url}/gap"}
            rows["ledger"].append(common | seen | other | {"state": gone, "reason": reason})
            self._add_event(rows, _text(self.stored), "gap", state=gone, reason=reason)
        rows["twin_queue"].append({"article_id": self.number})
        if "search_queue" in rows:
            rows["search_queue"].append({"article_id": self.number})

    def _add_revision(self, rows: Rows, number: int, fields: dict[str, Any]) -> None:
        body = fields["body"]
        html = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
        at = _text(self.stored) if number == 1 else self._later(40 * number)
        # Every tenth has its page.
        has_page = self.number % 10 == 0 and number == 1
        if has_page:
            page = _PAGE.format(title=fields["title"], body=html).encode()
            rows["captures"].append(_capture(self.number, page, self.url, "text/html", at))
        cause = "first" if number == 1 else "publisher"
        rows["revisions"].append(
            {name: _json(value) for name, value in fields.items()}
            | {"article_id": self.number, "number": number, "cause": cause}
            | {"cosmetic": None if number == 1 else 0, "content_hash": content_hash(fields)}
            | {"text_hash": text_hash(body), "create_time_precision": self.precision}
            | {"body_html": frames.compress(html.encode(), body.encode())}
            | {"language": self.language}
            | {"images": "[]", "missing": "[]", "evidence": '{"title": {"how": "h1"}}'}
            | {"extractor": "1", "crawl_id": self.crawl_id, "crawled_at": at}
            | {"capture_id": self.number if has_page else None}
        )
        detail = {"cause": cause, "cosmetic": False, "fields": ["body"]} if number > 1 else {}
        self._add_event(rows, at, "revised" if number > 1 else "new", number, **detail)

    def _add_document(self, rows: Rows) -> None:
        capture_id = self.number + 1_000_000_000
        at = _text(self.stored)
        text = "\n\n".join(large_texts.paragraphs(self.dice, self.language))
        rows["captures"].append(
            _capture(capture_id, text.encode(), self.document, "application/pdf", at)
        )
        common = {"id": self.number, "room": self.name, "url": self.document}
        rows["attachments"].append(
            common
            | {"identity": attachments.identity(self.document), "state": "held", "version": 1}
            | {"first_seen_at": at, "checked_at": at}
        )
        link = {"article_id": self.number, "attachment_id": self.number}
        rows["attachment_links"].append(link)
        rows["attachment_versions"].append(
            {"attachment_id": self.number, "number": 1, "capture_id": capture_id}
            | {"type": "application/pdf", "crawl_id": self.crawl_id, "fetched_at": at}
        )
        read = {"capture_id": capture_id, "text": text, "pages": 1, "read_at": at}
        rows["attachment_texts"].append(read)

    def _add_event(
        self, rows: Rows, at: str, kind: str, revision: int | None = None, **detail: Any
    ) -> None:
        rows["events"].append(
            {"at": at, "room": self.name, "key": self.key, "kind": kind}
            | {"crawl_id": self.crawl_id, "revision": revision, "detail": json.dumps(detail)}
        )

    def _later(self, days: int) -> str:
        return _text(self.stored + timedelta(days=days))


def _capture(id_: int, body: bytes, url: str, type_: str, at: str) -> dict[str, Any]:
    headers = json.dumps({"Content-Type": type_})
    digest = hashlib.sha256(body).digest()
    return (
        {"id": id_, "sha256": digest, "size": len(body), "body": frames.compress(body)}
        | {"url": url, "status": 200, "headers": headers, "fetched_at": at}
    )  # fmt: skip


def _json(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
