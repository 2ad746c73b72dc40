"""What a response or a failure says, in the words of the ledger."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from scrapy import FormRequest, Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawler import clock, extract
from newscrawler.archive.attachments import Wanted
from newscrawler.archive.checks import Check
from newscrawler.archive.listing_pages import ListingPage
from newscrawler.crawl.addresses import Addresses
from newscrawler.extract import labels
from newscrawler.extract.listings.layout import NOTHING, Layout
from newscrawler.extract.listings.postbacks import Postback
from newscrawler.items import Capture, Listed
from newscrawler.network import failures
from newscrawler.network.backoff import HostClosed
from newscrawler.network.origin import ForeignOrigin
from newscrawler.network.robots import Forbidden, RulesUnreachable
from newscrawler.network.whole import CutShortError

# The site's way of saying that it does not want us here, rather than that something broke.
_BLOCKING = {401, 403, 429}
_GONE = {404, 410}
_PERMANENT = {301, 308}
# What a request raises that is not sent, or not answered in full
UNANSWERED = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    OSError,
    ResponseDataLossError,
)
# What a listing shows that never shows all, by what it is
_WINDOWS = {"feed": "newest", "news sitemap": "days"}
_SAYS = re.compile(r"it says “(.*?)”")


def page(response: Response, day: date | None = None) -> extract.Page:
    """Return the response as a document; "3 days ago" counts from `day`."""
    return extract.Page(response.body, response.url, header(response, "Content-Type"), day)


def says_gone(reason: str) -> bool:
    """Tell whether a page is not believed because it says that there is no such article."""
    said = _SAYS.match(reason)
    return said is not None and labels.NOT_FOUND.fullmatch(said[1]) is not None


def is_gone(response: Response) -> bool:
    """Tell whether the site says that there is nothing at an address (any more)."""
    return response.status in _GONE


def is_permanent(response: Response) -> bool:
    """Tell whether the site led here by permanent redirects only (RFC 9110, section 15.4)."""
    reasons = response.meta.get("redirect_reasons") or []
    return bool(reasons) and all(reason in _PERMANENT for reason in reasons)


def header(response: Response, name: str) -> str | None:
    """Return a header's value, or None."""
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")


def capture(response: Response, listed: Listed | None = None) -> Capture:
    """Return the body as received, with what it takes to show it as evidence and to read it."""
    return Capture(
        listed=listed,
        url=response.url,
        body=response.body,
        status=response.status,
        headers={
            name.decode("latin-1"): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        },
        fetched_at=clock.now(),
    )


def click(response: Response, postback: Postback, **arguments: Any) -> Request:
    """Return the request that a click on a pager sends which is a form.

    `arguments` are those of a request: its callback and the like.
    """
    page = cast("TextResponse", response)
    form = page.xpath(postback.form)[0].root
    own = [pair for pair in form.form_values() if pair[0] not in postback.fields]
    return FormRequest(
        page.urljoin(postback.action or form.get("action") or page.url),
        formdata=[*own, *postback.fields.items()],
        encoding=page.encoding,
        **arguments,
    )


def listing_page(
    response: Response,
    rules: extract.Rules,
    addresses: Addresses,
    section: str = "",
    layout: Layout = NOTHING,
) -> ListingPage:
    """Return a listing page as read, with every address where the room is crawled.

    Of a sitemap, which lists all of a site, what is below the path `section` is taken where
    that is more than one page. `layout` is that of the listing's pages read before.
    """
    read = page(response, clock.today(rules.timezone))
    found = extract.listing(read, rules, addresses.is_ours, layout)
    found.entries = within(found, section)
    for listed in found.entries:
        listed.url = addresses.here(listed.url)
        if rules.identity is None:
            listed.key = addresses.key(listed.url) or listed.key
    url = first_url(response)
    _move(found, addresses)
    if found.postback:
        # The same click leads on from every page; what it comes after tells one from another.
        after = found.entries[-1].key if found.entries else ""
        found.next_url = f"{url}#{urlencode({**found.postback.fields, 'after': after})}"
    return ListingPage(
        **{each.name: getattr(found, each.name) for each in fields(found)},
        url=url,
        is_sitemap=_is_sitemap(found),
        window=_WINDOWS.get(_how(found) or "", ""),
        # What is to be sent next stands in the page itself: "not modified" is no answer.
        etag=None if found.postback else header(response, "ETag"),
        last_modified=None if found.postback else header(response, "Last-Modified"),
    )


