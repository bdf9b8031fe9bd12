"""Courses over time: small multiples on one date axis, with intervals, events and the changes found.

Comes in: the tables of `utils.trends.trend` and what `utils.change_points.change_points` finds. Goes out: a figure for
`utils.figures.show`, or a `NotDrawn` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from utils.change_points import ChangePoints
from utils.corpus.dates import first_day, last_day
from utils.figures import NotDrawn, concept_style, new_figure, shorten
from utils.sentences import count, first_letter_up
from utils.sides import BLUE, GREY

_PANELS = 8  # more don't fit on a page
_TOPS = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1)  # where an axis of shares may end
# Up to so many points: their size, the width of their edge, and what lines are narrowed to.
_WIDTHS = {60: (26, 1.2, 1.0), 200: (9, 0.8, 0.7), np.inf: (3, 0.5, 0.5)}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def trends(tables: Mapping[str, pd.DataFrame], *, labels: Mapping[str, str], title: str, subtitle: str, measure: str = "share",
           events: pd.DataFrame | None = None, changes: Mapping[str, ChangePoints] | None = None,
           style: Callable[[str], tuple[str, str]] = concept_style) -> Figure | NotDrawn:
    """Small multiples over time, one panel a concept or group, all on one scale: points with intervals, hollow where few
    documents stand behind them (those without interval), joined only where periods follow each other. What has no mention
    is left out.

    Parameters
    ----------
    tables : concept id or group -> what `utils.trends.trend` gives, all by the same periods; the first eight are drawn.
    measure : "share" (of documents, in per cent) or "per_1000_words".
    events : date and label, drawn as thin lines and named above the top panel (the first of those that stand too close to be
        written apart, with the number of the others); by year, in the middle of their year.
    changes : concept id or group -> what `utils.change_points.change_points` finds; the share of each part as a dashed line.
    style : colour and marker of a concept id (`concept_style`) or of a group (`utils.sides.side_style`).
    """
    unit = next((t.index.name for t in tables.values()), None) or "year"
    given, tables = len(tables), {key: t for key, t in tables.items() if t["documents"].gt(0).sum() > 1}
    if not given:
        return NotDrawn("there is nothing with enough documents for a course over time.")
    if not tables:
        return NotDrawn(f"there are not two {unit}s with documents.")
    tables = {key: t for key, t in tables.items() if t["mentions"].sum() > 0}
    if not tables:
        return NotDrawn("no document of these holds a mention." if unit == "period" else "no dated document holds a mention.")
    more, tables = len(tables) - _PANELS, dict(list(tables.items())[:_PANELS])
    styles = [style(key) for key in tables]
    if {colour for colour, _ in styles} == {GREY}:  # no colours to tell apart
        styles = [(BLUE, marker) for _, marker in styles]
    named = events is not None and len(events) > 0
    height = min(7.5, 1.55 + 1.3 * len(tables) + (0.7 if named else 0))
    figure, axes = new_figure(title, subtitle, size=(6.3, height), rows=len(tables), sharex=True, sharey=True)
    axes = np.atleast_1d(axes)
    for ax, (key, table), (colour, marker) in zip(axes, tables.items(), styles, strict=True):
        _course(ax, table, measure, colour, marker)
        ax.set_title(shorten(first_letter_up(labels.get(key, key)), 80), loc="left", fontsize=8.5, fontweight="bold",
                     color=colour, pad=3)
        if changes and key in changes and measure == "share":
            _parts(ax, changes[key], unit)
    _mark_scale(axes[0], tables, measure)
    _mark_time(axes[-1], tables, unit)
    if named:
        _events(axes, events, unit)
    if more > 0:
        axes[-1].set_xlabel(f"{count(more, 'other')} not drawn", fontsize=7.5, color="#666666", loc="left")
    return figure


def _course(ax, table: pd.DataFrame, measure: str, colour: str, marker: str) -> None:
    low, high = ("share_low", "share_high") if measure == "share" else ("rate_low", "rate_high")
    scale = 100 if measure == "share" else 1
    left, right = _span(table, table.index.name)
    x = (left + right) / 2
    y, a, b = (scale * table[c].to_numpy(dtype=float).round(4) for c in (measure, low, high))
    hollow = table["small"].to_numpy(dtype=bool)
    size, edge, thin = next(widths for most, widths in _WIDTHS.items() if len(table) <= most)
    # Broken by a missing or a hollow period, and where the next one begins later than this one ends.
    apart = 1 + np.flatnonzero(left[1:] - right[:-1] > 1e-9)
    ax.plot(np.insert(x, apart, np.nan), np.insert(np.where(hollow, np.nan, y), apart, np.nan), color=colour,
            linewidth=1.3 * thin)
    ax.vlines(x[~hollow], a[~hollow], b[~hollow], color=colour, linewidth=thin, alpha=0.45)
    if table.index.name in ("decade", "period"):
        ax.hlines(y, left, right, color=colour, linewidth=1, alpha=0.45)
    ax.scatter(x, y, s=size, marker=marker, color=np.where(hollow, "white", colour), edgecolors=colour,
               linewidths=edge, zorder=3, clip_on=False)


def _parts(ax, changes: ChangePoints, unit: str) -> None:
    if len(changes.parts) > 1:
        left, right = _span(changes.parts, unit)
        ax.hlines(100 * changes.parts["share"].to_numpy(dtype=float).round(4), left, right, color="#333333", linewidth=1,
                  linestyle=(0, (4, 2)), zorder=2.5)


def _span(table: pd.DataFrame, unit: str) -> tuple[np.ndarray, np.ndarray]:
    """Where periods begin and end on the axis: in years, those of a table by year around the year's own number."""
    start, end = (table[c].to_numpy(dtype="datetime64[D]") for c in ("start", "end"))
    return tuple(_years(day) - (0.5 if unit == "year" else 0) for day in (start, end + 1))


