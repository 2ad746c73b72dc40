"""The labels of sheets in Chinese, Korean and Japanese: "索引号：", "등록일", "掲載日".

Those of languages that set words apart are in `particulars`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
BEGINS = frozenset(word[0] for word in _KINDS) | {*"[【|"}


def find(text: str) -> Iterator[tuple[str, int, int]]:
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
