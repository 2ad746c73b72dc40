"""Pages of a made room: releases in several designs, with what changes at every view."""

from __future__ import annotations

import random
from datetime import date
from html import escape

from bench import press
from bench.weeks.site import SECTIONS, Release, Site

WORDS = {
    "en": {
        "site": "Harbour Trade Council",
        "home": "Home",
        "menu": ["About us", "Members", "Publications", "Contact"],
        "published": "Published: ",
        "views": "Views: {}",
        "related": "Related news",
        "files": "Downloads",
        "today": "Today is {}",
        "foot": "Harbour Trade Council, 4 Quay Street. All rights reserved.",
        "next": "Next",
        "more": "Load more",
        "total": "Total: {} records",
    },
    "zh": {
        "site": "港湾贸易协会",
        "home": "首页",
        "menu": ["协会概况", "会员服务", "政策法规", "联系我们"],
        "published": "发布时间：",
        "views": "浏览次数：{}",
        "related": "相关新闻",
        "files": "附件下载",
        "today": "今天是{}",
        "foot": "港湾贸易协会 版权所有 码头街4号",
        "next": "下一页",
        "more": "加载更多",
        "total": "共 {} 条",
    },
}


class View:
    """One view of a page of a site; `dice` are that view's."""

    def __init__(self, site: Site, dice: random.Random) -> None:
        self.site, self.dice = site, dice
        self.words = WORDS[site.language]

    def article(self, release: Release) -> str:
        """Return the page of a release."""
        said = release.content
        words = WORDS[release.language]
        title, section = escape(said.title), SECTIONS[release.language][said.section]
        published = f"{words['published']}{spelled(said.day, self.site)}"
        counter = words["views"].format(self.dice.randint(9, 9999)) if self.site.has_noise else ""
        text = "".join(f"<p>{escape(each)}</p>" for each in said.text)
        text += self._files(said.files, words)
        crumb = f'<a href="/">{words["home"]}</a> &gt; <a href="{LIST}">{section}</a>'
        main = DESIGNS[self.site.design % len(DESIGNS)].format(
            title=title, crumb=crumb, published=published, counter=counter, text=text
        )
        head = f"<title>{title} - {self.words['site']}</title>{self._alternate(release)}"
        return self.page(head, main + self._related())

    def link(self, release: Release) -> str:
        """Return how this view spells the address of a release: declared rooms have many names."""
        if self.site.kind != "declared":
            return escape(self.site.path(release))
        number, host = release.number, self.dice.choice(HOSTS)
        return self.dice.choice(
            [
                f"/articles/view/cid/18/id/{number}",
                f"/Articles/view/id/{number}/cid/18",
                f"http://{host}/articles/view/cid/18/id/{number}.html",
                f"http://{host}/Home/Articles/view/cid/18/id/{number}?sid={self.dice.getrandbits(32)}",
            ]
        )

    def page(self, head: str, main: str) -> str:
        """Return a page of the site around its main part."""
        words = self.words
        menu = "".join(
            f'<li><a href="/about/{at}.html">{name}</a></li>'
            for at, name in enumerate(words["menu"])
        )
        ads = ""
        if self.site.has_noise:
            token = f"{self.dice.getrandbits(64):016x}"
            ads = (
                f"<p class=today>{words['today'].format(self.site.today)}</p>"
                f'<form action="/search"><input type=hidden name=csrf value="{token}"></form>'
            )
        frame = FRAMES[self.site.design % len(FRAMES)]
        body = frame.format(site=words["site"], menu=menu, ads=ads, main=main, foot=words["foot"])
        return (
            f'<!DOCTYPE html><html lang="{self.site.language}"><head>'
            f'<meta charset="{self.site.charset}">{head}</head><body>{body}</body></html>'
        )

    def _files(self, files: tuple[tuple[str, int], ...], words: dict) -> str:
        links = "".join(f'<li><a href="/annex/{name}">{name}</a></li>' for name, _ in files)
        return f"<p>{words['files']}</p><ul>{links}</ul>" if links else ""

    def _related(self) -> str:
        others = self.site.live()
        if not self.site.has_noise or len(others) < 6:
            return ""
        links = "".join(
            f'<li><a href="{self.link(each)}">{escape(each.content.title)}</a></li>'
            for each in self.dice.sample(others, 3)
        )
        return f"<div class=related><h4>{self.words['related']}</h4><ul>{links}</ul></div>"

    def _alternate(self, release: Release) -> str:
        twins = [
            each
            for each in self.site.releases.values()
            if each.original == release.id or release.original == each.id
        ]
        return "".join(
            f'<link rel=alternate hreflang={each.language} href="{self.site.path(each)}">'
            for each in twins
        )


LIST = "/list"
HOSTS = ("www.harbour.example", "press.harbour.example")
DESIGNS = (
    "<div class=crumb>{crumb}</div><h1>{title}</h1><p class=meta>{published} {counter}</p>"
    "<div class=content>{text}</div>",
    "<table><tr><td>{crumb}</td></tr><tr><td align=center><font size=4><b>{title}</b></font></td>"
    "</tr><tr><td align=center>{published}&nbsp;&nbsp;{counter}</td></tr><tr><td>{text}</td></tr>"
    "</table>",
    "<nav class=breadcrumb>{crumb}</nav><article><header><h1>{title}</h1><span>{published}</span>"
    "</header><section>{text}</section><footer>{counter}</footer></article>",
    "<div class=w><div class=path>{crumb}</div><div class=detail><h2>{title}</h2>"
    "<div class=info><span>{published}</span><span>{counter}</span></div><div class=txt>{text}"
    "</div></div></div>",
)
FRAMES = (
    "<header><a href=/>{site}</a><nav><ul>{menu}</ul></nav></header>{ads}<main>{main}</main>"
    "<footer><p>{foot}</p></footer>",
    "<div id=top><p>{site}</p><ul>{menu}</ul></div>{ads}{main}<div id=bottom><p>{foot}</p></div>",
    "<div class=topbar>{ads}</div><header><h3><a href=/>{site}</a></h3></header><div class=wrap>"
    "{main}</div><aside><ul>{menu}</ul></aside><footer>{foot}</footer>",
    "<div class=head><a href=/>{site}</a><div class=nav><ul>{menu}</ul></div></div>{main}{ads}"
    "<div class=foot><p>{foot}</p></div>",
)
MONTHS = "January February March April May June July August September October November December"


def spelled(day: str, site: Site) -> str:
    """Return a day as the site writes it."""
    then = date.fromisoformat(day)
    if site.language == "zh":
        return [day, f"{then.year}年{then.month}月{then.day}日"][site.design % 2]
    month = MONTHS.split()[then.month - 1]
    return [day, f"{then.day} {month} {then.year}", f"{month} {then.day}, {then.year}"][
        site.design % 3
    ]


def notice(site: Site, title: str, text: str) -> str:
    """Return a page of the site that is no release."""
    return View(site, random.Random(1)).page(
        f"<title>{title}</title>", f"<h2>{title}</h2><p>{text}</p>"
    )


def spam(seed: int) -> str:
    """Return a page that somebody else has put in place of the site's."""
    dice = random.Random(seed)
    text = "".join(f"<p>{press.paragraph(dice, 'en', 40)}</p>" for _ in range(4))
    return (
        "<html><head><title>Best online casino bonus, free slots</title></head><body>"
        f"<h1>Best online casino bonus, free slots</h1>{text}</body></html>"
    )