def _years(day: np.ndarray) -> np.ndarray:
    year = day.astype("datetime64[Y]")
    first, following = (y.astype("datetime64[D]") for y in (year, year + 1))
    return year.astype(np.int64) + 1970 + (day - first).astype(float) / (following - first).astype(float)


def _mark_scale(ax, tables: Mapping[str, pd.DataFrame], measure: str) -> None:
    ax.set_ylim(bottom=0)
    if measure == "share":
        most = max(t[["share", "share_high"]].max().max() for t in tables.values())
        top = next(t for t in _TOPS if most <= t or t == 1)
        ax.set_ylim(0, 104 * top)
        ax.set_yticks([0, 50 * top, 100 * top], ["0", f"{50 * top:g}", f"{100 * top:g}%"])


def _mark_time(ax, tables: Mapping[str, pd.DataFrame], unit: str) -> None:
    spans = [_span(table, unit) for table in tables.values()]
    first, last = min(left.min() for left, _ in spans), max(right.max() for _, right in spans)
    if unit == "year":
        mark_years(ax, round(first + 0.5), round(last - 0.5))
        return
    mark_years(ax, int(np.ceil(first - 1e-9)), int(np.floor(last + 1e-9)))
    if last - first < 3:
        months = np.arange(int(np.ceil(12 * first - 1e-6)), int(12 * last + 1e-6) + 1)
        step = next(s for s in (1, 2, 3, 6) if len(months) / s <= 7)
        months = months[months % step == 0]
        ax.set_xticks(months / 12, [f"{_MONTHS[m % 12]} {m // 12}" for m in months])
    margin = 0.015 * (last - first)
    ax.set_xlim(first - margin, last + margin)


def _events(axes, events: pd.DataFrame, unit: str) -> None:
    left, right = axes[-1].get_xlim()
    near, together = 0.03 * (right - left), []  # labels nearer than that would be written over each other
    for date, label in sorted(zip(events["date"], events["label"], strict=True)):
        x = _event(date, unit)
        if not left <= x <= right:
            continue
        for ax in axes:
            ax.axvline(x, color="#9A9A9A", linewidth=0.7, linestyle=(0, (3, 3)), zorder=0)
        if together and x - together[-1][0] < near:
            together[-1][1].append(label)
        else:
            together.append((x, [label]))
    for x, names in together:
        more = f" (+{len(names) - 1})" if len(names) > 1 else ""
        axes[0].annotate(shorten(names[0], 26) + more, (x, 1), xycoords=("data", "axes fraction"), xytext=(-2, 12),
                         textcoords="offset points", fontsize=7, color="#666666", rotation=38, rotation_mode="anchor",
                         ha="left", va="bottom", annotation_clip=False)


def _event(date: str, unit: str) -> float:
    # A year's point stands for the whole year, so among years an event is drawn in the middle of its own.
    if unit == "year":
        return float(date[:4])
    return float(_years(np.array([first_day(date), last_day(date)], dtype="datetime64[D]")).mean())


def mark_years(ax, first: int, last: int, *, margin: float = 0.6) -> None:
    """Set an axis from the year `first` to `last`, with `margin` years on either side and at most ten round years marked."""
    step = year_step(last - first)
    ticks = [y for y in range(int(first), int(last) + 1) if y % step == 0] or [int(first), int(last)]
    ax.set_xticks(ticks, [str(t) for t in ticks])
    ax.set_xlim(first - margin, last + margin)


def year_step(years: int) -> int:
    """Of how many years each nth is marked, so that a span of so many years has about ten marks."""
    return next((s for s in (1, 2, 5, 10, 20, 50) if years / s <= 9), 100)
