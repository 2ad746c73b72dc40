"""WCO, Brussels. Known articles lead to the address of the listing; not seen live."""

from newscrawler.media_room import MediaRoomSpider


class WcoNewsroomSpider(MediaRoomSpider):
    """Press releases, in English; the same text stands below the paths of other languages too."""

    name = "wco_newsroom"
    organisation = "World Customs Organization"
    seen_live = False
    hosts = ["www.wcoomd.org", "wcoomd.org"]
    listings = [["/en/media/newsroom.aspx", "/en/media/newsroom"]]
    timezone = "Europe/Brussels"
    sample = "/en/media/newsroom/2016/march/successful-conclusion-of-action-ipr-ap.aspx"
