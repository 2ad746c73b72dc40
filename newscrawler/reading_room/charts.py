"""Plots: numbers as bars that a template draws; the same numbers always stand in a table too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Units of the drawing, which is stretched to the width of the page.
STEP, GAP, HEIGHT = 10, 2, 100
# Years that are named under a timeline at the most.
NAMED = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `label` says what it is, `value` how much."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a drawing of `width` by HEIGHT; `highest` is the value that reaches the top."""

    bars: Sequence[Bar]
    width: int
    highest: float


@dataclass(frozen=True, slots=True)
class Year:
    """The releases of a year by month; `is_named` tells that there is room for its name."""

    name: str
    months: Sequence[tuple[str, int]]
    is_named: bool

    @property
    def total(self) -> int:
        """The number of releases of the year."""
        return sum(number for _, number in self.months)


def bars(values: Sequence[tuple[str, float]], *, places: int = 1) -> Chart:
    """Return values with their labels as bars; zero has none, the smallest can be seen.

    There is room for so many `places` at least, so that few bars are not broad.
    """
    highest = max((value for _, value in values), default=0)
    drawn = []
    for place, (label, value) in enumerate(values):
        if value > 0:
            height = max(1.5, HEIGHT * value / highest)
            drawn.append(
                Bar(
                    place * STEP + GAP / 2,
                    round(HEIGHT - height, 2),
                    STEP - GAP,
                    round(height, 2),
                    label,
                    value,
                )
            )
    return Chart(drawn, max(places, len(values)) * STEP, highest)


def years(months: Mapping[str, int]) -> list[Year]:
    """Return whole years from the first release to the last; months are YYYY-MM."""
    dated = sorted(month for month in months if month)
    if not dated:
        return []
    first, last = int(dated[0][:4]), int(dated[-1][:4])
    every = -(-(last - first + 1) // NAMED)
    return [
        Year(
            f"{year:04}",
            [(name, months.get(name, 0)) for name in _months_of(year)],
            (last - year) % every == 0,
        )
        for year in range(first, last + 1)
    ]


def _months_of(year: int) -> list[str]:
    return [f"{year:04}-{month:02}" for month in range(1, 13)]
