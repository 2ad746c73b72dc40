"""What is declared of a media room, and what a crawl of it is given: archive, arguments, rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar, Self

from scrapy import Spider
from scrapy.crawler import Crawler

from newscrawler import extract, reading, urls
from newscrawler.crawl.arguments import addresses, checked, day
from newscrawler.crawl.attachments import Attachments
from newscrawler.crawl.recording import Recording
from newscrawler.crawl.unrecorded import NotRecorded
from newscrawler.items import Article
from newscrawler.network import guard
from newscrawler.network.tdmrep import TdmRep


class Room(Spider):
    """A media room as declared; `newscrawler/spiders/README.md` explains each attribute.

    Raises RoomArgumentError for a bad `-a` argument, and GuardError, ArchiveError or
    RoomLockedError when the crawl is to be recorded and cannot be.
    """

    organisation: ClassVar[str] = ""
    hosts: Sequence[str] = ()
    domain: str | None = None
    seen_live: ClassVar[bool] = True
    scheme: str = "https"
    listings: Sequence[list[str]] = ()
    identity: ClassVar[dict[str, str]] = {}
    timezone: ClassVar[str | None] = None
    sample: ClassVar[str | None] = None
    selectors: ClassVar[dict[str, str]] = {}

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        self.arguments = checked(arguments)
        super().__init__(name)
        base_url = arguments.get("base_url")
        self.addresses = addresses(self.hosts, self.scheme, base_url, self.domain)
        self.full = arguments.get("full") == "1"
        self.recheck = arguments.get("recheck") == "all"
        self.since = day(arguments.get("since"))
        self.rules = extract.Rules(
            identity=urls.Identity(self.identity) if self.identity else None,
            timezone=self.timezone,
            **self.selectors,
        )
        # Below which path the room's releases are, where a sitemap lists the whole site.
        self.section = ""
        self.archive = NotRecorded()
        self.tdmrep: TdmRep | None = None
        self.attachments: Attachments | None = None

    def key_of(self, url: str) -> str | None:
        """Return the native key of an article's address, None when it is not one of the room's."""
        if self.rules.identity:
            return self.rules.identity.key(url)
        return self.addresses.key(url)

    @property
    def extractor(self) -> str:
        """The version of the extractor as this room uses it (see `reading.version`)."""
        declared = {
            "timezone": self.timezone,
            "selectors": self.selectors,
            "identity": self.identity,
        }
        own = type(self).adjust
        return reading.version(declared, None if own is Room.adjust else own)

    @property
    def origins(self) -> Collection[tuple[str, int]]:
        """The hosts and ports that this crawl may ask (see `network.origin`)."""
        return self.addresses.origins

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider and, when this crawl is to be recorded, open the archive."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if crawler.settings.getbool("NEWSCRAWLER_RECORD"):
            guard.installed()
            spider.tdmrep = TdmRep(crawler)
            spider.archive = archive = Recording(
                crawler.settings["NEWSCRAWLER_ARCHIVE"],
                spider.name,
                spider.arguments,
                spider.extractor,
            )
            if crawler.settings.getbool("NEWSCRAWLER_ATTACHMENTS"):
                spider.attachments = Attachments(
                    crawler, archive, spider.addresses.here, recheck=spider.recheck
                )
        return spider

    def adjust(self, article: Article, page: extract.Page) -> None:
        """Mend what only this room knows; the one method that a room may override."""
