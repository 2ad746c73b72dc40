"""Listing pages in the shapes that such sites have, and the pagers of their systems."""

from __future__ import annotations

from datetime import date

import pytest

from newscrawler import extract, urls
from newscrawler.extract.pages.anchors import MOST_LINKS
from newscrawler.urls import Identity

HERE = "http://www.harbour.example/articles/index/cid/18"
RULES = extract.Rules(identity=Identity({"cid": "18", "id": r"\d+"}))
TITLES = ["Guards visit the port of Ningbo", "Twelve members join", "港口培训课程开始报名"]


def article(number: int) -> str:
    return f"/articles/view/cid/18/id/{number}"


def read(html: str, url: str = HERE, rules: extract.Rules = RULES) -> extract.Listing:
    return extract.listing(extract.Page(html.encode(), url), rules)


def rows(template: str) -> str:
    return "".join(
        template.format(url=article(9 - n), title=title, cut=title[:9] + "...", n=n + 1)
        for n, title in enumerate(TITLES)
    )


SKELETONS = {
    "list with dates": rows(
        '<li><a href="{url}" title="{title}">{cut}</a><span>2021-03-0{n}</span></li>'
    ),
    "media list": rows(
        '<div><a href="{url}"><img src="/a.jpg" alt="photo"></a>'
        '<div><h4><a href="{url}">{title}</a></h4><p>{cut}</p><span>2021-03-0{n}</span>'
        '<a href="{url}">Read more &gt;&gt;</a></div></div>'
    ),
    "date in three pieces": rows(
        "<li><i>0{n}</i><b>Mar</b><span>2021</span><a href='{url}'>{title}</a></li>"
    ),
    "day large, month small": rows(
        "<li><b>0{n}</b><span>2021-03</span><a href='{url}'>{title}</a></li>"
    ),
    "date after a dash": rows("<li><a href='{url}'>{title} - 2021-03-0{n}</a></li>"),
    "date in brackets first": rows("<p><a href='{url}'>[2021-03-0{n}] {title}</a></p>"),
    "table": "<table>"
    + rows("<tr><td>{n}</td><td><a href='{url}'>{title}</a></td><td>2021/3/{n}</td></tr>")
    + "</table>",
    "text and br": rows("<a href='{url}'>{title}</a> (2021年3月{n}日)<br>"),
    "whole row linked": rows(
        "<a href='{url}'><h3>{title}</h3><p>2021-03-0{n}</p><p>Teaser</p></a>"
    ),
    "teaser with the day of an event": rows(
        "<ul><li><a href='{url}'>{title}</a></li><li>The rules, which the assembly approved on"
        " 24 March 2003, come into force in all member ports on 1 June 2019.</li>"
        "<li>发布时间：2021-03-0{n} 09:12:10</li></ul>"
    ),
    "date before a dash heads the teaser": rows(
        "<div><h3><a href='{url}'>{title}</a></h3><p>March {n}, 2021 – The members of the"
        " association met in Ningbo and visited the container terminal of the port.</p></div>"
    ),
}


@pytest.mark.parametrize("skeleton", SKELETONS)
def test_titles_and_dates_of_every_skeleton(skeleton):
    found = read(f"<ul>{SKELETONS[skeleton]}</ul>")
    assert [entry.key for entry in found.entries] == ["18:9", "18:8", "18:7"]
    assert [entry.title for entry in found.entries] == TITLES
    assert [entry.date for entry in found.entries] == [f"2021-03-0{n}" for n in (1, 2, 3)]


def test_positions_and_addresses():
    found = read(SKELETONS["list with dates"])
    assert [entry.position for entry in found.entries] == [0, 1, 2]
    assert found.entries[0].url == "http://www.harbour.example/articles/view/cid/18/id/9"


def test_links_of_other_sections_are_no_entries():
    html = '<a href="/articles/view/cid/15/id/3">Awards</a><a href="/page/index/pid/1">About</a>'
    assert read(html + SKELETONS["table"]).entries[0].key == "18:9"
    assert len(read(html + SKELETONS["table"]).entries) == 3


def test_the_same_article_in_other_spellings_is_one_entry():
    html = """<a href="/Home/Articles/view/id/9/CID/18.html">Guards</a>
    <a href="http://beta.harbour.example/articles/view/cid/18/id/9/">Guards visit</a>"""
    (entry,) = read(html).entries
    assert (entry.key, entry.title) == ("18:9", "Guards visit")


@pytest.mark.parametrize(
    "html", ["", "<p>No data</p>", "\0", "<a>x</a><a href=''>y</a><a href='http://[/'>z</a>"]
)
def test_a_page_without_articles_is_empty(html):
    assert read(html).entries == []
    assert read(html).next_url is None


def test_a_title_is_not_a_teaser_or_a_button():
    html = f"""<div><a href="{article(9)}"><img src=x alt="A photo of the quay in winter"></a>
    <a href="{article(9)}">Guards visit</a><a href="{article(9)}">Details</a></div>"""
    assert read(html).entries[0].title == "Guards visit"


def test_a_link_that_is_only_a_picture_takes_its_alt():
    html = f'<a href="{article(9)}"><img src=x alt="Guards visit"></a>'
    assert read(html).entries[0].title == "Guards visit"


def test_an_entry_without_words_has_no_title():
    assert read(f'<a href="{article(9)}"> </a>').entries[0].title is None


def test_the_day_of_an_event_in_a_teaser_is_not_the_day_of_the_release():
    found = read(
        rows(
            "<li><a href='{url}'>{title}</a><p>2021年3月{n}日，协会秘书长一行到访宁波港，与港口集团"
            "负责人举行座谈，双方就今后的合作交换了意见，并实地参观了集装箱码头和培训中心，"
            "随后出席了新一届会员代表大会的开幕式，共有一百二十名代表参加。</p></li>"
        )
    )
    assert [entry.date for entry in found.entries] == [None] * len(TITLES)


