"""Feeds and sitemaps as listings."""

from __future__ import annotations

import json

import pytest

from newscrawler import extract

HERE = "https://www.harbour.example/feed"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title>
<item><title>Guards &amp;lt;b&amp;gt;visit&amp;lt;/b&amp;gt; the port</title><link>/news/2</link>
<pubDate>Tue, 17 Oct 2023 08:00:00 +0800</pubDate></item>
<item><title>Twelve members join</title><link>https://www.harbour.example/news/1</link>
<pubDate>Mon, 16 Oct 2023 08:00:00 +0800</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/feed?page=2"/>
<entry><title>Guards visit the port</title><link rel="alternate" href="/news/2"/>
<id>tag:2</id><published>2023-10-17T08:00:00Z</published></entry>
<entry><title>Twelve members join</title><link href="/news/1"/><updated>2023-10-16</updated>
</entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"url": "/news/2", "title": "Guards visit the port", "date_published": "2023-10-17"},
            {"url": "/news/1", "title": "Twelve members join", "date_published": "2023-10-16"},
        ],
    }
)
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://www.harbour.example/news/2</loc><news:news>
<news:publication_date>2023-10-17</news:publication_date>
<news:title>Guards visit the port</news:title></news:news></url>
<url><loc>https://www.harbour.example/news/1</loc><lastmod>2024-05-01</lastmod><news:news>
<news:publication_date>2023-10-16</news:publication_date></news:news></url></urlset>"""


def read(text: str) -> extract.Listing:
    return extract.listing(extract.Page(text.encode(), HERE, "application/xml"))


@pytest.mark.parametrize("text", [RSS, ATOM, JSON, NEWS], ids=["rss", "atom", "json", "news"])
def test_every_kind_lists_its_entries_in_order(text: str):
    found = read(text)
    assert [entry.key for entry in found.entries] == ["/news/2", "/news/1"]
    assert [entry.date for entry in found.entries] == ["2023-10-17", "2023-10-16"]
    assert found.entries[0].url == "https://www.harbour.example/news/2"
    assert found.entries[0].title == "Guards visit the port"


def test_the_day_of_a_change_is_no_day_of_a_release():
    pages = "<urlset><url><loc>/news/1</loc><lastmod>2024-05-01</lastmod></url></urlset>"
    assert [entry.date for entry in read(pages).entries] == [None]


def test_an_index_of_sitemaps_lists_no_releases_and_says_what_to_do():
    index = NEWS.replace("urlset", "sitemapindex").replace("<url>", "<sitemap>")
    found = read(index.replace("</url>", "</sitemap>"))
    assert found.entries == []
    newest_first = ["https://www.harbour.example/news/2", "https://www.harbour.example/news/1"]
    assert found.elsewhere == found.sections == newest_first
    assert f"such as {newest_first[0]}" in (found.error or "")


def test_a_paged_feed_goes_on():
    assert read(ATOM).next_url == "https://www.harbour.example/feed?page=2"


def test_entries_of_other_hosts_are_left_out():
    page = extract.Page(RSS.replace("/news/2", "https://mirror.example/2").encode(), HERE)
    found = extract.listing(page, is_ours=lambda url: "harbour" in url)
    assert [entry.key for entry in found.entries] == ["/news/1"]


def test_entities_load_nothing():
    bomb = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>
    <rss><channel><item><title>&a;</title><link>/news/1</link></item></channel></rss>"""
    (entry,) = read(bomb).entries
    assert entry.title is None


@pytest.mark.parametrize("text", ["<rss", "<feed><entry></entry></feed>", '{"jsonfeed.org": 1}'])
def test_a_broken_feed_has_no_entries(text: str):
    assert read(text).entries == []


def test_a_day_on_which_a_system_touched_every_entry_is_no_day_of_a_release():
    entry = (
        '<entry><link href="/news/{}"/><title>A visit</title><updated>2024-05-0{}</updated></entry>'
    )
    edited = "<feed>" + entry.format(1, 1) + entry.format(2, "{}") + "</feed>"
    assert [each.date for each in read(edited.format(1)).entries] == [None, None]
    assert [each.date for each in read(edited.format(2)).entries] == ["2024-05-01", "2024-05-02"]


BROKEN = {
    "a text that is never unquoted": "<![CDATA[ Guards",
    "a comment that never ends": "<!-- Guards",
    "an attribute that never ends": '<a href="/guards>Guards</a>',
    "an instruction that never ends": "<?php echo 1",
    "the end of the feed": "</description></item></channel></rss>",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("later", ["", "<!-- b -->", "<description><![CDATA[b]]></description>"])
def test_what_one_entry_breaks_loses_no_other(text: str, later: str):
    broken = RSS.replace("</link>", f"</link><description>{text}</description>", 1)
    before, end, after = broken.rpartition("</channel>")
    found = read(f"{before}<item>{later}<link>/news/0</link></item>{end}{after}")
    assert [entry.key for entry in found.entries] == ["/news/2", "/news/1", "/news/0"]


@pytest.mark.parametrize("aside", ["<!-- {} -->", "<description><![CDATA[{}]]></description>"])
def test_an_entry_in_a_comment_or_a_text_is_none(aside: str):
    other = aside.format("<item><link>/another</link></item><url>")
    found = read(RSS.replace("<link>/news/2", f"{other}<link>/news/2"))
    assert [entry.key for entry in found.entries] == ["/news/2", "/news/1"]


def test_what_a_server_warns_of_before_a_feed_is_passed_over():
    assert len(read(f"<br />\n<b>Warning</b>: rss is old<br />\n{RSS}").entries) == 2
