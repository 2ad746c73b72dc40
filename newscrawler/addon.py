"""The pipelines for other Scrapy projects: `ADDONS = {"newscrawler.addon.ArchiveAddon": 500}`."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from newscrawler import settings as own

PIPELINES = "newscrawler.pipelines."


class ArchiveAddon:
    """Stores the items of any spider in a newscrawler archive.

    Items need `title`, `body` and `url` (and may have every other field of docs/item.md); `key`
    defaults to the URL and `room` to the spider's name. `NEWSCRAWLER_ARCHIVE` chooses the file.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the four pipelines behind the project's own, and switch recording on.

        The monitor ends the crawl when the archive fails.
        """
        steps = ("Require", "Normalise", "Deduplicate", "Store")
        pipelines = settings.get_component_priority_dict_with_base("ITEM_PIPELINES")
        for place, step in enumerate(steps, start=1):
            pipelines.setdefault(PIPELINES + step, 900 + place)
        settings.set("ITEM_PIPELINES", pipelines, "addon")
        extensions = settings.get_component_priority_dict_with_base("EXTENSIONS")
        extensions.setdefault("newscrawler.monitor.Monitor", 10)
        settings.set("EXTENSIONS", extensions, "addon")
        for name in dir(own):
            if name.startswith("NEWSCRAWLER_") and name not in settings:
                settings.set(name, getattr(own, name), "addon")
        settings.set("NEWSCRAWLER_RECORD", True, "addon")
