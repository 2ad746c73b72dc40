"""No connection to an address that is not public, however it is spelled or reached.

Twisted asks its name resolver for every host, literals included, and connects to exactly what the
resolver answers: the one place where the address used and the address checked are the same.
"""

from __future__ import annotations

from typing import Any, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingHostnameResolver
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

from newscrawler.network.public import is_public
from newscrawler.urls import DEFAULT_PORTS

Pairs = frozenset[tuple[str, int]]


class PrivateAddress(IgnoreRequest):
    """The request would lead to an address that is not public."""


class GuardError(Exception):
    """The guard is not in place, or its exceptions cannot be read; the message says what to do."""


def exceptions(text: str) -> Pairs:
    """Return the pairs of `NEWSCRAWLER_ALLOW_PRIVATE`: host:port, separated by commas or blanks.

    Raises GuardError for anything that is no such pair.
    """
    pairs = set()
    for pair in text.replace(",", " ").split():
        host, _, port = pair.rpartition(":")
        if not host or not port.isdecimal():
            raise GuardError(
                f"NEWSCRAWLER_ALLOW_PRIVATE={text!r}: {pair!r} is not host:port, such as "
                "127.0.0.1:8000"
            )
        pairs.add((host.strip("[]").lower(), int(port)))
    return frozenset(pairs)


@implementer(IResolutionReceiver)
class _Checked:
    """Holds the answers back until all are known: one that is not public refuses them all."""

    def __init__(self, inner: Any, resolver: GuardedResolver, host: str, port: int) -> None:
        self._inner, self._resolver = inner, resolver
        self._target = (host.lower(), port)
        self._answers: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802  Twisted's name
        """Pass it on."""
        self._inner.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802  Twisted's name
        """Keep an answer."""
        self._answers.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802  Twisted's name
        """Pass all answers on, or none."""
        if self._target not in self._resolver.allowed:
            hosts = [address.host for address in self._answers]
            private = [host for host in hosts if not is_public(host)]
            if private:
                self._resolver.refused[self._target] = private[0]
                self._answers = []
        for address in self._answers:
            self._inner.addressResolved(address)
        self._inner.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver, whose answers are checked every time that they are used.

    Installed by `TWISTED_DNS_RESOLVER`. `allowed` are the exceptions, `refused` maps (host, port)
    to the address that was refused and is read once by GuardMiddleware.
    """

    def __init__(self, reactor: Any, cache_size: int, allowed: Pairs) -> None:
        super().__init__(reactor, cache_size)
        self.allowed = allowed
        self.refused: dict[tuple[str, int], str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Build from the process's settings, as Scrapy asks. Raises GuardError."""
        settings: BaseSettings = crawler.settings
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        return cls(reactor, size, exceptions(settings["NEWSCRAWLER_ALLOW_PRIVATE"] or ""))

    def resolveHostName(  # noqa: N802  Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803  passed by name
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """See twisted.internet.interfaces.IHostnameResolver."""
        checked: Any = _Checked(resolutionReceiver, self, hostName, portNumber)
        return super().resolveHostName(
            checked, hostName, portNumber, addressTypes, transportSemantics
        )


def installed() -> GuardedResolver:
    """Return the guard of this process. Raises GuardError when another resolver is in place."""
    from twisted.internet import reactor

    resolver = cast("Any", reactor).nameResolver
    if not isinstance(resolver, GuardedResolver):
        raise GuardError(
            "private addresses are not guarded: start crawls with newscrawler, scrapy or "
            "AsyncCrawlerProcess, and leave TWISTED_DNS_RESOLVER as newscrawler's settings have it"
        )
    return resolver


class GuardMiddleware:
    """Says why a request was refused, and looks again at where an answer came from.

    Stands next to the downloader, so that every hop and robots.txt pass it, and so that a refusal
    is not retried. Raises GuardError for every request while the guard is not installed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._guard: GuardedResolver | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from a crawler, as Scrapy asks."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass, or raise PrivateAddress for an address with user info."""
        if self._guard is None:
            self._guard = installed()
        parts = urlparse_cached(request)
        if parts.scheme not in DEFAULT_PORTS or "@" in parts.netloc:
            raise self._refusal(f"not a plain http or https address: {request.url}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, or raise PrivateAddress when it came from elsewhere."""
        assert self._guard is not None
        came_from = response.ip_address
        if (
            came_from is None
            or is_public(str(came_from))
            or _target(request) in self._guard.allowed
        ):
            return response
        raise self._refusal(_words(str(came_from), request))

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise PrivateAddress in place of the look-up error that a refusal is to Twisted."""
        if self._guard is None or not isinstance(exception, CannotResolveHostError):
            return
        address = self._guard.refused.pop(_target(request), None)
        if address is not None:
            raise self._refusal(_words(address, request)) from exception

    def _refusal(self, message: str) -> PrivateAddress:
        self.crawler.stats.inc_value("newscrawler/private/refused")
        return PrivateAddress(message)


def _target(request: Request) -> tuple[str, int]:
    parts = urlparse_cached(request)
    return (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS[parts.scheme]


def _words(address: str, request: Request) -> str:
    host, port = _target(request)
    name = host if host == address else f"{host} leads to {address}, which"
    return (
        f"{name} is not a public address; if it is your own server, set "
        f"NEWSCRAWLER_ALLOW_PRIVATE={f'[{host}]' if ':' in host else host}:{port}"
    )
