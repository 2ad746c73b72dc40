"""The same release in every markup, and every oddity that the first room is known for."""

from __future__ import annotations

from datetime import date

import pytest

from newscrawler import extract, reading
from newscrawler.extract.articles import body
from newscrawler.extract.articles.article_parts import Reading
from newscrawler.extract.evidence import is_listed
from newscrawler.extract.pages import features
from newscrawler.extract.pages.blocks import Block, Context
from newscrawler.items import Capture, Listed
from newscrawler.urls import Identity
from tests.markups import MARKUPS, Sheet, page

ADDRESS = "http://www.harbour.example/articles/view/cid/18/id/900"
RULES = extract.Rules(identity=Identity({"cid": "18", "id": r"\d+"}), timezone="Asia/Shanghai")
NBSP = "\u00a0"
SEEDS = range(8)

every_markup = pytest.mark.parametrize("markup", MARKUPS)


def read(html: str | bytes, listed: Listed | None = None, rules: extract.Rules = RULES):
    body = html if isinstance(html, bytes) else html.encode()
    return extract.article(extract.Page(body, ADDRESS), rules, listed)


def read_as(markup: str, sheet: Sheet, seed: int = 1, listed: Listed | None = None):
    return read(page(MARKUPS[markup], sheet, seed), listed)


def paragraphs(found: extract.Extracted) -> list[str]:
    return (found.body or "").split("\n\n")


# ── one release, seven markups ──


@every_markup
@pytest.mark.parametrize("seed", SEEDS)
def test_every_field_is_read_from_every_shuffled_markup(markup, seed):
    sheet = Sheet(byline="Text/Rosa Lindqvist and Tom Okafor")
    found = read_as(markup, sheet, seed)
    assert found.breadcrumb == sheet.crumbs
    assert found.title == sheet.title
    assert found.byline == ["Rosa Lindqvist", "Tom Okafor"]
    assert (found.create_time, found.create_time_precision) == ("2021-03-16", "day")
    assert paragraphs(found) == sheet.paragraphs
    assert found.missing == []


@every_markup
def test_gbk_bytes_without_a_charset_are_read(markup):
    text = "海关与港口卫队协会今天签署了联合培训备忘录，双方将共同举办四期课程。"
    sheet = Sheet(
        crumbs=["首页", "新闻中心"], title="双方签署备忘录", paragraphs=[text, text[::-1]]
    )
    html = page(MARKUPS[markup], sheet, 2).replace("©", "(c) 2009").encode("gb18030")
    document = extract.Page(html, ADDRESS, "text/html")
    found = extract.article(document, RULES)
    assert (document.charset, document.charset_source) == ("gb18030", "content")
    assert (found.title, found.language) == ("双方签署备忘录", "zh")
    assert paragraphs(found) == sheet.paragraphs


@every_markup
def test_evidence_finds_each_value_on_the_page_again(markup):
    html = page(MARKUPS[markup], Sheet(byline="Text/Rosa Lindqvist"), 3)
    document = extract.Page(html.encode(), ADDRESS)
    found = extract.article(document, RULES)
    for name in ("breadcrumb", "title", "byline", "create_time", "body"):
        evidence = found.evidence[name]
        (element,) = document.root.xpath(evidence["where"])
        words = "".join("".join(element.itertext()).split())
        assert "".join(evidence["raw"].split())[:40] in words


@pytest.mark.parametrize("colon", [":", "：", " :", f":{NBSP}"])
@pytest.mark.parametrize("label", ["Create Time", "CREATE TIME", "create time", "CreateTime"])
@every_markup
def test_label_in_any_case_with_either_colon(markup, label, colon):
    found = read_as(markup, Sheet(label=label + colon))
    assert found.create_time == "2021-03-16"


@pytest.mark.parametrize(
    ("written", "value", "precision"),
    [
        ("2021-3-6", "2021-03-06", "day"),
        ("2021/03/06", "2021-03-06", "day"),
        ("2021.3.6", "2021-03-06", "day"),
        ("2021年3月6日", "2021-03-06", "day"),
        ("6 March 2021", "2021-03-06", "day"),
        ("March 6, 2021", "2021-03-06", "day"),
        ("2021-03-06 09:05", "2021-03-06T09:05:00+08:00", "minute"),
        ("2021-3-6 9:05:07", "2021-03-06T09:05:07+08:00", "second"),
        ("Mar 6, 2021 3:00:29 PM", "2021-03-06T15:00:29+08:00", "second"),
    ],
)
def test_dates_keep_the_precision_they_are_shown_with(written, value, precision):
    found = read_as("divs", Sheet(date=written))
    assert (found.create_time, found.create_time_precision) == (value, precision)


def test_a_clock_time_without_a_known_zone_is_not_kept():
    html = page(MARKUPS["divs"], Sheet(date="2021-03-06 09:05"))
    found = read(html, rules=extract.Rules())
    assert (found.create_time, found.create_time_precision) == ("2021-03-06", "day")


# ── the oddities of the first room, by the article that shows them ──


