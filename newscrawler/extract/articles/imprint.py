"""Lines with the site's own address and telephone, which stand beside its imprint."""

from __future__ import annotations

import re

from newscrawler.extract import labels
from newscrawler.extract.pages.blocks import Block

_CONTACT = re.compile(
    r"(?:地\s*址|住\s*所|电\s*话|電\s*話|热\s*线|传\s*真|傳\s*真|邮\s*[编箱政]|郵\s*[遞政]|주\s*소|전\s*화|팩\s*스"
    r"|所在地|address|tel(?:ephone)?|phone|fax|e-?mail)[^:：\s]{0,6}\s*[:：]",
    re.IGNORECASE,
)
# How many lines away the imprint is, how long such a line is, and how many contacts it has
_NEAR, _LONGEST, _FEW = 2, 200, 2


def mark(blocks: list[Block]) -> None:
    """Mark as furniture of the page the contacts that stand in one element with its imprint.

    A notice names whom to ask in its own text, where no imprint is.
    """
    for block in filter(_is_contact, blocks):
        near = blocks[max(0, block.index - _NEAR) : block.index + _NEAR + 1]
        if any(_is_imprint(each) and _is_beside(each, block) for each in near):
            block.context = block.context.copy()
            block.context.furniture = True


def _is_contact(block: Block) -> bool:
    text = block.text
    # Asked first, since most lines have none.
    has_label = ":" in text or "：" in text
    return has_label and len(text) <= _LONGEST and len(_CONTACT.findall(text)) >= _FEW


def _is_imprint(block: Block) -> bool:
    return len(block.text) <= _LONGEST and labels.IMPRINT.search(block.text) is not None


def _is_beside(imprint: Block, block: Block) -> bool:
    holder = imprint.element.getparent()
    if holder is None or holder.tag == "body":
        return False
    return block.element is imprint.element or block.element.getparent() is holder
