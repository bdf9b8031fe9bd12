"""The figures that only topics have: the scan over their number, shares by group, and a map in small panels.

Comes in: what `utils.topics` and `utils.topics.tables` give. Goes out: a figure for `utils.figures.show`, or a `NotDrawn`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from utils.charts import heatmap
from utils.figures import NotDrawn, new_figure, shorten
from utils.sides import BLUE, GREY, LIGHT
from utils.topics import Topics
from utils.topics.tables import grid

COLUMNS = 4  # panels of the map in a row
_MEASURES = {"silhouette": "how far apart (silhouette)", "stability": "how stable (adjusted Rand index)"}


def scan_lines(scan: pd.DataFrame, k: int, *, title: str, subtitle: str) -> Figure | NotDrawn:
    """Silhouette and stability by number of groups, of the texts (filled circles) and of shuffled ones (hollow squares);
    a vertical line at the number taken, and under each number how many of the groups are stable.
    """
    if len(scan) < 2:
        return NotDrawn("there are not two numbers of topics to compare.")
    figure, axes = new_figure(title, subtitle, size=(6.3, 4.9), rows=2, sharex=True)
    x = scan["k"].to_numpy()
    for ax, (measure, name) in zip(axes, _MEASURES.items(), strict=True):
        top = 0.0
        for column, label, colour, marker, face, dashes in ((measure, "these texts", BLUE, "o", BLUE, "-"),
                                                            (f"{measure}_shuffled", "shuffled", GREY, "s", "white", "--")):
            y = scan[column].astype(float).round(3).to_numpy()
            ax.plot(x, y, color=colour, linestyle=dashes, marker=marker, markerfacecolor=face, markersize=4.8)
            if np.isfinite(y[-1]):
                ax.annotate(label, (x[-1], y[-1]), xytext=(8, 0), textcoords="offset points", va="center", fontsize=8,
                            color=BLUE if colour == BLUE else "#666666",
                            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})
            top = max(top, np.nanmax(y, initial=0.0))
        ax.axvline(k, color="#555555", linewidth=0.9, linestyle=(0, (2, 2)), zorder=0)
        ax.set_title(name, loc="left", fontsize=8.5, fontweight="bold", color="#333333", pad=3)
        ax.set_ylim(min(0, ax.get_ylim()[0]), max(top * 1.12, 0.01))
    axes[1].set_ylim(min(0, axes[1].get_ylim()[0]), 1.02)
    side, shift = ("right", -3) if k > x.mean() else ("left", 3)  # away from the lines' names
    axes[0].annotate(f"{k} taken", (k, 1), xycoords=("data", "axes fraction"), xytext=(shift, 0), textcoords="offset points",
                     ha=side, va="top", fontsize=8, color="#333333")
    axes[1].set_xticks(x, [f"{k}\n{n}" for k, n in zip(x, scan["stable_groups"], strict=True)])
    axes[1].set_xlim(x[0] - 0.4, x[-1] + max(1.2, 0.16 * (x[-1] - x[0])))
    axes[1].set_xlabel("number of groups, and how many of them are stable by themselves")
    return figure


def topic_map(places: pd.DataFrame, names: dict[int, str], *, title: str, subtitle: str) -> Figure | NotDrawn:
    """One small panel a topic: all passages as grey points, those of the topic as blue ones with a dark edge.

    Parameters
    ----------
    places : what `utils.topics.tables.plane` gives.
    names : topic -> what stands above its panel, in the order of the panels; at most 16 are drawn.
    """
    shown = [t for t in names if (places["topic"] == t).any()][: COLUMNS * 4] if len(places) else []
    if not shown:
        return NotDrawn("there is no stable topic to place.")
    rows = -(-len(shown) // COLUMNS)
    figure, first = new_figure(title, subtitle, size=(6.3, min(7.5, 1.15 + 1.5 * rows)))
    first.remove()
    axes = np.atleast_2d(figure.subplots(rows, COLUMNS, sharex=True, sharey=True))
    x, y = places["x"].to_numpy(), places["y"].to_numpy()
    for ax, topic in zip(axes.ravel(), shown, strict=False):
        mine = (places["topic"] == topic).fillna(False).to_numpy(dtype=bool)
        ax.scatter(x[~mine], y[~mine], s=2.5, color=LIGHT, linewidths=0)
        ax.scatter(x[mine], y[mine], s=11, color=BLUE, edgecolors="#123A5A", linewidths=0.5)
        ax.set_title(_short(names[topic]), loc="left", fontsize=7, pad=2)
    for number, ax in enumerate(axes.ravel()):
        ax.set_xticks([])
        ax.set_yticks([])
        ax.grid(False)
        for spine in ax.spines.values():
            spine.set_visible(number < len(shown))
            spine.set_color("#CCCCCC")
    return figure


def _short(name: str, width: int = 25) -> str:
    """A topic's name with as many of its terms as fit over a panel."""
    terms = name.split(", ")
    while len(terms) > 1 and len(", ".join(terms)) > width:
        terms.pop()
    return shorten(", ".join(terms), width)


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
