"""What a crawl of one media room is made of: `newscrawler.media_room` puts it together."""
