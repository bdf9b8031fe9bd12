"""The few forms our figures have: bars, dots with intervals, trends, heat maps, strips, dumbbells, a word cloud.

Comes in: a result table, and title and subtitle as sentences. Goes out: a figure for `utils.figures.show`, or a
`NotDrawn` with the reason where there is too little to draw.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from utils.charts.over_time import trends as trends
from utils.figures import NotDrawn, concept_style, new_figure, shorten
from utils.sentences import count
from utils.sides import BLUE, GREY, LIGHT, VERMILION

_ROW = 0.235  # inches a row of bars or dots takes
_ENDS = ("_low", "_high")  # of an interval


def _height(rows: int, least: float = 2.2) -> float:
    return float(np.clip(1.25 + _ROW * rows, least, 7.5))


def bars(table: pd.DataFrame, *, label: str, value: str, title: str, subtitle: str, note: str | None = None,
         colour: str | list[str] = BLUE, rows: int = 25, form: str = "{:,.0f}") -> Figure | NotDrawn:
    """Horizontal bars from zero with the number at the end, in the table's order, the first on top.

    Parameters
    ----------
    label, value : columns of `table`.
    note : a column whose text follows the number, such as the count of documents.
    colour : of all bars, or one for each row.
    form : how numbers are written.
    """
    shown = table.head(rows)
    if shown.empty:
        return NotDrawn("there is nothing to count.")
    if pd.api.types.is_integer_dtype(shown[value]) and shown[value].max() <= 1:
        return NotDrawn("nothing was counted more than once.")
    figure, ax = new_figure(title, subtitle, size=(6.3, _height(len(shown))))
    values = shown[value].astype(float).round(4).to_numpy()
    at = np.arange(len(shown))[::-1]
    ax.barh(at, values, color=colour if isinstance(colour, str) else colour[: len(shown)], height=0.72)
    notes = shown[note].astype(str) if note else [""] * len(shown)
    for y, x, more in zip(at, values, notes, strict=True):
        ax.annotate(form.format(x) + more, (x, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7.5,
                    color="#333333")
    ax.set_yticks(at, [shorten(t, 36) for t in shown[label]])
    ax.set_xlim(0, max(values.max(), 1e-9) * (1.28 if note else 1.13))
    ax.set_ylim(-0.6, len(shown) - 0.4)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.grid(False)
    return figure


def dots(table: pd.DataFrame, *, label: str, value: str, low: str, high: str, title: str, subtitle: str, note: str | None = None,
         small: str | None = None, colour: str = BLUE, marker: str = "o", percent: bool = False, rows: int = 28,
         least: int = 1, missing: str = "") -> Figure | NotDrawn:
    """One value a group as a dot with its interval, on one axis that has zero on it, in the table's order; a table with a
    column `concept` has each concept's own colour and marker.

    `small` names a column of booleans: those groups are drawn hollow. `note` names a column of text put behind the label.
    Fewer than `least` groups, or nothing but zeros, are not drawn; `missing` says why in the former case.
    """
    shown = table.dropna(subset=[value]).head(rows)
    if len(shown) < least:
        few = "there are too few documents." if least == 1 else "there are not two groups with enough documents."
        return NotDrawn(missing or few)
    if not shown[value].any():
        return NotDrawn("all of these shares are 0.")
    figure, ax = new_figure(title, subtitle, size=(6.3, _height(len(shown))))
    scale = 100 if percent else 1
    at = np.arange(len(shown))[::-1]
    x, a, b = (scale * shown[c].astype(float).round(4).to_numpy() for c in (value, low, high))
    hollow = shown[small].to_numpy(dtype=bool) if small else np.zeros(len(shown), bool)
    styles = [concept_style(c) for c in shown["concept"]] if "concept" in shown else [(colour, marker)] * len(shown)
    for i, (shade, shape) in enumerate(styles):
        if not np.isnan(a[i]):
            ax.hlines(at[i], a[i], b[i], color=shade, linewidth=1.4, alpha=0.75)
        ax.scatter(x[i], at[i], s=34, marker=shape, color="white" if hollow[i] else shade, edgecolors=shade, linewidths=1.3,
                   zorder=3)
    names = [shorten(t, 34) for t in shown[label]]
    if note:
        names = [f"{name}  {more}" for name, more in zip(names, shown[note], strict=True)]
    ax.set_yticks(at, names)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    least, most = np.nanmin([0, *a, *x]), np.nanmax([0, *b, *x])
    ax.set_xlim(least - 0.012 * (most - least), most + 0.04 * (most - least))  # a dot at the left end is whole
    if least < 0:
        ax.axvline(0, color="#555555", linewidth=0.9, zorder=1)
    if percent:
        ax.xaxis.set_major_formatter(lambda v, _: f"{v:g}%")
    if len(table) > rows:
        ax.set_xlabel(f"{count(len(table) - rows, 'other')} not drawn", fontsize=7.5, color="#666666", loc="left")
    ax.grid(axis="x")
    ax.grid(axis="y", visible=False)
    return figure


def heatmap(table: pd.DataFrame, *, title: str, subtitle: str, form: str = "{:.0f}", whole: float | None = None,
            names: Mapping[str, str] | None = None, missing: str = "no two of these stand together.") -> Figure | NotDrawn:
    """A square or oblong table of numbers as a heat map with each number written in; empty cells stay white.

    `whole` fixes the value of the darkest colour; `names` gives readable names for rows and columns; `missing` says why
    there is no picture of an empty table.
    """
    if table.empty or table.shape[1] == 0 or table.notna().sum().sum() == 0:
        return NotDrawn(missing)
    name = (names or {}).get
    values = table.astype(float).round(4).to_numpy()
    figure, ax = new_figure(title, subtitle, size=(6.3, _height(len(table), 2.6) + 0.75))
    top = whole or max(np.nanmax(values), 1e-9)
    # Vector cells, not an image: small files, and sharp at any size.
    ax.pcolormesh(np.ma.masked_invalid(values), cmap="Blues", vmin=0, vmax=top * 1.15, edgecolors="white", linewidth=0.6)
    ax.invert_yaxis()
    for i, j in np.argwhere(~np.isnan(values)):
        ax.text(j + 0.5, i + 0.5, form.format(values[i, j]), ha="center", va="center", fontsize=7.5,
                color="white" if values[i, j] > 0.6 * top else "#222222")
    ax.set_xticks(np.arange(table.shape[1]) + 0.5, [shorten(name(c, c), 34) for c in table.columns], rotation=35, ha="right",
                  rotation_mode="anchor")
    ax.set_yticks(np.arange(len(table)) + 0.5, [shorten(name(r, r), 34) for r in table.index])
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(length=0)
    return figure


def strip(places: pd.DataFrame, *, row: str, documents: int, title: str, subtitle: str,
          ticks: list[tuple[float, str]]) -> Figure | NotDrawn:
    """Where in the corpus things stand: one row of thin strokes for each value of `row`, documents from left to right.

    Parameters
    ----------
    places : with columns `row`, document (its number in the corpus) and position (0 to 1 in the document).
    documents : how many there are.
    ticks : place on the axis (a document's number) and its label, such as the first document of each fifth year.
    """
    if places.empty:
        return NotDrawn("none of these occurs.")
    rows = list(dict.fromkeys(places[row]))
    figure, ax = new_figure(title, subtitle, size=(6.3, _height(len(rows), 2.0) + 0.2))
    for i, value in enumerate(reversed(rows)):
        part = places[places[row] == value]
        # Strokes nearer than a reader can tell apart are one: a picture of many documents stays small.
        x = np.unique(((part["document"] + part["position"]) * 3000 / max(1, documents)).round()) * max(1, documents) / 3000
        own = concept_style(value)[0]
        # One line with gaps, not a line each: there can be a thousand, and they are drawn four times.
        ends = np.tile([i - 0.36, i + 0.36, np.nan], len(x))
        ax.plot(np.repeat(x, 3), ends, color=own if own != GREY else BLUE, linewidth=0.7, alpha=0.7, solid_capstyle="butt")
    ax.set_yticks(range(len(rows)), [shorten(r, 30) for r in reversed(rows)])
    ax.set_xlim(0, max(1, documents))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xticks([at for at, _ in ticks], [text for _, text in ticks])
    ax.grid(False)
    return figure


def dumbbells(table: pd.DataFrame, *, label: str, left: str, right: str, names: tuple[str, str], title: str, subtitle: str,
              percent: bool = False, intervals: bool = False,
              missing: str = "there are not two parts to compare.") -> Figure | NotDrawn:
    """Two values a row as two dots: `left` hollow square and grey, `right` filled; with a line between, or, where the table
    has their `intervals` in columns that end in _low and _high, each with its own. `missing` says why there is no picture of an
    empty table.
    """
    table = table.dropna(subset=[left, right])
    if table.empty:
        return NotDrawn(missing)
    figure, ax = new_figure(title, subtitle, size=(6.3, _height(len(table)) + 0.3))
    at = np.arange(len(table))[::-1]
    a, b = ((100 if percent else 1) * table[c].astype(float).round(4).to_numpy() for c in (left, right))
    apart, ends = (0.15 if intervals else 0.0), [0.0]
    if intervals:
        for column, y, shade in ((left, at + apart, "#555555"), (right, at - apart, VERMILION)):
            low, high = ((100 if percent else 1) * table[f"{column}{end}"].astype(float).round(4).to_numpy() for end in _ENDS)
            ax.hlines(y, low, high, color=shade, linewidth=1.4, alpha=0.75, zorder=2)
            ends.append(np.nan_to_num(high).max())
    else:
        ax.hlines(at, a, b, color=LIGHT, linewidth=2.4, zorder=1)
    ax.scatter(a, at + apart, s=30, marker="s", color="white", edgecolors="#555555", linewidths=1.3, zorder=3, label=names[0])
    ax.scatter(b, at - apart, s=34, marker="o", color=VERMILION, zorder=3, label=names[1])
    ax.set_yticks(at, [shorten(t, 34) for t in table[label]])
    ax.set_ylim(-0.6, len(table) - 0.4)
    most = max(a.max(), b.max(), *ends)
    ax.set_xlim(min(-0.012 * most, 1.05 * min(a.min(), b.min())), 1.04 * most or 1)
    if percent:
        ax.xaxis.set_major_formatter(lambda v, _: f"{v:g}%")
    elif pd.api.types.is_integer_dtype(table[left]) and pd.api.types.is_integer_dtype(table[right]):
        ax.xaxis.get_major_locator().set_params(integer=True)  # of documents there are no halves
    ax.grid(axis="x")
    ax.grid(axis="y", visible=False)
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, fontsize=8, handletextpad=0.2, columnspacing=1.2)
    return figure
