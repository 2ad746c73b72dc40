"""Connections to addresses that are not public: hostile spellings and hostile answers of DNS.

`python -m bench.forbidden guarded` (or `plain`: Scrapy's own settings) asks for each target once
and prints what was tried, as JSON. Nothing leaves the process: names are answered here, and every
connection fails at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

from bench.figure import Figure

ALLOWED = ("127.0.0.1", 8000)
SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001",
    "0177.0.0.1", "0", "0.0.0.0", "127.0.0.1.", "169.254.169.254", "2852039166", "10.0.0.1",
    "100.64.0.1", "192.168.1.1", "172.16.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[fe80::1]", "[fd00:ec2::254]",
    "①②⑦.⓪.⓪.①", "１２７.０.０.１", "localhost", "LOCALHOST",
]  # fmt: skip
# One look-up each; a list of lists is a name that answers otherwise the second time.
ANSWERS: dict[str, list[list[str]]] = {
    "loopback": [["127.0.0.1"]],
    "private": [["10.1.2.3"]],
    "link-local": [["169.254.169.254"]],
    "shared": [["100.100.100.200"]],
    "unspecified": [["0.0.0.0"]],
    "multicast": [["239.1.2.3"]],
    "loopback6": [["::1"]],
    "unique-local": [["fd00::1"]],
    "mapped": [["::ffff:127.0.0.1"]],
    "nat64": [["64:ff9b::7f00:1"]],
    "teredo": [["2001:0:7f00:1::"]],
    "sixtofour": [["2002:7f00:1::"]],
    "one-bad-last": [["8.8.8.8", "127.0.0.1"]],
    "one-bad-first": [["127.0.0.1", "8.8.8.8"]],
    "one-bad-of-both": [["2606:4700::1111", "192.168.0.1"]],
    "rebinding": [["8.8.8.8"], ["127.0.0.1"]],
}


class Asker(scrapy.Spider):
    """Asks for every target, and for a rebinding name twice."""

    name = "asker"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Yield one request a target."""
        self.refused: list[str] = []
        names = [f"{name}.example" for name in ANSWERS] + ["rebinding.example"]
        for host in [*SPELLINGS, *names]:
            yield scrapy.Request(f"http://{host}/", errback=self.tell, dont_filter=True)
        yield scrapy.Request(f"http://{ALLOWED[0]}:{ALLOWED[1]}/", errback=self.tell)

    def tell(self, failure: Any) -> None:
        """Note what was refused by the guard."""
        if type(failure.value).__name__ == "PrivateAddress":
            self.refused.append(failure.request.url)


def measure(_folder: Path) -> Iterator[Figure]:
    """Ask in a process with the guard, and in one with Scrapy's own settings."""
    for kind, name, bound in (("guarded", "newscrawler", 0), ("plain", "bare Scrapy", None)):
        command = [sys.executable, "-m", "bench.forbidden", kind]
        found = json.loads(subprocess.check_output(command, timeout=120))
        note = f"{len(SPELLINGS)} spellings, {len(ANSWERS)} kinds of answers"
        yield Figure(f"{name}: forbidden connections", len(found["forbidden"]), "", bound, note)


def ask(kind: str) -> dict[str, Any]:
    """Ask for every target with newscrawler's settings ("guarded") or Scrapy's ("plain")."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import error, reactor
    from twisted.internet.address import IPv4Address, IPv6Address
    from twisted.python.failure import Failure

    looked_up: dict[str, int] = {}
    tried: list[tuple[str, int]] = []

    class Names:
        """Answers for the names of ANSWERS; the system reads the spellings of literals."""

        def __init__(self, system: Any) -> None:
            self.system = system

        def resolveHostName(self, receiver: Any, host: str, port: int = 0, *rest: Any) -> Any:  # noqa: N802  Twisted calls it so
            kinds = ANSWERS.get(host.removesuffix(".example"))
            if kinds is None:
                return self.system.resolveHostName(receiver, host, port, *rest)
            number = looked_up[host] = looked_up.get(host, 0) + 1
            receiver.resolutionBegan(None)
            for address in kinds[min(number, len(kinds)) - 1]:
                family = IPv6Address if ":" in address else IPv4Address
                receiver.addressResolved(family("TCP", address, port))
            receiver.resolutionComplete()
            return receiver

    def connect(host: str, port: int, factory: Any, *_: Any, **__: Any) -> None:
        tried.append((host, port))
        factory.clientConnectionFailed(None, Failure(error.ConnectionRefusedError()))

    loop: Any = reactor
    loop.connectTCP = connect
    loop.installNameResolver(Names(loop.nameResolver))
    settings = Settings({"LOG_LEVEL": "CRITICAL", "RETRY_ENABLED": False, "DNSCACHE_SIZE": 0})
    if kind == "guarded":
        settings.setmodule("newscrawler.settings", priority="default")
        settings.set("NEWSCRAWLER_ALLOW_PRIVATE", "{}:{}".format(*ALLOWED))
    else:
        settings.set("TWISTED_DNS_RESOLVER", "scrapy.resolver.CachingHostnameResolver")
    settings.update({"ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0})
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Asker)
    process.crawl(crawler)
    process.start()
    from newscrawler.network.public import is_public

    asker: Any = crawler.spider
    return {
        "asked": len(SPELLINGS) + len(ANSWERS),
        "refused": len(asker.refused),
        "forbidden": [each for each in tried if each != ALLOWED and not is_public(each[0])],
        "allowed": ALLOWED in tried,
    }


if __name__ == "__main__":
    print(json.dumps(ask(sys.argv[1])))
