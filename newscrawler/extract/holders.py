"""The elements that hold a page's lines: how much text is in each, how far apart they are."""

from __future__ import annotations

from newscrawler.extract.blocks import Block
from newscrawler.extract.page import Element
from newscrawler.extract.places import Places

_FAR = 30


class Holders:
    """The elements that hold blocks, and those around them: each once, parents first."""

    def __init__(
        self,
        blocks: list[Block],
        places: Places,
        prose: list[int],
        own: list[int],
        links: list[int],
    ) -> None:
        self.number: dict[Element, int] = {}
        self.elements: list[Element] = []
        self.parent: list[int] = []
        self.own_bits: list[int] = []
        self.any_bits: list[int] = []
        for block in blocks:
            if block.element not in self.number:
                self._add(block.element, places)
        self.prose = [0] * len(self.elements)
        self.links = [0] * len(self.elements)
        scores = [0.0] * len(self.elements)
        parent = self.parent
        for block, amount, beside, linked in zip(blocks, prose, own, links, strict=True):
            at = self.number[block.element]
            self.prose[at] += amount
            self.links[at] += linked
            if beside > SHORT_PROSE:
                share = float(amount)
                for _ in range(3):
                    at = parent[at]
                    scores[at] += share
                    share /= 2
        for at in range(len(parent) - 1, 0, -1):
            self.prose[parent[at]] += self.prose[at]
            self.links[parent[at]] += self.links[at]
        self.best = max(range(len(scores)), key=scores.__getitem__, default=0)
        self._measure_from_best()

    def _add(self, element: Element, places: Places) -> None:
        path = []
        above = element
        while above is not None and above not in self.number:
            path.append(above)
            above = above.getparent()
        at = self.number[above] if above is not None else 0
        for each in reversed(path):
            bits = places.own(each) if each.tag not in ("body", "html") else 0
            self.own_bits.append(bits)
            self.any_bits.append(bits | (self.any_bits[at] if self.elements else 0))
            self.parent.append(at)
            at = len(self.elements)
            self.number[each] = at
            self.elements.append(each)

    def _measure_from_best(self) -> None:
        """Count the steps from the best holder up to the one it shares with each, and down."""
        line = {}
        at, steps = self.best, 0
        while at not in line:
            line[at] = steps
            at, steps = self.parent[at], steps + 1
        self.up = [0] * len(self.parent)
        self.down = [0] * len(self.parent)
        for each, above in enumerate(self.parent):
            if each in line:
                self.up[each] = min(line[each], _FAR)
            else:
                self.up[each], self.down[each] = self.up[above], min(self.down[above] + 1, _FAR)


SHORT_PROSE = 40