@every_markup
@pytest.mark.parametrize(
    "blank", [NBSP * 35, " ", "\u3000\u3000", "<br>", "\u200b", "\u200d", "<span></span>"]
)
def test_1039_1422_866_paragraphs_of_blanks_are_dropped(markup, blank):
    sheet = Sheet()
    texts = sheet.paragraphs
    sheet.paragraphs = [blank, texts[0], blank, blank, texts[1], blank]
    assert paragraphs(read_as(markup, sheet)) == texts[:2]


@every_markup
@pytest.mark.parametrize("indent", [NBSP * 4, NBSP * 8, "\u3000\u3000", "&nbsp;&nbsp; "])
def test_1239_first_line_indent_is_stripped(markup, indent):
    sheet = Sheet()
    texts = sheet.paragraphs
    sheet.paragraphs = [indent + text for text in texts]
    assert paragraphs(read_as(markup, sheet)) == texts


@every_markup
def test_898_901_caption_centred_by_blanks_is_a_paragraph_of_its_own(markup):
    sheet = Sheet()
    sheet.paragraphs.insert(1, NBSP * 32 + "Officers at the first lesson")
    found = read_as(markup, sheet)
    assert paragraphs(found)[1] == "Officers at the first lesson"
    assert len(paragraphs(found)) == 4


@every_markup
def test_1815_1817_captions_of_bare_names_are_not_joined(markup):
    sheet = Sheet()
    sheet.paragraphs[1:1] = ["Rosa Lindqvist", "Tom Okafor"]
    assert paragraphs(read_as(markup, sheet))[1:3] == ["Rosa Lindqvist", "Tom Okafor"]


@every_markup
def test_1819_glued_captions_are_separated(markup):
    sheet = Sheet()
    sheet.paragraphs.insert(
        1, "<span>Rosa Lindqvist</span><span>Tom Okafor</span><span>Li Wen</span>"
    )
    assert paragraphs(read_as(markup, sheet))[1] == "Rosa Lindqvist Tom Okafor Li Wen"


@every_markup
def test_1819_glued_captions_in_cells_are_separated(markup):
    sheet = Sheet()
    cells = "<td>Rosa Lindqvist</td><td>Tom Okafor</td><td>Li Wen</td>"
    sheet.paragraphs.insert(1, f"<table><tr>{cells}</tr></table>")
    assert paragraphs(read_as(markup, sheet))[1].split("\t") == [
        "Rosa Lindqvist",
        "Tom Okafor",
        "Li Wen",
    ]


def test_a_word_cut_by_markup_stays_one_word():
    sheet = Sheet()
    sheet.paragraphs[0] = "<span>The Har</span><span>bour Guard</span> and Mc<b>Kay</b> agreed."
    assert paragraphs(read_as("divs", sheet))[0] == "The Harbour Guard and McKay agreed."


@every_markup
def test_867_byline_between_title_and_date_is_neither_title_nor_body(markup):
    found = read_as(markup, Sheet(byline="Text/Rosa Lindqvist Tom Okafor"))
    assert found.byline == ["Rosa Lindqvist Tom Okafor"]
    assert found.title == Sheet().title
    assert paragraphs(found) == Sheet().paragraphs


@every_markup
@pytest.mark.parametrize(
    "line", ["By Rosa Lindqvist and Tom Okafor", "Text by Rosa Lindqvist & Tom Okafor"]
)
def test_3029_3030_byline_as_first_body_line_is_taken_out_of_it(markup, line):
    sheet = Sheet()
    texts = sheet.paragraphs
    sheet.paragraphs = [line.replace("&", "&amp;"), *texts]
    found = read_as(markup, sheet)
    assert found.byline == ["Rosa Lindqvist", "Tom Okafor"]
    assert paragraphs(found) == texts


def test_a_sentence_that_begins_with_by_is_no_byline():
    sheet = Sheet()
    sheet.paragraphs[0] = "By April 2021 three hundred companies had joined the programme."
    found = read_as("divs", sheet)
    assert found.byline is None
    assert paragraphs(found) == sheet.paragraphs


@every_markup
def test_1100_1238_1239_dateline_is_body_and_not_the_create_time(markup):
    sheet = Sheet(date=None)
    sheet.paragraphs[0] = "Tianjin, China, 2021-03-02 – The association signed a memorandum."
    found = read_as(markup, sheet)
    assert found.create_time is None
    assert "create_time" in found.missing
    assert paragraphs(found)[0] == sheet.paragraphs[0]


@every_markup
def test_1100_empty_title_comes_from_the_listing_and_says_so(markup):
    sheet = Sheet(title=NBSP)
    listed = Listed(url=ADDRESS, title="Joint training agreed", key="18:900")
    found = read_as(markup, sheet, listed=listed)
    assert found.title == "Joint training agreed"
    assert found.evidence["title"]["how"] == "listing"
    assert paragraphs(found) == sheet.paragraphs


@every_markup
def test_1100_empty_title_without_a_listing_is_missing(markup):
    found = read_as(markup, Sheet(title=NBSP))
    assert found.title is None
    assert "title" in found.missing
    assert paragraphs(found) == Sheet().paragraphs


