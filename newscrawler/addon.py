"""The pipelines for other Scrapy projects: `ADDONS = {"newscrawler.addon.ArchiveAddon": 500}`."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from newscrawler import pipelines
from newscrawler import settings as own
from newscrawler.monitor import Monitor

STEPS = (pipelines.Require, pipelines.Normalise, pipelines.Deduplicate, pipelines.Store)


class ArchiveAddon:
    """Stores the items of any spider in a newscrawler archive.

    Items need `title`, `body` and `url` (and may have every other field of docs/item.md); `key`
    defaults to the URL and `room` to the spider's name. `NEWSCRAWLER_ARCHIVE` chooses the file.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the four pipelines behind the project's own, and switch recording on.

        The monitor ends the crawl when the archive fails.
        """
        for place, step in enumerate(STEPS, start=901):
            settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", step, place)
        settings.setdefault_in_component_priority_dict("EXTENSIONS", Monitor, 10)
        for name in dir(own):
            if name.startswith("NEWSCRAWLER_") and name not in settings:
                settings.set(name, getattr(own, name), "addon")
        settings.set("NEWSCRAWLER_RECORD", True, "addon")
