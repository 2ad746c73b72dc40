"""Where a media room lives: its hosts, or the replica or mirror that stands in for them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit, urlunsplit

from newscrawler import urls


class Addresses:
    """The addresses of one room.

    `hosts` are the room's names, the first one preferred; with `base_url` every address of the
    room is taken at that origin instead, and nothing else counts as the room's. Raises ValueError
    when `base_url` is no http or https address.
    """

    def __init__(self, hosts: Sequence[str], scheme: str, base_url: str | None = None) -> None:
        self._hosts = frozenset(hosts)
        self._base = urlsplit(base_url) if base_url else None
        self._home = base_url or f"{scheme}://{hosts[0]}"
        if base_url:
            self.origins = {urls.origin(base_url)}
        else:
            self.origins = {(host, port) for host in hosts for port in urls.DEFAULT_PORTS.values()}

    def here(self, address: str) -> str:
        """Return `address` absolute and canonical, moved to `base_url` when it is the room's.

        Raises ValueError when it has no usable host or port.
        """
        # Most addresses are absolute; joining those costs more than all the rest.
        is_absolute = address.startswith(("http://", "https://"))
        url = urls.canonical(address if is_absolute else urljoin(self._home, address))
        parts = urlsplit(url)
        if self._base and parts.hostname in self._hosts:
            url = urlunsplit((self._base.scheme, self._base.netloc, parts.path, parts.query, ""))
        return url

    def is_ours(self, url: str) -> bool:
        """Tell whether `url` is the room's: exact host and port, never a look-alike."""
        try:
            return urls.origin(self.here(url)) in self.origins
        except ValueError:
            return False
