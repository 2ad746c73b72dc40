"""What the pages say, in English and in Chinese. The English words are the keys."""

from __future__ import annotations

from collections.abc import Callable

LANGUAGES = {"en": "English", "zh": "中文"}

# Where the name of a field says little to a reader
ENGLISH = {
    "body": "text",
    "breadcrumb": "section",
    "charset": "character encoding",
    "create_time": "date of release",
}

CHINESE = {
    ", ": "，",
    ": ": "：",
    "A citation": "引用格式",
    "A crawl changes that:": "运行一次采集即可：",
    "Address": "地址",
    "All changes": "全部变更",
    "All rooms": "全部媒体室",
    "As it was on": "截至某日的内容",
    "As stored": "存档内容",
    "Attempts": "尝试次数",
    "Attachments": "附件",
    "Before": "早于",
    "Changes": "变更",
    "Compare": "比较",
    "Compare revisions": "比较版本",
    "Complete": "完整",
    "Content hash (SHA-256)": "内容哈希（SHA-256）",
    "Copy": "复制",
    "Copied": "已复制",
    "Documents that are not held": "未收存的附件",
    "Duration in seconds": "用时（秒）",
    "Each month links to the releases up to its end.": "点击月份可查看截至该月末的发布。",
    "Evidence": "证据",
    "Extractor": "提取器",
    "Failed": "失败",
    "Filters": "筛选",
    "Find": "查找",
    "First page": "第一页",
    "Found": "新列出",
    "Found: {number}": "找到 {number} 条",
    "Gaps": "缺漏",
    "History": "经过",
    "How": "方式",
    "How to search": "搜索方法",
    "Images": "图片",
    "Incomplete": "不完整",
    "It has moved at the source.": "原站地址已变更。",
    "Last run": "最近一次采集",
    "Latest releases": "最新发布",
    "Latest": "最新",
    "Lasting address of this revision": "本版本的永久地址",
    "Listed and not held": "已列出但未收存",
    "Main menu": "主菜单",
    "More rooms": "更多媒体室",
    "Most relevant": "最相关",
    "New": "新增",
    "Newest first": "最新在前",
    "Next check": "下次检查",
    "Next try": "下次尝试",
    "No date": "无日期",
    "Not found at the source since {day}; this is still to be confirmed.":
        "自{day}起在原站找不到；尚待确认。",
    "Nothing has been held yet.": "尚无存档。",
    "Nothing is missing: everything that was ever listed is held.":
        "没有缺漏：所有列出的内容均已收存。",
    "Nothing of this has happened yet.": "尚无此类变更。",
    "Nothing was found.": "没有找到结果。",
    "Older": "更早",
    "Only the newest {number} hits were put in order.": "仅对最新的 {number} 条结果排序。",
    "Open revision {number}": "查看第 {number} 版",
    "Order": "排序",
    "Outcome": "结果",
    "Raw text": "原始文字",
    "Reading room": "阅览室",
    "Reason": "原因说明",
    "Received": "收到时间",
    "Releases": "发布",
    "Releases per month": "每月发布篇数",
    "Releases until {month}": "截至{month}的发布",
    "Releases without a date: {number}": "无日期的发布：{number} 篇",
    "Requests": "请求数",
    "Revised": "修订",
    "Revision {number}": "第 {number} 版",
    "Revision {number} of {newest}": "第 {number} 版，共 {newest} 版",
    "Revisions": "版本记录",
    "Room": "媒体室",
    "Rooms": "媒体室",
    "Runs": "采集记录",
    "Search": "搜索",
    "Sections": "栏目",
    "See the source": "查看原文",
    "Since": "起始",
    "Skip to the content": "跳到正文",
    "Started": "开始时间",
    "State": "状态",
    "Summary": "摘要",
    "The content is the same.": "内容相同。",
    "The operator publishes excerpts only; the whole text is at the source.":
        "本阅览室仅公开摘录；全文请见原站。",
    "The page has no text.": "该页面没有正文。",
    "The release is a document.": "该新闻稿本身是一份文件。",
    "Copy held": "所存副本",
    "The page names no date; stored {day}": "页面未注明日期；存档于{day}",
    "The last run was not complete: more may be missing than is known.":
        "最近一次采集不完整，可能还有未知的缺漏。",
    "The archive cannot be read at the moment": "存档暂时无法读取",
    "Stored page (SHA-256)": "存档页面（SHA-256）",
    "Subscribe": "订阅",
    "The same as a table": "以表格显示",
    "The same release elsewhere": "相同或相近的发布",
    "The stored page": "存档页面",
    "Scripts, styles and images of the site are left out.": "已去除原站的脚本、样式和图片。",
    "Its source as text": "查看源代码（纯文本）",
    "The operator publishes excerpts only": "本阅览室仅公开摘录",
    "There is no such page": "没有这个页面",
    "This address asks for nothing that there is": "该地址所请求的内容不存在",
    "This address can only be read": "该地址只能读取",
    "This page could not be made": "该页面未能生成",
    "The output of the reading room says why. Nothing in the record was changed.":
        "原因见阅览室程序的输出。存档未受任何影响。",
    "This takes too long to find out": "查询耗时过长",
    "Ask for less: one room, a shorter time, more words or longer ones.":
        "请缩小范围：限定一个媒体室、更短的时间，或使用更多、更长的词。",
    "The reading room is busy": "阅览室繁忙",
    "Many ask for much at the same time. Try again in a moment.":
        "同时查询过多，请稍后再试。",
    "This release was erased for good": "这篇发布已被彻底删除",
    "This is an older revision.": "这是较早的版本。",
    "This is what organisations published themselves, with the edits and removals that were seen.":
        "这里保存各机构自行发布的内容，以及所发现的修改和撤下。",
    "Timeline": "时间线",
    "Title": "标题",
    "Value": "取值",
    "View the stored page": "查看存档页面",
    "Where it was found": "所在位置",
    "Withdrawn at the source since {day}; this is what the record holds.":
        "自{day}起原站已撤下；以下为存档内容。",
    "Withdrawn at the source; this is what the record holds.": "原站已撤下；以下为存档内容。",
    "Without a title": "无标题",
    "Words to find": "搜索词",
    "all of these words": "包含所有这些词",
    "either of the two": "包含其中任意一个",
    "the first in the title, the second in the section": "标题中含前者，栏目中含后者",
    "one without the other": "包含前者，不含后者",
    "released since, and before": "在此日期起、之前发布",
    "these words next to each other": "词语相邻出现",
    "words that begin so": "以此开头的词",
    "Year": "年份",
    "{number} bytes": "{number} 字节",
    "all rooms as OPML": "全部媒体室（OPML）",
    "all together": "合计",
    "cosmetic": "仅格式变化",
    "first seen {first}, last seen {last}": "首次见到 {first}，最后见到 {last}",
    "found again in the markup of the stored page": "在存档页面的源代码中重新找到",
    "found again in the stored page": "在存档页面中重新找到",
    "from the listing, not from the page": "来自列表页，而非该页面",
    "from revision": "从版本",
    "highest: {number}": "最高：{number}",
    "in a document": "在附件中",
    "not chosen": "未采用",
    "NOT FOUND AGAIN in the stored page": "在存档页面中未能重新找到",
    "page not stored": "页面未存档",
    "received {time}": "收到时间 {time}",
    "release": "篇",
    "releases": "篇",
    "revision {number}": "第 {number} 版",
    "substantive": "实质变化",
    "the page is the file": "该页面即文件",
    "the page is not stored": "页面未存档",
    "the stored page has another text there": "存档页面该处是另一段文字",
    "to revision": "到版本",
    # causes
    "first reading": "首次读取",
    "the publisher changed the page": "发布方修改了页面",
    "the same page, read by another extractor": "同一页面，由另一版提取器读取",
    "the site shows the same words in another design": "网站以另一种版式显示相同的文字",
    # states and kinds
    "live": "在线",
    "withdrawn": "已撤下",
    "moved": "已移动",
    "pending": "等待",
    "failed": "失败",
    "refused": "不允许",
    "gone": "已消失",
    "forgotten": "已删除",
    "held": "已收存",
    "new": "新增",
    "revised": "修订",
    "not found": "未找到",
    "restored": "恢复",
    "duplicate": "关联",
    "attachment": "附件",
    "gap": "缺漏",
    "alarm": "告警",
    "complete": "完成",
    "partial": "部分完成",
    "blocked": "被阻止",
    "suspect": "可疑",
    "aborted": "中断",
    "running": "进行中",
    "killed": "被强制终止",
    # fields
    "breadcrumb": "栏目路径",
    "title": "标题",
    "byline": "署名",
    "create_time": "发布时间",
    "body": "正文",
    "attachments": "附件",
    "charset": "字符编码",
    "language": "语言",
    # links between articles
    "same text": "相同文本",
    "near": "相近文本",
    "translation": "译文",
    # kinds of a change
    "found": "新出现",
    "lost": "消失",
    "changed": "改动",
}  # fmt: skip

Phrase = Callable[..., str]


def of(language: str) -> Phrase:
    """Return what says an English phrase in a language; `{names}` are filled in."""

    def said(phrase: str, **values: object) -> str:
        text = (CHINESE if language == "zh" else ENGLISH).get(phrase, phrase)
        return text.format(**values) if values else text

    return said


def chosen(cookie: str | None, accepted: str) -> str:
    """Return the language of a reader: what was chosen, else what the browser asks for first.

    `accepted` is an Accept-Language header (RFC 9110, 12.5.4).
    """
    if cookie in LANGUAGES:
        return str(cookie)
    ranked = sorted(map(_ranked, accepted.split(",")), key=lambda pair: -pair[0])
    return next((name for rank, name in ranked if name in LANGUAGES and rank), "en")


def _ranked(part: str) -> tuple[float, str]:
    name, _, rank = part.partition(";")
    try:
        weight = float(rank.partition("=")[2]) if rank else 1.0
    except ValueError:
        weight = 0.0
    return weight, name.strip().partition("-")[0].lower()
