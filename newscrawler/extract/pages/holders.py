"""The elements that hold a page's lines: what they are called, how much text is in each."""

from __future__ import annotations

from newscrawler.extract.pages.places import of_name
from newscrawler.extract.pages.reader import Reader

SHORT_PROSE = 40
_FAR = 30
_NAMELESS = frozenset(["body", "html"])


class Holders:
    """The elements that hold blocks, and those around them: each once, parents first.

    Lists have one entry for each element: `parent` is a number in them (the root's is its own),
    `kinds` are numbers for tag and class, `names` class and id, `own_bits` and `any_bits` what
    these say of the element and of it with all around it (see `places`). `of` has the holder of
    each block.
    """

    def __init__(self, seen: Reader) -> None:
        order = _around(seen)
        number = dict(zip(order, range(len(order)), strict=True))
        self.of = [number[block.holder] for block in seen.blocks]
        self.parent = [number[max(seen.parents[at], 0)] for at in order]
        self.elements = [seen.elements[at] for at in order]
        known: dict[tuple[str, str | None], int] = {}
        self.kinds = [
            known.setdefault((each.tag, each.get("class")), len(known)) for each in self.elements
        ]
        # Three of four have a class that another has, nine of ten no id.
        names = [f"{called or ''} " for _, called in known]
        bits = [of_name(called) if called and tag not in _NAMELESS else 0 for tag, called in known]
        self.names, self.own_bits = [], []
        for element, kind in zip(self.elements, self.kinds, strict=True):
            name, own = names[kind], bits[kind]
            if ident := element.get("id"):
                name += ident
                own |= 0 if element.tag in _NAMELESS else of_name(ident)
            self.names.append(name)
            self.own_bits.append(own)
        self.any_bits: list[int] = []
        for own, above in zip(self.own_bits, self.parent, strict=True):
            self.any_bits.append(own | self.any_bits[above] if self.any_bits else own)


def _around(seen: Reader) -> list[int]:
    """Return the numbers of all elements in which blocks stand, in order."""
    parents = seen.parents
    around: set[int] = set()
    for block in seen.blocks:
        at = block.holder
        while at >= 0 and at not in around:
            around.add(at)
            at = parents[at]
    return sorted(around)


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
