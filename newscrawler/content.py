"""What of a release is its content, when two contents are one, and when they only look different.

Markup is no content. Neither is what a site writes anew for every visitor: tokens in addresses, and
lines that count visits or tell today's date.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from newscrawler import urls

# What a reader sees of a release. A change in one of these is a revision.
CONTENT_FIELDS = ("breadcrumb", "title", "byline", "create_time", "body", "attachments")
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_NUMBER = r"[\d][\d,.\s]*(?:万|[km]\b)?"
_COUNTER = re.compile(
    rf"(?:(?:page )?(?:views?|hits?|visits?|visitors?|reads?|clicks?|downloads?|shares?|likes?)"
    rf"|(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|人数)?|人气|조회(?:수)?|閲覧数)\s*[:：]?\s*{_NUMBER}(?:次|times)?"
    rf"|read {_NUMBER}times|{_NUMBER}(?:(?:page ?)?views?|hits?|visits?|reads?|clicks?"
    r"|visitors? online|次(?:浏览|阅读|点击|访问)|人(?:浏览|阅读))",
    re.IGNORECASE,
)
# Known later: what was stored before has a hash that takes these lines for content.
_MORE = re.compile(
    rf"(?:this )?(?:page|article|post|item) (?:has been |was )?(?:viewed|read|visited) {_NUMBER}"
    r"times?\.?"
    r"|(?:comments?|likes?|shares?|views?|评论|点赞|收藏|转发)\s*(?:[:：]\s*\d+|[(（]\s*\d+\s*[)）])"
    r"|\d+ (?:comments?|likes?|shares?)"
    r"|(?:page )?(?:generated|rendered|loaded) in [\d.]+ ?(?:s|ms|sec(?:ond)?s?)\.?"
    r"|页面(?:执行|生成|加载)时间.{0,30}"
    r"|(?:(?:print(?:ing)?|access|current|server|local) (?:time|date)|last visited(?: on)?)\s*:?"
    r"\s*[\d\s:/.,-]*(?:[a-z]+[\d\s:/.,-]*)?"
    r"|(?:打印|访问|当前|现在)(?:时间|日期)\s*[:：].{0,40}",
    re.IGNORECASE,
)
# Known later still
_SEEN = (
    r"aufrufe|besuche|zugriffe|visitas?|visites?|vues?|vistas|lecturas?|leituras?|letture|weergaven"
    r"|visualiza(?:ções|ciones)|visualizzazioni|görüntülenme|lượt xem|просмотр(?:ы|ов|а)?"
    r"|アクセス数?|閲覧回数|ビュー|مشاهدات|المشاهدات|👁\ufe0f?"
)
_ABROAD = re.compile(
    rf"(?:{_SEEN})\s*[:：]?\s*{_NUMBER}|{_NUMBER}(?:{_SEEN})"
    rf"|lue? {_NUMBER}fois|le[ií]d[oa] {_NUMBER}(?:veces|vezes)|lett[oa] {_NUMBER}volte"
    rf"|(?:{_NUMBER}(?:mal|x) )?gelesen(?:\s*:\s*{_NUMBER})?"
    r"|(?:rating|bewertung|评分)\s*[:：]\s*[\d.,]+(?:\s*/\s*\d+)?"
    r"(?:\s*\(\d+ (?:votes?|ratings?)\))?",
    re.IGNORECASE,
)
_TODAY = re.compile(r"(?:today is\b|今天是).{0,40}\d{4}.{0,20}", re.IGNORECASE)
_NOISE = (_COUNTER, _TODAY, _MORE, _ABROAD)
# What was taken for noise at earlier times
_ONCE = ((_COUNTER, _TODAY), (_COUNTER, _TODAY, _MORE))
# Longer lines are prose.
_SHORT = 80
_QUOTES_AND_DASHES = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹘", "-"),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″", '"'),
    }
)
# Where a word may be parted, or must not: soft hyphen, zero width space, word joiner
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_NUMBERED_HOST = re.compile(r"^(https?://[a-z-]+)\d{1,2}(?=\.)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:[^\w]|_)+")
# Punctuation that says something by itself.
_TELLING = frozenset("%‰@&#§/")


def content_hash(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over the content of an article as canonical JSON."""
    content = [_lasting(name, fields.get(name)) for name in CONTENT_FIELDS]
    return _digest(content)


def is_hash_of(digest: str, fields: Mapping[str, Any]) -> bool:
    """Tell whether a stored hash is that of `fields`.

    Hashes stored before noise was left out are over the values as they are, or without what was
    known as noise then.
    """
    plain = [fields.get(name) for name in CONTENT_FIELDS]
    earlier = (
        [_lasting(name, fields.get(name), known) for name in CONTENT_FIELDS] for known in _ONCE
    )
    return digest in (content_hash(fields), _digest(plain), *map(_digest, earlier))


