"""What a page costs the reader's browser: a budget as Lighthouse has, measured in Chromium.

A slow telephone, as Lighthouse throttles: 1.6 Mbit/s, 150 ms there and back, felt as 562 ms, and a
processor of a quarter of the speed. Every page is loaded with an empty cache.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.figure import Figure

ROUNDS = 5
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run".split()
NETWORK = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1474.56 * 1024 / 8,
    "uploadThroughput": 675 * 1024 / 8,
}
SLOWER = 4
# Milliseconds that the main thread may be busy before it is felt
BLOCKING = 50
# Name, unit, and the most: what Lighthouse calls good, or less
BUDGET = {
    "requests": ("", 4),
    "transferred": ("bytes", 30_000),
    "elements": ("", 800),
    "first contentful paint": ("ms", 1800),
    "largest contentful paint": ("ms", 2500),
    "total blocking time": ("ms", 50),
    "layout shift": ("", 0),
}
_OBSERVED = """() => new Promise((done) => {
  const seen = {"largest-contentful-paint": [], "longtask": [], "layout-shift": []};
  for (const type of Object.keys(seen)) {
    new PerformanceObserver((list) => seen[type].push(...list.getEntries()))
      .observe({type, buffered: true});
  }
  requestAnimationFrame(() => setTimeout(() => done({
    first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    largest: Math.max(...seen["largest-contentful-paint"].map((each) => each.startTime)),
    tasks: seen["longtask"].map((each) => [each.startTime, each.startTime + each.duration]),
    shift: seen["layout-shift"].reduce((sum, each) => sum + each.value, 0),
    elements: document.querySelectorAll("*").length,
  }), 300));
})"""


@dataclass
class _Traffic:
    """What came over the network while a page was loaded."""

    requests: int = 0
    received: float = 0.0

    def finished(self, event: Mapping[str, Any]) -> None:
        """Count an answer; what the browser had already is none."""
        self.requests += event["encodedDataLength"] > 0
        self.received += event["encodedDataLength"]


def measure(origin: str, pages: Mapping[str, str]) -> Iterator[Figure]:
    """Load pages, each a name with its address below `origin`; the median of each figure."""
    with browser() as running:
        for name, address in pages.items():
            loads = [_load(running, origin + address) for _ in range(ROUNDS)]
            for figure, (unit, most) in BUDGET.items():
                value = median(load[figure] for load in loads)
                yield Figure(f"{name}: {figure}", value, unit, most)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start this machine's Chromium."""
    program = shutil.which("chromium", path="/usr/bin") or shutil.which("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


def _load(running: Browser, address: str) -> dict[str, float]:
    context = running.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    traffic = _Traffic()
    protocol.on("Network.loadingFinished", traffic.finished)
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", NETWORK)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate(_OBSERVED)
    context.close()
    return {
        "requests": traffic.requests,
        "transferred": traffic.received,
        "elements": seen["elements"],
        "first contentful paint": seen["first"],
        "largest contentful paint": seen["largest"],
        "total blocking time": _blocking(seen["tasks"], seen["first"]),
        "layout shift": seen["shift"],
    }


def _blocking(tasks: Sequence[tuple[float, float]], first: float) -> float:
    """Return for how long a click would wait for tasks (Lighthouse, total blocking time).

    It begins with the first paint: there is nothing to click before.
    """
    return sum(max(0, end - max(start, first) - BLOCKING) for start, end in tasks)
