"""A small network of a node and its collocates: the nearer, the more strongly attached.

Comes in: the tables of `utils.collocates`. Goes out: a figure for `utils.figures.show`, or a `NotDrawn` with the reason.
Each word's distance is given; its angle is found by a plain rule, not by chance: the same tables give the same picture.
"""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Ellipse, FancyBboxPatch
from matplotlib.textpath import TextPath

from utils.figures import NotDrawn, new_figure, shorten
from utils.sides import BLACK, BLUE

WORDS, LEAST = 16, 3  # collocates drawn at most, and at least
_SIZE = (6.3, 5.4)
_LARGE, _SMALL = 11, 7.5  # points: of the node, of the numbers of the rings
# Where the strongest collocate stands, from the node (0) to the outer ring (1), and the size of words in points: what is
# tried one after the other until no two words overlap.
_TRIED = ((0.42, 10), (0.58, 10), (0.75, 10), (0.75, 8))
_PAD = 0.05  # inches between a word and its frame, and twice that between frames
_ANGLES = np.linspace(0, 2 * np.pi, 180, endpoint=False)
_ALONG = np.linspace(0.15, 0.95, 17)  # points of a line at which it is asked whether it runs through a word
_BAR = 0.15  # dice from which two words are joined
_OVERLAP = 1e4  # what it costs a word to stand on another, more than all else together
_ROUNDS = 3  # in which each word may move to a better angle


def drawn(table: pd.DataFrame, *, rows: int = WORDS) -> pd.DataFrame:
    """The collocates that a picture shows: the first `rows` of those that are commoner near the node than elsewhere."""
    return table[table["mi"] > 0].head(rows).reset_index(drop=True)


