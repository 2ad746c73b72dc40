"""Made pages of media rooms: the parts of a page in many forms, put together at random.

Real pages with known contents show few rooms; these have what such sets have too little of: titles
that are no headings, a `title` element that names the site only, banners with the section's name,
labels in eight languages, dates above, below and beside. `bench.train --made N` learns titles from
them beside real pages, and tests hold floors of what is read of them.
"""

from __future__ import annotations

from typing import NamedTuple

from bench.made_room import CLASSES, Room

ADDRESS = "https://www.harbour.example/s1/item/{}.html"


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
    article = _Article(seed)
    return Made(
        article.html(),
        ADDRESS.format(seed),
        article.title,
        article.day.isoformat(),
        article.paragraphs,
        article.crumbs,
        article.people,
        article.beside,
    )


class _Article(Room):
    """One release being made; what it says is known once its page is."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.person = self.pick(self.words.people)
        self.people: list[str] = []
        self.paragraphs: list[str] = []
        self.beside: list[str] = []

    def html(self) -> bytes:
        """Return the page."""
        crumb, banner = self.crumb(), self.banner()
        head, tail = self._head()
        content = self.tag(
            self.pick(["div", "section"]), self.pick(["content", "txt", "entry", ""]), self._text()
        )
        tools, related = self._tools(), self.related()
        article = f"{head}{content}{tail}{tools}"
        rows = "".join(f"<tr><td>{part}</td></tr>" for part in (banner, crumb, article))
        box = self.box
        main = self.pick(
            [
                f"<main>{banner}{crumb}<article>{article}</article>{related}</main>",
                box(banner) + box(crumb) + box(box(article)) + related,
                box(box(banner + related) + box(crumb + article)),
                crumb + banner + box(box(article) + box(related)),
                f"<table><tr><td>{related}</td><td>{crumb}{article}</td></tr></table>",
                f"<table>{rows}</table>{related}",
            ]
        )
        return self.page(self._document(), main)

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

    def _tools(self) -> str:
        before, after = self.words.neighbours
        one, two = self.dice.choices(self.others, k=2)
        neighbours = (
            f"<div><p>{before}<a href=/a/1>{one}</a></p><p>{after}<a href=/a/2>{two}</a></p></div>"
        )
        tools = f"<div>{self.pick(self.words.tools)}</div>"
        return f"{self.pick(['', tools])}{self.pick(['', '', neighbours])}"

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
                self.tag("h1", "", text),
                self.tag("h1", self.pick(CLASSES), text),
                self.tag("h2", self.pick(CLASSES), text),
                self.tag("h3", self.pick(CLASSES), text),
                self.tag("div", called, text),
                self.tag("p", "", f"<b>{text}</b>", "align=center"),
                f"<table><tr><td align=center><font size=4><b>{text}</b></font></td></tr></table>",
                self.tag("div", self.pick(CLASSES), f'<span style="font-size:22px">{text}</span>'),
            ]
        )

    def _particulars(self) -> str:
        """Return the line that says when, by whom and from where."""
        words, day, hits = self.words, self.spelled(self.day), self.dice.randrange(3, 9999)
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
            (f"<span>{label}{day}</span> <span>{words.updated}{self.another_day()}</span>", False),
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
        return self.tag(self.pick(["div", "p"]), self.pick(["", "info", "meta", "date"]), text)

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
