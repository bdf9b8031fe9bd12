"""The model that judges candidates: plain arrays from a file, evaluated with numpy.

Comes in: model.npz (no pickle: arrays of numbers and one of single words). Goes out: linear scores of hashed features, scores of
forests of decision trees, and probabilities. What it was trained on stands in the file itself, under `about`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "model.npz"
FORMAT = 2


class ModelMissing(Exception):
    """The model's file is missing or damaged; the message says what is done instead."""


@dataclass(frozen=True)
class Linear:
    """A logistic regression on hashed features: one weight a feature."""

    weights: np.ndarray
    bias: float

    def scores(self, rows: list[list[int]]) -> np.ndarray:
        """The log-odds of each row; a feature that occurs twice in a row counts once."""
        if not rows:
            return np.zeros(0)
        lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        features = np.fromiter((f for row in rows for f in row), dtype=np.int64, count=int(lengths.sum()))
        owner = np.repeat(np.arange(len(rows)), lengths)
        once = np.unique(owner * len(self.weights) + features)
        owner, features = np.divmod(once, len(self.weights))
        return np.bincount(owner, weights=self.weights[features], minlength=len(rows)) + self.bias


@dataclass(frozen=True)
class Forest:
    """Boosted regression trees; node 0 of a tree is its root, and a leaf leads to itself.

    Attributes
    ----------
    feature, threshold, below, above : of each node the column it asks for, and the nodes for values up to the threshold
        and above it.
    value : what a leaf adds to the score.
    roots : the first node of each tree.
    depth : questions on the longest way.
    base : the score without any tree.
    """

    feature: np.ndarray
    threshold: np.ndarray
    below: np.ndarray
    above: np.ndarray
    value: np.ndarray
    roots: np.ndarray
    depth: int
    base: float

    def scores(self, x: np.ndarray) -> np.ndarray:
        """The score of each row of `x` (rows, features)."""
        out = np.full(len(x), self.base)
        feature, below, step = self._walked
        for first in range(0, len(x), 256):
            part = np.ascontiguousarray(x[first : first + 256], dtype=np.float64)
            flat, shape = part.ravel(), (len(part), len(self.roots))
            reached = np.repeat(self.roots[None].astype(np.int64), len(part), axis=0).ravel()
            rows = np.repeat(np.arange(len(part)) * part.shape[1], len(self.roots))
            on, at = np.arange(len(reached)), reached.copy()  # the walks that have not come to their leaf, and where they are
            for _ in range(self.depth):
                to = below.take(at) + step.take(at) * (flat.take(rows + feature.take(at)) > self.threshold.take(at))
                reached[on] = to
                moved = np.flatnonzero(to != at)
                on, at, rows = on[moved], to[moved], rows[moved]
            out[first : first + 256] += self.value.take(reached.reshape(shape)).sum(axis=1)
        return out

    @cached_property
    def _walked(self) -> tuple[np.ndarray, ...]:
        """The nodes as they are walked: the feature, the node below, and how far the node above is from it."""
        below = self.below.astype(np.int64)
        return self.feature.astype(np.int64), below, self.above - below


def forest_of(trained) -> Forest:
    """A forest from scikit-learn's HistGradientBoosting (one output, no categories, no missing values)."""
    parts: dict[str, list] = {name: [] for name in ("feature", "threshold", "below", "above", "value")}
    roots, total, depth = [], 0, 0
    for (tree,) in trained._predictors:
        nodes = tree.nodes
        leaf, own = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
        parts["feature"].append(np.where(leaf, 0, nodes["feature_idx"]))
        parts["threshold"].append(np.where(leaf, 0.0, nodes["num_threshold"]))
        parts["below"].append(np.where(leaf, own, nodes["left"]) + total)
        parts["above"].append(np.where(leaf, own, nodes["right"]) + total)
        parts["value"].append(np.where(leaf, nodes["value"], 0.0))
        roots.append(total)
        total += len(nodes)
        depth = max(depth, int(nodes["depth"].max()))
    kinds = {"feature": np.int32, "threshold": np.float64, "below": np.int32, "above": np.int32, "value": np.float64}
    arrays = {name: np.concatenate(part).astype(kinds[name]) for name, part in parts.items()}
    return Forest(**arrays, roots=np.array(roots, dtype=np.int32), depth=depth,
                  base=float(np.ravel(trained._baseline_prediction)[0]))


@dataclass(frozen=True, eq=False)
class Model:
    """All that judges: words that may be cues beside verbs, the linear models and forests of the steps, the tagger's weights by
    name, the curve from score to probability, and what the file says about itself."""

    nouns: frozenset[str]
    cue: Linear
    span: Linear
    origin: Linear
    spans: Forest
    origins: Forest
    final: Forest
    tagger: dict[str, np.ndarray]
    curve: tuple[np.ndarray, np.ndarray]
    about: dict


def save(model: Model, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    arrays: dict[str, np.ndarray] = {"nouns": np.array(sorted(model.nouns)), "curve": np.array(model.curve)}
    arrays["about"] = np.array(json.dumps({**model.about, "format": FORMAT}, sort_keys=True))
    for name in ("cue", "span", "origin"):
        part = getattr(model, name)
        arrays[name] = part.weights.astype(np.float16)
        arrays[name + ".bias"] = np.array(part.bias)
    for name in ("spans", "origins", "final"):
        part = getattr(model, name)
        for field in ("feature", "threshold", "below", "above", "value", "roots", "depth", "base"):
            arrays[f"{name}.{field}"] = np.asarray(getattr(part, field))
    for name, weights in model.tagger.items():
        arrays["tagger." + name] = weights.astype(np.float16)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load(path: Path = FILE) -> Model:
    """The model in a file.

    Raises
    ------
    ModelMissing : there is no such file, or it is no model of this version.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            a = {name: file[name] for name in file.files}
        about = json.loads(str(a["about"]))
        if about["format"] != FORMAT:
            raise ValueError("another format")
        linear = {n: Linear(a[n].astype(np.float64), float(a[n + ".bias"])) for n in ("cue", "span", "origin")}
        forests = {n: Forest(*(a[f"{n}.{f}"] for f in ("feature", "threshold", "below", "above", "value", "roots")),
                             int(a[n + ".depth"]), float(a[n + ".base"])) for n in ("spans", "origins", "final")}
        tagger = {n.removeprefix("tagger."): w.astype(np.float32) for n, w in a.items() if n.startswith("tagger.")}
        return Model(frozenset(a["nouns"].tolist()), **linear, **forests, tagger=tagger, curve=tuple(a["curve"]), about=about)
    except FileNotFoundError:
        raise ModelMissing(f"{path.name} is missing: statements are found by the rules alone, without probabilities.") from None
    except Exception as error:  # whatever a damaged file raises
        told = f"{path.name} can't be read ({error}): statements are found by the rules alone, without probabilities."
        raise ModelMissing(told) from error


@cache
def shipped() -> Model | None:
    """The model that comes with the project, read once; None, with a warning, where it can't be read."""
    import warnings

    try:
        return load(FILE)
    except ModelMissing as error:
        warnings.warn(str(error), stacklevel=2)
        return None
