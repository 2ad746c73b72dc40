"""A media room of which nothing is declared but where its listing is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from newscrawler import urls
from newscrawler.crawl.arguments import RoomArgumentError
from newscrawler.media_room import MediaRoomSpider

_BEGINS_WITH_A_HOST = re.compile(r"[^/.:]+[.:][^/]+(/|$)")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


class UnknownRoomSpider(MediaRoomSpider):
    """Crawls the room at `-a url=…`: everything is found by what a reader sees.

    Raises RoomArgumentError without a usable `url`.
    """

    advice: ClassVar[str] = (
        "open it in a browser and give the address of the list itself, of its feed or sitemap; "
        "`newscrawler init URL --show` tells what is understood of it"
    )

    def __init__(self, name: str | None = None, url: str | None = None, **arguments: str) -> None:
        if not url:
            raise RoomArgumentError("say which room: -a url=https://www.acme.example/news")
        try:
            host, port = urls.origin(url)
        except ValueError as error:
            whole = f"; write https://{url}" if _BEGINS_WITH_A_HOST.match(url) else ""
            raise RoomArgumentError(f"{error}{whole}") from error
        self.scheme = urlsplit(url).scheme.lower()
        self.hosts = _with_and_without_www(host)
        self.domain = _domain(host)
        self.listings = [[url]]
        if port != urls.DEFAULT_PORTS[self.scheme]:
            arguments.setdefault("base_url", f"{self.scheme}://{host}:{port}")
        super().__init__(name or room_name(url), **arguments)
        path = urlsplit(url).path
        self.section = path if path.endswith("/") else f"{path.rpartition('.')[0] or path}/"

    def instead(self, elsewhere: Sequence[str]) -> list[str]:
        """Return what a page names, then where sites say what pages they have.

        At most a few are read: an index of sitemaps names the likeliest of its own.
        """
        return [*elsewhere, *self.site_lists]


def room_name(url: str) -> str:
    """Return a name for the room at `url`, as files and spiders are called.

    >>> room_name("https://www.acme.example/en/press-releases/index.html")
    'acme_example_en_press_releases'
    """
    parts = urlsplit(url)
    path = re.sub(r"(?:/|^)(?:index|default)?(?:\.\w{2,5})?$", "", parts.path)
    host = (parts.hostname or "").removeprefix("www.")
    return _NOT_IN_A_NAME.sub("_", f"{host}{path}".lower()).strip("_")


def _domain(host: str) -> str | None:
    """Return the registered domain of a host, None of an address or what has no known suffix.

    By the Public Suffix List as it comes with tldextract, which is not asked for another one.
    """
    # It takes a quarter of a second, and only unknown rooms need it.
    from tldextract import TLDExtract

    known = TLDExtract(suffix_list_urls=(), cache_dir=None)
    parts = known(host, include_psl_private_domains=True)
    return parts.top_domain_under_public_suffix or None


def _with_and_without_www(host: str) -> list[str]:
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    return [host, other]
