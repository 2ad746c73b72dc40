"""JSON-LD as pages have it: broken, nested, wrapped in comments; read leniently, within bounds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from newscrawler.extract.pages.blocks import squeeze

_MOST_NODES = 2000


_CONTROL = re.compile(r"[\x00-\x1f]+")


_TRAILING = re.compile(r",\s*([}\]])")


_TAGS = re.compile(r"<[^>]{1,200}>")


_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+);", re.IGNORECASE)


def load(text: str) -> Any:
    """Return the data of a script, None when it cannot be read even leniently."""
    text = text.strip()
    # Wrapped in comments or CDATA by old systems.
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    if start < 0:
        return None
    text = text[start:].rstrip("-> \n\r\t;/*]" if text[start] == "{" else "-> \n\r\t;/*")
    for attempt in (text, _TRAILING.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects at the top, in `@graph`, and what pages are said to be about."""
    waiting = [data]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        each = waiting.pop(0)
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            yield each
            waiting.extend(
                each[name] for name in ("@graph", "mainEntity", "breadcrumb") if name in each
            )


def names_of(value: Any) -> Iterator[str]:
    """Yield the names of persons; organisations are left out."""
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, list):
        for each in value[:20]:
            yield from names_of(each) if not isinstance(each, list) else ()
    elif isinstance(value, dict) and "Organization" not in str(value.get("@type")):
        yield from names_of(value.get("name")) if not isinstance(value.get("name"), dict) else ()


def crumbs_of(items: Any) -> list[str]:
    """Return the names of a BreadcrumbList, by position."""
    if isinstance(items, dict):
        items = [items]
    if not isinstance(items, list):
        return []
    placed = []
    for number, each in enumerate(items):
        if not isinstance(each, dict):
            continue
        inner = each.get("item")
        name = each.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
        try:
            position = float(each.get("position", number))
        except (TypeError, ValueError):
            position = number
        if isinstance(name, str) and name.strip():
            placed.append((position, number, plain(name)))
    return [name for _, _, name in sorted(placed)]


def plain(text: str) -> str:
    """Return `text` without the HTML that some sites put there, escaped once or twice."""
    if "<" in text:
        text = _TAGS.sub(" ", text)
    if "&" in text and _ENTITY.search(text):
        # Imported here: most pages never need it.
        from html import unescape

        text = unescape(unescape(text))
    return squeeze(text)
