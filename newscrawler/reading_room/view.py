"""From values to HTML: templates, in the reader's language."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from newscrawler.reading_room import grounds, moments, paths, phrases, sanitise, static

_TEMPLATES = Environment(
    loader=PackageLoader("newscrawler.reading_room"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def web(url: str | None) -> str | None:
    """Return an address that may stand in a link: nothing but http and https leads anywhere."""
    try:
        return url if url and urlsplit(url).scheme.lower() in ("http", "https") else None
    except ValueError:
        return None


_TEMPLATES.globals |= {"paths": paths, "static": static.path, "languages": phrases.LANGUAGES}
_TEMPLATES.filters |= {"web": web, "clean": sanitise.clean}


def language(request: Request) -> str:
    """Return the language that a reader chose or asks for."""
    accepted = request.headers.get("accept-language", "")
    return phrases.chosen(request.cookies.get("language"), accepted)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a template as the answer to a request."""
    spoken = language(request)
    text = _TEMPLATES.get_template(template).render(
        request=request,
        full_text=request.app.state.full_text,
        organisations=request.app.state.organisations,
        language=spoken,
        _=phrases.of(spoken),
        rule=partial(grounds.rule, language=spoken),
        sentence=partial(grounds.sentence, language=spoken),
        ended=partial(grounds.run, language=spoken),
        moment=partial(moments.shown, language=spoken),
        clock=moments.clock,
        stamp=partial(moments.stamp, language=spoken),
        day=partial(moments.day, language=spoken),
        month=partial(moments.month, language=spoken),
        seconds=moments.seconds,
        **values,
    )
    return HTMLResponse(text, status, headers={"Vary": "Accept-Language, Cookie"})
