"""Why a request failed, in words for people: what an HTTP client raises may hold objects."""

from __future__ import annotations

from OpenSSL import SSL
from service_identity import VerificationError
from twisted.internet.error import ConnectionDone, ConnectionLost

CERTIFICATE = "the site's certificate is not valid: expired, self-signed or of another name"
ENCRYPTION = "no encrypted connection could be agreed on"
CUT = "the connection ended before the answer"


def words(error: BaseException) -> str:
    """Return what went wrong, without a full stop."""
    # Twisted's ResponseFailed has a list of failures, and Scrapy wraps it
    for failure in getattr(error.__cause__, "reasons", ()):
        return _plain(failure.value)
    return _plain(error)


def _plain(error: BaseException) -> str:
    if isinstance(error, VerificationError):
        return CERTIFICATE
    if isinstance(error, SSL.Error):
        return CERTIFICATE if "certificate verify failed" in str(error) else ENCRYPTION
    if isinstance(error, (ConnectionDone, ConnectionLost)):
        return CUT
    return str(error).rstrip(".") or type(error).__name__
