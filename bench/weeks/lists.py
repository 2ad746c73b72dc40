"""What lists the releases of a made room: pages with pagers of every kind, feeds, sitemaps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from html import escape
from typing import NamedTuple

from bench.weeks.pages import View, spelled
from bench.weeks.site import SECTIONS, Release, Site

PAGERS = ("numbered", "files", "more", "arrows", "one", "years", "select", "postback", "form")
# Those that show all of a list under one address, and the rest by links
PLAIN = PAGERS[:5]
FEEDS = {"rss": "/feed.xml", "atom": "/atom.xml", "json": "/feed.json", "sitemap": "/sitemap.xml"}
_FEED_LENGTH = 20
_LIST = re.compile(r"/(list|events)(?:_(\d+))?(?:/((?:19|20)\d\d))?")
_CLICK = """<script>function goPage(n){{document.pages.page.value=n;document.pages.submit();}}
</script><form name=pages method=post action="{}"><input type=hidden name=page value="{}"></form>"""


class Where(NamedTuple):
    """Which page of a list is asked for; `section` is None for a list of everything."""

    path: str
    section: int | None
    year: int | None
    page: int


class Shown(NamedTuple):
    """A list as it is served: its text, its type, and the releases that it shows."""

    text: str
    kind: str
    ids: list[int]


def entrance(site: Site) -> str:
    """Return the path under which a room is given to the crawler."""
    return FEEDS.get(site.kind, "/list")


def asked(site: Site, path: str, fields: Mapping[str, str]) -> Where | None:
    """Return which list page a request asks for; `fields` are those of its query and form."""
    if path == FEEDS.get(site.kind):
        return Where(path, None, None, 1)
    match = _LIST.fullmatch(path)
    if match is None or site.kind in FEEDS:
        return None
    section = None
    if site.kind == "declared":
        section = ("list", "events").index(match[1])
    elif match[1] != "list":
        return None
    year = match[3] or fields.get("year")
    number = re.search(
        r"\d+", fields.get("__EVENTARGUMENT") or fields.get("page") or match[2] or "1"
    )
    return Where(
        f"/{match[1]}", section, int(year) if year else None, int(number[0] if number else 1)
    )


def render(
    view: View, where: Where, change: Callable[[list[Release]], list[Release]] = lambda rows: rows
) -> Shown:
    """Return a page of a list; a fault may `change` the rows that it shows."""
    site = view.site
    rows = site.listed()
    if where.section is not None:
        rows = [each for each in rows if each.content.section == where.section]
    if site.kind in FEEDS:
        rows = change(rows if site.kind == "sitemap" else rows[:_FEED_LENGTH])
        text, kind = _FEED[site.kind](site, rows)
        return Shown(text, kind, [each.id for each in rows])
    years = sorted({int(each.content.day[:4]) for each in rows}, reverse=True)
    if site.pager in ("years", "select") and years:
        chosen = where.year or years[0]
        rows = [each for each in rows if int(each.content.day[:4]) == chosen]
    size = len(rows) or 1 if site.pager in ("one", "years", "select") else site.page_size
    pages = max(1, -(-len(rows) // size))
    page = change(rows[(where.page - 1) * size : where.page * size])
    total = view.words["total"].format(len(rows)) if site.has_total else ""
    pager = _pager(view, where, pages)
    html = f"{_menu(site, where, years)}{_rows(view, page)}<div class=pager>{total} {pager}</div>"
    if site.pager == "postback":
        html = (
            f"<form method=post><input type=hidden name=__VIEWSTATE value='s{where.page}'>"
            f"<input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
            f"{html}</form>"
        )
    name = SECTIONS[site.language][where.section or 0]
    head = f"<title>{name} - {view.words['site']}</title>"
    return Shown(view.page(head, f"<h2>{name}</h2>{html}"), "html", [each.id for each in page])


def _menu(site: Site, where: Where, years: Sequence[int]) -> str:
    if site.pager == "years":
        links = "".join(f'<li><a href="{where.path}/{year}">{year}</a></li>' for year in years)
        return f"<ul class=years>{links}</ul>"
    if site.pager == "select":
        here = where.year or (years[0] if years else 0)
        options = "".join(
            f"<option value={year}{' selected' if year == here else ''}>{year}</option>"
            for year in years
        )
        return f'<form action="{where.path}"><select name=year>{options}</select></form>'
    return ""


def _pager(view: View, where: Where, pages: int) -> str:
    path, here = where.path, where.page
    following = here + 1 if here < pages else None
    words = view.words
    match view.site.pager:
        case "numbered" | "files":
            form = f"{path}_{{}}" if view.site.pager == "files" else f"{path}?page={{}}"
            links = " ".join(
                f"<b>{at}</b>" if at == here else f'<a href="{form.format(at)}">{at}</a>'
                for at in range(1, pages + 1)
                if pages > 1
            )
            end = f' <a href="{form.format(following)}">{words["next"]}</a>' if following else ""
            return links + end
        case "more" if following:
            return f'<a class=btn href="{path}?page={following}">{words["more"]}</a>'
        case "arrows" if following:
            return f'<a href="{path}?page={following}">{words["next"]}</a>'
        case "postback" if pages > 1:
            return " ".join(
                f"<span>{at}</span>"
                if at == here
                else f"<a href=\"javascript:__doPostBack('grid','Page${at}')\">{at}</a>"
                for at in range(1, pages + 1)
            )
        case "form" if pages > 1:
            clicks = " ".join(
                f"<b>{at}</b>" if at == here else f'<a href="javascript:goPage({at})">{at}</a>'
                for at in range(1, pages + 1)
            )
            return clicks + _CLICK.format(path, here)
    return ""


def _rows(view: View, rows: Sequence[Release]) -> str:
    site = view.site
    parts = [
        (view.link(each), escape(each.content.title), spelled(each.content.day, site), each)
        for each in rows
    ]
    match (site.form + site.design) % 4:
        case 0:
            each = (
                f'<li><a href="{url}">{title}</a><span>{day}</span></li>'
                for url, title, day, _ in parts
            )
            return f"<ul class=list>{''.join(each)}</ul>"
        case 1:
            each = (
                f'<tr><td>{day}</td><td><a href="{url}">{title}</a></td></tr>'
                for url, title, day, _ in parts
            )
            return f"<table class=list>{''.join(each)}</table>"
        case 2:
            return "".join(
                f'<div class=card><h3><a href="{url}">{title}</a></h3><span>{day}</span>'
                f"<p>{escape(one.content.text[0][:120])}</p></div>"
                for url, title, day, one in parts
            )
        case _:
            each = (
                f'<dt>{day}</dt><dd><a href="{url}">{title}</a></dd>'
                for url, title, day, _ in parts
            )
            return f"<dl>{''.join(each)}</dl>"


# ── feeds ──


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(8), UTC)


def _rss(site: Site, rows: Sequence[Release]) -> tuple[str, str]:
    items = "".join(
        f"<item><title>{escape(each.content.title)}</title><link>{{base}}{escape(site.path(each))}"
        f"</link><pubDate>{format_datetime(_moment(each.content.day))}</pubDate></item>"
        for each in rows
    )
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
        f"{items}</channel></rss>",
        "rss+xml",
    )


def _atom(site: Site, rows: Sequence[Release]) -> tuple[str, str]:
    items = "".join(
        f"<entry><title>{escape(each.content.title)}</title><id>urn:n:{each.id}</id>"
        f'<link href="{{base}}{escape(site.path(each))}"/>'
        f"<published>{_moment(each.content.day).isoformat()}</published></entry>"
        for each in rows
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{items}</feed>'
    return f'<?xml version="1.0"?>{feed}', "atom+xml"


def _json(site: Site, rows: Sequence[Release]) -> tuple[str, str]:
    items = [
        {
            "id": str(each.id),
            "url": f"{{base}}{site.path(each)}",
            "title": each.content.title,
            "date_published": _moment(each.content.day).isoformat(),
        }
        for each in rows
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items}
    return json.dumps(feed), "feed+json"


def _sitemap(site: Site, rows: Sequence[Release]) -> tuple[str, str]:
    items = "".join(f"<url><loc>{{base}}{escape(site.path(each))}</loc></url>" for each in rows)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><urlset xmlns="{space}">{items}</urlset>', "xml"


_FEED = {"rss": _rss, "atom": _atom, "json": _json, "sitemap": _sitemap}
