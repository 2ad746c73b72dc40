"""From values to HTML: templates, in the reader's language."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from newscrawler.reading_room import paths, static

_TEMPLATES = Environment(
    loader=PackageLoader("newscrawler.reading_room"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals |= {"paths": paths, "static": static.path}


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a template as the answer to a request."""
    text = _TEMPLATES.get_template(template).render(request=request, **values)
    return HTMLResponse(text, status)
