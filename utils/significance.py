"""Tests over documents, and what is left of their results when many are made at once.

Comes in: p-values, or counts by document. Goes out: arrays of the same length.
"""

from __future__ import annotations

import numpy as np


def q_values(p) -> np.ndarray:
    """The smallest false discovery rate at which each of several tests would be called a finding.

    Parameters
    ----------
    p : p-values of all tests made together; missing ones (nan) stay missing and count as no test.

    Returns
    -------
    Array of q-values in the order of `p` (Benjamini and Hochberg 1995, step-up, made monotone).
    """
    p = np.asarray(p, dtype=float)
    out = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    n = len(order)
    if n:
        scaled = p[order] * n / np.arange(1, n + 1)
        out[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
    return out
