"""What stands between the reading room and the world: names, password, and what browsers may do."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
# Nothing is loaded from elsewhere, nothing runs but the one script, nobody frames a page.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Guard:
    """Refuses foreign `Host` headers (DNS rebinding) and readers without the password.

    The password is asked for by HTTP Basic (RFC 7617), whatever the user's name.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], password: str) -> None:
        self.app = app
        self.hosts = {host.lower() for host in (*LOOPBACK, *hosts)}
        self.password = password.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on with a stricter answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self._refusal(Headers(scope=scope)) or self.app
        await app(scope, receive, guarded)

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        if _name_of(headers.get("host", "")) not in self.hosts:
            said = "this name is not one of the reading room's: add it to NEWSCRAWLER_HOSTS\n"
            return PlainTextResponse(said, 421)
        if self.password and not self._knows(headers.get("authorization", "")):
            asked = {"WWW-Authenticate": 'Basic realm="reading room", charset="UTF-8"'}
            return PlainTextResponse("a password is needed\n", 401, asked)
        return None

    def _knows(self, authorization: str) -> bool:
        kind, _, given = authorization.partition(" ")
        try:
            _, _, password = base64.b64decode(given, validate=True).partition(b":")
        except (binascii.Error, ValueError):
            return False
        return kind.lower() == "basic" and hmac.compare_digest(password, self.password)


def failed(_: Request, __: Exception) -> Response:
    """Say that an answer failed. Starlette gives it outside of the guard, so it has its headers."""
    return PlainTextResponse("this failed; the reading room's output says why\n", 500, HEADERS)


def _name_of(host: str) -> str:
    """Return a Host header's name without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower()
