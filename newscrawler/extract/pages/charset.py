"""The text of a response body: in the declared charset, or in the one that its bytes show."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

# Codecs that Python knows but no page is written in; some read escapes or lone surrogates.
_NOT_FOR_PAGES = {"utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode"}
# Charsets in which nearly every byte is a letter, so that a strict decoding proves nothing.
_BYTEWISE = re.compile(r"cp125\d|iso8859|latin|mac")
# Those that hold pairs of bytes, by the names of w3lib.
_ASIAN = {"big5hkscs", "cp932", "cp949", "euc_jp", "euc_kr", "shift_jis", "big5"}
# What a detector finds in little text, and nobody serves: the charsets of DOS and old Macintoshes.
_NOT_ON_THE_WEB = re.compile(r"ibm|mac|viscii|tis|johab", re.IGNORECASE)
# The characters of GB 2312, and those of four bytes, which nothing else looks like: both have two
# high bytes.
_GB_CHARACTER = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# Enough to tell a charset, and a bound on what guessing may cost.
_GUESS_FROM = 65_536

# Where the charset was learnt; the reading room says each in words.
Source = Literal["bom", "header", "meta", "content"]


class Decoded(NamedTuple):
    """A body as text."""

    text: str
    charset: str
    source: Source


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Return the body's text in the declared charset, or in the one that its bytes show.

    A declared charset counts when it decodes without an error, and where the document says UTF-8
    and is, no other. The order of the declarations is
    that of HTML, section 13.2.3.2: byte order mark, transport, document.
    """
    bom_charset, bom = read_bom(body)
    if bom_charset and bom:
        return Decoded(body[len(bom) :].decode(bom_charset, "replace"), bom_charset, "bom")
    header = http_content_type_encoding(content_type)
    meta = html_body_declared_encoding(body)
    declared: tuple[tuple[str | None, Source], ...] = ((header, "header"), (meta, "meta"))
    for charset, source in declared:
        text = _strictly(body, charset)
        if charset and text is not None and not _disproved(body, charset, meta):
            return Decoded(text, charset, source)
    return _from_content(body, header or meta)


def _from_content(body: bytes, declared: str | None) -> Decoded:
    text = _strictly(body, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", "content")
    if not _is_damaged_utf8(body):
        guessed = _guessed(body)
        # Korean and Japanese are pairs of high bytes too; the guess tells them from Chinese.
        order = (guessed, _gb18030(body)) if guessed in _ASIAN else (_gb18030(body), guessed)
        for charset in order:
            text = _strictly(body, charset)
            if charset and text is not None:
                return Decoded(text, charset, "content")
    charset = declared if declared and declared not in _NOT_FOR_PAGES else "utf-8"
    return Decoded(body.decode(charset, "replace"), charset, "content")


def _strictly(body: bytes, charset: str | None) -> str | None:
    if charset is None or charset in _NOT_FOR_PAGES:
        return None
    try:
        return body.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _disproved(body: bytes, charset: str, meta: str | None) -> bool:
    # Text in a bytewise charset that is valid UTF-8 by accident does not happen in practice, nor
    # in one of pairs whose document says that it is UTF-8: the server's word is for another site.
    may_be = _BYTEWISE.match(charset) is not None or (charset != "utf-8" and meta == "utf-8")
    return may_be and not body.isascii() and _strictly(body, "utf-8") is not None


def _is_damaged_utf8(body: bytes) -> bool:
    """Tell whether a few broken bytes stand in UTF-8: then no other charset is meant."""
    sequences = _UTF8_SEQUENCE.findall(body)
    stray = len(_HIGH_BYTE.findall(body)) - sum(map(len, sequences))
    # Other charsets leave far more stray bytes: even GB 18030 has several to each sequence.
    return len(sequences) > 2 * stray


def _gb18030(body: bytes) -> str | None:
    # Nearly any bytes decode as GB 18030; in Chinese text four of five are such characters' own.
    own = 2 * len(_GB_CHARACTER.findall(body))
    return "gb18030" if own > 0.8 * len(_HIGH_BYTE.findall(body)) else None


def _guessed(body: bytes) -> str:
    # Most pages never need it.
    import cchardet

    found = cchardet.detect(body[:_GUESS_FROM])["encoding"]
    if found is None or _NOT_ON_THE_WEB.match(found):
        return "cp1252"
    return resolve_encoding(found) or "cp1252"
