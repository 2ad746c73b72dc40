"""Contents that come back: of several servers one lags behind, or a site shows two by turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawler.archive import captures, suspects, versions
from newscrawler.archive.connection import Connection
from newscrawler.archive.versions import Cause
from newscrawler.content import changed_fields, is_cosmetic
from newscrawler.items import Capture

BY_TURNS = "by turns"
TO_CONFIRM = "to confirm"


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

    BY_TURNS when both say the same, in another design or spelling: nothing has happened.
    TO_CONFIRM when it was back once before: the next run must see it too. None for any other
    content, and for one that is back. Raises ReturnedError for one that is to be asked for again,
    if that `may` be.
    """
    if capture is None or not _is_back(db, held, fields, capture, extractor):
        return None
    if is_cosmetic(held, fields):
        return BY_TURNS
    page = versions.page(db, held)
    if cause and page and cause(page, capture, held, fields) == "template":
        return BY_TURNS
    if suspects.was_seen(db, held, suspects.EARLIER, crawl_id):
        return None
    if _times(db, held, fields) > 1:
        return TO_CONFIRM
    if may_ask:
        raise ReturnedError
    return None


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
    return _times(db, held, fields) > 0


def _times(db: Connection, held: Mapping[str, Any], fields: Mapping[str, Any]) -> int:
    """Return how many revisions before the held one have this content."""
    row = db.execute(
        "SELECT count(*) AS number FROM revisions"
        " WHERE article_id = ? AND number < ? AND content_hash = ?",
        (held["article_id"], held["revision"], fields["content_hash"]),
    ).fetchone()
    return int(row["number"])
