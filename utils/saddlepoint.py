"""Tails of sums over documents drawn without replacement, for many variables at once: what permutation tests rest on.

Comes in: the values of each variable. Goes out: how likely a sum as large as the one seen is. Drawing k of n documents is
taking each or not by itself, given that k are taken, and so in each of several classes; the tail is a saddlepoint
approximation of that, with one more dimension for each class (Robinson 1982; Skovgaard 1987; Butler 2007, chapter 4).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit, ndtr, xlog1py, xlogy

from utils.fisher import log_choose

_STEPS = 60
_NEAR = 1e-8  # how far from its end the search may stop, in units of the exponent
_ENTRIES = 1 << 17  # worked on together: what the processor's cache holds


class Draws(NamedTuple):
    """Variables of the same documents, which stand in classes; out of each class some are drawn, and some are not.

    Attributes
    ----------
    values, numbers : float arrays: the different values in a class and how many documents have each, class after class and
        variable after variable.
    starts : (variables, classes), where the entries of each class begin in these.
    drawn, of : (classes,), how many documents are drawn, and out of how many.
    sums : (variables,), the sum of the values of all documents drawn.
    """

    values: np.ndarray
    numbers: np.ndarray
    starts: np.ndarray
    drawn: np.ndarray
    of: np.ndarray
    sums: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        """Entries of each class of each variable, in one row."""
        return np.diff(self.starts.ravel(), append=len(self.values))

    def spread(self, by_class: np.ndarray) -> np.ndarray:
        """Numbers by variable and class (or by variable, or by class) as one for each entry."""
        return np.repeat(np.broadcast_to(by_class, self.starts.shape).ravel(), self.lengths)

    def by_class(self, entries: np.ndarray, how: np.ufunc = np.add) -> np.ndarray:
        """Numbers by entry added up (or taken together otherwise) for each class of each variable."""
        return how.reduceat(entries, self.starts.ravel()).reshape(self.starts.shape)

    @property
    def beyond(self) -> np.ndarray:
        """By how much the sum of the documents drawn is over what is expected of a random draw, for each variable."""
        return self.sums - (self.by_class(self.values * self.numbers) / self.of * self.drawn).sum(axis=1)

    def only(self, kept: np.ndarray) -> Draws:
        """The variables for which `kept` (boolean, one a variable) is true."""
        held = self.spread(kept[:, None])
        lengths = self.lengths[np.repeat(kept, self.starts.shape[1])]
        starts = (np.cumsum(lengths) - lengths).reshape(-1, self.starts.shape[1])
        return self._replace(values=self.values[held], numbers=self.numbers[held], starts=starts, sums=self.sums[kept])


def upper_tails(draws: Draws) -> np.ndarray:
    """The chance that a random draw has a sum of at least `draws.sums`, one for each variable.

    The mean of each class must be 0, and no sum under 0.
    """
    out = np.empty(len(draws.sums))
    ends = np.append(draws.starts[1:, 0], len(draws.values))
    begin = 0
    while begin < len(out):
        start = draws.starts[begin, 0]
        end = max(begin + 1, int(np.searchsorted(ends, start + _ENTRIES, "right")))
        part = slice(start, ends[end - 1])
        out[begin:end] = _tails(draws._replace(values=draws.values[part], numbers=draws.numbers[part],
                                               starts=draws.starts[begin:end] - start, sums=draws.sums[begin:end]))
        begin = end
    return out


def _tails(draws: Draws) -> np.ndarray:
    """`upper_tails` of a few variables: a search for the shift of the logits in each class, and their slope, at which as many
    documents and as large a sum are expected as were seen. It has one end.
    """
    rows, out = np.arange(len(draws.sums)), np.empty(len(draws.sums))
    share = draws.drawn / draws.of
    chance = _log_binomial(draws.drawn, draws.of, share).sum()
    shift, slope = np.zeros(draws.starts.shape), np.zeros(len(rows))
    for left in reversed(range(_STEPS)):
        v, m = draws.values, draws.numbers
        z = draws.spread(shift) + draws.spread(slope[:, None]) * v
        taken = m * expit(z + draws.spread(np.log(share / (1 - share))))
        weight = taken * (1 - taken / m)
        weighted = weight * v
        a, b, c = np.maximum(draws.by_class(weight), 1e-300), draws.by_class(weighted), draws.by_class(weighted * v)
        off, away = draws.by_class(taken) - draws.drawn, draws.by_class(taken * v).sum(axis=1) - draws.sums
        curve = np.maximum((c - b * b / a).sum(axis=1), 1e-300)
        tilt = ((b * off / a).sum(axis=1) - away) / curve
        move = -(off + b * tilt[:, None]) / a
        done = ~(np.abs((move * off).sum(axis=1) + tilt * away) > _NEAR) | (left == 0)
        if done.any():
            exponent = draws.by_class(m * np.logaddexp(draws.spread(np.log1p(-share)), draws.spread(np.log(share)) + z))
            exponent = (exponent - shift * draws.drawn).sum(axis=1) - slope * draws.sums
            determinant = np.log(curve) + np.log(a / (draws.of * share * (1 - share))).sum(axis=1)
            out[rows[done]] = _tail(slope, exponent, determinant, chance)[done]
            if done.all():
                break
            draws = draws.only(~done)
            rows, slope, tilt, shift, move = (each[~done] for each in (rows, slope, tilt, shift, move))
        # No step is longer than the curvature at its beginning can be trusted for (Sun and Tran-Dinh 2019).
        ends = (np.abs(move + tilt[:, None] * draws.by_class(draws.values, how)) for how in (np.minimum, np.maximum))
        reach = np.maximum(*ends).max(axis=1) + 1e-12
        damped = np.log1p(reach) / reach
        shift, slope = shift + damped[:, None] * move, slope + damped * tilt
    return out


def _tail(slope: np.ndarray, exponent: np.ndarray, determinant: np.ndarray, chance: float) -> np.ndarray:
    """The tail where the search ended, and never more than the exponential bound, which is exact for the largest sum.

    Parameters
    ----------
    determinant : logarithm of the determinant of the curvature there, over that of the classes' alone at the beginning.
    chance : logarithm of the chance that of each class as many are taken as are drawn.
    """
    r = np.sqrt(np.maximum(0, -2 * exponent))
    with np.errstate(divide="ignore", invalid="ignore"):
        tail = ndtr(-(r + (np.log(slope) + determinant / 2 - np.log(r)) / r))
    return np.where(r < 0.01, 0.5, np.fmin(tail, np.exp(np.minimum(0, exponent - chance))))


def _log_binomial(k: np.ndarray, n: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Logarithm of the chance of k in n draws, each with the chance `share`."""
    return log_choose(n, k) + xlogy(k, share) + xlog1py(n - k, -share)
