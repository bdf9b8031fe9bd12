"""Figures of terms: how frequent, how different between two parts, where in the corpus.

Comes in: the tables of `utils.terms` and `utils.comparisons`. Goes out: a figure for `utils.figures.show`, or a
`NotDrawn` with the reason where there is too little to draw.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath

from utils.charts import bars, dumbbells, strip
from utils.charts.corpus import year_ticks
from utils.comparisons import CRITICAL_G2, Comparison, extremes
from utils.corpus import Corpus
from utils.dispersion import positions
from utils.figures import NotDrawn, new_figure, shorten
from utils.sentences import count


def frequency_bars(table: pd.DataFrame, *, title: str, subtitle: str, rows: int = 20) -> Figure | NotDrawn:
    """The most frequent terms per 1,000 words as bars, with the number of documents behind each.

    Parameters
    ----------
    table : as `utils.terms.frequencies` gives it.
    """
    if table.empty:
        return NotDrawn("there is no term to count.")
    if table["count"].iloc[0] < 2:
        return NotDrawn("no term stands there more than once.")
    shown = table.head(rows)
    notes = [f" · {count(n, 'document')}" for n in shown["documents"]]
    form = "{:.1f}" if shown["per_1000_words"].iloc[0] >= 5 else "{:.2f}"
    return bars(shown.assign(note=notes), label="term", value="per_1000_words", note="note", form=form, rows=rows,
                title=title, subtitle=subtitle)


def comparison_dumbbells(comparison: Comparison, *, title: str, subtitle: str, rows: int = 8) -> Figure | NotDrawn:
    """The terms that lean most to either part of a comparison: the rate in one part and in the other, with a line between."""
    if comparison.reason:
        return NotDrawn(comparison.reason)
    table = extremes(comparison, rows=rows)
    if table.empty:
        bar = f" by the bar of G² {CRITICAL_G2}" if comparison.tested else ""
        return NotDrawn(f"no term differs between the two parts{bar}.")
    return dumbbells(table, label="label", left="per_1000_words_reference", right="per_1000_words",
                     names=(comparison.there, comparison.here), title=title, subtitle=subtitle)


def places(corpus: Corpus, terms: list[str], *, title: str, subtitle: str) -> Figure | NotDrawn:
    """Where terms stand: a row of strokes each, the documents from left to right in the order of their dates."""
    return strip(positions(corpus, terms), row="term", documents=len(corpus), title=title, subtitle=subtitle,
                 ticks=year_ticks(corpus))


def word_cloud(table: pd.DataFrame, *, label: str, value: str, title: str, subtitle: str, seed: int = 0) -> Figure | NotDrawn:
    """A word cloud: size follows the square root of the count, place and colour say nothing."""
    from wordcloud import WordCloud

    shown = {shorten(r[0], 30): float(r[1]) ** 0.5 for r in table[[label, value]].head(80).itertuples(index=False, name=None)}
    if len(shown) < 3:
        return NotDrawn("there are fewer than three terms.")
    if max(shown.values()) <= 1:
        return NotDrawn("no term stands there more than once.")
    face = FontProperties(family="DejaVu Sans")
    cloud = WordCloud(width=1400, height=640, font_path=findfont(face), random_state=seed, relative_scaling=1,
                      prefer_horizontal=1, margin=6).generate_from_frequencies(shown)
    figure, ax = new_figure(title, subtitle)
    shades = ("#0072B2", "#2F5D7C", "#5A5A5A", "#3A86B7")
    for (word, _), size, (top, left), _, _ in cloud.layout_:
        # Drawn as outlines where wordcloud placed them: `top` is of the ink, not of the line.
        ink = TextPath((0, 0), word, size=size, prop=face).get_extents()
        outline = TextPath((left, -top - ink.y1), word, size=size, prop=face)
        ax.add_patch(PathPatch(outline, color=shades[len(word) % len(shades)], linewidth=0))
    ax.set_xlim(0, cloud.width)
    ax.set_ylim(-cloud.height, 0)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return figure
