"""The labels of particulars beside a release in languages that set words apart: "Category: News".

Systems of the West set them as a table, a list of terms, or lines, above, beside or below a text.
A label ends with a colon, or is an element of its own that is no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Labels by what stands behind them: the release's name, the day of publication, a day, who wrote
# it, what only such sheets have, what others have too, and what tells that it is about an event.
_WORDS = {
    "name": "title|headline|titel|titre|título|titolo|заголовок|tytuł|العنوان|tiêu đề|judul|başlık",
    "published": (
        "published|published on|publication date|date published|date of publication|release date"
        "|date of release|posted|posted on|date posted|issue date|date of issue|created"
        "|veröffentlicht|veröffentlicht am|veröffentlichungsdatum|erschienen am|erstellt am"
        "|publié|publié le|date de publication|mis en ligne le|publicado|publicado el|publicado em"
        "|fecha de publicación|data de publicação|data da publicação|pubblicato|pubblicato il"
        "|data di pubblicazione|data pubblicazione|gepubliceerd|gepubliceerd op|publicatiedatum"
        "|опубликовано|дата публикации|дата размещения|опубліковано|дата публікації"
        "|opublikowano|data publikacji|publikováno|datum vydání|publicerad|publicerat|publisert"
        "|publiceret|julkaistu|yayın tarihi|yayınlanma tarihi|ημερομηνία δημοσίευσης"
        "|تاريخ النشر|نشر في|نشر بتاريخ|תאריך פרסום|פורסם|פורסם בתאריך|ngày đăng|ngày xuất bản"
        "|đăng ngày|diterbitkan|tanggal terbit|tanggal publikasi|เผยแพร่เมื่อ|วันที่เผยแพร่"
        "|วันที่ประกาศ|प्रकाशित|प्रकाशन तिथि|प्रकाशित तिथि|प्रकाशन की तिथि"
    ),
    "date": (
        "date|datum|fecha|data|дата|tarih|ημερομηνία|التاريخ|תאריך|ngày|tanggal|วันที่|दिनांक|तिथि"
        "|dato|päivämäärä|dátum"
    ),
    "author": (
        "author|authors|written by|posted by|published by|autor|autoren|autorin|verfasser"
        "|verfasserin|auteur|auteurs|autora|autore|autori|автор|автори|авторы|yazar|forfatter"
        "|författare|kirjoittaja|συγγραφέας|الكاتب|מחבר|מאת|tác giả|penulis|ผู้เขียน|लेखक"
    ),
    "own": (
        "category|categories|type|document type|content type|topic|topics|subject|subjects|tags"
        "|keywords|section|views|view count|hits|reads|page views|visits|downloads"
        "|reference|reference number|ref|ref.|ref no|ref no.|reference no|reference no."
        "|document number|press release no|press release no.|press release number|release number"
        "|number|no.|department|issued by|last updated|last modified|updated|updated on|modified"
        "|date modified|date updated|language|languages|available languages|reading time"
        "|kategorie|kategorien|rubrik|rubriken|typ|art|dokumenttyp|thema|themen|schlagwort"
        "|schlagwörter|schlagworte|stichworte|aufrufe|zugriffe|leser|aktenzeichen|nummer|nr."
        "|pressemitteilung nr.|referat|abteilung|ressort|herausgeber|zuletzt aktualisiert"
        "|aktualisiert|aktualisiert am|letzte änderung|stand|sprache|sprachen|lesezeit"
        "|catégorie|catégories|rubrique|thème|thèmes|thématique|thématiques|mots-clés|mots clés"
        "|étiquettes|vues|affichages|lectures|référence|réf.|numéro|n°|direction|mis à jour"
        "|mis à jour le|mise à jour|dernière mise à jour|dernière modification|modifié le|langue"
        "|langues|type de document|temps de lecture"
        "|categoría|categorías|tipo|tema|temas|materia|etiquetas|palabras clave|visitas|lecturas"
        "|visto|vistas|referencia|número de referencia|número|núm.|expediente|departamento"
        "|organismo|última actualización|actualizado|actualizado el|última modificación|idioma"
        "|idiomas|tiempo de lectura|sección"
        "|categoria|categorias|assunto|assuntos|palavras-chave|visualizações|acessos|leituras"
        "|número do processo|processo|referência|órgão|atualizado em|última atualização"
        "|última modificação|editoria|seção"
        "|categorie|argomento|argomenti|tipologia|parole chiave|visualizzazioni|visite|letture"
        "|protocollo|numero|riferimento|ufficio|struttura|ultimo aggiornamento|aggiornato il"
        "|ultima modifica|lingua|tempo di lettura"
        "|onderwerp|onderwerpen|soort|trefwoorden|weergaven|kenmerk|afdeling|laatst bijgewerkt"
        "|laatst gewijzigd|bijgewerkt|taal|leestijd"
        "|рубрика|рубрики|категория|категории|раздел|тип|вид документа|тема|темы|теги|метки"
        "|ключевые слова|просмотры|просмотров|количество просмотров|число просмотров|номер|№"
        "|номер документа|подразделение|ведомство|обновлено|дата обновления|дата изменения"
        "|последнее обновление|язык|категорія|розділ|перегляди|переглядів|оновлено"
        "|kategoria|kategorie|typ|temat|tematy|tagi|słowa kluczowe|wyświetlenia|odsłony"
        "|liczba odsłon|numer|numer referencyjny|sygnatura|wydział|ostatnia aktualizacja"
        "|data aktualizacji|ostatnia modyfikacja|język"
        "|kategori|kategoriler|konu|etiketler|okunma|görüntülenme|güncelleme tarihi|son güncelleme"
        "|κατηγορία|θέμα|ετικέτες|προβολές|τελευταία ενημέρωση"
        "|التصنيف|الفئة|القسم|النوع|الموضوع|الوسوم|الكلمات المفتاحية|المشاهدات|عدد المشاهدات"
        "|عدد الزيارات|الرقم المرجعي|رقم المرجع|الرقم|الإدارة|آخر تحديث|تاريخ التحديث|اللغة"
        "|קטגוריה|קטגוריות|סוג|נושא|נושאים|תגיות|מילות מפתח|צפיות|מספר צפיות|מספר סימוכין"
        "|מחלקה|עודכן|עודכן לאחרונה|תאריך עדכון|שפה"
        "|chuyên mục|danh mục|loại|chủ đề|từ khóa|lượt xem|số lượt xem|số hiệu|số|phòng ban"
        "|cập nhật|ngày cập nhật|ngôn ngữ"
        "|jenis|topik|tag|kata kunci|dilihat|dibaca|hits|nomor|bagian|diperbarui|bahasa"
        "|หมวดหมู่|ประเภท|หัวข้อ|แท็ก|คำค้น|เข้าชม|จำนวนผู้เข้าชม|จำนวนผู้ชม|เลขที่|หน่วยงาน"
        "|ปรับปรุงล่าสุด|วันที่ปรับปรุง|ภาษา"
        "|श्रेणी|प्रकार|विषय|टैग|देखा गया|संदर्भ संख्या|क्रमांक|विभाग|अंतिम अद्यतन|भाषा"
    ),
    "other": (
        "source|origin|country|region|sector|industry|place|location|quelle|ort|region|land"
        "|source|lieu|pays|région|secteur|fuente|lugar|país|región|sector|fonte|local|país|região"
        "|setor|luogo|paese|regione|settore|bron|plaats|источник|место|регион|страна|źródło"
        "|miejsce|region|kaynak|πηγή|المصدر|المكان|מקור|מקום|nguồn|địa điểm|sumber|tempat"
        "|แหล่งที่มา|ที่มา|สถานที่|स्रोत|स्थान"
    ),
    "event": (
        "time|times|when|where|venue|start|end|starts|ends|start date|end date|start time|deadline"
        "|closing date|organiser|organizer|price|fee|uhrzeit|zeit|beginn|ende|wann|wo"
        "|veranstaltungsort|veranstalter|anmeldeschluss|frist|preis|heure|horaire|horaires|début"
        "|fin|quand|où|organisateur|tarif|date limite|hora|horario|cuándo|dónde|inicio|fin"
        "|organiza|precio|plazo|horário|quando|onde|início|organização|preço|prazo|ora|orario|dove"
        "|inizio|fine|organizzatore|prezzo|scadenza|tijd|wanneer|waar|locatie|aanvang|einde|prijs"
        "|время|начало|окончание|когда|где|место проведения|организатор|стоимость|godzina|kiedy"
        "|gdzie|początek|koniec|organizator|cena|saat|الوقت|شעה|שעה|thời gian|waktu|เวลา|समय"
    ),
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split("|")}
_LONGEST_LABEL = max(map(len, _KINDS))
_COLON = re.compile(r"\s?:(?=\s|$)")
# Between two labels of one line
_BETWEEN = re.compile(r"\s[|•·–—/]\s+|\s{2,}|^\W+(?=\w)")


def find(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, start, end) of each label in the text of an element.

    A label with a colon begins the text, or stands behind a stroke; one without is all of it.
    """
    if len(text) <= _LONGEST_LABEL and (kind := _KINDS.get(text.strip().casefold())):
        yield kind, 0, len(text)
        return
    if ":" not in text:
        return
    begins = [0, *(gap.end() for gap in _BETWEEN.finditer(text))]
    for begin in begins:
        colon = _COLON.search(text, begin, begin + _LONGEST_LABEL + 3)
        kind = colon and _KINDS.get(text[begin : colon.start()].strip().casefold())
        if colon and kind:
            end = colon.end()
            yield kind, begin, end + len(text[end:]) - len(text[end:].lstrip())


def is_sheet(kinds: list[str], own: int) -> bool:
    """Tell whether labels side by side are particulars of a release: a day, and `own` of no other.

    Beside a time or a venue a date is that of an event.
    """
    is_dated = "published" in kinds or "date" in kinds
    owned = sum(kind in ("own", "author") for kind in kinds)
    return is_dated and "event" not in kinds and owned >= own
