"""Particulars beside a release in Western and other languages: no text, and what they tell."""

from __future__ import annotations

import pytest

from newscrawler import extract

ADDRESS = "https://www.quay.example/news/1238"
TITLE = "Quay masters agree on a common signal code"
TEXT = [
    "The quay masters of nine towns have agreed on a common code of signals for barges, which comes"
    " into force in spring and replaces all local ones.",
    "Crews had to learn a new set of flags at every stop until now, said the chair of the meeting.",
]
# Labels of a day, a category, an author and a counter, and how the day is written
LABELS = {
    "en": (["Date", "Category", "Author", "Views"], "16 March 2021"),
    "de": (["Datum", "Kategorie", "Autor", "Aufrufe"], "16. März 2021"),
    "fr": (["Publié le", "Rubrique", "Auteur", "Vues"], "16 mars 2021"),
    "es": (["Fecha de publicación", "Categoría", "Autor", "Visitas"], "16 de marzo de 2021"),
    "pt": (["Publicado em", "Assunto", "Autor", "Acessos"], "16/03/2021"),
    "it": (["Data", "Argomento", "Autore", "Visite"], "16 marzo 2021"),
    "nl": (["Datum", "Onderwerp", "Auteur", "Weergaven"], "16 maart 2021"),
    "ru": (["Дата", "Рубрика", "Автор", "Просмотры"], "16.03.2021"),
    "pl": (["Data publikacji", "Kategoria", "Autor", "Odsłony"], "16.03.2021"),
    "ar": (["تاريخ النشر", "التصنيف", "الكاتب", "المشاهدات"], "16 مارس 2021"),
    "he": (["תאריך", "נושא", "מחבר", "צפיות"], "16/03/2021"),
    "vi": (["Ngày đăng", "Chuyên mục", "Tác giả", "Lượt xem"], "16/03/2021"),
    "id": (["Tanggal", "Kategori", "Penulis", "Dilihat"], "16 Maret 2021"),
    "th": (["วันที่", "หมวดหมู่", "ผู้เขียน", "เข้าชม"], "16 มีนาคม 2564"),
}
FORMS = {
    "cells": ("<table>", "<tr><td>{}:</td><td>{}</td></tr>", "</table>"),
    "heads": ("<table>", "<tr><th>{}</th><td>{}</td></tr>", "</table>"),
    "terms": ("<dl>", "<dt>{}</dt><dd>{}</dd>", "</dl>"),
    "lines": ("<ul>", "<li><b>{}:</b> {}</li>", "</ul>"),
    "boxes": ("<div>", "<div><div>{}</div><div>{}</div></div>", "</div>"),
    "strokes": ("<p>", "<span>{}: {}</span> | ", "</p>"),
}


def sheet(pairs: list[tuple[str, str]], form: str) -> str:
    start, row, end = FORMS[form]
    return start + "".join(row.format(*pair) for pair in pairs) + end


def read(above: str, below: str = "", language: str = "en") -> extract.Extracted:
    inner = "".join(f"<p>{line}</p>" for line in TEXT)
    html = (
        f"<html lang={language}><title>Quay masters</title><nav><a href=/>Home</a> &gt; "
        f"<a href=/news>News</a></nav>{above}<div>{inner}</div>{below}"
        "<footer>© 2021 Quay masters</footer>"
    )
    return extract.article(extract.Page(html.encode(), ADDRESS))


def lines(found: extract.Extracted) -> list[str]:
    return (found.body or "").split("\n\n")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LABELS)
@pytest.mark.parametrize("place", ["above", "side"])
def test_particulars_tell_day_and_author_and_are_no_text(language, form, place):
    labels, day = LABELS[language]
    values = [day, "News", "Ada Lindqvist", "1204"]
    rows = sheet(list(zip(labels, values, strict=True)), form)
    heading = f"<h1>{TITLE}</h1>"
    above = heading + rows if place == "above" else heading
    found = read(above, f"<aside>{rows}</aside>" if place == "side" else "", language)
    assert lines(found) == TEXT
    assert found.title == TITLE
    assert found.create_time == "2021-03-16"
    assert found.byline == ["Ada Lindqvist"]


def test_particulars_of_an_event_do_not_tell_the_day():
    rows = [("Date", "16 May 2021"), ("Type", "Fair"), ("Language", "Dutch"), ("Time", "10:00")]
    head = f"<h1>{TITLE}</h1><p>Published: 16 March 2021</p>"
    assert read(head, f"<div>{sheet(rows, 'lines')}</div>").create_time == "2021-03-16"
    assert read(sheet(rows, "lines") + head).create_time == "2021-03-16"


def test_a_page_that_says_twice_when_it_was_posted_has_no_sheet():
    times = "<p>Posted: March 16, 2021</p><p>Updated: March 17, 2021</p>"
    found = read(f"<h1>{TITLE}</h1>{times}<p>A picture</p>{times}")
    assert found.create_time == "2021-03-16"
    assert lines(found)[-2:] == TEXT


def test_the_head_of_a_table_in_a_text_is_no_label():
    head = "<tr><th>Date</th><th>Category</th><th>Language</th></tr>"
    row = "<tr><td>4 May 2019</td><td>Flags</td><td>Dutch</td></tr>"
    found = read(f"<h1>{TITLE}</h1><p>16 March 2021</p>", f"<table>{head}{row}</table>")
    assert found.create_time == "2021-03-16"


@pytest.mark.parametrize("word", ["Share:", "Udostępnij:", "شارك:", ""])
def test_links_to_networks_below_a_text_are_none_of_it(word):
    networks = " ".join(f"<a href=https://{n}.example/s>{n}</a>" for n in ("Facebook", "X", "VK"))
    head = f"<h1>{TITLE}</h1><p>Published: 16 March 2021</p>"
    assert lines(read(head, f"<div><span>{word}</span> {networks}</div>")) == TEXT


def test_an_author_last_in_the_line_of_the_date_is_found():
    line = (
        "<div class=footer><p><span class=when>16 March 2021</span> <span>News</span> "
        "<span class=author>By <span>Ada Lindqvist</span></span></p></div>"
    )
    assert read(f"<h1>{TITLE}</h1>{line}").byline == ["Ada Lindqvist"]


def test_tags_in_a_box_that_is_called_a_byline_are_no_author():
    box = "<div class=byline>Tags: <a href=/t>Ada Lindqvist</a></div>"
    assert read(f"<h1>{TITLE}</h1><p>16 March 2021</p>{box}").byline is None


def test_the_end_of_a_quotation_parts_no_crumbs():
    trail = "<p><a href=/>Home</a> » <a href=/news>News</a> » The «Quay» prize is given</p>"
    html = f"<html><title>Prize</title>{trail}<h1>The «Quay» prize is given</h1><p>{TEXT[0]}</p>"
    found = extract.article(extract.Page(html.encode(), ADDRESS))
    assert found.breadcrumb == ["Home", "News", "The «Quay» prize is given"]


@pytest.mark.parametrize("heading", ["Downloads", "Pliki", "المرفقات"])
def test_documents_in_a_field_below_the_text_are_attachments_and_no_text(heading):
    names = ["The code of signals", "The table of flags"]
    files = "".join(f"<li><a href=/f/{n}.pdf>{name}</a>" for n, name in enumerate(names))
    head = f"<h1>{TITLE}</h1><p>Published: 16 March 2021</p>"
    found = read(head, f"<div><div>{heading}</div><ul>{files}</ul></div>")
    assert lines(found) == TEXT
    assert [each.text for each in found.attachments] == names
