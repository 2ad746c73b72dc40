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
    erased with it. What is not `copied` is made anew from the rest.
    """

    name: str
    key: tuple[str, ...] = ("id",)
    grows: bool = False
    links: tuple[str, ...] = ()
    content: Mapping[str, str] = field(default_factory=dict)
    of_article: str | None = None
    copied: bool = True


_BY_KEY = "room = :room AND key = :key"
_CAPTURE = {"capture_id": "captures"}
_ARTICLE = "article_id = :article"
# Documents that no other article links to or ever did
_DOCUMENTS = (
    "attachment_id IN (SELECT attachment_id FROM attachment_links GROUP BY attachment_id"
    " HAVING min(article_id) = :article AND max(article_id) = :article)"
)

# A table stands after those that its rows refer to.
TABLES = (
    Table(name="crawls"),
    # What one stands beside comes before it; `captures.erase` sees to both.
    Table(name="captures", grows=True),
    Table(name="capture_bases", key=("place",)),
    Table(name="site_files", key=("url",), content=_CAPTURE),
    Table(name="ledger"),
    Table(name="listings", key=("room", "listing")),
    Table(name="listing_pages", key=("room", "url")),
    Table(name="sections"),
    Table(name="articles", links=("duplicate_of",), of_article="id = :article"),
    Table(name="aliases", key=("room", "url"), of_article=_BY_KEY),
    # Not only added: when a content was last seen is noted.
    Table(name="revisions", content=_CAPTURE, of_article=_ARTICLE),
    Table(name="absences", content=_CAPTURE, of_article=_BY_KEY),
    Table(name="suspects", grows=True, content=_CAPTURE, of_article=_BY_KEY),
    Table(name="events", grows=True),
    Table(name="tallies", key=("room", "kind", "name")),
    # When they are erased, the links of the article are gone.
    Table(
        name="attachments",
        of_article="room = :room AND NOT EXISTS"
        " (SELECT 1 FROM attachment_links l WHERE l.attachment_id = attachments.id)",
    ),
    Table(name="attachment_links", key=("article_id", "attachment_id"), of_article=_ARTICLE),
    Table(name="attachment_versions", grows=True, content=_CAPTURE, of_article=_DOCUMENTS),
    Table(
        name="attachment_texts",
        key=("capture_id",),
        of_article="capture_id IN (SELECT capture_id FROM attachment_versions"  # noqa: S608 own
        f" WHERE {_DOCUMENTS}) AND capture_id NOT IN"
        f" (SELECT capture_id FROM attachment_versions WHERE NOT {_DOCUMENTS})",
    ),
    Table(
        name="twins",
        key=("article_id", "twin_id"),
        of_article="article_id = :article OR twin_id = :article",
    ),
    Table(name="twin_queue", key=("article_id",), of_article=_ARTICLE),
    Table(name="twin_signatures", key=("article_id",), of_article=_ARTICLE),
    Table(name="twin_bands", key=("band", "article_id"), of_article=_ARTICLE),
    # Hashes of paragraphs, which tell nothing
    Table(name="twin_paragraphs", key=("paragraph",)),
    Table(name="search_documents", of_article=_ARTICLE, copied=False),
    Table(name="search_queue", key=("article_id",), of_article=_ARTICLE, copied=False),
)
COPIED = tuple(table for table in TABLES if table.copied)
