import pytest

from newscrawler import urls
from newscrawler.urls import Identity, canonical, origin

QBPC = Identity({"cid": "18", "id": r"\d+"})


@pytest.mark.parametrize(
    "url",
    [
        "http://qbpc.org.cn/articles/view/cid/18/id/1238",
        "http://www.qbpc.org.cn/Home/Articles/view/cid/18/id/1238",
        "https://beta.qbpc.org/HOME/ARTICLES/VIEW/CID/18/ID/1238",
        "http://qbpc.org/articles/view/id/1238/cid/18",
        "http://qbpc.org/articles/view/cid/18/id/1238.html",
        "http://qbpc.org/articles/view/cid/18/id/1238/",
        "http://qbpc.org/articles/view/cid/18/id/1238?from=singlemessage#top",
        "http://qbpc.org/index.php/Home/Articles/view/cid/18/id/1238",
        "http://qbpc.org/index.php?m=articles&a=view&id=1238&cid=18",
    ],
)
def test_every_address_of_an_article_has_one_key(url: str) -> None:
    assert QBPC.key(url) == "18:1238"


@pytest.mark.parametrize(
    "url",
    [
        "http://qbpc.org.cn/articles/index/cid/18",
        "http://qbpc.org.cn/articles/index/cid/18/p/2",
        "http://qbpc.org.cn/articles/view/cid/20/id/1238",
        "http://qbpc.org.cn/articles/view/cid/180/id/1238",
        "http://qbpc.org.cn/articles/view/cid/18/id/",
        "http://qbpc.org.cn/articles/view/cid/18/id/12a",
        "http://qbpc.org.cn/view.php?id=2892&cid=92",
        "http://qbpc.org.cn/",
        "javascript:;",
    ],
)
def test_other_addresses_have_none(url: str) -> None:
    assert QBPC.key(url) is None


def test_canonical_keeps_what_a_server_may_tell_apart() -> None:
    assert canonical("HTTP://WWW.Example.org:80/A/%CAtegory%25/x?b=1&a=2#top") == (
        "http://www.example.org/A/%CAtegory%25/x?b=1&a=2"
    )
    assert canonical("https://example.org") == "https://example.org/"
    assert canonical("https://user:secret@example.org:8443/") == "https://example.org:8443/"


def test_canonical_refuses_an_address_without_host() -> None:
    with pytest.raises(ValueError, match="no host"):
        canonical("mailto:press@example.org")


def test_origin_names_the_port() -> None:
    assert origin("https://example.org/a") == ("example.org", 443)
    assert origin("http://example.org:8080/a") == ("example.org", 8080)
    with pytest.raises(ValueError, match="not an http"):
        origin("ftp://example.org/")


def test_what_an_index_cannot_hold_is_cut_and_stays_distinct():
    assert urls.short("a" * 2000) == "a" * 2000
    cut = urls.short("a" * 2001)
    assert len(cut) < 500
    assert cut != urls.short("a" * 2002)
    assert len(urls.short("标" * 700).encode()) < 2000
    assert len(urls.address_key(f"http://h/{'a' * 5000}")) < 500


@pytest.mark.parametrize("added", ["utm_source=mail", "icid=x", "a_redirect=%2Fnews", "backUrl=/"])
def test_what_follows_a_visitor_or_leads_back_tells_no_articles_apart(added):
    assert urls.address_key(f"http://h/news?id=3&{added}") == "/news?id=3"
