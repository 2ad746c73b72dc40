"""The elements that hold a page's lines: what they are called, how much text is in each."""

from __future__ import annotations

from newscrawler.extract.blocks import Block
from newscrawler.extract.page import Element
from newscrawler.extract.places import of_name

SHORT_PROSE = 40
_FAR = 30
_NAMELESS = frozenset(["body", "html"])


class Holders:
    """The elements that hold blocks, and those around them: each once, parents first.

    Lists have one entry for each element: `parent` is a number in them (the root's is its own),
    `kinds` are (tag, class), `names` class and id, `own_bits` and `any_bits` what these say of the
    element and of it with all around it (see `places`). `of` has the holder of each block.
    """

    def __init__(self, blocks: list[Block]) -> None:
        self.number: dict[Element, int] = {}
        self.elements: list[Element] = []
        self.parent: list[int] = []
        self.kinds: list[tuple[str, str | None]] = []
        self.names: list[str] = []
        self.own_bits: list[int] = []
        self.any_bits: list[int] = []
        number = self.number
        self.of = [
            number[block.element] if block.element in number else self._enter(block.element)
            for block in blocks
        ]

    def _enter(self, element: Element) -> int:
        """Add `element` and what is around it that is not there yet; return its number."""
        number = self.number
        path = [element]
        above = element.getparent()
        while above is not None and above not in number:
            path.append(above)
            above = above.getparent()
        at = number.get(above, 0)
        around = self.any_bits[at] if number else 0
        for each in reversed(path):
            tag, called, name = each.tag, each.get("class"), each.get("id")
            label = f"{called or ''} {name or ''}"
            bits = 0 if label == " " or tag in _NAMELESS else of_name(label)
            around |= bits
            self.kinds.append((tag, called))
            self.names.append(label)
            self.own_bits.append(bits)
            self.any_bits.append(around)
            self.parent.append(at)
            at = number[each] = len(self.elements)
            self.elements.append(each)
        return at


class Prose:
    """How much text each holder has, how much of it in links, and how far each is from the best.

    `prose` and `links` are sums over all inside; `up` and `down` are the steps from the best holder
    up to the one it shares with each, and down from there.
    """

    def __init__(
        self, holders: Holders, prose: list[int], own: list[int], links: list[int]
    ) -> None:
        parent = holders.parent
        size = len(parent)
        self.prose, self.links = [0] * size, [0] * size
        scores = [0.0] * size
        for at, amount, beside, linked in zip(holders.of, prose, own, links, strict=True):
            self.prose[at] += amount
            self.links[at] += linked
            if beside > SHORT_PROSE:
                # Whole for the parent, half for its parent, a quarter above.
                one = parent[at]
                two = parent[one]
                scores[one] += amount
                scores[two] += amount / 2
                scores[parent[two]] += amount / 4
        for at in range(size - 1, 0, -1):
            self.prose[parent[at]] += self.prose[at]
            self.links[parent[at]] += self.links[at]
        self.best = max(range(size), key=scores.__getitem__, default=0)
        self._measure_from_best(parent)

    def _measure_from_best(self, parent: list[int]) -> None:
        line = {}
        at, steps = self.best, 0
        while at not in line:
            line[at] = steps
            at, steps = parent[at], steps + 1
        self.up = [0] * len(parent)
        self.down = [0] * len(parent)
        for each, above in enumerate(parent):
            if each in line:
                self.up[each] = min(line[each], _FAR)
            else:
                self.up[each], self.down[each] = self.up[above], min(self.down[above] + 1, _FAR)
