"""Who knows the password, and how long who does not must wait: guessing gets slower and slower."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

# Wrong passwords that cost nothing: people mistype, and browsers ask for several files at once.
FREE = 8
# Seconds to wait after the next one; doubled for each that follows, up to the longest.
FIRST, LONGEST = 1.0, 30.0
# Seconds without a wrong password after which all is forgotten
FORGOTTEN = 900.0
# Readers whose wrong passwords are remembered, about a megabyte
MOST_READERS = 10_000
# The part of an IPv6 address that its owner cannot choose (RFC 6177)
NETWORK_BITS = 64


def network(address: str) -> str:
    """Return what all addresses of one owner have in common."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    bits = NETWORK_BITS if number.version == 6 else number.max_prefixlen
    return str(ipaddress.ip_network((number, bits), strict=False))


class Guesses:
    """Counts wrong passwords by reader. `clock` gives seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, reader: str) -> float:
        """Return the seconds until another password of this reader is looked at, 0 for now."""
        number, last = self._of(reader)
        if number <= FREE:
            return 0.0
        pause = min(LONGEST, FIRST * 2.0 ** min(number - FREE - 1, 10))
        return max(0.0, last + pause - self._clock())

    def note(self, reader: str) -> None:
        """Note a wrong password."""
        number, _ = self._of(reader)
        self._wrong[reader] = (number + 1, self._clock())
        self._wrong.move_to_end(reader)
        if len(self._wrong) > MOST_READERS:
            self._wrong.popitem(last=False)

    def _of(self, reader: str) -> tuple[int, float]:
        number, last = self._wrong.get(reader, (0, 0.0))
        return (number, last) if self._clock() - last < FORGOTTEN else (0, 0.0)


class Password:
    """The password that readers give by HTTP Basic (RFC 7617), whatever the user's name.

    Who gave it gets a ticket, by which guesses of others at the same address do not hinder them
    (OWASP, device cookies). Tickets end with the process.
    """

    def __init__(self, password: str) -> None:
        self._key = secrets.token_bytes(32)
        self._digest = self._mac(password.encode())

    def is_given(self, authorization: str) -> bool:
        """Tell whether an Authorization header has the password, in the same time if not."""
        kind, _, given = authorization.partition(" ")
        try:
            _, _, password = base64.b64decode(given, validate=True).partition(b":")
        except (binascii.Error, ValueError):
            return False
        return kind.lower() == "basic" and hmac.compare_digest(self._mac(password), self._digest)

    def ticket(self) -> str:
        """Return a new ticket."""
        name = secrets.token_hex(8)
        return f"{name}.{self._mac(name.encode()).hex()}"

    def holder(self, ticket: str) -> str | None:
        """Return the name on a ticket, None when it was not given here."""
        name, _, mac = ticket.partition(".")
        is_ours = hmac.compare_digest(self._mac(name.encode()).hex().encode(), mac.encode())
        return name if is_ours else None

    def _mac(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, hashlib.sha256)
