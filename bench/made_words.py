"""Invented words of media rooms in eight languages, for `made_pages`."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """What a room in one language says; `months` are spelled as within a date."""

    code: str
    site: str
    home: str
    menu: list[str]
    sections: list[list[str]]
    titles: list[str]
    sentences: list[str]
    people: list[str]
    here: list[str]
    published: list[str]
    updated: str
    by: str
    source: str
    months: list[str]
    related: str
    neighbours: tuple[str, str]
    tools: list[str]
    contact: str
    cookies: str
    next_page: str


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


CHINESE = Words(
    "zh",
    "港湾品牌保护协会",
    "首页",
    ["协会概况", "新闻中心", "政策法规", "会员服务", "党建工作", "联系我们"],
    [["新闻中心", "协会动态"], ["新闻资讯"], ["信息公开", "通知公告"], ["媒体中心", "新闻稿"]],
    _lines("""
        协会召开网络市场知识产权保护座谈会
        市监局通报上半年商标侵权典型案例
        我会代表团访问海关缉私局
        关于举办商品真伪鉴别培训班的通知
        第九届品牌保护年会在港湾举行
        法院判决某服装公司赔偿三百万元"""),
    _lines("""
        协会与市场监管部门就网络交易中的商标使用问题交换了意见。
        与会代表认为，平台应当在收到通知后及时采取必要措施。
        本次活动共有来自二十余家企业的六十多名代表参加。
        会议由协会副会长主持，秘书长作了工作报告。
        双方还就进一步加强跨境合作达成了共识。
        法院认定被告的行为构成商标侵权及不正当竞争。
        培训内容涵盖了商品鉴别、证据固定和案件移送三个方面。
        协会将继续为会员单位提供有针对性的服务。
        海关有关负责人介绍了上半年查获侵权货物的情况。
        该案入选当年十大典型案例，具有较强的示范意义。
        近年来，侵权商品的销售渠道逐步由线下转向线上。
        下一步，各成员单位将按照分工抓好落实。"""),
    ["张文博", "李晓红", "王建国"],
    ["当前位置：", "您的位置：", "您现在的位置：", "您所在的位置："],
    ["发布时间：", "发布日期：", "日期：", "时间：", "发表于 "],
    "更新时间：",
    "作者：",
    "来源：秘书处",
    [],
    "相关新闻",
    ("上一篇：", "下一篇："),
    ["【打印本页】【关闭窗口】", "分享到：<a href=#>微信</a><a href=#>微博</a>", "返回列表"],
    "联系人：王女士　电话：010-65001234",
    "本网站使用Cookie以改善您的浏览体验。继续浏览即表示您同意我们使用Cookie。",
    "下一页",
)
ENGLISH = Words(
    "en",
    "Harbour Brand Association",
    "Home",
    ["About Us", "News", "Membership", "Events", "Resources", "Contact"],
    [["News", "Press Releases"], ["Media Centre"], ["Newsroom", "Latest News"], ["News & Events"]],
    _lines("""
        Committee Meets Customs Officers on Border Seizures
        Court Awards Damages in Trade Mark Case
        Annual Conference on Brand Protection Held in Harbour City
        Members Join Training on Identifying Counterfeits
        Association Welcomes New Guidelines on Evidence
        Joint Raid Stops Large Counterfeit Workshop"""),
    _lines("""
        The committee met customs officers to discuss the seizure of goods at the border.
        Members stressed that online platforms should act quickly once they are notified.
        More than sixty participants from twenty companies attended the event.
        The court found that the defendant had infringed the registered trade mark.
        Damages of three million were awarded, together with reasonable costs.
        The training covered identification of goods and preservation of evidence.
        Both sides agreed to deepen their cooperation in the coming year.
        The association will continue to provide tailored services to its members.
        The winners were selected by an independent jury of practitioners.
        The guidelines set out how evidence should be gathered and presented.
        The case was listed among the ten most important decisions of the year.
        Further details will be announced at the annual conference."""),
    ["Jane Doe", "Peter Lang", "Mary Ann Cook"],
    ["You are here: ", "Location: ", "Current location: ", "You are here"],
    ["Published: ", "Posted on ", "Date: ", "Release date: "],
    "Last updated: ",
    "By ",
    "Source: Press office",
    "January February March April May June July August September October November December".split(),
    "Related news",
    ("Previous: ", "Next: "),
    ["Share this: <a href=#>Facebook</a> <a href=#>LinkedIn</a>", "<a href=#>Back to list</a>"],
    "Media contact: Jane Doe, press@harbour.example",
    "We use cookies to improve your experience. By continuing you agree to our use of cookies.",
    "Next »",
)
GERMAN = Words(
    "de",
    "Markenverband Nord",
    "Startseite",
    ["Über uns", "Presse", "Themen", "Mitglieder", "Kontakt"],
    [["Presse", "Pressemitteilungen"], ["Aktuelles"]],
    _lines("""
        Verband begrüßt Urteil gegen Fälscherring
        Zoll meldet mehr Beschlagnahmen im Frühjahr
        Mitglieder beraten über Schutz von Marken im Netz"""),
    _lines("""
        Der Verband begrüßt die Entscheidung des Gerichts.
        Die Mitglieder forderten schnellere Verfahren gegen Fälschungen im Netz.
        Mehr als sechzig Teilnehmer aus zwanzig Unternehmen waren der Einladung gefolgt.
        Nach Angaben des Zolls ist die Zahl der Beschlagnahmen erneut gestiegen.
        Die Schulung behandelte Beweissicherung und die Weitergabe von Fällen.
        Beide Seiten vereinbarten, ihre Zusammenarbeit im kommenden Jahr zu vertiefen.
        Weitere Einzelheiten werden auf der Jahrestagung bekannt gegeben."""),
    ["Anna Weber", "Jörg Krause"],
    ["Sie sind hier: "],
    ["Veröffentlicht am ", "Datum: "],
    "Aktualisiert am ",
    "Von ",
    "Quelle: Pressestelle",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "Weitere Meldungen",
    ("Zurück: ", "Weiter: "),
    ["Teilen: <a href=#>LinkedIn</a>", "<a href=#>Zurück zur Übersicht</a>"],
    "Pressekontakt: Anna Weber, presse@nord.example",
    "Wir verwenden Cookies, um Ihnen die Nutzung dieser Seite zu erleichtern.",
    "Weiter",
)
JAPANESE = Words(
    "ja",
    "港湾模倣品対策協会",
    "ホーム",
    ["協会概要", "お知らせ", "活動報告", "会員専用", "お問い合わせ"],
    [["お知らせ"], ["活動報告", "ニュース"]],
    _lines("""
        模倣品対策に関する意見交換会を開催
        税関差止状況に関する説明会のお知らせ
        商標権侵害訴訟の判決について"""),
    _lines("""
        当協会は、模倣品対策に関する意見交換会を開催しました。
        会員企業二十社から六十名を超える参加者が集まりました。
        税関の担当者から、上半期の差止状況について説明がありました。
        参加者からは、迅速な対応を求める声が多く寄せられました。
        今後も関係機関と連携し、啓発活動を進めてまいります。
        裁判所は、被告の行為が商標権の侵害に当たると判断しました。"""),
    ["山田太郎", "佐藤花子"],
    ["現在位置："],
    ["公開日：", "掲載日：", "投稿日："],
    "更新日：",
    "担当：",
    "出典：事務局",
    [],
    "関連記事",
    ("前の記事：", "次の記事："),
    ["<a href=#>シェア</a>", "<a href=#>一覧へ戻る</a>"],
    "お問い合わせ：広報担当　03-1234-5678",
    "当サイトでは、利便性の向上のためにCookieを使用しています。",
    "次へ",
)
KOREAN = Words(
    "ko",
    "항만상표보호협회",
    "홈",
    ["협회소개", "알림마당", "자료실", "회원가입", "오시는 길"],
    [["알림마당", "보도자료"], ["공지사항"]],
    _lines("""
        위조상품 대응 간담회 개최
        관세청과 국경 단속 협력 논의
        상표권 침해 소송 판결 안내"""),
    _lines("""
        협회는 위조상품 대응을 위한 간담회를 개최하였다.
        스무 개 기업에서 육십여 명이 참석하였다.
        관세청은 상반기 적발 현황을 설명하였다.
        교육은 상품 식별과 증거 보전을 다루었다.
        양측은 내년에 협력을 강화하기로 합의하였다.
        법원은 피고의 행위가 상표권 침해에 해당한다고 판단하였다."""),
    ["김민수", "이서연"],
    ["현재위치 : "],
    ["등록일 : ", "작성일: "],
    "수정일 : ",
    "작성자 : ",
    "출처 : 홍보팀",
    [],
    "관련 글",
    ("이전글 : ", "다음글 : "),
    ["<a href=#>목록</a>", "<a href=#>공유</a>"],
    "문의: 홍보팀 02-123-4567",
    "이 사이트는 쿠키를 사용합니다. 계속 이용하시면 이에 동의하는 것으로 간주합니다.",
    "다음",
)
FRENCH = Words(
    "fr",
    "Union des Marques du Port",
    "Accueil",
    ["Qui sommes-nous", "Actualités", "Adhérer", "Agenda", "Contact"],
    [["Actualités"], ["Presse", "Communiqués"]],
    _lines("""
        L’union salue une décision contre la contrefaçon
        Réunion avec les douanes sur les saisies aux frontières
        Conférence annuelle sur la protection des marques"""),
    _lines("""
        L’union salue la décision du tribunal.
        Plus de soixante participants de vingt entreprises ont répondu à l’invitation.
        Les douanes ont annoncé une nouvelle hausse des saisies au premier semestre.
        La formation portait sur l’identification des produits et la conservation des preuves.
        Les deux parties sont convenues de renforcer leur coopération l’année prochaine.
        D’autres détails seront annoncés lors de la conférence annuelle."""),
    ["Claire Dubois", "Marc Petit"],
    ["Vous êtes ici : "],
    ["Publié le "],
    "Mis à jour le ",
    "Par ",
    "Source : service de presse",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "À lire aussi",
    ("Précédent : ", "Suivant : "),
    ["Partager : <a href=#>LinkedIn</a>", "<a href=#>Retour à la liste</a>"],
    "Contact presse : Claire Dubois, presse@port.example",
    "Ce site utilise des cookies. En poursuivant, vous acceptez leur utilisation.",
    "Page suivante",
)
SPANISH = Words(
    "es",
    "Asociación de Marcas del Puerto",
    "Inicio",
    ["Quiénes somos", "Noticias", "Asociados", "Agenda", "Contacto"],
    [["Noticias"], ["Sala de prensa", "Notas de prensa"]],
    _lines("""
        La asociación celebra una sentencia contra las falsificaciones
        Reunión con las aduanas sobre las incautaciones
        Conferencia anual sobre la protección de marcas"""),
    _lines("""
        La asociación celebra la decisión del tribunal.
        Más de sesenta participantes de veinte empresas asistieron al acto.
        Las aduanas anunciaron un nuevo aumento de las incautaciones.
        La formación trató sobre la identificación de productos y la conservación de pruebas.
        Ambas partes acordaron reforzar su cooperación el próximo año.
        El presidente agradeció a todos los socios su apoyo."""),
    ["Lucía Gómez", "Pablo Ruiz"],
    ["Está aquí: ", "Usted está en: "],
    ["Publicado el ", "Fecha: "],
    "Actualizado el ",
    "Por ",
    "Fuente: oficina de prensa",
    (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ).split(),
    "Noticias relacionadas",
    ("Anterior: ", "Siguiente: "),
    ["Compartir: <a href=#>LinkedIn</a>", "<a href=#>Volver al listado</a>"],
    "Contacto de prensa: Lucía Gómez, prensa@puerto.example",
    "Este sitio utiliza cookies. Si continúa navegando, acepta su uso.",
    "Siguiente",
)
RUSSIAN = Words(
    "ru", "Ассоциация защиты марок", "Главная", ["О нас", "Новости", "Членство", "Контакты"],
    [["Новости"], ["Пресс-центр", "Пресс-релизы"]],
    _lines("""
        Ассоциация приветствует решение против подделок
        Встреча с таможней по вопросам изъятий на границе
        Ежегодная конференция по защите товарных знаков"""),
    _lines("""
        Ассоциация приветствует решение суда по делу о товарном знаке.
        Более шестидесяти участников из двадцати компаний приняли участие во встрече.
        Таможенная служба сообщила о росте числа изъятий в первом полугодии.
        Обучение охватывало определение подлинности товаров и сохранение доказательств.
        Стороны договорились углубить сотрудничество в следующем году.
        Председатель поблагодарил всех партнёров за поддержку."""),
    ["Иван Петров", "Анна Смирнова"], ["Вы здесь: "], ["Опубликовано: ", "Дата публикации: "],
    "Обновлено: ", "Автор: ", "Источник: пресс-служба",
    (
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    ).split(),
    "Похожие новости", ("Предыдущая: ", "Следующая: "),
    ["Поделиться: <a href=#>VK</a>", "<a href=#>Назад</a>"],
    "Контакты для прессы: press@marki.example",
    "Сайт использует файлы cookie. Продолжая работу, вы соглашаетесь с этим.",
    "Далее",
)  # fmt: skip
# How often each stands for the rooms that the project knows.
LANGUAGES = [
    *[CHINESE] * 5, *[ENGLISH] * 5, GERMAN, JAPANESE, KOREAN, FRENCH, SPANISH, RUSSIAN,
]  # fmt: skip
