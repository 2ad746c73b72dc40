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
