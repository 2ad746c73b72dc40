"""What stands on links and buttons that lead from page to page of a list or an article."""

from __future__ import annotations

import re

# The order of the pages decides where "older" stands for "next" (see `pager`).
NEXT_PAGE = re.compile(
    r"(?:[<«‹←＜\s]*(?:(?:go\s+to\s+)?(?:the\s+)?next(?:\s+\d+)?(?:\s*(?:page|posts?|entries|results?|records?|items|rows))?"
    r"|older(?:\s+(?:posts?|news|entries|articles|stories|releases))?"
    r"|下一?页|下一?頁|后一页|后页|下一步|次へ?|次の(?:ページ|\d+件)|다음(?:\s*페이지)?"
    r"|(?:page\s+)?suivant(?:e|es)?|(?:articles?|messages?|entrées|actualités|publications)\s+(?:plus\s+)?(?:ancien(?:ne)?s|précédente?s)"
    r"|(?:p[áa]gina\s+)?siguientes?(?:\s+p[áa]gina)?|entradas\s+(?:antiguas|anteriores)"
    r"|(?:p[áa]gina\s+)?(?:pr[óo]xim[ao]|seguinte)s?(?:\s+p[áa]gina)?"
    r"|(?:pagina\s+)?successiv[ao]|prossim[ao]|avanti|articoli\s+(?:precedenti|meno\s+recenti)"
    r"|weiter|vorwärts|nächste[rn]?(?:\s+seite)?|ältere(?:\s+(?:beiträge|artikel|einträge|meldungen))?"
    r"|volgende(?:\s+pagina)?|nästa(?:\s+sida)?|neste(?:\s+side)?|næste(?:\s+side)?|seuraava"
    r"|następn[ae](?:\s+strona)?|dalej|starsze(?:\s+wpisy)?|další|ďalšie?|následující|starší"
    r"|következő|următoarea|след(?:\.|ующ(?:ая|ие|ий)(?:\s+страница)?)|далее|вперед|вперёд|наступна"
    r"|следваща|sljedeća|naslednja|naprej|sonraki(?:\s+sayfa)?|ileri|επόμεν[ηο]|التالي|הבא|ถัดไป"
    r"|berikutnya|selanjutnya|(?:trang\s+)?(?:sau|tiếp(?:\s+theo)?)|अगला)"
    r"(?:\s+\d{1,3}(?:\s+(?:[ií]te[nm]s|element(?:os|i)|result(?:ados|ate?)|risultati|résultats|registros|einträge|treffer|meldungen"
    r"|not[ií]cias|notizie|art[ií](?:culos|gos|kel)|articles|записей|новостей))?)?)?\s*(?:>{1,2}|»|›|→|＞)?",
    re.IGNORECASE,
)
# What leads to older releases where each month has a page of its own
PREVIOUS_MONTH = re.compile(
    r"[<«‹←＜\s]*(?:(?:previous|prev|last|earlier)\s+months?|上个月|上個月|上一?月|前月|前の月|先月|이전\s?달|지난\s?달"
    r"|vorheriger\s+monat|vormonat|mois\s+précédent|mes\s+anterior|mês\s+anterior|mese\s+precedente"
    r"|vorige\s+maand|предыдущий\s+месяц)[>»›→＞\s]*",
    re.IGNORECASE,
)
PREVIOUS_PAGE = re.compile(
    r"[<«‹←＜\s]*(?:(?:previous|prev)(?:\s+page)?|newer(?:\s+(?:posts?|news|entries))?|上一?[页頁]|前一?[页頁]"
    r"|前へ|이전(?:\s*페이지)?|zurück|vorherige(?:\s+seite)?|(?:page\s+)?précédente?s?"
    r"|(?:p[áa]gina\s+)?anterior(?:es)?|(?:pagina\s+)?precedente|vorige|föregående|forrige|edellinen"
    r"|poprzedni[ae]?|předchozí|предыдущ(?:ая|ие|ий)|назад|önceki|السابق)",
    re.IGNORECASE,
)
EDGE_PAGE = re.compile(
    r"[\W_]*(?:first|last|首[页頁]|第一[页頁]|尾[页頁]|末[页頁]|最[后後]一?[页頁]|最初|最後|처음|맨앞|마지막|맨끝|끝)"
    r"(?:\s*page|へ)?[\W_]*",
    re.IGNORECASE,
)
# What a button says that shows more of the same list
MORE_ROWS = re.compile(
    r"[\W_]*(?:(?:load|show|see|view|get)\s+more(?:\s+\w+){0,3}|more\s+(?:results|news|releases|articles"
    r"|posts|stories|items)|(?:点击|點擊)?(?:加载|顯示|显示|查看|載入|浏览|瀏覽)更多(?:[内內]容|新闻|资讯|文章)?|もっと(?:見る|読み込む)"
    r"|더\s?(?:보기|불러오기)|(?:mehr|weitere)(?:\s+\w+)?\s+(?:laden|anzeigen)"
    r"|(?:afficher|voir|charger)\s+plus(?:\s+[\w’']+){0,3}|(?:cargar|mostrar|ver)\s+m[áa]s(?:\s+\w+){0,2}"
    r"|(?:carica|mostra)\s+(?:altr[io]|di\s+più)(?:\s+\w+)?|(?:carregar|mostrar|ver)\s+mais(?:\s+\w+)?"
    r"|meer\s+(?:laden|tonen)|(?:ladda|visa)\s+fler|(?:vis|last\s+inn)\s+flere|näytä\s+lisää"
    r"|(?:pokaż|załaduj)\s+więcej|načíst\s+další|zobrazit\s+více|показать\s+(?:ещё|еще)"
    r"|загрузить\s+(?:ещё|еще)|daha\s+fazla(?:\s+\w+)?|تحميل\s+المزيد|xem\s+thêm|muat\s+lebih\s+banyak"
    r"|โหลดเพิ่ม(?:เติม)?)[\W_]*",
    re.IGNORECASE,
)
# What leads from the newest few of one kind to all of that kind
ALL_ROWS = re.compile(
    r"[\W_]*(?:(?:(?:read|see|view|show|browse)\s+)?(?:more|all)(?:\s+\w+){0,3}|(?:查看|阅读|閱讀)?(?:更多|全部)(?:新闻|内容|>+)?"
    r"|more|一覧(?:を見る|へ|はこちら)?|もっと見る|더\s?보기|전체\s?보기|(?:alle|weitere|mehr)(?:\s+\w+){0,2}"
    r"|(?:voir\s+)?(?:tous?|toutes|plus)(?:\s+[\w’']+){0,3}|(?:ver|leer)\s+(?:m[áa]s|todos?|todas?)(?:\s+\w+){0,2}"
    r"|(?:vedi|mostra)\s+tutt[ie]|(?:ver|veja)\s+(?:mais|tod[oa]s)(?:\s+\w+){0,2}|все\s+новости|подробнее)[\W_]*",
    re.IGNORECASE,
)
