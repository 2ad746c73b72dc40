"""Where clicks lead that call functions of the page."""

from __future__ import annotations

import pytest

from newscrawler import extract
from newscrawler.extract.pages.scripts import Scripts

NEWS = "http://www.harbour.example/bbs/list.do?id=3"
FORM = """<form name="frm" id="frm" method="{method}" action="/bbs/list.do"><input type=hidden
name=id value=3><input type=hidden name=no id=no><input type=hidden name=page value=1></form>"""


def address(function: str, click: str, method: str = "get") -> str | None:
    html = f"<script>{function}</script>{FORM.format(method=method)}"
    return Scripts(extract.Page(html.encode(), NEWS)).address(click)


@pytest.mark.parametrize(
    ("function", "click", "expected"),
    [
        ("function go(n) { location.href = '/view?no=' + n; }", "go('7')", "/view?no=7"),
        ("function go(n){location.href='/view/'+n+'.do'}", "javascript:go(7);", "/view/7.do"),
        ('function go(a, b) { window.open("v?" + b + a) }', "return go('1', 2)", "v?21"),
        ("var go = function(n) {\n document.location = encodeURI(n)\n}", "go('/a')", "/a"),
        ("function x(){} function go(n) { self.location.replace('/' + n); }", "go(3)", "/3"),
        (
            "function go(n){ document.frm.no.value = n; document.frm.submit(); }",
            "go(7)",
            "/bbs/list.do?id=3&no=7&page=1",
        ),
        (
            "function go(n){ $('#no').val(n);\n$('#frm').attr('action', '/v.do').submit(); }",
            "go(7)",
            "/v.do?id=3&no=7&page=1",
        ),
    ],
)
def test_a_function_of_the_page_tells_where_a_click_leads(function, click, expected):
    assert address(function, click) == expected


@pytest.mark.parametrize(
    ("function", "click"),
    [
        ("function go(n) { location.href = '/view?no=' + $('#x').val(); }", "go(7)"),
        ("function go(n) { location.href = '/view?no=' + n; }", "go(this)"),
        ("function go(n) { location.href = '/view?no=' + n; }", "go()"),
        ("function go(n) { if (location.href == '/a') alert(n); }", "go(7)"),
        ("function go(n) { other.no.value = n; other.other.value = 1; x.submit(); }", "go(7)"),
        ("function other() { location.href = '/a'; }", "go()"),
        ("", "alert('x')"),
    ],
)
def test_what_a_function_does_not_tell_is_not_guessed(function, click):
    assert address(function, click) is None


def test_a_form_that_is_posted_is_asked_for_by_get_where_it_leads_to_another_page():
    there = "function go(n){ frm.no.value = n; frm.action = '/bbs/view.do'; frm.submit(); }"
    assert address(there, "go(7)", "post") == "/bbs/view.do?id=3&no=7&page=1"
    here = "function go(n){ document.frm.page.value = n; document.frm.submit(); }"
    assert address(here, "go(2)", "post") is None
    assert address(here, "go(2)", "get") == "/bbs/list.do?id=3&page=2"


def test_a_board_whose_links_are_clicks_is_a_listing_with_a_next_page():
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='#' onclick=\"view('{n}'); return false;\">Members meet at"
        f" the quay of the port, part {n}</a></td><td>2024-05-0{n}</td></tr>"
        for n in range(9, 3, -1)
    )
    script = "function view(no) { location.href = 'view.do?no=' + no; }"
    script += "function list(n) { document.frm.page.value = n; document.frm.submit(); }"
    pager = '<p><b>1</b> <a href="javascript:list(2)">2</a> <a href="javascript:list(3)">3</a></p>'
    html = f"<script>{script}</script>{FORM.format(method='get')}<table>{rows}</table>{pager}"
    found = extract.listing(extract.Page(html.encode(), NEWS))
    assert [entry.key for entry in found.entries] == [
        f"/bbs/view.do?no={n}" for n in range(9, 3, -1)
    ]
    assert found.entries[0].date == "2024-05-09"
    assert found.next_url == "http://www.harbour.example/bbs/list.do?id=3&page=2"
