"""Only what differs from Scrapy's defaults, each with its reason, and newscrawler's own settings.

Own settings start with NEWSCRAWLER_; each is also an environment variable of the same name.
"""

from __future__ import annotations

import os
from pathlib import Path

from scrapy.utils.conf import closest_scrapy_cfg

from newscrawler import __version__
from newscrawler.items import PUBLIC_FIELDS


def _default_archive() -> str:
    """Beside the scrapy.cfg found, else in the user's data folder: never cron's working folder."""
    cfg = closest_scrapy_cfg()
    if cfg:
        folder = Path(cfg).parent
    else:
        from platformdirs import user_data_path

        folder = user_data_path("newscrawler", appauthor=False)
    return f"sqlite:///{folder / 'newscrawler.db'}"


def _own(name: str, default: str) -> str:
    return os.environ.get(name, default)


# ── own settings ──
# The only addresses that are not public and may be connected to: host:port, separated by commas
NEWSCRAWLER_ALLOW_PRIVATE = _own("NEWSCRAWLER_ALLOW_PRIVATE", "")
# Seconds that one page, feed or answer of the API may take the database at the most
NEWSCRAWLER_ANSWER_SECONDS = _own("NEWSCRAWLER_ANSWER_SECONDS", "10")
# Where the record is kept: sqlite:///path or postgresql://user@host/database
NEWSCRAWLER_ARCHIVE = _own("NEWSCRAWLER_ARCHIVE", "") or _default_archive()
# Whether the documents that releases link to are fetched too: 1 or 0
NEWSCRAWLER_ATTACHMENTS = _own("NEWSCRAWLER_ATTACHMENTS", "1")
# Megabytes of a document at the most; larger ones are a gap with that reason
NEWSCRAWLER_ATTACHMENT_MB = _own("NEWSCRAWLER_ATTACHMENT_MB", "20")
# A mail or web address that a site's operator can turn to; part of the User-Agent
NEWSCRAWLER_CONTACT = _own("NEWSCRAWLER_CONTACT", "")
# Whether the reading room, its feeds and its API carry whole texts (1) or excerpts (0)
NEWSCRAWLER_FULL_TEXT = _own("NEWSCRAWLER_FULL_TEXT", "1")
# Every n-th run reads the listing to its end, which repairs what edits and removals shifted
NEWSCRAWLER_FULL_EVERY = _own("NEWSCRAWLER_FULL_EVERY", "20")
# Names by which the reading room is reached, separated by commas, beside the address it listens on
NEWSCRAWLER_HOSTS = _own("NEWSCRAWLER_HOSTS", "")
# Listing pages that one walk reads at the most
NEWSCRAWLER_MAX_PAGES = _own("NEWSCRAWLER_MAX_PAGES", "1000")
# What becomes of a page that asks not to be kept or mined: record (the item says so) or skip
NEWSCRAWLER_OPT_OUT = _own("NEWSCRAWLER_OPT_OUT", "record")
# What readers of the reading room must know; without one it is served to this machine only
NEWSCRAWLER_PASSWORD = _own("NEWSCRAWLER_PASSWORD", "")
# Held articles that one run looks at again because their time has come; 0: none
NEWSCRAWLER_RECHECK = _own("NEWSCRAWLER_RECHECK", "20")
# Seconds before the first retry of a request, varied by half; doubled for the second
NEWSCRAWLER_RETRY_SECONDS = _own("NEWSCRAWLER_RETRY_SECONDS", "5")
# Addresses of a notification library, separated by blanks; empty: nobody is told
NEWSCRAWLER_NOTIFY = _own("NEWSCRAWLER_NOTIFY", "")
# Days without a release after which the operator is told; 0: never
NEWSCRAWLER_SILENT_DAYS = _own("NEWSCRAWLER_SILENT_DAYS", "0")
# A held article is withdrawn when it was missed by so many checks, each on another day, …
NEWSCRAWLER_WITHDRAWN_CHECKS = _own("NEWSCRAWLER_WITHDRAWN_CHECKS", "3")
# … the first and the last so many days apart: longer than a site is out of order over a weekend
NEWSCRAWLER_WITHDRAWN_DAYS = _own("NEWSCRAWLER_WITHDRAWN_DAYS", "2.5")
# What the environment has with our prefix: `newscrawler.settings_check` tells of a misspelt one
named = [name for name in os.environ if name.startswith("NEWSCRAWLER_")]
# NEWSCRAWLER_RECORD is not set here: the `crawl` verb does, so that `parse`, `shell` and `check`
# never write, and a project's value would outrank the verb's

