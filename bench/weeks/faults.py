"""What goes wrong with a made room for a day or two, or for a week where nobody notices."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence

from aiohttp import web

from bench.weeks.pages import View, notice, spam
from bench.weeks.server import Answering, Asked, Fault, Server
from bench.weeks.site import Release, Site

LISTS, RELEASES, ROBOTS = frozenset(["list"]), frozenset(["release"]), frozenset(["robots"])
BOTH, ALL = LISTS | RELEASES, frozenset(["list", "release", "file", "other", "robots"])
_SLOW, _HUGE = 4, 9_000_000


def _status(number: int, **headers: str) -> Answering:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
        return web.Response(status=number, text=f"error {number}", headers=sent)

    return answer


def _says(title: str, text: str, status: int = 200) -> Answering:
    async def answer(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
        html = notice(server.site, title, text)
        return web.Response(status=status, text=html, content_type="text/html", charset="utf-8")

    return answer


def _leads(to: str, status: int = 302) -> Answering:
    async def answer(
        server: Server, request: web.Request, asked: Asked
    ) -> web.StreamResponse | None:
        if request.path == to:
            return None
        return web.Response(status=status, headers={"Location": to})

    return answer


async def _drop(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _slow(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    await asyncio.sleep(_SLOW)
    return server.answer(request, asked, server.site)


async def _drip(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    for _ in range(_SLOW * 5):
        await response.write(b"<p>a</p>")
        await asyncio.sleep(0.2)
    return response


async def _half(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse | None:
    whole = server.answer(request, asked, server.site)
    if not isinstance(whole, web.Response) or not isinstance(whole.body, bytes):
        return None
    sent = {"Content-Type": whole.headers["Content-Type"]}
    return web.Response(body=whole.body[: len(whole.body) * 2 // 3], headers=sent)


async def _empty(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    return web.Response(body=b"", content_type="text/html")


async def _huge(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    return web.Response(body=b"<p>page</p>" * (_HUGE // 11), content_type="text/html")


async def _hijacked(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    return web.Response(text=spam(server.site.seed), content_type="text/html")


async def _not_modified(
    server: Server, request: web.Request, asked: Asked
) -> web.StreamResponse | None:
    if "If-None-Match" in request.headers or "If-Modified-Since" in request.headers:
        return web.Response(status=304)
    answer = server.answer(request, asked, server.site)
    answer.headers["ETag"] = '"the same"'
    answer.headers["Last-Modified"] = "Mon, 01 Jan 2024 00:00:00 GMT"
    return answer


async def _charset(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    answer = server.answer(request, asked, server.site)
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        answer.headers["Content-Type"] = "text/html; charset=iso-8859-1"
    return answer


async def _mixed_up(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    other = server.dice.choice(server.site.live())
    html = View(server.site, server.dice).article(other)
    return server.page(request, server.site, html)


async def _forbidding(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
    return web.Response(text="User-agent: *\nDisallow: /\n")


def _stale(site: Site) -> Answering:
    """Return what a mirror or cache answers that still has the site of some days ago."""

    async def answer(server: Server, request: web.Request, asked: Asked) -> web.StreamResponse:
        return server.answer(request, asked, site)

    return answer


def _rows(change: Callable[[list[Release]], list[Release]]) -> Answering:
    async def answer(
        server: Server, request: web.Request, asked: Asked
    ) -> web.StreamResponse | None:
        if asked.where is None:
            return None
        return server.list_page(request, View(server.site, server.dice), asked.where, change)

    return answer


async def _page_one(
    server: Server, request: web.Request, asked: Asked
) -> web.StreamResponse | None:
    """Show the first page whichever is asked for."""
    if asked.where is None or asked.where.page == 1:
        return None
    view = View(server.site, server.dice)
    return server.list_page(request, view, asked.where._replace(page=1))


async def _only_first(
    server: Server, request: web.Request, asked: Asked
) -> web.StreamResponse | None:
    """Answer for later pages as if there were none."""
    if asked.where is None or asked.where.page == 1:
        return None
    return server.list_page(request, View(server.site, server.dice), asked.where, lambda _: [])


MAINTENANCE = (
    "Scheduled maintenance",
    "Our website is down for maintenance. Please try again later.",
)
CONSENT = (
    "Before you continue",
    "We use cookies to improve this site. Please accept or reject them.",
)
NOT_FOUND = ("Page not found", "The page you are looking for does not exist or has been removed.")
LOGIN = ("Sign in", "Please log in with your user name and password to continue.")
CAPTCHA = (
    "Just a moment",
    "Checking your browser. Please complete the captcha to prove you are human.",
)

# name: (kinds, answer, chance, of how many releases: all, half, one)
PLAIN: dict[str, tuple[frozenset[str], Answering, float, str]] = {
    "everything 500": (ALL, _status(500), 1, "all"),
    "lists 500": (LISTS, _status(500), 1, "all"),
    "releases 500": (RELEASES, _status(500), 1, "all"),
    "now and then 502": (BOTH, _status(502), 0.3, "all"),
    "503 for an hour": (BOTH, _status(503, Retry_After="3600"), 1, "all"),
    "releases 503 for an hour": (RELEASES, _status(503, Retry_After="3600"), 0.3, "all"),
    "everything dropped": (ALL, _drop, 1, "all"),
    "now and then dropped": (BOTH, _drop, 0.3, "all"),
    "a slow release": (RELEASES, _slow, 1, "one"),
    "a dripping release": (RELEASES, _drip, 1, "one"),
    "releases cut": (RELEASES, _half, 1, "half"),
    "lists cut": (LISTS, _half, 1, "all"),
    "lists cut now and then": (LISTS, _half, 0.5, "all"),
    "releases empty": (RELEASES, _empty, 1, "half"),
    "lists empty": (LISTS, _empty, 1, "all"),
    "everything under maintenance": (BOTH, _says(*MAINTENANCE), 1, "all"),
    "releases under maintenance": (RELEASES, _says(*MAINTENANCE), 1, "half"),
    "everything asks for consent": (BOTH, _says(*CONSENT), 1, "all"),
    "releases ask for consent": (RELEASES, _says(*CONSENT), 1, "all"),
    "everything asks for a login": (BOTH, _leads("/login"), 1, "all"),
    "a captcha": (BOTH, _says(*CAPTCHA), 1, "all"),
    "a captcha, 403": (BOTH, _says(*CAPTCHA, status=403), 1, "all"),
    "releases say not found": (RELEASES, _says(*NOT_FOUND), 1, "half"),
    "one says not found": (RELEASES, _says(*NOT_FOUND), 1, "one"),
    "everything says not found": (BOTH, _says(*NOT_FOUND), 1, "all"),
    "releases 404": (RELEASES, _status(404), 1, "all"),
    "half of the releases 404": (RELEASES, _status(404), 1, "half"),
    "one 404": (RELEASES, _status(404), 1, "one"),
    "releases lead home": (RELEASES, _leads("/"), 1, "half"),
    "releases lead to the list": (RELEASES, _leads("/list"), 1, "half"),
    "lists lead home": (LISTS, _leads("/"), 1, "all"),
    "redirects without end": (RELEASES, _leads("/loop"), 1, "half"),
    "one hijacked": (RELEASES, _hijacked, 1, "one"),
    "everything hijacked": (BOTH, _hijacked, 1, "all"),
    "not modified for ever": (BOTH, _not_modified, 1, "all"),
    "another charset": (BOTH, _charset, 1, "all"),
    "pages mixed up": (RELEASES, _mixed_up, 1, "half"),
    "one huge": (RELEASES, _huge, 1, "one"),
    "robots.txt 500": (ROBOTS, _status(500), 1, "all"),
    "robots.txt forbids": (ROBOTS, _forbidding, 1, "all"),
    "lists without rows": (LISTS, _rows(lambda _: []), 1, "all"),
    "half of the rows": (LISTS, _rows(lambda rows: rows[: len(rows) // 2]), 1, "all"),
    "rows twice": (LISTS, _rows(lambda rows: [each for each in rows for _ in "ab"]), 1, "all"),
    "first page always": (LISTS, _page_one, 1, "all"),
    "no second page": (LISTS, _only_first, 1, "all"),
}
# How long each may last, in days; the others two
LASTING = {"not modified for ever": 6, "another charset": 4}


def fall(dice: random.Random, site: Site, before: Sequence[Site]) -> tuple[Fault, int]:
    """Return what goes wrong now, and for how many days."""
    ids = [each.id for each in site.live()]
    if before and dice.random() < 0.15:
        old = dice.choice(before)
        name, chance = dice.choice([("a stale cache", 1.0), ("a mirror that lags", 0.5)])
        return Fault(name, BOTH, _stale(old), chance), dice.randint(1, 2)
    if dice.random() < 0.06 and len(ids) > 6:
        hidden = frozenset(dice.sample(ids, 2))
        keep = _rows(lambda rows: [each for each in rows if each.id not in hidden])
        return Fault("rows vanish", LISTS, keep), dice.randint(1, 2)
    name = dice.choice(list(PLAIN))
    kinds, answer, chance, how_many = PLAIN[name]
    number = {"all": 0, "half": max(1, len(ids) // 2), "one": 1}[how_many]
    chosen = frozenset(dice.sample(ids, min(number, len(ids)))) if number else None
    return Fault(name, kinds, answer, chance, chosen), dice.randint(1, LASTING.get(name, 2))