def test_a_date_in_a_title_is_left_where_no_mark_sets_it_apart():
    (entry,) = read(f'<a href="{article(9)}">Notice of 2021-03-04</a>').entries
    assert (entry.title, entry.date) == ("Notice of 2021-03-04", None)


# ── pagers ──


def thinkphp(current: int, last: int, first: int = 1) -> str:
    """The Page class of ThinkPHP 3.2: a bare div, labels << and >>."""
    link = "<a class='{}' href='/articles/index/cid/18/p/{}.html'>{}</a>".format
    parts = [link("first", 1, "1...")] if first > 1 else []
    parts += [link("prev", current - 1, "&lt;&lt;")] if current > 1 else []
    parts += [
        f"<span class='current'>{n}</span>" if n == current else link("num", n, n)
        for n in range(first, min(last, first + 10) + 1)
    ]
    parts += [link("next", current + 1, "&gt;&gt;")] if current < last else []
    parts += [link("end", last, last)] if last > first + 10 else []
    return f"<div>{''.join(parts)}</div>"


def old(current: int, last: int) -> str:
    """The Page class before that: text, no classes."""
    link = "<a href='/articles/index/cid/18?p={}'>{}</a>".format
    parts = [f"75 records {current}/{last} pages"]
    parts += [link(current - 1, "上一页")] if current > 1 else []
    parts += [str(n) if n == current else link(n, n) for n in range(1, last + 1)]
    parts += [link(current + 1, "下一页"), link(last, "&gt;&gt;")] if current < last else []
    return f"<div>{'&nbsp;'.join(parts)}</div>"


def at(number: int, style: str) -> str:
    return f"{HERE}/p/{number}.html" if style == "path" else f"{HERE}?p={number}"


@pytest.mark.parametrize(
    ("pager", "here", "following"),
    [
        (thinkphp(1, 4), HERE, 2),
        (thinkphp(2, 4), at(2, "path"), 3),
        (thinkphp(4, 4), at(4, "path"), None),
        (thinkphp(1, 30), HERE, 2),
        (thinkphp(15, 30, first=10), at(15, "path"), 16),
        (thinkphp(4, 4), at(999, "path"), None),
        ("<div>  </div>", HERE, None),
        ("", HERE, None),
    ],
)
def test_pager_of_thinkphp_3_2(pager, here, following):
    expected = following and at(following, "path")
    assert read(SKELETONS["table"] + pager, here).next_url == expected


@pytest.mark.parametrize(
    ("current", "last", "following"), [(1, 4, 2), (2, 4, 3), (3, 4, 4), (4, 4, None), (1, 1, None)]
)
def test_pager_of_older_thinkphp(current, last, following):
    here = HERE if current == 1 else at(current, "query")
    expected = following and at(following, "query")
    assert read(SKELETONS["table"] + old(current, last), here).next_url == expected


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="next" href="?p=2">',
        '<a rel="nofollow next" href="?p=2">x</a>',
        '<a href="?p=2">Next</a>',
        '<a href="?p=2">Next page »</a>',
        '<a href="?p=2">后一页</a>',
        '<a href="?p=2">Next 10 records</a>',
        '<a href="?p=2">›</a>',
        '<a href="?p=2" aria-label="Next"><i></i></a>',
        '<b>1</b><a href="?p=2">2</a><a href="?p=3">3</a>',
    ],
)
def test_the_ways_to_mark_a_next_page(link):
    assert read(SKELETONS["table"] + link).next_url == f"{HERE}?p=2"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="javascript:next()">Next</a>',
        '<a href="#">Next</a>',
        f'<a href="{HERE}">Next</a>',
        '<a href="?p=0">Next</a>',
        f'<a href="{article(3)}">Next</a>',
        '<a href="http://elsewhere.example/?p=2">Next</a>',
        '<a href="/articles/index/cid/18/p/9">&gt;&gt;</a>',
        '<a href="/about">Next steps for members</a>',
        '<a href="http://[bad/?p=2">Next</a>',
    ],
)
def test_what_is_no_next_page(link):
    assert read(SKELETONS["table"] + link).next_url is None


def test_without_identity_the_likeliest_links_are_the_listing():
    menu = "<nav><a href='/a'>A</a><a href='/b'>B</a><a href='/c'>C</a></nav>"
    found = read(menu + f"<ul>{SKELETONS['list with dates']}</ul>", rules=extract.Rules())
    assert [entry.title for entry in found.entries] == TITLES
    assert found.entries[0].key == article(9)


GRID = """<div><article class="card featured"><h3><a href="/news/{pinned}">The report of the year
 is read by all</a></h3><time datetime="2024-01-09">9 Jan 2024</time></article>{cards}</div>"""
CARD = """<article class="card"><a href="/news/{n}"><img src="/{n}.jpg" alt=""></a>
<h3><a href="/news/{n}">Guards visit the port of Ningbo again, part {n}</a></h3>
<p class="date">{day}</p><p>Two people were caught 9 days ago in the port, part {n}</p></article>"""
NEWS = "http://www.harbour.example/news"


def likely(html: str, day: date | None = None) -> extract.Listing:
    return extract.listing(extract.Page(html.encode(), NEWS, None, day))


def test_each_row_has_its_own_day_also_where_some_count_from_today():
    days = ("today", "Yesterday", "3 days ago", "no day", "12 Nov 2024", "30 Oct 2024")
    cards = "".join(CARD.format(n=n, day=day) for n, day in enumerate(days))
    found = likely(GRID.format(pinned="old", cards=cards), date(2024, 11, 20))
    known = ["2024-11-20", "2024-11-19", "2024-11-17", None, "2024-11-12", "2024-10-30"]
    assert [entry.date for entry in found.entries] == ["2024-01-09", *known]
    assert found.counted == {"/news/0", "/news/1", "/news/2"}
    undated = likely(GRID.format(pinned="old", cards=cards))
    assert [entry.date for entry in undated.entries][1:4] == [None] * 3


