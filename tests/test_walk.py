from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from newscrawler.archive.listing_pages import ListingPage
from newscrawler.crawl.walk import Walk, is_run_of
from newscrawler.items import Listed


def read(
    walk: Walk,
    url: str,
    keys: str,
    next_url: str | None,
    *,
    dates: Sequence[str | None] = (),
    gone: AbstractSet[str] = frozenset(),
    **told: Any,
) -> str | None:
    """Let a walk read a page with these entries, of which each key is a letter."""
    days = dates or [None] * len(keys)
    entries = [Listed(url=key, key=key, date=day) for key, day in zip(keys, days, strict=False)]
    return walk.read(ListingPage(url=url, entries=entries, next_url=next_url, **told), gone)


def walk_over(pages: Sequence[tuple[str, str | None]], walk: Walk | None = None) -> Walk:
    """Feed pages of (keys, next address) to a walk until it stops."""
    walk = walk or Walk(listing="1", candidates=["1"], max_pages=50)
    url: str | None = "1"
    for keys, next_url in pages:
        assert url is not None
        url = read(walk, url, keys, next_url)
        if url is None:
            break
    return walk


def again(order: str) -> Walk:
    return Walk(
        listing="1", candidates=["1"], max_pages=50, last_order=list(order), may_stop_early=True
    )


def test_a_walk_ends_where_the_pager_ends() -> None:
    walk = walk_over([("abc", "2"), ("def", "3"), ("g", None)])
    assert (walk.stop, list(walk.order), walk.to_the_end) == ("end", list("abcdefg"), True)


def test_an_unchanged_first_page_is_enough() -> None:
    walk = walk_over([("abc", "2")], again("abcdefg"))
    assert (walk.stop, list(walk.order)) == ("nothing new", list("abcdefg"))
    assert walk.finished
    assert not walk.to_the_end


def test_new_entries_are_read_until_a_page_stands_in_the_last_order() -> None:
    walk = walk_over([("xyab", "2"), ("cdef", "3")], again("abcdefgh"))
    assert (walk.stop, list(walk.order)) == ("nothing new", list("xyabcdefgh"))


def test_a_removal_that_shifts_entries_is_noticed() -> None:
    # c is gone from page 1, so d moved up: the page is no run of the last order.
    walk = walk_over([("abd", "2"), ("efg", "3")], again("abcdefg"))
    assert len(walk.pages) == 2


def test_entries_that_are_gone_do_not_count_as_a_change() -> None:
    walk = again("abd")
    read(walk, "1", "abcd", "2", gone={"c"})
    assert walk.stop == "nothing new"


def test_a_first_walk_never_stops_early() -> None:
    walk = walk_over([("abc", "2"), ("def", None)])
    assert walk.stop == "end"


def test_a_pager_that_repeats_its_last_page_for_ever_is_left() -> None:
    walk = walk_over([("abc", "2"), ("def", "3"), ("def", "4"), ("def", "5"), ("def", "6")])
    assert (walk.stop, len(walk.pages), walk.to_the_end) == ("repeats", 4, True)


def test_a_pager_that_leads_on_for_ever_is_left_after_two_empty_pages() -> None:
    walk = walk_over([("abc", "2"), ("def", "3"), ("", "4"), ("", "5"), ("", "6")])
    assert (walk.stop, len(walk.pages), walk.finished) == ("repeats", 4, True)


def test_an_empty_page_among_others_is_not_complete() -> None:
    walk = walk_over([("abc", "2"), ("", "3"), ("ghi", None)])
    assert (walk.stop, walk.detail, walk.finished) == ("hole", "2", False)
    assert list(walk.order) == list("abcghi")


def test_a_month_without_releases_is_none_of_these() -> None:
    walk = walk_over([("abc", "/2024/04"), ("", "/2024/03"), ("ghi", None)])
    assert walk.stop == "end"


def test_one_page_without_anything_new_does_not_end_a_walk() -> None:
    # A page's worth of releases published while reading shifts everything by one page.
    walk = walk_over([("abc", "2"), ("abc", "3"), ("def", None)])
    assert list(walk.order) == list("abcdef")


