"""What every table is to those who treat all of them alike: `copy` and `forget`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the archive.

    `key` are the columns of its primary key. Where `grows` is set, that is `id`, and rows are only
    added and never changed, so that an interrupted copy goes on after the last one. `links` are
    columns that lead to rows of the same table. `content` says which column leads to which table
    of shared contents (a row there goes with the last one that leads to it). `of_article` chooses
    the rows that belong to one article, by `:article` (its id), `:room` and `:key`; they are
    erased with it.
    """

    name: str
    key: tuple[str, ...] = ("id",)
    grows: bool = False
    links: tuple[str, ...] = ()
    content: Mapping[str, str] = field(default_factory=dict)
    of_article: str | None = None


_BY_KEY = "room = :room AND key = :key"
_CAPTURE = {"capture_id": "captures"}

# A table stands after those that its rows refer to.
TABLES = (
    Table(name="crawls"),
    Table(name="captures", grows=True),
    Table(name="site_files", key=("url",), content=_CAPTURE),
    Table(name="ledger"),
    Table(name="listings", key=("room", "listing")),
    Table(name="listing_pages", key=("room", "url")),
    Table(name="articles", links=("duplicate_of",), of_article="id = :article"),
    Table(name="aliases", key=("room", "url"), of_article=_BY_KEY),
    Table(name="revisions", grows=True, content=_CAPTURE, of_article="article_id = :article"),
    Table(name="suspects", grows=True, content=_CAPTURE, of_article=_BY_KEY),
    Table(name="events", grows=True),
)
