"""The captures as a web archive: WARC 1.1 (ISO 28500:2017), by warcio.

The archive holds bodies without transfer and content encoding, so those headers are written with
the prefix X-Archive-Orig-, as other tools do that decode, and Content-Length is the body's own.
The same archive gives the same bytes each time: ids and dates are those of the record.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawler import __version__, multipart
from newscrawler.items import Capture

# What names and values of headers cannot have (RFC 9110, sections 5.1 and 5.5), and servers send
_NO_TOKEN = re.compile(r"[^\w!#$%&'*+.^`|~-]", re.ASCII)
_NO_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DECODED = {"content-encoding", "transfer-encoding", "content-length"}


def write(sightings: Iterable[dict[str, Any]], out: BinaryIO, *, packed: bool) -> int:
    """Write a record for each sighting of `archive.sightings`; return how many there were.

    Bytes seen for the first time are a `response`, seen again a `revisit`; what was read of them is
    a `metadata` record, and so is what another extractor read of them later. Each run begins with a
    `warcinfo`. `packed` gives one gzip member a record.
    """
    writer = WARCWriter(out, gzip=packed, warc_version="1.1")
    written, crawl_id = 0, -1
    for number, seen in enumerate(sightings, start=1):
        crawl = seen["crawl"] or {"id": 0, "started_at": seen["at"]}
        if crawl["id"] != crawl_id:
            crawl_id = crawl["id"]
            writer.write_record(_info(writer, crawl))
        about = _response_id(seen["capture"])
        if seen["is_sighting"]:
            about = _write_bytes(writer, seen, number, crawl_id)
            written += 1
        if seen["record"] is not None:
            writer.write_record(_metadata(writer, seen, number, about))
    return written


def _write_bytes(writer: WARCWriter, seen: dict[str, Any], number: int, crawl_id: int) -> str:
    """Write a response, a revisit, or both; return the id of the last one written."""
    capture: Capture = seen["capture"]
    name = _response_id(capture)
    first, *following = multipart.unpack(capture)
    if not seen["seen_before"]:
        writer.write_record(_response(writer, first, name, crawl_id))
        for place, each in enumerate(following, start=2):
            writer.write_record(_response(writer, each, _id("part", name, place), crawl_id))
        if seen["at"] == capture.fetched_at:
            return name
    again = _id("sighting", number, seen["at"], seen["url"])
    digest = base64.b32encode(hashlib.sha1(first.body, usedforsecurity=False).digest()).decode()
    record = writer.create_revisit_record(
        seen["url"],
        f"sha1:{digest}",
        capture.url,
        capture.fetched_at,
        http_headers=_http(first),
        warc_headers_dict=_headers(again, seen["at"], crawl_id) | {"WARC-Refers-To": name},
    )
    writer.write_record(record)
    return again


def _response(writer: WARCWriter, capture: Capture, name: str, crawl_id: int) -> ArcWarcRecord:
    return writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        warc_headers_dict=_headers(name, capture.fetched_at, crawl_id),
        http_headers=_http(capture),
    )


def _response_id(capture: Capture) -> str:
    return _id("capture", hashlib.sha256(capture.body).hexdigest())


def _info(writer: WARCWriter, crawl: dict[str, Any]) -> ArcWarcRecord:
    fields = {
        "software": f"newscrawler/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": crawl.get("room"),
        "description": "bodies without content and transfer encoding; see X-Archive-Orig- headers",
        "robots": "obey",
        "crawl": crawl["id"] or None,
        "started": crawl["started_at"],
        "ended": crawl.get("ended_at"),
        "outcome": crawl.get("outcome"),
        "arguments": crawl.get("arguments"),
        "versions": crawl.get("versions"),
        "robots-sha256": crawl.get("robots_hash"),
    }
    lines = [f"{name}: {_value(each)}\r\n" for name, each in fields.items() if each]
    content = "".join(lines).encode()
    headers = _headers(_id("crawl", crawl["id"]), crawl["started_at"])
    return writer.create_warc_record(
        "",
        "warcinfo",
        payload=BytesIO(content),
        length=len(content),
        warc_content_type="application/warc-fields",
        warc_headers_dict=headers,
    )


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=True)


def _metadata(writer: WARCWriter, seen: dict[str, Any], number: int, about: str) -> ArcWarcRecord:
    content = json.dumps({"kind": seen["kind"]} | seen["record"], ensure_ascii=False).encode()
    name = _id("metadata", number, seen["at"], seen["url"])
    return writer.create_warc_record(
        # Not the page's own address, at which a replay would show it in place of the page
        f"urn:newscrawler:{seen['kind']}:{seen['url']}",
        "metadata",
        payload=BytesIO(content),
        length=len(content),
        warc_content_type="application/json",
        warc_headers_dict=_headers(name, seen["at"]) | {"WARC-Refers-To": about},
    )


def _http(capture: Capture) -> StatusAndHeaders:
    phrase = HTTPStatus(capture.status).phrase if capture.status in set(HTTPStatus) else ""
    headers = [
        (
            f"X-Archive-Orig-{name}" if name.lower() in _DECODED else _NO_TOKEN.sub("_", name),
            _NO_VALUE.sub(" ", value),
        )
        for name, value in capture.headers.items()
    ]
    headers.append(("Content-Length", str(len(capture.body))))
    return StatusAndHeaders(f"{capture.status} {phrase}".strip(), headers, protocol="HTTP/1.1")


def _headers(record_id: str, at: str, crawl_id: int | None = None) -> dict[str, str]:
    headers = {"WARC-Record-ID": record_id, "WARC-Date": at}
    return headers if crawl_id is None else headers | {"WARC-Warcinfo-ID": _id("crawl", crawl_id)}


def _id(*what: object) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(map(str, ('newscrawler', *what))))}>"