def test_a_row_that_is_built_otherwise_is_an_entry_if_it_has_a_day_as_the_others_have():
    cards = "".join(CARD.format(n=n, day=f"{9 - n} May 2024") for n in range(5))
    found = likely(GRID.format(pinned="first", cards=cards))
    assert found.entries[0].key == "/news/first"
    assert len(found.entries) == 6
    promotion = GRID.replace('<time datetime="2024-01-09">9 Jan 2024</time>', "")
    assert len(likely(promotion.format(pinned="first", cards=cards)).entries) == 5


@pytest.mark.parametrize("file", ["PDF", "(PDF, 200 KB)", "Download PDF", "EN", "下载"])
def test_a_file_beside_a_release_is_no_entry(file):
    rows = "".join(
        f'<li><span>0{n}/22/24</span> <a href="/news/{n}.html">Release {n}: the members agree on'
        f' the rules of the port</a> <a href="/files/{n}.pdf">{file}</a></li>'
        for n in range(6, 0, -1)
    )
    found = likely(f"<ul>{rows}</ul>")
    assert [entry.key for entry in found.entries] == [f"/news/{n}.html" for n in range(6, 0, -1)]
    assert found.entries[0].date == "2024-06-22"


@pytest.mark.parametrize(
    "words", ["Continuar leyendo", "続きを読む", "Weiterlesen", "Lire la suite"]
)
def test_a_button_beside_a_headline_is_no_title(words):
    card = "<li><h3>Guards visit the port, part {n}</h3><a href=/news/{n}>{words}</a></li>"
    found = likely("".join(card.format(n=n, words=words) for n in range(5)))
    assert found.entries[3].title == "Guards visit the port, part 3"


ROWS = "".join(CARD.format(n=n, day=f"{9 - n} May 2024") for n in range(5))