@every_markup
def test_2893_subtitle_with_a_dash_is_body(markup):
    sheet = Sheet()
    sheet.paragraphs.insert(0, "- A report from the harbour")
    assert paragraphs(read_as(markup, sheet))[0] == "- A report from the harbour"


@every_markup
@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["Opening", "The chair spoke first."], id="1422-sub-headings"),
        pytest.param(["1. Goods", "2. Ships", "(1) Crews"], id="901-3018-typed-numbers"),
        pytest.param(["• Training", "• Exchange"], id="bullets"),
        pytest.param(
            ["“We began small.", "“We go on.", "The other ‘half"], id="897-901-1048-quotes"
        ),
        pytest.param(["The 大连海关 (Dalian Customs) took part，too。"], id="899-chinese"),
        pytest.param(["About the Association", "It was founded in 1999."], id="1100-about"),
        pytest.param(["It was held..", "Goods ,ships;and crews.;"], id="867-1040-1267-punctuation"),
    ],
)
def test_texts_are_kept_as_typed(markup, texts):
    sheet = Sheet()
    sheet.paragraphs[1:1] = texts
    assert paragraphs(read_as(markup, sheet)) == sheet.paragraphs


@every_markup
def test_1250_double_blanks_are_collapsed(markup):
    sheet = Sheet(title="Guards  Witness   the Bulk Destruction")
    sheet.paragraphs[0] = "Two  blanks \n and a line break."
    found = read_as(markup, sheet)
    assert found.title == "Guards Witness the Bulk Destruction"
    assert paragraphs(found)[0] == "Two blanks and a line break."


@every_markup
def test_1618_1155_1424_entities_are_read_once(markup):
    sheet = Sheet(title="Guards&rsquo; Office &amp; Port")
    sheet.paragraphs[0] = (
        "R&amp;D and &amp;amp; and &lt;b&gt; &ldquo;inside &lsquo;quotes&rsquo;&rdquo;"
    )
    found = read_as(markup, sheet)
    assert found.title == "Guards’ Office & Port"
    assert paragraphs(found)[0] == "R&D and &amp; and <b> “inside ‘quotes’”"
    assert "<b>" not in (found.body_html or "")


@every_markup
def test_1679_very_short_body_is_a_body(markup):
    sheet = Sheet(paragraphs=["A short visit.", "Thanks to all."])
    assert paragraphs(read_as(markup, sheet)) == sheet.paragraphs


@every_markup
def test_1661_1815_page_without_breadcrumb_title_and_date_keeps_its_text(markup):
    sheet = Sheet(crumbs=None, title=None, date=None)
    found = read_as(markup, sheet)
    assert paragraphs(found) == sheet.paragraphs
    assert found.missing == ["breadcrumb", "title", "byline", "create_time"]


@every_markup
@pytest.mark.parametrize("part", ["crumbs", "date"])
def test_a_page_without_one_part_keeps_the_others(markup, part):
    sheet = Sheet(**{part: None})
    listed = Listed(url=ADDRESS, title=sheet.title, key="18:900")
    found = read_as(markup, sheet, listed=listed)
    assert found.title == sheet.title
    assert paragraphs(found) == sheet.paragraphs
    assert len(found.missing) == 2


# ── bad input ──


@every_markup
def test_impossible_date_is_missing_and_its_text_is_kept(markup):
    found = read_as(markup, Sheet(date="2021-02-30"))
    assert found.create_time is None
    assert "2021-02-30" in found.evidence["create_time"]["raw"]
    assert found.evidence["create_time"]["why"] == "no such day in the calendar"


@every_markup
def test_html_in_a_title_is_read_as_text(markup):
    found = read_as(markup, Sheet(title="Guards <b>Sign</b> a <i>Memo</i>randum &lt;b&gt;"))
    assert found.title == "Guards Sign a Memorandum <b>"


@every_markup
def test_title_of_two_hundred_characters_is_whole(markup):
    title = ("The Harbour Guard Association and Its Partners " * 5)[:200].strip()
    assert read_as(markup, Sheet(title=title)).title == title


def test_document_title_alone_is_never_a_title():
    assert read("<title>Best casino bonus</title><p>Some text that stands alone.</p>").title is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n ",
        b"\0\0\0",
        b"\xff\xfe\xfd" * 40,
        b"<",
        b"<!-- only a comment -->",
        b"<?xml version='1.0'?>",
        b"<html></html>",
        b"%PDF-1.7 \x00\x01\x02",
        "<p>\ud800</p>".encode("utf-8", "surrogatepass"),
        b"<div>" * 50_000,
        b"<p>Create Time:</p>",
        b"You are here:",
        b"<table><tr><td>Create Time:2021-02-30<table>",
        "Create Time：".encode() * 500,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_no_bytes_break_it(body):
    found = read(body)
    assert set(found.missing) >= {"title", "byline", "create_time"}


def test_nul_bytes_vanish_from_the_text():
    sheet = Sheet()
    html = page(MARKUPS["divs"], sheet).encode().replace(b"officers", b"off\0icers")
    assert paragraphs(read(html)) == sheet.paragraphs


