"""The names of the months in many languages, full and short, as pages decline them."""

from __future__ import annotations

import re

# One line a language, twelve months apart by "|", the forms of one apart by a blank.
_NAMES = """
jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october|nov november|dec december
januar jänner jän|februar feber|märz mär mrz maerz|april|mai|juni|juli|august|september|okt oktober|november|dez dezember
janv janvier|févr fév février fevrier|mars|avr avril|mai|juin|juil juillet|août aout|septembre|octobre|novembre|déc décembre decembre
ene enero|febrero|marzo|abr abril|mayo|junio|julio|ago agosto|septiembre setiembre|octubre|noviembre|dic diciembre
janeiro|fev fevereiro|março marco|abril|mai maio|junho|julho|ago agosto|set setembro|out outubro|novembro|dez dezembro
gen gennaio|febbraio|marzo|aprile|mag maggio|giu giugno|lug luglio|ago agosto|set settembre|ott ottobre|novembre|dic dicembre
januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december
januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december
januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|des desember
januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december
tammikuuta tammikuu|helmikuuta helmikuu|maaliskuuta maaliskuu|huhtikuuta huhtikuu|toukokuuta toukokuu|kesäkuuta kesäkuu|heinäkuuta heinäkuu|elokuuta elokuu|syyskuuta syyskuu|lokakuuta lokakuu|marraskuuta marraskuu|joulukuuta joulukuu
janúar|febrúar|mars|apríl|maí|júní|júlí|ágúst|september|október|nóvember|desember
jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|detsember
janvāris janvārī|februāris februārī|marts martā|aprīlis aprīlī|maijs maijā|jūnijs jūnijā|jūlijs jūlijā|augusts augustā|septembris septembrī|oktobris oktobrī|novembris novembrī|decembris decembrī
sausio sausis|vasario vasaris|kovo kovas|balandžio balandis|gegužės gegužė|birželio birželis|liepos liepa|rugpjūčio rugpjūtis|rugsėjo rugsėjis|spalio spalis|lapkričio lapkritis|gruodžio gruodis
stycznia styczeń sty|lutego luty lut|marca marzec|kwietnia kwiecień kwi|maja maj|czerwca czerwiec cze|lipca lipiec lip|sierpnia sierpień sie|września wrzesień wrz|października październik paź|listopada listopad lis|grudnia grudzień gru
ledna leden|února únor|března březen|dubna duben|května květen|června červen|července červenec|srpna srpen|září|října říjen|listopadu|prosince prosinec
januára január|februára február|marca marec|apríla apríl|mája máj|júna jún|júla júl|augusta august|septembra|októbra október|novembra|decembra
január|február|március|április ápr|május|június|július|augusztus|szeptember|október|november|december
ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie
siječnja siječanj|veljače veljača|ožujka ožujak|travnja travanj|svibnja svibanj|lipnja lipanj|srpnja srpanj|kolovoza kolovoz|rujna rujan|listopada|studenoga studenog studeni|prosinca prosinac
januarja|februarja|marca|aprila|maja|junija|julija|avgusta avgust|septembra|oktobra|novembra|decembra
ocak|şubat subat|mart|nisan|mayıs mayis|haziran|temmuz|ağustos agustos|eylül eylul|ekim|kasım kasim|aralık aralik
января янв январь|февраля фев февр февраль|марта мар март|апреля апр апрель|мая май|июня июн июнь|июля июл июль|августа авг август|сентября сен сент сентябрь|октября окт октябрь|ноября ноя нояб ноябрь|декабря дек декабрь
січня січ|лютого лют|березня бер|квітня кві|травня тра|червня чер|липня лип|серпня сер|вересня вер|жовтня жов|листопада лис|грудня гру
јануара јануар|фебруара фебруар|марта|априла|маја мај|јуна јун|јула јул|августа|септембра септембар|октобра октобар|новембра новембар|децембра децембар
januara|februara|marta|aprila|maja|juna|jula|avgusta|septembra septembar|oktobra oktobar|novembra novembar|decembra decembar
януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември
ιανουαρίου ιαν ιανουάριος|φεβρουαρίου φεβ φεβρουάριος|μαρτίου μαρ μάρτιος|απριλίου απρ απρίλιος|μαΐου μαϊ μάιος|ιουνίου ιουν ιούνιος|ιουλίου ιουλ ιούλιος|αυγούστου αυγ αύγουστος|σεπτεμβρίου σεπ σεπτέμβριος|οκτωβρίου οκτ οκτώβριος|νοεμβρίου νοε νοέμβριος|δεκεμβρίου δεκ δεκέμβριος
يناير|فبراير|مارس|أبريل ابريل|مايو|يونيو يونيه|يوليو يوليه|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر
كانون‌الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين‌الأول|تشرين‌الثاني|كانون‌الأول
בינואר ינואר|בפברואר פברואר|במרץ מרץ|באפריל אפריל|במאי מאי|ביוני יוני|ביולי יולי|באוגוסט אוגוסט|בספטמבר ספטמבר|באוקטובר אוקטובר|בנובמבר נובמבר|בדצמבר דצמבר
มกราคม ม.ค|กุมภาพันธ์ ก.พ|มีนาคม มี.ค|เมษายน เม.ย|พฤษภาคม พ.ค|มิถุนายน มิ.ย|กรกฎาคม ก.ค|สิงหาคม ส.ค|กันยายน ก.ย|ตุลาคม ต.ค|พฤศจิกายน พ.ย|ธันวาคม ธ.ค
januari|februari peb|maret|april|mei|juni|juli|agustus agu|september|oktober|november nopember|desember
januari|februari|mac|april|mei|jun|julai|ogos|september|oktober|november|disember
जनवरी|फ़रवरी फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर
gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre
"""
# In Croatian the tenth, in Polish, Czech and Ukrainian the eleventh: left to the majority.
NUMBERS: dict[str, int] = {}
for _line in _NAMES.split("\n"):
    for _number, _forms in enumerate(_line.split("|"), start=1):
        for _form in _forms.split():
            NUMBERS.setdefault(_form, _number)

# Any word, looked up afterwards: a pattern of all names costs fifty times as much. Thai shortens
# with a full stop inside; May has two signs in Hindi.
WORD = r"(?:[^\s\d,.:;()|/·•–—-]{3,16}|मई|[\u0e01-\u0e4f]{1,4}\.[\u0e01-\u0e2e])"
DAY_END = r"(?:st|nd|rd|th|er|º|ª|°|\.)?"

_OF_A_YEAR = re.compile(
    rf"\W*(?:(?P<name>{WORD})\.?,?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)"
    r"|(?P<before>(?:19|20)\d\d)\s*[年년/.-]\s*(?P<number>\d{1,2})\s*[月월]?)"
    r"\s*(?:[(（]\d+[)）])?\W*"
)


def of_a_year(text: str) -> int | None:
    """Return 202405 of a text that is but that month, as the links of archives are, else None."""
    found = _OF_A_YEAR.fullmatch(text)
    if found is None:
        return None
    number = NUMBERS.get(found["name"].lower(), 0) if found["name"] else int(found["number"])
    return int(found["year"] or found["before"]) * 100 + number if 0 < number <= 12 else None
