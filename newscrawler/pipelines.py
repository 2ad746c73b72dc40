"""What happens to an article, in running order: Require → Normalise → Deduplicate → Store.

Every step reads items through ItemAdapter, so that another Scrapy project can feed it dataclasses,
dictionaries or Items with the same field names (see `newscrawler.addon`).
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawler import clock, urls
from newscrawler.archive import ArchiveError
from newscrawler.archive.returns import ReturnedError
from newscrawler.content import CONTENT_FIELDS, content_hash
from newscrawler.crawl import causes
from newscrawler.crawl.attachments import Attachments
from newscrawler.crawl.recording import Recording
from newscrawler.crawl.releases import Releases
from newscrawler.crawl.responses import says_gone
from newscrawler.crawl.unrecorded import NotRecorded
from newscrawler.items import Capture
from newscrawler.reading import normalise, plain_fields, read_again, why_suspect

logger = logging.getLogger(__name__)
# When more contents come back in one crawl, the site itself went back.
MOST_ASKED_AGAIN = 5


class Dropped(DropItem):
    """An item that goes no further, for a reason that a log of warnings need not have."""

    level = "INFO"

    def __init__(self, message: str) -> None:
        super().__init__(message, log_level=self.level)


class Suspect(Dropped):
    """The page is not believed to be a release; it is kept aside, and the summary counts it."""


class Forgotten(Dropped):
    """The article was erased from the archive and must not come back."""


class Unchanged(Dropped):
    """The article is held with exactly this content; nothing new to export."""

    level = "DEBUG"


class Unclear(Dropped):
    """Nothing was stored: the page is asked for once more in this crawl."""

    level = "DEBUG"


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
        key, capture = adapter.get("key") or adapter["url"], adapter.get("capture")
        if says_gone(reason) and await self.archive.absent(key, reason, capture):
            self.count("article/absent")
        else:
            self.count("article/suspect")
            await self.archive.set_aside(key, capture, reason)
        raise Suspect(f"{adapter.get('url')}: {reason}")


class Normalise(Step):
    """Makes values comparable: no control characters, real dates, None for what is empty."""

    def process_item(self, item: Any) -> Any:
        """Return the item with clean values and an exact list of what is missing."""
        adapter = ItemAdapter(item)
        normalise(adapter)
        adapter["key"] = urls.short(adapter.get("key") or adapter["url"])
        adapter["room"] = adapter.get("room") or getattr(self.crawler.spider, "name", None)
        adapter["crawled_at"] = adapter.get("crawled_at") or clock.now()
        return item


class Deduplicate(Step):
    """Gives the item the hash of its content, by which Store tells an edit from a second look.

    Articles are never dropped for looking alike: Store links the same text under another key.
    """

    def process_item(self, item: Any) -> Any:
        """Return the item with its `content_hash`."""
        adapter = ItemAdapter(item)
        adapter["content_hash"] = content_hash(plain_fields(adapter, CONTENT_FIELDS))
        return item


class Store(Step):
    """Stores article, revision, capture, event and ledger state in one transaction."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._own: Recording | None = None
        self._judge = causes.Judge(may_wait=isinstance(crawler.spider, Releases))
        self._asked_again: set[str] = set()

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

    def _may_ask_for(self, key: str) -> bool:
        return key not in self._asked_again and len(self._asked_again) < MOST_ASKED_AGAIN

    async def _ask_again(self, adapter: ItemAdapter, *, is_shared: bool) -> None:
        """Ask for an article once more; when others may share what is new, after one of them."""
        self._asked_again.add(adapter["key"])
        self._judge.go_on(adapter["key"])
        spider, capture = self.crawler.spider, adapter["capture"]
        if isinstance(spider, Releases) and capture.listed:
            await spider.ask_again(capture.listed, beside_another=is_shared)

    async def process_item(self, item: Any) -> Any:
        """Return the item after its COMMIT, or raise Unchanged when it is held as it is.

        Raises Unclear for one that is asked for again, Forgotten for what was erased and must not
        come back, and ArchiveError when the archive cannot be written; the monitor then ends the
        crawl.
        """
        adapter = ItemAdapter(item)
        archive = self._own or self.archive
        spider = self.crawler.spider
        reread = partial(read_again, spider) if isinstance(spider, Releases) else None
        key = adapter["key"]
        may_ask = isinstance(spider, Releases) and self._may_ask_for(key)
        try:
            answer, revision = await archive.store(
                plain_fields(adapter),
                adapter.get("capture"),
                reread,
                self._judge.cause,
                may_ask=may_ask,
            )
        except (causes.UnclearError, ReturnedError) as doubt:
            await self._ask_again(adapter, is_shared=isinstance(doubt, causes.UnclearError))
            raise Unclear(f"{adapter.get('url')} is asked for once more") from doubt
        if answer == "suspect":
            self.count("article/suspect")
            raise Suspect(f"{adapter.get('url')}: its page was kept aside")
        if answer == "forgotten":
            self.count("article/forgotten")
            raise Forgotten(f"{adapter.get('url')} is forgotten")
        adapter["revision"] = revision
        capture = adapter.get("capture")
        if "capture" in adapter:
            adapter["capture"] = None
        self.count(f"store/{answer}")
        for name in adapter.get("missing") or ():
            self.count(f"missing/{name}")
        attachments = getattr(self.crawler.spider, "attachments", None)
        if isinstance(attachments, Attachments):
            await attachments.follow(
                adapter["key"], adapter["url"], capture, is_new=answer == "new"
            )
        if answer == "unchanged":
            if isinstance(capture, Capture):
                self._judge.unchanged(key, capture, plain_fields(adapter))
            raise Unchanged(f"{adapter.get('room')}:{adapter.get('key')} is unchanged")
        return item
