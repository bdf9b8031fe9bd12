"""Tables of counts from which each number leads to the statements it counts: a click unfolds them in the cell.

Comes in: a table of counts and the statements counted. Goes out: a `Page`. Nothing of a document can act in it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from utils.corpus import Corpus
from utils.pages import Page, escape, prose
from utils.sentences import count

MOST, WIDTH = 6, 150  # statements shown in a cell, and characters of each


def leading(frame: pd.DataFrame, statements: pd.DataFrame, corpus: Corpus, *, row: str, caption: str, column: str = "",
            cells: Mapping[str, tuple[str, str] | None] | None = None, names: Mapping[str, str] | None = None, rows: int = 20,
            empty: str = "Nothing to list.") -> Page:
    """A table in which numbers of statements unfold into the first of them.

    Parameters
    ----------
    frame : what is shown: plain columns, and columns of counts.
    row : the column of `frame` and of `statements` that says of which row a statement is.
    column : the column of `statements` of whose values the columns of `frame` are counts (as in a cross table); or
    cells : column of `frame` -> (column of `statements`, its value) that is counted there, or None for all of the row's.
    names : readable heads.
    """
    if frame.empty:
        return prose(empty)
    cells = dict(cells or {}) | {c: (column, c) for c in frame if column and c != row}
    of_row = {value: table for value, table in statements.groupby(row, sort=False)}
    dates = corpus.documents.set_index("id")["date"].to_dict()
    shown = frame.head(rows)
    note = "" if len(shown) == len(frame) else f"The first {len(shown):,} of {len(frame):,} rows."
    numeric = [c in cells or pd.api.types.is_numeric_dtype(frame[c].dtype) for c in frame]
    head = "".join(f'<th scope="col"{_class(n)}>{escape((names or {}).get(c, str(c).replace("_", " ")))}</th>'
                   for c, n in zip(frame, numeric, strict=True))
    body = []
    for values in shown.to_dict("records"):
        here = of_row.get(values[row], statements.iloc[:0])
        written = []
        for name, number in zip(frame, numeric, strict=True):
            counted = here if cells.get(name) is None else here[here[cells[name][0]] == cells[name][1]]
            inner = _plain(name, values[name])
            inner = _unfolding(counted, int(values[name]), dates, row != "speaker") if name in cells else escape(inner)
            # A number that unfolds is no `n`: that would keep what it unfolds to in one line.
            kind = ' style="text-align:right"' if name in cells else _class(number)
            written.append(f"<td{kind}>{inner}</td>")
        body.append(f"<tr>{''.join(written)}</tr>")
    text = " ".join(filter(None, (caption, "A click on a number shows statements.", note)))
    markup = (f'<div class="table tex2jax_ignore mathjax_ignore"><table><caption>{escape(text)}</caption>'
              f"<thead><tr>{head}</tr></thead>\n<tbody>{chr(10).join(body)}</tbody></table></div>")
    plain = "\n".join(" | ".join(map(str, values)) for values in shown.head(5).itertuples(index=False, name=None))
    return Page(markup, f"{text}\n{' | '.join(map(str, frame))}\n{plain}")


def _class(number: bool) -> str:
    return ' class="n"' if number else ""


def _plain(name: str, value) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value) if isinstance(value, str) or name == "year" else f"{value:,}"


def _unfolding(statements: pd.DataFrame, number: int, dates: Mapping[str, str], with_speaker: bool) -> str:
    if not number:
        return ""
    lines = []
    for r in statements.head(MOST).itertuples():
        content = r.content_text if len(r.content_text) <= WIDTH else r.content_text[: WIDTH - 1].rstrip() + "…"
        said = f"{r.speaker or f'? {r.source}'} ({r.cue})" if with_speaker else r.cue
        date = dates.get(r.id, "")
        place = r.id if r.id.startswith(date) else f"{date} · {r.id}"
        lines.append(f"<li>{escape(said)}: {escape(content)} <small>{escape(place)}</small></li>")
    if number > len(lines):
        lines.append(f"<li>and {escape(count(number - len(lines), 'other'))}: search the list of all statements below</li>")
    return (f'<details><summary>{number:,}</summary><div style="width:22em;text-align:left"><ul>{"".join(lines)}</ul></div>'
            "</details>")
