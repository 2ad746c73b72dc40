"""Made lists of releases: rows in many forms between menus, boxes and pagers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urljoin

from bench.made_room import Room

_HERE = [
    "https://www.harbour.example/news/",
    "https://www.harbour.example/list/18.html",
    "https://www.harbour.example/zh/xwzx/index.html",
    "https://www.harbour.example/news.aspx",
]
_ADDRESSES = [
    "/article/{}.html",
    "/news/{}",
    "/Home/Articles/view/id/{}",
    "/detail.aspx?id={}",
    "/content/2024/{}.shtml",
    "/news/slug-{}-of-the-harbour/",
    "/index.php?m=content&c=index&a=show&catid=8&id={}",
]
_PARAMETERS, _FILES = ["?page={}", "?p={}", "?pageNo={}"], ["index_{}.html", "list_{}.html"]


class Item(NamedTuple):
    """One row of a list, its address absolute, its day an ISO date."""

    url: str
    title: str
    day: str


class MadeList(NamedTuple):
    """A page that lists releases, and where its next page is, None for a list of one page."""

    html: bytes
    url: str
    items: list[Item]
    next_url: str | None


def made_list(seed: int) -> MadeList:
    """Return the list of a seed, the same every time."""
    return _List(seed).made()


class _List(Room):
    """One list being made."""

    def made(self) -> MadeList:
        """Return the page and what it lists."""
        here, address = self.pick(_HERE), self.pick(_ADDRESSES)
        items = [
            (address.format(3000 - 7 * at), self._title(), day)
            for at, day in enumerate(self._days())
        ]
        spelled = self._spelling()
        pager, following = self._pager(here)
        rows = self._rows([(url, title, spelled(day)) for url, title, day in items]) + pager
        side, crumb, banner = self._side(), self.crumb(), self.banner()
        main = self.pick(
            [
                banner + crumb + self.box(rows) + side,
                self.box(side) + self.box(crumb + rows),
                f"<main>{banner}{crumb}{rows}</main>{side}",
            ]
        )
        return MadeList(
            self.page(f"<title>{self.section[-1]} - {self.words.site}</title>", main),
            here,
            [Item(urljoin(here, url), title, day.isoformat()) for url, title, day in items],
            following,
        )

    def _title(self) -> str:
        # Rows of a list have titles of their own.
        return f"{self.pick(self.words.titles)} {self.dice.randrange(2, 99)}"

    def _days(self) -> list[date]:
        number = self.pick([5, 8, 10, 15, 20])
        days = (self.day - timedelta(days=self.dice.randrange(900)) for _ in range(number))
        return sorted(days, reverse=True)

    def _spelling(self) -> Callable[[date], str]:
        """Return one spelling of days for all rows: that on which the dice fall now."""
        state = self.dice.getstate()

        def spelled(day: date) -> str:
            after = self.dice.getstate()
            self.dice.setstate(state)
            text = self.spelled(day)
            self.dice.setstate(after)
            return text

        return spelled

    def _rows(self, items: list[tuple[str, str, str]]) -> str:
        form = self.pick(
            [
                self._list,
                self._days_first,
                self._table,
                self._pairs,
                self._cards,
                self._lines,
                self._links,
            ]
        )
        return form(items)

    def _list(self, items: list[tuple[str, str, str]]) -> str:
        rows = (
            f"<li><a href={url}>{title}</a><span>{day}</span></li>" for url, title, day in items
        )
        return f"<ul>{''.join(rows)}</ul>"

    def _days_first(self, items: list[tuple[str, str, str]]) -> str:
        teaser = self.pick(["", f"<p>{self.pick(self.words.sentences)}</p>"])
        rows = (
            f"<li><i class=date>{day}</i><a href={url}>{title}</a>{teaser}</li>"
            for url, title, day in items
        )
        return f"<ul>{''.join(rows)}</ul>"

    def _table(self, items: list[tuple[str, str, str]]) -> str:
        rows = (
            f"<tr><td>{at}</td><td><a href={url}>{title}</a></td><td>{self.words.people[0]}</td>"
            f"<td>{day}</td><td>{self.dice.randrange(9, 999)}</td></tr>"
            for at, (url, title, day) in enumerate(items, 1)
        )
        return f"<table>{''.join(rows)}</table>"

    def _pairs(self, items: list[tuple[str, str, str]]) -> str:
        rows = (f"<dt>{day}</dt><dd><a href={url}>{title}</a></dd>" for url, title, day in items)
        return f"<dl>{''.join(rows)}</dl>"

    def _cards(self, items: list[tuple[str, str, str]]) -> str:
        return "".join(
            f"<div class=card><a href={url}><img src=/i.jpg></a><h3><a href={url}>{title}</a></h3>"
            f"<span>{day}</span><p>{self.pick(self.words.sentences)}</p></div>"
            for url, title, day in items
        )

    def _lines(self, items: list[tuple[str, str, str]]) -> str:
        return "".join(f"<p><a href={url}>{title}</a> {day}</p>" for url, title, day in items)

    def _links(self, items: list[tuple[str, str, str]]) -> str:
        return "".join(
            f"<a class=row href={url}><span>{title}</span><em>{day}</em></a>"
            for url, title, day in items
        )

    def _pager(self, here: str) -> tuple[str, str | None]:
        """Return a pager and the address of the second page."""
        numbered = self.pick([*_PARAMETERS, *_FILES] if here.endswith(".html") else _PARAMETERS)
        links = "".join(f"<a href={numbered.format(at)}>{at}</a>" for at in range(2, 6))
        following = f"<a href={numbered.format(2)}>{self.words.next_page}</a>"
        pager = self.pick(
            [
                "",
                f"<div class=pages><span>1</span>{links}</div>",
                f"<div><span>1</span>{links}{following}</div>",
                f"<div>{following}</div>",
            ]
        )
        return pager, urljoin(here, numbered.format(2)) if pager else None

    def _side(self) -> str:
        """Return a box that lists other things without their days, or none."""
        others = "".join(
            f"<li><a href=/notice/{at}.html>{self.pick(self.words.titles)}</a></li>"
            for at in range(5)
        )
        return self.pick(["", f"<div><h3>{self.words.menu[0]}</h3><ul>{others}</ul></div>"])
