"""How dates are written, as patterns: year, month and day by name, a clock time behind them."""

from __future__ import annotations

import re

from newscrawler.extract.dates import months
from newscrawler.extract.dates.calendars import NUMERALS

_CLOCK = (
    r"(?:(?:[T,|·•–-]|\s|\bat\b|\bà|\bàs\b|\ba las\b|\bum\b|\bkl\.?|\balle\b|\bo\b|\bв\b"
    r"|[（(][^\s()（）]{1,5}[)）])*"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:：]|h(?=\d))(?P<minute>[0-5]\d)"
    r"(?:[:：](?P<second>[0-5]\d)(?:\.\d+)?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?P<zone>\s?(?:Z\b|UTC\b|GMT\b|[+-]\d\d:?\d\d(?!\d)))?(?![:：\d]))?"
)
_MONTH = rf"(?P<name>{months.WORD})"
_BEFORE = r"(?<![\d./-])"
# Most begin with a set of characters, so that they are sought fast; what must not stand before is
# looked for from behind the first.
_YEAR = r"(?P<year>(?:1(?<!\d1)[89]|2(?<!\d2)[0-6])\d\d)"
_ONE_OR_TWO = r"\d(?<![\d./-]\d)\d?"
ISO = re.compile(
    rf"(?P<year>[12](?<![\d./-]\d)(?:(?<=1)9|(?<=2)[045])\d\d)(?P<sep>\s?[-/.]\s?)(?P<month>\d{{1,2}})(?P=sep)"
    rf"(?P<day>\d{{1,2}})(?![\d/-]){_CLOCK}",
    re.IGNORECASE,
)
EAST = re.compile(
    rf"(?P<era>民國|民国|令和|平成|昭和)?\s?(?:(?P<year>\d{{1,4}}|元)\s?[年년]\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?[月월]\s?"
    rf"(?P<day>\d{{1,2}})\s?[日号號일]{_CLOCK}",
    re.IGNORECASE,
)
INITIAL = re.compile(
    r"(?<![^\W\d_])(?P<era>[RH])(?P<year>\d{1,2})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})(?!\d)"
)
WRITTEN = re.compile(
    rf"(?P<year>[〇零一二三四五六七八九]{{4}})年(?P<month>[{NUMERALS}]{{1,2}})月"
    rf"(?P<day>[{NUMERALS}]{{1,3}})[日号號]"
)
DAY_FIRST = re.compile(
    rf"(?P<day>\d(?<!\d\d)(?<!\d[.:/-]\d)\d?){months.DAY_END}(?:[\s./-]|\bde\b|\bof\b)*(?<![^\W\d_]){_MONTH}\.?"
    rf"(?:[\s,./’'-]|\bde\b|\bdel\b|\bdo\b)*(?P<year>(?:1[89]|2[0-6])\d\d)(?!\d){_CLOCK}",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_]){_MONTH}\.?\s*(?P<day>\d{{1,2}}){months.DAY_END}(?:[\s,]|\bde\b)*(?P<year>(?:1[89]|2[0-6])\d\d)(?!\d){_CLOCK}",
    re.IGNORECASE,
)
# "04-Jun-24", "4 Jun '24", and Thai years, of which the last two digits are usual
SHORT_YEAR = re.compile(
    rf"(?P<day>\d(?<!\d\d)(?<!\d[.:/-]\d)\d?)(?P<sep>[\s-])(?P<name>{months.WORD})\.?"
    r"(?P<mark>\s?['’]|-|\s)(?P<year>\d\d)(?![\d:.,-])",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(
    rf"{_YEAR}[.,]?\s*(?:m\.\s*)?-?{_MONTH}\.?[\s-]*(?P<day>\d{{1,2}})(?!\d)\.?{_CLOCK}",
    re.IGNORECASE,
)
# "2024. gada 14. maijs"
GADA = re.compile(rf"{_YEAR}\.?\s*gada\s*(?P<day>\d{{1,2}})\.?\s*{_MONTH}", re.IGNORECASE)
THANG = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2}),?(?:\s*năm)?\s*(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
NUMBERS = re.compile(
    rf"(?P<a>{_ONE_OR_TWO})(?P<sep>\s?[./-]\s?)(?P<b>\d{{1,2}})(?P=sep)"
    rf"(?P<year>(?:19|20|2[45])\d\d|\d\d)(?![\d/-]|\.\d){_CLOCK}",
    re.IGNORECASE,
)
ROC = re.compile(
    rf"{_BEFORE}(?P<year>1\d\d|9\d)(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)(?![\d/-])"
)
# A tile of a listing: the day large, year and month small beside it, in either order; or the year
# below month and day as East Asian sites write them.
TILE = re.compile(
    r"^(?:(?P<d1>\d{1,2})\s+(?P<y1>(?:19|20)\d\d)\s?[-./年]\s?(?P<m1>\d{1,2})月?"
    r"|(?P<y2>(?:19|20)\d\d)\s?[-./年]\s?(?P<m2>\d{1,2})月?\s+(?P<d2>\d{1,2})"
    r"|(?P<m3>\d\d)-(?P<d3>\d\d)\s+(?P<y3>(?:19|20)\d\d))(?![-./\d])"
)
