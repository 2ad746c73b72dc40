"""Lists as content systems of East Asian sites lay them out, with boxes beside them."""

from __future__ import annotations

import pytest

from newscrawler import extract

HERE = "http://www.harbour.example/news/"
TITLES = [
    "港口协会召开年度会员代表大会",
    "仓储分会举办货物查验培训班",
    "关于开展码头联合检查的通知",
    "港口协会与三所院校签署合作协议",
    "装卸作业规范正式发布",
]
# One of them names a year.
BESIDE = [
    "关于征集2025年度码头标准的通知",
    "码头夜航安全白皮书发布",
    "海外展会参展报名开始",
    "秘书处赴内河港口调研",
    "引航员技能竞赛圆满落幕",
    "集装箱清洗服务指南",
]


def day(place: int) -> str:
    return f"2024-05-{20 - place:02d}"


def row(place: int, title: str) -> str:
    return f'<li><span>{day(place)}</span><a href="/news/{400 - place}.html">{title}</a></li>'


def rows(titles: list[str]) -> str:
    return "".join(row(place, title) for place, title in enumerate(titles))


def box(titles: list[str], mark: str = "") -> str:
    items = (
        f'<li><a href="/news/{100 + place}.html">{title}</a>{mark}</li>'
        for place, title in enumerate(titles)
    )
    return f"<ul>{''.join(items)}</ul>"


def read(html: str, here: str = HERE, **more: extract.Layout) -> extract.Listing:
    return extract.listing(extract.Page(f"<body>{html}</body>".encode(), here), **more)


def titles(found: extract.Listing) -> list[str | None]:
    return [each.title for each in found.entries]


# ── what stands beside a list ──


@pytest.mark.parametrize("number", [3, 5])
def test_a_box_whose_titles_name_a_year_is_no_list_beside_dated_rows(number):
    found = read(
        f"<div class=left><div class=list><ul>{rows(TITLES[:number])}</ul></div></div>"
        f"<div class=right><h2>点击排行</h2>{box(BESIDE)}</div>"
    )
    assert titles(found) == TITLES[:number]


def test_months_of_an_archive_are_no_entries():
    months = "".join(f"<li><a href=/archives/{n}>2023-0{n}({n})</a></li>" for n in range(3, 5))
    found = read(
        f"<div class=left><div class=list><ul>{rows(TITLES)}</ul></div></div>"
        f"<div class=right><h2>文章归档</h2><ul>{months}</ul></div>"
    )
    assert titles(found) == TITLES


def test_the_way_to_a_list_is_no_entry_where_tables_hold_both():
    lines = "".join(
        f"<tr><td>·</td><td><a href=./{400 - n}.html>{title}</a></td><td>[{day(n)}]</td></tr>"
        for n, title in enumerate(TITLES)
    )
    way = '当前位置：<a href="/">首页</a> &gt; <a href="/media">媒体中心</a>'
    found = read(f"<table><tr><td>{way}</td></tr></table><table>{lines}</table>")
    assert titles(found) == TITLES


def test_jobs_whose_rows_begin_with_their_location_are_entries():
    lines = "".join(
        f"<div class=job>Location: <a href=/jobs/{n}>Crane driver at berth number {n}</a></div>"
        for n in range(6)
    )
    assert len(read(lines).entries) == 6


def test_rows_that_a_click_opens_are_entries_and_the_pager_below_is_not():
    lines = "".join(
        f"<div class=item onclick=\"location.href='/news/{400 - n}.html'\">"
        f"<div>{title}</div><div>{day(n)}</div></div>"
        for n, title in enumerate(TITLES)
    )
    pager = "<a href=?page=1>首页</a><a href=?page=2>下一页</a><a href=?page=2>尾页</a>"
    found = read(f"<div>{lines}</div><div class=pages>{pager}</div>")
    assert [each.url for each in found.entries] == [f"{HERE}{400 - n}.html" for n in range(5)]
    assert found.next_url == f"{HERE}?page=2"


# ── titles ──


def test_a_title_that_is_shown_cut_again_for_narrow_screens_is_told_once():
    cards = "".join(
        f'<li><a href="/news/{n}.html"><span class=wide>{title}</span>'
        f"<span class=narrow>{title[:8]}...</span>{'<i>置顶</i>' if n == 0 else ''}"
        f"<em>{day(n)}</em></a></li>"
        for n, title in enumerate(TITLES)
    )
    assert titles(read(f"<ul>{cards}</ul>")) == TITLES


