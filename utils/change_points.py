"""When the share of documents that mention a concept changed: the best cuts between periods, tested against chance.

Comes in: mentions and the corpus they were found in. Goes out: `ChangePoints`, one row a cut that was tested, and the parts
between the cuts found. The test takes documents as the units. On a chronicle nothing is tested: the largest change is described.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import xlogy

from utils.corpus import Corpus
from utils.periods import Period, placed
from utils.trends import FEW, exact_intervals, mentions_by_document

LEAST_PERIODS = 2  # with documents, on either side of a change
ALPHA = 0.05  # a change whose p is above is not called one, and nothing is looked for after it
_SHARES = ["documents", "with_it", "share", "share_low", "share_high"]
_PARTS = ["first", "last", "start", "end", *_SHARES]
_TEST = ["p", "found"]
_CUTS = ["last_before", "first_after", "date", "g2", *_TEST, *(f"{c}_before" for c in _SHARES), *(f"{c}_after" for c in _SHARES)]


class ChangePoints(NamedTuple):
    """What `change_points` finds.

    Attributes
    ----------
    table : DataFrame, one row a cut in the order of testing: last_before and first_after (the periods with documents on
        its two sides), date (the first day of the latter), g2 (likelihood ratio), p, found (p is at most 0.05), then
        documents, with_it, share, share_low and share_high (95% exact intervals) of the parts before and after. p and found
        are missing on a chronicle.
    parts : DataFrame, one row a part between the changes found, in order: first and last period, start and end (ISO days),
        documents, with_it, share, share_low, share_high.
    unit : what a period is called, such as "year".
    tested : whether there was a test.
    reason : why nothing could be looked for; empty where something was.
    """

    table: pd.DataFrame
    parts: pd.DataFrame
    unit: str
    tested: bool
    reason: str = ""


def change_points(found: pd.DataFrame, corpus: Corpus, *, period: Period = "year", most: int = 2, permutations: int = 999,
                  seed: int = 0) -> ChangePoints:
    """After which periods the share of documents with a mention is another than before.

    Binary segmentation (Scott and Knott 1974; Vostrikova 1981): of all cuts between periods that leave two periods and 5
    documents on either side, the one with the largest binomial likelihood ratio G2. It is a change if, with the documents
    dealt out to the periods anew, the largest G2 of all cuts is seldom as large (p = (1 + as large) / (1 + permutations)):
    having looked everywhere is paid for. After a change the parts on both sides are searched together in the same way,
    documents dealt out within each, until a cut is not a change or there are `most`.

    Parameters
    ----------
    found : mentions of one concept.
    period : as for `utils.trends.trend`.
    most : changes to be looked for.
    permutations : how often documents are dealt out anew, at least 99.

    The shares of the two sides of a cut chosen for their difference are further apart than they would be in other
    documents; and documents of one occasion or publisher, which resemble each other, make p too small.
    """
    if most < 1 or permutations < 99:
        raise ValueError(f"most is {most} and permutations {permutations}: give at least 1 and 99.")
    corpus = corpus.over_time()
    place = placed(corpus, period)
    with_it = mentions_by_document(found, corpus) > 0
    n, k = (np.bincount(place.number[chosen], minlength=len(place.table))
            for chosen in (place.number >= 0, (place.number >= 0) & with_it))
    table, n, k, unit = place.table[n > 0], n[n > 0], k[n > 0], place.table.index.name
    edges, rows, random, tested = [0, len(n)], [], np.random.default_rng(seed), not corpus.is_chronicle
    reason = _reason(n, k, unit)
    while not reason and len(rows) < (most if tested else min(1, most)):
        best = _best_cut(n, k, edges)
        if best is None:
            break
        g2, at = best
        p = _chance(n, k, edges, g2, permutations, random) if tested else np.nan
        rows.append(_cut(table, n, k, edges, at) | {"g2": g2, "p": p, "found": p <= ALPHA})
        if not p <= ALPHA:
            break
        edges = sorted([*edges, at])
    cuts = pd.DataFrame(rows, columns=_CUTS if tested else [c for c in _CUTS if c not in _TEST])
    return ChangePoints(cuts, _parts(table, n, k, edges), unit, tested and not reason, reason)


def _reason(n: np.ndarray, k: np.ndarray, unit: str) -> str:
    if not len(n):
        return f"no document counted here has a date that tells its {unit}."
    if _best_cut(n, k, [0, len(n)]) is None:
        return f"there are too few documents: a change needs {LEAST_PERIODS} {unit}s with {FEW} documents in all on either side."
    if k.sum() in (0, n.sum()):
        return f"{'all' if k.sum() else 'none'} of the documents counted here mention it."
    return ""


def _allowed(n: np.ndarray) -> np.ndarray:
    """Before which of the periods of a part it may be cut."""
    at, before = np.arange(1, len(n)), np.cumsum(n)[:-1]
    return at[(at >= LEAST_PERIODS) & (len(n) - at >= LEAST_PERIODS) & (before >= FEW) & (n.sum() - before >= FEW)]


def _best_cut(n: np.ndarray, k: np.ndarray, edges: list[int]) -> tuple[float, int] | None:
    """The largest G2 of all cuts within the parts, and the number of the period before which it is; the first, of equals."""
    best = None
    for start, end in zip(edges, edges[1:]):
        at = _allowed(n[start:end])
        if len(at):
            g2 = _ratios(n[start:end], k[None, start:end], at)[0].round(9)
            if best is None or g2.max() > best[0]:
                best = float(g2.max()), start + int(at[g2.argmax()])
    return best


def _ratios(n: np.ndarray, k: np.ndarray, at: np.ndarray) -> np.ndarray:
    """G2 of each cut `at` a period; `k` has one row for each dealing of the documents."""
    n1, k1 = np.cumsum(n)[at - 1], np.cumsum(k, axis=1)[:, at - 1]
    n_all, k_all = n.sum(), k.sum(axis=1, keepdims=True)
    return 2 * (_likelihood(k1, n1) + _likelihood(k_all - k1, n_all - n1) - _likelihood(k_all, n_all))


def _likelihood(k: np.ndarray, n: np.ndarray) -> np.ndarray:
    return xlogy(k, k) + xlogy(n - k, n - k) - xlogy(n, n)


def _chance(n: np.ndarray, k: np.ndarray, edges: list[int], g2: float, permutations: int, random: np.random.Generator) -> float:
    largest = np.zeros(permutations)
    for start, end in zip(edges, edges[1:]):
        at = _allowed(n[start:end])
        if len(at):
            # How many of the documents with a mention fall to each period when all are shuffled.
            dealt = random.multivariate_hypergeometric(n[start:end], int(k[start:end].sum()), size=permutations)
            largest = np.maximum(largest, _ratios(n[start:end], dealt, at).max(axis=1))
    return float((1 + (largest.round(9) >= g2).sum()) / (1 + permutations))


def _cut(table: pd.DataFrame, n: np.ndarray, k: np.ndarray, edges: list[int], at: int) -> dict:
    start, end = max(e for e in edges if e < at), min(e for e in edges if e > at)
    before, after = _parts(table, n, k, [start, at, end]).to_dict("records")
    shares = {f"{c}_{side}": part[c] for side, part in (("before", before), ("after", after)) for c in _SHARES}
    return {"last_before": before["last"], "first_after": after["first"], "date": after["start"]} | shares


def _parts(table: pd.DataFrame, n: np.ndarray, k: np.ndarray, edges: list[int]) -> pd.DataFrame:
    """What lies between the edges; no row where there is no period."""
    spans = [(a, b) for a, b in zip(edges, edges[1:]) if a < b]
    sums = np.array([(n[a:b].sum(), k[a:b].sum()) for a, b in spans], dtype=np.int64).reshape(-1, 2)
    low, high = exact_intervals(sums[:, 1], sums[:, 0])
    rows = [(table.index[a], table.index[b - 1], table["start"].iloc[a], table["end"].iloc[b - 1], docs, held, held / docs)
            for (a, b), (docs, held) in zip(spans, sums.tolist())]
    return pd.DataFrame(rows, columns=_PARTS[:-2]).assign(share_low=low, share_high=high)