def test_invalid_utf8_costs_only_the_broken_character():
    sheet = Sheet()
    html = page(MARKUPS["divs"], sheet).encode().replace(b"officers", b"off\xffcers")
    assert paragraphs(read(html))[1] == sheet.paragraphs[1].replace("officers", "off\ufffdcers")


# ── text, HTML, images, documents ──


def test_clean_html_says_the_same_and_runs_nothing():
    sheet = Sheet()
    sheet.paragraphs[1:] = [
        '<b>Strong</b> <a href="/x.html" onclick="run()">link</a><script>run()</script>',
        '<a href="javascript:run()">no link</a> <img src="/Uploads/a.jpg" onerror="run()" alt="A">',
        "<ul><li>One</li><li>Two</li></ul>",
    ]
    html = read_as("divs", sheet).body_html or ""
    assert '<strong>Strong</strong> <a href="http://www.harbour.example/x.html">link</a>' in html
    assert '<img src="http://www.harbour.example/Uploads/a.jpg" alt="A">' in html
    assert "<ul><li>One</li><li>Two</li></ul>" in html
    assert "no link" in html
    assert "run()" not in html


def test_figure_caption_belongs_to_its_image():
    sheet = Sheet()
    sheet.paragraphs.insert(
        1, '<figure><img src="/a.jpg" alt="Quay"><figcaption>The quay</figcaption></figure>'
    )
    found = read_as("card", sheet)
    (image,) = found.images
    assert (image.url, image.alt, image.caption) == (
        "http://www.harbour.example/a.jpg",
        "Quay",
        "The quay",
    )
    assert "The quay" not in (found.body or "")


def test_documents_are_listed_with_their_link_text():
    sheet = Sheet()
    sheet.paragraphs.append('Annex: <a href="/Uploads/report.PDF">Report 2021</a>')
    sheet.paragraphs.append('<a href="/Uploads/list.xlsx?v=2">List of members</a>')
    found = read_as("divs", sheet)
    assert [(each.url, each.text) for each in found.attachments] == [
        ("http://www.harbour.example/Uploads/report.PDF", "Report 2021"),
        ("http://www.harbour.example/Uploads/list.xlsx?v=2", "List of members"),
    ]


LEFTOVERS = [
    "[返回] [打印]",
    "顶一下(0)",
    "------分隔线--------",
    "TAG标签：港口 培训",
    "(责任编辑：admin)",
    "Tags: ports",
    "添付ファイル",
    "扫一扫在手机打开当前页",
    "微信扫码分享到朋友圈",
    "【打印】【关闭】 分享到：",
    "免责声明：本网站转载的文章，版权归原作者所有，如有侵权请联系我们。",
    "Weitere Meldungen",
    "Diesen Artikel teilen",
    "Drucken",
    "Articles liés",
    "Partager sur Facebook",
    "Noticias relacionadas",
    "Compartir",
    "Outras notícias",
    "Altre notizie",
    "Meer nieuws",
    "Похожие новости",
    "関連記事",
    "관련 기사",
]


@pytest.mark.parametrize("line", LEFTOVERS)
def test_what_is_left_of_buttons_is_no_end_of_a_text(line):
    assert body_of([f"<p>{line}</p>"], after=True) == Sheet().paragraphs


@pytest.mark.parametrize(
    "tile",
    ["<b>16</b><i>2021-03</i>", "<p>16</p><p>2021.03</p>", "<i>03-16</i> <b>2021</b>"],
)
def test_a_tile_beside_the_title_is_the_date(tile):
    text = "".join(f"<p>{each}</p>" for each in Sheet().paragraphs)
    found = read(f"<div>{tile}</div><h1>{Sheet().title}</h1><div>{text}</div>")
    assert (found.create_time, paragraphs(found)) == ("2021-03-16", Sheet().paragraphs)


def test_a_link_of_a_menu_that_the_document_is_called_by_is_no_title():
    title = "Порт открыл три новых склада для товаров"
    lines = [
        "Порт сегодня сообщил об открытии более 120 новых складов после работы с таможней.",
        "«Склады важны для всех, и мы продолжим работу с партнёрами», — заявила директор порта.",
    ]
    text = "".join(f"<p>{each}</p>" for each in lines)
    menu = "".join(f"<li><a href=/{each}>{each}</a>" for each in ("Новости", "Релизы", "О порте"))
    found = read(
        f"<html lang=ru><title>Релизы - Harbour</title><ul>{menu}</ul><div>"
        f"<p class=date>2 апреля 2024</p><h2>{title}</h2><div>{text}</div></div>"
    )
    assert found.title == title


def test_a_day_in_the_last_lines_of_a_text_is_of_it():
    signed = [*Sheet().paragraphs, "港口卫队协会", "2021年3月16日"]
    text = "".join(f"<p>{each}</p>" for each in signed)
    found = read(f"<h1>{Sheet().title}</h1><div>{text}</div>")
    assert (found.create_time, paragraphs(found)) == ("2021-03-16", signed)


