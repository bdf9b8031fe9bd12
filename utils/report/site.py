"""Notebooks with outputs -> a site to read them on: a front page, a page for each, and the files of their figures.

Comes in: notebooks as they are saved, and facts about the corpus. Goes out: a folder that needs nothing but itself: no
page asks for anything from elsewhere, and a content security policy sees to that.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path

import utils
from utils.corpus import Corpus
from utils.figures import write
from utils.overview import by_group
from utils.report.gallery import figure_files
from utils.report.reading import Reading, read_notebook
from utils.report.running import Run
from utils.sentences import count, joined, period

NAME = "SCO Discourse"
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
_THUMBNAIL = 760  # pixels: twice the width of a card


@dataclass(frozen=True)
class Facts:
    """What the front page says of a corpus: `rows` are pairs of a name and a value."""

    title: str
    caution: str
    licence: str
    fingerprint: str
    rows: tuple[tuple[str, str], ...]


def corpus_facts(corpus: Corpus) -> Facts:
    """The facts of a corpus, as text."""
    documents = corpus.documents
    languages = by_group(corpus, "lang")
    named = [f"{name} ({n:,})" if len(languages) > 1 else name for name, n in zip(languages["group"], languages["documents"])]
    by = corpus.grouping()
    groups = documents.loc[documents[by] != "", by].nunique()
    undated, lost = int((documents["date"] == "").sum()), int((~corpus.skipped["kept"]).sum())
    rows = [("Documents", f"{len(corpus):,}"), ("Words", f"{corpus.n_words:,}"), ("Period", period(corpus)),
            (f"{by.capitalize()}s", f"{groups:,}" if groups else "not named"),
            ("Languages" if len(named) > 1 else "Language", joined(named)), ("Nature", corpus.nature)]
    if undated and undated < len(corpus):
        rows.append(("Undated", count(undated, "document")))
    if lost:
        rows.append(("Not loaded", count(lost, "item")))
    return Facts(corpus.title, corpus.caution, corpus.licence, corpus.fingerprint,
                 (*rows, ("Fingerprint", corpus.fingerprint)))


def write_site(runs: Sequence[Run], folder: Path, facts: Facts, *, figures: Path) -> None:
    """Write index.html, one page a notebook, and figures/ with the files offered there; what is left of an earlier site goes.

    Parameters
    ----------
    runs : the notebooks in the order of reading; one that stopped at an error says so at its head.
    figures : the folder with the figures' files.
    """
    known = {hashlib.sha256((figures / f"{stem}.png").read_bytes()).hexdigest(): paths
             for stem, paths in figure_files(figures).items() if (figures / f"{stem}.png").is_file()}
    links = {digest: [f"figures/{path.name}" for path in paths] for digest, paths in known.items()}
    names = [run.name for run in runs]
    readings = [read_notebook(run.notebook, run.name, pages=frozenset(names), files=links) for run in runs]
    fresh = {"index.html": _front(runs, readings, facts)}
    for i, run in enumerate(runs):
        fresh[f"{run.name}.html"] = _page(i, runs, readings, facts)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    for name, text in fresh.items():
        write(folder / name, text.encode("utf-8", "backslashreplace"))
    offered = [path for paths in known.values() for path in paths]
    for path in offered:
        write(folder / "figures" / path.name, path.read_bytes())
    wanted = {path.name for path in offered}
    for old in [*folder.glob("[0-9][0-9]-*.html"), *(p for paths in figure_files(folder / "figures").values() for p in paths)]:
        if old.name not in fresh and old.name not in wanted:
            old.unlink()


def _front(runs: Sequence[Run], readings: list[Reading], facts: Facts) -> str:
    rows = "".join(f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd></div>" for name, value in facts.rows)
    cards = "\n".join(_card(run, page) for run, page in zip(runs, readings, strict=True))
    caution = f'<p class="caution">{html.escape(facts.caution)}</p>' if facts.caution else ""
    main = f"""<header class="title front">
