"""IACC, Washington. Articles are known, the address of the listing is a guess; not seen live."""

from newscrawler.media_room import MediaRoomSpider


class IaccMediaSpider(MediaRoomSpider):
    """Press releases, in English, without days in the listing; the day stands in the dateline."""

    name = "iacc_media"
    organisation = "International AntiCounterfeiting Coalition"
    seen_live = False
    hosts = ["www.iacc.org", "iacc.org"]
    listings = [["/media"]]
    identity = {"media": r"[\w%-]+"}
    timezone = "America/New_York"
    sample = (
        "/media/iacc-welcomes-presidential-executive-order-"
        "to-enhance-intellectual-property-enforcement"
    )
