"""How a link is built: the path of tags and stable classes that leads to it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from newscrawler.extract.pages.page import Element

# Classes that number one row of many.
_NUMBERS = re.compile(r"\d").search
_MENUS = frozenset(["nav", "footer"])
_BESIDES = frozenset(["header", "aside"])
_PAGES = ("html.", "body.")
_ROWS = ("tr.", "p.", "font.", "dd.")
# What only says how a text looks.
_LOOKS = frozenset(["b.", "strong.", "em.", "i.", "u.", "font."])
# How many steps above a link may say what it is.
DEEP = 8


class Kind(NamedTuple):
    """A path of tags and stable classes; `line` is its end, as (number, name) of each step.

    `tags` are those of the same steps.

    `in_menu` and `beside` tell whether it leads through elements for navigation, or for what
    stands at the edge of a page.
    """

    number: int
    depth: int
    line: tuple[tuple[int, str], ...]
    tags: tuple[str, ...]
    in_menu: bool
    beside: bool

    @property
    def path(self) -> str:
        """The end of the path in words, without what whole pages are called ("page-2")."""
        steps = (name for _, name in self.line if not name.startswith(_PAGES))
        return f"{self.depth} {' '.join(steps)}"


@lru_cache(maxsize=4096)
def _name(tag: str, called: str | None) -> str:
    if not called:
        return f"{tag}."
    stable = called.split()
    if _NUMBERS(called):
        stable = [word for word in stable if not _NUMBERS(word)]
    return f"{tag}.{'.'.join(sorted(set(stable)) if len(stable) > 1 else stable)}"


class Kinds:
    """Numbers for paths of tags and stable classes, so that equal paths have equal numbers."""

    def __init__(self) -> None:
        top = Kind(0, 0, (), (), in_menu=False, beside=False)
        self._kinds = [top]
        self._of: dict[Element, Kind] = {None: top}
        self._steps: dict[tuple[int, str, str | None], Kind] = {}
        self._by_name: dict[tuple[int, str], Kind] = {}

    def of(self, element: Element) -> Kind:
        """Return how an element and those around it are built, the same object for the same way."""
        known, steps = self._of, self._steps
        path = []
        above = element
        while above not in known:
            path.append(above)
            above = above.getparent()
        kind = known[above]
        while path:
            each = path.pop()
            step = (kind.number, each.tag, each.get("class"))
            kind = known[each] = steps.get(step) or self._step(kind, step)
        return kind

    def _step(self, kind: Kind, step: tuple[int, str, str | None]) -> Kind:
        """Return the kind one step below; rows that were never closed nest, and count as one."""
        name = _name(*step[1:])
        if name in _LOOKS:
            return kind
        known = self._by_name.get((kind.number, name))
        if known is None:
            known = self._nested(kind, name) or self._new(kind, name)
        self._by_name[kind.number, name] = self._steps[step] = known
        return known

    def _nested(self, kind: Kind, name: str) -> Kind | None:
        if not name.startswith(_ROWS) or not kind.line:
            return None
        if kind.line[-1][1] == name:
            return kind
        # tr > td > tr: the inner row is built like the outer one.
        return next((self._kinds[n] for n, called in kind.line[-5:-1] if called == name), None)

    def _new(self, kind: Kind, name: str) -> Kind:
        number = len(self._kinds)
        tag = name.partition(".")[0]
        new = Kind(
            number,
            kind.depth + 1,
            (*kind.line[-DEEP:], (number, name)),
            (*kind.tags[-DEEP:], tag),
            kind.in_menu or tag in _MENUS,
            kind.beside or tag in _BESIDES,
        )
        self._kinds.append(new)
        return new
