"""Any bytes give a result: what once crashed, and what hypothesis makes up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler import extract, urls
from newscrawler.extract.pages.charset import decode
from newscrawler.extract.pages.page import _MOST_ATTRIBUTES, Page
from newscrawler.network.public import is_public
from newscrawler.similarity import TEXT_RUN, TITLE_RUN, likeness
from tests.fuzz.targets import ROOM, TARGETS, URL

CRASHES = sorted((Path(__file__).parent / "fuzz" / "crashes").glob("*/*"))
TAGS = "p div span a h1 h2 li ul td tr table title b i script style form input font br".split()
TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        "You are here: ",
        "Home",
        " > ",
        "Create Time:2021-04-19",
        "发布时间：2021年4月19日",
        "By Ada Byron",
        "A memorandum was signed in Ningbo. It was the third of its kind.",
        "Next",
        ">>",
        "404",
    ]
)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Return markup as editors make it: nested anyhow, closed or not."""
    parts = []
    for _ in range(draw(st.integers(0, 25))):
        tag = draw(st.sampled_from(TAGS))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            parts.append(f"</{tag}>")
        elif kind == 1:
            href = draw(st.sampled_from([URL, "/articles/view/cid/18/id/7", "//[", "javascript:x"]))
            parts.append(f"<{tag} href='{href}' class={draw(st.sampled_from(['a', 'date', '']))}>")
        else:
            parts.append(f"<{tag}>")
        parts.append(draw(TEXTS))
    return "".join(parts)


@pytest.mark.parametrize("path", CRASHES, ids=lambda path: f"{path.parent.name}-{path.name[:16]}")
def test_what_once_crashed(path: Path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", sorted(TARGETS))
@given(data=st.data())
@settings(max_examples=150)
def test_any_bytes(target: str, data: st.DataObject):
    TARGETS[target](data.draw(st.binary(max_size=400)))


@given(markup())
def test_any_markup(html: str):
    TARGETS["article"](html.encode("utf-8", "replace"))
    TARGETS["listing"](html.encode("utf-8", "replace"))


@given(markup())
def test_the_same_page_gives_the_same_article(html: str):
    body = html.encode("utf-8", "replace")
    first, second = (extract.article(Page(body, URL), ROOM) for _ in range(2))
    assert first.values() == second.values()
    assert first.missing == [
        name for name in ("breadcrumb", "title", "byline", "create_time", "body")
        if getattr(first, name) is None
    ]  # fmt: skip


@given(markup())
def test_every_evidence_finds_its_element_again(html: str):
    page = Page(html.encode("utf-8", "replace"), URL)
    for entry in extract.article(page, ROOM).evidence.values():
        if "where" in entry:
            assert page.root.getroottree().xpath(entry["where"])


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "gb18030", "utf-8-sig"]))
def test_text_comes_back_from_its_bytes(text: str, charset: str):
    if any("\ud800" <= character <= "\udfff" for character in text):
        return
    named = "utf-8" if charset == "utf-8-sig" else charset
    found = decode(text.encode(charset), f"text/html; charset={named}")
    # A byte order mark within the text is one at its start.
    if found.source == "header" or charset == "utf-8-sig":
        assert found.text == text


@given(
    st.integers(0, 10**9), st.sampled_from(["", "?utm_source=x", "?PHPSESSID=1a2b", "#top", "/"])
)
def test_an_article_keeps_its_key_under_every_tail(number: int, tail: str):
    key = ROOM.identity.key(f"http://www.qbpc.org.cn/articles/view/cid/18/id/{number}{tail}")
    assert key == f"18:{number}"


@given(st.from_regex(r"https?://[a-z0-9.-]{1,20}(:[0-9]{1,4})?/[ -~]{0,40}", fullmatch=True))
def test_canonical_addresses_stay_what_they_are(url: str):
    try:
        once = urls.canonical(url)
    except ValueError:
        return
    assert urls.canonical(once) == once


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_every_spelling(address):
    mapped, nat64 = f"::ffff:{address}", f"64:ff9b::{address}"
    assert is_public(str(address)) == is_public(mapped) == is_public(nat64)


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_a_share_and_has_no_order(one: str, other: str):
    for run in (TITLE_RUN, TEXT_RUN):
        share = likeness(one, other, run)
        assert 0 <= share <= 1
        assert share == likeness(other, one, run)
    assert likeness(one, one, TITLE_RUN) == 1


@given(
    st.integers(0, 3 * _MOST_ATTRIBUTES),
    st.sampled_from(["a{0}={0}", "a{0}='{0} >'", 'x{0}="<{0}"']),
)
@settings(max_examples=40)
def test_a_tag_with_too_many_attributes_loses_them_and_nothing_else(number: int, form: str):
    attributes = " ".join(form.format(each) for each in range(number))
    html = f"{' ' * 70_000}<p {attributes}>One.</p><p class=k>Two.</p>"
    page = Page(html.encode(), URL)
    texts = [re.sub(r"\s", "", each) for each in page.selector.xpath("//p//text()").getall()]
    assert texts == ["One.", "Two."]
    assert page.selector.xpath("//p[2]/@class").get() == "k"
    assert len(page.root.xpath("//p[1]/@*")) == (number if number <= _MOST_ATTRIBUTES else 0)
