"""A body's blocks as plain text, as clean HTML, and as a list of its images."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby

from newscrawler.extract.pages.blocks import Block, Context, squeeze
from newscrawler.extract.pages.page import Element, Page
from newscrawler.items import Image

# Between the cells of a row: white space, so that nothing is added to what the page says.
_CELLS = "\t"
# A cell with more lines than this belongs to a layout, not to a table.
_MOST_LINES = 3
_ICON = 16
_LAZY_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
_SCHEMES = ("http://", "https://", "mailto:")


class Body:
    """The chosen blocks with what their grouping says: rows of tables, items of lists."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        texts = [block.context for block in blocks if block.text]
        self._items = Counter(each.item for each in texts if each.item is not None)
        self._rows = _data_rows(texts) if any(each.row is not None for each in texts) else set()

    def row(self, block: Block) -> Element:
        """Return the table row that the block is a cell of; rows of layout tables do not count."""
        return block.context.row if block.context.row in self._rows else None

    def item(self, block: Block) -> Element:
        """Return the list item that the block is; an item of several lines is layout."""
        item = block.context.item
        return item if item is not None and self._items[item] == 1 else None


def _data_rows(texts: list[Context]) -> set[Element]:
    """Return the rows with more than one cell, each of a few lines at the most."""
    lines = Counter((each.row, each.cell) for each in texts if each.row is not None)
    cells = Counter(row for row, _ in lines)
    long = {row for (row, _), number in lines.items() if number > _MOST_LINES}
    return {row for row, number in cells.items() if number > 1 and row not in long}


def plain(body: Body) -> str | None:
    """Return the paragraphs separated by a blank line, table cells by a tab; None if empty."""
    paragraphs: list[str] = []
    texts = (block for block in body.blocks if block.text and block.context.caption is None)
    for row, group in groupby(texts, key=body.row):
        lines = [block.text for block in group]
        paragraphs.extend(lines if row is None else [_CELLS.join(lines)])
    return "\n\n".join(paragraphs) or None


def html(page: Page, body: Body) -> str | None:
    """Return the same as HTML of a few known elements without attributes but addresses.

    It is written anew from the text, never copied, so nothing that runs or loads survives.
    """
    parts: list[str] = []
    for (_, tag), group in groupby(body.blocks, key=lambda block: _shelf(body, block)):
        inner = list(group)
        if tag == "table":
            parts.append(f"<table>{''.join(_rows(page, body, inner))}</table>")
        elif tag in ("ul", "ol"):
            items = "".join(f"<li>{_inline(page, block)}</li>" for block in inner)
            parts.append(f"<{tag}>{items}</{tag}>")
        else:
            text = "".join(_paragraph(page, block) for block in inner)
            parts.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "\n".join(filter(None, parts)) or None


def paragraphs(plain: str) -> str:
    """Return plain text as HTML."""
    return "\n".join(f"<p>{escape(each)}</p>" for each in plain.split("\n\n"))


def images(page: Page, blocks: list[Block]) -> list[Image]:
    """Return the images in order, each once; decoration of icon size is left out."""
    captions = {
        _parent(block.context.caption): block.text
        for block in blocks
        if block.context.caption is not None
    }
    found: dict[str, Image] = {}
    for block in blocks:
        for element in block.images:
            url = _source(page, element)
            if url and url not in found:
                around = (above for above in element.iterancestors() if above in captions)
                caption = captions.get(next(around, None))
                alt = squeeze(element.get("alt") or "") or None
                found[url] = Image(url=url, alt=alt, caption=caption)
    return list(found.values())


def links(block: Block) -> dict[Element, None]:
    """Return the `a` elements of a block in their order."""
    if block.linked == 0 and not any(run.image is not None for run in block.runs):
        return {}
    return {run.context.link: None for run in block.runs if run.context.link is not None}


def _parent(caption: Element) -> Element:
    return caption.getparent()


def _shelf(body: Body, block: Block) -> tuple[Element, str]:
    """Return what groups the block with its neighbours: (element, tag of the group)."""
    row, item = body.row(block), body.item(block)
    if row is not None:
        return next(row.iterancestors("table"), None), "table"
    if item is not None:
        shelf = item.getparent()
        return shelf, "ol" if shelf is not None and shelf.tag == "ol" else "ul"
    if block.context.quote is not None:
        return block.context.quote, "blockquote"
    if block.context.caption is not None:
        return block.context.caption, "figure"
    return None, ""


def _rows(page: Page, body: Body, blocks: list[Block]) -> Iterator[str]:
    for _, row in groupby(blocks, key=body.row):
        yield "<tr>"
        for _, group in groupby(row, key=lambda block: block.context.cell):
            cell = list(group)
            tag = "th" if getattr(cell[0].context.cell, "tag", "") == "th" else "td"
            yield f"<{tag}>{'<br>'.join(_inline(page, block) for block in cell)}</{tag}>"
        yield "</tr>"


def _paragraph(page: Page, block: Block) -> str:
    inner = _inline(page, block)
    if not inner:
        return ""
    if block.context.caption is not None:
        return f"<figcaption>{inner}</figcaption>"
    heading = block.context.heading
    tag = f"h{max(2, heading)}" if heading else "p"
    return f"<{tag}>{inner}</{tag}>"


def _inline(page: Page, block: Block) -> str:
    if len(block.runs) == 1 and block.linked == 0 and block.text:
        return _marked(_escaped(block.text), block.context)
    parts: list[str] = []
    edges = [*block.starts[1:], len(block.text)]
    pieces = zip(block.runs, block.starts, edges, strict=True)
    for link, group in groupby(pieces, key=lambda piece: piece[0].context.link):
        inner: list[str] = []
        for run, begin, end in group:
            if run.image is not None:
                inner.append(_image(page, run.image))
            inner.append(_marked(_escaped(block.text[begin:end]), run.context))
        parts.append(_linked(page, link, "".join(inner)))
    return "".join(parts).strip()


def _escaped(text: str) -> str:
    # Few paragraphs need it; looking is cheaper than three replacements.
    if "&" in text or "<" in text or ">" in text:
        return escape(text, quote=False)
    return text


def _marked(text: str, context: Context) -> str:
    if context.strong and text.strip():
        text = f"<strong>{text}</strong>"
    if context.emphasis and text.strip():
        text = f"<em>{text}</em>"
    return text


def _linked(page: Page, link: Element, inner: str) -> str:
    if link is None or not inner:
        return inner
    href = (link.get("href") or "").strip()
    address = href if href[:7].lower() == "mailto:" else page.address(href)
    if not address or not address.lower().startswith(_SCHEMES):
        return inner
    return f'<a href="{escape(address)}">{inner}</a>'


def _image(page: Page, element: Element) -> str:
    url = _source(page, element)
    alt = escape(squeeze(element.get("alt") or ""))
    return f'<img src="{escape(url)}" alt="{alt}">' if url else ""


def _source(page: Page, element: Element) -> str | None:
    sizes = (element.get("width") or "", element.get("height") or "")
    if any(size.isdecimal() and int(size) <= _ICON for size in sizes):
        return None
    return next((url for name in _LAZY_SOURCES if (url := page.address(element.get(name)))), None)
