"""`show KEY`: one article, as it is held."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from newscrawler.archive import Archive, ArchiveError
from newscrawler.archive_command import ArchiveCommand
from newscrawler.console.terminal import styled

if TYPE_CHECKING:
    from newscrawler.evidence import Basis


class Command(ArchiveCommand):
    """Shows an article by its key or by any address that led to it."""

    arguments = "ROOM:KEY|URL"
    summary = "Show one article with its revisions and twins"
    description = (
        "Shows an article by its key or by any address that led to it: its text, its revisions "
        "with time, cause and hash, the checks that did not find it, its documents and twins. "
        "--evidence tries on the stored page where each field was found."
    )
    example = "newscrawler show qbpc_news:18:1238 --evidence"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what can be shown beside the text."""
        super().add_options(parser)
        parser.add_argument("--revision", type=int, metavar="N", help="default: the current one")
        parser.add_argument(
            "--evidence", action="store_true", help="where each field was found, and how"
        )
        parser.add_argument("--json", action="store_true", help="the whole record as JSON")

    def look(self, archive: Archive, args: list[str], opts: argparse.Namespace) -> None:
        """Print the article."""
        from newscrawler.archive import (
            absences,
            articles,
            attachment_versions,
            attachments,
            named,
            twins,
            versions,
        )

        if len(args) != 1:
            raise UsageError("name one article as ROOM:KEY, or give its address")
        article_id = named.article(archive.db, args[0])
        history = list(versions.revisions(archive.db, article_id))
        number = opts.revision or len(history)
        if not 1 <= number <= len(history):
            raise ArchiveError(f"there is no revision {number}; there are {len(history)}")
        chosen = history[number - 1]
        if opts.json:
            print(json.dumps(articles.public(chosen), ensure_ascii=False, indent=2))
            return
        print(_page(chosen, history))
        for check in absences.unfound(archive.db, chosen["room"], chosen["key"]):
            print(f"not found: {check['at']}  {check['how']}")
        held = attachment_versions.shown(archive.db, article_id)
        for part in chosen["attachments"]:
            print(f"attachment: {part['text'] or ''} {part['url']}")
            print(f"  {_document(held.get(attachments.identity(part['url'])))}")
        for twin in twins.of(archive.db, article_id):
            print(_twin(twin))
        if opts.evidence:
            self._show_evidence(archive, chosen)

    def _show_evidence(self, archive: Archive, revision: dict[str, Any]) -> None:
        from newscrawler import evidence, project
        from newscrawler.archive import versions

        assert self.settings is not None
        room = project.rooms(self.settings).room(revision["room"])
        page = versions.page(archive.db, revision)
        print("\nevidence:")
        for basis in evidence.bases(revision, page, room):
            print("\n".join(_evidence(basis)))


def _document(found: dict[str, Any] | None) -> str:
    if found is None:
        return "not asked for"
    if not found["version"]:
        return f"not held: {found['state']}" + (f" ({found['reason']})" if found["reason"] else "")
    said = f"{found['type']}, {found['size']:,} bytes, version {found['version']}"
    if found["declared"] not in (None, found["type"], "application/octet-stream"):
        said += f", declared as {found['declared']}"
    if found["contents"]:
        said += f", {len(found['contents'])} files in it"
    if found["pages"] is not None or found["problem"]:
        said += f", {found['problem'] or str(found['pages']) + ' pages of text'}"
    return said + (f"; now {found['state']}: {found['reason']}" if found["reason"] else "")


def _twin(twin: dict[str, Any]) -> str:
    link = twin["link"] if twin["link"] != "near" else f"near twin {twin['similarity']:.2f}"
    language = f" ({twin['language']})" if link == "translation" and twin["language"] else ""
    return f"{link}: {twin['room']}:{twin['key']} {twin['title'] or ''}{language}"


def _page(article: dict[str, Any], history: list[dict[str, Any]]) -> str:
    lines = [
        styled(article["title"] or "(no title)", "bold", sys.stdout),
        " > ".join(article["breadcrumb"] or ["(no breadcrumb)"]),
        article["create_time"] or "(no create time)",
        *([f"by {', '.join(article['byline'])}"] if article["byline"] else []),
        article["url"],
        "",
        article["body"] or "(no text)",
        "",
        f"key {article['room']}:{article['key']}, {article['state']}",
        f"revision {article['revision']} of {len(history)}:",
    ]
    lines += [
        f"  {past['revision']}  {past['crawled_at']}  {_cause(past)}  {past['content_hash'][:12]}"
        for past in history
    ]
    return "\n".join(lines)


def _cause(past: dict[str, Any]) -> str:
    return f"{past['cause']}{', cosmetic' if past['cosmetic'] else ''}"


def _evidence(basis: Basis) -> list[str]:
    from newscrawler.evidence import AGAIN

    colour = "red" if basis.again in ("nowhere", "other") else "green"
    lines = [
        f"  {basis.name}: {basis.how}{f' at {basis.where}' if basis.where else ''}",
        f"    {basis.raw!r}{f' ({basis.why})' if basis.why else ''}",
        f"    {styled(AGAIN[basis.again], colour, sys.stdout)}",
    ]
    return lines + [f"    not chosen: {other}" for other in basis.others]
