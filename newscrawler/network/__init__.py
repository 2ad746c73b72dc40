"""Small Scrapy components for polite and safe fetching; each does one thing."""
