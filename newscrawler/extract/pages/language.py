"""The language of a text: what the page declares, unless its letters say otherwise."""

from __future__ import annotations

import re
from collections import Counter
from operator import itemgetter

from newscrawler.extract.pages.page import Page

# Enough of a text to tell its language by, in characters.
_SAMPLE = 500
# What is neither Latin nor a mark of writing that many scripts share.
_FOREIGN = re.compile("[^\u0000-\u036f\u2000-\u2bff\u3000-\u303f\ufe00-\uffef]+")
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
# Languages that share a script with the one that stands for it above.
_KIN = {
    "zh": {"ja"},
    "ru": {"uk", "bg", "sr", "mk", "be", "kk", "ky", "mn"},
    "ar": {"fa", "ur", "ps", "ku", "ug"},
    "he": {"yi"},
    "hi": {"mr", "ne", "sa"},
}
_NOT_LATIN = {language for language, _ in _SCRIPTS}.union(*_KIN.values())
# The commonest words that no other of these languages shares as often.
_WORDS = {
    "en": "the and of to in for with on that was is by from",
    "de": "der die das und den mit von für auf ist des dem zu",
    "fr": "le les des et du une pour dans est sur au que par",
    "es": "el los las y del una para por con que se su en",
    "it": "il gli che di della per con una nel sono dei alla",
    "pt": "os as do da dos uma para com não que em pelo ao",
    "nl": "het een van de en dat voor met zijn op te aan",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)
# In running text a third of the words are such; a title or a list of names has hardly any.
_FEWEST = 0.15
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")


def find(page: Page, text: str) -> str | None:
    """Return the BCP 47 tag of `text`, or None when neither page nor letters tell."""
    declared = (page.root.get("lang") or page.root.get("xml:lang") or "").strip().replace("_", "-")
    declared = declared if _TAG.fullmatch(declared) else ""
    primary = declared.split("-")[0].lower()
    script = _script(text[:_SAMPLE])
    if script is None:
        is_foreign = primary in _NOT_LATIN
        return declared if declared and not is_foreign else _by_words(text[:_SAMPLE])
    if primary == script or primary in _KIN.get(script, ()):
        return declared
    return script


def _script(text: str) -> str | None:
    """Return the language that the letters stand for; None for Latin and for no letters."""
    foreign = "" if text.isascii() else "".join(_FOREIGN.findall(text))
    # One ideograph says about as much as three Latin letters; a few kana prove Japanese.
    if len(foreign) < 2 or len(foreign) * 3 < sum(map(len, _LATIN.findall(text))):
        return None
    for language, letters in _SCRIPTS:
        if len(letters.findall(foreign)) * 10 > len(foreign):
            return language
    return None


def _by_words(text: str) -> str | None:
    words = _WORD.findall(text.lower())
    counts = Counter(language for word in words for language in _LANGUAGES.get(word, ()))
    best, number = max(counts.items(), key=itemgetter(1), default=(None, 0))
    return best if number > _FEWEST * len(words) else None
