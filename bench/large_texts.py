"""The texts of a large archive: English and Chinese with the word statistics of real releases."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from itertools import pairwise

CHINESE = (
    "的 在 和 与 了 对 为 将 于 中 品牌 保护 知识产权 侵权 假冒 海关 市场监管 企业 合作 会员"
    " 论坛 会议 国际 中国 上海 北京 打假 商标 专利 电商平台 执法 法院 判决 协会 委员会 优质品牌"
    " 发布 新闻 年度 报告"
).split()
ENGLISH = (
    "the of and in to for with on by at brand protection counterfeit customs trademark patent"
    " intellectual property enforcement market court ruling members committee annual report"
    " china shanghai beijing seizure online platform goods raid police licence"
).split()
SECTIONS = {
    "en": ("Press Releases", "Member News", "Events", "Policy", "Case Studies", "Reports"),
    "zh": ("新闻稿", "会员动态", "活动", "政策法规", "案例", "研究报告"),
}
_TRAIL = {"en": ("Home", "News"), "zh": ("首页", "新闻中心")}
_VOCABULARY, _LEXICON = 30_000, 12_000
# A power of two: words are drawn from a table of so many.
_DRAWN = 1 << 17
# So many words, or Chinese words, make a paragraph of about 600 bytes.
_PARAGRAPH = {"en": 95, "zh": 100}
PARAGRAPHS = 5


def _chinese_words(dice: random.Random) -> Iterator[str]:
    for rank in range(_LEXICON):
        length = 1 if rank < 150 else dice.choice((2, 2, 2, 2, 3, 4))
        yield "".join(chr(0x4E00 + int(3000 * dice.random() ** 2)) for _ in range(length))


def _english_words(dice: random.Random) -> Iterator[str]:
    """Yield made-up words of two to eight letters; rarer ones are longer."""
    for rank in range(_VOCABULARY):
        pieces = 1 + rank.bit_length() // 5
        yield "".join(map(dice.choice, ("bcdfghjklmnprstvw", "aeiou") * pieces))


def _table(words: list[str]) -> list[str]:
    """Return words as often as they are to be drawn, by Zipf's law; common ones come first."""
    weights = [1 / (rank + 10) for rank in range(len(words))]
    share = _DRAWN / sum(weights)
    table = [
        word
        for word, weight in zip(words, weights, strict=True)
        for _ in range(max(1, round(share * weight)))
    ]
    return (table + words)[:_DRAWN]


WORDS = {
    "en": [*ENGLISH, *_english_words(random.Random(1))],
    "zh": [*CHINESE, *_chinese_words(random.Random(2))],
}
_TABLES = {language: _table(words) for language, words in WORDS.items()}


def draw(dice: random.Random, language: str, number: int) -> list[str]:
    """Return so many words of a language, the common ones more often."""
    table = _TABLES[language]
    return [table[drawn & _DRAWN - 1] for drawn in array("I", dice.randbytes(4 * number))]


def title(dice: random.Random, language: str) -> str:
    """Return a headline of six to twelve words."""
    words = draw(dice, language, dice.randint(6, 12))
    return "".join(words) if language == "zh" else " ".join(words).capitalize()


def paragraphs(dice: random.Random, language: str) -> list[str]:
    """Return the paragraphs of a release, about three kilobytes in all."""
    return [paragraph(dice, language) for _ in range(PARAGRAPHS)]


def paragraph(dice: random.Random, language: str) -> str:
    """Return a paragraph of some sentences."""
    words = draw(dice, language, int(_PARAGRAPH[language] * dice.uniform(0.6, 1.4)))
    cuts = [*range(0, len(words), 14), len(words)]
    parts = [words[start:end] for start, end in pairwise(cuts)]
    if language == "zh":
        return "，".join(map("".join, parts)) + "。"
    return ". ".join(" ".join(part).capitalize() for part in parts) + "."


def edited(dice: random.Random, language: str, text: list[str]) -> list[str]:
    """Return the paragraphs with one added or written anew."""
    at = dice.randrange(len(text))
    kept = at if dice.random() < 0.3 else at + 1
    return [*text[:at], paragraph(dice, language), *text[kept:]]


def breadcrumb(dice: random.Random, language: str) -> list[str]:
    """Return a trail of three names, the section last."""
    return [*_TRAIL[language], dice.choice(SECTIONS[language])]
