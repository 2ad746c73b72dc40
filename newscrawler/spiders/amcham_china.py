"""American Chamber of Commerce in China. Its addresses are known, its HTML has not been seen."""

from newscrawler.media_room import MediaRoomSpider


class AmchamChinaSpider(MediaRoomSpider):
    """Statements, in English, a listing for each year."""

    name = "amcham_china"
    organisation = "American Chamber of Commerce in China"
    seen_live = False
    hosts = ["www.amchamchina.org", "amchamchina.org"]
    listings = [
        ["/about/press-center/amcham-statement/year/2019"],
        ["/about/press-center/amcham-statement/year/2018"],
    ]
    timezone = "Asia/Shanghai"
    sample = "/press/statement-on-ipr-executive-memorandum/"
