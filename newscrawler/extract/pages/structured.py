"""What a page says to machines: JSON-LD, microdata, meta elements; read once per page.

Vocabularies: schema.org (articles, breadcrumb lists), Open Graph, Dublin Core.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import XPath

from newscrawler.extract.pages import json_ld
from newscrawler.extract.pages.blocks import squeeze
from newscrawler.extract.pages.page import Element, Page

_ARTICLE = re.compile(r"Article|BlogPosting|Report|PressRelease|WebPage|Review|Recipe|Publication")
_REAL_ARTICLE = re.compile(r"Article|BlogPosting|Report|PressRelease")
# A JSON-LD block larger than this is a shop's catalogue.
_LARGEST = 500_000

_PUBLISHED = {
    "article:published_time",
    "datepublished",
    "og:published_time",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "article.published",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.created",
    "sailthru.date",
    "parsely-pub-date",
    "article:published",
    "published_time",
    "release_date",
    "citation_date",
    "citation_publication_date",
    "datecreated",
    "created",
    "originalpublicationdate",
    "pubtime",
    "cxenseparse:recs:publishtime",
    "article_date_original",
    "publication_date",
    "date_published",
    "og:article:published_time",
    "rnews:datepublished",
    "bt:pubdate",
    "dateissued",
    "displaydate",
    "vr:published_time",
    "publishedat",
    "articlepubdate",
    "firstpublishedtime",
    "publish_time",
    "published",
    "publisheddate",
    "published-date",
    "published_date",
    "published_at",
    "publicationdate",
    "publication-date",
    "date-published",
    "date_created",
    "creation_date",
    "creation-date",
    "releasedate",
    "release-date",
    "pub_date",
    "pub-date",
    "dc.date.published",
    "dc.date.available",
    "dcterms.available",
    "issued",
    "first_published",
}
_MODIFIED = {
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "modified",
    "article:modified",
    "updated_time",
    "lastmodified",
    "revised",
}
_AUTHOR = {
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "citation_author",
    "twitter:creator:name",
    "article.author",
    "authors",
    "cxenseparse:author",
    "rbauthors",
    "authorname",
}
_TITLE = {
    "og:title": "og", "twitter:title": "twitter", "title": "meta", "dc.title": "meta",
    "dcterms.title": "meta", "parsely-title": "meta", "sailthru.title": "meta",
    "citation_title": "meta", "headline": "meta", "article:title": "meta", "articletitle": "meta",
}  # fmt: skip


@dataclass(slots=True)
class Structured:
    """What was said; `dates` and `titles` are (source, raw text) pairs, in document order.

    Sources of dates: "json published", "json modified", "json created", "meta published",
    "meta modified", "itemprop published", "itemprop modified". `article_body` is plain text.
    """

    titles: list[tuple[str, str]] = field(default_factory=list)
    dates: list[tuple[str, str]] = field(default_factory=list)
    authors: list[tuple[str, str]] = field(default_factory=list)
    breadcrumbs: list[list[str]] = field(default_factory=list)
    article_body: str = ""
    site_name: str = ""
    document_title: str = ""


def read(page: Page) -> Structured:
    """Return what `page` says to machines; broken JSON is left out."""
    found = Structured()
    for element in page.root.iter("meta", "script", "title"):
        tag = element.tag
        if tag == "meta":
            _meta(found, element)
        elif tag == "title":
            if not found.document_title:
                found.document_title = squeeze("".join(element.itertext()))
        elif "ld+json" in (element.get("type") or ""):
            _script(found, element.text or "")
    if "itemprop" in page.text:
        _microdata(found, page.root)
    return found


def _meta(found: Structured, element: Element) -> None:
    content = element.get("content")
    name = element.get("property") or element.get("name") or element.get("itemprop")
    if not content or not name or not content.strip():
        return
    name = name.strip().lower()
    if name in _TITLE:
        found.titles.append((_TITLE[name], squeeze(content)))
    elif name in _PUBLISHED:
        found.dates.append(("meta published", content.strip()))
    elif name in _MODIFIED:
        found.dates.append(("meta modified", content.strip()))
    elif name in _AUTHOR:
        found.authors.append(("meta", squeeze(content)))
    elif name == "og:site_name":
        found.site_name = squeeze(content)


def _script(found: Structured, text: str) -> None:
    if len(text) > _LARGEST:
        return
    for node in json_ld.nodes(json_ld.load(text)):
        kind = node.get("@type")
        kinds = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")
        if "BreadcrumbList" in kinds:
            names = json_ld.crumbs_of(node.get("itemListElement"))
            if names:
                found.breadcrumbs.append(names)
        elif _ARTICLE.search(kinds):
            _article(found, node, _REAL_ARTICLE.search(kinds) is not None)


def _article(found: Structured, node: dict[str, Any], is_article: bool) -> None:
    source = "json" if is_article else "json page"
    for name in ("headline", "name") if is_article else ("headline",):
        if isinstance(node.get(name), str) and node[name].strip():
            found.titles.append((source, json_ld.plain(node[name])))
            break
    for name, kind in (
        ("datePublished", "published"),
        ("dateCreated", "created"),
        ("dateModified", "modified"),
    ):
        if isinstance(node.get(name), str):
            found.dates.append((f"{source} {kind}", node[name].strip()))
    if is_article:
        names = list(json_ld.names_of(node.get("author") or node.get("creator")))
        found.authors.extend((source, name) for name in names)
        body = node.get("articleBody")
        if isinstance(body, str) and len(body) > len(found.article_body):
            found.article_body = body


_WITH_ITEMPROP = XPath("descendant::*[@itemprop]")
_ITEMPROPS = {
    "datepublished": ("dates", "itemprop published"),
    "datecreated": ("dates", "itemprop published"),
    "datemodified": ("dates", "itemprop modified"),
    "headline": ("titles", "itemprop"),
}


def _microdata(found: Structured, root: Element) -> None:
    trail: dict[Element, list[str]] = {}
    for element in _WITH_ITEMPROP(root):
        for name in element.get("itemprop").lower().split():
            if name in _ITEMPROPS and element.tag != "meta":
                place, source = _ITEMPROPS[name]
                text = element.get("datetime") or element.get("content") or ""
                text = squeeze(text or "".join(element.itertext())[:300])
                if text:
                    getattr(found, place).append((source, text))
            elif name in _ITEMPROPS:
                place, source = _ITEMPROPS[name]
                getattr(found, place).append((source, squeeze(element.get("content") or "")))
            elif name in ("name", "title"):
                holder = _list_of(element)
                if holder is not None:
                    text = element.get("content") or "".join(element.itertext())
                    if squeeze(text):
                        trail.setdefault(holder, []).append(squeeze(text))
    found.breadcrumbs.extend(trail.values())


def _list_of(element: Element) -> Element:
    """Return the BreadcrumbList (or old Breadcrumb's parent) that `element` names an item of."""
    for above in element.iterancestors():
        kind = above.get("itemtype") or ""
        if "BreadcrumbList" in kind:
            return above
        if "ListItem" in kind or kind.endswith(("/Thing", "/WebPage")) or not kind:
            continue
        return above.getparent() if kind.endswith("Breadcrumb") else None
    return None