def _digest(content: list[Any]) -> str:
    return hashlib.sha256(_canonical(content).encode("utf-8", "surrogatepass")).hexdigest()


def text_hash(body: str | None) -> bytes | None:
    """Return the SHA-256 over a text, None for no text."""
    return None if not body else hashlib.sha256(body.encode("utf-8", "surrogatepass")).digest()


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the content fields that differ, in their order."""
    return [name for name in CONTENT_FIELDS if _differs(name, before.get(name), after.get(name))]


def is_naming_documents(
    before: Mapping[str, Any], after: Mapping[str, Any], label: re.Pattern[str]
) -> bool:
    """Tell whether nothing differs but lines of the text that name documents which both link to.

    What stands around a list of documents decides whether it is read as text, and so it does for
    the line above, of which `label` is what such lines say.
    """
    if changed_fields(before, after) != ["body"]:
        return False
    named = {each.get("text") for each in after.get("attachments") or ()}
    old, new = (Counter((each["body"] or "").split("\n")) for each in (before, after))
    differing = {line for line in (old - new) + (new - old) if line}
    beside = differing - named
    return differing != beside and all(label.fullmatch(line) for line in beside)


def _differs(name: str, before: Any, after: Any) -> bool:
    return bool(before != after) and _seen(name, before) != _seen(name, after)


def _seen(name: str, value: Any) -> str:
    """Return a value as a reader sees it: composed or not, a character is the same (UAX 15).

    Nor is it seen which of several hosts of a network had a file: files1, files2.
    """
    if name == "attachments":
        value = [{**each, "url": _NUMBERED_HOST.sub(r"\1", each["url"])} for each in value or []]
    return unicodedata.normalize("NFC", _canonical(_lasting(name, value))).translate(_INVISIBLE)


def _lasting(name: str, value: Any, known: Sequence[re.Pattern[str]] = _NOISE) -> Any:
    if not value:
        return value
    if name == "attachments":
        return [{**each, "url": urls.lasting(each["url"])} for each in value]
    if name == "body":
        return _without_noise(value, known)
    return value


def _without_noise(body: str, known: Sequence[re.Pattern[str]] = _NOISE) -> str:
    lines = body.split("\n")
    kept = [line for line in lines if not is_noise(line, known)]
    return body if len(kept) == len(lines) else "\n".join(kept).strip("\n")


def is_noise(line: str, known: Sequence[re.Pattern[str]] = _NOISE) -> bool:
    """Tell whether a line only counts visits or tells the time at which a page was made."""
    line = line.strip()
    if not line or len(line) > _SHORT or not any(map(str.isdecimal, line)):
        return False
    return any(noise.fullmatch(line) for noise in known)


def is_cosmetic(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether two contents differ in nothing but white space, punctuation, quotes and dashes.

    Case, digits, the marks between digits, a sign before one, and symbols such as % and € do count.
    """
    return all(
        _words_of(name, before.get(name)) == _words_of(name, after.get(name))
        for name in changed_fields(before, after)
    )


def _words_of(name: str, value: Any) -> Any:
    if name == "attachments":
        return [(urls.lasting(each["url"]), words(each["text"] or "")) for each in value or []]
    if name == "create_time" or not value:
        return value or None
    return words(_without_noise(value)) if name == "body" else _words_of_names(value)


def _words_of_names(value: str | list[str]) -> Any:
    return words(value) if isinstance(value, str) else [words(each) for each in value]


def words(text: str) -> str:
    """Return what is left of a text when all that is cosmetic is taken away."""
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES_AND_DASHES))
    plain = plain.translate(_QUOTES_AND_DASHES)
    if plain.isalnum():
        return plain
    # An accent that stood apart by a blank is composed with its letter now.
    return unicodedata.normalize("NFC", _BETWEEN.sub(_telling, plain))


def _telling(between: re.Match[str]) -> str:
    """Return what says something of the marks between two words."""
    marks = between[0]
    inner = "".join(marks.split())
    text, start, end = between.string, between.start(), between.end()
    if text[end : end + 1].isdigit() and inner.endswith("-") and marks.endswith("-"):
        # Minus five, and 2020-2021; but COVID-19 as COVID 19
        is_sign = start == 0 or len(marks) > 1
        return inner if is_sign or text[start - 1].isdigit() else ""
    if text[end : end + 1].isdigit() and start and text[start - 1].isdigit():
        return inner if inner == marks or inner == "-" else f"{_kept(inner)} "
    return _kept(inner)


def _kept(marks: str) -> str:
    return "".join(
        mark for mark in marks if mark in _TELLING or unicodedata.category(mark)[0] in "SM"
    )
