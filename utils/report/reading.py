"""A notebook with outputs -> what stands on its page of the site: title, question, answer, contents and body.

Comes in: a notebook as it is saved. Goes out: HTML of our own making: Markdown with every tag in it as text, code
coloured and folded, outputs made safe.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
from dataclasses import dataclass, field

import mistune
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from utils.pages import plain_text
from utils.report.safe_html import safe_html

_PNG = re.compile(r'src="data:image/png;base64,([^"]+)"')
_FIGURE = re.compile(r"<figure>.*?</figure>", re.S)
_DATE = re.compile(r"<td>(\d{4}-\d\d(?:-\d\d)?)</td>")
_ANSWER = re.compile(r'<div class="answer[^>]*>(.*?)</div>', re.S)


@dataclass
class Reading:
    """One page: `title`, `answer` are plain text, `question`, `head` and `body` HTML; `contents` lists level, id and text."""

    title: str
    question: str = ""
    answer: str = ""
    picture: str = ""  # the first figure, as base64
    head: str = ""
    body: str = ""
    contents: list[tuple[int, str, str]] = field(default_factory=list)


def read_notebook(notebook: NotebookNode, name: str, *, pages: frozenset[str] = frozenset(),
                  files: dict[str, list[str]] | None = None) -> Reading:
    """The page of a notebook.

    Parameters
    ----------
    pages : names of the notebooks that have a page; links to these lead there, links to other files are left as text.
    files : digest of a figure's PNG -> paths of its files, offered below the figure.
    """
    page = Reading(title=name)
    markdown, body, waiting, outputs = _Markdown(page, pages), [], [], []
    render = mistune.create_markdown(renderer=markdown, plugins=["table"])
    for number, cell in enumerate(notebook.cells):
        source = cell.source
        if cell.cell_type == "markdown":
            body += _folded(waiting)
            waiting = []
            made = render(source)
            if number == 0:
                page.head = made
                first = re.search(r"<p>(.*?)</p>", made, re.S)
                page.question = first[1] if first else ""
            else:
                body.append(made)
        elif cell.cell_type == "code":
            if source.strip():
                waiting.append((cell.execution_count, source))
            shown = [_output(output, files or {}) for output in cell.outputs]
            if any(shown):
                body += _folded(waiting) + shown
                waiting = []
            outputs += shown
    page.body = "\n".join(body + _folded(waiting))
    said, picture = _ANSWER.search("".join(outputs)), _PNG.search("".join(outputs))
    page.answer = plain_text(said[1]).strip().removeprefix("In short.").strip() if said else ""
    page.picture = picture[1] if picture else ""
    return page


class _Markdown(mistune.HTMLRenderer):
    """Markdown as HTML: tags in it are text, headings have ids and are noted for the contents, nothing is fetched."""

    def __init__(self, page: Reading, pages: frozenset[str]):
        super().__init__(escape=True)
        self._page, self._pages, self._ids = page, pages, set()

    def heading(self, text: str, level: int, **attrs) -> str:
        plain = plain_text(text)
        if level == 1:
            self._page.title = plain
            return f"<h1>{text}</h1>\n"
        name = stem = re.sub(r"[\W_]+", "-", plain.lower()).strip("-") or "part"
        number = 2
        while name in self._ids:
            name, number = f"{stem}-{number}", number + 1
        self._ids.add(name)
        if level < 4:
            self._page.contents.append((level, name, plain))
        return f'<h{level} id="{html.escape(name)}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        place, _, part = url.partition("#")
        stem = place.rpartition("/")[2].removesuffix(".ipynb")
        if place.endswith(".ipynb") and stem in self._pages:
            url = f"{stem}.html" + (f"#{part}" if part else "")
        elif not re.match(r"(https?://|#)", url):
            return text
        return f'<a href="{html.escape(url)}">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"<em>{text}</em>"


def code_html(source: str) -> str:
    """Python source as coloured HTML."""
    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")


def _folded(cells: list[tuple[int | None, str]]) -> list[str]:
    """Code cells that stand together, folded into one."""
    if not cells:
        return []
    blocks = "\n".join(f'<pre><code data-n="{count or ""}">{code_html(source)}</code></pre>' for count, source in cells)
    return [f'<details class="code"><summary>Code</summary>\n{blocks}\n</details>']


def _output(output: NotebookNode, files: dict[str, list[str]]) -> str:
    if output.output_type == "stream":
        return f'<pre class="stream">{html.escape(output.text)}</pre>'
    if output.output_type == "error":
        return f'<pre class="error">{html.escape(f"{output.ename}: {output.evalue}")}</pre>'
    data = output.get("data", {})
    if "text/html" in data:
        markup = _DATE.sub(r'<td class="date">\1</td>', safe_html(data["text/html"]))
        return _FIGURE.sub(lambda match: _with_files(match[0], files), markup)
    if "image/png" in data:
        said, picture = html.escape(data.get("text/plain", "")), data["image/png"].strip()
        return safe_html(f'<figure><img alt="{said}" src="data:image/png;base64,{picture}"></figure>')
    return f'<pre class="stream">{html.escape(data["text/plain"])}</pre>' if "text/plain" in data else ""


def _with_files(figure: str, files: dict[str, list[str]]) -> str:
    """A figure with links to its files, which are known by what the picture holds."""
    picture = _PNG.search(figure)
    paths = files.get(_digest(picture[1]), []) if picture else []
    if not paths:
        return figure
    large = next((f'<a href="{html.escape(path)}">Enlarge</a> ' for path in paths if path.endswith(".svg")), "")
    links = " ".join(f'<a href="{html.escape(path)}" download>{path.rpartition(".")[2].upper()}</a>' for path in paths)
    return figure.removesuffix("</figure>") + f'<p class="files">{large}<span>Save as</span> {links}</p></figure>'


def _digest(picture: str) -> str:
    """Digest of a picture given in base64."""
    try:
        return hashlib.sha256(base64.b64decode(picture)).hexdigest()
    except binascii.Error:
        return ""
