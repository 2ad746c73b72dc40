"""European Chamber in China. Its addresses are known, its HTML has not been seen live."""

from newscrawler.media_room import MediaRoomSpider


class EuropeanChamberChinaSpider(MediaRoomSpider):
    """Press releases, in English, some entries without a title (their Chinese twins)."""

    name = "european_chamber_china"
    organisation = "European Union Chamber of Commerce in China"
    seen_live = False
    hosts = ["www.europeanchamber.com.cn", "europeanchamber.com.cn"]
    listings = [["/en/press-releases"]]
    identity = {"lobby-actions": r"\d+"}
    timezone = "Asia/Shanghai"
    sample = "/en/lobby-actions/1906/European_Chamber_on_a_New_Law"
