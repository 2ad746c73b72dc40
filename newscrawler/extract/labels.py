"""The words by which a reader knows the parts of a page, in the languages of known rooms."""

from __future__ import annotations

import re

_COLON = r"\s*[:：]"

BREADCRUMB = re.compile(
    r"\s*(?:(?:you\s+are\s+here|you're\s+here)(?:\s*[:：]|\b)"
    rf"|(?P<weak>(?:your\s+|current\s+)?(?:position|location|path|page){_COLON}"
    r"|(?:(?:sie|du)\s+(?:sind|bist|befinden\s+sich|befindest\s+dich)\s+hier"
    r"|vous\s+êtes\s+ici|(?:usted\s+)?(?:está|estás|estas|se\s+encuentra)\s+(?:aquí|en)"
    r"|(?:você\s+)?está\s+(?:aqui|em)|(?:ti\s+trovi|sei)\s+(?:qui|in)|(?:u|je)\s+bent\s+hier"
    r"|du\s+(?:er|är)\s+h[eä]r|jesteś\s+tutaj|вы\s+(?:находитесь\s+)?здесь"
    r"|(?:当前|當前|所在|所属)(?:栏目|欄目|频道|頻道)|(?:位置)?(?:导航|導航|導覽)(?:位置)?"
    r"|現在(?:の)?(?:位置|地|ページ|の場所)|현재\s?위치|bạn\s+đang\s+ở(?:\s+đây)?|أنت\s+هنا)"
    r"(?:\s*[:：]|(?!\w)))"
    r"|(?:您|你)?的?(?:现在|現在|當前|当前|所在|目前)?的?(?:所在)?(?:的?位置|页面|頁面)(?:是|为|為)?\s*[:：]"
    # Without a colon where the chain begins right behind it
    r"|(?:您|你)(?:现在|当前|所在)?的?位置"
    r"|(?:当前|當前|现在|所在)的?位置(?=\s*(?:首页|首頁|主页|网站首页|$)))\s*",
    re.IGNORECASE,
)
# Each of them begins with one of these, which few lines do.
BREADCRUMB_BEGINS = frozenset("yYcCpPlLsSdDvVuUeEtTjJвВbBأ您你现當当所目的位現导導현")
# A separator between crumbs that stands in the text.
SEPARATOR = re.compile(r"\s*(?:>{1,2}|»|›|→|⟩|-{1,2}>|/{1,2}|\\|\||::|＞|(?<!\d)·(?!\d))\s*")
SEPARATOR_AT_ENDS = re.compile(rf"^(?:{SEPARATOR.pattern})+|(?:{SEPARATOR.pattern})+$")
HOME = (
    "home", "homepage", "home page", "front page", "start", "main", "home:", "top",
    "首页", "首頁", "主页", "网站首页", "本站首页", "返回首页", "トップ", "ホーム", "홈",
    "startseite", "accueil", "inicio", "portada", "principal", "página principal",
    "início", "pagina inicial", "página inicial", "forside", "hem", "hjem", "etusivu",
    "strona główna", "domů", "úvod", "domov", "kezdőlap", "főoldal", "acasă",
    "начало", "главная", "головна", "αρχική", "ana sayfa", "anasayfa",
    "beranda", "trang chủ", "หน้าแรก", "الرئيسية", "דף הבית", "ראשי",
)  # fmt: skip

# "协会首页", the front page of the association
NAMED_HOME = re.compile(r"[^\W\d_]{1,12}(?:首页|首頁|主页|主頁)")
# What a chain ends with instead of the title
HERE = ("正文", "内容", "详情", "查看信息", "查看内容", "內容", "內文")

