"""The sheet of particulars above a document or a post: "索引号 … 发布机构 … 成文日期 …".

Chinese authorities have one above every document that they publish (Regulations on Open Government
Information, article 29); boards of Korean, Japanese and Taiwanese sites one above every post. It is
a table, a list, or lines, names the document and its day, and is no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from newscrawler.extract.articles import byline, create_time, particulars
from newscrawler.extract.articles.byline import Byline
from newscrawler.extract.articles.create_time import CreateTime
from newscrawler.extract.articles.lines import is_no_title
from newscrawler.extract.articles.title import Title
from newscrawler.extract.dates import Hints
from newscrawler.extract.evidence import Rule, evidence
from newscrawler.extract.pages.blocks import Block, Run
from newscrawler.extract.pages.features import weight

# Labels by what stands behind them: the document's name, the day on which it was published, that on
# which it was signed, the text, what no other part of a page has, files, and what others have too.
_WORDS = {
    "name": (
        "信息名称 文件名称 公文名称 公文标题 文件标题 信息标题 名称 标题 题名 標題 主旨 "
        "公告主旨 名稱 제목 件名 タイトル 表題"
    ),
    "published": (
        "发布日期 发布时间 公开日期 公开时间 公布日期 公布时间 信息公开日期 上网日期 上网时间 "
        "發布日期 發佈日期 發布時間 公告日期 公布日期 公開日期 張貼日期 刊登日期 上版日期 "
        "등록일 등록일자 등록일시 작성일 작성일자 작성일시 게시일 게시일자 공고일 배포일 "
        "배포일자 보도일자 입력일 공개일 公開日 公開日時 掲載日 発表日 発表日時 公表日 登録日 "
        "投稿日 発行日"
    ),
    "written": (
        "成文日期 成文时间 生成日期 生成时间 形成日期 发文日期 发文时间 印发日期 制发日期 签发日期"
    ),
    "text": "正文 内容 內容 內文 본문 내용 本文",
    "own": (
        "发布单位 发布人 发布者 点击数 点击次数 浏览量 浏览次数 阅读次数 "
        "索引号 信息索引号 统一编号 登记号 发文字号 公文文号 发文文号 文件编号 文号 发布机构 "
        "发文机关 发文机构 发文单位 发布单位 公开机构 公开单位 制发机关 制定机关 印发机关 "
        "公开责任部门 责任部门 主题分类 信息分类 体裁分类 组配分类 服务对象分类 信息类别 "
        "公文种类 主题词 公开方式 公开形式 公开范围 公开时限 公开程序 公开属性 公开类别 "
        "有效性 效力状态 有效状态 时效性 时效状态 生效日期 实施日期 施行日期 失效日期 "
        "废止日期 索引號 發文字號 文號 發布單位 發佈單位 發布機關 公告單位 張貼人 發布者 "
        "承辦單位 公告類別 點閱 點閱數 點閱次數 點閱率 瀏覽數 瀏覽人次 瀏覽次數 更新日期 "
        "更新時間 最後更新日期 작성자 글쓴이 등록자 게시자 담당부서 담당자 부서명 조회 조회수 "
        "공고번호 수정일 최종수정일 更新日 最終更新日 担当 担当課 担当部署 問い合わせ先 "
        "お問い合わせ先 ページ番号 ページID 記事番号"
    ),
    "files": (
        "附件 相关附件 附檔 附加檔案 相關附件 相關檔案 檔案下載 첨부 첨부파일 添付 "
        "添付ファイル 添付資料"
    ),
    "other": (
        "关键词 关键字 服务对象 有效期 语种 信息来源 内容概述 内容摘要 体裁 分类 备注 "
        "資料來源 聯絡人 分類 부서 문의 연락처 전화번호 이메일 분류 구분 기관 출처 カテゴリー "
        "カテゴリ 発表者"
    ),
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# What ends a label: a colon, or the end of an element of its own; brackets around it.
_ENDS = re.compile(r"\s*[\]】]?\s*(?:[:：]\s*|$)")
_BETWEEN = re.compile(r"[\s\[【|]+")
_LONGEST_LABEL = 14
# What a line of such a sheet begins with; few other lines do.
_BEGINS = frozenset(word[0] for word in _KINDS) | {*"[【|"}
# How many labels make a sheet, and how many of them are of nothing else: one where the name and the
# day of publication stand beside it
_FEW, _OWN = 3, 2
# How many lines a label is below the one before, and how long a line is at the most
_NEAR, _LONGEST, _PROSE = 3, 300, 60
_REACH = 400
# What a headline weighs at the least, and how many steps above it the sheet's element is
_HEADLINE, _STEPS = 20, 3


class Value(NamedTuple):
    """What stands behind a label: `start` to `end` of the text of a block."""

    block: Block
    start: int
    end: int


class _Mark(NamedTuple):
    """A label: from `start` to `end` of the text of a block."""

    block: Block
    kind: str
    start: int
    end: int


class Sheet(NamedTuple):
    """The lines from `first` to `last`, and what the sheet says: values by the kind of label.

    `is_below` tells that the text stands above it.
    """

    first: int
    last: int
    values: dict[str, Value]
    is_below: bool

    def time(
        self, found: CreateTime | None, listed: str | None, hints: Hints, timezone: str | None
    ) -> CreateTime | None:
        """Return the day of publication; it stands for the whole sheet.

        `found` is what the rest of the page says. The day on which a document was signed is often
        days before; it is believed where there is no other. None where the listing has to tell it.
        """
        named = (self._day(kind, "label", hints, timezone) for kind in ("published", "date"))
        told = next(filter(None, named), None)
        if told or (found and found.evidence["how"] == "label"):
            return told or found
        if listed:
            return None
        return self._day("written", "date line", hints, timezone) or found

    def _day(self, kind: str, how: Rule, hints: Hints, timezone: str | None) -> CreateTime | None:
        value = self.values.get(kind)
        found = create_time.between(*value, how, hints, timezone) if value else None
        return found._replace(at=-1 if self.is_below else self.last) if found else None

    @property
    def byline(self) -> Byline | None:
        """The author, None where the sheet names none."""
        text = self._said("author").strip(" |")
        names = byline.split(text)
        entry = evidence("label", self.values["author"].block.element, text) if names else {}
        return Byline(names, -1 if self.is_below else self.last, entry) if names else None

    def title(self, blocks: list[Block]) -> Title | None:
        """Return the name of the document, None where the sheet has none or cuts it.

        `blocks` are the lines of the page without the sheet: one of them may say it, too.
        """
        text = self.name
        if not text or text[-1] in ".…":
            return None
        line = next((block for block in blocks if block.text == text), None)
        if line is None:
            return None
        return Title(text, line.index, evidence("label", line.element, text))

    def heading(self, blocks: list[Block]) -> Title | None:
        """Return the line right above the sheet, in an element with it, that may be a headline."""
        above = next((b for b in reversed(blocks[: self.first]) if b.text), None)
        if self.is_below or above is None or above.linked:
            return None
        if not _HEADLINE <= weight(above.text) <= _LONGEST:
            return None
        if is_no_title(above.text):
            # The sheet stands below the text.
            return None
        beside = {above.element.getparent(), *islice(above.element.iterancestors(), _STEPS)}
        if beside.isdisjoint(blocks[self.first].element.iterancestors()):
            return None
        return Title(above.text, above.index, evidence("line", above.element, above.text))

    @property
    def name(self) -> str:
        """The name of the document, empty where the sheet has none."""
        return self._said("name")

    def _said(self, kind: str) -> str:
        value = self.values.get(kind)
        return value.block.text[value.start : value.end].strip() if value else ""


def find(blocks: list[Block]) -> Sheet | None:
    """Return the first sheet of a page, None where there is none."""
    for run in _runs(blocks, list(_marks(blocks))):
        kinds = Counter(mark.kind for mark in run)
        is_sheet = kinds["own"] >= _OWN or (kinds["own"] and kinds["name"] and kinds["published"])
        if len(run) >= _FEW and is_sheet:
            return _sheet(blocks, run)
    for run in _runs(blocks, list(_spaced_marks(blocks))):
        # A page may say twice when it was posted and updated.
        said = {mark.block.text[mark.start : mark.end].casefold(): mark.kind for mark in run}
        if len(said) >= _FEW and particulars.is_sheet(list(said.values()), _OWN):
            return _sheet(blocks, run)
    return None


def _runs(blocks: list[Block], marks: list[_Mark]) -> Iterator[list[_Mark]]:
    """Yield labels that stand side by side."""
    while marks:
        run = [marks[0]]
        for mark in marks[1:]:
            if not _goes_on(blocks, run[-1], mark):
                break
            run.append(mark)
        yield run
        marks = marks[len(run) :]


def _goes_on(blocks: list[Block], last: _Mark, mark: _Mark) -> bool:
    """Tell whether a label is of the same sheet as the last: a text between parts two sheets."""
    first = last.block.index + 1
    if mark.block.index - last.block.index > _NEAR:
        return False
    if last.kind != "text" and last.end == len(last.block.text):
        # The value in the next line may be as long as a title.
        first += 1
    return all(weight(block.text) <= _PROSE for block in blocks[first : mark.block.index])


def without(blocks: list[Block], sheet: Sheet) -> list[Block]:
    """Return the lines of a page, those of the sheet empty.

    The name of the document stays where no other line says it, and so do links to its files.
    """
    lines = list(blocks)
    inside = blocks[sheet.first : sheet.last + 1]
    for block in inside:
        if not block.linked:
            lines[block.index] = _line(block, "")
    title = sheet.values.get("name")
    if title and not title.block.linked and all(each.text != sheet.name for each in lines):
        lines[title.block.index] = _line(title.block, sheet.name)
    return lines


def _marks(blocks: list[Block]) -> Iterator[_Mark]:
    for block in blocks[:_REACH]:
        text = block.text
        if text[:1] not in _BEGINS or len(text) > _LONGEST:
            continue
        # A label may be told from its value by an element of its own only.
        for start, end in zip(block.starts, [*block.starts[1:], len(text)], strict=True):
            for kind, begin, stop in _labels(text[start:end]):
                yield _Mark(block, kind, start + begin, start + stop)


def _spaced_marks(blocks: list[Block]) -> Iterator[_Mark]:
    """Yield the labels in languages that set words apart; none is a link."""
    for block in blocks[:_REACH]:
        text = block.text
        if not text or len(text) > _LONGEST or block.is_link:
            continue
        ends = [*block.starts[1:], len(text)]
        for run, start, end in zip(block.runs, block.starts, ends, strict=True):
            if run.context.link is None:
                for kind, begin, stop in particulars.find(text[start:end]):
                    yield _Mark(block, kind, start + begin, start + stop)


def _labels(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, start, end) of each label in the text of an element; short ones are set wide."""
    for stop in _ENDS.finditer(text):
        first = max(0, stop.start() - _LONGEST_LABEL)
        # Without a colon it is alone there.
        if stop.end() == len(text) and not stop[0].strip("]】 ") and first:
            return
        before = text[first : stop.start()]
        begins = [0, *(gap.end() for gap in _BETWEEN.finditer(before))]
        for begin in begins:
            kind = _KINDS.get(_BETWEEN.sub("", before[begin:]))
            if kind:
                yield kind, first + begin, stop.end()
                break
        if stop.end() == len(text):
            return


def _sheet(blocks: list[Block], run: list[_Mark]) -> Sheet:
    values: dict[str, Value] = {}
    last = run[-1].block.index
    for mark, following in zip(run, [*run[1:], None], strict=True):
        block = mark.block
        is_same = following is not None and following.block is block
        value = Value(
            block, mark.end, following.start if following and is_same else len(block.text)
        )
        if mark.kind == "text":
            # What follows is no particular; only the word is none of it.
            continue
        if mark.end == len(block.text):
            # The value stands in the next line, unless there is none.
            below = block.index + 1
            if below >= len(blocks) or (following and following.block.index == below):
                continue
            value = Value(blocks[below], 0, len(blocks[below].text))
            last = max(last, below)
        values.setdefault(mark.kind, value)
    first = run[0].block.index
    return Sheet(first, last, values, _prose(blocks[:first]) > _prose(blocks[last + 1 :]))


def _prose(blocks: list[Block]) -> int:
    return sum(len(each.text) for each in blocks if not each.linked and weight(each.text) > _PROSE)


def _line(block: Block, text: str) -> Block:
    """Return a line at the same place that says nothing but `text`."""
    run = Run(text, block.element, block.context)
    return Block(block.element, [run], block.context, text, [0], 0, block.index, block.holder)