def test_a_teaser_that_says_how_the_text_begins_is_no_text():
    first = Sheet().paragraphs[0]
    for line in (f"{first[:70]}...", f"Summary: {first[:50]}", f"核心提示：{first[:60]}"):
        assert body_of([f"<p>{line}</p>"]) == Sheet().paragraphs
    assert body_of(["<h2>본문</h2>", "<p>正文：</p>"]) == Sheet().paragraphs
    lead = f"{first[:70].upper()}..."
    assert body_of([f"<p>{lead}</p>"])[0] == lead


def test_the_heading_of_a_title_that_the_breadcrumb_ends_with_is_no_text():
    sheet = Sheet()
    crumbs = "".join(f'<li><a href="/{n}/">{each}</a>' for n, each in enumerate(sheet.crumbs or ()))
    text = "".join(f"<p>{each}</p>" for each in sheet.paragraphs)
    found = read(
        f'<title>{sheet.title}</title><ul class="topicPath">{crumbs}<li>{sheet.title}</ul><div>'
        f"<p>2021年03月16日</p><h1>{sheet.title}</h1>{text}</div>"
    )
    assert (found.title, paragraphs(found)) == (sheet.title, sheet.paragraphs)


@pytest.mark.parametrize(
    ("day", "expected"), [("16/03/2021", "2021-03-16"), ("4/5/2021", "2021-05-04")]
)
def test_the_line_of_a_labelled_date_is_no_text(day, expected):
    line = f"por Assessoria de Comunicação — publicado {day} 10h15, última modificação 20/05/2021"
    text = "".join(f"<p>{each}</p>" for each in Sheet().paragraphs)
    trail = 'Você está aqui: <a href="/">Home</a> &gt; <a href="/n">News</a>'
    html = f"<html lang=pt-br><p>{trail}</p><h1>{Sheet().title}</h1><p>{line}</p><div>{text}</div>"
    found = read(html)
    assert (found.create_time or "")[:10] == expected
    assert paragraphs(found) == Sheet().paragraphs


def body_of(lines: list[str], *, after: bool = False) -> list[str]:
    sheet = Sheet()
    text = [f"<p>{each}</p>" for each in sheet.paragraphs]
    inner = "".join([*text, *lines] if after else [*lines, *text])
    return paragraphs(read(f"<h1>{sheet.title}</h1><p>2021-03-16</p><div>{inner}</div>"))


BESIDE = """<body><ul><li><a href="/statutes.pdf">Statutes</a></ul><main><h1>{title}</h1>
<p>16 March 2021</p>{above}{text}{below}</main><h2>Service</h2>
<p>Write to us, we answer on the same day, in any of the languages of our members, and we send the
forms that you need for your goods.</p>
<a href="/forms.pdf">Forms</a><footer><a href="/terms.pdf">Terms</a></footer></body>"""


def beside(below: str, above: str = "", repeated: frozenset[str] = frozenset()) -> list[str]:
    sheet = Sheet()
    text = "".join(f"<p>{each}</p>" for each in sheet.paragraphs)
    html = BESIDE.format(title=sheet.title, text=text, above=above, below=below)
    found = extract.article(extract.Page(html.encode(), ADDRESS), repeated=repeated)
    assert set(sheet.paragraphs) <= set(paragraphs(found))
    return [each.url.removeprefix("http://www.harbour.example") for each in found.attachments]


def test_documents_beside_the_text_are_the_releases_own():
    assert beside("<h3>Downloads</h3><ul><li><a href=/a.pdf>The report</a> 2 MB</ul>") == ["/a.pdf"]
    assert beside("", "<p>附件：<a href=/b.docx>b.docx</a></p>") == ["/b.docx"]
    by_script = '<dl><dt>Files<dd><a href="/fileDown.do?no=3">report.hwp [240 KB]</a></dl>'
    assert beside(by_script) == ["/fileDown.do?no=3"]


def test_documents_of_other_releases_and_of_the_site_are_not():
    assert beside("") == []
    assert beside("<p><a href=/a.pdf>The rules</a></p>", repeated=frozenset(["The rules"])) == []
    assert beside("<ul><li>2 May 2020 <a href=/old.pdf>Members meet</a></ul>") == []
    assert beside('<p><a href="/news/download">How to download report.pdf</a></p>') != []
    assert beside('<p><a href="/news/7">What report.pdf says</a></p>') == []


@pytest.mark.parametrize("home", ["首页", "网站首页", "协会首页"])
@pytest.mark.parametrize("separator", ["&gt;", " - ", " / ", "»", "|"])
@pytest.mark.parametrize("label", ["", "您的当前位置：", "您所在的位置：", "当前栏目：", "导航："])
def test_chinese_trails_with_and_without_a_label(home, separator, label):
    names = [home, "政务公开", "通知公告"]
    links = separator.join(f"<a href=/{name}>{name}</a>" for name in names)
    text = "".join(f"<p>{each}</p>" for each in Sheet().paragraphs)
    found = read(
        f"<div>{label}{links}{separator}正文</div><h1>{Sheet().title}</h1>"
        f"<p>发布时间：2021-03-16</p><div>{text}</div>"
    )
    assert found.breadcrumb == [*names, "正文"]


