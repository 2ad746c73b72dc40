"""A page of a room as an article: the same in a crawl and when a stored page is read again."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any, Protocol

from newscrawler import extract, multipart, urls
from newscrawler.extract import labels
from newscrawler.extract.evidence import is_elsewhere, is_file
from newscrawler.items import FIELDS, PUBLIC_FIELDS, Article, Capture

# Below this many characters a text with words of an error is one; below the second, a page that
# shows no other part of a release is not believed.
ERROR_LENGTH = 300
BARE_LENGTH = 120
# Line feeds and tabs are text; the other control characters and lone surrogates are not.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F])
_MARK_LENGTH = 8


class ReadableRoom(Protocol):
    """What reading needs of a media room."""

    name: str
    rules: extract.Rules

    @property
    def extractor(self) -> str:
        """Return the version of the extractor as this room uses it (see `version`)."""
        ...

    def adjust(self, article: Article, page: extract.Page) -> None:
        """Mend what only this room knows."""


def version(declared: Mapping[str, Any], adjust: Any) -> str:
    """Return the version of the extractor as one room uses it, e.g. `3` or `3+0b1f92aa`.

    Another selector or another `adjust` may read the same page in another way, so what is
    `declared` (name: literal) and the code of `adjust` (None: not overridden) are part of it.
    """
    own = {name: value for name, value in declared.items() if value}
    if not own and adjust is None:
        return extract.EXTRACTOR_VERSION
    code = inspect.getsource(adjust) if adjust else ""
    mark = hashlib.sha256(json.dumps([own, code], sort_keys=True).encode()).hexdigest()
    return f"{extract.EXTRACTOR_VERSION}+{mark[:_MARK_LENGTH]}"


def page_of(capture: Capture) -> extract.Page:
    """Return a received body as a document; the first of several has the others `following`.

    "3 days ago" is not read on it: the same page would be of another day at each look.
    """
    received = date.fromisoformat(capture.fetched_at[:10])
    first, *following = (
        extract.Page(each.body, each.url, each.content_type, fetched=received)
        for each in multipart.unpack(capture)
    )
    first.following = following
    return first


def article(
    room: ReadableRoom, page: extract.Page, found: extract.Extracted, capture: Capture, key: str
) -> Article:
    """Return what was found on a page as an item, mended by its room."""
    item = Article(
        room=room.name,
        key=key,
        url=urls.canonical(page.url),
        crawled_at=capture.fetched_at,
        capture=capture,
        **found.values(),
    )
    room.adjust(item, page)
    return item


def read_again(room: ReadableRoom, capture: Capture) -> dict[str, Any] | None:
    """Return the public fields that a crawl would store of a page today, without their hash.

    None for a page that is not believed to be a release. `opt_outs` are not read again: they are
    the site's word at the time.
    """
    page, listed = page_of(capture), capture.listed
    found = extract.article(page, room.rules, listed)
    if extract.doubt(page, found, listed):
        return None
    item = article(room, page, found, capture, listed.key if listed else "")
    values = {name: getattr(item, name) for name in PUBLIC_FIELDS}
    if why_suspect(values):
        return None
    normalise(values)
    return plain_fields(values)


def why_suspect(item: Mapping[str, Any]) -> str | None:
    """Say why a page is not believed to be a release, or None when it is."""
    if _on_page(item, "create_time") or is_file(item.get("evidence") or {}):
        return None
    title, body = _on_page(item, "title"), item.get("body") or ""
    error = labels.ERROR.search(f"{title}\n{body}") if len(body) < ERROR_LENGTH else None
    if error is not None:
        return f"it says “{error.group()}” and shows no create time"
    if len(body) < BARE_LENGTH and not item.get("breadcrumb") and not (title and body):
        return "it shows neither breadcrumb nor create time, and hardly any text"
    return None


def _on_page(item: Mapping[str, Any], name: str) -> str:
    """Return a value of an item, "" for one that only the listing or the address has."""
    evidence = item.get("evidence") or {}
    return "" if is_elsewhere(evidence, name) else item.get(name) or ""


def normalise(item: MutableMapping[str, Any]) -> None:
    """Make an item's values comparable: clean texts, real dates, None for what is empty."""
    for name in ("title", "body", "body_html"):
        item[name] = _clean(item.get(name))
    for name in ("breadcrumb", "byline"):
        names = [_clean(value) for value in item.get(name) or []]
        item[name] = [value for value in names if value] or None
    if not _is_date(item.get("create_time")):
        item["create_time"] = item["create_time_precision"] = None
    if item.get("create_time"):
        precision = "day" if len(item["create_time"]) == len("2021-04-19") else "second"
        item["create_time_precision"] = item.get("create_time_precision") or precision
    item["evidence"] = item.get("evidence") or {}
    item["opt_outs"] = item.get("opt_outs") or []
    item["missing"] = [name for name in FIELDS if item.get(name) is None]


def _clean(text: str | None) -> str | None:
    if not text:
        return None
    if _has_control(text):
        text = _CONTROL.sub("", text)
    return text.strip() or None


def _has_control(text: str) -> bool:
    """Tell whether _CONTROL is in a text, in a fifth of its time: in UTF-8 each is one byte."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return True
    return len(data.translate(None, _CONTROL_BYTES)) < len(data)


def _is_date(value: str | None) -> bool:
    try:
        return bool(value) and date.fromisoformat(str(value)[:10]) is not None
    except ValueError:
        return False


def plain_fields(item: Mapping[str, Any], names: Sequence[str] = PUBLIC_FIELDS) -> dict[str, Any]:
    """Return the fields as plain JSON-able values."""
    fields = {name: item.get(name) for name in names}
    for name in ("attachments", "images"):
        if name in fields:
            fields[name] = [_plain(part) for part in fields[name] or []]
    return fields


def _plain(part: Any) -> Any:
    return asdict(part) if is_dataclass(part) and not isinstance(part, type) else part
