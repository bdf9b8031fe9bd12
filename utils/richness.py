"""How rich the vocabulary of texts is, whatever their length.

Comes in: a corpus. Goes out: one row for all of it, or one a group of documents.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.counts import TokenTable, kept, token_table
from utils.significance import log_rate_variance, rate_interval
from utils.terms import by_size
from utils.trends import FEW, grouped

_TOKENS = 1 << 18  # looked at together


@kept
def richness(corpus: Corpus, *, by: str | None = None, window: int = 500) -> pd.DataFrame:
    """Tokens, types, and the share of different words in a stretch of text of fixed length.

    Parameters
    ----------
    by : a column of `corpus.documents`: one row for each of its values; documents with nothing in it are left out.
    window : words in a stretch.

    Returns
    -------
    DataFrame of (with `by`, group and) documents, tokens, types; measured: the documents of at least `window` words, shorter
    ones having no stretch of that length; mattr: the moving-average type-token ratio (Covington and McFall 2010), types over
    `window` in all stretches of so many words within one document, on average over the stretches; mattr_low and mattr_high:
    its 95% interval with documents as the units (as for rates, `utils.significance.log_rate_variance`), missing under 5
    documents measured. Types grow with the tokens and can't be compared between groups of different size; mattr can.
    """
    if window < 1:
        raise ValueError(f"window is {window}: a stretch has at least one word.")
    group, names = grouped(corpus, by) if by is not None else (np.zeros(len(corpus), dtype=np.int64), pd.Index(["all"]))
    if not len(names):
        corpus, group = corpus.where(id=[]), group[:0]
    table = token_table(corpus)
    lengths = table.lengths
    types, within = _types(table, group, len(names), window)
    stretches = np.maximum(0, lengths - window + 1)
    held = group >= 0
    measured = held & (stretches > 0)
    x, w = within[measured] / window, stretches[measured].astype(float)
    sums = [np.bincount(group[measured], weights=values, minlength=len(names)) for values in (x, x * x, x * w, w, w * w)]
    n = np.bincount(group[measured], minlength=len(names))
    out = pd.DataFrame({"documents": np.bincount(group[held], minlength=len(names)),
                        "tokens": np.bincount(group[held], weights=lengths[held], minlength=len(names)).astype(np.int64),
                        "types": types, "measured": n})
    out["mattr"] = np.where(n > 0, sums[0] / np.maximum(1, sums[3]), np.nan)
    out["mattr_low"], out["mattr_high"] = rate_interval(out["mattr"], np.where(n < FEW, np.nan, log_rate_variance(*sums, n)), n)
    if by is not None:
        out.insert(0, "group", names)
    return out


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `richness` to be read: the ratio in per cent with its interval in the same cell, the largest groups first."""
    if "group" in table:
        table = by_size(table)
    said = ["" if pd.isna(m) else f"{100 * m:.1f}%" + ("" if pd.isna(a) else f" [{100 * a:.1f}, {100 * b:.1f}]")
            for m, a, b in zip(table["mattr"], table["mattr_low"], table["mattr_high"], strict=True)]
    out = table.drop(columns=["mattr", "mattr_low", "mattr_high"])
    out["MATTR [95%]"] = pd.Series(said, index=out.index, dtype="str")
    return out.rename(columns={"measured": "long enough"})


def _types(table: TokenTable, group: np.ndarray, groups: int, window: int) -> tuple[np.ndarray, np.ndarray]:
    """How many types each group has; and of each document the types in all its stretches, added up.

    A token adds 1 to a stretch where it is the first of its type: to those that hold it and not the one before it.
    """
    size, within, seen = max(1, len(table.vocabulary)), np.zeros(len(table.ends), dtype=np.int64), [np.zeros(0, dtype=np.int64)]
    for first, last in _parts(table):
        begin, end = int(table.ends[first - 1]) if first else 0, int(table.ends[last - 1])
        bits = (end - begin).bit_length()
        # Sorted by word and place in one number, so that the token before in a document is the one before in the array.
        key = table.ids[begin:end].astype(np.int64) << bits | np.arange(end - begin)
        key.sort()
        place, word = key & ((1 << bits) - 1), key >> bits
        lengths = np.diff(table.ends[first:last], prepend=begin)
        starts = table.ends[first:last] - lengths - begin
        document = np.repeat(np.arange(last - first), lengths)[place]
        i = place - starts[document]
        before = np.full(len(i), -1)
        again = np.flatnonzero((word[1:] == word[:-1]) & (document[1:] == document[:-1])) + 1
        before[again] = i[again - 1]
        latest = np.minimum(i, lengths[document] - window)
        earliest = np.maximum(np.maximum(0, i - window + 1), before + 1)
        added = np.maximum(0, latest - earliest + 1)
        within[first:last] = np.bincount(document, weights=added, minlength=last - first)
        new = (before < 0) & (group[first + document] >= 0)
        seen.append(np.unique(group[first + document[new]] * size + word[new]))
    return np.bincount(np.unique(np.concatenate(seen)) // size, minlength=groups), within


def _parts(table: TokenTable) -> Iterator[tuple[int, int]]:
    """Documents, from one up to another, that have about `_TOKENS` tokens together; a longer one stands alone."""
    first = 0
    while first < len(table.ends):
        begin = table.ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(table.ends, begin + _TOKENS, "right")))
        yield first, last
        first = last