def test_a_trail_set_apart_by_pictures_ends_with_the_page():
    links = "<i></i>".join(f"<a href=/{name}>{name}</a>" for name in ("首页", "通知"))
    rest = f"<h1>{Sheet().title}</h1><p>2021-03-16</p><p>{Sheet().paragraphs[0]}</p>"
    assert read(f"<div>{links}<i></i>正文</div>{rest}").breadcrumb == ["首页", "通知", "正文"]
    assert read(f"<div>{links}</div>{rest}").breadcrumb is None


@pytest.mark.parametrize("link", ['<a href="/f/1.docx">', "<a href='javascript:;'>", "<a>"])
@pytest.mark.parametrize(
    "lines",
    [
        ["附件：", "{}1.会议回执</a>", "{}2.会议议程</a>"],
        ["附件：{}1.会议回执</a>", "{}2.会议议程</a>"],
        ["{}附件一：会议回执</a>", "{}附件二：会议议程</a>"],
        ["Attachments:", "{}Agenda</a>", "{}Reply form</a>"],
        ["附件：{}会议回执</a>", "港口卫队协会", "2021年3月16日"],
    ],
)
def test_attachments_that_a_text_names_are_of_it_wherever_they_lead(lines, link):
    named = [line.format(link) for line in lines]
    trail = '<div>您的位置：<a href="/">首页</a> &gt; <a href="/n">新闻</a> &gt; 正文</div>'
    text = "".join(f"<p>{each}</p>" for each in [*Sheet().paragraphs, *named])
    foot = "<p><a href=/a>下一篇：港口年报</a></p>"
    found = read(
        f"{trail}<h1>{Sheet().title}</h1><p>发布时间：2021-03-16</p><div>{text}{foot}</div>"
    )
    shown = [line.format("").replace("</a>", "") for line in lines]
    assert paragraphs(found) == [*Sheet().paragraphs, *shown]


def test_what_a_page_calls_an_attachment_may_be_given_by_a_script():
    by_script = "<a href=/down.jsp?id=3>Agenda</a>"
    assert beside(f"<div>附件：<ul><li>{by_script}</ul></div>") == ["/down.jsp?id=3"]
    assert beside("", f"<p>Annex 2: {by_script}</p>") == ["/down.jsp?id=3"]
    assert beside(f"<div>See also:<ul><li>{by_script}</ul></div>") == []
    assert beside("<p>附件：<a href=/news/7>Agenda</a></p>") == []
    assert beside("<a href=/n?do=AttachFile>Attachments</a>") == []


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en", "A text in English.", "en"),
        ("zh-CN", "A text that is in English, and for all.", "en"),
        ("", "Ein Text, der auf dem Tisch liegt und von Menschen handelt.", "de"),
        ("en", "港口卫队协会今天签署了备忘录。", "zh"),
        ("zh-Hant", "港口衛隊協會今天簽署了備忘錄。", "zh-Hant"),
        ("", "Rosa Lindqvist, Tom Okafor", None),
        ("not a tag!", "Текст", "ru"),
    ],
)
def test_language_is_declared_unless_the_letters_disagree(declared, text, language):
    html = f'<html lang="{declared}"><body><h1>{text}</h1><p>{text * 3}</p></body></html>'
    assert read(html).language == language


# ── what a room declares ──


def test_declared_selectors_pick_elements():
    html = """<p>Menu</p><div id=k><a>Start</a> / <a>News</a></div><p id=t>A <b>memo</b></p>
    <p id=w>Rosa Lindqvist</p><p id=d>on 2021-03-16</p><div id=x><p>One.</p><p>Two.</p></div>"""
    rules = extract.Rules(
        breadcrumb="#k", title="//p[@id='t']", byline="#w", create_time="#d", body="#x"
    )
    found = read(html, rules=rules)
    assert found.breadcrumb == ["Start", "News"]
    assert (found.title, found.byline) == ("A memo", ["Rosa Lindqvist"])
    assert (found.create_time, found.body) == ("2021-03-16", "One.\n\nTwo.")
    hows = {name: entry["how"] for name, entry in found.evidence.items()}
    assert hows.pop("charset") == "content"
    assert set(hows.values()) == {"declared"}


def test_declared_selector_that_finds_nothing_leaves_the_generic_answer():
    html = page(MARKUPS["divs"], Sheet())
    assert read(html, rules=extract.Rules(title="#gone")).title == Sheet().title


def test_heading_of_a_menu_is_no_title():
    menu = "<h2>Media Room</h2><ul><li><a href=/a>News</a></li><li><a href=/b>Events</a></li></ul>"
    text = "<p>On a cold day in spring, twelve officers met near the lighthouse.</p>"
    assert read(menu + text).title is None


# ── what the listing says of the day ──

POSTED = """<html lang="en"><title>Guards visit the port</title><h1>Guards visit the port</h1>
<p>{day}</p><p>The guards of the association have visited the port of Ningbo together with officers
of the customs, and have spoken with all of its members about the goods that are sent there.</p>
<p>Another visit is planned for the next year, in which the other ports will be seen as well.</p>"""


