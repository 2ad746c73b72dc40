"""The console script `newscrawler`: Scrapy's command line with newscrawler's settings."""

from __future__ import annotations

import os
import sys

from scrapy.cmdline import execute
from scrapy.utils.conf import closest_scrapy_cfg


def main() -> None:
    """Run a verb; outside of any project, with the settings of the installed package."""
    if not closest_scrapy_cfg():
        os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newscrawler.settings")
    execute(sys.argv)


if __name__ == "__main__":
    main()
