"""What is content, what is noise, and what is only cosmetic."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawler import reading, urls
from newscrawler.content import (
    changed_fields,
    content_hash,
    is_cosmetic,
    is_hash_of,
    is_naming_documents,
    is_noise,
    words,
)
from newscrawler.extract.labels import LEFTOVER


def fields(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "breadcrumb": ["Home", "News"],
        "title": "A title",
        "byline": None,
        "create_time": "2024-06-04",
        "body": "One.\n\nTwo, three.",
        "attachments": [{"url": "https://a.example/list.pdf", "text": "the list"}],
    }
    return values | changes


def attached(url: str) -> dict[str, Any]:
    return fields(attachments=[{"url": url, "text": "the list"}])


@pytest.mark.parametrize(
    "query",
    [
        ";jsessionid=0A1B",
        "?PHPSESSID=0a1b",
        "?sid=7&token=x",
        "?_=1720000000",
        "?Expires=1720000000&Signature=x%2By&Key-Pair-Id=K1",
        "?X-Amz-Date=20240604T000000Z&X-Amz-Signature=0a",
        "?utm_source=mail",
    ],
)
def test_tokens_in_the_address_of_an_attachment_are_no_content(query: str):
    before, after = fields(), attached(f"https://a.example/list.pdf{query}")
    assert content_hash(before) == content_hash(after)
    assert changed_fields(before, after) == []


def test_another_attachment_is_another_content():
    assert changed_fields(fields(), attached("https://a.example/list2.pdf")) == ["attachments"]
    assert changed_fields(fields(), attached("https://a.example/list.pdf?v=2")) == ["attachments"]


def test_a_line_that_names_a_document_is_no_change_of_the_text():
    both = fields(body="One.\n\nTwo, three.\nthe list")
    assert is_naming_documents(fields(), both, LEFTOVER)
    assert is_naming_documents(both, fields(), LEFTOVER)
    assert not is_naming_documents(fields(), fields(), LEFTOVER)
    others = fields(body="One.\n\nTwo, three.\nthe lists")
    assert not is_naming_documents(fields(), others, LEFTOVER)
    assert not is_naming_documents(fields(attachments=[]), both, LEFTOVER)


@pytest.mark.parametrize("label", ["Downloads", "附件下载", "Attachments:"])
def test_nor_is_the_label_above_such_lines(label: str):
    labelled = fields(body=f"One.\n\nTwo, three.\n\n{label}\n\nthe list")
    assert is_naming_documents(fields(), labelled, LEFTOVER)
    assert is_naming_documents(labelled, fields(), LEFTOVER)
    alone = fields(body=f"One.\n\nTwo, three.\n\n{label}")
    assert not is_naming_documents(fields(), alone, LEFTOVER)
    more = fields(body=f"One.\n\nTwo, three.\n\n{label}\n\nthe list\n\nAnd four.")
    assert not is_naming_documents(fields(), more, LEFTOVER)


def test_which_host_of_several_had_a_file_is_no_change():
    one, other = (attached(f"https://files{number}.cdn.example/list.pdf") for number in (1, 2))
    assert changed_fields(one, other) == []
    assert changed_fields(one, attached("https://files1.cdn.example/new.pdf")) == ["attachments"]


def test_a_character_is_the_same_composed_or_not_and_with_what_nobody_sees():
    assert (
        changed_fields(
            fields(body="Caf\u00e9 ware\u00adhouse"), fields(body="Cafe\u0301 warehouse")
        )
        == []
    )
    assert changed_fields(fields(body="Cafe"), fields(body="Caf\u00e9")) == ["body"]


def test_an_address_without_tokens_stays_as_it_is():
    for url in ("https://a.example/x?b=1&a=2#c", "https://a.example/x", "https://a.example/x?"):
        assert urls.lasting(url) == url
    assert urls.lasting("https://a.example/x?a=1&sid=2#c") == "https://a.example/x?a=1#c"


@pytest.mark.parametrize(
    "line",
    [
        "Views: 12,345",
        "Read 7757 times",
        "浏览次数：123",
        "阅读 1.2万",
        "点击：12 次",
        "3 hits",
        "Today is Monday, July 1, 2024",
        "This page has been viewed 5118 times.",
        "Likes (74)",
        "评论（3）",
        "18 comments",
        "Page generated in 0.5118 seconds",
        "Print time: 2026-03-23 06:18:05",
        "打印时间：2026-03-23 06:18",
        "Last visited on 15 September 2026",
        "1.204 Aufrufe",
        "Visitas: 77",
        "Lu 1 204 fois",
        "Просмотров: 12",
        "アクセス数：345",
        "👁 28",
        "Rating: 4.5/5 (12 votes)",
    ],
)
def test_a_line_that_counts_or_tells_today_is_no_content(line: str):
    assert is_noise(line)
    noisy = fields(body=f"{line}\n\nOne.\n\nTwo, three.")
    assert content_hash(noisy) == content_hash(fields())


@pytest.mark.parametrize(
    "line",
    [
        "Read 100 books",
        "In 2021 the views differed",
        "Today is the day",
        "Hits and misses",
        "12 visitors came from Porto",
        "3 comments on the draft were filed",
        "Access date: the gates open on 5 May",
        "This article was read 3 times in court",
        "The court has read 3 statements three times",
        "Vues du port: 3 photographies",
        "Besuche: 12 Schulen",
        "Rating: AA",
    ],
)
def test_a_line_of_text_is_content(line: str):
    assert not is_noise(line)
    assert content_hash(fields(body=f"One.\n\n{line}")) != content_hash(fields(body="One."))


def hash_of(values: dict[str, Any]) -> str:
    """Return the hash over the values as they are."""
    names = ("breadcrumb", "title", "byline", "create_time", "body", "attachments")
    text = json.dumps(
        [values[name] for name in names], ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_hash_from_before_noise_was_left_out_still_holds():
    noisy = attached("https://a.example/list.pdf?sid=1") | {"body": "Views: 3\n\nOne."}
    assert is_hash_of(hash_of(noisy), noisy)
    assert is_hash_of(content_hash(noisy), noisy)
    assert not is_hash_of(content_hash(fields()), noisy)


def test_a_hash_from_before_more_noise_was_known_still_holds():
    noisy = fields(body="Views: 3\n\nLikes (7)\n\nOne.")
    assert is_hash_of(hash_of(fields(body="Likes (7)\n\nOne.")), noisy)
    assert not is_hash_of(hash_of(fields(body="Likes (8)\n\nOne.")), noisy)
    noisy = fields(body="Likes (7)\n\nVisitas: 8\n\nOne.")
    assert is_hash_of(hash_of(fields(body="Visitas: 8\n\nOne.")), noisy)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("He said “yes” – now.", 'He said "yes" - now'),
        ("don't", "don’t"),
        ("你好，世界", "你好,世界"),
        ("COVID-19", "COVID 19"),
        ("2020–2021", "2020 - 2021"),
        ("1，000 parcels", "1,000 parcels"),
        ("One.\n\nTwo", "One. Two"),
        ("in 2021.", "in 2021"),
        ("12 14", "12, 14"),
        ("naïve", "nai\u0308ve"),
    ],
)
def test_quotes_dashes_blanks_and_punctuation_are_cosmetic(before: str, after: str):
    assert words(before) == words(after)
    assert is_cosmetic(fields(body=before), fields(body=after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3.5%", "35%"),
        ("1.5", "15"),
        ("minus -5", "minus 5"),
        ("5% 3", "5 3"),
        ("€5", "$5"),
        ("the US", "the us"),
        ("1 000", "1000"),
        ("a word", "a ward"),
        ("x + y", "x y"),
    ],
)
def test_letters_case_numbers_and_symbols_are_substantive(before: str, after: str):
    assert not is_cosmetic(fields(body=before), fields(body=after))


def test_another_day_or_attachment_is_substantive():
    assert not is_cosmetic(fields(), fields(create_time="2024-06-05"))
    assert not is_cosmetic(fields(), attached("https://a.example/list2.pdf"))
    assert is_cosmetic(fields(), fields(breadcrumb=["Home ", "News."]))


@given(st.text(max_size=60))
@example("O¨")
def test_words_are_the_same_when_taken_twice(text: str):
    assert words(words(text)) == words(text)


@given(st.text(alphabet="ab1,.- –“”%€\n", max_size=30), st.text(alphabet="ab1", min_size=1))
def test_a_letter_or_digit_more_is_never_cosmetic(text: str, more: str):
    assert not is_cosmetic(fields(body=text), fields(body=text + more))


@given(st.text(st.characters()))
@example("a\x00b\td\re\n")
@example(" 品牌\ud800\x7f ")
@example("\x85\u2028é")
def test_texts_are_without_what_is_no_text(text: str):
    """Line feeds and tabs are text, the other characters below the blank and surrogates are not."""
    item = {"title": text, "body": text, "create_time": None}
    reading.normalise(item)
    plain = "".join(each for each in text if each in "\t\n" or not _is_control(ord(each)))
    assert item["title"] == item["body"] == (plain.strip() or None)


def _is_control(code: int) -> bool:
    return code < 32 or code == 127 or 0xD800 <= code < 0xE000
