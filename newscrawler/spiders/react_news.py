"""REACT, Amsterdam. Articles are known, the address of the listing is a guess; not seen live."""

from newscrawler.media_room import MediaRoomSpider


class ReactNewsSpider(MediaRoomSpider):
    """News, in English, without any day."""

    name = "react_news"
    organisation = "REACT"
    seen_live = False
    hosts = ["www.react.org", "react.org"]
    listings = [["/news/"]]
    timezone = "Europe/Amsterdam"
    sample = "/news/strong-2020-key-results-summary/"
