"""The text of a release that is a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawler.archive import Connection, attachment_versions, attachments
from newscrawler.extract.evidence import is_file


def of(db: Connection, shown: Mapping[str, Any]) -> str:
    """Return the text of a revision that is a document; form feeds end its pages.

    "" for any other, and where the document is not read.
    """
    if not (shown["attachments"] and is_file(shown["evidence"])):
        return ""
    held = attachment_versions.shown(db, shown["article_id"])
    document = held.get(attachments.identity(shown["attachments"][0]["url"]))
    return (attachment_versions.text(db, document["id"]) or "") if document else ""
