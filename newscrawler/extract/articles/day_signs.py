"""What speaks for a day's being the date of a page: numbers, no decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from newscrawler.extract.dates.stamps import Stamp
from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.page import Element

_FAR, NEVER = 99, 999
_DAY = timedelta(days=1)
_TOLD = ("json", "meta", "itemprop")
_OF_PUBLICATION = (
    *_TOLD,
    *("json_created", "page_published", "time_published", "address", "label", "weak_label"),
    "shown_published",
)
NAMES = (
    "json json_created json_modified page_published meta meta_modified itemprop itemprop_modified "
    "time time_updated time_published time_elsewhere time_near address script label weak_label "
    "shown shown_short shown_meta shown_updated shown_published shown_link shown_comment "
    "shown_related shown_side shown_before_text prose in_heading furniture rule distance closest "
    "in_title rank first_index first_shown after_title length_around mentions days_known earliest "
    "latest newest_gap oldest_gap after_json before_json has_json has_meta has_time has_address "
    "has_label clock eve_told eve_shown morrow_told morrow_shown month_of_address"
).split()


# Where a day was seen; the reading room says each in words.
Source = Literal[
    "address",
    "in_title",
    "itemprop",
    "itemprop_modified",
    "json",
    "json_created",
    "json_modified",
    "meta",
    "meta_modified",
    "page_published",
    "prose",
    "rule",
    "script",
    "shown",
    "time",
]


@dataclass(slots=True)
class Day:
    """A day: what was seen of it, where it stands first (None: not shown), how exactly.

    `source` and `raw` are those of the place it was found in first, `span` is where it stands in
    the block's text, `indices` are the blocks that show it.
    """

    day: date
    source: Source
    raw: str
    seen: dict[str, float] = field(default_factory=dict)
    block: Block | None = None
    element: Element = None
    span: tuple[int, int] = (0, 0)
    exact: Stamp | None = None
    indices: list[int] = field(default_factory=list)

    def add(self, sign: str, amount: float = 1) -> None:
        """Count a sign once more."""
        self.seen[sign] = self.seen.get(sign, 0) + amount

    def sharpen(self, stamp: Stamp) -> None:
        """Keep the clock time that comes with a zone before the one that does not."""
        if stamp.clock and (self.exact is None or (stamp.zone and not self.exact.zone)):
            self.exact = stamp


def is_of_publication(day: Day) -> bool:
    """Tell whether anything on the page calls it the day of publication."""
    return any(map(day.seen.get, _OF_PUBLICATION))


def measure(found: dict[date, Day], title_at: int, month: tuple[int, int] | None) -> None:
    """Count what compares the days with each other.

    `title_at` is -1 for no title, `month` the year and month that the page's address names.
    """
    if not found:
        return
    known = sorted(found)
    has = {
        f"has_{sign}": any(each.seen.get(sign) for each in found.values())
        for sign in ("json", "meta", "time", "address", "label")
    }
    told = next((each.day for each in found.values() if each.seen.get("json")), None)
    shown = sorted((each.indices[0], each.day) for each in found.values() if each.indices)
    ranks = {day: rank for rank, (_, day) in enumerate(shown)}
    distances = {day: _distance(each, title_at) for day, each in found.items()}
    closest = min(distances.values())
    for day, each in found.items():
        each.seen |= has
        each.seen |= {
            "distance": distances[day],
            "closest": distances[day] == closest < _FAR,
            "rank": ranks.get(day, 50),
            "first_shown": ranks.get(day) == 0,
            "first_index": each.indices[0] if each.indices else -1,
            "after_title": _after(each, title_at),
            "mentions": len(each.indices),
            "days_known": len(known),
            "earliest": day == known[0],
            "latest": day == known[-1],
            "newest_gap": min((known[-1] - day).days, 4000),
            "oldest_gap": min((day - known[0]).days, 4000),
            "clock": each.exact is not None,
            "month_of_address": 0 if month is None else 1 if (day.year, day.month) == month else -1,
        }
        # Where it is morning in one zone it is the day before in another.
        for name, other in (("eve", day - _DAY), ("morrow", day + _DAY)):
            beside = found[other].seen if other in found else {}
            each.seen[f"{name}_told"] = any(map(beside.get, _TOLD))
            each.seen[f"{name}_shown"] = any(map(beside.get, ("shown_short", "address")))
        if told:
            gap = (day - told).days
            each.seen["after_json"] = min(max(gap, 0), NEVER)
            each.seen["before_json"] = min(max(-gap, 0), NEVER)


def _distance(day: Day, title_at: int) -> int:
    """Return how many lines are between the day and the title; above it counts as a bit more."""
    if title_at < 0:
        return _FAR
    steps = (abs(at - title_at) + (3 if at < title_at else 0) for at in day.indices)
    return min(min(steps, default=_FAR), _FAR)


def _after(day: Day, title_at: int) -> int:
    if title_at < 0 or not day.indices:
        return -_FAR
    return max(-50, min(day.indices[0] - title_at, 50))


def row(day: Day) -> list[float]:
    """Return the features in the order of NAMES."""
    return [float(day.seen.get(name, 0)) for name in NAMES]
