"""Whom a site's operator can turn to."""

from __future__ import annotations

from scrapy.settings import BaseSettings


class Contact:
    """Names NEWSCRAWLER_CONTACT in the User-Agent, by whatever way the two were set."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Change the setting, as Scrapy asks its add-ons."""
        contact, agent = settings["NEWSCRAWLER_CONTACT"], settings["USER_AGENT"]
        if contact and contact not in agent:
            priority = settings.getpriority("USER_AGENT") or 0
            settings.set("USER_AGENT", f"{agent} (+{contact})", priority)
