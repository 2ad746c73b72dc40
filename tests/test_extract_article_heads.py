"""Releases as content systems of East Asian sites lay them out: heads, ways, feet and tools."""

from __future__ import annotations

import pytest

from newscrawler import extract

HERE = "http://www.harbour.example/news/1238.html"
TITLE = "港口协会发布4·26码头安全宣传周方案"
TEXT = [
    "为进一步加强行业自律，来自各地的八十余家会员单位代表参加了本次活动，并就下一步工作达成了共识。",
    "专家组实地查看了三处仓库，对货物标签的管理提出了改进意见，秘书处将继续跟踪落实情况。",
    "会议审议并通过了工作报告和财务报告，相关成果将在会员之间共享。",
]
WAY = '当前位置：<a href="/">首页</a> &gt; <a href="/news">协会动态</a>'
HEAD = f"<div>{WAY}</div><h1>{TITLE}</h1><p>发布时间：2024-05-18</p>"
CRUMBS = ["首页", "协会动态"]
MENU = "".join(
    f'<a href="/{n}">{name}</a>' for n, name in enumerate(["首页", "关于我们", "联系我们"])
)


def body(paragraphs: list[str] = TEXT) -> str:
    return "".join(f"<p>{each}</p>" for each in paragraphs)


def read(html: str, title: str = "港口协会") -> extract.Extracted:
    page = f"<title>{title}</title><body><div class=menu>{MENU}</div>{html}</body>"
    return extract.article(extract.Page(page.encode(), HERE))


def paragraphs(found: extract.Extracted) -> list[str]:
    return (found.body or "").split("\n\n")


# ── titles and days ──


def test_a_heading_that_goes_on_with_day_and_source_is_read_without_them():
    head = f"<h1>{TITLE}<br><span>2024-05-18 10:12:31&nbsp; 来源：秘书处&nbsp; 点击：</span></h1>"
    found = read(f"<div>{WAY}</div><div>{head}<div>{body()}</div></div>", f"{TITLE} - 港口协会")
    assert (found.title, found.create_time, paragraphs(found)) == (TITLE, "2024-05-18", TEXT)


def test_a_count_right_behind_a_day_is_none_of_it():
    meta = "<div><span>2024-05-18</span><span>88 阅读</span></div>"
    found = read(f"<div>{WAY}</div><h1>{TITLE}</h1>{meta}<div>{body()}</div>")
    assert (found.title, found.create_time) == (TITLE, "2024-05-18")


def test_the_next_release_above_the_day_is_no_title():
    tail = (
        '<div>上一条：<a href="/1">码头夜航安全白皮书发布</a><br>'
        '下一条：<a href="/2">海外展会报名</a></div>'
        "<div>点击数：12 更新时间：2024-05-18 10:12:31【<a href=#>打印此页</a>】</div>"
    )
    long = [f"第{n}项工作：{TEXT[1]}" for n in range(14)]
    found = read(f"<h1>{TITLE}</h1><div>{body(long)}</div>{tail}", f"{TITLE} - 港口协会")
    assert (found.title, paragraphs(found)) == (TITLE, long)


def test_a_sentence_above_a_sheet_of_particulars_is_no_title():
    sheet = "".join(
        f"<li>{each}</li>"
        for each in (
            "發布單位：秘書室",
            "發布日期：2024-05-18",
            "更新日期：2024-05-19",
            "點閱數：31",
        )
    )
    tools = "<div><a href=#>友善列印</a><a href=#>轉寄好友</a></div>"
    way = '<a href="/">首頁</a> &gt; <a href="/news">最新消息</a>'
    found = read(f"<div>{way}</div><h2>港口協會年會</h2>{tools}<div>{body()}</div><ul>{sheet}</ul>")
    assert (found.title, found.create_time) == ("港口協會年會", "2024-05-18")


def test_a_board_whose_table_names_title_and_day_and_one_thing_more_is_a_sheet():
    rows = (
        "<tr><th>제목</th><td>항만 창고 합동점검 결과 발표</td></tr>"
        "<tr><th>담당부서</th><td>총무과</td><th>등록일</th><td>2024-05-18</td></tr>"
    )
    found = read(f"<h3>공지사항</h3><table>{rows}<tr><td>{body()}</td></tr></table>")
    assert (found.title, found.create_time) == ("항만 창고 합동점검 결과 발표", "2024-05-18")


# ── who wrote it ──


@pytest.mark.parametrize(
    "meta",
    [
        "<span>发布时间：2024-05-18 10:12:31</span><span>作者：周婷</span><span>点击：12次</span>",
        "<span>作者：周婷</span><span>来源：秘书处</span><span>时间：2024-05-18</span>",
        "<span>发布日期：2024-05-18</span><span>出处：秘书处</span><span>作者：周婷</span>",
        "<span>2024-05-18 10:12:31 by 周婷</span> <span><a href=#>12</a></span>",
        "<span>周婷</span><span> 发表于 2024-05-18 10:12</span><span> 阅读(12)</span>",
        "由 周婷 发布于 2024-05-18，归类在 <a href=/c>协会动态</a>",
    ],
)
def test_who_wrote_it_is_read_where_style_alone_sets_particulars_apart(meta):
    found = read(f"<div>{WAY}</div><h1>{TITLE}</h1><div>{meta}</div><div>{body()}</div>")
    assert (found.byline, found.create_time) == (["周婷"], found.create_time)
    assert (found.create_time or "").startswith("2024-05-18")


