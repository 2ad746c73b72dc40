"""One rule splits texts, queries and snippets into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.search.words import located, settled, sought, tokens

TEXTS = st.text(st.characters(exclude_categories=("Cs",))) | st.text("ab é品牌保护가、.ﾞｶ½™́ﬁ")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("品牌保护", "品牌 牌保 保护 护"),
        ("品牌，Brand", "品牌 牌 brand"),
        ("ＱＢＰＣ Straße naïve Łódź", "qbpc strasse naive lodz"),
        ("Brand™ don't COVID-19", "brand don t covid 19"),
        ("ｶﾞｲﾄﾞ", "ガイ イド ド"),
        ("한국어", "한국 국어 어"),
        ("हिन्दी", "हिन्दी"),
        ("العَرَبِيَّة", "العربية"),
        ("…!?", ""),
        ("x" * 99, "x" * 64),
    ],
)
def test_a_text_in_tokens(text: str, found: str):
    assert tokens(text) == found.split()


@pytest.mark.parametrize(
    ("text", "found", "is_open"),
    [
        ("品", ["品"], True),
        ("品牌", ["品牌"], False),
        ("品牌 brand", ["品牌", "牌", "brand"], False),
        ("brand 品", ["brand", "品"], True),
    ],
)
def test_what_is_looked_for_may_go_on_in_the_text(text: str, found: list[str], is_open: bool):
    assert sought(text) == (found, is_open)


@given(TEXTS)
def test_the_same_tokens_with_their_places(text: str):
    text = settled(text)
    placed = list(located(text))
    assert [token for token, _, _ in placed] == tokens(text)
    assert all(0 <= start < end <= len(text) for _, start, end in placed)
    assert [tokens(text[start:end]) != [] for _, start, end in placed] == [True] * len(placed)


@given(TEXTS)
def test_tokens_need_no_quoting_and_stay_what_they_are(text: str):
    for token in tokens(text):
        assert not any(each.isascii() and not each.isalnum() for each in token)
        assert not any("\ue000" <= each <= "\ue00f" for each in token)
        assert len(token) <= 64
