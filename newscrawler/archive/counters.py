"""Lines in which a site counts something anew at every look, whatever it calls it.

Such a line has the same words in several releases, and changes in nothing but its digits again and
again. An edit changes a number in one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from newscrawler.archive.connection import Connection, Row
from newscrawler.content import changed_fields

# Longer lines are prose. In two other releases or more such a line must have changed so often.
_SHORT, _CHANGES = 80, 4
# Of how many others, by the latest look, how many changes are read
_LOOKED_AT, _LAST = 20, 2
_DIGITS = re.compile(r"\d[\d.,]*")


def is_counting(db: Connection, held: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Tell whether nothing has changed but lines that were seen to count in other releases."""
    is_text = set(changed_fields(held, fields)) <= {"title", "body"}
    lines = _differing(held, fields) if is_text else {}
    if not lines:
        return False
    others = db.execute(
        "SELECT id FROM articles WHERE room = ? AND id <> ? AND revision > 1"
        " ORDER BY checked_at DESC LIMIT ?",
        (held["room"], held["article_id"], _LOOKED_AT),
    ).fetchall()
    counted = [_counted(db, other["id"], lines.keys()) for other in others]
    # What says the same everywhere is a telephone number.
    values = [each[0] for each in counted if each]
    return sum(map(len, counted)) >= _CHANGES and len(set(values)) > 1


def _counted(db: Connection, article_id: int, lines: Collection[str]) -> list[str]:
    """Return what the last changes of an article left, as far as they were in these lines only."""
    rows = db.execute(
        "SELECT title, body FROM revisions WHERE article_id = ? ORDER BY number DESC LIMIT ?",
        (article_id, _LAST + 1),
    ).fetchall()
    found = []
    for after, before in pairwise(rows):
        changed = _differing(before, after)
        if not changed or not changed.keys() <= set(lines):
            break
        found.append(" ".join(changed.values()))
    return found


def _differing(before: Mapping[str, Any] | Row, after: Mapping[str, Any] | Row) -> dict[str, str]:
    """Return the lines that differ in their digits only: words and digits; none if more differs."""
    found = {}
    for name in ("title", "body"):
        old, new = ((fields[name] or "").split("\n") for fields in (before, after))
        if len(old) != len(new):
            return {}
        for one, other in zip(old, new, strict=True):
            words = _DIGITS.sub("0", one)
            if one == other:
                continue
            if words != _DIGITS.sub("0", other) or len(one) > _SHORT:
                return {}
            # A title is another one in each release.
            words = words if name == "body" else _DIGITS.split(one)[-1]
            found[words] = " ".join(_DIGITS.findall(other))
    return found
