"""One release in seven markups, each shuffled under a seed: the same words, other HTML."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape


@dataclass
class Sheet:
    """What a page shows, as inner HTML of each part; None leaves the part out."""

    crumbs: list[str] | None = field(default_factory=lambda: ["Home", "Media Room", "Harbour News"])
    title: str | None = "Customs and Harbour Guard Agree on Joint Training"
    byline: str | None = None
    label: str = "Create Time:"
    date: str | None = "2021-03-16"
    paragraphs: list[str] = field(
        default_factory=lambda: [
            "Tianjin, China – On March 2, the Harbour Guard Association and the customs house of "
            "the port agreed on a programme of joint training for the coming year.",
            "Twelve officers took part in the first lesson. Each of them received a handbook with "
            "pictures of genuine and of copied goods.",
            "The second lesson is planned for autumn.",
        ]
    )


Render = Callable[[Sheet, random.Random], str]


def page(render: Render, sheet: Sheet, seed: int = 0) -> str:
    """Return a whole page of `sheet` with menus, neighbours and imprint around it."""
    dice = random.Random(seed)
    inner = render(sheet, dice)
    for _ in range(dice.randrange(3)):
        inner = _wrapped(dice, inner)
    side = _menu(dice, [("About Us", "/page/index/pid/1"), ("Committees", "/page/index/cid/2")])
    hot = _menu(
        dice,
        [
            ("Awards for officers", "/articles/view/cid/15/id/31"),
            ("A visit to the port", "/articles/view/cid/20/id/77"),
        ],
    )
    return f"""<!DOCTYPE html><html><head><title>Best casino bonus</title>
