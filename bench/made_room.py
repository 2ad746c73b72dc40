"""A made room in one of eight languages: what stands around its releases and its lists."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from bench.made_words import LANGUAGES, Words

CLASSES = ["", "", "box", "wrap", "inner", "main", "con", "info", "left", "list", "text", "c27"]
_MADE = date(2025, 11, 20)


class Room:
    """The parts of one page, each in one of several forms, as the dice fall.

    `crumbs` are the chains that count as right once `crumb` has made one.
    """

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.pick = self.dice.choice
        self.words: Words = self.pick(LANGUAGES)
        self.section = self.pick(self.words.sections)
        self.title = self.pick(self.words.titles)
        self.others = [each for each in self.words.titles if each != self.title]
        self.day = date(2015, 1, 1) + timedelta(days=self.dice.randrange(3900))
        self.crumbs: list[list[str]] = []

    def header(self) -> str:
        """Return the site's name and its menu, with a notice about cookies or without."""
        site, menu = self.words.site, self.menu()
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

    def menu(self) -> str:
        """Return the menu as a list."""
        links = (f'<li><a href="/m{at}/">{name}</a></li>' for at, name in self._menu_names())
        return f"<ul>{''.join(links)}</ul>"

    def _menu_names(self) -> list[tuple[int, str]]:
        return list(enumerate([self.words.home, *self.words.menu]))

    def banner(self) -> str:
        """Return a headline that names the section, or none."""
        name = self.section[-1]
        return self.pick(
            [
                "",
                "",
                f"<div class=banner><h1>{name}</h1></div>",
                f"<div><h2>{self.section[0]}</h2></div>",
                f"<div class=left><h2>{name}</h2>{self.menu()}</div>",
            ]
        )

    def crumb(self) -> str:
        """Return a breadcrumb or nothing, and note what it says."""
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
            return self.tag("nav", "breadcrumb", text)
        # Strokes may stand in a title too: only behind a label they are known to part names.
        text = self.pick([text, " - ".join(parts)])
        return self.tag(
            "div", self.pick(["", "position", "path"]), self.pick(self.words.here) + text
        )

    def related(self) -> str:
        """Return a box with other releases and their days, or none."""
        links = [f"<a href=/a/{at}>{title}</a>" for at, title in enumerate(self.others)]
        cards = "".join(
            f"<div class=card><h4>{link}</h4><span>{self.another_day()}</span>"
            f"<p>{self.pick(self.words.sentences)}</p></div>"
            for link in links
        )
        rows = "".join(f"<li>{link}<span>{self.another_day()}</span></li>" for link in links)
        name = self.words.related
        return self.pick(
            [
                "",
                f"<section>{self.tag('h3', '', name)}{cards}</section>",
                f"{self.tag('div', '', f'<h3>{name}</h3><ul>{rows}</ul>')}",
            ]
        )

    def footer(self) -> str:
        """Return the last lines of the page."""
        site = self.words.site
        return self.pick(
            [
                f"<footer><p>© 2025 {site}</p>{self.menu()}</footer>",
                f"<div><p>Copyright © 2025 {site}</p><p>Tel. +00 123 456 789</p></div>",
            ]
        )

    def page(self, head: str, main: str) -> bytes:
        """Return the whole page around its main part."""
        language = self.pick(["", f" lang={self.words.code}"])
        return (
            f"<!DOCTYPE html><html{language}><head><meta charset=utf-8>{head}</head>"
            f"<body>{self.header()}{main}{self.footer()}</body></html>"
        ).encode()

    def tag(self, name: str, called: str, inner: str, attribute: str = "") -> str:
        """Return an element of a class, which may be empty."""
        attributes = " ".join(filter(None, [called and f'class="{called}"', attribute]))
        return (
            f"<{name} {attributes}>{inner}</{name}>" if attributes else f"<{name}>{inner}</{name}>"
        )

    def box(self, inner: str) -> str:
        """Return an element that says nothing around another."""
        return self.tag("div", self.pick(CLASSES), inner)

    def another_day(self) -> str:
        """Return a day that is not that of the release, as it may be spelled."""
        days = self.pick([-400, -33, -9, -2, 2, 15, 70])
        return self.spelled(min(self.day + timedelta(days=days), _MADE))

    def spelled(self, day: date) -> str:
        """Return a day in one of the spellings of the language."""
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