@pytest.mark.parametrize("nobody", ["管理员", "系统管理员", "관리자", "佚名"])
def test_what_systems_call_whoever_entered_a_text_is_no_name(nobody):
    meta = f"<span>作者：{nobody}</span><span>时间：2024-05-18</span>"
    assert read(f"<div>{WAY}</div><h1>{TITLE}</h1>{meta}<div>{body()}</div>").byline is None


def test_a_text_that_was_published_on_a_day_is_nobody():
    meta = "本文发布于 2024-05-18 阅读 12"
    assert read(f"<div>{WAY}</div><h1>{TITLE}</h1><p>{meta}</p><div>{body()}</div>").byline is None


# ── the way to a release ──


@pytest.mark.parametrize(
    ("way", "crumbs"),
    [
        (f"{WAY} &gt; {TITLE}", [*CRUMBS, TITLE]),
        ('当前位置：<a href="/">首页</a>》<span>协会动态</span>', CRUMBS),
        ('<span>当前位置</span><a href="/">首页</a> / <a href="/news">协会动态</a>', CRUMBS),
        (
            '<a href="/">港口论坛</a> <em>&rsaquo;</em> <a href="/news">协会动态</a> '
            "<em>&rsaquo;</em>查看内容",
            ["港口论坛", "协会动态", "查看内容"],
        ),
        (
            '<span class="ui-breadcrumb"><a href="/">首页</a><a href="/news">协会动态</a>'
            "<a><cite>正文</cite></a></span>",
            [*CRUMBS, "正文"],
        ),
    ],
)
def test_ways_with_names_that_hold_dots_and_ways_that_style_sets_apart(way, crumbs):
    found = read(f"<div>{way}</div><h1>{TITLE}</h1><p>2024-05-18</p><div>{body()}</div>")
    assert found.breadcrumb == crumbs


# ── what stands below a text ──


@pytest.mark.parametrize("text", [TEXT, ["现将有关事项通知如下，详见附件。"]])
@pytest.mark.parametrize(
    "foot",
    [
        "<p>地址：海港市中山路12号 电话：0532-88123456 传真：0532-88123457</p>"
        "<p>Copyright © 2024 港口协会 版权所有</p>",
        "<p>版权所有：港口协会</p><p>地址：海港市中山路12号 邮编：266000 电话：0532-88123456</p>",
    ],
)
def test_the_address_beside_an_imprint_is_no_text(text, foot):
    found = read(f"{HEAD}<div>{body(text)}</div><div>{foot}</div>")
    assert paragraphs(found) == text


def test_whom_to_ask_is_part_of_a_notice():
    text = [*TEXT, "联系人：周婷 电话：0532-88123456 邮箱：office@harbour.example"]
    found = read(
        f"{HEAD}<div>{body(text)}</div><div><p>Copyright © 2024 港口协会 版权所有</p></div>"
    )
    assert paragraphs(found) == text


def test_buttons_in_brackets_below_a_text_are_none_of_it():
    words = ("上一篇", "下一篇", "返回顶部", "关闭窗口")
    tools = " ".join(f"【<a href=/{n}>{word}</a>】" for n, word in enumerate(words))
    found = read(f"{HEAD}<div>{body()}</div><div>{tools}</div>")
    assert paragraphs(found) == TEXT


def test_words_to_search_for_below_a_text_are_none_of_it():
    tags = "<p><strong>相关热词搜索：</strong><a href=/t>品牌</a></p>"
    assert paragraphs(read(f"{HEAD}<div>{body()}</div>{tags}")) == TEXT


@pytest.mark.parametrize(
    "tail",
    [
        "<p>上一篇：<a href=/1>码头夜航安全白皮书发布</a></p><p>下一篇：没有了！</p>",
        "<p>이전글 <a href=/1>항만 창고 점검 안내</a></p><p>다음글 <a href=/2>총회</a></p>",
    ],
)
def test_a_release_of_pictures_has_no_text_but_its_pictures(tail):
    pictures = "".join(f'<p><img src="/upload/{n}.jpg"></p>' for n in range(3))
    found = read(
        f"<div>{WAY}</div><h2>{TITLE}</h2><div>时间：2024-05-18 访问量：12</div>"
        f"<div>{pictures}</div><div>{tail}</div>"
    )
    assert (found.body, len(found.images)) == (None, 3)


def test_files_of_a_board_that_shows_when_they_were_loaded_up_are_attachments():
    files = (
        "<section><h2>첨부파일</h2><ul><li><a href='/bbs/download.php?no=0'>신청서.hwp</a> (24.5K)"
        "<span>13회 다운로드 | DATE : 2024-05-18 10:12:31</span></li></ul></section>"
    )
    meta = "<p>작성일 : 2024-05-18</p>"
    found = read(f"<article><h1>합동점검 결과 발표</h1>{meta}<div>{body()}</div>{files}</article>")
    assert [each.url for each in found.attachments] == [
        "http://www.harbour.example/bbs/download.php?no=0"
    ]
