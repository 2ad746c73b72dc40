"""The peer: a bare Scrapy spider that walks the same room, runs five queries and keeps nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.http import HtmlResponse

from newscrawler import settings as own

# What newscrawler adds; everything else of its settings stays.
ADDED = ("COMMANDS_MODULE", "EXTENSIONS", "ITEM_PIPELINES", "SPIDER_CONTRACTS", "TEMPLATES_DIR")


class BareSpider(scrapy.Spider):
    """Under Scrapy's default settings."""

    name = "bare"

    def __init__(self, url: str) -> None:
        super().__init__()
        self.start_urls = [f"{url}/Home/Articles/index/cid/18"]

    def parse(self, response: HtmlResponse) -> Iterator[scrapy.Request]:
        """Follow the listing's articles and its next page."""
        hrefs = response.css("ul.newslist li a::attr(href)").getall()
        for path in dict.fromkeys(re.sub(r"^http://[^/]+", "", href) for href in hrefs):
            yield response.follow(path, self.parse_article)
        yield from response.follow_all(css="a.next", callback=self.parse)

    def parse_article(self, response: HtmlResponse) -> dict[str, Any]:
        """Build the selector and run five queries, as a quick script would."""
        return {
            "crumbs": response.css("li a::text").getall(),
            "title": response.css("h2::text, h3::text").get(),
            "date": response.css("span::text").get(),
            "body": response.css("p::text").getall(),
            "links": response.css("a::attr(href)").getall(),
        }


class BareSameSpider(BareSpider):
    """Under newscrawler's settings, without what newscrawler adds."""

    name = "bare_same"
    custom_settings = {
        name: getattr(own, name)
        for name in dir(own)
        if name.isupper() and name not in ADDED and not name.startswith("NEWSCRAWLER")
    } | {
        "DOWNLOADER_MIDDLEWARES": {"scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None},
        "EXTENSIONS": {"scrapy.extensions.logstats.LogStats": None},
    }
