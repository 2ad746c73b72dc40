"""WIPO, Geneva. Its addresses are known, its HTML has not been seen live."""

from newscrawler.media_room import MediaRoomSpider


class WipoPressroomSpider(MediaRoomSpider):
    """Press releases, in English; the number of a release stands behind its title."""

    name = "wipo_pressroom"
    organisation = "World Intellectual Property Organization"
    seen_live = False
    hosts = ["www.wipo.int"]
    listings = [
        ["/pressroom/en/articles/archive.html?page=1", "/pressroom/en/articles/archive.html"]
    ]
    timezone = "Europe/Zurich"
    sample = "/pressroom/en/articles/2023/article_0001.html"
