"""QBPC News, Beijing. Its text order and addresses are known; its HTML has not been seen live."""

from newscrawler.media_room import MediaRoomSpider


class QbpcNewsSpider(MediaRoomSpider):
    """News of the Quality Brands Protection Committee, in English."""

    name = "qbpc_news"
    organisation = "Quality Brands Protection Committee"
    hosts = ["www.qbpc.org.cn", "qbpc.org.cn", "beta.qbpc.org", "qbpc.org"]
    scheme = "http"
    listings = [["/Home/Articles/index/cid/18", "/articles/index/cid/18"]]
    identity = {"cid": "18", "id": r"\d+"}
    timezone = "Asia/Shanghai"
    sample = "/articles/view/cid/18/id/1238"
