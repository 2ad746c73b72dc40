"""In which order a crawl asks for what: the highest first (Scrapy, Request.priority)."""

# The next page of an article: what is begun is ended.
PART = 10
# New releases before listing pages: at most one page's worth of requests waits at a time.
RELEASE = 0
LISTING = -10
# What is held already, or has failed before, after what is new
CHECK = -20
# Documents after releases: a run that ends early has these.
ATTACHMENT = -30
# A release that another one is to explain comes after it, and both after everything else.
BESIDE, AGAIN = -30, -40
