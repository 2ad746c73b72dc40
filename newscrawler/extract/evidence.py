"""What a value rests on, for a person who doubts it."""

from __future__ import annotations

from collections.abc import Mapping

from newscrawler.extract.page import Element

RAW_LENGTH = 300

# how: the rule that chose the value; where: an XPath that finds the element in the stored page
# again; raw: the text there, cut to RAW_LENGTH characters; why: set when there is no value or not
# all of it.
Evidence = dict[str, str]


def evidence(how: str, element: Element, raw: str, why: str = "") -> Evidence:
    """Return the evidence of one value; `element` None means that it is not on the page."""
    entry = {"how": how}
    if element is not None:
        entry["where"] = element.getroottree().getpath(element)
    entry["raw"] = raw[:RAW_LENGTH]
    if why:
        entry["why"] = why
    return entry


# How the text of a release that is a file is told: not at all
FILE = "file"


def is_listed(held: Mapping[str, Evidence], name: str) -> bool:
    """Tell whether a field's value is not on the page, but what the listing says."""
    return held.get(name, {}).get("how") == "listing"


def is_file(held: Mapping[str, Evidence]) -> bool:
    """Tell whether the release is a file, of which only the listing told anything."""
    return held.get("body", {}).get("how") == FILE
