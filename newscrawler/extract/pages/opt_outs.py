"""What a page asks of those who keep or mine it, in headers and meta elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newscrawler.extract.pages.page import Page

_AGENTS = ("robots", "newscrawler")
# Directives of X-Robots-Tag with a value of their own: what stands before the colon is no robot.
_WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
_MEANS = {"noindex": "noindex", "none": "noindex", "noarchive": "noarchive"}
RESERVATION = "tdm-reservation"


def opt_outs(
    page: Page, robots_tags: Sequence[str] = (), tdm: str | None = None, *, reserved: bool = False
) -> list[str]:
    """Return which of noarchive, noindex and tdm-reservation hold for a page, sorted.

    `robots_tags` are the values of X-Robots-Tag, `tdm` that of the header tdm-reservation,
    `reserved` what the site's own file says. The page outranks the header, which outranks the file.
    """
    found: set[str] = set()
    for value in robots_tags:
        found.update(_of_header(value))
    for meta in page.root.iter("meta"):
        name = (meta.get("name") or "").strip().lower()
        if name in _AGENTS:
            found.update(_known((meta.get("content") or "").split(",")))
        elif name == RESERVATION:
            tdm = meta.get("content")
    if reserved if tdm is None else tdm.strip() == "1":
        found.add(RESERVATION)
    return sorted(found)


def _of_header(value: str) -> Iterable[str]:
    agent = _AGENTS[0]
    ours = []
    for part in value.split(","):
        name, colon, directive = part.partition(":")
        if colon and name.strip().lower() not in _WITH_VALUE:
            agent, part = name.strip().lower(), directive  # noqa: PLW2901  the rest of the part
        if agent in _AGENTS:
            ours.append(part)
    return _known(ours)


def _known(directives: Iterable[str]) -> set[str]:
    words = (directive.strip().lower() for directive in directives)
    return {_MEANS[word] for word in words if word in _MEANS}