def test_a_pager_that_leads_back_ends() -> None:
    walk = walk_over([("abc", "2"), ("def", "1")])
    assert walk.stop == "repeats"


def test_a_pager_that_leads_back_while_it_names_more_is_not_complete() -> None:
    for more in ({"total": 9}, {"pages": 4}):
        walk = Walk(listing="1", candidates=["1"], max_pages=50)
        assert read(walk, "1", "abc", "2", **more) == "2"
        assert read(walk, "2", "def", "1", **more) is None
        assert (walk.stop, walk.detail, walk.finished) == ("loops", "2", False)
    walk = Walk(listing="1", candidates=["1"], max_pages=50)
    read(walk, "1", "abc", "2", total=6, pages=2)
    read(walk, "2", "def", "1", total=6, pages=2)
    assert walk.stop == "repeats"


def test_the_page_cap_is_not_an_end() -> None:
    walk = Walk(listing="1", candidates=["1"], max_pages=2)
    walk_over([("abc", "2"), ("def", "3"), ("ghi", None)], walk)
    assert walk.stop == "page cap"
    assert not walk.finished


def test_since_ends_only_on_a_page_of_older_dates() -> None:
    walk = Walk(listing="1", candidates=["1"], max_pages=9, since="2024-01-01")
    assert read(walk, "1", "ab", "2", dates=["2024-02-01", "2023-12-01"]) == "2"
    assert read(walk, "2", "cd", "3", dates=["2023-11-01", None]) == "3"
    assert read(walk, "3", "ef", "4", dates=["2023-10-01", "2023-09-01"]) is None
    assert walk.stop == "since"
    assert not walk.finished


def test_a_listing_goes_on_with_the_years_that_its_pages_have_not_passed() -> None:
    walk = Walk(listing="now", candidates=["now"], max_pages=10)
    periods = {202400: "2024", 202300: "2023", 202200: "2022"}
    # A pinned entry is old, and says nothing about how far the listing has come.
    pinned = ["2019-01-01", "2024-05-01", "2024-03-01"]
    assert read(walk, "now", "abc", "now?2", dates=pinned, periods=periods) == "now?2"
    assert read(walk, "now?2", "de", None, dates=["2024-01-01", "2023-12-01"]) == "2023"
    assert read(walk, "2023", "ef", None, dates=[None, "2023-02-01"], periods=periods) == "2022"
    assert not walk.finished
    assert read(walk, "2022", "", None, periods=periods) is None
    assert walk.stop == "end"


def test_a_listing_goes_on_with_the_months_that_its_pages_have_not_passed() -> None:
    walk = Walk(listing="now", candidates=["now"], max_pages=10)
    periods = {202405: "05", 202404: "04", 202403: "03", 202300: "2023"}
    days = ["2024-05-09", "2024-04-30"]
    assert read(walk, "now", "abc", None, dates=days, periods=periods) == "04"
    assert read(walk, "04", "cd", None, dates=["2024-04-30", "2024-04-01"]) == "03"
    assert read(walk, "03", "ef", None, dates=["2024-03-09"]) == "2023"
    assert read(walk, "2023", "gh", None, dates=["2023-03-09"]) is None
    assert walk.stop == "end"


def test_a_listing_goes_on_with_the_lists_of_each_kind_that_it_shows_the_newest_of() -> None:
    walk = Walk(listing="now", candidates=["now"], max_pages=10)
    assert read(walk, "now", "ad", None, sections=["a", "d"]) == "a"
    assert read(walk, "a", "ab", "a?2") == "a?2"
    assert read(walk, "a?2", "c", None) == "d"
    assert read(walk, "d", "def", None) is None
    assert (walk.stop, list(walk.order)) == ("end", list("adbcef"))


def test_years_count_for_the_page_cap() -> None:
    walk = Walk(listing="now", candidates=["now"], max_pages=1)
    assert read(walk, "now", "abc", None, periods={202300: "2023", 202200: "2022"}) is None
    assert walk.stop == "page cap"


def test_a_run_is_consecutive_and_in_order() -> None:
    assert is_run_of("cd", "abcdef")
    assert not is_run_of("ce", "abcdef")
    assert not is_run_of("dc", "abcdef")
    assert not is_run_of("fg", "abcdef")
    assert not is_run_of("", "abc")


