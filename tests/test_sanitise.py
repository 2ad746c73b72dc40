"""What is made harmless to be shown costs about what it is, however its tags stand."""

from __future__ import annotations

import pytest

from newscrawler.reading_room.sanitise import clean

NUMBER = 1500
TAGS = "".join(f"<b i={number}>" for number in range(NUMBER))
# A browser would open each of the first again in each of the second: two million elements.
MARKUP = {
    "opened again in each paragraph": f"<p>{TAGS}</p>{'<p>One.</p>' * NUMBER}",
    "opened again in each item": f"<ul><li>{TAGS}</li>{'<li>One.</li>' * NUMBER}</ul>",
}


@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_tags_that_do_not_end_are_not_opened_again_and_again(markup: str):
    shown = clean(markup, "https://a.example/")
    assert len(shown) < 3 * len(markup)
    assert shown.count("One.") == NUMBER


@pytest.mark.parametrize("inner", ["<p>One.</p>", "<table><tr><td>One.</td></tr></table>"])
def test_what_is_nested_rightly_is_shown_as_it_is_in_any_number(inner: str):
    few, many = (clean(inner * number, "https://a.example/") for number in (10, 1000))
    assert few.count("One.") == 10
    assert many.replace("\n", "") == few.replace("\n", "") * 100
