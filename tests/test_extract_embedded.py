"""Articles that a page holds only as data for a script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler import extract
from newscrawler.extract.pages import embedded
from newscrawler.items import Listed

HERE = "https://www.harbour.example/news/a-crane-for-the-east-quay"
TITLE = "A crane for the east quay"
PARAGRAPHS = [
    "The harbour has bought a crane for the east quay. It lifts forty tons and comes in May.",
    "The old one has served for sixty years. A museum in the town has asked for it, “as it is”.",
    "Ships that wait for the crane may use the west quay until then, at the price of the east one.",
]
HTML = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
POST = {"id": 7, "title": TITLE, "publishedAt": "2024-03-04T09:30:00+01:00", "content": HTML}
OTHERS = [
    {"id": n, "title": f"Another release, number {n}", "content": HTML.replace("crane", "lamp") * 2}
    for n in (5, 6)
]
STATE = {"props": {"pageProps": {"article": POST, "more": OTHERS}}}


def page(scripts: str, shown: str = "<p>Please enable JavaScript.</p>") -> bytes:
    return (
        f"<html lang=en><head><title>{TITLE} | Harbour</title></head>"
        f"<body><div id=app>{shown}</div>{scripts}</body></html>"
    ).encode()


def script(text: str, attributes: str = "") -> str:
    return f"<script {attributes}>{text}</script>"


def pushed(rows: str, size: int = 150) -> str:
    pieces = [rows[at : at + size] for at in range(0, len(rows), size)]
    return "".join(script(f"self.__next_f.push({json.dumps([1, piece])})") for piece in pieces)


def packed(value: Any) -> list[Any]:
    """Write a value as devalue does."""
    places: list[Any] = []

    def put(each: Any) -> int:
        at = len(places)
        places.append(None)
        if isinstance(each, dict):
            places[at] = {name: put(inner) for name, inner in each.items()}
        elif isinstance(each, list):
            places[at] = [put(inner) for inner in each]
        else:
            places[at] = each
        return at

    put(value)
    return places


FLIGHT = (
    '1:"$Sreact.fragment"\n2:I[123,["app.js"],"default"]\n'
    f"a:T{len(HTML.encode()):x},{HTML}"
    f'0:["$","$L2",null,{{"article":{json.dumps({**POST, "content": "$a"})},"more":"$b"}}]\n'
    f"b:{json.dumps(OTHERS)}\n"
)
PAGES = {
    "__NEXT_DATA__": script(json.dumps(STATE), "id=__NEXT_DATA__ type=application/json"),
    "__INITIAL_STATE__": script(
        f"window.__INITIAL_STATE__ = {json.dumps(STATE)};(function(){{}})()"
    ),
    "undefined": script(f'window.S={{"user":undefined,"state":{json.dumps(STATE)}}};'),
    "parsed": script(f"window.S = JSON.parse({json.dumps(json.dumps(STATE))});"),
    "nuxt": script(json.dumps(packed(STATE)), "id=__NUXT_DATA__ type=application/json"),
    "flight": pushed(FLIGHT),
}


def read(body: bytes, listed: Listed | None = None, zone: str | None = None) -> extract.Extracted:
    return extract.article(extract.Page(body, HERE), extract.Rules(timezone=zone), listed)


@pytest.mark.parametrize("name", PAGES)
def test_an_article_in_data_is_read(name: str):
    found = read(page(PAGES[name]))
    assert found.title == TITLE
    assert found.body == "\n\n".join(PARAGRAPHS)
    assert found.create_time == "2024-03-04T09:30:00+01:00"
    for field in ("title", "body", "create_time"):
        assert found.evidence[field]["how"].startswith("embedded data")
        assert "/script" in found.evidence[field]["where"]


def test_the_evidence_names_the_way_to_the_object():
    found = read(page(PAGES["__NEXT_DATA__"]))
    assert found.evidence["body"]["how"] == "embedded data (props.pageProps.article)"
    assert found.evidence["body"]["raw"] == PARAGRAPHS[0]


def test_what_the_page_shows_comes_first():
    shown = f"<h1>{TITLE}</h1><p>4 March 2024</p>" + "".join(
        f"<p>{each.replace('crane', 'pump')}</p>" for each in PARAGRAPHS
    )
    found = read(page(PAGES["__NEXT_DATA__"], shown))
    assert "pump" in (found.body or "")
    assert "crane" not in (found.body or "")


def test_a_short_release_that_is_shown_is_not_replaced():
    shown = f"<h1>{TITLE}</h1><p>4 March 2024</p><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
    assert PARAGRAPHS[2] not in (read(page(PAGES["__NEXT_DATA__"], shown)).body or "")


def test_the_text_is_cleaned_like_that_of_a_page():
    html = f'{HTML}<ul><li><a href="/list.pdf">The list</a></li></ul><script>steal()</script>'
    found = read(
        page(script(f"window.S = {json.dumps({**POST, 'content': html})}".replace("</", "<\\/")))
    )
    assert "steal" not in (found.body or "") + (found.body_html or "")
    assert found.attachments[0].url == "https://www.harbour.example/list.pdf"


TEXT = [{"type": "text", "text": each} for each in PARAGRAPHS]
RICH = {
    "plain": "\n\n".join(PARAGRAPHS),
    "escaped": HTML.replace("<", "&lt;").replace(">", "&gt;"),
    "rendered": {"rendered": HTML},
    "strings": PARAGRAPHS,
    "nodes": {"type": "doc", "content": [{"type": "paragraph", "content": [t]} for t in TEXT]},
    "portable": [{"_type": "block", "style": "normal", "children": [t]} for t in TEXT],
    "contentful": {
        "nodeType": "document",
        "content": [
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": each}]}
            for each in PARAGRAPHS
        ],
    },
    "blocks": {"blocks": [{"type": "paragraph", "data": {"text": each}} for each in PARAGRAPHS]},
}


@pytest.mark.parametrize("name", RICH)
def test_texts_are_read_as_editors_keep_them(name: str):
    found = read(page(script(json.dumps({**POST, "content": RICH[name]}), "type=application/json")))
    assert found.body == "\n\n".join(PARAGRAPHS)


def test_of_several_the_one_that_is_listed_is_taken():
    data = script(json.dumps({"all": [POST, *OTHERS]}), "type=application/json")
    bare = page(data).replace(
        f"<title>{TITLE} | Harbour</title>".encode(), b"<title>Harbour</title>"
    )
    elsewhere = bare.replace(b'"id": 7', b'"id": 1')
    assert read(elsewhere).body is None or "lamp" not in (read(elsewhere).body or "")
    assert "crane" in (read(elsewhere, Listed(url=HERE, title=TITLE, key="7")).body or "")


@pytest.mark.parametrize(
    "held",
    [
        [POST | {"url": "/news/a-crane-for-the-east-quay/?from=list"}, *OTHERS],
        [POST | {"slug": "a-crane-for-the-east-quay"}, *OTHERS],
        [POST],
    ],
    ids=["by its address", "by its name in the address", "alone"],
)
def test_without_a_title_the_article_of_the_page_is_known(held: list[dict[str, Any]]):
    data = page(script(json.dumps({"all": held}), "type=application/json"))
    found = read(data.replace(TITLE.encode() + b" | ", b""))
    assert (found.title, found.body) == (TITLE, "\n\n".join(PARAGRAPHS))


def test_a_moment_in_seconds_needs_a_zone_to_be_a_day():
    data = page(script(json.dumps({**POST, "publishedAt": 1709568000}), "type=application/json"))
    assert read(data).create_time is None
    assert read(data, zone="Asia/Shanghai").create_time == "2024-03-05T00:00:00+08:00"


def test_what_names_itself_ends():
    rows = '0:{"title":"A","content":"$1"}\n1:{"title":"B","content":"$0"}\n'
    circle = [{"title": 1, "content": 0}, "A title"]
    for scripts in (
        pushed(rows),
        script(json.dumps(circle) + " " * 100, "id=__NUXT_DATA__ type=json"),
    ):
        assert (read(page(scripts)).body or "") in ("", "Please enable JavaScript.")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["$0", HTML]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "content", "children", "type", "text", "date", "url"]), inner
        )
    ),
    max_leaves=20,
)


@given(JSON, st.sampled_from(["json", "nuxt", "flight", "variable"]))
def test_any_data_gives_a_result(value: Any, form: str):
    text = json.dumps(value) + " " * 100
    scripts = {
        "json": script(text, "type=application/json"),
        "nuxt": script(text, "id=__NUXT_DATA__ type=application/json"),
        "flight": pushed(f"0:{text}\n1:Tff,{text}"),
        "variable": script(f"window.S = {text};"),
    }[form]
    body = page(scripts)
    assert read(body).values() == read(body).values()
    extract.listing(extract.Page(body, HERE))


@given(st.binary(max_size=300))
def test_any_pieces_give_a_result(data: bytes):
    text = data.decode("latin-1")
    parsed = extract.Page(page(pushed(text, 50)), HERE)
    assert all(isinstance(each.value, (dict, list)) for each in embedded.read(parsed))
