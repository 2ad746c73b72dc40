"""Release pages as today's systems build them: a head for machines, columns, teasers, comments."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass

_WORDS = (
    "harbour customs officer parcel seizure brand owner training member report court market "
    "online platform seller buyer counterfeit shipment inspection port city autumn spring programme "
    "joint action evidence handbook partner agency regulator law conference award committee"
).split()


@dataclass(frozen=True)
class Truth:
    """What a page says."""

    title: str
    day: str
    author: str
    crumbs: list[str]
    paragraphs: list[str]


def truth(seed: int) -> Truth:
    """Return an invented release."""
    dice = random.Random(seed)
    paragraphs = [
        " ".join(_sentence(dice) for _ in range(dice.randint(2, 5)))
        for _ in range(dice.randint(4, 9))
    ]
    return Truth(
        title=" ".join(dice.choice(_WORDS).capitalize() for _ in range(dice.randint(5, 9))),
        day=f"20{dice.randint(12, 25)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        author=dice.choice(["Rosa Lindqvist", "Tom Okafor", "Mei Tanaka"]),
        crumbs=["Home", "News", dice.choice(["Press releases", "Reports"])],
        paragraphs=paragraphs,
    )


def _sentence(dice: random.Random) -> str:
    words = [dice.choice(_WORDS) for _ in range(dice.randint(7, 16))]
    return f"The {' '.join(words)}.".replace(" and.", ".")


def blog(told: Truth, dice: random.Random) -> str:
    """A post of a blog system with a side column, tags, related posts and comments."""
    return f"""{_head(told, json_ld=True)}<body class="single"><header class="site-header">
<a href="/">Harbour Guard</a>{_menu(dice)}</header>{_crumbs(told)}
<main id="content"><article class="post"><header class="entry-header">
<h1 class="entry-title">{told.title}</h1><div class="entry-meta">Posted on
<time class="entry-date published" datetime="{told.day}">{told.day}</time> by
<span class="author"><a href="/author/x" rel="author">{told.author}</a></span></div></header>
<div class="entry-content">{_text(told)}</div>
<footer class="entry-footer">Tags: <a href="/t/a">customs</a>, <a href="/t/b">ports</a></footer>
</article><section class="related"><h3>Related posts</h3>{_teasers(dice)}</section>
<div id="comments"><h3>2 comments</h3><p>{_sentence(dice)}</p><p>{_sentence(dice)}</p></div></main>
<aside class="sidebar"><h3>Latest</h3>{_teasers(dice)}</aside>{_footer()}"""


def newsroom(told: Truth, dice: random.Random) -> str:
    """A company's newsroom: Open Graph only, a share bar, a boilerplate of links."""
    return f"""{_head(told, json_ld=False)}<body>{_menu(dice)}<div class="layout"><div class="col-8">
{_crumbs(told)}<div class="share-bar"><a href="/s">Share</a><a href="/p">Print</a></div>
<h1>{told.title}</h1><p class="date">{_long(told.day)}</p><div class="richtext">{_text(told)}</div>
<ul class="downloads"><li><a href="/f/kit.zip">Press kit</a></li></ul></div>
<div class="col-4"><h4>More news</h4>{_teasers(dice)}</div></div>{_footer()}"""


def portal(told: Truth, dice: random.Random) -> str:
    """A portal of bare divs, the text in the middle of three columns."""
    return f"""<html lang="en"><head><title>{told.title} | Harbour Guard</title></head><body>
<div class="top">{_menu(dice)}</div><div class="left">{_teasers(dice)}</div><div class="mid">
{_crumbs(told)}<div class="headline">{told.title}</div><div class="info">{_long(told.day)}</div>
<div class="txt">{_text(told)}</div><div class="pn"><a href="/p/1">Previous: a seizure</a>
<a href="/p/3">Next: an award</a></div></div><div class="right">{_teasers(dice)}</div>{_footer()}"""


PAGES = {"blog": blog, "newsroom": newsroom, "portal": portal}


def listing(seed: int) -> tuple[str, list[tuple[str, str, str]]]:
    """Return a page of teasers between menus, and its items as (path, title, day)."""
    dice = random.Random(seed)
    items = [
        (f"/news/{truth(n).day[:4]}/item-{n}", truth(n).title, truth(n).day) for n in range(12)
    ]
    cards = "".join(
        f'<div class="card item-{n}"><a href="{path}"><img src="/i.jpg" alt=""></a><h3><a href="{path}">'
        f'{title}</a></h3><span class="date">{_long(day)}</span><p>{_sentence(dice)}</p>'
        f'<a class="more" href="{path}">Read more</a></div>'
        for n, (path, title, day) in enumerate(items)
    )
    html = f"""<html lang="en"><head><title>News</title></head><body>{_menu(dice)}<h1>News</h1>
<div class="grid">{cards}</div><nav class="pagination"><span>1</span><a href="/news?page=2">2</a>
<a href="/news?page=3">3</a><a class="next" href="/news?page=2">Next</a></nav>
<aside>{_menu(dice)}</aside>{_footer()}"""
    return html, items


def _head(told: Truth, *, json_ld: bool) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told.title,
        "datePublished": f"{told.day}T09:30:00+02:00",
        "author": {"@type": "Person", "name": told.author},
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if json_ld else ""
    return f"""<html lang="en"><head><title>{told.title} - Harbour Guard</title>
<meta property="og:title" content="{told.title}"><meta property="og:site_name" content="Harbour Guard">
{script}</head>"""


def _menu(dice: random.Random) -> str:
    names = dice.sample(_WORDS, 6)
    return f"<ul class=menu>{''.join(f'<li><a href=/{n}>{n.title()}</a></li>' for n in names)}</ul>"


def _crumbs(told: Truth) -> str:
    links = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(told.crumbs))
    return f'<ol class="breadcrumb">{links}</ol>'


def _text(told: Truth) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in told.paragraphs)


def _teasers(dice: random.Random) -> str:
    return "".join(f'<p><a href="/x/{n}">{_sentence(dice)}</a></p>' for n in range(4))


def _footer() -> str:
    return "<footer><p>© 2025 Harbour Guard Association. All rights reserved.</p></footer></body></html>"


def _long(day: str) -> str:
    from datetime import date

    return date.fromisoformat(day).strftime("%B %d, %Y")
