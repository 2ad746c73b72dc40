"""What can be counted of each block: the numbers by which the scorers choose.

One pass over the blocks, another over the elements that hold them; nothing here decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from itertools import accumulate

from newscrawler.extract.pages.blocks import Block
from newscrawler.extract.pages.holders import SHORT_PROSE, Holders, Prose
from newscrawler.extract.pages.places import KINDS

_ENDS = frozenset(".!?。！？…;；")
_CLOSING = "\"'”’»」』)]"
# Single words of lines that call to do something else, and that tell of people.
_CALLS = frozenset(
    "related subscribe subscription newsletter newsletters advertisement sponsored comments "
    "comment reply "
    "read more also share follow click download sign signup email login register previous next "
    "back top print "
    "recommended trending popular latest tags tagged topics filed category categories posted "
    "view watch listen "
    "lesen mehr auch weitere anzeige siehe teilen kommentare lire aussi suite partager abonnez "
    "commentaires "
    "lee también leer más compartir comentarios leia mais veja compartilhe leggi anche condividi "
    "commenti lees ook "
    "deel læs les också mer også czytaj więcej zobacz читайте подписывайтесь также "
    "подробнее".split()
)
_ABOUT = frozenset(
    "about author editor writer reporter journalist professor founder contact contacts media "
    "press enquiries inquiries "
    "boilerplate disclaimer copyright rights reserved notes information follow twitter linkedin "
    "facebook instagram "
    "autor autorin über zur person auteur auteure autore redaktion kontakt".split()
)
_TELLING = _CALLS | _ABOUT
_EASTERN = (
    "相关",
    "推荐",
    "分享",
    "来源",
    "编辑",
    "责任",
    "版权",
    "関連",
    "写真",
    "관련",
    "기자",
    "图",
)
_WORD = re.compile(r"[^\W\d_]+")
# Shorter words of a title are mostly articles and prepositions.
_SHORTEST = 4
# Letters in one case; what is none becomes a space.
_SPACED = {at: chr(at).lower() if chr(at).isalpha() else " " for at in range(128)}
_FAR, _MOST_STEPS = 30, 99
_LONG = 80
# Without the end of a sentence, prose is what is longer.
_UNENDED = 140
_NO_TITLE = -99
_TAGS = {"p": 1, "li": 2, "td": 3, "div": 4, "span": 5, "blockquote": 6, "dd": 7, "pre": 8, "th": 9}

Row = tuple[float, ...]
NAMES = (
    "length stops commas linked ends heading item cell caption furniture strong tag calls about "
    "title_told title_share repeated "
    "parent_share parent_links above_share above_links third_share third_links "
    "best_up best_down best_share alike_share alike_number "
    "before1 before2 after1 after2 linked_before linked_after heading_before heading_after "
    "long_before long_after prose_before prose_after from_h1 from_first to_last index left "
    "from_title from_date in_rule own_bits any_bits"
).split()
_BITS_FROM = len(NAMES) - 2
# The columns by which trees are learnt: bits one by one.
COLUMNS = [
    *NAMES[:_BITS_FROM],
    *(f"own_bits & {1 << bit}" for bit in range(KINDS)),
    *(f"any_bits & {1 << bit}" for bit in range(KINDS)),
]


def expanded(row: Row) -> list[float]:
    """Return a row with its bits one by one, in the order of COLUMNS."""
    own, around = int(row[-2]), int(row[-1])
    return [
        *row[:-2],
        *(own >> bit & 1 for bit in range(KINDS)),
        *(around >> bit & 1 for bit in range(KINDS)),
    ]


def weight(text: str) -> int:
    """Return a length that means about the same in all scripts: an ideograph counts double."""
    return len(text) if text.isascii() else (len(text) + len(text.encode("utf-8", "replace"))) // 2


# Lines further away from the best holder, in steps up from it, are not asked for their words.
_ZONE = 3
# Longer lines are prose whatever words are in them.
_WORDY = 400
# Short lines further away than this are menus and footers: a third of all lines.
_OUTSIDE = 5
# So are nearly all short links somewhat nearer: of a hundred one is in the text.
_MENU, _LINKED = 2, 0.9
_NO_WORDS = (0, 0)


def table(
    blocks: list[Block],
    holders: Holders,
    title_at: int = -1,
    date_at: int = -1,
    rule: Container[int] = (),
    title: str = "",
) -> list[Row | None]:
    """Return the features of each block, in the order of NAMES; None for those that are no text.

    These are pictures, and short lines far away.

    `title_at` and `date_at` are indices of blocks, `rule` those that a rule takes for the text,
    `title` is what the page is about: its text takes up these words, that of others does not.
    """
    if not blocks:
        return []
    number = len(blocks)
    lines = [_line(block) for block in blocks]
    sizes, shares, ends, prose, own, linked = map(list, zip(*lines, strict=True))
    found = Prose(holders, prose, own, linked)
    total = found.prose[0] or 1
    alike = _alike(holders, prose, total)
    longs = [index for index, amount in enumerate(prose) if amount > _LONG]
    before, after = _distances(longs, number)
    up, of = found.up, holders.of
    inside = [index for index in longs if up[of[index]] <= 1]
    headings = [block.context.heading for block in blocks]
    from_h1 = _steps(headings.index(1) if 1 in headings else -1, number)
    from_title, from_date = _steps(title_at, number), _steps(date_at, number)
    from_first = _clamped(inside[0] if inside else number, number)
    to_last = _clamped(inside[-1] if inside else -1, number)
    texts = Counter([block.text for block in blocks])
    above = [0, *accumulate(prose)]
    topic = {word for word in _words(title) if len(word) >= _SHORTEST}
    parts: dict[int, Row] = {}
    # So that neighbours can be looked up beyond the ends.
    for column in (sizes, shares, headings):
        column.extend((0, 0))
    rows: list[Row | None] = []
    for index, block in enumerate(blocks):
        at, size = of[index], sizes[index]
        # A picture alone is no text: none of 17,000 was ever taken for it.
        is_picture = size == 0 and headings[index] == 0
        is_far = up[at] > _OUTSIDE and prose[index] <= _LONG
        if is_picture or is_far or (up[at] > _MENU and shares[index] > _LINKED and size < _LONG):
            rows.append(None)
            continue
        if at not in parts:
            parts[at] = _around(holders, found, at, total) + alike[at]
        text, context = block.text, block.context
        is_wordy = up[at] <= _ZONE and size <= _WORDY
        words = _words(text) if is_wordy or _has_any(topic, text) else []
        shared = len(topic.intersection(words))
        rows.append(
            (
                size,
                *_marks(text),
                shares[index],
                ends[index],
                headings[index],
                context.item is not None,
                context.cell is not None,
                context.caption is not None,
                context.furniture,
                context.strong,
                _TAGS.get(block.element.tag, 0),
                *(_tellings(text, words) if is_wordy else _NO_WORDS),
                shared / (len(topic) or 1),
                shared / (len(words) or 1),
                min(texts[text], 4),
                *parts[at],
                sizes[index - 1],
                sizes[index - 2],
                sizes[index + 1],
                sizes[index + 2],
                shares[index - 1],
                shares[index + 1],
                headings[index - 1],
                headings[index + 1],
                before[index],
                after[index],
                above[index] / total,
                (total - above[index + 1]) / total,
                from_h1[index],
                from_first[index],
                to_last[index],
                index,
                number - index,
                from_title[index],
                from_date[index],
                index in rule,
                holders.own_bits[at] | holders.own_bits[holders.parent[at]],
                holders.any_bits[at],
            )
        )
    return rows


# Length, share in links, whether it ends like a sentence, prose, length beside links and in them.
def _line(block: Block) -> tuple[int, float, bool, int, int, int]:
    text = block.text
    size = weight(text)
    linked = size * block.linked // len(text) if block.linked else 0
    own = size - linked
    ends = text[-1:] in _ENDS or (text[-1:] in _CLOSING and text[-2:-1] in _ENDS)
    prose = own if own > SHORT_PROSE and (ends or own > _UNENDED) else own // 4
    return size, linked / (size or 1), ends, prose, own, linked


def _steps(anchor: int, number: int) -> list[int]:
    """Return how far each of so many lines is below an anchor, which may be missing (-1)."""
    return _clamped(anchor, number) if anchor >= 0 else [_NO_TITLE] * number


def _clamped(anchor: int, number: int) -> list[int]:
    far, near = max(0, anchor - _FAR), range(-min(anchor, _FAR), _MOST_STEPS)
    return [*[-_FAR] * far, *near, *[_MOST_STEPS] * number][:number]


def _marks(text: str) -> tuple[int, int]:
    """Return how many marks end a sentence or ask or call, and how many are commas."""
    stops, commas = text.count(".") + text.count("?") + text.count("!"), text.count(",")
    if not text.isascii():
        stops += text.count("。")
        commas += text.count("，") + text.count("、")
    return stops, commas


def _words(text: str) -> list[str]:
    """Return the words of letters, in one case."""
    # In a third of the time that a search by pattern takes.
    return text.translate(_SPACED).split() if text.isascii() else _WORD.findall(text.lower())


def _has_any(topic: set[str], text: str) -> bool:
    """Tell whether a word of the topic may be in a text, at less cost than to list its words."""
    text = text.lower()
    return any(word in text for word in topic)


def _tellings(text: str, words: list[str]) -> tuple[int, int]:
    """Return how many words call to do something else, and how many tell of people."""
    eastern = 0 if text.isascii() else sum([each in text for each in _EASTERN])
    known = _TELLING.intersection(words)
    # Most lines have none of these words.
    return (len(_CALLS & known) + eastern, len(_ABOUT & known)) if known else (eastern, 0)


def _around(holders: Holders, found: Prose, at: int, total: int) -> Row:
    """Return what is counted of the three elements around a holder, and of its way to the best."""
    one = holders.parent[at]
    two = holders.parent[one]
    around: list[float] = []
    for each in (one, two, holders.parent[two]):
        inner, linked = found.prose[each], found.links[each]
        around += (inner / total, linked / (inner + linked + 1))
    return (*around, found.up[at], found.down[at], found.prose[found.best] / total)


def _alike(holders: Holders, prose: list[int], total: int) -> dict[int, Row]:
    """Return for each holder how much text is in all built like it, and how many lines."""
    kinds, parent = holders.kinds, holders.parent
    # Both numbers in one.
    alike = {at: kinds[at] * len(kinds) + kinds[parent[at]] for at in set(holders.of)}
    amounts, numbers = dict.fromkeys(alike.values(), 0), dict.fromkeys(alike.values(), 0)
    for at, amount in zip(holders.of, prose, strict=True):
        amounts[alike[at]] += amount
        numbers[alike[at]] += 1
    return {at: (amounts[kind] / total, min(numbers[kind], 50)) for at, kind in alike.items()}


def _distances(longs: list[int], number: int) -> tuple[list[int], list[int]]:
    """Return how far the last long paragraph before each block is, and the next after it."""
    marks = set(longs)
    before, after = [_FAR] * number, [_FAR] * number
    last = -_FAR
    for index in range(number):
        before[index] = min(index - last, _FAR)
        if index in marks:
            last = index
    last = number + _FAR
    for index in range(number - 1, -1, -1):
        after[index] = min(last - index, _FAR)
        if index in marks:
            last = index
    return before, after