def _move(found: extract.Listing, addresses: Addresses) -> None:
    """Put the addresses of other lists where the room is crawled; leave out those of others."""

    def here(url: str) -> str | None:
        return addresses.here(url) if addresses.is_ours(url) else None

    found.next_url = here(found.next_url) if found.next_url else None
    found.elsewhere = list(filter(None, map(here, found.elsewhere)))
    found.sections = list(filter(None, map(here, found.sections)))
    found.periods = {at: there for at, url in found.periods.items() if (there := here(url))}


def within(found: extract.Listing, section: str) -> list[Listed]:
    """Return the entries, of a sitemap those below the path `section` where there are several."""
    inside = [each for each in found.entries if urlsplit(each.url).path.startswith(section)]
    return inside if _is_sitemap(found) and len(inside) > 1 else found.entries


def _is_sitemap(found: extract.Listing) -> bool:
    return _how(found) in ("sitemap", "news sitemap")


def _how(found: extract.Listing) -> str | None:
    return found.evidence.get("entries", {}).get("how")


def opt_outs(response: Response, page: extract.Page, *, reserved: bool) -> list[str]:
    """Return what a page asks of those who keep or mine it; `reserved` is what its site does."""
    return extract.opt_outs(
        page,
        [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")],
        header(response, "tdm-reservation"),
        reserved=reserved,
    )


def first_url(response: Response) -> str:
    """Return the address that was asked for, before any redirect."""
    return cast("str", (response.meta.get("redirect_urls") or [response.url])[0])


def is_redirected(response: Response) -> bool:
    """Tell whether the site led here from the address that was asked for."""
    return "redirect_urls" in response.meta


def is_front_page(response: Response) -> bool:
    """Tell whether the site answered by a redirect to its front page, as for unknown paths."""
    return is_redirected(response) and urlsplit(response.url).path in ("", "/")


def conditions(known: ListingPage | Check | Wanted | None) -> dict[str, Any]:
    """Return what makes a request conditional (RFC 9110, section 13.1), as its arguments.

    Without validators a 304 is no answer, and stays an error.
    """
    if known is None or not (known.etag or known.last_modified):
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {
        "headers": {name: value for name, value in headers.items() if value},
        "meta": {"handle_httpstatus_list": [304]},
    }


def request_of(failure: Failure) -> Request:
    """Return the request that failed."""
    return cast("Request", cast("Any", failure).request)


def cut(failure: Failure) -> Response | None:
    """Return a page that ended in the middle at each try, None for any other failure."""
    return failure.value.response if isinstance(failure.value, CutShortError) else None


def words(failure: Failure) -> str:
    """Return why a request failed."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"HTTP {error.response.status}"
    return failures.words(cast("BaseException", error))


def kind(failure: Failure) -> str:
    """Return "gone", "blocked", "refused" (by robots.txt or by us), "postponed" or "failed"."""
    error = failure.value
    if isinstance(error, RulesUnreachable):
        return "blocked"
    if isinstance(error, HttpError):
        status = error.response.status
        return "gone" if status in _GONE else "blocked" if status in _BLOCKING else "failed"
    if isinstance(error, HostClosed):
        return "postponed"
    # Nothing else settles an entry: a poisoned answer of DNS or a bomb is not for ever.
    return "refused" if isinstance(error, (Forbidden, ForeignOrigin)) else "failed"
