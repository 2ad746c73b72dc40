"""Why a value was chosen, why a page is missing, what is wrong with a query, for the reader.

The record says it in English. In English rules are put into words; the rest is said as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

# Rules of `extract.evidence.Rule`: English, Chinese
RULES = {
    "above the date": ("text above the date", "日期上方的文字"),
    "addresses": ("links by their addresses", "按链接地址判断"),
    "as listed": ("the line that the listing shows", "与列表页一致的一行"),
    "below the breadcrumb": ("text below the section", "栏目路径下方的文字"),
    "below the byline": ("text below the byline", "署名下方的文字"),
    "below the date": ("text below the date", "日期下方的文字"),
    "below the title": ("text below the title", "标题下方的文字"),
    "by": ("line that begins with “by”", "以“by”等词开头的一行"),
    "by its place": ("by its place", "按所在位置"),
    "called so": ("element that is called so", "以此命名的元素"),
    "date line": ("date in a line of its own", "单独成行的日期"),
    "declared": ("place named by the room", "媒体室规则指定的位置"),
    "densest text": ("densest text of the page", "页面中最密集的文字"),
    "embedded data": ("data embedded for scripts", "页面内嵌的脚本数据"),
    "file": ("the release is a file", "发布内容为文件"),
    "from home to title": ("links from the front page to the title", "从首页到标题的链接"),
    "heading": ("heading", "标题元素"),
    "label": ("behind its label", "标签之后"),
    "likeliest day": ("likeliest day", "最可能的日期"),
    "likeliest heading": ("likeliest heading", "最可能的标题"),
    "likeliest of what is told to machines": (
        "likeliest of what is told to machines",
        "机器可读数据中最可能的一项",
    ),
    "likely text": ("lines that are likely text", "很可能是正文的各行"),
    "line": ("line of text", "一行文字"),
    "listing": ("from the listing", "来自列表页"),
    "separators": ("names between separators", "由分隔符隔开的名称"),
    "structured data": ("structured data (JSON-LD)", "结构化数据（JSON-LD）"),
    "a text of the page": ("a text of the page", "页面中的一段文字"),
}
# Where a day, a title or a charset was seen: `Source` in `day_signs` and `charset` of `extract`
PLACES = {
    "address": ("the page's address", "页面地址"),
    "bom": ("byte order mark", "字节顺序标记"),
    "content": ("the bytes themselves", "字节内容"),
    "h1": ("heading h1", "h1 标题"),
    "h2": ("heading h2", "h2 标题"),
    "header": ("HTTP header", "HTTP 标头"),
    "in_title": ("in the title", "标题中"),
    "itemprop": ("itemprop", "itemprop 属性"),
    "itemprop_modified": ("itemprop, modified", "itemprop 属性（修改）"),
    "json": ("JSON-LD", "JSON-LD"),
    "json_created": ("JSON-LD, created", "JSON-LD（创建）"),
    "json_modified": ("JSON-LD, modified", "JSON-LD（修改）"),
    "line": ("line of text", "一行文字"),
    "meta": ("meta element", "meta 元素"),
    "meta_modified": ("meta element, modified", "meta 元素（修改）"),
    "og": ("Open Graph", "Open Graph"),
    "page_published": ("JSON-LD of the page", "页面的 JSON-LD"),
    "prose": ("running text", "正文叙述"),
    "rule": ("behind a label", "标签之后"),
    "script": ("script", "脚本"),
    "shown": ("shown in a line", "页面上的一行"),
    "time": ("time element", "time 元素"),
    "twitter": ("Twitter card", "Twitter 卡片"),
    "whole_part": ("part of the page's title", "页面标题的一部分"),
}
# What is not known here is shown in English: the words of other programs, of operators.
SENTENCES = {
    "suspect: {reason}": "可疑：{reason}",
    "{address} had its text, and cannot be read now": "{address} 曾有这篇正文，目前无法读取",
    "HTTP {status}: the site asks to wait {number} seconds":
        "HTTP {status}：网站要求等待 {number} 秒",
    "HTTP {status}: the site asked to wait {number} times":
        "HTTP {status}：网站 {number} 次要求等待",
    "HTTP {status}": "服务器答复 HTTP {status}",
    "forbidden by robots.txt": "robots.txt 不允许",
    "robots.txt could not be read: {reason}": "无法读取 robots.txt：{reason}",
    "not on an origin of this room: {address}": "不属于本媒体室的网站：{address}",
    "not a plain http or https address: {address}": "不是普通的 http 或 https 地址：{address}",
    "{host} leads to {address}, which is not a public address; {advice}":
        "{host} 指向 {address}，后者不是公共地址",
    "{host} is not a public address; {advice}": "{host} 不是公共地址",
    "leads to {address}": "转到 {address}",
    "not a page: {type}": "不是网页：{type}",
    "the site asks for {what}": "网站要求 {what}",
    "its title says “{words}”, and the listing does not": "标题含“{words}”，而列表页没有",
    "it says “{words}” where a title should be, and shows no create time":
        "标题处写着“{words}”，且没有发布时间",
    "it says “{words}” and shows no create time": "页面写着“{words}”，且没有发布时间",
    "it says “{words}” where the listing has another title":
        "标题处写着“{words}”，而列表页是另一个标题",
    "it asks for a password": "页面要求输入密码",
    "it is a challenge to robots ({words})": "这是人机验证页面（{words}）",
    "it shows neither the title nor the day that the listing has":
        "页面上没有列表页所示的标题和日期",
    "it says “{words}” and shows neither the title nor the day that the listing has":
        "页面写着“{words}”，且没有列表页所示的标题和日期",
    "the page ends in the middle": "页面在中途结束",
    "it shows nothing of what was listed before": "页面没有列出以前的任何内容",
    "it shows neither breadcrumb nor create time, and hardly any text":
        "页面没有栏目路径和发布时间，也几乎没有正文",
    "title and text both changed completely": "标题和正文均已完全改变",
    "it shows less than half of the text and little new, and is believed if the next run sees it":
        "页面只显示不到一半的正文，也没有新内容；如果下次运行仍是如此，则予以采用",
    "it shows another release that is held, and is believed if the next run sees it":
        "页面显示的是已收录的另一篇；如果下次运行仍是如此，则予以采用",
    "it shows no text, as others do, and is believed if the next run sees it":
        "页面没有正文，而其他页面有；如果下次运行仍是如此，则予以采用",
    "its title is another and the listed one is not, and is believed if the next run sees it":
        "页面标题已变，而列表页的标题未变；如果下次运行仍是如此，则予以采用",
    "it shows what it showed before its last change, and is believed if the next run sees it":
        "页面显示的是上次改动之前的内容；如果下次运行仍是如此，则予以采用",
    "it is larger than {number} MB": "大于 {number} MB",
    "it is a page instead of a document": "收到的是网页而非附件",
    "it is text instead of a document": "收到的是文本而非附件",
    "it is a picture instead of a document": "收到的是图片而非附件",
    "it ends in the middle": "附件在中途结束",
    "it is nothing": "收到的内容为空",
    "the site's certificate is not valid: expired, self-signed or of another name":
        "网站的证书无效：已过期、自签名或属于其他域名",
    "no encrypted connection could be agreed on": "未能建立加密连接",
    "the connection ended before the answer": "连接在答复之前中断",
    "Getting {address} took longer than {number} seconds": "超过 {number} 秒没有答复",
    "User timeout caused connection failure{rest}": "连接超时",
    "Connection was refused by other side{rest}": "服务器拒绝连接",
    "DNS lookup failed: no results for hostname lookup: {host}": "域名解析失败：{host}",
    "DNS lookup failed: {rest}": "域名解析失败：{rest}",
    "the release is a file: see its attachment": "发布内容为文件，见附件",
    "a page of it is missing: {reason}": "其中一页缺失：{reason}",
    "no such day in the calendar": "历法中没有这一天",
    "read up to element {number}": "只读到第 {number} 个元素",
    # How a run ended
    "interrupted": "运行被中断",
    "the spider could not start": "爬虫未能启动",
    "the process came to its memory limit": "进程达到内存上限",
    "the crawl was closed: {reason}": "采集被终止：{reason}",
    "some listed releases are not held": "列表页中有些发布尚未收录",
    "{number} of {all} pages were blocked": "{all} 个页面中有 {number} 个被网站拦截",
    "{number} of {all} pages were suspect": "{all} 个页面中有 {number} 个可疑",
    "{number} held articles were not found, taken for an outage of the site":
        "{number} 篇已收录的文章未找到，视为网站故障",
    "nothing changed since the last walk": "自上次读取以来没有变化",
    "the pager repeats itself": "翻页开始重复",
    "the pager leads back before the last page": "翻页在最后一页之前回到了前面",
    "the listing goes on where only a script or a form leads": "列表的后续部分只能由脚本或表单打开",
    "as many listing pages were read as NEWSCRAWLER_MAX_PAGES allows":
        "已达到 NEWSCRAWLER_MAX_PAGES 规定的列表页数上限",
    "older releases were not asked for": "未要求读取更早的发布",
    "a listing page showed no release, and those after it did":
        "有一个列表页没有发布，而其后的列表页有",
    "a listing page could not be read": "有一个列表页无法读取",
    "the listing shows less than it did before": "列表显示的内容比以前少",
    "the feed shows nothing of what it did: releases between may be missing":
        "订阅源没有显示以前的任何内容：其间的稿件可能缺失",
    "the listing shows nothing of what it did, and is believed if the next run sees it":
        "列表没有显示以前的任何内容；如果下次运行仍是如此，则予以采用",
    "no declared address is a listing": "指定的地址都不是列表页",
    "the listing may not be fetched": "列表页不得读取",
    # As runs were summed up before
    "the page cap was reached": "已达到页数上限",
    "the site does not allow the listing to be fetched": "网站不允许读取列表页",
    "the listing ended": "列表已读完",
    "{number} requests in a row failed, the last with {reason}":
        "连续 {number} 次请求失败，最后一次：{reason}",
    "the next run goes on": "下次运行会继续",
    # What is wrong with a query
    "the query is too long; {number} characters are the most": "查询过长，最多 {number} 个字符",
    "the query has too many words; {number} are the most": "查询的词过多，最多 {number} 个",
    "a phrase has {number} words at the most": "短语最多 {number} 个词",
    "there are too many ( in each other": "括号嵌套过深",
    "write at least {number} letters before *, as in brand*":
        "* 之前至少写 {number} 个字母，例如 brand*",
    "a quotation mark is missing; write {example} around a phrase":
        "缺少引号；短语请写在 {example} 之中",
    "there is a ) without its (": "多了一个 )",
    "a ) is missing": "缺少一个 )",
    "type a word to look for; fields are {names}": "请输入要查找的词；可用的字段：{names}",
    "there is a ) or a word such as OR where a word is to stand":
        "此处应为要查找的词，却是 ) 或 OR 之类",
    "there is no field {name}:, only {names}; write {example} to look for the word":
        "没有字段 {name}:，只有 {names}；要查找这个词请写 {example}",
    "write a word behind {name}:, as in {example}": "请在 {name}: 之后写一个词，例如 {example}",
    "{name} stands between two words; write {example} to look for the word":
        "{name} 应在两个词之间；要查找这个词本身请写 {example}",
    "{name} stands between two words; write {example} for the word":
        "{name} 应在两个词之间；要查找这个词本身请写 {example}",
    "{name} stands before a word; write {example} to look for the word":
        "{name} 应在一个词之前；要查找这个词本身请写 {example}",
    "there is a field within {name}:( )": "{name}:( ) 之中不能再有字段",
    "after: and before: hold for the whole query; write them beside it, as in {example}":
        "after: 和 before: 限定整个查询；请写在旁边，例如 {example}",
    "{name}:{text} is no date; write {year}, {month} or {day}":
        "{name}:{text} 不是日期；请写 {year}、{month} 或 {day}",
    "{text} is not a day such as {example}": "{text} 不是 {example} 这样的日期",
    "there is no order {name}, only {one} and {other}": "没有排序 {name}，只有 {one} 和 {other}",
    "this page of hits does not exist; begin with the first": "没有这一页结果；请从第一页开始",
}  # fmt: skip

# What is counted of a run and said when there is some
COUNTS = {"new": "新增", "revised": "修订", "unchanged": "未变", "withdrawn": "撤下"}
COUNTS |= {"moved": "移动", "restored": "恢复", "failed": "失败", "suspect": "可疑"}
# Between two reasons; within brackets it parts what is said of several addresses
_PART = re.compile(r"; (?![^()]*\))")


class Said(NamedTuple):
    """A text with its language."""

    text: str
    language: str


def rule(how: str, language: str) -> str:
    """Return in words how something was found: a rule, of which places, or places alone."""
    name, _, places = how.partition(" (")
    if not places:
        return _listed(how, language)
    said = _listed(places.removesuffix(")"), language)
    return (
        f"{_word(name, language)}（{said}）"
        if language == "zh"
        else f"{_word(name, language)} ({said})"
    )


def _listed(names: str, language: str) -> str:
    return ("、" if language == "zh" else ", ").join(
        _word(name, language) for name in names.split(", ")
    )


def _word(name: str, language: str) -> str:
    english, chinese = RULES.get(name) or PLACES.get(name) or (name, name)
    return chinese if language == "zh" else english


def sentence(text: str, language: str) -> Said:
    """Return what the record says in a language, where it can be said in it."""
    if language == "zh":
        for pattern, chinese in _patterns():
            if found := pattern.fullmatch(text):
                parts = found.groupdict()
                if "reason" in parts:
                    parts["reason"] = sentence(parts["reason"], language).text
                return Said(chinese.format(**parts), language)
    return Said(text, "en")


def run(run: Mapping[str, Any], language: str) -> Said:
    """Return how a run ended: in English as the crawl said it, in Chinese by what it counted.

    Without the room and the outcome, which stand beside it.
    """
    counts = run["counts"]
    if language != "zh" or "states" not in counts:
        said = (run["summary"] or "").split("\n")[0]
        return Said(said.partition(". ")[2] or said, "en")
    numbers = [f"{chinese} {counts[name]}" for name, chinese in COUNTS.items() if counts.get(name)]
    listed = sum(counts["states"].values())
    parts = [f"列出 {listed} 条，已收录 {counts['states'].get('held', 0)} 条"]
    parts += [_why(why) for why in _PART.split(counts.get("why", "")) if why]
    return Said("；".join(["，".join(numbers) or "没有变化", *parts]), language)


def _why(why: str) -> str:
    """Return in Chinese why a run ended so; what the site says stays as it is."""
    reason, bracket, details = why.partition(" (")
    said = sentence(reason, "zh").text
    if not bracket:
        return said
    return f"{said}（{'；'.join(map(_detail, details.removesuffix(')').split('; ')))}）"


def _detail(text: str) -> str:
    """Return what is said of an address, or what else stands in brackets, in Chinese."""
    address, colon, reason = text.partition(": ")
    return f"{address}：{sentence(reason, 'zh').text}" if colon else text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return what recognises each sentence, with what it is in Chinese."""
    found = []
    for english, chinese in SENTENCES.items():
        parts = re.split(r"{(\w+)}", english)
        named = [f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
        found.append((re.compile("".join(named), re.DOTALL), chinese))
    return found
