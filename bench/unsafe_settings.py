"""newscrawler without its guards, to tell what they cost; for crawls of a replica only.

Importing this module takes them out of the process: the resolver, the middlewares, the looks at a
page that ask whether it is to be believed or kept, and the plan of later checks.
"""

from newscrawler import extract
from newscrawler.archive import checks
from newscrawler.crawl import responses
from newscrawler.extract.pages import page
from newscrawler.network import guard, tdmrep
from newscrawler.settings import *  # noqa: F403  all of them but those below


async def _nothing_reserved(*_: object) -> bool:
    return False


guard.installed = lambda: None
extract.doubt = lambda *_: None
responses.opt_outs = lambda *_, **__: []
checks.next_check = lambda now, _: now
tdmrep.TdmRep.reserves = _nothing_reserved
page._tamed = lambda markup: markup

TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingThreadedResolver"
DOWNLOAD_HANDLERS = {}
DOWNLOADER_MIDDLEWARES = {
    "newscrawler.network.origin.OriginMiddleware": 50,
    "newscrawler.network.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
}
MEMUSAGE_ENABLED = False
