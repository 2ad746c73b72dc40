"""The sheet of particulars above documents of authorities and posts of boards is no text."""

from __future__ import annotations

import pytest

from newscrawler import extract
from newscrawler.items import Listed

ADDRESS = "http://www.harbour.example/art/view?id=1238"
# Language, title, text, labels and values, crumbs
PAGES = {
    "zh": (
        "港口管理局关于印发仓库检查方案的通知",
        [
            "各港区管理处、仓库经营单位：",
            "为进一步加强仓库货物检查工作，维护公平竞争的市场秩序，现将《仓库检查方案》印发给你们，请认真执行。",
            "各单位要充分认识检查工作的重要意义，切实增强责任感，并于五月底前报送工作总结。",
            "港口管理局",
            "2024年3月28日",
        ],
        [
            ("索引号", "000123-2024-00045"),
            ("发布机构", "港口管理局"),
            ("成文日期", "2024-03-28"),
            ("名称", "港口管理局关于印发仓库检查方案的通知"),
            ("文号", "港管〔2024〕12号"),
            ("发布日期", "2024-04-02"),
        ],
        ["首页", "政务公开", "通知"],
    ),
    "ko": (
        "항만 창고 합동점검 결과 발표",
        [
            "항만공사는 4월 1일부터 2주간 창고를 대상으로 합동점검을 실시하고 결과를 발표하였다.",
            "이번 점검에서는 잘못된 화물 1,200여 점이 확인되었으며, 업체 35곳에 시정을 요구하였다.",
        ],
        [
            ("제목", "항만 창고 합동점검 결과 발표"),
            ("작성자", "홍보과"),
            ("등록일", "2024.04.02"),
            ("조회수", "123"),
        ],
        ["홈", "소식", "보도자료"],
    ),
    "zh-Hant": (
        "本局舉辦113年度倉儲管理研討會",
        [
            "本局訂於113年5月10日舉辦年度倉儲管理研討會，邀請各界專家共同探討貨物查驗實務與通報機制。",
            "有意參加之業者請於4月30日前完成線上報名，名額有限，額滿為止。",
        ],
        [
            ("發布單位", "秘書室"),
            ("發布日期", "113-04-02"),
            ("更新日期", "113-04-05"),
            ("點閱數", "231"),
        ],
        ["首頁", "最新消息", "公告"],
    ),
    "ja": (
        "倉庫点検に関する年次報告書の公表について",
        [
            "当協会は本日、倉庫点検に関する年次報告書を公表しました。本報告書は会員企業の報告を取りまとめたものです。",
            "当協会では、引き続き関係省庁と連携し、適正な保管の推進に取り組んでまいります。",
        ],
        [("公開日", "2024年4月2日"), ("最終更新日", "2024年4月5日"), ("担当", "広報課")],
        ["ホーム", "お知らせ", "報道発表"],
    ),
}
FORMS = {
    "cells": ("<table>", "<tr><td>{}：</td><td>{}</td></tr>", "</table>"),
    "heads": ("<table>", "<tr><th>{}</th><td>{}</td></tr>", "</table>"),
    "lines": ("<ul>", "<li><b>{}：</b>{}</li>", "</ul>"),
    "terms": ("<dl>", "<dt>{}</dt><dd>{}</dd>", "</dl>"),
    "names": ("<div>", "<p><span>{}</span> <span>{}</span></p>", "</div>"),
    "brackets": ("<div>", "<p>[ {} ]</p><p>{}</p>", "</div>"),
}


def sheet(pairs: list[tuple[str, str]], form: str) -> str:
    start, row, end = FORMS[form]
    return start + "".join(row.format(*pair) for pair in pairs) + end


def read(
    language: str, head: str, below: str = "", listed: Listed | None = None
) -> extract.Extracted:
    _, text, _, crumbs = PAGES[language]
    trail = " &gt; ".join(f"<a href=/{place}>{name}</a>" for place, name in enumerate(crumbs))
    menu = "".join(f"<li><a href=/{name}>{name}</a>" for name in crumbs[1:])
    inner = "".join(f"<p>{line}</p>" for line in text)
    html = (
        f"<html lang={language}><title>{crumbs[-1]} | Harbour</title><ul>{menu}</ul>"
        f"<div>{trail}</div><h2>{crumbs[-1]}</h2>{head}"
        f"<div>{inner}</div>{below}<div>Copyright 2020 Harbour</div>"
    )
    return extract.article(extract.Page(html.encode(), ADDRESS), None, listed)


