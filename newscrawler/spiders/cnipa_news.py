"""CNIPA, Beijing. Its addresses are known, its HTML has not been seen live."""

from newscrawler.media_room import MediaRoomSpider


class CnipaNewsSpider(MediaRoomSpider):
    """News in English; the day stands in the address of a release, hardly ever in its text."""

    name = "cnipa_news"
    organisation = "China National Intellectual Property Administration"
    seen_live = False
    hosts = ["english.cnipa.gov.cn"]
    listings = [["/col/col1335/index.html"], ["/col/col2126/index.html"]]
    timezone = "Asia/Shanghai"
    sample = "/art/2020/8/14/art_2126_150841.html"