_DATE_WORDS = (
    r"(?:creat(?:e|ed|ion)|publish(?:ed|ing)?|publication|release[d]?|post(?:ed)?|issue[d]?|add)"
    r"[\s_-]*(?:time|date|on|at)?"
    r"|(?:time|date)\s+of\s+(?:release|publication|issue|posting)"
    r"|(?:veröffentlicht|erschienen|publiziert)(?:\s+am)?|veröffentlichungsdatum|publiée?(?:\s+le)?"
    r"|date\s+de\s+publication|publicado(?:\s+e[lm])?|fecha\s+de\s+publicación"
    r"|data\s+d[ei]\s+pub(?:licação|blicazione)|pubblicato(?:\s+il)?|gepubliceerd(?:\s+op)?"
    r"|опубликован[оа]?|дата\s+(?:публикации|размещения)|опубліковано|дата\s+публікації"
    r"|opublikowano|data\s+publikacji|publikováno|publicer(?:ad|at|et)|publisert|julkaistu"
    r"|yay[ıi]n(?:lanma)?\s+tarihi|ημερομηνία\s+δημοσίευσης|تاريخ\s+النشر|نشر\s+(?:في|بتاريخ)"
    r"|תאריך\s+פרסום|פורסם(?:\s+בתאריך)?|ngày\s+(?:đăng|xuất\s+bản)|diterbitkan|dipublikasikan"
    r"|tanggal\s+(?:terbit|publikasi)|เผยแพร่เมื่อ|วันที่เผยแพร่|प्रकाश(?:ित|न)(?:\s+की)?(?:\s+तिथि)?"
)
# Ideographs need no blank before a label: "来源：秘书处发布日期：…", where style sets them apart.
_EASTERN_DATE_WORDS = (
    r"(?:发布|發布|發佈|发表|發表|创建|创立|添加|录入|发稿|发文|公开|公開|公布|刊登|成文)"
    r"(?:于|時間|时间|日期)|(?:公開|掲載|投稿|発表|登録|作成)日時?|(?:등록|작성|게시|입력)일시?"
)
# What an editor or a system did, where nothing says when it was published.
_LATER = r"(?:更新|编辑|編輯)(?:于|時間|时间|日期)|更新日時?"
# The colon may be missing only where the label cannot be running text.
CREATE_TIME = re.compile(
    rf"(?:(?<![^\W\d_])(?:{_DATE_WORDS}|(?P<weak>date|datum|fecha|data|дата|التاريخ|תאריך|ngày|tanggal|วันที่|दिनांक|时间|時間|日期|日付|날짜))"
    rf"|{_EASTERN_DATE_WORDS}|(?P<later>{_LATER})){_COLON}\s*"
    r"|(?:(?<![^\W\d_])(?:create\s*time|published(?:\s+on)?|posted(?:\s+on)?"
    r"|veröffentlicht\s+am|publié\s+le|publicad[oa](?:\s+e[lm])?|pubblicato\s+il|gepubliceerd\s+op)"
    r"|发布时间|发布日期|发表时间|发布于|发表于|公開日|掲載日)\s*(?=\d|[A-Z][a-z]{2}|令和)",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"\s*(?:(?:text|words|story|report|photos?|text\s+(?:and|&)\s+photos?)\s*(?:/|[:：]|\bby\b\s*[:：]?)"
    r"|(?:written|edited|reported|compiled)\s+by\b\s*[:：]?"
    r"|(?:by|von|par|por|door|a cura di|oleh|bởi|بقلم|מאת|द्वारा)\b\s*[:：]?|โดย\s*[:：]?"
    r"|(?:authors?|writer|reporter|editor|autora?|auteure?|autore|автор|tác\sgiả|penulis|ผู้เขียน|लेखक|الكاتب)\s*[:：]"
    r"|(?:作者|撰文|撰稿|记者|通讯员|文|图文|担当者?|執筆者?|投稿者|작성자|글쓴이|기자)\s*[:：/／])\s*",
    re.IGNORECASE,
)
BYLINE_WITHIN = re.compile(
    r"(?<![^\W\d_])(?:(?:author|writer|reporter)s?|text|作者|记者|撰文|撰稿)\s*[:：/]\s*",
    re.IGNORECASE,
)
# Between two labelled values of one line of particulars.
PARTICULAR = re.compile(
    r"(?:hits?|views?|clicks?|reads?|page\s?views?|source|origin|author|editor|column|category|"
    r"font(?:\s?size)?|text\s?size|share(?:\s+(?:to|this|on))?|print|tags?|"
    r"quelle|fuente|fonte|bron|источник|出典|출처|"
    r"teilen|partager|compartir|compartilhar|condividi|delen|поделиться|シェア(?:する)?|공유|"
    r"浏览(?:次数|量)?|点击(?:数|量|率|次数)?|阅读(?:次数|量|数)?|访问(?:次数|量)?|人气|来源|信息来源|"
    r"文章来源|出处|作者|编辑|责任编辑|字号|字体|字体大小|分享(?:到)?|打印|栏目|所属栏目|分类|标签|关键[词字]|"
    r"發[布佈]單位|发布单位|資料來源|點閱(?:數|次數|人次)?|瀏覽(?:數|次數|人次)?|작성자|글쓴이|조회수?|"
    # The head of a document of an authority (GB/T 9704, and the catalogues of open government).
    r"索引号|文\s?号|发文字号|发布机构|发文机关|公开方式|公开形式|主题分类|主题词|体裁分类|责任部门|有效性)"
    r"\s*(?:[:：]|$|\d+$)",
    re.IGNORECASE,
)
# What follows a body: neighbours, related links, imprint.
AFTERWORD = re.compile(
    r"(?:(?:previous|prev|next)(?:\s+(?:article|post|news|page|one|story|item))?\s*(?:[:：]|$)"
    r"|(?:上|下|前|后)一?[篇条页則则](?:新闻|文章)?\s*(?:[:：]|$)"
    r"|(?:上|下)一[篇条页則则]"
    r"|(?:前|次)の(?:記事|ページ|お知らせ)\s*(?:[:：]|$)|(?:이전|다음)\s?글\s*(?:[:：]|$)|(?:이전|다음)글(?=\s)"
    r"|(?:zurück|weiter|vorherige[rs]?|nächste[rs]?|précédente?|suivante?|anterior|siguiente"
    r"|próxim[oa]|precedente|successiv[oa]|vorige|volgende|предыдущая|следующая)"
    r"(?:\s+(?:beitrag|artikel|meldung|article|artículo|noticia|articolo|bericht|новость|статья))?"
    r"\s*(?:[:：]|$)"
    r"|(?:related|recommended|more|latest|hot|recent)\s+"
    r"(?:articles?|news|links?|stories|posts?|reading|releases?|information)\s*[:：]?$"
    r"|(?:相关|推荐|更多|热点|最新|热门)(?:新闻|文章|链接|阅读|推荐|资讯|信息|动态|内容)\s*[:：]?$"
    r"|(?:share|print|close|back|top|back\s+to\s+(?:top|list)|return|share\s+(?:this|to|on).{0,20}"
    r"|print\s+this(?:\s+page)?|close(?:\s+this)?\s+window|分享(?:到|至)?|打印(?:本页)?|关闭(?:窗口|本页)?"
    r"|返回(?:列表|顶部|首页|上一?[页级])?)\s*[:：]?$"
    r"|(?:zurück|retour|volver|voltar|torna|terug)\s+(?:zu[rm]|à|al?|ao|naar)\b.{2,30}$"
    r"|(?:.{0,6}一覧(?:へ|に)(?:戻る)?|목록(?:으로)?|назад)\s*$"
    r"|(?:[【［\[(（]\s*(?:打印|关闭|收藏|返回|加入收藏)[^】］\])）]{0,6}[】］\])）]\s*[|｜]?\s*)+)",
    re.IGNORECASE,
)
# A heading above a text, often for screen readers only
TEXT_FOLLOWS = re.compile(
    r"(?:본문(?:\s?내용)?|페이지\s?정보|正文(?:内容)?|[詳详][細细]内容|本文|main content)"
    r"\s*[:：]?",
    re.IGNORECASE,
)
# What stands before a teaser at the head of a text
SUMMARY = re.compile(
    r"[\[【]?(?:核心提示|摘要|内容摘要|内容提要|导读|提要|導讀|summary|abstract)[\]】]?\s*[:：]?\s*",
    re.IGNORECASE,
)
# The line above the attachments that a text names at its end, and what such a name begins with
ATTACHED = re.compile(
    r"(?:附(?:件|表|录|錄|檔|加檔案)?|첨부\s?(?:파일)?|添付(?:ファイル|資料)?|attachments?|enclosures?|annex(?:es)?|appendi(?:x|ces)|anlagen?|annexes?"
    r"|pièces? jointes?|anexos?|allegat[io]|bijlagen?|приложени[ея])(?:下[载載])?\s*(?:[:：]|$)",
    re.IGNORECASE,
)
ATTACHMENT = re.compile(
    r"附(?:件|表|录|錄)\s*[一二三四五六七八九十\d]{0,3}\s*[:：.、]"
    r"|(?:attachment|enclosure|annexe?|appendix|anlage|anexo|allegato|bijlage|приложение)"
    r"\s+(?:\w{1,4})\s*[:.–—-]",
    re.IGNORECASE,
)
# What a site says at the end of each text
DISCLAIMER = re.compile(
    r"[\[【]?(?:免责声明|免責聲明|版权声明|版權聲明|特别声明|特別聲明)[\]】]?\s*[:：]"
)
# Lines at the end of a text that are of no text: buttons, counters, tags, rules, labels of files
LEFTOVER = re.compile(
    r"(?:[\[【(（]?\s*(?:打印(?:本[页頁])?|列印|友善列印|关闭(?:窗口|本页)?|關閉(?:視窗)?"
    r"|返回(?:列表|顶部|首页|上一?[页级])?|回上一?頁|(?:加入)?收藏|[上下前后]一?[篇條条則则页頁]|回到?(?:顶部|頂端?)|轉寄(?:好友)?|告诉好友|推荐|挑错|顶一下|踩一下|点赞|赞|评论|分享(?:[到至]\s*[:：]?)?"
    r"|print|close|back|top|인쇄|목록|印刷)\s*[\]】)）]?\s*(?:[(（]?\d+%?[)）]?)?[\s|/·]*)+"
    r"|[(（]\d{1,5}[)）]|\d{1,3}%"
    r"|(?:打开|请?用|使用)?(?:微信|手机)?[，,]?(?:扫一扫|扫描|扫码|掃一掃|掃描|长按|长按识别).{0,20}"
    r"(?:二维码|二維碼|页|頁|手机|手機|微信|朋友圈|公众号|查看|阅读|浏览|关注|分享).{0,12}"
    r"|[-–—=_*·]{4,}(?:\w{1,8}[-–—=_*·]{4,})?"
    r"|(?:tags?|tag标签|相关热词(?:搜索)?|标签|標籤|关键词|关键字|關鍵字|schlagw(?:ort|örter)"
    r"|mots[- ]clés|etiquetas|palabras clave|registrado em|теги|태그|タグ|từ khóa)\s*[:：].*"
    r"|[(（](?:责任)?编辑[:：].{1,20}[)）]|(?:(?:(?:新闻|文章)录入|责任编辑|责编)\s*[:：]\s*\S{1,12}\s*)+"
    r"|(?:attachments?|downloads?|attached files?|附件(?:下[载載])?|相[关關](?:文档|檔案|附件)"
    r"|첨부\s?파일|첨부|添付ファイル|添付資料|附檔|附加檔案"
    r"|anh[aä]nge?|dateien|allegat[io]|anexos?|archivos adjuntos"
    r"|pièces? jointes?|документы|файлы)\s*[:：]?"
    # Headings above links to other releases
    r"|(?:(?:weitere|ähnliche|verwandte|aktuelle|mehr)\s+(?:meldungen|nachrichten|artikel|beiträge"
    r"|pressemitteilungen|themen|news|links)"
    r"|(?:articles?|actualités?|communiqués?|contenus?|liens?)\s+(?:liée?s?|connexes?|similaires?"
    r"|associée?s?)|(?:autres|plus\s+d['’]|dernières?|derniers?)\s*(?:actualités|articles|communiqués"
    r"|nouvelles)"
    r"|(?:noticias|artículos|enlaces|contenidos?|notícias|artigos|links?|conteúdos?|notizie"
    r"|articoli|contenuti)\s+(?:relacionad[oa]s?|similares|correlat[ie])"
    r"|(?:más|otras|últimas|mais|outras|altre|ultime)\s+(?:noticias|comunicados|notícias|notizie)"
    r"|(?:gerelateerde?|meer|ander)\s+(?:nieuws|berichten|artikelen)"
    r"|lesen\s+sie\s+auch|(?:à\s+lire|voir)\s+aussi|lea\s+también|(?:leia|veja)\s+também"
    r"|leggi\s+anche|lees\s+ook|читайте\s+также|(?:другие|похожие|последние)\s+(?:новости|статьи"
    r"|материалы)|(?:関連|最新|その他)の?(?:記事|リンク|情報|ニュース|ページ|お知らせ)"
    r"|(?:관련|최신)\s?(?:기사|뉴스|글|링크|게시물))\s*[:：]?"
    # Buttons to share and to print
    r"|(?:(?:diese[nr]?\s+)?(?:seite|artikel|beitrag|meldung)\s+)?(?:teilen|drucken|empfehlen)"
    r"|(?:partager|imprimer|compartir|imprimir|compartilhar|partilhar|condividi|stampa|delen|afdrukken"
    r"|поделиться|печать)(?:\s+(?:cet|l['’]|sur|en|est[ea]|la|el|no|questo|su|deze|dit|в)\b.{0,20})?",
    re.IGNORECASE,
)
# Where readers share a page, as links to it are called
NETWORK = re.compile(
    r"(?:\w+ ){0,3}(?:facebook|twitter|x|linked\s?in|whats\s?app|telegram|pinterest|reddit|xing"
    r"|tumblr|instagram|bluesky|mastodon|threads|messenger|skype|viber|line|vk|вконтакте|одноклассники"
    r"|weibo|wechat|zalo|flipboard|pocket|e-?mail|rss)",
    re.IGNORECASE,
)
IMPRINT = re.compile(
    r"(?:©|\(c\)\s*(?:19|20)\d\d|copyright\b|all\s+rights\s+reserved|版权所有|版权声明|ICP备|"
    r"公网安备|powered\s+by\b|技术支持|主办单位|网站地图)",
    re.IGNORECASE,
)
# Link texts that say nothing about where they lead.
WORDLESS = re.compile(
    r"[\s\[(【«‹]*+(?:(?:read|learn|see|view)?\s*(?:more|details?|full\s+(?:story|text|article)|here)"
    r"|click\s+here|continue(?:\s+reading)?|(?:(?:download|open|view|get)\s+)?(?:the\s+|as\s+)?"
    r"(?:pdf|docx?|xlsx?|word|excel|zip)(?:\s+(?:file|version|document|download))?"
    r"(?:[\s,;(\[·–-]*\d+(?:[.,]\d+)?\s*(?:[kmg]i?b|[kmg]o|bytes)\b)?|download|查看(?:详情|更多|全文)|详情|详细|更多|阅读(?:全文|更多)|全文|(?:繼續)?閱讀(?:全文|更多)?|詳情|詳細"
    r"|続きを読む|もっと(?:見る|読む)|詳しくは(?:こちら)?|詳細(?:を見る|はこちら)?|자세히\s?보기|더\s?보기"
    r"|(?:weiter|mehr)\s*(?:lesen|erfahren|dazu)?|lire\s+(?:la\s+suite|plus|l[’']article)|en\s+savoir\s+plus"
    r"|(?:continuar\s+leyendo|seguir\s+leyendo|(?:leer|ver|saber)\s+m[áa]s|leia\s+mais|(?:saiba|ver|ler)\s+mais"
    r"|continuar\s+(?:lendo|a\s+ler))|leggi(?:\s+(?:tutto|di\s+più))?|continua(?:\s+a\s+leggere)?|lees\s+(?:meer|verder)"
    r"|läs\s+mer|les\s+mer|læs\s+mere|lue\s+lisää|(?:czytaj|zobacz)\s+(?:więcej|dalej)|číst\s+(?:dále|více)"
    r"|подробнее|читать\s+(?:далее|полностью)|devam(?:ını|ı)\s+oku|xem\s+(?:thêm|chi\s+tiết)|baca\s+selengkapnya"
    r"|اقرأ\s+المزيد|อ่านต่อ|อ่านเพิ่มเติม)?"
    r"[\s.…>»›→\[\]+)】]*",
    re.IGNORECASE,
)
# A link beside a title that names a kind of file, its size, or a language: "PDF (200 KB)", "EN".
FILE = re.compile(
    r"[\W_]*(?:(?:download|view|open|télécharger|herunterladen|descargar|下载|下載|附件)\W*)?"
    r"(?:(?:pdf|docx?|xlsx?|pptx?|rtf|odt|zip|word|excel|html?|txt)\W*"
    r"(?:file|version|format|datei|版|文件|格式|下载)?\W*)?"
    r"(?:\d+(?:[.,]\d+)?\s*(?:[kmg]i?b|bytes|[km]o)\W*)?"
    r"(?:(?:en|fr|de|es|it|pt|zh|ja|ko|ru|ar|english|français|deutsch|español|italiano|português"
    r"|中文|简体|繁體|日本語|한국어|русский)\W*)?",
    re.IGNORECASE,
)
# Words of trades that hijack the pages of others.
SPAM = re.compile(
    r"\b(?:casinos?|pokies|poker|slots? (?:games?|machines?|online)|sportsbooks?|baccarat|roulette"
    r"|(?:online |sports )?(?:gambling|betting)|jackpots?|viagra|cialis|levitra|porno?|xxx"
    r"|escort (?:girls?|services?)|payday loans?|replica watches|togel|judi)\b"
    r"|博彩|赌场|賭場|赌博|娱乐城|娛樂城|葡京|彩票|时时彩|六合彩|百家乐|百家樂|老虎机|棋牌|投注|真人娱乐"
    r"|色情|成人视频|代开发票",
    re.IGNORECASE,
)
# What the scripts of bot defences are called: the page is theirs when it has no text of its own.
CHALLENGE = re.compile(
    r"cdn-cgi/challenge-platform|cf[-_]chl|cf-turnstile|_Incapsula_Resource|captcha-delivery"
    r"|awswaf|gokuProps|px-captcha|g-recaptcha|h-captcha|geetest|sec-if-cpt|__jsl_clearance"
    r"|acw_sc__v2",
    re.IGNORECASE,
)
# What an event or a deadline is dated by, right before the day.
OTHER_DATE = re.compile(
    r"(?:(?:(?<![^\W\d_])(?:deadline|closing|due|until|till|expir\w*|valid\w*|apply by|register by"
    r"|frist|bis|anmeldeschluss|einsendeschluss|date limite|échéance|jusqu.au|fecha límite|plazo"
    r"|hasta|prazo|até|scadenza|entro|fino al|uiterlijk)|截止|截至|有效期|期限|締切|마감)"
    r"\s*(?:dates?|on|am|le|el|il|日期|时间|時間|日|일)?\s*(?:为|是|至)?"
    r"|(?<![^\W\d_])(?:(?:event|meeting|conference|start|end|exam)\s+(?:date|time)s?|when|termine?"
    r"|(?:veranstaltungs|kurs|beginn|start|end)(?:termin|datum)|wann|quando|cuándo|quand"
    r"|fecha del evento|data dell.evento|data do evento|date de l.événement)"
    r"|(?:报名|報名|会议|會議|活动|活動|举办|舉辦|召开|召開|培训|培訓|考试|考試)(?:日期|时间|時間)"
    r"|開催日時?|개최일)\s*[:：]?\s*$",
    re.IGNORECASE,
)
# Where something takes place: a "Date:" beside it is that of an event.
PLACE = re.compile(
    r"[^\w]*(?:venue|location|place|where|lieu|(?:veranstaltungs)?ort|lugar|luogo|local|plaats|sted|plats"
    r"|miejsce|место|地点|地點|会场|會場|場所|장소)\s*[:：]",
    re.IGNORECASE,
)
# A line that tells the reader's day, not the release's.
TODAY = re.compile(
    r"today(?: is)?\b|it is now\b|current (?:date|time)\b"
    r"|今天|今日|本日|现在时间|当前(?:日期|时间)|오늘",
    re.IGNORECASE,
)
# Words of a page that says of this one address that there is nothing.
_NOT_FOUND = (
    r"not (?:be )?(?:found|exist|available)|(?:does|do)n[’']t exist|no longer exists?|\b404\b"
    r"|不存在|找不到|已删除|已被删除|信息已下线|見つかりません|찾을 수 없"
    r"|p[áa]gina n(?:o|ão) encontrada|pagina non trovata|page introuvable"
    r"|seite (?:wurde )?nicht gefunden|страница не найдена"
)
NOT_FOUND = re.compile(_NOT_FOUND, re.IGNORECASE)
# Words of a site out of order; a release may be about it too, and is listed so then.
OUTAGE = re.compile(
    r"maintenance|temporarily (?:unavailable|offline|closed)|back soon|coming soon|wartung"
    r"|mantenimiento|manuten[cç][aã]o|manutenzione|onderhoud|indisponible"
    r"|технические работы|техническ\w+ обслуживан"
    r"|维护|維護|维修|升级|メンテナンス|점검|صيانة",
    re.IGNORECASE,
)
# Words of a page that stands where a release or a listing should be.
ERROR = re.compile(
    rf"{_NOT_FOUND}|access (?:is )?denied|forbidden|system error|server error|service unavailable"
    r"|(?:please|must|need to) (?:log|sign) ?in|under maintenance|enable javascript"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|captcha|unusual traffic|just a moment"
    r"|checking (?:if the site|your browser)|attention required|are you a robot"
    r"|fatal error: |uncaught (?:error|exception)|before you continue"
    r"|(?:an?|unexpected) error (?:has )?occurred|something went wrong"
    r"|error establishing|mysqli?_\w+\(|sqlstate|database error|数据库(?:连接|错误|异常)"
    r"|(?:log|sign) ?in (?:required|to (?:continue|read|view))"
    r"|安全验证|人机验证|滑动验证|访问过于频繁|会员登录|登录后(?:查看|阅读)|系统错误|访问被拒绝|验证码|请(?:先)?登录|正在维护",
    re.IGNORECASE,
)
