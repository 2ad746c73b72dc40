"""What happens to an article, in running order: Require → Normalise → Deduplicate → Store.

Every step reads items through ItemAdapter, so that another Scrapy project can feed it dataclasses,
dictionaries or Items with the same field names (see `newscrawler.addon`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawler import urls
from newscrawler.archive import ArchiveError
from newscrawler.archive.articles import CONTENT_FIELDS, content_hash
from newscrawler.archive.suspects import ANOTHER
from newscrawler.attachments import Attachments
from newscrawler.extract import labels
from newscrawler.items import PUBLIC_FIELDS
from newscrawler.recording import NotRecorded, Recording, now

logger = logging.getLogger(__name__)

FIELDS = ("breadcrumb", "title", "byline", "create_time", "body")
# Below this many characters a text with words of an error is one; below the second, a page that
# shows no other part of a release is not believed.
ERROR_LENGTH = 300
BARE_LENGTH = 120
# Line feeds and tabs are text; the other control characters and lone surrogates are not.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Suspect(DropItem):
    """The page is not believed to be a release; it is kept aside, and the summary counts it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, log_level="INFO")


class Unchanged(DropItem):
    """The article is held with exactly this content; nothing new to export."""

    def __init__(self, message: str) -> None:
        super().__init__(message, log_level="DEBUG")


class Forgotten(DropItem):
    """The article was erased from the archive and must not come back."""

    def __init__(self, message: str) -> None:
        super().__init__(message, log_level="INFO")


class Step:
    """Common to the steps: the crawl's statistics, and the record of its spider."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from a crawler, as Scrapy asks."""
        return cls(crawler)

    @property
    def archive(self) -> NotRecorded:
        """The spider's record; one that writes nothing where the spider has none."""
        archive = getattr(self.crawler.spider, "archive", None)
        return archive if isinstance(archive, NotRecorded) else NotRecorded()

    def count(self, event: str) -> None:
        """Add one to the statistic `newscrawler/<event>`."""
        self.crawler.stats.inc_value(f"newscrawler/{event}")


class Require(Step):
    """Asks whether a page is a release at all, before anything stored can be touched by it."""

    async def process_item(self, item: Any) -> Any:
        """Return the item, or raise Suspect after keeping its page aside."""
        adapter = ItemAdapter(item)
        reason = why_suspect(adapter)
        if reason is None:
            return item
        self.count("article/suspect")
        key = adapter.get("key") or adapter["url"]
        await self.archive.set_aside(key, adapter.get("capture"), reason)
        raise Suspect(f"{adapter.get('url')}: {reason}")


def why_suspect(item: Mapping[str, Any]) -> str | None:
    """Say why a page is not believed to be a release, or None when it is."""
    if item.get("create_time"):
        return None
    title, body = _title_on_page(item), item.get("body") or ""
    error = labels.ERROR.search(f"{title}\n{body}") if len(body) < ERROR_LENGTH else None
    if error is not None:
        return f"it says “{error.group()}” and shows no create time"
    if len(body) < BARE_LENGTH and not item.get("breadcrumb") and not (title and body):
        return "it shows neither breadcrumb nor create time, and hardly any text"
    return None


def _title_on_page(item: Mapping[str, Any]) -> str:
    evidence = (item.get("evidence") or {}).get("title") or {}
    return "" if evidence.get("how") == "listing" else item.get("title") or ""


class Normalise(Step):
    """Makes values comparable: no control characters, real dates, None for what is empty."""

    def process_item(self, item: Any) -> Any:
        """Return the item with clean values and an exact list of what is missing."""
        adapter = ItemAdapter(item)
        for name in ("title", "body", "body_html"):
            adapter[name] = _clean(adapter.get(name))
        for name in ("breadcrumb", "byline"):
            names = [_clean(value) for value in adapter.get(name) or []]
            adapter[name] = [value for value in names if value] or None
        if not _is_date(adapter.get("create_time")):
            adapter["create_time"] = adapter["create_time_precision"] = None
        if adapter.get("create_time"):
            precision = "day" if len(adapter["create_time"]) == len("2021-04-19") else "second"
            adapter["create_time_precision"] = adapter.get("create_time_precision") or precision
        adapter["evidence"] = adapter.get("evidence") or {}
        adapter["opt_outs"] = adapter.get("opt_outs") or []
        adapter["missing"] = [name for name in FIELDS if adapter.get(name) is None]
        adapter["key"] = urls.short(adapter.get("key") or adapter["url"])
        adapter["room"] = adapter.get("room") or getattr(self.crawler.spider, "name", None)
        adapter["crawled_at"] = adapter.get("crawled_at") or now()
        return item


