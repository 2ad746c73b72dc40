"""Any media room, nothing declared: `scrapy crawl any_room -a url=https://www.acme.example/news`."""

from newscrawler.unknown_room import UnknownRoomSpider


class AnyRoomSpider(UnknownRoomSpider):
    """The room at the address given; the archive holds it under a name made of that address."""

    name = "any_room"
