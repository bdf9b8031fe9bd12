"""What stands on a page beside pictures: prose, tables and concordance lines, with every foreign text made harmless.

Comes in: sentences and DataFrames. Goes out: objects that a notebook shows as HTML and a terminal as plain text.
Nothing that stands in a document can run, close a tag or be set as mathematics.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pandas as pd

from utils.corpus import Corpus
from utils.overview import LANGUAGES
from utils.sentences import count, joined, period, points

# Table heads in words the reader knows; others get their underscores taken out.
_HEADS = {"per_1000_words": "per 1,000 words", "n_words": "words", "log_ratio": "log ratio", "g2": "G²", "id": "document",
          "dp": "DP"}
_LONG = 40  # characters; a column whose texts are longer on average is given room


def escape(value) -> str:
    """`value` as text of an HTML page: no tag, no entity, no dollar sign that starts mathematics."""
    return html.escape(str(value), quote=True).replace("$", '<span class="d">$</span>').replace("\\", '<span class="d">\\</span>')


class Page:
    """HTML for a notebook with a plain reading for everything else."""

    def __init__(self, markup: str, plain: str):
        self.markup, self.plain = markup, plain

    def _repr_html_(self) -> str:
        return self.markup

    def __repr__(self) -> str:
        return self.plain


def prose(*sentences: str) -> Page:
    """One paragraph of the sentences given; empty ones are left out. The text is plain: nothing in it is markup."""
    said = " ".join(s.strip() for s in sentences if s and s.strip())
    return Page(f'<p class="said">{escape(said)}</p>' if said else "", said)


def answer(*sentences: str) -> Page:
    """The computed answer at the head of a notebook: as `prose`, set apart."""
    said = prose(*sentences).plain
    return Page(f'<div class="answer"><p><strong>In short.</strong> {escape(said)}</p></div>', f"In short. {said}")


def table(frame: pd.DataFrame, caption: str = "", *, rows: int = 20, search: bool = False, heads: dict[str, str] | None = None,
          empty: str = "Nothing to list.") -> Page:
    """A DataFrame as a table: numbers right-aligned, the rest as text.

    Parameters
    ----------
    rows : at most so many are shown, and the caption says of how many.
    search : with a box that filters the rows as one types; all rows are in the page, and the table scrolls.
    heads : other heads for some columns.
    empty : what is said instead of a table without rows.
    """
    if frame.empty:
        return prose(empty)
    shown = frame if search else frame.head(rows)
    note = "" if len(shown) == len(frame) else f"The first {len(shown):,} of {len(frame):,} rows."
    numeric = [pd.api.types.is_numeric_dtype(frame[c].dtype) and not pd.api.types.is_bool_dtype(frame[c].dtype) for c in frame]
    formats = [_format(frame[c]) if n else _as_text for c, n in zip(frame, numeric)]
    titles = [(heads or {}).get(c, _HEADS.get(c, str(c).replace("_", " "))) for c in frame]
    marks = [' class="n"' if n else "" for n in numeric]
    head = "".join(f'<th scope="col"{m}>{escape(t)}</th>' for t, m in zip(titles, marks))
    marks = [m or (' class="long"' if shown[c].map(_as_text).str.len().mean() > _LONG else "") for c, m in zip(shown, marks)]
    body = "\n".join(
        "<tr>" + "".join(f"<td{m}>{escape(f(v))}</td>" for v, f, m in zip(row, formats, marks)) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    text = " ".join(part for part in (caption, note) if part)
    kind, box = ("table searchable", _SEARCH) if search else ("table", "")
    markup = (f'<div class="{kind} tex2jax_ignore mathjax_ignore">{box}<table>'
              f"<caption>{escape(text)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>")
    plain = "\n".join(" | ".join(f(v) for v, f in zip(row, formats)) for row in shown.head(5).itertuples(index=False, name=None))
    return Page(markup, f"{text}\n{' | '.join(titles)}\n{plain}".strip())


def readable(rates: pd.DataFrame) -> pd.DataFrame:
    """A table of `utils.trends.rates` or `trend` for reading: the interval in the cell of its share or rate."""
    if rates.empty:
        return pd.DataFrame()
    held = rates[rates["documents"] > 0]
    share = [f"{points(r.share)[0]}%" if pd.isna(r.share_low) else
             "{}% [{}, {}]".format(*points(r.share, r.share_low, r.share_high)) for r in held.itertuples()]
    digits = 2 if held["per_1000_words"].max() >= 0.1 else 4
    rate = [f"{r.per_1000_words:.{digits}f}"
            + ("" if pd.isna(r.rate_low) else f" [{r.rate_low:.{digits}f}, {r.rate_high:.{digits}f}]") for r in held.itertuples()]
    out = pd.DataFrame({"documents": held["documents"].astype(int), "with it": held["with_it"].astype(int),
                        "share [95% interval]": share, "mentions": held["mentions"].astype(int), "per 1,000 words [95%]": rate})
    return out.reset_index()


# Filters the rows of the table that follows; the only script in a notebook, and nothing of a document is in it.
_SEARCH = ('<p><input type="search" placeholder="Search these rows" aria-label="Search these rows" oninput="'
           "const w=this.value.toLowerCase().split(/\\s+/);for(const r of this.closest('div').querySelectorAll('tbody tr'))"
           "r.hidden=!w.every(x=&gt;r.textContent.toLowerCase().includes(x))\"></p>")


def _format(column: pd.Series) -> Callable[[object], str]:
    """One format for a whole column of numbers: whole ones with separators, the others with the same decimals."""
    values = column.dropna().astype(float)
    if column.name == "year":
        return lambda v: "" if pd.isna(v) else f"{int(v)}"
    if values.empty or (values == values.round()).all():
        return lambda v: "" if pd.isna(v) else f"{int(v):,}"
    largest = values.abs().max()
    digits = 2 if largest < 10 else 1
    if largest < 0.1:
        digits = 4
    return lambda v: "" if pd.isna(v) else f"{v:,.{digits}f}".replace("-", "−")


def _as_text(value) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def lines(concordance: pd.DataFrame, caption: str = "", *, rows: int | None = 25, of: int | None = None, folded: bool = False,
          empty: str = "No line to show.") -> Page:
    """Concordance lines (left, node, right, with document, date and side) aligned on the node.

    Parameters
    ----------
    rows : at most so many are shown, and the caption says of how many; None shows all, in a table that scrolls and can be
        searched where they are more than 25.
    of : how many lines there are in all, where `concordance` holds a choice of them.
    folded : the lines are out of sight until the caption is clicked.
    empty : what is said instead of a table without lines.
    """
    if concordance.empty:
        return prose(empty)
    shown = concordance if rows is None else concordance.head(rows)
    total = len(concordance) if of is None else of
    note = "" if len(shown) == total else f"{len(shown):,} of {total:,} lines."
    text = " ".join(part for part in (caption, note) if part)
    kind, box = ("kwic searchable", _SEARCH) if rows is None and len(shown) > 25 else ("kwic", "")
    body = "\n".join(
        f'<tr><td class="left">{escape(r.left)}</td><td class="node">{escape(r.node)}</td><td>{escape(r.right)}</td>'
        f'<td class="from">{escape(" · ".join(filter(None, (r.date, r.side))))}<br>{escape(r.id)}</td></tr>'
        for r in shown.itertuples()
    )
    head = "" if folded else f"<caption>{escape(text)}</caption>"
    markup = (f'<div class="table {kind} tex2jax_ignore mathjax_ignore">{box}<table>{head}<thead><tr>'
              '<th scope="col" class="n">before</th><th scope="col">words found</th><th scope="col">after</th>'
              f'<th scope="col">from</th></tr></thead>\n<tbody>{body}</tbody></table></div>')
    if folded:
        markup = f'<details class="folded"><summary>{escape(text)}</summary>{markup}</details>'
    plain = "\n".join(f"{r.left} [{r.node}] {r.right} ({r.id})" for r in shown.head(5).itertuples())
    return Page(markup, f"{text}\n{plain}".strip())


def loaded(corpus: Corpus) -> Page:
    """What was loaded, from where to when, and what was not: the paragraph under the first cell of each notebook."""
    documents = corpus.documents
    undated = int((documents["date"] == "").sum())
    lost = int((~corpus.skipped["kept"]).sum())
    other = [f"{LANGUAGES.get(name, name)} ({n:,})" for name, n in documents["lang"].value_counts().items() if name != "en"]
    shipped = sorted(set(corpus.settings) - corpus.own - {"corpus.yml"})
    return prose(
        f"{corpus.title}: {count(len(corpus), 'document')}, {count(corpus.n_words, 'word')}, {period(corpus)}.",
        f"Nature: {corpus.nature}.", corpus.caution,
        f"{count(undated, 'document')} without a date." if 0 < undated < len(corpus) else "",
        f"Languages other than English: {', '.join(other)}; notebooks that count English words leave these out." if other else "",
        f"{count(lost, 'item')} could not be loaded; corpus.skipped names each." if lost else "",
        f"The corpus has no {joined(shipped, last='or')} of its own: what ships with the project is used."
        if shipped and not corpus.shipped else "",
    )


def versions(corpus: Corpus) -> Page:
    """Versions of the packages that decide the numbers, and the corpus's fingerprint: the last lines of a notebook."""
    from importlib.metadata import version

    names = ["sco-discourse", "pandas", "numpy", "scipy", "scikit-learn", "nltk", "spacy", "matplotlib"]
    said = ", ".join(f"{name} {version(name)}" for name in names)
    return prose(f"Made with {said}. Corpus: {corpus.title}, fingerprint {corpus.fingerprint}.")


def plain_text(markup: str) -> str:
    """A piece of HTML without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))