def test_the_name_of_the_site_is_no_part_of_titles():
    cards = "".join(
        f'<h2><a href="/{n}.html" title="{title}-港口协会">{title}</a></h2><p>{day(n)}</p>'
        for n, title in enumerate(TITLES)
    )
    assert titles(read(cards)) == TITLES


# ── pagers ──

LIST = f"<ul>{rows(TITLES)}</ul>"


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="?page=1">上一页</a><a href="?page=1">1</a><a href="?page=2">2</a>'
        '<a href="javascript:;">下一页</a>',
        '<a href="?page=1">上一页</a><b>2</b><a href="javascript:void(0)">下一页</a>',
        '<a href="javascript:void(0);">下一页&gt;&gt;</a><i>每页 14 记录</i><i>页码 2/2</i>',
        "<a disabled=disabled>下一页</a><span>第2页/共2页</span>",
    ],
)
def test_a_button_without_address_on_the_last_page_hides_nothing(pager):
    found = read(f"{LIST}<div class=pages>{pager}</div>", f"{HERE}?page=2")
    assert (found.next_url, found.unlinked) == (None, None)


@pytest.mark.parametrize(
    "pager",
    [
        '<div class=pages><a href="javascript:;">下一页</a><i>页码 1/3</i></div>',
        '<a href="javascript:void(0);" onclick="more()">点击浏览更多<i></i></a>',
        "<div id=pages></div><script>laypage.render({elem: 'pages', count: 43, limit: 5, curr: 1,"
        " jump: function(o, first){ if(!first){ load(o.curr); } }})</script>",
        '<script>window.DATA={"rows":[{"id":1}],"total":43,"pageNum":1,"pageSize":5}</script>',
    ],
)
def test_what_only_a_script_shows_is_told(pager):
    assert read(f"<div>{LIST}{pager}</div>").unlinked


def test_the_last_page_of_a_list_that_a_script_turns_is_the_last():
    script = "<script>laypage.render({elem: 'pages', count: 10, limit: 5, curr: 2})</script>"
    assert read(f"{LIST}<div id=pages></div>{script}").unlinked is None


def test_a_click_that_sets_the_address_leads_to_the_next_page():
    button = """<a href="javascript:void(0);" onclick="location.href='index_2.jhtml'">下一页</a>"""
    assert read(f"{LIST}<div>{button}</div>").next_url == f"{HERE}index_2.jhtml"


@pytest.mark.parametrize(("now", "following"), [(1, "?page=2"), (2, "?page=3"), (3, None)])
def test_a_script_that_sets_the_address_by_the_number_of_a_page_tells_the_next(now, following):
    script = (
        f"laypage.render({{elem: 'pages', count: 14, limit: 5, curr: {now}, jump: function(o, f)"
        "{ if(!f) location.href = '?page=' + o.curr; }})"
    )
    found = read(f"{LIST}<div id=pages></div><script>{script}</script>", f"{HERE}?page={now}")
    assert found.next_url == (following and HERE + following)
    assert found.unlinked is None


def test_the_number_of_a_section_is_not_that_of_a_page():
    pager = (
        "<b>2</b><a href=/list.aspx?cid=3&page=3>3</a><a href=/list.aspx?cid=3&page=3>下一页</a>"
    )
    found = read(f"{LIST}<div>{pager}</div>", "http://www.harbour.example/list.aspx?cid=3&page=2")
    assert found.next_url == "http://www.harbour.example/list.aspx?cid=3&page=3"


def test_the_number_of_comments_is_not_that_of_a_page():
    lines = "".join(
        f"<tr><td><a href=/notice/{n}>{title}</a> <a href=/notice/{n}#comment>2</a></td>"
        f"<td>{day(n)}</td></tr>"
        for n, title in enumerate(TITLES, start=11)
    )
    pager = "<b>1</b><a href=/index.php?mid=notice&page=2>2</a>"
    here = "http://www.harbour.example/notice"
    following = read(f"<table>{lines}</table><div>{pager}</div>", here).next_url
    assert following == "http://www.harbour.example/index.php?mid=notice&page=2"


@pytest.mark.parametrize(
    "pager",
    [
        "<a href=?page=1>首页</a><a href=javascript:;>上一页</a><a href=?page=1>1</a>"
        "<a href=javascript:;>下一页</a><a href=?page=1>尾页</a>",
        "<select><option value=?page=1>第1页</option></select>",
    ],
)
def test_a_pager_of_one_page_leads_nowhere(pager):
    found = read(f"{LIST}<div class=pages>{pager}</div>")
    assert (found.next_url, found.unlinked) == (None, None)
