"""EUIPO Observatory, Alicante. Its addresses are known, its HTML has not been seen live."""

from newscrawler.media_room import MediaRoomSpider


class EuipoObservatorySpider(MediaRoomSpider):
    """News, in English; the date stands before the title."""

    name = "euipo_observatory"
    organisation = "European Union Intellectual Property Office, Observatory"
    seen_live = False
    hosts = ["www.euipo.europa.eu", "euipo.europa.eu"]
    listings = [["/ohimportal/en/web/observatory/news"]]
    identity = {"view": r"\d+"}
    timezone = "Europe/Madrid"
    sample = "/ohimportal/en/web/guest/news/-/action/view/8726540"
