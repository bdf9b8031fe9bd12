"""Fisher's exact test of many tables of two rows and two columns at once.

Comes in: how many documents of each of two groups hold a thing. Goes out: p-values as an array.
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc, gammaln

EXACT = 2000  # documents of the smaller group; beyond, the chi-square distribution may stand in for the exact test
_CHUNK = 1 << 21  # numbers worked on at a time


def fisher_p(k, n: int, other, rest: int, *, exact: bool = False) -> np.ndarray:
    """Two-sided p of Fisher's exact test (1935): k of n documents hold a thing, and other of rest.

    As `scipy.stats.fisher_exact` has it: the tables no more likely than the one seen, together. Where n and rest are both over
    2,000, the p of Pearson's chi-square without correction, unless `exact`.
    """
    k, other = np.atleast_1d(np.asarray(k, dtype=np.int64)), np.atleast_1d(np.asarray(other, dtype=np.int64))
    if min(n, rest) > EXACT and not exact:
        return _chi_square_p(k, n, other, rest)
    if n > rest:
        k, n, other, rest = other, rest, k, n
    out, every = np.empty(len(k)), np.arange(n + 1)
    step = max(1, _CHUNK // (n + 1))
    for begin in range(0, len(k), step):
        seen, held = k[begin : begin + step, None], (k + other)[begin : begin + step, None]
        possible = (every <= held) & (held - every <= rest)
        logs = np.where(possible, log_choose(n, every) + log_choose(rest, np.clip(held - every, 0, rest)), -np.inf)
        weights = np.exp(logs - logs.max(axis=1, keepdims=True))
        limit = np.take_along_axis(weights, seen, axis=1) * (1 + 1e-7)  # what rounding sets apart is as likely
        out[begin : begin + step] = (weights * (weights <= limit)).sum(axis=1) / weights.sum(axis=1)
    return np.minimum(out, 1.0)


def _chi_square_p(k: np.ndarray, n: int, other: np.ndarray, rest: int) -> np.ndarray:
    held, total = k + other, float(n + rest)
    spread = float(n) * rest * held * (total - held)
    chi_square = total * (k * float(rest) - other * float(n)) ** 2 / np.where(spread > 0, spread, 1)
    return np.where(spread > 0, chdtrc(1, chi_square), 1.0)


def log_choose(n, k) -> np.ndarray:
    """Natural logarithm of the ways to choose k of n."""
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
