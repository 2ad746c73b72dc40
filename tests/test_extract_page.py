"""Which charset a page's bytes are read in."""

from __future__ import annotations

import pytest

from newscrawler.extract import Page

CHINESE = "<html><body><p>品牌保护委员会今天发布新闻，欢迎阅读。</p></body></html>"
LATIN = (
    "<html><body><p>Café, façade, naïve: déjà vu à Zürich, où l’été finit tôt.</p></body></html>"
)
URL = "http://a.example/"


@pytest.mark.parametrize(
    ("text", "encoding", "content_type", "charset", "source"),
    [
        (CHINESE, "utf-8", None, "utf-8", "content"),
        (CHINESE, "utf-8-sig", "text/html; charset=gbk", "utf-8", "bom"),
        (CHINESE, "utf-16", None, "utf-16-le", "bom"),
        (CHINESE, "utf-8", "text/html; charset=utf-8", "utf-8", "header"),
        (CHINESE, "gb18030", "text/html; charset=gb2312", "gb18030", "header"),
        (CHINESE, "gb18030", "text/html; charset=utf-8", "gb18030", "content"),
        (CHINESE, "gb18030", "text/html", "gb18030", "content"),
        (CHINESE, "utf-8", "text/html; charset=iso-8859-1", "utf-8", "content"),
        (CHINESE, "utf-8", "text/html; charset=no-such", "utf-8", "content"),
        (LATIN, "cp1252", "text/html; charset=iso-8859-1", "cp1252", "header"),
        ("<meta charset=gbk>" + CHINESE, "gb18030", None, "gb18030", "meta"),
        ("<meta charset=utf-8>" + CHINESE, "gb18030", None, "gb18030", "content"),
        ("<meta charset=gbk>" + CHINESE, "utf-8", "text/html; charset=utf-8", "utf-8", "header"),
        # Latin letters in UTF-8 are pairs of GB 2312 too.
        (
            "<meta charset=utf-8>Tomás" + " a" * 40,
            "utf-8",
            "text/html; charset=gb2312",
            "utf-8",
            "meta",
        ),
    ],
)
def test_charset_is_the_declared_one_that_fits(text, encoding, content_type, charset, source):
    page = Page(text.encode(encoding), URL, content_type)
    assert (page.charset, page.charset_source) == (charset, source)
    assert text[-40:-20] in page.selector.get()


NATURAL = {
    "big5": "品牌保護委員會昨日在臺北舉行年會，會員代表與海關官員就跨境電子商務的仿冒問題交換意見。"
    "與會者認為，權利人應當儘早向平臺提交證據，並與執法機關保持聯繫。明年的會議將在高雄舉行。",
    "shift_jis": "ブランド保護委員会は昨日、東京で年次総会を開催しました。会員の"
    "代表者は、税関の担当者と模倣品の問題について意見を交換しました。来年の総会は大阪で開かれる予定です。",
    "euc_jp": "ブランド保護委員会は昨日、東京で年次総会を開催しました。会員の"
    "代表者は、税関の担当者と模倣品の問題について意見を交換しました。来年の総会は大阪で開かれる予定です。",
    "euc_kr": "브랜드보호위원회는 어제 서울에서 정기총회를 열었습니다. 회원사 대표들은 세관 "
    "담당자와 위조 상품 문제에 대하여 의견을 나누었습니다. 내년 총회는 부산에서 열릴 예정입니다.",
    "gbk": "品牌保护委员会昨日在北京举行年会，会员代表与海关官员就跨境电子商务中的"
    "假冒问题交换了意见。与会者认为，权利人应当尽早向平台提交证据，并与执法机关保持联系。明年的会议将在广州举行。",
    "windows-1251": "Комитет по защите товарных знаков провёл вчера ежегодное собрание в Москве. "
    "Представители компаний обсудили с таможенниками борьбу с подделками в посылках.",
    "windows-1253": "Η επιτροπή προστασίας σημάτων πραγματοποίησε χθες την ετήσια συνέλευσή της "
    "στην Αθήνα. Τα μέλη συζήτησαν με τις τελωνειακές αρχές την καταπολέμηση των απομιμήσεων.",
    "windows-1252": "Der Ausschuss für Markenschutz hielt gestern in Köln seine jährliche Tagung "
    "ab. Die Mitglieder übergaben den Zöllnern ein Handbuch über Fälschungen in größeren Päckchen.",
}


@pytest.mark.parametrize("charset", NATURAL)
@pytest.mark.parametrize("declared", [None, "utf-8", "no-such"])
def test_text_in_a_charset_that_is_not_declared_is_read(charset: str, declared: str | None):
    head = f'<meta charset="{declared}">' if declared else ""
    html = f"<html><head>{head}</head><body><p>{NATURAL[charset]}</p></body></html>"
    page = Page(html.encode(charset), URL, "text/html")
    assert page.selector.xpath("string(//p)").get() == NATURAL[charset]
    assert page.charset_source == "content"


def test_undeclared_western_text_is_guessed():
    page = Page((LATIN * 3).encode("cp1252"), URL)
    assert "Zürich" in page.selector.get()


def test_bytes_of_no_charset_are_still_a_page():
    page = Page(bytes(range(128, 256)) * 3, URL)
    assert page.selector.get()


def test_one_broken_byte_does_not_change_the_charset():
    body = CHINESE.encode().replace("今天".encode(), "今天".encode() + b"\xff")
    assert "发布新闻" in Page(body, URL).selector.get()


@pytest.mark.parametrize(
    ("base", "href", "address"),
    [
        ("", "/x", "http://a.example/x"),
        ("<base href='/sub/'>", "x", "http://a.example/sub/x"),
        ("<base href='http://[bad'>", "/x", "http://a.example/x"),
        ("", " https://b.example/ ", "https://b.example/"),
        ("", "javascript:x()", None),
        ("", "mailto:a@b.example", None),
        ("", "", None),
        ("", None, None),
    ],
)
def test_addresses_are_absolute_and_of_the_web(base, href, address):
    assert Page(f"<head>{base}</head>".encode(), URL).address(href) == address


def test_a_text_for_bytes_is_told():
    with pytest.raises(TypeError, match=r"text\.encode"):
        Page("<p>Text", "https://a.example/")
