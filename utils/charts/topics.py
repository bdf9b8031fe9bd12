"""The figures that only topics have: the scan over their number, shares by group, and a map in small panels.

Comes in: what `utils.topics` and `utils.topics.tables` give. Goes out: a figure for `utils.figures.show`, or a `NotDrawn`.
"""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from utils.charts import heatmap
from utils.figures import NotDrawn, new_figure, shorten
from utils.sides import BLUE, GREY, LIGHT
from utils.topics import Topics
from utils.topics.tables import grid

COLUMNS = 4  # panels of the map in a row
_PANEL, _LINE = 90, 11  # points: height of a panel of the scan, and of a line of text
_MEASURES = {"silhouette": "how far apart (silhouette)", "coherence": "how coherent elsewhere (NPMI in held-out documents)",
             "stability": "how stable (adjusted Rand index)"}
# Okabe and Ito's colours, each with a mark of its own; a topic keeps its pair when topics are found anew.
PAIRS = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"), ("#E69F00", "v"), ("#56B4E9", "P"),
         ("#000000", "X"))


def scan_lines(scan: pd.DataFrame, k: int, *, title: str, subtitle: str) -> Figure | NotDrawn:
    """Silhouette, coherence and stability by number of groups, of the texts (filled circles) and of shuffled ones (hollow
    squares); a vertical line at the number taken, and under each number how many of the groups are stable.
    """
    if len(scan) < 2:
        return NotDrawn("there are not two numbers of topics to compare.")
    figure, axes = new_figure(title, subtitle, size=(6.3, 6.2), rows=3, sharex=True)
    x = scan["k"].to_numpy()
    for ax, (measure, name) in zip(axes, _MEASURES.items(), strict=True):
        top, low, ends = 0.0, 0.0, []
        for column, label, colour, marker, face, dashes in ((measure, "these texts", BLUE, "o", BLUE, "-"),
                                                            (f"{measure}_shuffled", "shuffled", GREY, "s", "white", "--")):
            y = scan[column].astype(float).round(3).to_numpy()
            ax.plot(x, y, color=colour, linestyle=dashes, marker=marker, markerfacecolor=face, markersize=4.8)
            if np.isfinite(y[-1]):
                ends.append((y[-1], label, BLUE if colour == BLUE else "#666666"))
            top, low = max(top, np.nanmax(y, initial=0.0)), min(low, np.nanmin(y, initial=0.0))
        ax.axvline(k, color="#555555", linewidth=0.9, linestyle=(0, (2, 2)), zorder=0)
        ax.set_title(name, loc="left", fontsize=8.5, fontweight="bold", color="#333333", pad=3)
        ax.set_ylim(low * 1.12, max(top * 1.12, 0.01))
        if measure == "stability":
            ax.set_ylim(min(0, ax.get_ylim()[0]), 1.02)
        _name_lines(ax, x[-1], ends)
    side, shift = ("right", -3) if k > x.mean() else ("left", 3)  # away from the lines' names
    axes[0].annotate(f"{k} taken", (k, 1), xycoords=("data", "axes fraction"), xytext=(shift, 0), textcoords="offset points",
                     ha=side, va="top", fontsize=8, color="#333333")
    axes[2].set_xticks(x, [f"{k}\n{n}" for k, n in zip(x, scan["stable_groups"], strict=True)])
    axes[2].set_xlim(x[0] - 0.4, x[-1] + max(1.2, 0.16 * (x[-1] - x[0])))
    axes[2].set_xlabel("number of groups, and how many of them are stable by themselves")
    return figure


