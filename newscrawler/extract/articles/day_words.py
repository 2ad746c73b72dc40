"""The words around a day that tell what it is of: publication, an update, the page itself."""

from __future__ import annotations

import re

UPDATED = re.compile(
    r"updat|modif|revis(?!t)|edited|\bchanged?\b|aktuali[sz]|geänder|\bänder|\bstand\b|mis à jour"
    r"|\bmàj\b|actualiz|atualiz|aggiorn|bijgewerkt|gewijzigd|uppdat|oppdat|opdat|ændret|\bändrad"
    r"|päivite|muokat|frissít|módosít|güncelle|обновл|измен|оновл|змін|ενημ[εέ]ρ"
    r"|更新|修改|改[订訂定版]|수정|최종",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"publi|pubbli|\bpost(?:ed)?\b|veröff|erstellt|erschienen|geplaatst|gepubl|zveřej|dodano"
    r"|lagt ut|objav|közzét|julkaist|yay[ıi]n|δημοσ|опублик|опубл|发布|發布|发表|發表|公開|掲載"
    r"|投稿|입력|등록|日期|时间|時間"
    r"|(?<![^\W\d_])(?:created?|released?|issued|dated?|datum|fecha|data)\b",
    re.IGNORECASE,
)
# What may stand between a label and its day: a bracket, and the name of the weekday or a place.
BEFORE_DAY = re.compile(r"[\s\[(（【]*(?:[^\W\d_]{2,12}[,，]?\s+)?")
# A line that tells of the page itself: "This entry was posted on …", "Dieser Artikel wurde am …".
OF_ITSELF = re.compile(
    r"(?:this|diese[rs]?|cet(?:te)?|est[ea]|quest[oa]|dit|deze|denne|dette|de[nt] här|эт[аои]т?)"
    r"\s+(?:entry|post|article|page|story|item|news|release|beitrag|artikel|eintrag|seite|meldung"
    r"|billet|note|actualité|entrada|artículo|noticia|artigo|notícia|articolo|pagina|página"
    r"|bericht|innlegg|inlägg|indlæg|side|sida|запись|статья|новость|страница)\b",
    re.IGNORECASE,
)
