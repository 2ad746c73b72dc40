"""The replica itself: what the other tests measure the crawler by must be true first."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from fixtures.replica import render
from fixtures.replica.releases import room
from fixtures.replica.room import PAGE_SIZE, Release
from fixtures.replica.server import Replica, ReplicaThread, as_json
from fixtures.replica.synthetic import make_room

LISTING = "/Home/Articles/index/cid/18"


@pytest.fixture
def replica() -> Iterator[Replica]:
    with ReplicaThread(room()) as served:
        yield served


def get(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


def operate(replica: Replica, verb: str, **sent: Any) -> Any:
    data = json.dumps(sent).encode()
    with urllib.request.urlopen(f"{replica.url}/-/{verb}", data, timeout=10) as answer:
        return json.load(answer)


def test_it_is_large_enough_and_has_its_oddities():
    whole = room()
    assert len(whole) >= 60
    assert whole.pages >= 4
    assert sum(release.quirk is not None for release in whole) >= 30


def test_no_two_releases_have_the_same_text():
    bodies = [release.paragraphs for release in room() if release.paragraphs]
    assert len(set(bodies)) == len(bodies)


@pytest.mark.parametrize(
    "path",
    [
        "/articles/view/cid/18/id/{}",
        "/Home/Articles/view/cid/18/id/{}.html",
        "/home/articles/VIEW/ID/{}/CID/18/",
        "/articles/view/cid/18/id/{}?from=list",
    ],
)
def test_a_release_answers_under_every_spelling(replica: Replica, path: str):
    release = next(iter(replica.room))
    status, body, _ = get(replica.url + path.format(release.id))
    assert status == 200
    assert body.decode() == render.article(release)


@pytest.mark.parametrize("path", ["/articles/view/cid/15/id/{}", "/articles/view/cid/18/id/x{}"])
def test_another_section_or_no_number_is_no_release(replica: Replica, path: str):
    release = next(iter(replica.room))
    assert get(replica.url + path.format(release.id))[0] == 404


def test_the_listing_leads_to_every_release_once():
    whole = room()
    listed = [release.id for page in range(1, whole.pages + 1) for release in whole.page(page)]
    assert sorted(listed) == sorted(release.id for release in whole)
    assert whole.page(whole.pages + 1) == []


def test_the_pager_shows_eleven_numbers_and_marks_its_page():
    html = render.pager(10, 30)
    assert html.count('class="num"') == 10
    assert '<span class="current">10</span>' in html
    assert f'class="next" href="{LISTING}/p/11.html"' in html
    assert f'class="end" href="{LISTING}/p/30.html"' in html


def test_one_page_has_no_pager():
    assert "<a" not in render.pager(1, make_room(PAGE_SIZE).pages)


def test_a_known_page_costs_no_body(replica: Replica):
    _, body, headers = get(replica.url + LISTING)
    assert body
    assert get(replica.url + LISTING, **{"If-None-Match": headers["ETag"]})[:2] == (304, b"")


def test_past_the_end_it_is_empty_or_repeats():
    html = render.listing(room(), 99)
    assert "/articles/view/cid/18" not in html.split('class="newslist"')[1].split("</ul>")[0]
    assert "/p/100.html" in render.listing(room(), 99, endless=True)


def test_the_operator_publishes_edits_and_deletes(replica: Replica):
    release = Release(9000, "A late word", "2024-06-09", ("It is said now.",))
    operate(replica, "publish", **json.loads(as_json(release)))
    url = f"{replica.url}/articles/view/cid/18/id/9000"
    assert b"It is said now." in get(url)[1]
    operate(replica, "edit", id=9000, paragraphs=["It was said then."])
    assert b"It was said then." in get(url)[1]
    assert operate(replica, "truth")[0]["body"] == "It was said then."
    operate(replica, "delete", id=9000)
    assert get(url)[0] == 404


def test_what_goes_wrong_on_demand_goes_wrong_as_often_as_told(replica: Replica):
    operate(replica, "fail", path="/articles/view/", how=503, times=2)
    url = f"{replica.url}/articles/view/cid/18/id/{next(iter(replica.room)).id}"
    assert [get(url)[0] for _ in range(3)] == [503, 503, 200]


def test_it_tells_what_was_asked_for_and_since_when(replica: Replica):
    get(replica.url + "/robots.txt")
    seen = operate(replica, "requests")["seen"]
    get(replica.url + LISTING)
    asked = operate(replica, "requests", after=seen)
    assert asked == {"listing": 1, "seen": seen + 1, "paths": [LISTING]}


def test_an_unknown_order_is_refused(replica: Replica):
    status, body, _ = get(f"{replica.url}/-/explode")
    assert status == 400
    assert b"explode" in body
