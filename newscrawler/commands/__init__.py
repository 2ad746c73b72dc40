"""One module per verb: `scrapy <verb>` and `newscrawler <verb>`. Thin wrappers only.

Scrapy imports all of them at every start, so each imports what it needs inside `run`.
"""