def network(table: pd.DataFrame, shared: pd.DataFrame, *, node: str, title: str, subtitle: str, colour: str = BLUE,
            rows: int = WORDS) -> Figure | NotDrawn:
    """The node in the middle, its strongest collocates round it, the stronger the nearer and the thicker its line; rings
    give the log dice. Broken lines join collocates that share two windows or more with a dice of at least 0.15, the most
    exclusive pairs first, at most as many as there are words.

    Parameters
    ----------
    table : as `utils.collocates.collocates` gives it.
    shared : as `utils.collocates.shared_windows` gives it for the words of `drawn(table)`.
    node : what stands in the middle.
    colour : of the lines from the node.
    """
    shown = drawn(table, rows=rows)
    if len(shown) < LEAST:
        return NotDrawn(f"fewer than {LEAST} words stand near it often enough.")
    figure, ax = new_figure(title, subtitle, size=_SIZE)
    ax.set_axis_off()
    figure.draw_without_rendering()  # gives the axes their place
    window = ax.get_window_extent()
    edge = np.array([window.width, window.height]) / figure.dpi / 2  # from here on in inches from the middle
    ax.set_xlim(-edge[0], edge[0])
    ax.set_ylim(-edge[1], edge[1])
    score = shown["log_dice"].round(2).to_numpy()
    pairs = _pairs(shared, list(shown["collocate"]))
    words, middle = [shorten(word, 20) for word in shown["collocate"]], "\n".join(textwrap.wrap(shorten(node, 34), 17))
    radii = edge - [0.62, 0.2]
    for inner, font in _TRIED:
        rings = {f"{value:g}".replace("-", "−"): _distance(score, value, inner) for value in _round_scores(score)}
        # The numbers of the rings stand below the node, where no word may stand.
        fixed = [(0, 0, *_half(middle, _LARGE))] + [(0, -radii[1] * r, *_half(name, _SMALL)) for name, r in rings.items()]
        sizes = np.array([_half(word, font) for word in words])
        places, free = _placed(_distance(score, score, inner), radii, sizes, np.array(fixed), pairs, edge)
        if free:
            break
    else:
        return network(shown, shared, node=node, title=title, subtitle=subtitle, colour=colour, rows=len(shown) - 1)
    for name, r in rings.items():
        ax.add_patch(Ellipse((0, 0), *(2 * r * radii), fill=False, edgecolor="#D0D0D0", linewidth=0.7, zorder=0))
        ax.text(0, -radii[1] * r, name, fontsize=_SMALL, color="#777777", ha="center", va="center", zorder=2,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    for (x, y), share in zip(places, (1 - _distance(score, score, 0)).round(2), strict=True):
        ax.plot([0, x], [0, y], color=colour, linewidth=0.9 + 3.4 * share, alpha=0.8, zorder=1)
    for one, other, dice in pairs:
        ax.plot(*places[[one, other]].T, color="#555555", linewidth=0.7 + 1.4 * round(dice, 2), linestyle=(0, (2.2, 1.6)),
                zorder=1)
    for word, place, half in zip(words, places, sizes, strict=True):
        _label(ax, word, place, half, font, "white", "#444444", "#111111")
    _label(ax, middle, (0, 0), fixed[0][2:], _LARGE, BLACK, BLACK, "white")
    return figure


def _pairs(shared: pd.DataFrame, words: list[str]) -> list[tuple[int, int, float]]:
    """Numbers of the two words of each pair that is joined, and its dice, the most exclusive first."""
    place = {word: i for i, word in enumerate(words)}
    held = shared[shared["one"].isin(words) & shared["other"].isin(words) & (shared["together"] > 1) & (shared["dice"] >= _BAR)]
    held = held.sort_values(["dice", "together", "one", "other"], ascending=[False, False, True, True]).head(len(words))
    return [(place[r.one], place[r.other], float(r.dice)) for r in held.itertuples()]


def _distance(score: np.ndarray, value, inner: float):
    """From the node (0) to the outer ring (1): the strongest stands at `inner`, the weakest at 1; all of one strength
    half-way between."""
    span = np.ptp(score)
    return inner + (1 - inner) * ((score.max() - value) / span if span else 0.5 + 0 * value)


def _round_scores(score: np.ndarray) -> list[float]:
    """Up to four round scores within those that occur."""
    step = next((s for s in (0.1, 0.2, 0.5, 1, 2, 5) if np.ptp(score) / s <= 4), 10)
    return [round(float(v), 1) + 0.0 for v in np.arange(np.ceil(score.min() / step) * step, score.max() + 1e-9, step)]


def _half(text: str, size: float) -> tuple[float, float]:
    """Half the width and half the height of a framed text, in inches."""
    face, lines = FontProperties(family="DejaVu Sans"), text.split("\n")
    width = max(TextPath((0, 0), line or " ", size=size, prop=face).get_extents().width for line in lines)
    return width / 144 + 1.5 * _PAD, (1.3 * len(lines) - 0.3) * size / 144 + _PAD


def _placed(distance: np.ndarray, radii: np.ndarray, sizes: np.ndarray, fixed: np.ndarray, pairs: list[tuple[int, int, float]],
            edge: np.ndarray) -> tuple[np.ndarray, bool]:
    """The middle of each word: at its distance, free of other words, away from others' lines and near those it is joined
    to; and whether all of them are free.

    Words take their places from the strongest to the weakest; then each may move again, now that it knows the others.
    """
    tie = np.zeros((len(sizes), len(sizes)))
    for one, other, dice in pairs:
        tie[one, other] = tie[other, one] = dice
    places = np.full((len(sizes), 2), np.nan)
    for _ in range(_ROUNDS):
        worst = 0.0
        for i in range(len(sizes)):
            others = [j for j in range(len(sizes)) if j != i and not np.isnan(places[j, 0])]
            boxes = np.vstack([fixed, np.column_stack([places[others], sizes[others]])])
            tries = distance[i] * radii * np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
            cost = _cost(tries, sizes[i], boxes, places[others], tie[i, others], edge).round(6)
            places[i] = tries[np.argmin(cost)]
            worst = max(worst, cost.min())
    return places, worst < _OVERLAP


def _cost(tries: np.ndarray, size: np.ndarray, boxes: np.ndarray, others: np.ndarray, tie: np.ndarray,
          edge: np.ndarray) -> np.ndarray:
    """What is amiss with each place tried: most of all an overlap, then a line that runs through a word."""
    gap = np.abs(tries[:, None] - boxes[:, :2]) - size - boxes[:, 2:] - _PAD
    overlap = np.clip(-gap, 0, None).prod(axis=2).sum(axis=1) + np.clip(np.abs(tries) + size - edge, 0, None).sum(axis=1)
    spoke = tries[:, None, None] * _ALONG[:, None, None]  # tries, points of the line, one, x and y
    through = (np.abs(spoke - boxes[1:, :2]) < boxes[1:, 2:]).all(axis=3).any(axis=1).sum(axis=1)
    lines = others[:, None] * _ALONG[:, None]
    under = (np.abs(tries[:, None, None] - lines) < size).all(axis=3).any(axis=2).sum(axis=1)
    apart = np.hypot(*(tries[:, None] - others).transpose(2, 0, 1))
    pull, push = (2 * tie * apart).sum(axis=1), (0.5 / (apart**2 + 0.05)).sum(axis=1)
    return _OVERLAP * (overlap + (overlap > 0)) + 8 * (through + under) + pull + push


def _label(ax, text: str, place, half, size: float, face: str, edge: str, ink: str) -> None:
    corner = (place[0] - half[0] + _PAD / 2, place[1] - half[1] + _PAD / 2)
    ax.add_patch(FancyBboxPatch(corner, 2 * half[0] - _PAD, 2 * half[1] - _PAD, boxstyle="round,pad=0,rounding_size=0.06",
                                facecolor=face, edgecolor=edge, linewidth=0.9, zorder=3))
    ax.text(*place, text, fontsize=size, color=ink, ha="center", va="center_baseline", zorder=4, linespacing=1.15)