<style>p {{ color: red }}</style><script>var now = "Create Time:1999-01-01";</script></head><body>
<div class="{_name(dice)}"><a href="/en">English</a> | <a href="/cn">中文版</a></div>
{_menu(dice, [("Home", "/"), ("Media Room", "/articles/index/cid/18")])}
{side}<div class="{_name(dice)}">{inner}</div>{hot}
<div class="{_name(dice)}">Copyright © 2009-2024 Harbour Guard Association. All rights reserved.
<br>Address: 12 Quay Road, Tianjin. Tel: 022 5550 1234</div></body></html>"""


def divs(sheet: Sheet, dice: random.Random) -> str:
    parts = _parts(sheet, dice)
    tags = [dice.choice(["div", "section", "p"]) for _ in parts]
    head = "".join(
        f'<{tag} class="{_name(dice)}">{part}</{tag}>'
        for tag, part in zip(tags, parts, strict=True)
    )
    return f"{head}<div>{_paragraphs(sheet, dice)}</div>{_neighbours(dice)}"


def tables(sheet: Sheet, dice: random.Random) -> str:
    rows = "".join(f"<tr><td>{part}</td></tr>" for part in _parts(sheet, dice))
    text = f"<table><tbody><tr><td>{_paragraphs(sheet, dice)}</td></tr></tbody></table>"
    inner = f'<table class="{_name(dice)}">{rows}</table>'
    return (
        f"<table><tr><td>{inner}</td></tr><tr><td>{text}</td></tr>"
        f"<tr><td>{_neighbours(dice)}</td></tr></table>"
    )


def definitions(sheet: Sheet, dice: random.Random) -> str:
    rows = []
    if sheet.crumbs is not None:
        rows.append(f"<dt>You are here:</dt><dd>{_chain(sheet.crumbs, dice)}</dd>")
    if sheet.title is not None:
        rows.append(f"<dt>{sheet.title}</dt>")
    if sheet.byline is not None:
        rows.append(f"<dd>{sheet.byline}</dd>")
    if sheet.date is not None:
        rows.append(f"<dt>{sheet.label}</dt><dd>{sheet.date}</dd>")
    rows.append(f"<dd>{_paragraphs(sheet, dice)}</dd>")
    return f'<dl class="{_name(dice)}">{"".join(rows)}</dl>{_neighbours(dice)}'


def items(sheet: Sheet, dice: random.Random) -> str:
    parts = [*_parts(sheet, dice), _paragraphs(sheet, dice)]
    return "<ul>" + "".join(f"<li>{part}</li>" for part in parts) + f"</ul>{_neighbours(dice)}"


def breaks(sheet: Sheet, dice: random.Random) -> str:
    lines = "<br>".join(_parts(sheet, dice))
    text = dice.choice(["<br>", "<br/><br/>", "<br> <br>\n"]).join(sheet.paragraphs)
    return f"{lines}<br>{text}<br><br>{_neighbours(dice)}"


def title_line(sheet: Sheet, dice: random.Random) -> str:
    level = dice.choice(["h1", "h2", "h3"])
    small = dice.choice(["small", "span", "em"])
    date = f"<{small}>{sheet.label}{sheet.date}</{small}>" if sheet.date is not None else ""
    crumbs = f"<div>{_crumbs(sheet.crumbs, dice)}</div>" if sheet.crumbs is not None else ""
    byline = f"<p>{sheet.byline}</p>" if sheet.byline is not None else ""
    heading = f"<{level}>{sheet.title or ''} {date}</{level}>"
    return f"{crumbs}{heading}{byline}<div>{_paragraphs(sheet, dice)}</div>{_neighbours(dice)}"


def card(sheet: Sheet, dice: random.Random) -> str:
    crumbs, date = "", ""
    if sheet.crumbs is not None:
        names = "".join(f"<li>{_crumb(name, dice)}</li>" for name in sheet.crumbs)
        crumbs = f"<ol><li>You are here:</li>{names}</ol>"
    if sheet.date is not None:
        date = (
            f"<span>{sheet.label}<b>{sheet.date}</b></span> <span>Hits: {dice.randrange(99)}</span>"
        )
    level = dice.choice(["h1", "h2", "h4"])
    title = f"<{level}>{sheet.title}</{level}>" if sheet.title is not None else ""
    byline = f"<p><i>{sheet.byline}</i></p>" if sheet.byline is not None else ""
    return (
        f"{crumbs}<article><header>{title}{byline}<p>{date}</p></header>"
        f'<div class="{_name(dice)}">{_paragraphs(sheet, dice)}</div></article>{_neighbours(dice)}'
    )


MARKUPS: dict[str, Render] = {
    "divs": divs,
    "nested tables": tables,
    "dl": definitions,
    "list": items,
    "text and br": breaks,
    "date in the title line": title_line,
    "card": card,
}


def without_body(sheet: Sheet) -> Sheet:
    """Return the sheet without a text."""
    return replace(sheet, paragraphs=[])


def _parts(sheet: Sheet, dice: random.Random) -> list[str]:
    parts = [
        None if sheet.crumbs is None else _crumbs(sheet.crumbs, dice),
        None
        if sheet.title is None
        else dice.choice(["{}", "<b>{}</b>", "<span>{}</span>"]).format(sheet.title),
        sheet.byline,
        None if sheet.date is None else f"{sheet.label}{sheet.date}",
    ]
    return [part for part in parts if part is not None]


def _crumbs(names: list[str], dice: random.Random) -> str:
    label = dice.choice(["You are here:", "YOU ARE HERE：", "You Are Here: "])
    return f"{label} {_chain(names, dice)}"


def _chain(names: list[str], dice: random.Random) -> str:
    """Return the names as on the real page: a blank after the first, nothing before the last."""
    *front, last = [_crumb(name, dice) for name in names[:-1]] + [f"<span>{names[-1]}</span>"]
    separator = dice.choice(["", " &gt; ", " » "])
    return (
        separator.join([" ".join(front), last])
        if separator == ""
        else separator.join([*front, last])
    )


def _crumb(name: str, dice: random.Random) -> str:
    return f'<a href="/{_name(dice)}">{escape(name)}</a>'


def _paragraphs(sheet: Sheet, dice: random.Random) -> str:
    style = dice.choice(["", ' style="text-indent:2em"', ' align="justify"'])
    tag = dice.choice(["p", "div", "p"])
    return "\n".join(f"<{tag}{style}>{each}</{tag}>" for each in sheet.paragraphs)


def _neighbours(dice: random.Random) -> str:
    return dice.choice(
        [
            "",
            '<p>Previous: <a href="/articles/view/cid/18/id/1">A visit to the harbour</a></p>'
            '<p>Next: <a href="/articles/view/cid/18/id/3">New members</a></p>',
            '<div><a href="javascript:window.print()">Print</a> <a href="#">Close</a></div>',
        ]
    )


def _menu(dice: random.Random, entries: list[tuple[str, str]]) -> str:
    links = "".join(f'<li><a href="{address}">{text}</a></li>' for text, address in entries)
    return f'<ul class="{_name(dice)}">{links}</ul>'


def _wrapped(dice: random.Random, inner: str) -> str:
    tag = dice.choice(["div", "section", "main", "center", "form"])
    return f'<{tag} id="{_name(dice)}" class="{_name(dice)} {_name(dice)}">{inner}</{tag}>'


def _name(dice: random.Random) -> str:
    return "".join(dice.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(6))