def lines(found: extract.Extracted) -> list[str]:
    return (found.body or "").split("\n\n")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("place", ["above", "below"])
def test_it_tells_title_and_day_and_is_no_text(language, form, place):
    title, text, pairs, crumbs = PAGES[language]
    rows = sheet(pairs, form)
    is_named = any(value == title for _, value in pairs)
    heading = "" if is_named and place == "above" else f"<h1>{title}</h1>"
    found = read(language, rows + heading if place == "above" else heading + rows)
    assert (found.title, (found.create_time or "")[:10]) == (title, "2024-04-02")
    assert lines(found) == text
    assert found.breadcrumb == crumbs


def test_the_day_of_signing_is_believed_where_nothing_tells_another():
    title, text, pairs, _ = PAGES["zh"]
    signed = [pair for pair in pairs if pair[0] != "发布日期"]
    rows = sheet(signed, "cells")
    assert read("zh", rows).create_time == "2024-03-28"
    for found in (
        read("zh", f"{rows}<p>发布时间：2024-04-02 浏览次数：12</p>"),
        read("zh", rows, listed=Listed(url=ADDRESS, title=title, date="2024-04-02")),
    ):
        assert found.create_time == "2024-04-02"
        assert lines(found) == text


def test_files_in_it_are_attachments():
    file = ("첨부파일", '<a href="/download.do?id=3">report.hwp</a>')
    found = read("ko", sheet([*PAGES["ko"][2], file], "heads"))
    assert [each.text for each in found.attachments] == ["report.hwp"]
    assert lines(found) == PAGES["ko"][1]


CONTENT = {"zh": "正文", "ko": "내용", "zh-Hant": "內容", "ja": "本文"}
FILES = {"zh": "附件", "ko": "첨부파일", "zh-Hant": "附檔", "ja": "添付ファイル"}
FILE = "<a href=/files/a.pdf>a.pdf</a>"
BOARDS = {
    "rows": "<table><tr><th colspan=4>{title}</th></tr><tr>{cells}</tr>"
    "<tr><td colspan=4>{text}</td></tr><tr><th>{files}</th><td>{file}</td></tr></table>",
    "labelled": "<table><tr><th colspan=4>{title}</th></tr><tr>{cells}</tr>"
    "<tr><th>{content}</th><td>{text}</td></tr><tr><th>{files}</th><td>{file}</td></tr></table>",
    "boxes": "<div><div>{title}</div><ul>{items}</ul><div>{text}</div>"
    "<dl><dt>{files}</dt><dd>{file}</dd></dl></div>",
}


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("language", PAGES)
def test_a_post_of_a_board_is_read_whatever_holds_it(language, board):
    title, text, pairs, crumbs = PAGES[language]
    shown = [pair for pair in pairs if pair[1] != title]
    inner = BOARDS[board].format(
        title=title,
        text="".join(f"<p>{line}</p>" for line in text),
        cells="".join(f"<th>{name}</th><td>{value}</td>" for name, value in shown),
        items="".join(f"<li>{name} <em>{value}</em></li>" for name, value in shown),
        content=CONTENT[language],
        files=FILES[language],
        file=FILE,
    )
    html = f"<html lang={language}><title>{crumbs[-1]}</title><h2>{crumbs[-1]}</h2>{inner}"
    found = extract.article(extract.Page(html.encode(), ADDRESS))
    assert (found.title, (found.create_time or "")[:10]) == (title, "2024-04-02")
    assert lines(found) == text
    assert [each.text for each in found.attachments] == ["a.pdf"]


def test_labels_in_a_text_are_text():
    title, text, _, _ = PAGES["zh"]
    terms = ["名称：仓库检查", "有效期：三年", "备注：无"]
    below = "".join(f"<p>{each}</p>" for each in terms)
    found = read("zh", f"<h1>{title}</h1><p>发布时间：2024-04-02</p>", f"<div>{below}</div>")
    assert set(text) <= set(lines(found))
    inner = "<h1>{}</h1><p>发布时间：2024-04-02</p><div>{}{}</div>"
    whole = inner.format(title, "".join(f"<p>{each}</p>" for each in text), below)
    page = extract.Page(f"<html lang=zh>{whole}".encode(), ADDRESS)
    assert lines(extract.article(page)) == [*text, *terms]
