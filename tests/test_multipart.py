"""Articles that are cut into several pages: which is the next one; all of them as one capture."""

from __future__ import annotations

import pytest

from newscrawler import extract
from newscrawler.items import Capture
from newscrawler.multipart import pack, unpack

HERE = "http://www.harbour.example/news/fair.html"


def following(html: str, here: str = HERE, *told: str | int | None) -> tuple[str, int] | None:
    page = extract.Page(f"<main>{html}</main>".encode(), here)
    return extract.following(page, *(told or (here,)))


@pytest.mark.parametrize(
    ("here", "second", "number"),
    [
        ("/news/fair.html", "/news/fair_2.html", 2),
        ("/news/fair.html", "/news/fair-2.html", 2),
        ("/news/t2024_17.html", "/news/t2024_17_1.html", 1),
        ("/news/fair/", "/news/fair/2/", 2),
        ("/news/fair", "/news/fair?page=2", 2),
        ("/news?id=7", "/news?id=7&page=2", 2),
        ("/news?id=7", "/news?page=2&id=7", 2),
    ],
)
def test_the_page_of_an_article_that_a_number_leads_to(here, second, number):
    here = f"http://www.harbour.example{here}"
    found = following(f"<b>1</b> <a href='{second}'>2</a>", here)
    assert found == (f"http://www.harbour.example{second}", number)
    third = second[::-1].replace(str(number), str(number + 1), 1)[::-1]
    row = f"<a href='{here}'>1</a> <b>2</b> <a href='{third}'>3</a>"
    assert following(row, f"http://www.harbour.example{second}", here, number) is not None
    assert following(row.replace("3", "4"), second, here, number) is None


def test_the_page_that_is_told_to_machines():
    assert following("<link rel=next href='?page=2'>") == (f"{HERE}?page=2", 2)


@pytest.mark.parametrize(
    "html",
    [
        "<a rel=next href='fair-2.html'>Next</a>",
        "<link rel=next href='fair-2.html'>",
        "<a href='fair-3.html'>3</a>",
        "<a href='fair-2.html'>The second fair</a>",
        "<a href='other-2.html'>2</a>",
        "<a href='http://[bad/2'>2</a>",
        "<a href='fair.html?size=2'>2</a>",
    ],
)
def test_what_leads_to_another_article_is_no_page_of_this_one(html):
    assert following(html) is None


def capture(body: bytes, url: str = HERE, **headers: str) -> Capture:
    return Capture(
        url=url, body=body, status=200, headers=headers, fetched_at="2024-05-06T07:08:09Z"
    )


def test_pages_are_packed_and_come_out_as_they_were():
    pages = [
        capture(b"one\r\nContent-Length: 9\r\n\r\n\x00\xff"),
        capture(b"", f"{HERE}?page=2"),
        capture("三".encode("gb18030"), f"{HERE}?page=3", **{"Content-Type": "text/html"}),
    ]
    packed = pack(pages)
    assert unpack(packed) == pages
    assert (packed.url, pack(pages)) == (HERE, packed)


def test_what_only_looks_like_packed_pages_is_one():
    packed = pack([capture(b"one"), capture(b"two")])
    for body in (packed.body[:-1], packed.body + b"more", b""):
        packed.body = body
        assert unpack(packed) == [packed]
    plain = capture(pack([capture(b"one")]).body)
    assert unpack(plain) == [plain]


def test_a_served_file_of_this_kind_has_the_address_at_which_it_was_served():
    packed = pack([capture(b"one", "http://other.example/")])
    packed.url = HERE
    assert unpack(packed)[0].url == HERE
