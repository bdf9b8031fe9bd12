"""How common a concept is, over time or by group: rates and shares with their intervals and their denominators.

Comes in: mentions and the corpus they were found in. Goes out: one row a period or group. Periods without documents
are there with empty cells, so that a gap is never read as a zero.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from scipy import stats

from utils.corpus import Corpus

FEW = 5  # documents; below it a rate gets no interval, counts as small and is put into no sentence
LEVEL = 0.95
RESAMPLES = 1000
RATES = ["documents", "with_it", "share", "share_low", "share_high", "mentions", "n_words", "per_1000_words",
         "rate_low", "rate_high", "small"]


def rates(found: pd.DataFrame, corpus: Corpus, *, by: str) -> pd.DataFrame:
    """Documents that mention a concept, and mentions per 1,000 words, in each group of documents.

    Parameters
    ----------
    found : mentions of one concept (rows with id); documents without a row count as without it.
    by : a column of `corpus.documents`; documents with nothing in it are left out.

    Returns
    -------
    DataFrame indexed by group: documents, with_it, share (0 to 1) with share_low and share_high (95% exact binomial
    interval: Clopper and Pearson 1934), mentions, n_words, per_1000_words with rate_low and rate_high (95% percentile
    bootstrap over documents, 1,000 resamples, seeded; empty under 5 documents and where there is no mention), small
    (under 5 documents).
    """
    group = corpus.column(by)
    each = corpus.documents.loc[group.notna() & (group.astype(str) != ""), ["id", "n_words", by]].copy()
    each["mentions"] = each["id"].map(found["id"].value_counts()).fillna(0).astype(int)
    rows = {group: _rate(part, str(group)) for group, part in each.groupby(by, sort=True)}
    out = pd.DataFrame.from_dict(rows, orient="index", columns=RATES)
    out.index.name = by
    return out.astype({"documents": int, "with_it": int, "mentions": int, "n_words": int, "small": bool}) if len(out) else out


def _rate(part: pd.DataFrame, group: str) -> list:
    n, k = len(part), int((part["mentions"] > 0).sum())
    m, words = part["mentions"].to_numpy(), part["n_words"].to_numpy()
    low, high = exact_interval(k, n)
    rate_low, rate_high = _bootstrap(m, words, group)
    rate = 1000 * m.sum() / words.sum() if words.sum() else np.nan
    return [n, k, k / n, low, high, int(m.sum()), int(words.sum()), rate, rate_low, rate_high, n < FEW]


def exact_interval(k: int, n: int) -> tuple[float, float]:
    """Exact 95% interval of a share: k of n (Clopper and Pearson 1934); (nan, nan) where n is 0."""
    if n == 0:
        return np.nan, np.nan
    tail = (1 - LEVEL) / 2
    low = 0.0 if k == 0 else float(stats.beta.ppf(tail, k, n - k + 1))
    high = 1.0 if k == n else float(stats.beta.ppf(1 - tail, k + 1, n - k))
    return low, high


def _bootstrap(mentions: np.ndarray, words: np.ndarray, group: str) -> tuple[float, float]:
    if len(mentions) < FEW or words.sum() == 0 or mentions.sum() == 0:  # from no mention, resampling learns nothing
        return np.nan, np.nan
    # A seed of the group's own: an added period leaves the others' intervals as they were.
    seed = int.from_bytes(hashlib.sha256(group.encode()).digest()[:4], "big")
    random = np.random.default_rng(seed)
    top, bottom = np.empty(RESAMPLES), np.empty(RESAMPLES)
    for i in range(RESAMPLES):
        drawn = random.integers(0, len(mentions), len(mentions))
        top[i], bottom[i] = mentions[drawn].sum(), words[drawn].sum()
    values = 1000 * top / np.maximum(1, bottom)
    return tuple(float(v) for v in np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))


def trend(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """`rates` by year, every year from the first to the last document's; years without documents have empty cells.

    Undated documents are left out. The index is the year.
    """
    out = rates(found, corpus, by="year")
    if out.empty:
        return out
    years = range(int(out.index.min()), int(out.index.max()) + 1)
    if len(years) > 400:
        years = out.index.astype(int)
    out.index = out.index.astype(int)
    out = out.reindex(years)
    out.index.name = "year"
    out["documents"] = out["documents"].fillna(0).astype(int)
    return out


def halves(corpus: Corpus) -> tuple[Corpus, Corpus, str, str] | None:
    """The dated documents cut into an early and a late part at a year's end, with about as many words in each.

    Returns
    -------
    early, late and their periods in words ("2001 to 2013"), or None where there is only one year, or not a word.
    """
    words = corpus.documents.dropna(subset="year").groupby("year")["n_words"].sum()
    if len(words) < 2 or words.sum() == 0:
        return None
    share = words.cumsum() / words.sum()
    cut = int((share.iloc[:-1] - 0.5).abs().idxmin())
    first, last = int(words.index[0]), int(words.index[-1])
    after = int(words.index[words.index > cut][0])
    early, late = corpus.between(str(first), str(cut)), corpus.between(str(after), str(last))
    return early, late, _span(first, cut), _span(after, last)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def stacked(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Several trends as one long table with the concept in front: what a figure of them plots."""
    parts = [table.reset_index().assign(concept=key) for key, table in tables.items() if len(table)]
    if not parts:
        return pd.DataFrame(columns=["concept", "year", *RATES])
    return pd.concat(parts, ignore_index=True)[["concept", "year", *RATES]]