@pytest.mark.parametrize(
    ("day", "listed", "found"),
    [
        ("Posted on 05/11/2024", "2024-11-05", "2024-11-05"),
        ("Posted on 05/11/2024", "2024-05-11", "2024-05-11"),
        ("", "2024-05-11", "2024-05-11"),
        ("", None, None),
        ("May 11, 2024", "2024-05-12", "2024-05-11"),
    ],
)
def test_the_listed_day_decides_between_readings_and_stands_where_the_page_has_none(
    day, listed, found
):
    entry = Listed(url="https://www.harbour.example/1", key="1", date=listed)
    page = extract.Page(POSTED.format(day=day).encode(), entry.url)
    article = extract.article(page, None, entry)
    assert article.create_time == found
    assert is_listed(article.evidence, "create_time") == (not day and listed is not None)


@pytest.mark.parametrize(
    "line",
    [
        "作者：秘书处 来源：本站 发布时间：2026年11月20日 浏览次数：12",
        "发布时间：2026-11-20 作者：秘书处 浏览：2",
        "作者：秘书处 2026-11-20",
    ],
)
def test_the_author_stands_before_or_after_the_date_of_a_line_of_particulars(line):
    found = read(
        f"<h1>关于召开知识产权保护工作会议的通知公告</h1><div>{line}</div><p>中国外商投资企业协会今日在北京"
        "举行会议，来自海关、市场监管部门和企业的代表出席了会议，并就知识产权保护工作进行了深入交流。</p>"
    )
    assert (found.byline, found.create_time) == (["秘书处"], "2026-11-20")


# ── days that are not the release's, and days that stand in the address only ──

TEXT = "会议听取并审议了工作报告，对下一阶段的工作作出了部署，并就行业关心的问题进行了交流。" * 3
TEASERS = "".join(
    f"<li><a href=/n/{n}>秘书长一行赴舟山港调研第{n}站</a><span>2024-06-1{n}</span></li>"
    for n in range(5)
)


@pytest.mark.parametrize(
    ("inside", "address", "day"),
    [
        (f"<p>报名截止日期：2024年7月30日</p><p>{TEXT}</p>", "/news/200.html", None),
        (f"<p>会议时间：2024年7月30日</p><p>{TEXT}</p>", "/news/200.html", None),
        (f"<p>2024年6月12日，理事会在北京召开。{TEXT}</p>", "/news/200.html", None),
        (f"<p>{TEXT}</p><p>港口协会</p><p>2024年6月10日</p>", "/news/200.html", "2024-06-10"),
        (f"<p>{TEXT}</p>", "/art/2024-06/15/content_123.html", "2024-06-15"),
        (f"<p>{TEXT}</p>", "/xw/202406/t20240615_12.html", "2024-06-15"),
        (f"<p>{TEXT}</p>", "/news/29-05-2024", "2024-05-29"),
        (f"<p>{TEXT}</p>", "/news/05-06-2024", None),
    ],
    ids=[
        "deadline", "day of a meeting", "day in the text", "signed below the text",
        "month and day", "month and full date", "day first", "day or month first",
    ],
)  # fmt: skip
@pytest.mark.parametrize("beside", ["", f"<ul>{TEASERS}</ul>"], ids=["alone", "teasers"])
def test_the_day_of_an_event_or_a_teaser_is_not_the_create_time(beside, inside, address, day):
    html = f"<div class=side>{beside}</div><h1>协会召开第六届理事会第三次会议</h1>{inside}"
    page = extract.Page(html.encode(), f"https://www.harbour.example{address}")
    assert extract.article(page).create_time == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Dieser Beitrag wurde am 3. Juni 2024 um 14 Uhr von Rosa Lindqvist veröffentlicht.", True),
        ("Termin: 3. Juni 2024, 19 Uhr", False),
    ],
)
def test_a_line_says_whether_its_day_is_that_of_publication(line, day):
    text = (
        "<p>Die Hafenwacht hat am Montag die neue Werft besucht und mit den Leuten gesprochen.</p>"
    )
    html = f"<html lang=de><h1>Die Hafenwacht besucht die neue Werft</h1>{text * 3}<p>{line}</p>"
    found = extract.article(extract.Page(html.encode(), "https://www.harbour.example/news/200"))
    assert (found.create_time == "2024-06-03") is day


def test_the_day_that_a_meta_element_calls_published_is_read():
    html = f"<meta name=published-date content=2024-06-03><h1>Guards visit the port</h1>{TEXT}"
    page = extract.Page(html.encode(), "https://www.harbour.example/news/200")
    assert extract.article(page).create_time == "2024-06-03"


@pytest.mark.parametrize(
    ("scores", "left"),
    [
        ([0.5, 0.5, 3, 0.1, 3], {0, 2, 3, 4}),
        ([0.5, 0.9, 3, 0.1, 3], {0, 1, 2, 3, 4}),
        ([0.5, 0.5, 0.5, 0.1, 3], {0, 2, 3, 4}),
    ],
    ids=["doubtful", "sure", "too long to lose"],
)
def test_doubtful_lines_are_dropped_before_a_text_and_not_within(scores, left):
    texts = ["Guards visit the port", "Topics", "x" * 400, "See also", "y" * 300]
    blocks = [Block(None, [], Context(), text, [], 0, index) for index, text in enumerate(texts)]
    likely = set(range(5))
    body.drop_doubtful_begin(blocks, scores, likely, {0})
    assert likely == left