def _clean(text: str | None) -> str | None:
    if not text:
        return None
    # Nearly every text is printable apart from its line ends, and telling so costs a tenth.
    if not text.replace("\n", "").isprintable():
        text = _CONTROL.sub("", text)
    return text.strip() or None


def _is_date(value: str | None) -> bool:
    try:
        return bool(value) and date.fromisoformat(str(value)[:10]) is not None
    except ValueError:
        return False


class Deduplicate(Step):
    """Gives the item the hash of its content, by which Store tells an edit from a second look.

    Articles are never dropped for looking alike: Store links the same text under another key.
    """

    def process_item(self, item: Any) -> Any:
        """Return the item with its `content_hash`."""
        adapter = ItemAdapter(item)
        adapter["content_hash"] = content_hash(plain_fields(adapter, CONTENT_FIELDS))
        return item


def plain_fields(item: Mapping[str, Any], names: Sequence[str] = PUBLIC_FIELDS) -> dict[str, Any]:
    """Return the fields as plain JSON-able values."""
    fields = {name: item.get(name) for name in names}
    for name in ("attachments", "images"):
        if name in fields:
            fields[name] = [_plain(part) for part in fields[name] or []]
    return fields


def _plain(part: Any) -> Any:
    return asdict(part) if is_dataclass(part) and not isinstance(part, type) else part


class Store(Step):
    """Stores article, revision, capture, event and ledger state in one transaction."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._own: Recording | None = None

    def open_spider(self) -> None:
        """For a spider of another project, open the archive; a media room brings its own.

        Raises ArchiveError or RoomLockedError, which keeps the crawl from starting.
        """
        spider = self.crawler.spider
        assert spider is not None
        recorded = self.crawler.settings.getbool("NEWSCRAWLER_RECORD")
        if recorded and not hasattr(spider, "archive"):
            self._own = Recording(self.crawler.settings["NEWSCRAWLER_ARCHIVE"], spider.name, {})

    async def close_spider(self) -> None:
        """Close an archive that this step opened."""
        if self._own is None:
            return
        try:
            await self._own.end("complete", 0, "stored through the add-on", {}, None)
        except ArchiveError:
            # The items' own errors have said so; the next run closes this one as aborted.
            logger.exception("the archive could not be closed in order")
        self._own.close()

    async def process_item(self, item: Any) -> Any:
        """Return the item after its COMMIT, or raise Unchanged when it is held as it is.

        Raises Forgotten for what was erased and must not come back, and ArchiveError when the
        archive cannot be written; the monitor then ends the crawl.
        """
        adapter = ItemAdapter(item)
        archive = self._own or self.archive
        answer, revision = await archive.store(plain_fields(adapter), adapter.get("capture"))
        if answer == "suspect":
            self.count("article/suspect")
            raise Suspect(f"{adapter.get('url')}: {ANOTHER}")
        if answer == "forgotten":
            self.count("article/forgotten")
            raise Forgotten(f"{adapter.get('url')} is forgotten")
        adapter["revision"] = revision
        if "capture" in adapter:
            adapter["capture"] = None
        self.count(f"store/{answer}")
        for name in adapter.get("missing") or ():
            self.count(f"missing/{name}")
        attachments = getattr(self.crawler.spider, "attachments", None)
        if isinstance(attachments, Attachments):
            await attachments.follow(adapter["key"], is_new=answer == "new")
        if answer == "unchanged":
            raise Unchanged(f"{adapter.get('room')}:{adapter.get('key')} is unchanged")
        return item
