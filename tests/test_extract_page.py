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
    ],
)
def test_charset_is_the_declared_one_that_fits(text, encoding, content_type, charset, source):
    page = Page(text.encode(encoding), URL, content_type)
    assert (page.charset, page.charset_source) == (charset, source)
    assert text[-40:-20] in page.selector.get()


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
