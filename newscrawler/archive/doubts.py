"""Whether a page that was read is to be stored, or kept aside for now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawler.archive import boilerplate, returns, suspects
from newscrawler.archive.connection import Connection
from newscrawler.items import Capture


def find(
    db: Connection,
    held: Mapping[str, Any] | None,
    fields: Mapping[str, Any],
    capture: Capture | None,
    crawl_id: int,
    back: str | None,
) -> str | None:
    """Return why a page is kept aside for now, None for one that is believed."""
    if held is None:
        return _of_new(db, fields, crawl_id)
    if suspects.is_another(db, held, fields, capture):
        return suspects.ANOTHER
    if back == returns.TO_CONFIRM:
        return suspects.EARLIER
    if back is not None or boilerplate.is_all(db, held, fields):
        return None
    is_other = suspects.is_other(db, held, fields)
    lost = suspects.OTHER if is_other else suspects.loss(db, held, fields, capture)
    now = fields["crawled_at"]
    return lost if lost and not suspects.was_seen(db, held, lost, crawl_id, now=now) else None


def _of_new(db: Connection, fields: Mapping[str, Any], crawl_id: int) -> str | None:
    doubt = suspects.OTHER if suspects.is_other(db, None, fields) else None
    if doubt is None and suspects.is_empty(db, fields, crawl_id):
        doubt = suspects.EMPTY
    return doubt if doubt and not suspects.was_seen_before(db, fields, doubt, crawl_id) else None
