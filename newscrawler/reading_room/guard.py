"""What stands between the reading room and the world: names, password, and what browsers may do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newscrawler.reading_room import problems
from newscrawler.reading_room.door import Guesses, Password, network

TICKET, YEAR = "reader", 365 * 24 * 3600
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

    An empty password means none. Who gives wrong ones waits longer and longer.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], password: str) -> None:
        self.app = app
        self.hosts = {host.lower() for host in (*LOOPBACK, *hosts)}
        self.password = Password(password) if password else None
        self.guesses = Guesses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on with a stricter answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        request = Request(scope)
        refusal = self._foreign(request)
        more: dict[str, str] = {}
        if refusal is None and self.password is not None:
            refusal, more = self._judged(request, self.password)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                for name, value in more.items():
                    headers.append(name, value)
            await send(message)

        await (refusal or self.app)(scope, receive, guarded)

    def _foreign(self, request: Request) -> Response | None:
        if _name_of(request.headers.get("host", "")) in self.hosts:
            return None
        said = "this name is not one of the reading room's: add it to NEWSCRAWLER_HOSTS"
        return _refused(request, 421, said)

    def _judged(
        self, request: Request, password: Password
    ) -> tuple[Response | None, dict[str, str]]:
        """Return the refusal of who does not know the password, else the headers of who does."""
        asked = {"WWW-Authenticate": 'Basic realm="reading room", charset="UTF-8"'}
        unknown = _refused(request, 401, "a password is needed", asked)
        authorization = request.headers.get("authorization")
        if authorization is None:
            return unknown, {}
        holder = password.holder(request.cookies.get(TICKET, ""))
        reader = holder or network(request.client.host if request.client else "")
        if seconds := math.ceil(self.guesses.wait(reader)):
            said = f"there were many wrong passwords: try again in {seconds} s"
            return _refused(request, 429, said, {"Retry-After": str(seconds)}), {}
        if not password.is_given(authorization):
            self.guesses.note(reader)
            return unknown, {}
        return None, {} if holder else {"Set-Cookie": _cookie(password.ticket())}


def _refused(
    request: Request, status: int, said: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return what strangers get: no page, since they may load nothing of it."""
    if problems.is_for_a_program(request.scope["path"]):
        return problems.problem(status, said, headers)
    return PlainTextResponse(f"{said}\n", status, headers)


def _cookie(ticket: str) -> str:
    return f"{TICKET}={ticket}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax"


def failed(request: Request, error: Exception) -> Response:
    """Say that an answer failed. Starlette gives it outside of the guard, so it has its headers."""
    answer = problems.failed(request, error)
    answer.headers.update(HEADERS)
    return answer


def _name_of(host: str) -> str:
    """Return a Host header's name without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower()
