"""Made pages of media rooms: the parts of a page in many forms, put together at random.

Real pages with known contents show few rooms; these have what such sets have too little of: titles
that are no headings, a `title` element that names the site only, banners with the section's name,
labels in eight languages, dates above, below and beside. `bench.train --made N` learns titles from
them beside real pages, and tests hold floors of what is read of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from bench.made_words import LANGUAGES, Words

ADDRESS = "https://www.harbour.example/s1/item/{}.html"
_CLASSES = ["", "", "box", "wrap", "inner", "main", "con", "info", "left", "list", "text", "c27"]
_MADE = date(2025, 11, 20)


class Made(NamedTuple):
    """A page and what it says; `crumbs` are all chains that count as right, none for no chain.

    `day` is an ISO date, `beside` are lines that may count as text and need not.
    """

    html: bytes
    url: str
    title: str
    day: str
    paragraphs: list[str]
    crumbs: list[list[str]]
    people: list[str]
    beside: list[str]


def made(seed: int) -> Made:
    """Return the page of a seed, the same every time."""
    return _Maker(random.Random(seed), seed).page()


class _Maker:
    """One page being made with one pair of dice."""

    def __init__(self, dice: random.Random, seed: int) -> None:
        self.dice = dice
        self.pick = dice.choice
        self.seed = seed
        self.words: Words = self.pick(LANGUAGES)
        self.title = self.pick(self.words.titles)
        self.others = [each for each in self.words.titles if each != self.title]
        self.section = self.pick(self.words.sections)
        self.day = date(2015, 1, 1) + timedelta(days=dice.randrange(3900))
        self.person = self.pick(self.words.people)
        self.people: list[str] = []
        self.crumbs: list[list[str]] = []
        self.paragraphs: list[str] = []
        self.beside: list[str] = []

    def page(self) -> Made:
        crumb, banner = self._crumb(), self._banner()
        head, tail = self._head()
        content = self._tag(
            self.pick(["div", "section"]), self.pick(["content", "txt", "entry", ""]), self._text()
        )
        tools, related = self._tools(), self._related()
        article = f"{head}{content}{tail}{tools}"
        box = self._box
        main = self.pick(
            [
                f"<main>{banner}{crumb}<article>{article}</article>{related}</main>",
                box(banner) + box(crumb) + box(box(article)) + related,
                box(box(banner + related) + box(crumb + article)),
                crumb + banner + box(box(article) + box(related)),
                f"<table><tr><td>{related}</td><td>{crumb}{article}</td></tr></table>",
                f"<table><tr><td>{banner}</td></tr><tr><td>{crumb}</td></tr><tr><td>{article}</td></tr>"
                f"</table>{related}",
            ]
        )
        language = self.pick(["", f" lang={self.words.code}"])
        html = (
            f"<!DOCTYPE html><html{language}><head><meta charset=utf-8>{self._document()}</head>"
            f"<body>{self._header()}{main}{self._footer()}</body></html>"
        )
        return Made(
            html.encode(),
            ADDRESS.format(self.seed),
            self.title,
            self.day.isoformat(),
            self.paragraphs,
            self.crumbs,
            self.people,
            self.beside,
        )

    # ── around the article ──

    def _document(self) -> str:
        site, title, section = self.words.site, self.title, self.section[-1]
        with_title = [title, f"{title} - {site}", f"{title} | {site}", f"{title}_{section}_{site}"]
        said = self.pick([*with_title, f"{site} - {title}", site, f"{section} - {site}"])
        told = [
            f'<meta property="og:title" content="{title}"><meta property="og:site_name" '
            f'content="{site}">',
            f'<meta property="og:title" content="{said}">',
        ]
        return f"<title>{said}</title>{self.pick([*told, '', '', ''])}"

    def _header(self) -> str:
        site, menu = self.words.site, self._menu()
        cookies = self.pick(["", "", f"<div class=cookie><p>{self.words.cookies}</p></div>"])
        logo = f'<a href="/"><img alt="{site}" src="/l.svg"></a>'
        return cookies + self.pick(
            [
                f"<header>{logo}<nav>{menu}</nav></header>",
                f'<header><h1><a href="/">{site}</a></h1><nav>{menu}</nav></header>',
                f'<div id="top"><p class="logo"><a href="/index.html">{site}</a></p>{menu}</div>',
                f"<div><span>{site}</span></div><div>{menu}</div>",
                "<table><tr>"
                + "".join(f"<td><a href=/{at}>{name}</a></td>" for at, name in self._menu_names())
                + "</tr></table>",
            ]
        )

    def _menu(self) -> str:
        links = (f'<li><a href="/m{at}/">{name}</a></li>' for at, name in self._menu_names())
        return f"<ul>{''.join(links)}</ul>"

    def _menu_names(self) -> list[tuple[int, str]]:
        return list(enumerate([self.words.home, *self.words.menu]))

    def _banner(self) -> str:
        """Return a headline that names the section, or none."""
        name = self.section[-1]
        return self.pick(
            [
                "",
                "",
                f"<div class=banner><h1>{name}</h1></div>",
                f"<div><h2>{self.section[0]}</h2></div>",
                f"<div class=left><h2>{name}</h2>{self._menu()}</div>",
            ]
        )

    def _crumb(self) -> str:
        kind = self.pick(["label", "label and title", "list", "told", "none", "none"])
        if kind == "none":
            return ""
        chain = [self.words.home, *self.section]
        names = [*chain, self.title] if kind in ("label and title", "told") else chain
        self.crumbs = [chain, [*chain, self.title], chain[1:]]
        links = [
            f'<a href="{"/" if not at else f"/s{at}/"}">{name}</a>' for at, name in enumerate(chain)
        ]
        if kind == "list":
            items = "".join(f"<li>{link}</li>" for link in links)
            return f'<ol class="breadcrumb">{items}</ol>'
        parts = [*links, *(f"<span>{name}</span>" for name in names[len(chain) :])]
        text = self.pick([" &gt; ", " / ", " » ", " | ", "&gt;", "<i></i>"]).join(parts)
        if kind == "told":
            return self._tag("nav", "breadcrumb", text)
        # Strokes may stand in a title too: only behind a label they are known to part names.
        text = self.pick([text, " - ".join(parts)])
        return self._tag(
            "div", self.pick(["", "position", "path"]), self.pick(self.words.here) + text
        )

    def _related(self) -> str:
        links = [f"<a href=/a/{at}>{title}</a>" for at, title in enumerate(self.others)]
        cards = "".join(
            f"<div class=card><h4>{link}</h4><span>{self._another_day()}</span>"
            f"<p>{self.pick(self.words.sentences)}</p></div>"
            for link in links
        )
        rows = "".join(f"<li>{link}<span>{self._another_day()}</span></li>" for link in links)
        name = self.words.related
        return self.pick(
            [
                "",
                f"<section>{self._tag('h3', '', name)}{cards}</section>",
                f"{self._tag('div', '', f'<h3>{name}</h3><ul>{rows}</ul>')}",
            ]
        )

    def _tools(self) -> str:
        before, after = self.words.neighbours
        one, two = self.dice.choices(self.others, k=2)
        neighbours = (
            f"<div><p>{before}<a href=/a/1>{one}</a></p><p>{after}<a href=/a/2>{two}</a></p></div>"
        )
        tools = f"<div>{self.pick(self.words.tools)}</div>"
        return f"{self.pick(['', tools])}{self.pick(['', '', neighbours])}"

    def _footer(self) -> str:
        site = self.words.site
        return self.pick(
            [
                f"<footer><p>© 2025 {site}</p>{self._menu()}</footer>",
                f"<div><p>Copyright © 2025 {site}</p><p>Tel. +00 123 456 789</p></div>",
            ]
        )

    # ── the article ──

    def _head(self) -> tuple[str, str]:
        """Return what stands above the text and what below."""
        title, particulars = self._headline(), self._particulars()
        kicker = self.pick([""] * 6 + [f"<p class=kicker>{self.section[-1].upper()}</p>"])
        order = self.dice.randrange(12)
        if order == 0:
            return f"{particulars}{kicker}{title}", ""
        if order == 1:
            return f"{kicker}{title}", particulars
        return f"{kicker}{title}{particulars}", ""

    def _headline(self) -> str:
        words = self.title.split(" ")
        is_broken = len(words) > 4 and self.dice.random() < 0.15
        text = f"{' '.join(words[:3])}<br>{' '.join(words[3:])}" if is_broken else self.title
        called = self.pick(["title", "bt", "news-title", "arc_title"])
        return self.pick(
            [
                self._tag("h1", "", text),
                self._tag("h1", self.pick(_CLASSES), text),
                self._tag("h2", self.pick(_CLASSES), text),
                self._tag("h3", self.pick(_CLASSES), text),
                self._tag("div", called, text),
                self._tag("p", "", f"<b>{text}</b>", "align=center"),
                f"<table><tr><td align=center><font size=4><b>{text}</b></font></td></tr></table>",
                self._tag(
                    "div", self.pick(_CLASSES), f'<span style="font-size:22px">{text}</span>'
                ),
            ]
        )

    def _particulars(self) -> str:
        """Return the line that says when, by whom and from where."""
        words, day, hits = self.words, self._spelled(self.day), self.dice.randrange(3, 9999)
        label = self.pick(words.published)
        with_person = f"{words.by}{self.person}"
        size = {"zh": "【字体：<a href=#>大</a> <a href=#>小</a>】"}.get(
            words.code, "<a href=#>A+</a>"
        )
        forms: list[tuple[str, bool]] = [
            (day, False),
            (f"{label}{day}", False),
            (f"{label}{day} {words.source}", False),
            (f"{day} | {self.section[-1]}", False),
            (f"<span>{day}</span><span>{self.section[-1]}</span>", False),
            (f"{with_person} | {day}", True),
            (f"<span>{words.source}</span><span>{label}{day}</span>", False),
            (f"<span>{label}{day}</span> <span>{words.updated}{self._another_day()}</span>", False),
            (f'<time datetime="{self.day}">{day}</time>', False),
            (f"<i></i>{day}&nbsp;&nbsp;<i></i>{hits}", False),
            (f"({day})", False),
            (f"{label}{day}&nbsp;&nbsp;{size}", False),
            (f"<ul><li>{label}{day}</li><li>{words.source}</li></ul>", False),
            (f"<table><tr><td>{words.source}</td><td>{label}{day}</td></tr></table>", False),
            (f"<dl><dt>{label}</dt><dd>{day}</dd></dl>", False),
        ]
        text, has_person = self.pick(forms)
        self.people = [self.person] if has_person else []
        return self._tag(self.pick(["div", "p"]), self.pick(["", "info", "meta", "date"]), text)

    def _text(self) -> str:
        """Return the text, and note its paragraphs."""
        write = self.pick(
            [self._in_paragraphs, self._in_paragraphs, self._in_boxes, self._in_lines]
        )
        html = write([self._paragraph() for _ in range(self.dice.randint(2, 7))])
        if self.dice.random() < 0.15:
            self.beside.append(self.words.contact)
            html += f"<p>{self.words.contact}</p>"
        return html

    def _paragraph(self) -> str:
        blank = "" if self.words.code in ("zh", "ja") else " "
        number = self.dice.randint(1, 4)
        return blank.join(self.dice.sample(self.words.sentences, number))

    def _in_paragraphs(self, paragraphs: list[str]) -> str:
        html = []
        for text in paragraphs:
            if self.dice.random() < 0.08:
                html.append(self._heading())
            self.paragraphs.append(text)
            form = self.pick(["<p>{}</p>", "<p>{}</p>", '<p style="text-indent:2em">　　{}</p>'])
            html.append(form.format(text))
            if self.dice.random() < 0.08:
                html.append(self.pick([self._list, self._table, self._quote])())
        return "".join(html)

    def _in_boxes(self, paragraphs: list[str]) -> str:
        self.paragraphs += paragraphs
        return "".join(f"<div>{text}</div>" for text in paragraphs)

    def _in_lines(self, paragraphs: list[str]) -> str:
        self.paragraphs += paragraphs
        return self.pick(["<br>", "<br><br>"]).join(f"　　{text}" for text in paragraphs)

    def _heading(self) -> str:
        text = self.pick(self.words.sentences)[:20].strip()
        self.paragraphs.append(text)
        return self.pick(["<h3>{}</h3>", "<p><strong>{}</strong></p>"]).format(text)

    def _list(self) -> str:
        items = self.dice.sample(self.words.sentences, 3)
        self.paragraphs += items
        return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"

    def _table(self) -> str:
        rows = [self.dice.sample(self.words.menu, 2)]
        rows += [[f"{year}", f"{self.dice.randrange(9999):,}"] for year in (2022, 2023, 2024)]
        self.paragraphs += ["\t".join(row) for row in rows]
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"

    def _quote(self) -> str:
        text = self._paragraph()
        self.paragraphs.append(text)
        return f"<blockquote><p>{text}</p></blockquote>"

    # ── small parts ──

    def _tag(self, name: str, called: str, inner: str, attribute: str = "") -> str:
        attributes = " ".join(filter(None, [called and f'class="{called}"', attribute]))
        return (
            f"<{name} {attributes}>{inner}</{name}>" if attributes else f"<{name}>{inner}</{name}>"
        )

    def _box(self, inner: str) -> str:
        return self._tag("div", self.pick(_CLASSES), inner)

    def _another_day(self) -> str:
        days = self.pick([-400, -33, -9, -2, 2, 15, 70])
        return self._spelled(min(self.day + timedelta(days=days), _MADE))

    def _spelled(self, day: date) -> str:
        year, month, number = day.year, day.month, day.day
        known: dict[str, Callable[[], list[str]]] = {
            "zh": lambda: [
                f"{day}",
                f"{year}年{month}月{number}日",
                f"{day:%Y/%m/%d}",
                f"{day:%Y.%m.%d}",
                f"{day} 09:15",
                f"{day} 16:02:33",
                f"[{day}]",
                f"{year}年{month:02}月{number:02}日 星期{'一二三四五六日'[day.weekday()]}",
            ],
            "ja": lambda: (
                [f"{year}年{month}月{number}日", f"{day:%Y.%m.%d}", f"{day:%Y/%m/%d}"]
                + ([f"令和{year - 2018}年{month}月{number}日"] if year > 2019 else [])
            ),
            "ko": lambda: [f"{day}", f"{day:%Y.%m.%d}", f"{year}년 {month}월 {number}일"],
            "de": lambda: [f"{day:%d.%m.%Y}", f"{number}. {self._month(month)} {year}"],
            "ru": lambda: [f"{day:%d.%m.%Y}", f"{number} {self._month(month)} {year}"],
            "fr": lambda: [f"{number} {self._month(month)} {year}"],
            "es": lambda: [f"{number} de {self._month(month)} de {year}"],
            "en": lambda: [
                f"{self._month(month)} {number}, {year}",
                f"{number} {self._month(month)} {year}",
                f"{number:02} {self._month(month)[:3]} {year}",
                f"{self._month(month)[:3].upper()} {number:02}, {year}",
                f"{day:%A}, {self._month(month)} {number}, {year}",
                f"{self._month(month)} {number}, {year} 9:15 AM",
                f"{day}",
            ],
        }
        return self.pick(known[self.words.code]())

    def _month(self, number: int) -> str:
        return self.words.months[number - 1]
