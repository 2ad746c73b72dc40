"""What a value rests on, for a person who doubts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from newscrawler.extract.pages.page import Element

RAW_LENGTH = 300

# how: the rule that chose the value; where: an XPath that finds the element in the stored page
# again; raw: the text there, cut to RAW_LENGTH characters; why: set when there is no value or not
# all of it.
Evidence = dict[str, str]


# What chooses the value of a field; the reading room says each in words.
Rule = Literal[
    "above the date",
    "addresses",
    "as listed",
    "below the breadcrumb",
    "below the byline",
    "below the date",
    "below the title",
    "by",
    "called so",
    "date line",
    "declared",
    "densest text",
    "embedded data",
    "file",
    "from home to title",
    "heading",
    "label",
    "likeliest day",
    "likeliest heading",
    "likeliest of what is told to machines",
    "likely text",
    "line",
    "listing",
    "separators",
    "structured data",
]


def evidence(how: Rule, element: Element, raw: str, why: str = "", *, of: str = "") -> Evidence:
    """Return the evidence of a field; see `found_by`. `of` says which one the rule chose."""
    return found_by(f"{how} ({of})" if of else how, element, raw, why)


def found_by(how: str, element: Element, raw: str, why: str = "") -> Evidence:
    """Return the evidence of one value; `element` None means that it is not on the page."""
    entry = {"how": how}
    if element is not None:
        entry["where"] = element.getroottree().getpath(element)
    entry["raw"] = raw[:RAW_LENGTH]
    if why:
        entry["why"] = why
    return entry


# How the text of a release that is a file is told: not at all
FILE: Literal["file"] = "file"


def is_listed(held: Mapping[str, Evidence], name: str) -> bool:
    """Tell whether a field's value is not on the page, but what the listing says."""
    return held.get(name, {}).get("how") == "listing"


def is_elsewhere(held: Mapping[str, Evidence], name: str) -> bool:
    """Tell whether a field's value is not on the page: its listing or its address says it."""
    return is_listed(held, name) or held.get(name, {}).get("how", "").endswith("(address)")


def is_file(held: Mapping[str, Evidence]) -> bool:
    """Tell whether the release is a file, of which only the listing told anything."""
    return held.get("body", {}).get("how") == FILE
