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
    for imprint in blocks:
        if len(imprint.text) > _LONGEST or not labels.IMPRINT.search(imprint.text):
            continue
        holder = imprint.element.getparent()
        if holder is None or holder.tag == "body":
            continue
        for block in blocks[max(0, imprint.index - _NEAR) : imprint.index + _NEAR + 1]:
            is_beside = block.element is imprint.element or block.element.getparent() is holder
            if is_beside and _is_contact(block.text):
                block.context = block.context.copy()
                block.context.furniture = True


def _is_contact(text: str) -> bool:
    return len(text) <= _LONGEST and len(_CONTACT.findall(text)) >= _FEW
