"""Why a record changed: the publisher, the extractor, or both at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from newscrawler.archive import Archive, articles, captures, events, twin_index, versions
from newscrawler.archive.returns import ReturnedError
from newscrawler.items import Capture, Listed
from tests.test_archive import LATER, NOW, begin, capture, entry, fields, note

OLD_PAGE, NEW_PAGE = b"<p>the page as it was", b"<p>the page as it is"


def page(body: bytes, title: str | None = None) -> Capture:
    received = capture(body)
    received.listed = Listed(url=received.url, key="18:1", title=title)
    return received


class Extractor:
    """Says of each page what the test wants; None for one that it does not believe."""

    def __init__(self, **texts: str | None) -> None:
        self.texts = {OLD_PAGE: texts["old"], NEW_PAGE: texts["new"]}
        self.read: list[Capture] = []

    def __call__(self, received: Capture) -> Mapping[str, Any] | None:
        self.read.append(received)
        text = self.texts[received.body]
        return None if text is None else fields(body=text)


def history(archive: Archive) -> list[tuple[str, str, int | None]]:
    past = versions.revisions(archive.db, 1)
    return [(each["cause"], each["body"], each["cosmetic"]) for each in past]


def store(
    archive: Archive,
    crawl: int,
    text: str,
    received: Capture,
    extractor: str,
    reread: Extractor | None = None,
    at: str = LATER,
) -> tuple[str, int]:
    return archive.run(
        articles.store,
        fields(body=text, crawled_at=at),
        received,
        extractor=extractor,
        crawl_id=crawl,
        reread=reread,
    )


@pytest.fixture
def crawl(archive: Archive) -> int:
    number = begin(archive)
    store(archive, number, "A text.", page(OLD_PAGE), "1", at=NOW)
    return number


def test_an_edit_under_the_same_extractor_is_the_publishers(archive: Archive, crawl: int):
    extractor = Extractor(old="A text.", new="Another text.")
    store(archive, crawl, "Another text.", page(NEW_PAGE), "1", extractor)
    assert history(archive) == [("first", "A text.", None), ("publisher", "Another text.", 0)]
    assert extractor.read == []


def test_the_same_page_read_otherwise_is_the_extractors(archive: Archive, crawl: int):
    extractor = Extractor(old="A text, whole.", new="")
    store(archive, crawl, "A text, whole.", page(OLD_PAGE), "2", extractor)
    assert history(archive)[1:] == [("extractor", "A text, whole.", 0)]


def test_a_page_that_differs_only_in_noise_is_read_otherwise_by_the_extractor(
    archive: Archive, crawl: int
):
    extractor = Extractor(old="A text, whole.", new="A text, whole.")
    store(archive, crawl, "A text, whole.", page(NEW_PAGE), "2", extractor)
    assert history(archive)[1:] == [("extractor", "A text, whole.", 0)]
    (_, second) = versions.revisions(archive.db, 1)
    assert captures.read(archive.db, second["capture_id"]).body == OLD_PAGE
    assert archive.db.execute("SELECT count(*) FROM captures").fetchone()[0] == 1


def test_an_edit_that_the_old_extractor_would_have_seen_too_is_the_publishers(
    archive: Archive, crawl: int
):
    extractor = Extractor(old="A text.", new="Another text.")
    store(archive, crawl, "Another text.", page(NEW_PAGE), "2", extractor)
    assert history(archive)[1:] == [("publisher", "Another text.", 0)]


def test_both_at_once_are_two_revisions(archive: Archive, crawl: int):
    extractor = Extractor(old="A text, whole.", new="Another text, whole.")
    answer = store(archive, crawl, "Another text, whole.", page(NEW_PAGE), "2", extractor)
    assert answer == ("revised", 3)
    assert history(archive)[1:] == [
        ("extractor", "A text, whole.", 0),
        ("publisher", "Another text, whole.", 0),
    ]
    told = [event for event in events.replay(archive.db) if event["kind"] == "revised"]
    assert [(each["revision"], each["cause"], each["fields"]) for each in told] == [
        (2, "extractor", ["body"]),
        (3, "publisher", ["body"]),
    ]
    _, second, third = versions.revisions(archive.db, 1)
    assert (second["crawled_at"], third["crawled_at"]) == (NOW, LATER)
    assert [captures.read(archive.db, each["capture_id"]).body for each in (second, third)] == [
        OLD_PAGE,
        NEW_PAGE,
    ]


def test_an_old_page_that_is_not_believed_any_more_proves_nothing(archive: Archive, crawl: int):
    extractor = Extractor(old=None, new="Another text.")
    store(archive, crawl, "Another text.", page(NEW_PAGE), "2", extractor)
    assert history(archive)[1:] == [("publisher", "Another text.", 0)]


def test_a_content_that_an_extractor_has_confirmed_is_not_read_again(archive: Archive, crawl: int):
    store(archive, crawl, "A text.", page(NEW_PAGE), "2", Extractor(old="", new=""))
    extractor = Extractor(old="never asked for", new="")
    store(archive, crawl, "Another text.", page(NEW_PAGE), "2", extractor)
    assert extractor.read == []
    assert history(archive)[1:] == [("publisher", "Another text.", 0)]


def test_there_and_back_are_three_revisions(archive: Archive, crawl: int):
    store(archive, crawl, "Another text.", page(NEW_PAGE), "1")
    store(archive, crawl, "A text.", page(OLD_PAGE), "1")
    assert [body for _, body, _ in history(archive)] == ["A text.", "Another text.", "A text."]


def back(archive: Archive, crawl: int, text: str, body: bytes, *, may_ask: bool = False) -> str:
    """Store a text that was held before; return the answer."""
    answer, _ = archive.run(
        articles.store, fields(body=text, crawled_at=LATER), page(body),
        extractor="1", crawl_id=crawl, may_ask=may_ask,
    )  # fmt: skip
    return answer


def test_a_text_that_comes_back_is_asked_for_again_and_one_that_comes_and_goes_must_stay(
    archive: Archive, crawl: int
):
    store(archive, crawl, "Another text.", page(NEW_PAGE), "1")
    with pytest.raises(ReturnedError):
        back(archive, crawl, "A text.", OLD_PAGE, may_ask=True)
    assert back(archive, crawl, "A text.", OLD_PAGE) == "revised"
    assert back(archive, crawl, "Another text.", NEW_PAGE) == "revised"
    assert back(archive, crawl, "A text.", OLD_PAGE, may_ask=True) == "suspect"
    assert back(archive, crawl, "A text.", OLD_PAGE) == "suspect"
    # The next run sees it too.
    assert back(archive, begin(archive), "A text.", OLD_PAGE, may_ask=True) == "revised"


LONG = "The harbour opens a second basin for coasters.\n\nThe old one is closed for repairs."


@pytest.mark.parametrize(
    ("title", "text", "answer"),
    [
        ("A title", None, "suspect"),
        ("A title", "Quay Road 9", "suspect"),  # what the held page says below its text
        ("A title", "Please sign in to continue.", "suspect"),
        ("A title", "The harbour opens it.", "revised"),
        ("A title", "The harbour opens…", "suspect"),
        ("A title", LONG.partition("harbour ")[2].partition(" closed")[0], "revised"),
        ("A title", "The harbour opens…\nNur mit Abo", "suspect"),
        ("A title", "The pilot is named", "suspect"),  # another release
        ("A title", LONG.partition("\n\n")[0], "revised"),  # more than half of it
        ("A title", "The basin is not opened.", "revised"),
        ("A title", LONG.replace(" basin", ", basin").replace(" is", ", is"), "revised"),
        ("Harbour", LONG, "suspect"),
        ("A longer title", LONG, "revised"),
    ],
)
def test_what_has_lost_its_text_or_title_is_believed_when_two_runs_see_it(
    archive: Archive, title: str, text: str | None, answer: str
):
    first = begin(archive)
    note(archive, first, [entry("18:1"), entry("18:2", title="The pilot is named")])
    shown = f"<p>{LONG}</p><footer>Quay Road 9</footer>".replace("\n\n", "</p><p>").encode()
    store(archive, first, LONG, page(shown), "1", at=NOW)
    answers = []
    for _ in range(2):
        values = fields(title=title, body=text, crawled_at=LATER)
        answers.append(
            archive.run(
                articles.store, values, page(NEW_PAGE), extractor="1", crawl_id=begin(archive)
            )[0]
        )
    assert answers == ([answer, "revised"] if answer == "suspect" else [answer, "unchanged"])


def test_a_loss_of_many_is_one_of_the_site_until_it_lasts(archive: Archive):
    keys = [f"18:{number}" for number in range(4)]

    def look(at: str, body: str | None) -> set[str]:
        run = begin(archive)
        answers = set()
        for key in keys:
            values = fields(key, body=body, crawled_at=at)
            shown = page(f"{key} {body}".encode())
            answers.add(archive.run(articles.store, values, shown, extractor="1", crawl_id=run)[0])
        return answers

    assert look("2024-06-04T07:00:00Z", LONG) == {"new"}
    for day in (5, 6, 9):
        assert look(f"2024-06-{day:02}T07:00:00Z", None) == {"suspect"}
    assert look("2024-06-11T07:00:00Z", None) == {"revised"}


def test_the_page_of_another_release_is_believed_when_two_runs_see_it(archive: Archive):
    def look(key: str, body: str, title: str = "A title of the harbour") -> str:
        values, shown = fields(key, body=body, title=title), page(f"{key} {body}".encode())
        run = begin(archive)
        return archive.run(articles.store, values, shown, extractor="1", crawl_id=run)[0]

    assert [look(f"18:{number}", f"{LONG} Part {number}.") for number in range(2)] == ["new"] * 2
    assert look("18:0", f"{LONG} Part 1.", "Another title of the harbour") == "revised"
    shown = [look("18:0", f"{LONG} Part 1. It opens.", "A title of the harbour") for _ in range(2)]
    assert shown == ["revised", "unchanged"]
    assert [look("18:0", f"{LONG} Part 1.") for _ in range(3)] == [
        "suspect",
        "revised",
        "unchanged",
    ]


def test_a_new_release_without_a_text_is_believed_when_two_runs_see_it(archive: Archive):
    def look(key: str, body: str | None) -> str:
        values, shown = fields(key, body=body), page(f"{key} {body}".encode())
        run = begin(archive)
        return archive.run(articles.store, values, shown, extractor="1", crawl_id=run)[0]

    texts = [look(f"18:{number}", None if number < 2 else LONG) for number in range(5)]
    assert texts == ["new"] * 5
    assert [look("18:5", None) for _ in range(3)] == ["suspect", "new", "unchanged"]


def test_two_spellings_by_turns_are_no_change_any_more_after_the_first(
    archive: Archive, crawl: int
):
    store(archive, crawl, "“A text”", page(NEW_PAGE), "1")
    assert back(archive, crawl, "A text.", OLD_PAGE, may_ask=True) == "revised"
    assert back(archive, crawl, "“A text”", NEW_PAGE, may_ask=True) == "unchanged"
    assert back(archive, crawl, "A text.", OLD_PAGE, may_ask=True) == "unchanged"
    assert [cosmetic for _, _, cosmetic in history(archive)] == [None, 1, 1]


def test_a_cosmetic_edit_is_a_revision_that_says_so(archive: Archive, crawl: int):
    store(archive, crawl, "“A text”", page(NEW_PAGE), "1")
    assert history(archive)[1:] == [("publisher", "“A text”", 1)]
    assert list(events.replay(archive.db))[-1]["cosmetic"] is True


def test_an_old_page_is_read_as_it_was_listed_then(archive: Archive):
    crawl = begin(archive)
    note(archive, crawl, [entry("18:1", "As listed then")])
    store(archive, crawl, "A text.", page(OLD_PAGE, "As listed then"), "1", at=NOW)
    note(archive, crawl, [entry("18:1", "As listed now")])
    extractor = Extractor(old="A text, whole.", new="")
    store(archive, crawl, "Another.", page(NEW_PAGE, "As listed now"), "2", extractor)
    (read,) = extractor.read
    assert read.listed is not None
    assert (read.listed.title, read.listed.key) == ("As listed then", "18:1")


def test_bytes_that_two_addresses_share_are_read_at_each_ones_own(archive: Archive):
    crawl = begin(archive)
    store(archive, crawl, "A text.", page(OLD_PAGE), "1", at=NOW)
    elsewhere = page(OLD_PAGE)
    elsewhere.url, elsewhere.headers = "http://b.example/2", {"content-type": "text/html; x"}
    archive.run(articles.store, fields("18:2", body="B"), elsewhere, extractor="1", crawl_id=crawl)
    first, second = (
        versions.page(archive.db, versions.read_revision(archive.db, id_)) for id_ in (1, 2)
    )
    assert first is not None
    assert second is not None
    assert (first.url, first.content_type) == ("http://a.example/1", None)
    assert (second.url, second.content_type) == ("http://b.example/2", "text/html; x")


def test_a_revision_knows_when_its_page_was_last_seen(archive: Archive, crawl: int):
    store(archive, crawl, "A text.", page(NEW_PAGE), "1", at="2024-06-06T08:00:00Z")
    store(archive, crawl, "Another.", page(NEW_PAGE), "1", at="2024-06-09T08:00:00Z")
    first, second = versions.revisions(archive.db, 1)
    assert (first["crawled_at"], first["last_seen_at"]) == (NOW, "2024-06-06T08:00:00Z")
    assert (second["last_seen_at"], second["checked_at"]) == (None, "2024-06-09T08:00:00Z")


def test_noise_stores_no_page(archive: Archive, crawl: int):
    for number in range(5):
        store(archive, crawl, "A text.", page(f"{number}".encode()), "1")
    assert archive.db.execute("SELECT count(*) FROM captures").fetchone()[0] == 1
    assert len(history(archive)) == 1


def test_a_paragraph_that_other_releases_have_or_had_is_the_sites(archive: Archive):
    crawl = begin(archive)

    def look(number: int, text: str) -> str:
        values = fields(f"18:{number}", body=text, crawled_at=LATER)
        received = page(f"<p>{number} {text}".encode())
        archive.run(
            articles.store, values, received,
            extractor="1", crawl_id=crawl, cause=lambda *_: "publisher",
        )  # fmt: skip
        last = archive.db.execute("SELECT cause FROM revisions ORDER BY id DESC LIMIT 1")
        return str(last.fetchone()["cause"])

    notice = "The press desk is closed on Monday."
    for number in (1, 2, 3, 4, 5):
        look(number, f"Text {number}, of one release.")
    causes = {look(number, f"{notice}\n\nText {number}, of one release.") for number in (1, 2, 3)}
    assert causes == {"publisher"}
    archive.run(twin_index.index, limit=9, crawl_id=crawl, now=LATER)
    assert look(4, f"{notice}\n\nText 4, of one release.") == "template"
    assert look(4, f"{notice}\n\nAnother text.") == "publisher"
    assert look(1, "Text 1, of one release.") == "template"
    assert look(5, f"{notice}\n\nText 5, of a release.") == "publisher"


def revisions_of_looks(archive: Archive, *lines: str) -> list[int]:
    """Look at three releases, whose texts end with one of `lines` each; return their revisions."""
    crawl = begin(archive)
    for number in (1, 2, 3):
        for line in lines:
            shown = line.format(number)
            values = fields(f"18:{number}", body=f"Text {number}.\n\n{shown}", crawled_at=LATER)
            received = page(f"<p>{number} {shown}".encode())
            archive.run(articles.store, values, received, extractor="1", crawl_id=crawl)
    rows = archive.db.execute("SELECT revision FROM articles ORDER BY id")
    return [row["revision"] for row in rows.fetchall()]


def test_what_counts_in_one_release_after_another_is_no_content(archive: Archive):
    looks = ["Oglądano {}1", "Oglądano {}2", "Oglądano {}3"]
    assert revisions_of_looks(archive, *looks) == [3, 3, 1]


def test_what_is_corrected_in_all_of_them_alike_is(archive: Archive):
    looks = ["Telephone 201", "Telephone 202", "Telephone 203"]
    assert revisions_of_looks(archive, *looks) == [3, 3, 3]
