"""Where a media room lives: its hosts, or the replica or mirror that stands in for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urljoin, urlsplit, urlunsplit

from newscrawler import urls


class Origins(Collection[tuple[str, int]]):
    """Hosts with their ports; those of a `domain` are in it too, at the usual ports.

    Iterating yields those that are named only.
    """

    def __init__(self, named: Collection[tuple[str, int]], domain: str | None = None) -> None:
        self._named = frozenset(named)
        self._domain = domain

    def __contains__(self, origin: object) -> bool:
        """Tell whether (host, port) is one of them."""
        if origin in self._named or self._domain is None:
            return origin in self._named
        match origin:
            case (str(host), int(port)):
                is_of_domain = host == self._domain or host.endswith(f".{self._domain}")
                return is_of_domain and port in urls.DEFAULT_PORTS.values()
        return False

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Yield those that are named."""
        return iter(self._named)

    def __len__(self) -> int:
        """Return how many are named."""
        return len(self._named)


class Addresses:
    """The addresses of one room.

    `hosts` are the room's names, the first one preferred, at the usual ports or at the one that
    follows a colon; below a `domain` every host is the room's too. With `base_url` every address of
    the room is taken at that origin instead, and nothing else counts as the room's. Raises
    ValueError when `base_url` is no http or https address, or a host has no usable port.
    """

    def __init__(
        self,
        hosts: Sequence[str],
        scheme: str,
        base_url: str | None = None,
        domain: str | None = None,
    ) -> None:
        named = [urlsplit(f"//{host}") for host in hosts]
        self._hosts = frozenset(host.hostname for host in named)
        self._base = urlsplit(base_url) if base_url else None
        self._home = base_url or f"{scheme}://{hosts[0]}"
        if base_url:
            self.origins = Origins({urls.origin(base_url)})
        else:
            usual = urls.DEFAULT_PORTS.values()
            ports = {host.hostname or "": [host.port] if host.port else usual for host in named}
            self.origins = Origins({(host, at) for host in ports for at in ports[host]}, domain)

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

    def key(self, url: str) -> str | None:
        """Return what tells one page of the room from another, None when it is not the room's.

        That is the address without its host, save on a host that only the domain makes ours.
        """
        if not self.is_ours(url):
            return None
        host = urlsplit(self.here(url)).hostname
        is_named = any(host == named for named, _ in self.origins)
        return urls.address_key(url) if is_named else urls.short(f"//{host}{urls.address_key(url)}")
