"""Figures of terms: how frequent, how different between two parts, where in the corpus.

Comes in: the tables of `utils.terms` and `utils.comparisons`. Goes out: a figure for `utils.figures.show`, or a
`NotDrawn` with the reason where there is too little to draw.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath

from utils.charts import bars, dots, dumbbells, strip
from utils.charts.corpus import year_ticks
from utils.comparisons import FINDING, Comparison, extremes
from utils.corpus import Corpus
from utils.figures import NotDrawn, new_figure, shorten
from utils.sentences import FEW, count
from utils.sides import BLUE, VERMILION


def frequency_dots(table: pd.DataFrame, *, title: str, subtitle: str, rows: int = 20) -> Figure | NotDrawn:
    """The most frequent terms per 1,000 words as dots with their intervals, and the number of documents behind each; as bars
    where there are no intervals, which takes five documents.

    Parameters
    ----------
    table : as `utils.terms.frequencies` gives it, with intervals or without.
    """
    if table.empty:
        return NotDrawn("there is no term to count.")
    if table["count"].iloc[0] < 2:
        return NotDrawn("no term stands there more than once.")
    shown = table.head(rows)
    said = {"label": "term", "value": "per_1000_words", "note": "note", "rows": rows, "title": title, "subtitle": subtitle}
    if "rate_low" in shown and shown["rate_low"].notna().any():
        return dots(shown.assign(note=[f"· {n:,}" for n in shown["documents"]]), low="rate_low", high="rate_high", **said)
    notes = [f" · {count(n, 'document')}" for n in shown["documents"]]
    return bars(shown.assign(note=notes), form="{:.1f}" if shown["per_1000_words"].iloc[0] >= 5 else "{:.2f}", **said)


def comparison_chart(comparison: Comparison, *, title: str, subtitle: str, rows: int = 8) -> Figure | NotDrawn:
    """The terms that lean most to either part of a comparison (`utils.comparisons.extremes`): log ratios with intervals where
    terms were tested, and both rates where they were only counted.
    """
    if comparison.reason:
        return NotDrawn(comparison.reason)
    table = extremes(comparison, rows=rows)
    if table.empty and comparison.tested and comparison.table["p"].isna().all():
        return NotDrawn(f"no term can be tested, which takes {FEW} documents in either part, each with others of about its "
                        "length in the other.")
    if table.empty:
        bar = f" by a test over documents (q under {FINDING})" if comparison.tested else ""
        return NotDrawn(f"no term differs between the two parts{bar}.")
    names = (comparison.there, comparison.here)
    if comparison.tested:
        return _log_ratios(table, names, title, subtitle)
    return dumbbells(table, label="label", left="per_1000_words_reference", right="per_1000_words", names=names, title=title,
                     subtitle=subtitle)


def _log_ratios(table: pd.DataFrame, names: tuple[str, str], title: str, subtitle: str) -> Figure:
    """Dots with intervals on both sides of a line at 0; hollow where there is no interval."""
    figure, ax = new_figure(title, subtitle, size=(6.3, float(np.clip(1.75 + 0.235 * len(table), 2.4, 7.5))))
    at = np.arange(len(table))[::-1]
    x, low, high = (table[c].astype(float).round(3).to_numpy() for c in ("log_ratio", "low", "high"))
    for sign, colour, marker in ((1, VERMILION, "o"), (-1, BLUE, "s")):
        mine, sure = sign * x > 0, ~np.isnan(low)
        ax.hlines(at[mine & sure], low[mine & sure], high[mine & sure], color=colour, linewidth=1.4, alpha=0.75)
        ax.scatter(x[mine], at[mine], s=34, marker=marker, color=np.where(sure[mine], colour, "white"), edgecolors=colour,
                   linewidths=1.3, zorder=3)
    ax.axvline(0, color="#555555", linewidth=0.9)
    most = max(np.nanmax(np.abs(np.concatenate([x, low, high]))), 1) * 1.06
    ax.set_xlim(-most, most)
    ticks = [t for t in range(-int(most), int(most) + 1) if t % max(1, round(most / 4)) == 0]
    ax.set_xticks(ticks, [f"{2 ** abs(t):,}×" if t else "alike" for t in ticks])
    ax.set_yticks(at, [shorten(t, 34) for t in table["label"]])
    ax.set_ylim(-0.6, len(table) - 0.4)
    for name, align, end, form in ((names[0], "left", 0.0, "◂ more in {}"), (names[1], "right", 1.0, "more in {} ▸")):
        ax.annotate(form.format(shorten(name, 32)), (end, 1), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points",
                    ha=align, va="bottom", fontsize=8, color=BLUE if align == "left" else VERMILION)
    ax.grid(axis="x")
    ax.grid(axis="y", visible=False)
    return figure


def places(found: pd.DataFrame, corpus: Corpus, *, title: str, subtitle: str) -> Figure | NotDrawn:
    """Where terms stand: a row of strokes each, the documents from left to right in the order of their dates.

    Parameters
    ----------
    found : as `utils.dispersion.positions` or `utils.dispersion.strokes` gives it.
    """
    return strip(found, row="term", documents=len(corpus), title=title, subtitle=subtitle, ticks=year_ticks(corpus))


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
