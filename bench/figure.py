"""One figure with its target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value that must not be above `at_most`; without a target it is only told."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool:
        """Whether the target is met; a figure without one always is."""
        return self.at_most is None or self.value <= self.at_most

    def __str__(self) -> str:
        target = ""
        if self.at_most is not None:
            target = f"  at most {self.at_most:g}: {'reached' if self.reached else 'MISSED'}"
        note = f"  ({self.note})" if self.note else ""
        return f"{self.name:58} {self.value:10.3f} {self.unit:8}{target}{note}"
