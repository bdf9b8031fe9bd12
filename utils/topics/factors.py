"""Vectors -> groups of passages, for a number of groups k: which passages shape them, and the factorisation.

Comes in: passages as vectors. Goes out: each passage's mixture of k parts and the parts' terms. There is no chance in it,
and everything is rounded before it is compared, so that the outcome does not hang on the processor.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy import sparse

MAIN = 0.4  # of a passage's (or document's) mixture: from there on it belongs to the topic
PER_DOCUMENT = 10  # passages of one document that shape the topics, so that a long document doesn't make them alone
MOST = 3000  # passages that shape the topics, where there are more
_AT_ONCE = 20_000  # passages described at a time


@dataclass(frozen=True, eq=False)
class Factors:
    """Passages as mixtures.

    Attributes
    ----------
    mixture : array, passages x k: shares that add up to 1, or all 0 where a passage holds no term; four decimals.
    parts : array, k x terms: what a part consists of, each row of length 1 (or 0).
    """

    mixture: np.ndarray
    parts: np.ndarray

    @property
    def groups(self) -> np.ndarray:
        """For each passage the part that makes up at least `MAIN` of it, or -1."""
        return main_part(self.mixture)


def main_part(mixture: np.ndarray) -> np.ndarray:
    """For each row the column with the largest share (the first of equals), or -1 where that is under `MAIN`."""
    if not mixture.size:
        return np.full(len(mixture), -1)
    return np.where(mixture.max(axis=1) >= MAIN, mixture.argmax(axis=1), -1)


def factorise(weights: sparse.csr_matrix, k: int, shape_by: np.ndarray | None = None) -> Factors:
    """Split vectors into `k` parts by non-negative matrix factorisation (Lee and Seung 1999).

    Parameters
    ----------
    shape_by : the rows that shape the parts (all, by default); the others are then described by these parts.

    Notes
    -----
    scikit-learn's coordinate descent. It is begun from the `k` largest singular vectors, turned so that each has few large
    entries (varimax: Kaiser 1958; that this alone finds groups: Rohe and Zeng 2023), negative entries set to 0. From there it
    ended in the same groups more often, when documents were drawn anew, than from scikit-learn's own beginning.
    """
    from sklearn.decomposition import NMF

    chosen = weights if shape_by is None else weights[shape_by]
    with warnings.catch_warnings(), _threads().limit(limits=1):
        warnings.simplefilter("ignore")  # a solution that isn't near after so many steps, or a residue of nothing
        model = NMF(k, init="custom", max_iter=200, tol=1e-4)
        mixture, parts = _begin(chosen, k)
        mixture = model.fit_transform(chosen, W=mixture, H=parts)
        parts = model.components_
        if shape_by is not None and len(shape_by) < weights.shape[0]:
            return Factors(described(weights, parts), _of_length_one(parts))
    return Factors(_shares(mixture, parts), _of_length_one(parts))


def described(weights: sparse.csr_matrix, parts: np.ndarray) -> np.ndarray:
    """The mixture of each vector by given parts: what each part must be taken times to come nearest to the vector (least
    squares, none negative), as shares; see `Factors.mixture`.
    """
    from sklearn.decomposition import non_negative_factorization

    out, k = np.zeros((weights.shape[0], len(parts))), len(parts)
    parts = np.ascontiguousarray(parts, dtype=float)
    with warnings.catch_warnings(), _threads().limit(limits=1):
        warnings.simplefilter("ignore")  # a vector without terms, or one that isn't near after so many steps
        for begin in range(0, weights.shape[0], _AT_ONCE):
            rows = weights[begin : begin + _AT_ONCE]
            found = non_negative_factorization(rows, H=parts, n_components=k, init="custom", update_H=False, max_iter=200)
            out[begin : begin + _AT_ONCE] = _shares(found[0], parts)
    return out


@cache
def _threads():
    """What holds numerical libraries to one thread, which is quicker here and always gives the same digits."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _begin(weights: sparse.csr_matrix, k: int) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.utils.extmath import randomized_svd

    left, size, right = randomized_svd(weights, k, n_iter=10, random_state=0)
    turn = _varimax(left)
    left, parts = left @ turn, turn.T @ (size[:, None] * right)
    # A column may as well point the other way: its longer tail is to be positive.
    sign = np.where((left**3).sum(axis=0) < 0, -1.0, 1.0)
    least = 0.01 * weights.mean()  # an exact 0 would stay 0
    return np.maximum(left * sign, 0) + least, np.maximum(parts * sign[:, None], 0) + least


def _varimax(columns: np.ndarray, steps: int = 100) -> np.ndarray:
    """The rotation that makes the squares in each column most uneven (Kaiser 1958)."""
    turn, before = np.eye(columns.shape[1]), 0.0
    for _ in range(steps):
        now = columns @ turn
        square = now * now
        u, size, v = np.linalg.svd(columns.T @ (now * (square - square.mean(axis=0))))
        turn = u @ v
        if size.sum() < before * (1 + 1e-6):
            break
        before = size.sum()
    return turn


def _shares(mixture: np.ndarray, parts: np.ndarray) -> np.ndarray:
    mixture = mixture * np.linalg.norm(parts, axis=1)
    total = mixture.sum(axis=1, keepdims=True)
    return np.round(np.where(total > 1e-9, mixture / np.maximum(total, 1e-9), 0), 4)


def _of_length_one(parts: np.ndarray) -> np.ndarray:
    return np.round(parts / np.maximum(np.linalg.norm(parts, axis=1), 1e-12)[:, None], 6)


def shaping(passages: pd.DataFrame, *, most: int = MOST, seed: int = 0) -> np.ndarray:
    """The passages that shape the topics: those with terms, at most ten of a document, evenly
    spaced; where these are more than `most`, fewer of each document; where one of each is still too many, those of documents
    drawn at random.
    """
    usable = passages[passages["terms"] > 0]
    place = usable.groupby("document").cumcount()
    size = usable.groupby("document")["document"].transform("size")
    start = usable["document"] * 0.618 % 1
    for each in range(PER_DOCUMENT, 0, -1):
        # The i-th of n is taken where the running share of so many passes a whole number, counted from another place in
        # each document: taken from the same place, all would be greetings, or all farewells.
        taken = (size <= each) | (np.floor((place + 1) * each / size + start) > np.floor(place * each / size + start))
        if int(taken.sum()) <= most:
            break
    rows = usable[taken]
    if len(rows) > most:
        rows = rows.iloc[np.sort(np.random.default_rng(seed).permutation(len(rows))[:most])]
    return rows.index.to_numpy()


def shuffled(counts: sparse.csr_matrix, *, seed: int = 0) -> sparse.csr_matrix:
    """The same occurrences dealt out to the passages anew: every passage keeps its length, every term its frequency."""
    cells = counts.tocoo()
    times = cells.data.astype(int)
    term = np.repeat(cells.col, times)
    np.random.default_rng(seed).shuffle(term)
    out = sparse.csr_matrix((np.ones(len(term), dtype=np.int64), (np.repeat(cells.row, times), term)), shape=counts.shape)
    out.sum_duplicates()
    return out