def test_lines_are_compared_with_the_words_of_the_title():
    own, other = "The PORT opens a quay: the third.", "A museum in the capital has a new director."
    html = f"<article><h1>Port opens third quay</h1><p>{own}</p><p>{other}</p></article>"
    read = Reading(extract.Page(html.encode(), ADDRESS), extract.Rules(), None)
    told, share = map(features.NAMES.index, ("title_told", "title_share"))
    rows = [row and (row[told], row[share]) for row in read.features]
    assert rows == [(1, 1), (1, 4 / 7), (0, 0)]


STRONG = """<h1>Guards visit the port</h1><div>Create Time: 2024-09-12</div>
<p>The guards of the association have visited the port together with officers of the customs.</p>"""


def test_a_strong_label_is_taken_at_its_word_also_for_a_day_to_come():
    page = extract.Page(STRONG.encode(), ADDRESS, fetched=date(2024, 6, 20))
    assert extract.article(page).create_time == "2024-09-12"


def test_a_stored_page_knows_the_day_on_which_it_was_received():
    stored = Capture(
        url=ADDRESS, body=b"x", status=200, headers={}, fetched_at="2024-06-20T08:00:00Z"
    )
    page = reading.page_of(stored)
    assert (page.fetched, page.day) == (date(2024, 6, 20), None)


def test_no_release_is_of_a_day_after_the_one_on_which_it_was_fetched():
    text = "<p>" + "The conference gathers all ports of the north. " * 9 + "</p>"
    html = f"<h1>Annual conference of the ports</h1><p>Date: 12 September 2024</p>{text}"
    address = "https://www.harbour.example/news/7"
    for day, value in ((date(2024, 6, 20), None), (date(2024, 9, 12), "2024-09-12")):
        page = extract.Page(html.encode(), address, fetched=day)
        assert extract.article(page).create_time == value


@pytest.mark.parametrize(
    ("heading", "listed", "is_doubtful"),
    [
        ("Scheduled maintenance", "The harbour names a new pilot", True),
        ("系统维护通知", "协会代表团赴宁波开展交流", True),
        ("Scheduled maintenance", "Maintenance of the lock is put off", False),
        ("The harbour names a pilot", "The harbour names a new pilot", False),
        ("Maintenance of the lock", "News", False),
    ],
)
def test_a_dated_page_of_an_outage_is_no_release(heading: str, listed: str, is_doubtful: bool):
    html = (
        f"<main><h1>{heading}</h1><p>Published: 6 May 2024</p>"
        "<p>The site is closed from 6 May 2024, 08:00 to noon. We are sorry for that.</p></main>"
    )
    shown = extract.Page(f"<!doctype html>{html}".encode(), "http://a.example/1", "text/html")
    entry = Listed(url="http://a.example/1", title=listed, date="2024-05-06")
    found = extract.article(shown, RULES, entry)
    assert found.create_time == "2024-05-06"
    assert (extract.doubt(shown, found, entry) is not None) is is_doubtful


@pytest.mark.parametrize(
    ("address", "top", "main"),
    [
        ("http://a.example/202405/t20240506_7.html", "", "<h1>Checking your browser</h1>"),
        ("http://a.example/7", "<p>6 May 2024 13:45</p>", "<h1>Page not found</h1>"),
        ("http://a.example/7", "<p>6 May 2024 13:45</p>", "<h1>Our members</h1><p>Sixty firms</p>"),
        (
            "http://a.example/7",
            "",
            "<p>Warning: mysqli_connect(): (HY000/2002): Connection refused in /srv/inc/db.php on"
            " line 12. Error establishing a database connection.</p>",
        ),
    ],
)
def test_a_day_of_the_address_or_of_the_visit_makes_no_release(address: str, top: str, main: str):
    html = f"<!doctype html><title>Harbour</title>{top}<main>{main}<p>Please wait.</p></main>"
    shown = extract.Page(html.encode(), address, "text/html", date(2024, 5, 6))
    entry = Listed(url=address, title="The harbour names a new pilot", date="2024-05-06")
    found = extract.article(shown, RULES, entry)
    assert extract.doubt(shown, found, entry) or extract.unlike(shown, found, entry)


def test_a_page_of_an_outage_is_no_release_where_no_listing_gives_a_title():
    html = (
        "<!doctype html><title>Harbour</title><main><p>The site is under maintenance.</p></main>"
        "<aside><h3>Events</h3><p>Quay Road 9</p></aside><footer>All rights reserved.</footer>"
    )
    shown = extract.Page(html.encode(), "http://a.example/7", "text/html")
    entry = Listed(url="http://a.example/7", date="2024-05-06")
    assert extract.doubt(shown, extract.article(shown, RULES, entry), entry)