# ── the project ──
BOT_NAME = "newscrawler"
SPIDER_MODULES = ["newscrawler.spiders"]
NEWSPIDER_MODULE = "newscrawler.spiders"
COMMANDS_MODULE = "newscrawler.commands"
TEMPLATES_DIR = str(Path(__file__).parent / "templates")

# ── who we are, and how gently ──
USER_AGENT = f"newscrawler/{__version__}" + (
    f" (+{NEWSCRAWLER_CONTACT})" if NEWSCRAWLER_CONTACT else ""
)
# The contact is named wherever it was set: in the environment, a project, or with -s
ADDONS = {"newscrawler.network.contact.Contact": 100}
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newscrawler"
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
# The next request waits until the last page is stored: a kill costs the one page in flight. More
# at a time would only queue in front of the one connection, and answers pile up unstored.
CONCURRENT_REQUESTS = 1
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1
# Jitter varies both ways; without it at least a second lies between two requests to a host
DOWNLOAD_DELAY_JITTER = 0
# The default of 100 starts 100 tasks a response, for the one article on it
CONCURRENT_ITEMS = 1

# ── limits ──
# Total seconds of a request; a slow drip ends here
DOWNLOAD_TIMEOUT = 30
# Decoded and on the wire; a decompression bomb ends here
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024
REDIRECT_MAX_TIMES = 10
# The whole process; what is not fetched then is so by the next run
MEMUSAGE_LIMIT_MB = 400
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5

# The summary names the reason of what could not be fetched
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# ── attack surface ──
# Connections lead to public addresses only (see newscrawler.network.guard)
TWISTED_DNS_RESOLVER = "newscrawler.network.guard.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "newscrawler.network.http.LimitedHandler",
    "https": "newscrawler.network.http.LimitedHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
# A proxy would resolve names out of our sight
HTTPPROXY_ENABLED = False
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False
TELNETCONSOLE_ENABLED = False
# Runs Python code that is posted to a loopback port
REMOTE_CONTROL_ENABLED = False

# ── components ──
# The ledger decides what is fetched; a filter here would drop redirects without a word
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawler.network.origin.OriginMiddleware": 50,
    "newscrawler.network.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "newscrawler.network.backoff.BackoffMiddleware": 550,
    # What is unpacked does not tell any more whether all of it came
    "newscrawler.network.whole.WholeMiddleware": 592,
    "newscrawler.network.guard.GuardMiddleware": 595,
}
EXTENSIONS = {
    "newscrawler.monitor.Monitor": 10,
    # The summary and the live line say what log statistics every minute would
    "scrapy.extensions.logstats.LogStats": None,
}
SPIDER_CONTRACTS = {
    "newscrawler.contracts.RoomListing": 10,
    "newscrawler.contracts.RoomArticle": 10,
}
ITEM_PIPELINES = {
    "newscrawler.pipelines.Require": 100,
    "newscrawler.pipelines.Normalise": 200,
    "newscrawler.pipelines.Deduplicate": 300,
    "newscrawler.pipelines.Store": 400,
}

# ── output ──
FEED_EXPORT_FIELDS = PUBLIC_FIELDS
# cron mails what is printed: a good run prints one line, `-L INFO` shows the rest
LOG_LEVEL = "WARNING"
# A full disk is told in one line, not by the traceback of whatever was to be written
LOG_FORMATTER = "newscrawler.logs.Formatter"
