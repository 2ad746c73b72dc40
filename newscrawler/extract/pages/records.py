"""Lists that a page holds as XML for its script, as the columns of many Chinese authorities do."""

from __future__ import annotations

import re

_MARK = "<datastore"
_STORE = re.compile(
    r"(?:<script\b[^>]*>\s*)?(?:<\?xml[^>]*\?>\s*)?<datastore\b.*?</datastore>(?:\s*</script>)?",
    re.DOTALL | re.IGNORECASE,
)
_RECORD = re.compile(
    r"<(record|nextgroup)\b[^>]*>\s*<!\[CDATA\[(.*?)\]\]>\s*</\1>", re.DOTALL | re.IGNORECASE
)


def shown(markup: str) -> str:
    """Return `markup` with such records in the place of the XML, as the script would show them.

    Where the store names its next group of records, a link classed "next" leads there.
    """
    return _STORE.sub(_as_html, markup) if _MARK in markup else markup


def _as_html(store: re.Match[str]) -> str:
    found = _RECORD.findall(store[0])
    parts = [
        html if name.lower() == "record" else html.replace("<a ", '<a class="next" ', 1)
        for name, html in found
    ]
    return "".join(parts) or store[0]
