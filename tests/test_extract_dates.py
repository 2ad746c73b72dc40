"""Dates in the languages, scripts and calendars that pages write them in."""

from __future__ import annotations

from datetime import date

import pytest

from newscrawler.extract import dates
from newscrawler.extract.dates import Hints

TODAY = date(2023, 11, 8)
DAY = "2023-10-17"
SPELLINGS = [
    # spelling, day, language
    ("2023-10-17", DAY, "zh"),
    ("2023/10/17 08:05", DAY, "zh"),
    ("2023年10月17日", DAY, "zh"),
    ("发布日期:2023.10.17 来源:本会", DAY, "zh"),
    ("二〇二三年十月十七日", DAY, "zh"),
    ("23年10月17日", DAY, "zh"),
    ("10月17日", DAY, "zh"),
    ("10-17", DAY, "zh"),
    ("22天前", DAY, "zh"),
    ("昨天 09:00", "2023-11-07", "zh"),
    ("112年10月17日", DAY, "zh-TW"),
    ("民國112年10月17日", DAY, "zh-TW"),
    ("112-10-17", DAY, "zh-TW"),
    ("令和5年10月17日", DAY, "ja"),
    ("R5.10.17", DAY, "ja"),
    ("2023. 10. 17.", DAY, "ko"),
    ("2023년 10월 17일", DAY, "ko"),
    ("17.10.2023", DAY, "de"),
    ("Dienstag, 17. Oktober 2023, 9:30 Uhr", DAY, "de"),
    ("vor 22 Tagen", DAY, "de"),
    ("Publié le 17 octobre 2023", DAY, "fr"),
    ("1er octobre 2023", "2023-10-01", "fr"),
    ("il y a 22 jours", DAY, "fr"),
    ("17 de octubre de 2023", DAY, "es"),
    ("hace 22 días", DAY, "es"),
    ("Publicado em 17/10/2023 às 14h20", DAY, "pt"),
    ("mar 17 ott 2023", DAY, "it"),
    ("17 октября 2023 г.", DAY, "ru"),
    ("22 дня назад", DAY, "ru"),
    ("17 października 2023", DAY, "pl"),
    ("17. října 2023", DAY, "cs"),
    ("2023. október 17.", DAY, "hu"),
    ("17 Ekim 2023 Salı", DAY, "tr"),
    ("den 17 oktober 2023", DAY, "sv"),
    ("17. lokakuuta 2023", DAY, "fi"),
    ("17 Οκτωβρίου 2023", DAY, "el"),
    ("١٧ أكتوبر ٢٠٢٣", DAY, "ar"),
    ("17 ตุลาคม 2566", DAY, "th"),
    ("17/10/2566", DAY, "th"),
    ("17 ต.ค. 66", DAY, "th"),
    ("28 มิ.ย. 2567", "2024-06-28", "th"),
    ("1 เม.ย. 67", "2024-04-01", "th"),
    ("17-Oct-23", DAY, "en"),
    ("17 Oct ’23", DAY, "en"),
    ("17 tháng 10, 2023", DAY, "vi"),
    ("17 अक्टूबर 2023", DAY, "hi"),
    ("14 मई 2023", "2023-05-14", "hi"),
    ("17 Oktober 2023", DAY, "id"),
    ("2023 m. spalio 17 d.", DAY, "lt"),
    ("2023. gada 17. oktobris", DAY, "lv"),
    ("17. октобар 2023.", DAY, "sr"),
    ("17. oktobra 2023.", DAY, "sr-Latn"),
    ("17 жовтня 2023", DAY, "uk"),
    ("17 octombrie 2023", DAY, "ro"),
    ("October 17th, 2023", DAY, "en"),
    ("Oct. 17", DAY, "en"),
    ("Tue, 17 Oct 2023 10:00:00 +0000", DAY, "en"),
    ("10/17/2023", DAY, "en"),
    ("22 days ago", DAY, "en"),
    ("3 weeks ago", "2023-10-18", "en"),
    ("5 hours ago", "2023-11-08", "en"),
    ("Yesterday", "2023-11-07", "en"),
]


@pytest.mark.parametrize(("text", "day", "language"), SPELLINGS)
def test_a_spelling_means_its_day(text: str, day: str, language: str):
    found = dates.find(text, Hints(today=TODAY, language=language))
    assert found is not None
    assert str(found.day) == day


@pytest.mark.parametrize(
    "text",
    [
        "04/05/2023",
        "Room 10-17",
        "version 2.10.17",
        "10:17",
        "17 persons met",
        "20-10-17",
        "2023",
        "17 Oct 23",
        "5-day-24",
    ],
)
def test_what_may_mean_another_day_or_none_is_not_read(text: str):
    assert dates.find(text) is None


@pytest.mark.parametrize(
    ("order", "day"), [("dmy", "2023-05-04"), ("mdy", "2023-04-05"), (None, None)]
)
def test_the_order_of_numbers_is_told_by_the_site(order: str | None, day: str | None):
    found = dates.find("04/05/2023", Hints(order))
    assert (str(found.day) if found else None) == day


def test_one_date_that_can_only_be_read_one_way_decides_for_its_site():
    assert dates.order_of(["04/05/2023", "03/31/2023", "01/02/2023"]) == "mdy"
    assert dates.order_of(["04/05/2023", "31/03/2023", "01/02/2023"]) == "dmy"


def test_a_list_in_order_decides_where_no_date_does():
    falling = ["23-10-09", "23-10-08", "23-10-03", "23-09-12", "23-08-11"]
    assert dates.order_of(falling) == "ymd"


@pytest.mark.parametrize(
    ("language", "host", "order"),
    [("en-US", "", "mdy"), ("en", "www.acme.co.uk", "dmy"), ("en", "www.acme.example", None)],
)
def test_language_and_country_are_asked_last(language: str, host: str, order: str | None):
    assert dates.order_of(["04/05/2023"], language, host) == order


def test_a_day_without_a_year_is_never_in_the_future():
    found = dates.find("12-24", Hints(today=TODAY))
    assert found is not None
    assert found.day == date(2022, 12, 24)


def test_relative_dates_are_left_unread_without_a_day_to_count_from():
    assert dates.find("3 days ago") is None
    assert dates.find("昨天") is None
