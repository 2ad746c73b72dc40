"""A made room over HTTP on loopback; it keeps what it has shown since the last crawl began."""

from __future__ import annotations

import asyncio
import hashlib
import random
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import NamedTuple, Self

from aiohttp import web

from bench.weeks import lists
from bench.weeks.pages import View, notice
from bench.weeks.site import Release, Site, annex, document


class Asked(NamedTuple):
    """What a request asks for: robots, list, release, file or other; which list page or release."""

    kind: str
    where: lists.Where | None = None
    release: Release | None = None


@dataclass
class Shown:
    """What was shown in one crawl: entries of lists, releases as they were said, faults met."""

    entries: set[int] = field(default_factory=set)
    versions: dict[int, int] = field(default_factory=dict)
    is_spoilt: set[int] = field(default_factory=set)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    requests: int = 0


Answering = Callable[["Server", web.Request, Asked], Awaitable[web.StreamResponse | None]]


@dataclass
class Fault:
    """What goes wrong: requests of these kinds, with a chance, for some releases or for all."""

    name: str
    kinds: frozenset[str]
    answer: Answering
    chance: float = 1.0
    ids: frozenset[int] | None = None


class Server:
    """Serves `site` until the end of the block; `base_url` is where."""

    def __init__(self) -> None:
        self.site: Site
        self.faults: list[Fault] = []
        self.shown = Shown()
        self.dice = random.Random(0)
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    def begin(self, dice: random.Random) -> None:
        """Forget what was shown; `dice` are those of the next crawl's noise."""
        self.shown, self.dice = Shown(), dice

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.shown.requests += 1
        fields = {name: str(value) for name, value in (await request.post()).items()}
        fields = {**request.query, **fields}
        asked = self._asked(request.path_qs, request.path, fields)
        for fault in self.faults:
            is_meant = asked.kind in fault.kinds and (
                fault.ids is None or (asked.release is not None and asked.release.id in fault.ids)
            )
            if is_meant and self.dice.random() < fault.chance:
                answer = await fault.answer(self, request, asked)
                if answer is not None:
                    self.shown.faults[fault.name, asked.kind] += 1
                    if asked.release is not None:
                        self.shown.is_spoilt.add(asked.release.id)
                    return answer
        return self.answer(request, asked, self.site)

    def _asked(self, path_qs: str, path: str, fields: dict[str, str]) -> Asked:
        if path == "/robots.txt":
            return Asked("robots")
        if (where := lists.asked(self.site, path, fields)) is not None:
            return Asked("list", where)
        if (owner := self.site.owner(path_qs)) is not None:
            return Asked("release", None, self.site.releases[owner])
        return Asked("file" if path.startswith("/annex/") else "other")

    def answer(self, request: web.Request, asked: Asked, site: Site) -> web.StreamResponse:
        """Return what a site that works answers."""
        view = View(site, self.dice)
        if asked.kind == "robots":
            return web.Response(text="User-agent: *\nAllow: /\n")
        if asked.where is not None:
            return self.list_page(request, view, asked.where)
        if asked.release is not None:
            return self._release(request, view, asked.release.id)
        if asked.kind == "file":
            return self._file(request, site)
        if request.path in ("/", "/index.html"):
            return self.page(request, site, notice(site, view.words["home"], view.words["foot"]))
        return web.Response(status=404, text="not found")

    def list_page(
        self,
        request: web.Request,
        view: View,
        where: lists.Where,
        change: Callable[[list[Release]], list[Release]] = lambda rows: rows,
    ) -> web.StreamResponse:
        """Return a page of a list; a fault may `change` its rows."""
        found = lists.render(view, where, change)
        self.shown.entries |= set(found.ids)
        text = found.text.replace("{base}", self.url)
        if found.kind == "html":
            return self.page(request, view.site, text)
        return self._validated(request, view.site, text.encode(), f"application/{found.kind}")

    def _release(self, request: web.Request, view: View, id_: int) -> web.StreamResponse:
        site = view.site
        release = site.releases.get(id_)
        place = request.path_qs if request.path_qs in site.places else request.path
        if release is None or release.is_gone:
            return web.Response(status=404, text="not found")
        old = site.old.get(place, 200)
        if old in (301, 302):
            return web.Response(status=old, headers={"Location": site.path(release)})
        if old == 404:
            return web.Response(status=404, text="not found")
        self.shown.versions[id_] = len(release.versions) - 1
        if site.kind == "documents":
            return self._validated(request, site, document(release), "application/pdf")
        return self.page(request, site, view.article(release))

    def _file(self, request: web.Request, site: Site) -> web.StreamResponse:
        name = request.path.removeprefix("/annex/")
        versions = [
            version
            for each in site.live()
            for known, version in each.content.files
            if known == name
        ]
        if not versions:
            return web.Response(status=404, text="not found")
        return self._validated(request, site, annex(name, versions[0]), "application/pdf")

    def page(self, request: web.Request, site: Site, html: str) -> web.StreamResponse:
        """Return `html` as the site serves its pages."""
        body = html.encode(site.charset, "xmlcharrefreplace")
        kind = "text/html; charset=utf-8" if site.charset == "utf-8" else "text/html"
        return self._validated(request, site, body, kind)

    def _validated(
        self, request: web.Request, site: Site, body: bytes, kind: str
    ) -> web.StreamResponse:
        headers = {"Content-Type": kind}
        if site.validators:
            headers["ETag"] = f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)
