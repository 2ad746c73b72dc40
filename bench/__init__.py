"""Every figure that newscrawler claims, against its peer, in one run: `make bench`."""