def test_what_goes_on_where_no_address_leads_is_not_complete() -> None:
    walk = Walk(listing="now", candidates=["now"], max_pages=10)
    periods = {202400: "2024", 202300: "2023"}
    assert read(walk, "now", "abc", None, unlinked="Load more", periods=periods) == "2024"
    assert read(walk, "2024", "de", None) == "2023"
    assert read(walk, "2023", "fg", None) is None
    assert (walk.stop, walk.detail) == ("unlinked", "“Load more” at now")
    assert not walk.finished
    walk.rest_is_listed(["h"])
    assert walk.finished
    assert walk.to_the_end
    assert list(walk.order) == list("abcdefgh")


def test_a_button_that_leads_nowhere_on_the_last_of_linked_pages_is_an_end() -> None:
    walk = Walk(listing="1", candidates=["1"], max_pages=10)
    assert read(walk, "1", "abc", "2") == "2"
    assert read(walk, "2", "de", None, unlinked="Next") is None
    assert walk.stop == "end"


def test_what_is_held_already_needs_no_rest() -> None:
    assert read(again("abcdef"), "1", "abc", None, unlinked="Load more") is None


def test_only_declared_addresses_say_why_there_is_no_listing() -> None:
    walk = Walk(listing="a", candidates=["a", "b"], max_pages=10)
    walk.tried += ["a"]
    walk.guess(["b", "c", "d"], most=3)
    assert walk.candidates == ["a", "b", "c"]
    assert not walk.is_guessing
    walk.tried += ["b", "c"]
    assert walk.is_guessing


def test_what_is_new_is_looked_for_below_entries_that_are_older_than_the_newest() -> None:
    walk = again("abcdef")
    walk.newest = "2024-05-06"
    assert read(walk, "1", "abc", "2", dates=["2020-01-01", None, "2023-01-01"]) == "2"
    assert read(walk, "2", "def", "3", dates=["2024-05-06"]) is None
    assert walk.stop == "nothing new"


def test_what_is_counted_more_than_what_is_new_is_looked_for_further_down() -> None:
    walk = again("abcdef")
    walk.last_total = 6
    assert read(walk, "1", "xab", "2", total=8) == "2"
    assert read(walk, "2", "cyd", "3", total=8) == "3"
    assert read(walk, "3", "ef", None, total=8) is None
    assert (walk.stop, list(walk.order)) == ("nothing new", list("xabcydef"))
    usual = again("abcdef")
    usual.last_total = 6
    assert read(usual, "1", "xyabc", "2", total=8) == "2"
    assert read(usual, "2", "def", None, total=8) is None
    assert usual.stop == "nothing new"


def test_a_listing_that_ends_before_it_did_is_read_as_it_is() -> None:
    walk = again("abcdefghijkl")
    walk.last_length = 12
    read(walk, "1", "abc", None)
    assert (walk.stop, walk.detail, walk.finished) == ("shrunk", "3 of 12", False)
    assert list(walk.order) == list("abc")


def test_a_listing_of_several_pages_without_one_of_them_is_not_complete() -> None:
    walk = again("abcdefghijkl")
    walk.last_length = 12
    assert read(walk, "1", "xabcd", "2") == "2"
    assert read(walk, "2", "efg", None) is None
    assert (walk.stop, walk.detail) == ("shrunk", "8 of 12")
    for next_url, stop in ((None, "end"), ("1", "shrunk")):
        usual = again("abcdefghijkl")
        usual.last_length = 12
        read(usual, "1", "xabcd", "2")
        read(usual, "2", "efgij", next_url)
        assert usual.stop == stop


def test_a_page_that_shows_the_one_before_once_more_is_not_as_it_was() -> None:
    walk = again("abcdefghijkl")
    walk.last_length, walk.newest = 12, "2024-06-04"
    assert read(walk, "1", "abcdef", "2", dates=["2024-06-03"] * 6) == "2"
    assert read(walk, "2", "abcdef", "2", dates=["2024-06-04"] * 6) is None
    assert (walk.stop, walk.detail) == ("shrunk", "6 of 12")
