"""HTML from a notebook's output -> HTML that can do nothing but be read.

Comes in: the markup of one output. Goes out: the same with known tags and attributes only, every tag closed, all else
as text or gone. What is written is made anew from what was parsed, so that a browser can't read it otherwise.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_TAGS = frozenset("""a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3
h4 h5 h6 hr i img input ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead
time tr u ul var wbr""".split())
_VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})
_WITH_CONTENT = frozenset("""script style iframe object template noscript svg math textarea title head select audio
video""".split())
_ATTRIBUTES = frozenset("""class lang dir title alt scope colspan rowspan datetime open hidden width height type
placeholder""".split())
_LINK = re.compile(r"(https?://|mailto:|#)[^\s\\]*", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_STYLE = re.compile(r"(\s*(max-width|width|text-align)\s*:\s*[\w.%]+\s*;?)+")


def safe_html(markup: str) -> str:
    """`markup` without anything that runs, loads or styles the page around it.

    Scripts, frames, forms and the like go with all they hold; an input stays only where it is a search box; of links
    http(s), mailto and places on the page stay, of pictures those that stand in the page itself (data: URIs).
    """
    cleaner = _Cleaner()
    cleaner.feed(markup)
    cleaner.close()
    return cleaner.result()


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []
        self._inside: list[str] = []  # tags left out with all they hold, outermost first

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _WITH_CONTENT:
            self._inside.append(tag)
        if self._inside or tag not in _TAGS:
            return
        kept = {name: value for name, value in attrs if _allowed(tag, name, value or "")}
        if tag == "input" and kept.get("type") != "search":
            return
        written = "".join(f' {n}="{html.escape(v or "", quote=True)}"' for n, v in kept.items())
        self._out.append(f"<{tag}{written}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _WITH_CONTENT:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside:
            if tag in self._inside:
                del self._inside[self._inside.index(tag) :]
        elif tag in self._open:
            while True:
                last = self._open.pop()
                self._out.append(f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self._out.append(html.escape(data, quote=False))

    def result(self) -> str:
        return "".join(self._out) + "".join(f"</{tag}>" for tag in reversed(self._open))


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and _LINK.fullmatch(value.strip()) is not None
    if name == "src":
        return tag == "img" and _PICTURE.fullmatch(value) is not None
    if name == "style":
        return _STYLE.fullmatch(value) is not None
    return name in _ATTRIBUTES or name.startswith("aria-")