@pytest.mark.parametrize(
    "menu",
    [
        '<b>2024</b> <a href="/news/2023">2023</a> <a href="/news/2022/">2022年</a>',
        '<a href="?year=2023">[2023]</a><a href="?year=2022">2022 (31)</a>',
        '<a href="/news/2023/index.html">2023年度</a> <a href="/news/2022/index.html">2022年度</a>',
        '<select><option value="/news/2023">2023</option><option value="/news/2022">2022</select>',
        '<form action="/list"><select name="y"><option>2023<option>2022</select></form>',
    ],
)
def test_the_pages_of_a_listing_that_is_cut_by_years(menu):
    found = likely(f"<div>{menu}</div>{ROWS}").periods
    assert sorted(found) == [202200, 202300]
    assert all(str(year // 100) in url for year, url in found.items())
    assert all(url.startswith("http://www.") for url in found.values())


MONTHS = "<li><a href='{0}/2024/05/'>May 2024</a> (3)<li><a href='{0}/2024/04/'>April 2024</a> (2)"
MONTHS += "<li><a href='{0}/2023/12/'>2023年12月</a> (4)"


@pytest.mark.parametrize("here", [NEWS, f"{NEWS}/2024/05/"])
def test_the_pages_of_a_listing_that_is_cut_by_months(here):
    menu = f"<ul>{MONTHS.format('/news')}</ul>"
    found = extract.listing(extract.Page(f"{menu}{ROWS}".encode(), here))
    assert found.periods == {
        month: f"{NEWS}/{month // 100}/{month % 100:02}/" for month in (202405, 202404, 202312)
    }
    few = "".join(CARD.format(n=n, day=f"{9 - n} May 2024") for n in range(2))
    found = extract.listing(extract.Page(f"{menu}{few}".encode(), here))
    assert [entry.key for entry in found.entries] == ["/news/0", "/news/1"]


def test_the_month_before_is_the_next_page_where_each_month_has_its_own():
    nav = "<a href='/news/2024/{:02}'>« Previous month</a><a href='/news/2024/{:02}'>Next month</a>"
    assert likely(nav.format(4, 6) + ROWS).next_url == f"{NEWS}/2024/04"


@pytest.mark.parametrize(
    "menu",
    [
        MONTHS.format(""),
        '<a href="/news?month=2024-04">April 2024</a> <a href="/news?month=2024-06">June 2024</a>',
        '<a href="/news/2023">2023</a>',
        '<a href="/report-2023.pdf">2023</a> <a href="/report-2022.pdf">2022</a>',
        '<a href="http://other.example/2023">2023</a> <a href="http://other.example/2022">2022</a>',
        '<a href="/copyright">2023</a> <a href="/copyright">2022</a>',
        '<form method="post"><select name="y"><option>2023<option>2022</select></form>',
    ],
)
def test_what_are_no_years_of_a_listing(menu):
    assert likely(f"<div>{menu}</div>{ROWS}").periods == {}


POSTS = "".join(
    f"<div class=post><h2><a href=/2016/0{n}/release-{n}>Release {n} on the works in the port</a>"
    f"</h2><p>on 1{n} March 2016</p></div>"
    for n in range(1, 7)
)


@pytest.mark.parametrize(
    "beside",
    [
        "".join(
            f"<li><a href=/2015/{n:02}/>{month} 2015</a></li>"
            for n, month in enumerate(("January", "Février", "März", "aprile", "мая"), start=1)
        ),
        "".join(
            f"<li><a href=https://paper.example/2016/03/{n}>What others write of harbours, part {n}"
            "</a> 3 March 2016</li>"
            for n in range(6)
        ),
    ],
    ids=["months of an archive", "headlines of another site"],
)
def test_lists_beside_the_releases_are_none_of_them(beside):
    html = f"<body><main>{POSTS}</main><div class=widget><ul>{beside}</ul></div></body>"
    found = read(html, "https://www.harbour.example/press/", extract.Rules())
    assert [entry.url.rpartition("/")[2] for entry in found.entries] == [
        f"release-{n}" for n in range(1, 7)
    ]


def test_files_that_only_their_days_tell_apart_keep_them_in_their_titles():
    files = "".join(
        f"<li><a href=/files/{n}.pdf>{n} May 2021 - Minutes of the board</a></li>"
        for n in range(1, 6)
    )
    found = read(f"<ul>{files}</ul>", "https://www.harbour.example/board/", extract.Rules())
    assert [(entry.title, entry.date) for entry in found.entries] == [
        (f"{n} May 2021 - Minutes of the board", f"2021-05-0{n}") for n in range(1, 6)
    ]


def test_a_file_beside_its_page_is_no_entry():
    pairs = "".join(
        f"<li><a href=/press/{n}>The port grows again in its quarter {n}</a>"
        f" <a href=/files/{n}.pdf>PDF (120 kB)</a> <span>1{n} June 2024</span></li>"
        for n in range(5)
    )
    found = read(f"<ul>{pairs}</ul>", "https://www.harbour.example/press/", extract.Rules())
    assert [(entry.key, entry.date) for entry in found.entries] == [
        (f"/press/{n}", f"2024-06-1{n}") for n in range(5)
    ]


def test_a_file_is_called_by_its_row_and_dated_by_the_column_of_publication():
    table = "<tr><th>No.</th><th>Title</th><th>Adopted</th><th>Published</th><th>File</th></tr>"
    table += "".join(
        f"<tr><td>{n}</td><td>Decision on the safety of workers in ports, part {n}</td>"
        f"<td>0{n}.02.2024</td><td>1{n}.06.2024</td><td><a href=/files/{n}.pdf>PDF</a></td></tr>"
        for n in range(1, 6)
    )
    found = read(f"<table>{table}</table>", "https://www.harbour.example/law/", extract.Rules())
    assert [(entry.title, entry.date) for entry in found.entries] == [
        (f"Decision on the safety of workers in ports, part {n}", f"2024-06-1{n}")
        for n in range(1, 6)
    ]


def test_a_look_alike_does_not_take_the_place_of_the_own_link():
    html = f"""<a href="http://mirror.example{article(9)}">News</a>
    <a href="{article(9)}">Guards visit</a>"""
    page = extract.Page(html.encode(), HERE)
    (entry,) = extract.listing(page, RULES, lambda url: "harbour.example" in url).entries
    assert (entry.url, entry.title) == ("http://www.harbour.example" + article(9), "Guards visit")


def test_a_page_with_more_links_than_any_listing_says_where_reading_ended():
    row = "<li><a href=/news/{0}>Release number {0} of the harbour</a> <i>2024-03-0{1}</i></li>"
    html = "".join(row.format(n, 1 + n % 9) for n in range(MOST_LINKS + 500))
    found = extract.listing(
        extract.Page(f"<ul>{html}</ul>".encode(), "https://www.harbour.example/news")
    )
    assert len(found.entries) == MOST_LINKS
    assert found.evidence["entries"]["why"] == f"read up to link {MOST_LINKS}"
    assert found.entries[-1].date == f"2024-03-0{1 + (MOST_LINKS - 1) % 9}"


# ── addresses ──


def shelf(template: str, numbers: range) -> str:
    return "".join(
        f'<li><a href="{template.format(n=n)}">Release {n}: the members agree on the rules</a>'
        f" {n} May 2024</li>"
        for n in numbers
    )


def test_the_number_of_the_listing_page_is_no_part_of_an_address():
    for here, number in (("/news", 1), ("/news?p=2", 2), ("/news?p=7", 7)):
        html = shelf(f"show.asp?id={{n}}&p={number}", range(1, 6)).encode()
        found = extract.listing(extract.Page(html, f"http://www.harbour.example{here}"))
        assert [entry.key for entry in found.entries] == [f"/show.asp?id={n}" for n in range(1, 6)]


@pytest.mark.parametrize("template", ["/?p={n}", "/show?id={n}&p={n}", "/show?id={n}&part=1"])
def test_what_only_looks_like_the_number_of_the_page_stays(template):
    found = likely(shelf(template, range(1, 6)))
    assert [entry.key for entry in found.entries] == [template.format(n=n) for n in range(1, 6)]


@pytest.mark.parametrize(
    "button",
    [
        '<a href="/news?page=2">Load more</a>',
        '<a href="/news?page=2"><i class="arrow"></i></a>',
        '<button data-url="/news?page=2">加载更多</button>',
        '<a href="#" data-href="/news/page/2/">Weitere Meldungen</a>',
        '<a href="/news?offset=10">Voir plus</a>',
        '<a href="/news?startRow=11"><i class="arrow"></i></a>',
        '<a rel="next" href="/news?offset=1384848484848">Older</a>',
        '<select onchange="go(this)"><option value="/news">1<option value="/news?p=2">2</select>',
        '<button data-url="/news/rows?page=2">Load more</button>',
        '<button data-ajax="/news/rows?from=2">Load more</button>',
        '<div data-max-page="3" data-next-page="/news/page/2/"></div>',
        '<a href="/news?Paged=TRUE&id=9"><img src="/next.gif" alt="Next"></a>',
        '<a href="/news/2?et_blog">« Entrées précédentes</a>',
        '<a href="/news/8">Próximos 8 itens »</a>',
        '<a href="/news?all=1&page=2">Show more results</a>',
        """<input type=button value=下一页 onclick="location.href='/news?page=2'">""",
    ],
)
def test_what_leads_to_this_address_with_the_next_number_is_the_next_page(button):
    found = likely(f"<ul>{shelf('/news/{n}', range(1, 9))}</ul>{button}")
    assert found.next_url is not None
    assert found.next_url.removeprefix(NEWS) in button


@pytest.mark.parametrize(
    "address",
    [
        "/news?PAGEN_1={n}",
        "/news?page_n12={n}",
        "/news/{n}",
        "/list_1_{n}.html",
        "/news?rows[current]={n}&hash=a{n}b{n}",
        "/news?b_start:int={rows}",
        "/news?from_row={rows}&size=10",
    ],
)
@pytest.mark.parametrize("now", [1, 2, 3, 4])
def test_the_numbers_of_a_pager_tell_where_an_address_has_the_page(address, now):
    pages = {n: address.format(n=n, rows=10 * (n - 1)) for n in range(2, 5)} | {1: "/news"}
    pager = "".join(f'<a href="{pages[n]}">[{n}]</a> ' for n in sorted(pages))
    html = f"<ul>{shelf('/release/{n}', range(now, now + 8))}</ul><p>{pager}</p>".encode()
    found = extract.listing(extract.Page(html, f"http://www.harbour.example{pages[now]}"))
    following = urls.canonical(f"http://www.harbour.example{pages[now + 1]}") if now < 4 else None
    assert found.next_url == following
    assert len(found.entries) == 8


@pytest.mark.parametrize("number", [8, 10, 14])
def test_links_that_are_pictures_are_all_entries_by_what_stands_for_these(number):
    tile = """<div class=tile><a href=r{n}.html><img src=/t/{n}.png alt="Members meet {n}"></a>
    <div>{n:02}.05.2024</div></div>"""
    tiles = "".join(tile.format(n=n) for n in range(1, number + 1))
    menu = "".join(f"<li><a href=/{each}>Section {each}</a></li>" for each in "abcdef")
    html = f"""<nav><ul>{menu}</ul></nav><main><h1>Press releases</h1><div>{tiles}</div></main>
    <footer><p>Sign up for our newsletter.</p><ul><li><a href=/p>Privacy policy</a>
    <li><a href=/t>Terms of use</a></ul></footer>"""
    found = extract.listing(extract.Page(html.encode(), f"{NEWS}/"))
    assert [entry.title for entry in found.entries] == [
        f"Members meet {n}" for n in range(1, number + 1)
    ]
    assert found.entries[0].date == "2024-05-01"


def test_the_newest_release_may_lead_a_list_that_is_built_otherwise():
    cards = "".join(CARD.format(n=n, day=f"{9 - n} May 2024") for n in range(5))
    hero = """<section class=hero><a href=/topics/port>Port</a><h2><a href="{url}">The members agree
        on all rules</a></h2><p>12 May 2024</p></section><section>{cards}</section>"""
    found = likely(hero.format(url="/news/new", cards=cards))
    assert [entry.key for entry in found.entries] == [
        "/news/new",
        *(f"/news/{n}" for n in range(5)),
    ]
    assert found.entries[0].date == "2024-05-12"
    for other in (
        hero.format(url="/events/new", cards=cards),
        hero.format(url="/news/new", cards=cards).replace("12 May 2024", "Soon"),
        hero.format(url="/news/new", cards=cards).replace("section class=hero", "aside"),
    ):
        assert [entry.key for entry in likely(other).entries] == [f"/news/{n}" for n in range(5)]


CARD_LINK = """<a class=card href=/news/{n}><div>{day}</div>
<p{named}>Members meet at the quay {n}</p>
<p>It was the last of the meetings of this year, and all members came.</p><span>{more}</span></a>"""


@pytest.mark.parametrize(
    ("day", "named", "more"),
    [
        ("News • 4 May 2024 • 3 min", "", ""),
        ("", " class=card-title", "Port"),
        ("Port", "", "Read more"),
    ],
)
def test_the_title_within_a_link_around_a_whole_card(day, named, more):
    cards = (CARD_LINK.format(n=n, day=day, named=named, more=more) for n in range(5))
    found = likely(f"<div>{''.join(cards)}</div>")
    assert found.entries[2].title == "Members meet at the quay 2"
    assert found.entries[2].date == ("2024-05-04" if "2024" in day else None)


@pytest.mark.parametrize("heading", ["May 2024", "2024年5月", "Mai 2024"])
def test_a_month_above_rows_dates_days_without_a_year(heading):
    rows = "".join(
        f"<li>{n} May <a href=/news/{n}>Members meet at the quay {n}</a></li>" for n in (9, 8)
    )
    older = rows.replace("news/", "news/old").replace("May", "April")
    found = likely(f"<h2>{heading}</h2><ul>{rows}</ul><h2>April 2023</h2><ul>{older}</ul>")
    assert [entry.date for entry in found.entries][1:3] == ["2024-05-08", "2023-04-09"]


@pytest.mark.parametrize("day", ["Jun 28, 2024", "Jun 28, 2024, 08:00 ET", "28.06.2024 08:00 Uhr"])
def test_a_day_in_an_element_of_its_own_is_no_part_of_a_title(day):
    row = "<li><a href=/news/{n}><h3><small>{day}</small> Members meet, part {n}</h3></a></li>"
    found = likely("".join(row.format(n=n, day=day) for n in range(5)))
    assert found.entries[2].title == "Members meet, part 2"
    assert found.entries[2].date == "2024-06-28"


@pytest.mark.parametrize(
    "year", ["<button>{0}</button>", '<a href="#y{0}">{0}</a>', "<summary>{0}</summary>"]
)
def test_the_years_that_open_their_rows_date_them(year):
    part = "<section>{year}<ul>{rows}</ul></section>"
    row = "<li>9 May: <a href=/news/{n}>Members meet at the quay of the port, part {n}</a></li>"
    rows = "".join(row.format(n=n) for n in range(4))
    parts = [part.format(year=year.format(each), rows=rows) for each in (2023,)]
    parts.append(part.format(year=year.format(2021), rows=rows.replace("news/", "news/old-")))
    days = [entry.date for entry in likely("".join(parts)).entries]
    assert days == ["2023-05-09"] * 4 + ["2021-05-09"] * 4
    tabs = year.format(2023) + year.format(2022) + year.format(2021)
    assert {entry.date for entry in likely(f"{tabs}<ul>{rows}</ul>").entries} == {None}


def test_the_few_rows_of_a_last_page_are_the_list_beside_a_longer_one():
    cards = "".join(CARD.format(n=n, day=f"{n} May 2024") for n in (1, 2))
    hot = "".join(
        f"<p><a href=/news/{n}>Members meet at the quay, part {n}</a></p>" for n in "3456"
    )
    found = likely(f"<div>{cards}</div><aside><h3>Most read</h3>{hot}</aside>")
    assert {"/news/1", "/news/2"} <= {entry.key for entry in found.entries}


def test_the_pages_of_the_listing_itself_are_no_entries():
    pager = '<li>2 May 2024 <a href="/news?page=3">The next eight releases</a></li>'
    found = extract.listing(
        extract.Page(f"<ul>{shelf('/news/{n}', range(8))}{pager}</ul>".encode(), f"{NEWS}?page=2")
    )
    assert [entry.key for entry in found.entries] == [f"/news/{n}" for n in range(8)]


def test_releases_with_short_titles_and_numbers_like_those_of_pages_are_entries():
    titles = ["Members meet", "The lock is closed until the end of May", "The fair opens on Monday"]
    rows = "".join(
        f"<li><a href=/news/p{39 + n}>{titles[n % 3]} at nine</a> <i>{n + 1} May 2024</i></li>"
        for n in range(9)
    )
    found = extract.listing(extract.Page(f"<h1>News</h1><ul>{rows}</ul>".encode(), NEWS))
    assert [entry.key for entry in found.entries] == [f"/news/p{39 + n}" for n in range(9)]


def test_the_lists_of_which_a_page_shows_the_newest_few():
    def front(*links: str) -> list[str]:
        parts = zip(links, (range(1, 4), range(4, 7), range(7, 10)), strict=True)
        return likely(
            "".join(
                f"<h2>Kind</h2><ul>{shelf('/news/{n}', each)}</ul>{link}" for link, each in parts
            )
        ).sections

    more = "<a href='/news/notices/'>More notices »</a>", "<a href='/news/press'>查看更多</a>"
    assert front(*more, "") == [f"{NEWS}/notices/", f"{NEWS}/press"]
    assert front(more[0], "", "") == []
    assert front("<a href='/events'>More</a>", "<a href='/jobs'>More</a>", "") == []
    assert front("<a href='/news/1'>More</a>", "<a href='/news/2'>More</a>", "") == []


def test_releases_that_stand_on_the_page_in_full_are_counted():
    text = "The members agreed on rules for the inspection of goods at all berths. " * 4
    release = "<h2>The members agree, part {n}</h2><p>{day}</p><p>{text}</p>"
    two = "".join(release.format(n=n, day=f"{n} May 2024", text=text) for n in (1, 2))
    assert likely(two).whole_texts == 2
    assert likely(release.format(n=1, day="1 May 2024", text=text)).whole_texts == 0
    assert likely(two.replace("May 2024", "members")).whole_texts == 0
    assert likely(two.replace(text, "Soon.")).whole_texts == 0


def test_a_form_that_is_sent_by_get_leads_to_the_next_page():
    form = "<form{}><input type=hidden name=p value=2><button>{}</button></form>"
    assert likely(ROWS + form.format("", "Next page")).next_url == f"{NEWS}?p=2"
    assert likely(ROWS + form.format(" method=post", "Next page")).next_url is None
    assert likely(ROWS + form.format("", "Search")).next_url is None


TRS = "http://www.harbour.example/xwzx/"


@pytest.mark.parametrize(
    ("script", "here", "following"),
    [
        ('createPageHTML(25, 0, "index", "html");', "", "index_1.html"),
        ("createPageHTML(25, 3,'index','shtml')", "index_3.shtml", "index_4.shtml"),
        ('createPageHTML(25, 24, "index", "html");', "index_24.html", None),
        ('createPageHTML(1, 0, "index", "html");', "", None),
        ("createPageHTML('page_div', 69, 1, 'new_list', 'shtml', 1654);", "", "new_list_2.shtml"),
        ("createPageHTML('page_div', 2, 2, 'list', 'shtml', 30);", "list_2.shtml", None),
        ("createPageHTML('page_div', 2, 1, 'list', 'shtml', 30);", "", "list_2.shtml"),
        (
            "var countPage = 5; var currentPage = 0; var nextPage = currentPage + 1;"
            ' document.write("<a href=\\"index" + "_" + nextPage + "." + "html\\">下一页</a>");',
            "",
            "index_1.html",
        ),
        ("var countPage = 5; var currentPage = 0;", "", None),
        ("function createPageHTML(pages, now, name, ending) {}", "", None),
    ],
)
def test_a_pager_that_a_script_writes(script, here, following):
    rows = shelf("./202405/t20240508_{n}.html", range(1, 9))
    found = read(f"<ul>{rows}</ul><script>{script}</script>", TRS + here, extract.Rules())
    assert len(found.entries) == 8
    assert found.next_url == (following and TRS + following)


def store(numbers: range, following: str) -> str:
    records = "".join(
        f"<record><![CDATA[{shelf('/art/2024/5/{n}/art_24_{n}.html', range(n, n + 1))}]]></record>"
        for n in numbers
    )
    return f"<datastore>{following}<recordset>{records}</recordset></datastore>"


def test_a_list_that_is_held_as_records_goes_on_with_the_group_that_they_name():
    group = "/module/web/jpage/dataproxy.jsp?page={}&columnid=24"
    named = '<nextgroup><![CDATA[<a href="{}"></a>]]></nextgroup>'
    first = store(range(1, 9), named.format(group.format(1)))
    page = f"<div id=pages></div><script type='text/xml'>{first}</script>"
    found = read(page, "http://www.harbour.example/col/col24/index.html", extract.Rules())
    assert [entry.date for entry in found.entries] == [f"2024-05-0{n}" for n in range(1, 9)]
    assert found.next_url == "http://www.harbour.example" + group.format(1)
    last = "<?xml version='1.0' encoding='utf-8'?>" + store(range(11, 19), "")
    found = read(last, found.next_url, extract.Rules())
    assert found.entries[0].key == "/art/2024/5/11/art_24_11.html"
    assert (len(found.entries), found.next_url, found.unlinked) == (8, None, None)


@pytest.mark.parametrize(
    "more",
    [
        "<button>Load more</button>",
        "<div><a href='javascript:void(0)'>加载更多</a></div>",
        "<a href='#'>Weitere Meldungen anzeigen</a>",
        "<p><a href='javascript:;'>下一页</a></p>",
        "<p><span>上一页</span><a href='javascript:;'>下一页</a></p>",
        "<p>共 3 页 <a href='javascript:;'>上一页</a><a href='javascript:;'>下一页</a></p>",
        "<ul class=pagination><li><a href='#'>2</a></li><li><a href='#'>Next</a></li></ul>",
        "<a href=\"javascript:__doPostBack('grid','Page$2')\">2</a>",
        "<p class=paging><b>1</b><a href='#none' onclick='fn_list(2)'>2</a></p>",
        "<p><b>1</b><a href=\"javascript:goPage('2')\">2</a></p>",
        "<form method=post><p class=pager><input type=submit value='Next page'></p></form>",
        '<div data-page="1" data-total-pages="3"></div>',
        '<select onchange="show()"><option>2024<option>2023</select>',
        '<script>{"a":[],"pagination":{"itemsTotal":27,"pageSize":8}}</script>',
    ],
)
def test_a_listing_says_that_it_goes_on_where_no_address_leads(more):
    found = likely(f"<main><ul>{shelf('/news/{n}', range(1, 9))}</ul>{more}</main>")
    assert found.next_url is None
    assert found.unlinked is not None
    assert found.unlinked.replace('"', "") in more.replace('"', "")


@pytest.mark.parametrize(
    "button",
    [
        "<button>Subscribe</button>",
        "<button disabled>Load more</button>",
        "<div hidden><button>Load more</button></div>",
        "<div style='display: none'><a href='#'>Load more</a></div>",
        "<div class=carousel><a class=carousel-control href='#c'><i>Next</i></a></div>",
        "<ul class=pagination><li class=disabled><a href='#'>Next</a></li></ul>",
        "<a href='/videos'>Show more</a>",
        "<p><a href='javascript:;'>上一页</a><a href='javascript:;'>下一页</a></p>",
        "<p>共 1 页 <span>上一页</span><a href='#'>下一页</a></p>",
        "<ul class=pagination><li><b>1</b></li><li><a href='#'>Next</a></li></ul>",
        "<a href='/news?page=2'>Load more</a>",
        "<ul class=slides><li><a href='#' onclick='page(2)'>2</a></li></ul>",
        '<div data-page="3" data-total-pages="3"></div>',
        '<div class="carousel" data-page="1" data-total-pages="3"></div>',
        '<select onchange="show()"><option>All years<option>2024<option>2023</select>',
        '<script>{"pagination":{"itemsTotal":8,"pageSize":8}}</script>',
        '<script>{"files":{"total":27,"size":1024}}</script>',
    ],
)
def test_what_shows_no_more_of_a_listing(button):
    found = likely(f"<main><ul>{shelf('/news/{n}', range(1, 9))}</ul>{button}</main>")
    assert found.unlinked is None


@pytest.mark.parametrize(
    ("words", "total", "unlinked"),
    [
        ("Showing 1 - 8 of 243 results", 243, "1 - 8 of 243"),
        ("1–8 von 1.024", 1024, "1–8 von 1.024"),
        ("9 to 16 of 16", 16, None),
        ("共 28 条", 28, None),
        ("共有：28 篇", 28, None),
        ("总计 28 个记录", 28, None),
        ("28 条记录 1/4 页", 28, None),
        ("28 records 1/4 pages", 28, None),
        ("총 28건", 28, None),
        ("28件中 1-8件", 28, None),
        ("3 of 5 members", None, None),
        ("1 - 8 of 243, 1 - 8 of 99", None, None),
        ("Pages 1-3 of 12", None, None),
        ("12/05-14/05/2024", None, None),
    ],
)
def test_how_many_entries_a_listing_says_that_it_has(words, total, unlinked):
    found = likely(f"<main><p>{words}</p><ul>{shelf('/news/{n}', range(1, 9))}</ul></main>")
    assert (found.total, found.unlinked) == (total, unlinked)


POSTED = """<form id=main method=post><input type=hidden name=__VIEWSTATE value=x>
<ul>{shelf}</ul><p class=pages>{links}</p></form>"""
CLICK = "<a href=\"javascript:__doPostBack('{}','{}')\">{}</a>"


@pytest.mark.parametrize(
    ("links", "target", "argument"),
    [
        (f"<b>1</b>{CLICK.format('grid', 'Page$2', 2)}", "grid", "Page$2"),
        (
            CLICK.format("grid", "Page$1", 1)
            + "<span>2</span>"
            + CLICK.format("grid", "Page$3", "…"),
            "grid",
            "Page$3",
        ),
        (
            CLICK.format("DataPager1$c0", "", 1) + CLICK.format("DataPager1$n", "", "Next"),
            "DataPager1$n",
            "",
        ),
        (
            f"<span>1</span>{CLICK.format('AspNetPager1', '9', '尾页')}"
            f"{CLICK.format('AspNetPager1', '2', '下一页')}",
            "AspNetPager1",
            "2",
        ),
    ],
)
def test_the_form_that_shows_the_next_page(links, target, argument):
    html = POSTED.format(shelf=shelf("/news/{n}", range(1, 9)), links=links)
    found = likely(html)
    assert found.postback is not None
    assert found.postback.fields == {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    assert (found.postback.form, found.unlinked) == ("/html/body/form", None)
    assert likely(html.replace("__VIEWSTATE", "q")).postback is None


BOARD = """<script>
function go(n) {{ $('#no').val(n); $('#f').attr('action', '/news').submit(); }}</script>
<form id=f method={method}><input type=hidden name=page id=no value="{now}"></form><ul>{shelf}</ul>
<a href="#" onclick="go(1)">1</a> <a href="#" onclick="go(2)">2</a> <a href="javascript:go(3)">3</a>
<a href="#" onclick="go(3); return false;">Last</a>"""


@pytest.mark.parametrize(("now", "following"), [(1, "2"), (2, "3"), (3, None)])
def test_the_form_into_which_a_function_writes_the_next_page(now, following):
    shown = shelf("/news/{n}", range(1, 9))
    found = likely(BOARD.format(method="post", now=now, shelf=shown))
    assert found.next_url is None
    sent = found.postback and (found.postback.fields, found.postback.action)
    assert sent == (following and ({"page": following}, "/news"))
    html = BOARD.format(method="get", now=now, shelf=shown).encode()
    found = extract.listing(extract.Page(html, f"{NEWS}?page={now}"))
    assert found.postback is None
    assert found.next_url == (following and f"{NEWS}?page={following}")


@pytest.mark.parametrize(
    "links",
    [
        CLICK.format("grid", "Page$1", 1) + "<span>2</span>",
        CLICK.format("grid", "Sort$Title", "Title"),
        CLICK.format("DataPager1$p", "", "Previous"),
    ],
)
def test_a_form_that_shows_no_next_page(links):
    shown = shelf("/news/{n}", range(1, 9))
    assert likely(POSTED.format(shelf=shown, links=links)).postback is None


def test_a_button_of_another_list_shows_no_more_of_this_one():
    rest = "<footer><div><p>Pictures</p><button>Load more</button></div></footer>"
    list_ = f"<div><div><ul>{shelf('/news/{n}', range(1, 9))}</ul></div></div>"
    assert likely(f"<main><div>{list_}</div></main>{rest}").unlinked is None


@pytest.mark.parametrize(
    "row",
    [
        "<div onclick=\"location.href='/news/{n}.html'\"><h3>{title}</h3> {n} May 2024</div>",
        "<p><a href='#' onclick='window.open(\"/news/{n}.html\")'>{title}</a> {n} May 2024</p>",
        "<p><a href=\"javascript:show('/news/{n}.html')\">{title}</a> {n} May 2024</p>",
        "<div class=card data-href='/news/{n}.html'><b>{title}</b><i>{n} May 2024</i></div>",
    ],
)
def test_rows_that_only_a_script_opens_are_entries_where_there_are_no_links(row):
    title = "Release {n}: the members agree on the rules"
    rows = "".join(row.format(n=n, title=title.format(n=n)) for n in range(1, 7))
    found = likely(f"<main>{rows}</main>")
    assert [entry.key for entry in found.entries] == [f"/news/{n}.html" for n in range(1, 7)]
    assert [entry.title for entry in found.entries] == [title.format(n=n) for n in range(1, 7)]
    assert found.entries[3].date == "2024-05-04"


@pytest.mark.parametrize(
    ("heads", "years"),
    [
        ("<h2>{}</h2>", (2024, 2023)),
        ("<p><b>{}年</b></p>", (2024, 2023)),
        ("<h2><a href='/{}'>Year</a></h2>", (None, None)),
    ],
)
def test_a_day_without_a_year_has_that_of_the_heading_above(heads, years):
    rows = "<li><span>{n} May</span> <a href='/news/{y}-{n}'>Release {n}: members agree</a></li>"
    groups = "".join(
        f"{heads.format(y)}<ul>{''.join(rows.format(y=y, n=n) for n in range(1, 6))}</ul>"
        for y in (2024, 2023)
    )
    found = likely(f"<a href=/2019>2019</a><main>{groups}</main>")
    expected = [f"{y}-05-0{n}" if y else None for y in years for n in range(1, 6)]
    assert [entry.date for entry in found.entries] == expected
    assert not found.counted
    before = "<li>{n} May: <a href='/news/{n}'>Release {n}: members agree</a></li>"
    nested = f"<ul><li>2024<ul>{''.join(before.format(n=n) for n in range(1, 6))}</ul></li></ul>"
    assert [entry.date for entry in likely(nested).entries] == [
        f"2024-05-0{n}" for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("shell", "address"),
    [
        ("<iframe src='/list.asp?c=3'></iframe>", "/list.asp?c=3"),
        ("<frameset><frame src='/list.asp'></frameset>", "/list.asp"),
        ("<meta http-equiv=refresh content='0; url=/site/list.htm'>", "/site/list.htm"),
        ("<script>window.location.href = '/site/list.htm';</script>", "/site/list.htm"),
        ("<script>location.replace('/site/list.htm')</script>", "/site/list.htm"),
    ],
)
def test_a_page_without_a_list_says_where_it_may_be(shell, address):
    assert likely(f"<html><head></head>{shell}</html>").elsewhere == [
        f"http://www.harbour.example{address}"
    ]


@pytest.mark.parametrize("href", ["/news?page=3", "/events?page=2", "/news?year=2", "/news/2"])
def test_another_number_or_address_is_not(href):
    found = likely(f"<ul>{shelf('/news/{n}', range(1, 9))}</ul><a href='{href}'>Load more</a>")
    assert found.next_url is None


def test_one_hidden_row_among_others_is_bait_and_many_are_a_tab() -> None:
    def rows(numbers: range, style: str = "") -> str:
        return "".join(
            f"<li{style}><a href=/news/{number}.html>The harbour opens basin {number}</a>"
            f"<span>2024-05-{number:02}</span></li>"
            for number in numbers
        )

    def keys(html: str) -> list[str]:
        page = extract.Page(f"<ul>{html}</ul>".encode(), "https://a.example/news")
        return [entry.key for entry in extract.listing(page).entries]

    hidden = ' style="display: none"'
    shown = [f"/news/{number}.html" for number in range(1, 9)]
    assert keys(rows(range(1, 9)) + rows(range(9, 10), hidden)) == shown
    assert len(keys(rows(range(1, 9)) + rows(range(9, 14), hidden))) == 13


@pytest.mark.parametrize("day", ["04-02", "24-04-02", "[2024-04-02]", "2024.04.02", "4月2日"])
@pytest.mark.parametrize("row", ["{}<b>{}</b>", "<i>{}</i><b>{}</b><u>More of it</u>"])
def test_a_day_in_numbers_alone_is_no_title(day, row):
    titles = [f"The harbour opens gate {number}" for number in range(1, 6)]
    inner = "".join(
        f"<a href=/n/{at}><div>{row.format(f'<div>{day}</div>', title)}</div></a>"
        for at, title in enumerate(titles)
    )
    found = extract.listing(extract.Page(f"<div>{inner}</div>".encode(), "http://a.example/n"))
    assert [each.title for each in found.entries] == titles
