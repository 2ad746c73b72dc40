"""Scrapy's defaults, so that the peers are found and nothing else differs."""

SPIDER_MODULES = ["bench.bare"]
ROBOTSTXT_OBEY = True
LOG_LEVEL = "WARNING"
