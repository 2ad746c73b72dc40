"""Tells the operator, through apprise, which knows webhooks, mail and the chat services.

`NEWSCRAWLER_NOTIFY` holds apprise addresses separated by blanks, e.g.
`mailto://user:password@example.org json://127.0.0.1:8080/alarm`.
"""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec


class NotifyError(Exception):
    """Nobody can be told, or could be; the message says why and what to do."""


def require() -> None:
    """Raise NotifyError when notifications are asked for and the library is not installed."""
    if find_spec("apprise") is None:
        raise NotifyError(
            "NEWSCRAWLER_NOTIFY is set, but apprise is not installed: "
            "pip install 'newscrawler[notify]'"
        )


def send(addresses: str, title: str, text: str) -> None:
    """Send one message to every address. Raises NotifyError when one of them did not take it."""
    require()
    import apprise

    targets = apprise.Apprise()
    for address in addresses.split():
        if not targets.add(address):
            raise NotifyError(f"NEWSCRAWLER_NOTIFY: {_redacted(address)} is no known address")
    # Else mail takes it for HTML, and what pages said of themselves is in it.
    if not targets.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT):
        raise NotifyError("a notification was not delivered; see the log for its address")


def _redacted(address: str) -> str:
    """Name only the kind of an address: the rest may hold a password."""
    return f"{address.partition('://')[0]}://…"


def silence(newest_release: str | None, limit_days: int, today: date) -> str | None:
    """Say so when the newest release is older than `limit_days` (0: never), else None.

    `newest_release` is a create time as stored (its first ten characters are the date).
    """
    if not limit_days or newest_release is None:
        return None
    days = (today - date.fromisoformat(newest_release[:10])).days
    if days <= limit_days:
        return None
    return f"no release for {days} days (the newest is of {newest_release[:10]})"
