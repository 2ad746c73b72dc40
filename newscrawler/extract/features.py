"""What can be counted of each block: the numbers by which the scorers choose.

One pass over the blocks, another over the elements that hold them; nothing here decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container

from newscrawler.extract.blocks import Block
from newscrawler.extract.holders import SHORT_PROSE, Holders, Prose
from newscrawler.extract.places import KINDS

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
_FAR = 30
_LONG = 80
# Without the end of a sentence, prose is what is longer.
_UNENDED = 140
_NO_TITLE = -99
_TAGS = {"p": 1, "li": 2, "td": 3, "div": 4, "span": 5, "blockquote": 6, "dd": 7, "pre": 8, "th": 9}

Row = tuple[float, ...]
NAMES = (
    "length stops commas linked ends heading item cell caption furniture strong tag calls about "
    "repeated "
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
) -> list[Row | None]:
    """Return the features of each block, in the order of NAMES; None for short lines far away.

    `title_at` and `date_at` are indices of blocks, `rule` those that a rule takes for the text.
    """
    if not blocks:
        return []
    number = len(blocks)
    lines = [_line(block) for block in blocks]
    prose = [line[3] for line in lines]
    found = Prose(holders, prose, [line[4] for line in lines], [line[5] for line in lines])
    total = found.prose[0] or 1
    alike = _alike(holders, prose, total)
    longs = [index for index, amount in enumerate(prose) if amount > _LONG]
    before, after = _distances(longs, number)
    up, of = found.up, holders.of
    inside = [index for index in longs if up[of[index]] <= 1]
    first_long, last_long = (inside[0], inside[-1]) if inside else (number, -1)
    h1 = next((index for index, block in enumerate(blocks) if block.context.heading == 1), -1)
    texts = Counter(block.text for block in blocks)
    parts: dict[int, Row] = {}
    # So that neighbours can be looked up beyond the ends.
    beside = [*lines, _NO_LINE, _NO_LINE]
    rows: list[Row | None] = []
    running = 0
    for index, block in enumerate(blocks):
        at, amount = of[index], prose[index]
        running += amount
        size, share, ends, *_ = lines[index]
        if (up[at] > _OUTSIDE and amount <= _LONG) or (
            up[at] > _MENU and share > _LINKED and size < _LONG
        ):
            rows.append(None)
            continue
        if at not in parts:
            parts[at] = _around(holders, found, at, total)
        text, context = block.text, block.context
        rows.append(
            (
                size,
                text.count(".") + text.count("。") + text.count("?") + text.count("!"),
                text.count(",") + text.count("，") + text.count("、"),
                share,
                ends,
                context.heading,
                context.item is not None,
                context.cell is not None,
                context.caption is not None,
                context.furniture,
                context.strong,
                _TAGS.get(block.element.tag, 0),
                *(_words(text) if up[at] <= _ZONE and size <= _WORDY else _NO_WORDS),
                min(texts[text], 4),
                *parts[at],
                *alike[at],
                beside[index - 1][0],
                beside[index - 2][0],
                beside[index + 1][0],
                beside[index + 2][0],
                beside[index - 1][1],
                beside[index + 1][1],
                blocks[index - 1].context.heading if index else 0,
                blocks[index + 1].context.heading if index + 1 < number else 0,
                before[index],
                after[index],
                (running - amount) / total,
                (total - running) / total,
                _step(index, h1),
                max(-_FAR, min(index - first_long, 99)),
                max(-_FAR, min(index - last_long, 99)),
                index,
                number - index,
                _step(index, title_at),
                _step(index, date_at),
                index in rule,
                holders.own_bits[at] | holders.own_bits[holders.parent[at]],
                holders.any_bits[at],
            )
        )
    return rows


# Length, share in links, whether it ends like a sentence, prose, length beside links and in them.
_Line = tuple[int, float, bool, int, int, int]
_NO_LINE: _Line = (0, 0.0, False, 0, 0, 0)


def _line(block: Block) -> _Line:
    text = block.text
    size = weight(text)
    linked = size * block.linked // len(text) if block.linked else 0
    own = size - linked
    ends = text[-1:] in _ENDS or (text[-1:] in _CLOSING and text[-2:-1] in _ENDS)
    prose = own if own > SHORT_PROSE and (ends or own > _UNENDED) else own // 4
    return size, linked / (size or 1), ends, prose, own, linked


def _step(index: int, anchor: int) -> int:
    return max(-_FAR, min(index - anchor, 99)) if anchor >= 0 else _NO_TITLE


def _words(text: str) -> tuple[int, int]:
    """Return how many words call to do something else, and how many tell of people."""
    words = frozenset(_WORD.findall(text.lower()))
    eastern = 0 if text.isascii() else sum(each in text for each in _EASTERN)
    return len(words & _CALLS) + eastern, len(words & _ABOUT)


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
    alike = {at: (kinds[at], kinds[parent[at]]) for at in set(holders.of)}
    amounts: defaultdict[object, int] = defaultdict(int)
    numbers: defaultdict[object, int] = defaultdict(int)
    for at, amount in zip(holders.of, prose, strict=True):
        kind = alike[at]
        amounts[kind] += amount
        numbers[kind] += 1
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
