"""Figures of what a corpus holds: documents by year and by group, and a grid of both in which gaps show as white.

Comes in: the tables of `utils.overview`. Goes out: a figure for `utils.figures.show`, or a `NotDrawn` with the reason.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from utils.charts import bars
from utils.charts.over_time import mark_years, year_step
from utils.corpus import Corpus
from utils.figures import NotDrawn, new_figure, shorten
from utils.overview import UNKNOWN
from utils.sentences import percent
from utils.sides import BLUE, GREY, LIGHT, side_style


def columns(table: pd.DataFrame, *, value: str, title: str, subtitle: str, colour: str = BLUE) -> Figure | NotDrawn:
    """Upright bars over the years with the number on each; a year without any is a cross on the base line.

    Parameters
    ----------
    table : with a column year, every year in it, and `value`.
    """
    if len(table) < 2:
        return NotDrawn("there are not two years with dated documents.")
    figure, ax = new_figure(title, subtitle)
    x, y = table["year"].to_numpy(dtype=int), table[value].to_numpy(dtype=float)
    ax.bar(x, y, color=colour, width=0.78)
    ax.scatter(x[y == 0], np.full((y == 0).sum(), 0.02 * y.max()), marker="x", s=16, color="#777777", linewidths=1)
    if len(table) <= 40:
        for at, height in zip(x[y > 0], y[y > 0], strict=True):
            ax.annotate(f"{height:,.0f}", (at, height), xytext=(0, 2), textcoords="offset points", ha="center", va="bottom",
                        fontsize=7, color="#333333")
    mark_years(ax, x[0], x[-1], margin=0.7)
    ax.set_ylim(0, 1.1 * y.max())
    ax.yaxis.set_visible(False)
    ax.grid(False)
    return figure


def group_bars(table: pd.DataFrame, *, title: str, subtitle: str) -> Figure | NotDrawn:
    """Documents by group as bars, each side in its own colour, the rest and the unknown in grey, the share behind.

    Parameters
    ----------
    table : as `utils.overview.by_group` gives it.
    """
    if table["known"].sum() < 2:
        return NotDrawn("there are not two groups to set side by side.")
    shown = table.assign(note=[f" · {percent(share)}" for share in table["share_of_documents"]])
    styles = [side_style(group)[0] for group in table["group"]]
    if set(styles) == {GREY}:  # genres or publishers: no colours to tell apart
        styles = [BLUE] * len(styles)
    own = table["known"] & (table["groups"] == 1)
    colours = [style if is_own else LIGHT for style, is_own in zip(styles, own, strict=True)]
    return bars(shown, label="group", value="documents", note="note", title=title, subtitle=subtitle, colour=colours)


def length_bars(table: pd.DataFrame, *, title: str, subtitle: str) -> Figure | NotDrawn:
    """Documents by class of length as bars, with the share of documents and of words behind.

    Parameters
    ----------
    table : as `utils.overview.lengths` gives it.
    """
    if table["documents"].sum() < 2:
        return NotDrawn("there are not two documents whose words are counted.")
    notes = [f" · {percent(d)} of documents, {percent(w)} of words"
             for d, w in zip(table["share_of_documents"], table["share_of_words"], strict=True)]
    return bars(table.assign(note=notes), label="words", value="documents", note="note", title=title, subtitle=subtitle)


def grid(table: pd.DataFrame, *, title: str, subtitle: str) -> Figure | NotDrawn:
    """A grid of groups (rows) by years (columns): the darker the more, the number in each cell, white where there is none.

    Parameters
    ----------
    table : as `utils.overview.year_by_group` gives it.
    """
    if table.shape[1] < 2:
        return NotDrawn("there are not two years with dated documents.")
    if list(table.index) == [UNKNOWN]:
        return NotDrawn("no document states its group.")
    if len(table) < 2:
        return NotDrawn("there are not two groups to set side by side.")
    values = table.astype(float).to_numpy()
    figure, ax = new_figure(title, subtitle, size=(6.3, float(np.clip(1.6 + 0.2 * len(table), 2.2, 7.5))))
    top = np.nanmax(values)
    # The lightest shade stands for one document, so that it is told from the white of none.
    ax.pcolormesh(np.arange(values.shape[1] + 1) - 0.5, np.arange(len(table) + 1) - 0.5, np.ma.masked_invalid(np.sqrt(values)),
                  cmap="Blues", vmin=-0.25 * np.sqrt(top), vmax=1.15 * np.sqrt(top), edgecolors="#EDEDED", linewidth=0.5)
    for i, j in np.argwhere(~np.isnan(values)):
        shade = "white" if values[i, j] > 0.45 * top else "#222222"
        ax.text(j, i, f"{values[i, j]:.0f}", ha="center", va="center", fontsize=7, color=shade)
    ax.invert_yaxis()
    step = year_step(values.shape[1] - 1)
    labels = list(table.columns)
    ticks = [j for j, name in enumerate(labels) if (int(name) if name.isdigit() else j) % step == 0] or [0, len(labels) - 1]
    turned = {"rotation": 35, "ha": "right", "rotation_mode": "anchor"} if any(not labels[j].isdigit() for j in ticks) else {}
    ax.set_xticks(ticks, [labels[j] for j in ticks], **turned)
    ax.set_yticks(range(len(table)), [shorten(r, 30) for r in table.index])
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)
    return figure


def year_ticks(corpus: Corpus, *, most: int = 8) -> list[tuple[float, str]]:
    """Where on an axis of documents in their order the years begin: at most about `most` of them, and the undated.

    Returns
    -------
    Pairs of the number of the first document and a label, for `utils.charts.strip`.
    """
    years = corpus.documents["year"]
    first = years.drop_duplicates().dropna()
    ticks = [(float(at), str(int(year))) for at, year in first.items()]
    gap, kept = len(corpus) / max(1, most), []
    undated = float(years.notna().sum()) if years.isna().any() else None
    for at, label in ticks:
        if (not kept or at - kept[-1][0] >= gap) and (undated is None or undated - at >= gap / 2):
            kept.append((at, label))
    return kept + ([(undated, "undated")] if undated is not None else [])
