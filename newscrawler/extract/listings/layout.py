"""How a listing is built: what one of its pages tells of the others."""

from __future__ import annotations

from typing import NamedTuple


class Layout(NamedTuple):
    """`entries`: paths of tags and classes (`kinds.Kind.path`) of the links to entries.

    `others`: what else was linked on the first page that was read. By them a last page with one
    entry is read, and one with none, of which nothing else tells. `is_scripted`: scripts lead to
    entries, not links.
    """

    entries: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    is_scripted: bool = False

    def joined(self, later: Layout) -> Layout:
        """Return what this tells together with a later page of the listing."""
        if not self.entries:
            return later
        return self._replace(entries=self.entries | later.entries)


NOTHING = Layout()
