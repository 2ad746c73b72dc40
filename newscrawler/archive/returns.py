"""Contents that come back: of several servers one lags behind, or a site shows two by turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawler.archive import boilerplate, captures, suspects, versions
from newscrawler.archive.connection import Connection
from newscrawler.archive.versions import Cause
from newscrawler.content import changed_fields, is_cosmetic
from newscrawler.items import Capture

BY_TURNS = "by turns"
TO_CONFIRM = "to confirm"
BACK = "back"


class ReturnedError(Exception):
    """A content is back that another one took the place of: the page is to be asked for again."""


def look(
    db: Connection,
    held: Mapping[str, Any],
    fields: Mapping[str, Any],
    capture: Capture | None,
    extractor: str,
    crawl_id: int,
    cause: Cause | None,
    *,
    may_ask: bool,
) -> str | None:
    """Say what an article is worth that shows a content again which another took the place of.

    BY_TURNS when the held one was back too, and both say the same in another design or spelling:
    nothing has happened. TO_CONFIRM when this one was back before and says something else: the next
    run must see it too. BACK when it is, None for any other content. Raises ReturnedError for one
    that is to be asked for again, if that `may` be.
    """
    if capture is None or not _is_back(db, held, fields, capture, extractor):
        return None
    if _says_the_same(db, held, fields, capture, cause):
        return BY_TURNS if _times(db, held, held["content_hash"]) else BACK
    if _times(db, held, fields["content_hash"]) > 1:
        was_seen = suspects.was_seen(db, held, suspects.EARLIER, crawl_id, now=fields["crawled_at"])
        return BACK if was_seen else TO_CONFIRM
    if may_ask:
        raise ReturnedError
    return BACK


def _says_the_same(
    db: Connection,
    held: Mapping[str, Any],
    fields: Mapping[str, Any],
    capture: Capture,
    cause: Cause | None,
) -> bool:
    if is_cosmetic(held, fields) or boilerplate.is_all(db, held, fields):
        return True
    page = versions.page(db, held)
    return bool(cause and page and cause(page, capture, held, fields) == "template")


def _is_back(
    db: Connection,
    held: Mapping[str, Any],
    fields: Mapping[str, Any],
    capture: Capture,
    extractor: str,
) -> bool:
    # Another extractor may read the same page as an earlier one did.
    if extractor != (held["read_by"] or held["extractor"]) or not changed_fields(held, fields):
        return False
    if captures.find(db, capture) == held["capture_id"]:
        return False
    return _times(db, held, fields["content_hash"]) > 0


def _times(db: Connection, held: Mapping[str, Any], content_hash: str) -> int:
    """Return how many revisions before the held one have a content."""
    row = db.execute(
        "SELECT count(*) AS number FROM revisions"
        " WHERE article_id = ? AND number < ? AND content_hash = ?",
        (held["article_id"], held["revision"], content_hash),
    ).fetchone()
    return int(row["number"])
