"""Press releases by a seed, in English and Chinese, and what editors do to them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from zlib import crc32

# Words of a language follow Zipf's law nearly; so many make texts as unlike as real ones.
_VOCABULARY = 30_000
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvw", "aeiou"
_SIGNS = [chr(0x4E00 + number) for number in range(3500)]
_WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(_VOCABULARY)))
_SIGN_WEIGHTS = _WEIGHTS[: len(_SIGNS)]


def _word(rank: int) -> str:
    dice = random.Random(rank)
    pieces = 1 + rank.bit_length() // 5
    return "".join(dice.choice(_CONSONANTS) + dice.choice(_VOWELS) for _ in range(pieces))


_WORDS = [_word(rank) for rank in range(_VOCABULARY)]


def paragraph(dice: random.Random, language: str, words: int) -> str:
    """Return a paragraph of so many words, or characters of Chinese."""
    if language == "zh":
        return "".join(dice.choices(_SIGNS, cum_weights=_SIGN_WEIGHTS, k=words)) + "。"
    return " ".join(dice.choices(_WORDS, cum_weights=_WEIGHTS, k=words)).capitalize() + "."


def paragraphs(dice: random.Random, language: str, number: int) -> list[str]:
    """Return paragraphs of 25 to 90 words."""
    return [paragraph(dice, language, dice.randint(25, 90)) for _ in range(number)]


def about(room: str, language: str) -> list[str]:
    """Return what stands under every release of a room: who it is, and whom to ask."""
    dice = random.Random(crc32(f"{room} {language}".encode()))
    return [paragraph(dice, language, words) for words in (60, 20, 35)]


def surroundings() -> tuple[str, str]:
    """Return what today's sites have in head and body of every page: scripts, and a menu; 32 kB."""
    dice = random.Random(5)
    scripts = "".join(
        f"<script>window.{paragraph(dice, 'en', 1)[:-1]} = "
        f"{{id: '{dice.randbytes(12).hex()}', path: '/{dice.randbytes(6).hex()}.js'}};</script>"
        for _ in range(60)
    )
    links = "".join(
        f'<li class="menu-item menu-item-{number}"><a href="/section/{dice.randbytes(4).hex()}" '
        f'data-track="menu">{paragraph(dice, "en", 3)[:-1]}</a></li>'
        for number in range(250)
    )
    return scripts, f"<nav><ul>{links}</ul></nav>"


# ── what editors do ──

Edit = Callable[[random.Random, str, list[str]], list[str]]


def typos(dice: random.Random, language: str, text: list[str]) -> list[str]:
    """Change one to three words, or characters."""
    edited = list(text)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(edited))
        parts = list(edited[at]) if language == "zh" else edited[at].split(" ")
        parts[dice.randrange(len(parts))] = paragraph(dice, language, 1).rstrip(".。")
        edited[at] = ("" if language == "zh" else " ").join(parts)
    return edited


def added(dice: random.Random, language: str, text: list[str]) -> list[str]:
    """Add a paragraph."""
    at = dice.randint(0, len(text))
    return [*text[:at], paragraph(dice, language, dice.randint(20, 50)), *text[at:]]


def dropped(dice: random.Random, _: str, text: list[str]) -> list[str]:
    """Drop a paragraph."""
    at = dice.randrange(len(text))
    return text[:at] + text[at + 1 :]


def moved(dice: random.Random, _: str, text: list[str]) -> list[str]:
    """Put the paragraphs in another order."""
    return dice.sample(text, len(text))


def rewritten(dice: random.Random, language: str, text: list[str]) -> list[str]:
    """Write half of it anew: what is left is below what counts as near."""
    half = len(text) // 2
    return text[:half] + paragraphs(dice, language, len(text) - half)


EDITS: dict[str, Edit] = {
    "typos": typos,
    "a paragraph added": added,
    "a paragraph dropped": dropped,
    "paragraphs moved": moved,
    "half rewritten": rewritten,
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A release of a labelled set: those of one origin are edits of one text."""

    origin: int
    edit: str
    language: str
    room: str
    body: str


def labelled(origins: int, seed: int = 1) -> list[Labelled]:
    """Return a shuffled set: each origin with its edits, some with their room's boilerplate.

    Every fifth origin is a notice of a sentence or two above that boilerplate, without edits.
    """
    dice = random.Random(seed)
    found: list[Labelled] = []
    for origin in range(origins):
        language = "zh" if origin % 3 == 0 else "en"
        room = f"room {origin % 7}"
        end = about(room, language)
        if origin % 5 == 0:
            text = [paragraph(dice, language, dice.randint(8, 20))]
            found.append(Labelled(origin, "", language, room, "\n\n".join(text + end)))
            continue
        text = paragraphs(dice, language, dice.randint(3, 8))
        texts = {"": text} | {name: edit(dice, language, text) for name, edit in EDITS.items()}
        for name, edited in texts.items():
            closing = end if dice.random() < 0.6 else []
            body = "\n\n".join(edited + closing)
            found.append(Labelled(origin, name, language, room, body))
    dice.shuffle(found)
    return found
