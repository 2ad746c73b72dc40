"""What a file is by its bytes, never by its name or what the server says. Nothing is unpacked."""

from __future__ import annotations

import struct
from collections.abc import Iterator

PDF = "application/pdf"
PAGE = "text/html"
UNKNOWN = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument."
# By the folder that such a package holds (ECMA-376, part 1)
_PACKAGES = {
    "word/": f"{_OFFICE}wordprocessingml.document",
    "xl/": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}presentationml.presentation",
}
# By a stream in such a file, whose name is UTF-16 ([MS-CFB], section 2.6)
_STREAMS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
_STARTS = {
    b"{\\rtf": "application/rtf",
    b"Rar!\x1a\x07": "application/vnd.rar",
    b"7z\xbc\xaf\x27\x1c": "application/x-7z-compressed",
    b"\x1f\x8b": "application/gzip",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"MZ": "application/vnd.microsoft.portable-executable",
    b"\x7fELF": "application/x-executable",
}
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# Readers look for it within the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
_PDF_WITHIN = 1024
_LOOKED_AT = 4096
# Entries of a package that are listed, and the characters of a name
MOST_ENTRIES, LONGEST_NAME = 1000, 300
_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"


def file_type(body: bytes) -> str:
    """Return the media type of a file (RFC 6838), UNKNOWN where its bytes do not tell."""
    if b"%PDF-" in body[:_PDF_WITHIN]:
        return PDF
    if body.startswith(_ZIP):
        return _package(body)
    if body.startswith(_CFB):
        named = (type_ for name, type_ in _STREAMS.items() if name.encode("utf-16-le") in body)
        return next(named, "application/x-ole-storage")
    for start, type_ in _STARTS.items():
        if body.startswith(start):
            return type_
    return _text(body[:_LOOKED_AT])


def is_document(type_: str) -> bool:
    """Tell whether files of a type, as `file_type` names it, are texts, tables or slides."""
    named = (PDF, *_PACKAGES.values(), *_STREAMS.values())
    return type_ in named or type_.startswith(_OPEN_DOCUMENT)


def _package(body: bytes) -> str:
    names = [name for name, _ in entries(body)]
    if "[Content_Types].xml" in names:
        for folder, type_ in _PACKAGES.items():
            if any(name.startswith(folder) for name in names):
                return type_
    # OpenDocument, part 3, section 3.3: the first entry is its type, not compressed.
    if body[30:38] == b"mimetype":
        declared = body[38:120].partition(b"PK")[0].decode("latin-1")
        if declared.startswith(_OPEN_DOCUMENT):
            return declared
    return "application/zip"


def _text(start: bytes) -> str:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<body")):
        return PAGE
    if head.startswith(b"<?xml"):
        return PAGE if b"<html" in head else "application/xml"
    return "text/plain" if start and b"\x00" not in start else UNKNOWN


def entries(body: bytes) -> list[tuple[str, int]]:
    """Return (name, size in bytes) of what a ZIP package holds, MOST_ENTRIES at the most.

    Sizes are as declared. Only the directory is read (APPNOTE.TXT, sections 4.3.12 and 4.3.16), so
    that a bomb costs nothing. A damaged directory is read as far as it goes.
    """
    return list(_entries(body))


def _entries(body: bytes) -> Iterator[tuple[str, int]]:
    end = body.rfind(_END, max(0, len(body) - 65_557))
    if end < 0 or end + 20 > len(body):
        return
    (at,) = struct.unpack_from("<I", body, end + 16)
    for _ in range(MOST_ENTRIES):
        if body[at : at + 4] != _ENTRY or at + 46 > len(body):
            return
        size, name, extra, comment = struct.unpack_from("<IHHH", body, at + 24)
        given = body[at + 46 : at + 46 + name]
        is_utf8 = struct.unpack_from("<H", body, at + 8)[0] & 0x800
        text = given.decode("utf-8" if is_utf8 or given.isascii() else "cp437", "replace")
        yield text[:LONGEST_NAME], size
        at += 46 + name + extra + comment