def _name_lines(ax: Axes, x: float, ends: list[tuple[float, str, str]]) -> None:
    """Name at most two lines (last value, name, colour) behind their ends; names that would meet are set apart."""
    low, high = ax.get_ylim()
    ends = sorted(ends)
    between = (ends[-1][0] - ends[0][0]) / (high - low) * _PANEL
    shift = max(0, _LINE - between) / 2 if len(ends) > 1 else 0
    for (y, name, colour), way in zip(ends, (-1, 1), strict=False):
        ax.annotate(name, (x, y), xytext=(8, way * shift), textcoords="offset points", va="center", fontsize=8, color=colour,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def topic_map(places: pd.DataFrame, names: dict[int, str], *, title: str, subtitle: str,
              colours: tuple[int, ...] = ()) -> Figure | NotDrawn:
    """One small panel a topic: all documents as grey points, those of the topic as its marks in its colour, and its
    typical ones with the letters that they bear in the table of typical documents.

    Parameters
    ----------
    places : what `utils.topics.tables.plane` gives, the typical ones in the order of that table.
    names : topic -> what stands above its panel, in the order of the panels; at most 16 are drawn.
    colours : for each topic 1, 2, … the number of its pair in `PAIRS`; by default 0, 1, 2, …
    """
    shown = [t for t in names if any(t in held for held in places["topics"])][: COLUMNS * 4] if len(places) else []
    if not shown:
        return NotDrawn("there is no stable topic to place.")
    rows = -(-len(shown) // COLUMNS)
    figure, first = new_figure(title, subtitle, size=(6.3, min(7.5, 1.15 + 1.6 * rows)))
    first.remove()
    axes = np.atleast_2d(figure.subplots(rows, COLUMNS, sharex=True, sharey=True))
    x, y = places["x"].to_numpy(), places["y"].to_numpy()
    span = max(float(np.ptp(x)), 1e-6), max(float(np.ptp(y)), 1e-6)
    for ax, topic in zip(axes.ravel(), shown, strict=False):
        mine = np.array([topic in held for held in places["topics"]])
        colour, marker = PAIRS[(colours[topic - 1] if colours else topic - 1) % len(PAIRS)]
        ax.scatter(x[~mine], y[~mine], s=2.5, color=LIGHT, linewidths=0)
        ax.scatter(x[mine], y[mine], s=9, color=colour, marker=marker, edgecolors="#333333", linewidths=0.3)
        typical = places[places["typical"].map(lambda each, topic=topic: topic in each)]
        for row, (dx, dy) in zip(typical.itertuples(), _beside(typical["x"], typical["y"], span), strict=True):
            letter = row.letters[row.typical.index(topic)]
            line = {"arrowstyle": "-", "color": "#111111", "linewidth": 0.5, "shrinkA": 3.5, "shrinkB": 0}
            text = ax.annotate(letter, (row.x, row.y), xytext=(row.x + dx, row.y + dy), ha="center", va="center", fontsize=8,
                               fontweight="bold", color="#111111", arrowprops=line)
            text.set_path_effects([withStroke(linewidth=2, foreground="white")])
        ax.set_title("\n".join(_lines(names[topic])), loc="left", fontsize=7, pad=2)
    for number, ax in enumerate(axes.ravel()):
        ax.set_xticks([])
        ax.set_yticks([])
        ax.grid(False)
        ax.set_xlim(x.min() - 0.1 * span[0], x.max() + 0.1 * span[0])
        ax.set_ylim(y.min() - 0.1 * span[1], y.max() + 0.1 * span[1])
        for spine in ax.spines.values():
            spine.set_visible(number < len(shown))
            spine.set_color("#CCCCCC")
    return figure


def _beside(x: pd.Series, y: pd.Series, span: tuple[float, float]) -> list[tuple[float, float]]:
    """Where the letter of each point goes, seen from it: away from the mean of the points, and no two letters in one place."""
    points = np.column_stack([x / span[0], y / span[1]])
    out, taken = [], []
    for point in points:
        away = point - points.mean(axis=0)
        turns = np.deg2rad(np.arange(0, 360, 30) + np.round(np.rad2deg(np.arctan2(away[1], away[0])) if away.any() else 45))
        spots = [point + 0.1 * np.array([np.cos(turn), np.sin(turn)]) for turn in turns]
        # Of the spots, the nearest to "away" that keeps clear of the letters already there.
        free = [s for s in spots if all(np.hypot(*(s - t)) > 0.11 for t in taken)] or spots
        best = max(free, key=lambda s, point=point, away=away: round(float((s - point) @ away), 6))
        taken.append(best)
        out.append(tuple((best - point) * span))
    return out


def _lines(name: str, width: int = 25) -> list[str]:
    """A topic's name in at most two lines over a panel."""
    lines = textwrap.wrap(shorten(name, 200), width)
    return lines if len(lines) <= 2 else [lines[0], shorten(" ".join(lines[1:]), width)]


def share_grid(found: Topics, table: pd.DataFrame, *, thing: str, title: str, subtitle: str, most: int = 8,
               largest: bool = False) -> Figure | NotDrawn:
    """Shares of topics by group as a heat map, in per cent; groups with fewer than five documents are left out.

    Parameters
    ----------
    table : what `utils.topics.tables.shares` gives.
    thing : what the groups are ("period", "side"), for the sentence that stands where there are not two of them.
    most, largest : as for `utils.topics.tables.grid`.
    """
    if found.named.empty:
        return NotDrawn("there is no stable topic.")
    if table.empty:
        return NotDrawn(f"no {thing} is known.")
    cells = grid(table, found.names, most=most, largest=largest)
    if cells.shape[1] < 2:
        return NotDrawn(f"there are not two {thing}s with at least five documents.")
    return heatmap(cells, title=title, subtitle=subtitle)
