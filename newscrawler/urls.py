"""Canonical form of a URL, and the identity of an article in a room."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from w3lib.url import safe_url_string

DEFAULT_PORTS = {"http": 80, "https": 443}
# Of a key or an address in an index: leaves place for the room beside it
LONGEST, CUT = 2000, 400
# Nothing in such an address is to be escaped; looking costs a tenth of escaping.
_PLAIN = re.compile(r"https?://[\w.:/~?=&-]+", re.ASCII)
# Nothing else stands in a host's name, which is told and written where quotes would end a text
# (RFC 3986, section 3.2.2; names in other scripts are in ASCII by then; IPv6 has colons).
_HOST = re.compile(r"[\w.:%~-]+", re.ASCII)
# Such an address is in its canonical form already.
_CANONICAL = re.compile(r"https?://[a-z0-9.-]+/[\w.:/~?=&-]*(?<!\?)", re.ASCII)
_SUFFIX = re.compile(r"\.(?:html?|shtml|php|aspx?)$", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|csv|odt|ods|rtf)(?:$|[?#;])", re.IGNORECASE
)


class Identity:
    r"""What makes a URL an article of a room: named pairs in its path or query.

    `pairs` maps a name to a regular expression for its value. Names, path words and values are
    compared without regard to letter case; the order of the pairs, path prefixes, a suffix such
    as `.html`, a trailing slash, further parameters and the fragment do not matter.

    >>> Identity({"cid": "18", "id": r"\d+"}).key("http://h/Home/Articles/view/ID/7/CID/18.html")
    '18:7'
    """

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._patterns = {
            name.lower(): re.compile(pattern, re.IGNORECASE) for name, pattern in pairs.items()
        }

    def key(self, url: str) -> str | None:
        """Return the native key, values joined by ":" in the declared order, or None."""
        found = _pairs(url, self._patterns)
        values = []
        for name, pattern in self._patterns.items():
            value = found.get(name)
            if value is None or not pattern.fullmatch(value):
                return None
            values.append(value)
        return short(":".join(values))


def _pairs(url: str, names: Mapping[str, object]) -> dict[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        # A link may be anything; one that is no address has no identity.
        return {}
    found: dict[str, str] = {}
    # What follows ";" in a segment is a parameter (RFC 3986, section 3.3), such as a session.
    segments = [segment for each in parts.path.split("/") if (segment := each.partition(";")[0])]
    for name, value in pairwise(segments):
        if name.lower() in names:
            found[name.lower()] = _SUFFIX.sub("", unquote(value)).lower()
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower() in names:
            found[name.lower()] = _SUFFIX.sub("", value).lower()
    return found


# What is added to an address to follow a visitor, or to lead back, and names no other page.
_FOLLOWING = re.compile(
    r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|ref(?:errer)?|source|spm|from|share\w*"
    r"|icid|intcid|icmp|cmpid|ocid|s_cid|[dy]clid|[gw]braid|twclid|igshid|mkt_tok|hss_channel|_hs\w+"
    r"|(?:pk|mtm|ns)_\w+|\w*_redirect|(?:back|return|redirect)_?ur[il]"
    r"|_|timestamp|rand(?:om)?|rnd|nonce|isappinstalled|csrf\w*"
    r"|(?:j|php|asp\.?net_?)?sess(?:ion)?_?id|sid|phpsessid|jsessionid",
    re.IGNORECASE,
)


def address_key(url: str) -> str:
    """Return what tells one page of a host from another, where a room declares no identity.

    That is its path and query, without what follows a visitor. Raises ValueError as `canonical`.

    >>> address_key("https://www.acme.example/news/2024/fair.html?utm_source=mail")
    '/news/2024/fair.html'
    """
    url = canonical(url)
    if "?" not in url and ";" not in url:
        return short(url[url.index("/", len("https://")) :])
    parts = urlsplit(url)
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _FOLLOWING.fullmatch(name)
    ]
    path = parts.path.partition(";")[0]
    return short(f"{path}?{urlencode(pairs)}" if pairs else path)


_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jspx?|do|action|cgi|cfm|pl)$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)$")


def behind(url: str) -> str | None:
    """Return the address that a counter of clicks leads to and names in a parameter, if any.

    >>> behind("https://www.acme.example/click?u=https%3A%2F%2Facme.example%2Fnews%2F7&d=3")
    'https://acme.example/news/7'
    """
    if "http" not in (query := url.partition("?")[2]):
        return None
    for name, value in parse_qsl(query):
        if _FOLLOWING.fullmatch(name) or not value.startswith(("http://", "https://")):
            continue
        try:
            if urlsplit(value).path.strip("/"):
                return value
        except ValueError:
            # A link may be anything.
            continue
    return None


def is_spelling(url: str, other: str) -> bool:
    """Tell whether two addresses that show the same text are one, spelled in two ways.

    Case, a trailing slash, `index`, a suffix such as `.html` and what follows a visitor make no
    other page, nor does a query behind a number that is no script's.

    >>> is_spelling("https://a.example/News/7.html?v=3", "http://www.a.example/news/7/")
    True
    >>> is_spelling("https://a.example/view.php?id=7", "https://a.example/view.php?id=8")
    False
    """
    return _place(url) == _place(other)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(address_key(url))
    name = parts.path.rpartition("/")[2]
    is_named = any(map(str.isdigit, name)) and not _SCRIPT.search(name)
    path = _SUFFIX.sub("", parts.path.lower().rstrip("/"))
    return _INDEX.sub("", path), "" if is_named else parts.query


def short(name: str) -> str:
    """Return a key or an address as an index can hold it: PostgreSQL's take 2,704 bytes a row.

    What has more than LONGEST bytes in UTF-8 is cut, and ends with the SHA-256 of the whole.
    """
    data = name.encode("utf-8", "replace")
    if len(data) <= LONGEST:
        return name
    return f"{name[:CUT]}~{hashlib.sha256(data).hexdigest()}"


# Codes of languages as they stand in addresses, those of countries among them that stand for one.
_LANGUAGE = re.compile(
    r"(?:ar|cs|da|de|el|en|es|fi|fr|he|hi|hu|id|it|ja|jp|ko|kr|ms|nl|no|pl|pt|ro|ru|sv|th|tr|uk"
    r"|vi|zh|cn|chn|eng?|tw|chinese|english)(?:[-_](?:[a-z]{2}|hans|hant))?",
    re.IGNORECASE,
)
_LANGUAGE_NAMES = {"lang", "language", "locale", "hl", "l"}


def language_free(url: str) -> str:
    """Return an address without what says its language: two translations may share what is left.

    That is a segment of the path, the first label of the host ("www" counts as none) or a
    parameter. Raises ValueError as `canonical`.

    >>> language_free("https://www.acme.example/en/news/5?lang=en")
    'acme.example/news/5'
    """
    parts = urlsplit(canonical(url))
    label, _, rest = parts.netloc.partition(".")
    host = rest if label == "www" or ("." in rest and _LANGUAGE.fullmatch(label)) else parts.netloc
    segments = [each for each in parts.path.split("/") if not _LANGUAGE.fullmatch(each)]
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _LANGUAGE_NAMES
    ]
    return f"{host}{'/'.join(segments)}" + (f"?{urlencode(pairs)}" if pairs else "")


# What is new at every request: sessions, signatures, times.
_FLEETING = re.compile(
    r"_|_?t(?:s|ime(?:stamp)?)?|rand(?:om)?|rnd|nonce|(?:access_?|auth_?)?token|auth(?:_?key)?|sign?"
    r"|signature|expires?|policy|key-pair-id|x-(?:amz|oss|goog|cos)-[\w-]+|ossaccesskeyid|csrf\w*",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)


def lasting(url: str) -> str:
    """Return an address without what changes from visit to visit: sessions, signatures, times.

    It is the same string when there is nothing to leave out, and never an address to be fetched.

    >>> lasting("https://a.example/list.pdf;jsessionid=1F?id=7&sid=0c1&Expires=1720000000")
    'https://a.example/list.pdf?id=7'
    """
    url = _SESSION.sub("", url)
    start, mark, query = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = query.partition("#")
    parts = query.split("&")
    kept = [part for part in parts if not _is_fleeting(part.partition("=")[0])]
    if len(kept) == len(parts):
        return url
    return start + ("?" if kept else "") + "&".join(kept) + hash_mark + fragment


def _is_fleeting(name: str) -> bool:
    return bool(_FOLLOWING.fullmatch(name) or _FLEETING.fullmatch(name))


@lru_cache(maxsize=1024)
def canonical(url: str) -> str:
    """Return `url` with a lower-case origin, without default port, fragment and user info.

    Path and query are only escaped where they are not valid yet: a server may tell
    "%CA" from "%c3%8a", so nothing is decoded (RFC 3986, section 6.2.2.1 is left aside).
    Raises ValueError when the address has no usable host or port.
    """
    if _CANONICAL.fullmatch(url):
        return url
    parts = urlsplit(url if _PLAIN.fullmatch(url) else safe_url_string(url.strip()))
    host, port = parts.hostname, parts.port
    if not host or not _HOST.fullmatch(host):
        raise ValueError(f"no host in {url!r}")
    if ":" in host:
        host = f"[{host}]"
    scheme = parts.scheme.lower()
    if port is not None and port != DEFAULT_PORTS.get(scheme):
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, parts.path or "/", parts.query, ""))


def origin(url: str) -> tuple[str, int]:
    """Return (host, port) of an http or https address; port is the scheme's default if absent.

    Raises ValueError for other schemes and for addresses without a host.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an http or https address: {url!r}")
    return parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme.lower()]


def is_document(address: str | None) -> bool:
    """Tell whether an address leads to a file that a release attaches, by its suffix."""
    return address is not None and _DOCUMENT.search(address) is not None
