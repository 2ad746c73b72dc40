"""The extractor as a filter: pages in as JSON Lines, what they say out as JSON Lines, in order."""

from __future__ import annotations

import base64
import binascii
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import asdict, is_dataclass
from functools import partial
from typing import Any

from newscrawler import extract, processes
from newscrawler.items import Listed

# Lines read ahead for each process: enough that none waits, few enough to stay small.
_AHEAD = 4


def answers(lines: Iterable[bytes], is_listing: bool = False, jobs: int = 1) -> Iterator[str]:
    """Yield one JSON line for each line of `lines` that is not blank, in their order.

    A line holds `id`, `html_b64` (the page's bytes in base64) and, where known, `url`,
    `content_type` or `charset`, `listing` ({"title", "date"}: what a listing said of an article)
    and `siblings` (bodies in base64 of other articles of the same site). The answer has the
    article's fields by the names of the item, or for listings `items` and `next`. A line that
    cannot be read is answered with its `error`; the next ones go on.
    """
    answer = partial(_answer, _listing if is_listing else _article)
    wanted = (line for line in lines if line.strip())
    if jobs == 1:
        yield from map(answer, wanted)
        return
    with processes.pool(jobs) as pool:
        waiting: deque[Future[str]] = deque()
        for line in wanted:
            waiting.append(pool.submit(answer, line))
            if len(waiting) > jobs * _AHEAD:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


def _answer(read: Callable[[dict[str, Any]], dict[str, Any]], line: bytes) -> str:
    number: object = None
    try:
        asked = json.loads(line)
        number = asked["id"]
        answered = {"id": number} | read(asked)
    except (KeyError, TypeError, AttributeError):
        answered = {"id": number, "error": 'expected an object with "id", "url" and "html_b64"'}
    except binascii.Error as error:
        answered = {"id": number, "error": f"html_b64 is not Base64: {error}"}
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        answered = {"id": number, "error": f"not JSON: {error}"}
    except ValueError as error:
        answered = {"id": number, "error": str(error)}
    return json.dumps(answered, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def _page(asked: dict[str, Any], encoded: str) -> extract.Page:
    content_type = asked.get("content_type")
    if content_type is None and asked.get("charset"):
        content_type = f"text/html; charset={asked['charset']}"
    return extract.Page(
        base64.b64decode(encoded, validate=True), asked.get("url") or "", content_type
    )


def _article(asked: dict[str, Any]) -> dict[str, Any]:
    page = _page(asked, asked["html_b64"])
    hints = asked.get("listing")
    listed = (
        Listed(url=page.url, title=hints.get("title"), date=hints.get("date")) if hints else None
    )
    others = (_page({}, each) for each in asked.get("siblings") or ())
    found = extract.article(page, None, listed, extract.repeated(others))
    if page.trouble:
        raise ValueError(page.trouble)
    return found.values()


def _listing(asked: dict[str, Any]) -> dict[str, Any]:
    page = _page(asked, asked["html_b64"])
    found = extract.listing(page)
    if page.trouble:
        raise ValueError(page.trouble)
    return {
        "items": [
            {"url": entry.url, "title": entry.title, "date": entry.date} for entry in found.entries
        ],
        "next": found.next_url,
        "unlinked": found.postback.label if found.postback else found.unlinked,
        "evidence": found.evidence,
    }