<p class="kicker">{NAME}</p>
<h1>{html.escape(facts.title)}</h1>
<p>{_number(len(runs))} on the discourse of the Shanghai Cooperation Organization, read from this corpus.
{"Each" if len(runs) > 1 else "It"} asks one question, answers it in numbers counted from the texts, and shows the data, the
method and what may be wrong with the answer.</p>
</header>
<section id="corpus"><h2>The corpus</h2>
<dl class="facts">{rows}</dl>
{caution}</section>
<section id="notebooks"><h2>The notebooks</h2>
<div class="cards">
{cards}
</div></section>"""
    pages = "".join(f"<li><span>{int(run.name[:2])}</span>{_link(run.name, page.title)}</li>"
                    for run, page in zip(runs, readings, strict=True))
    contents = _contents([(2, "corpus", "The corpus"), (2, "notebooks", "The notebooks")]) + f'<ol class="pages">{pages}</ol>'
    return _shell(f"{facts.title} · {NAME}", main, contents, facts)


def _number(n: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return f"{words[n] if n < len(words) else n} notebook{'' if n == 1 else 's'}"


def _card(run: Run, page: Reading) -> str:
    answer = f"<p>{html.escape(page.answer)}</p>" if page.answer else ""
    stopped = '<p class="stopped">Stopped at an error before its end.</p>' if run.failure else ""
    picture = _thumbnail(page.picture) if page.picture else ""
    return (f'<article><p class="kicker">{int(run.name[:2])}</p><h3>{_link(run.name, page.title)}</h3>'
            f'<p class="question">{page.question}</p>{answer}{stopped}{picture}</article>')


def _thumbnail(picture: str) -> str:
    """A picture in base64 as wide as a card shows it; of a tall one its upper part."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(picture))) as image:
        height = min(image.height, round(0.62 * image.width))
        kind = ' class="part"' if height < image.height else ""
        part = image.convert("RGB").crop((0, 0, image.width, height))
        small = part.resize((_THUMBNAIL, round(part.height * _THUMBNAIL / part.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return f'<img alt=""{kind} src="data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}">'


def _page(i: int, runs: Sequence[Run], readings: list[Reading], facts: Facts) -> str:
    run, page = runs[i], readings[i]
    stopped = (f'<p class="stopped"><strong>This notebook stopped at an error</strong>, in {html.escape(run.failure)}. '
               "What stands here is what it gave before.</p>") if run.failure else ""
    before = (runs[i - 1].name, readings[i - 1].title) if i else ("index", facts.title)
    turn = _link(*before, kind="prev", over="Previous" if i else "Front page")
    if i + 1 < len(runs):
        turn += _link(runs[i + 1].name, readings[i + 1].title, kind="next", over="Next")
    numbers = "".join(_numbered(r.name, p.title, r is run) for r, p in zip(runs, readings, strict=True))
    top = f'<header class="site">{_link("index", facts.title)}<nav aria-label="Notebooks">{numbers}</nav></header>'
    main = (f'<header class="title"><p class="kicker">Notebook {int(run.name[:2])}</p>\n{page.head}</header>\n{stopped}'
            f'<article>\n{page.body}\n</article>\n<nav class="turn" aria-label="Previous and next">{turn}</nav>')
    return _shell(f"{page.title} · {facts.title}", main, _contents(page.contents), facts, top)


def _link(name: str, title: str, *, kind: str = "", over: str = "") -> str:
    """A link to a page; `kind` is its relation, `over` a word above it."""
    relation = f' class="{kind}" rel="{kind}"' if kind else ""
    return f'<a{relation} href="{name}.html">{f"<span>{over}</span>" if over else ""}{html.escape(title)}</a>'


def _numbered(name: str, title: str, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    number, title = int(name[:2]), html.escape(title)
    return f'<a href="{name}.html" title="{title}" aria-label="{number} {title}"{current}>{number}</a>'


def _contents(headings: list[tuple[int, str, str]]) -> str:
    items = "".join(f'<li class="level-{level}"><a href="#{html.escape(name)}">{html.escape(text)}</a></li>'
                    for level, name, text in headings)
    return f"<ol>{items}</ol>" if items else ""


def _shell(title: str, main: str, contents: str, facts: Facts, top: str = "") -> str:
    """A whole page: `main` and `contents` in their frame, with style and script in the page itself."""
    style, script = _asset("page.css"), _asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    licence = f" Texts: {html.escape(facts.licence)}." if facts.licence else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY} script-src 'sha256-{digest}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{html.escape(title)}</title>
<link rel="icon" href="data:,">
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
{top}
<div class="page">
<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary>{contents}</details></nav>
<main id="main">
{main}
<footer><p>{html.escape(facts.title)}, fingerprint {facts.fingerprint}.
Made with {NAME} {utils.__version__}.{licence}</p></footer>
</main>
</div>
<script>{script}</script>
</body>
</html>
"""


def _asset(name: str) -> str:
    """A file of the package, without the comment at its head."""
    text = (package_files("utils.report") / name).read_text("utf-8").replace("\r\n", "\n")
    return re.sub(r"^/\*.*?\*/\s*", "", text, flags=re.S)
