"""How common a concept is, over time or by group: rates and shares with their intervals and their denominators.

Comes in: mentions and the corpus they were found in. Goes out: one row a period or group. Periods without documents
are there with empty cells, so that a gap is never read as a zero.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from utils.corpus import Corpus, CorpusError
from utils.counts import kept
from utils.periods import Period, placed

FEW = 5  # documents; below it a rate gets no interval, counts as small and is put into no sentence
LEVEL = 0.95
RESAMPLES = 1000
RATES = ["documents", "with_it", "share", "share_low", "share_high", "mentions", "n_words", "per_1000_words",
         "rate_low", "rate_high", "small"]
_DRAWN_AT_ONCE = 1 << 20  # documents in one block of resamples: a few megabytes
_BITS = 40  # for a sum of words or characters, of 63


@kept
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
    bootstrap over documents, 1,000 resamples, seeded; empty where there is no mention), small (under 5 documents: these
    have no interval).
    """
    group, values = grouped(corpus, by)
    mentions, words = mentions_by_document(found, corpus), corpus.documents["n_words"].to_numpy()
    return _rates(mentions, words, group, list(map(str, values)), pd.Index(values, name=by))


@kept
def trend(found: pd.DataFrame, corpus: Corpus, *, period: Period = "year", by: str | None = None) -> pd.DataFrame:
    """The same by period, every one from the first to the last document's; those without documents have empty cells.

    Parameters
    ----------
    found : mentions of one concept.
    period : "year", "quarter", "month", "decade", a list of (label, first date, last date), or a list of dates on which
        a new period begins. A document counts only where its date lies within a period for certain.
    by : a column of `corpus.documents`: the trend within each of its values; documents with nothing in it are left out.

    Returns
    -------
    DataFrame indexed by period (years are numbers), with start and end (ISO days), then the columns of `rates`; with `by`
    a column of that name stands first, and each of its values has all periods. `attrs` has the number of documents left
    out: undated, coarse (dated less precisely than the periods need), outside (of another time), with `by` unstated, and of
    a record, where there are any, not_whole (see `utils.record.Record.over_time`).

    Raises
    ------
    CorpusError : there is no such column or period, or a date of a period can't be read.
    """
    every, corpus = corpus, corpus.over_time()
    place = placed(corpus, period)
    mentions, words, number = mentions_by_document(found, corpus), corpus.documents["n_words"].to_numpy(), place.number
    left_out = {key: getattr(place, key) for key in ("undated", "coarse", "outside")}
    table, values = place.table, None
    if by is not None:
        if by in (*table, table.index.name, *RATES):
            raise CorpusError(f"The column {by!r} bears the name of one of a trend's own: rename it in your table.")
        group, values = grouped(corpus, by)
        left_out["unstated"] = int((group < 0).sum())
        number = np.where((group >= 0) & (number >= 0), group * len(table) + number, -1)
        table = table.iloc[np.tile(np.arange(len(table)), len(values))]
    out = _rates(mentions, words, number, list(map(str, table.index)), table.index)
    out = out.astype({"with_it": "Int64", "mentions": "Int64", "n_words": "Int64"})
    out.loc[out["documents"] == 0, ["with_it", "mentions", "n_words"]] = pd.NA
    out = pd.concat([table, out], axis=1)
    if values is not None:
        out.insert(0, by, np.repeat(np.asarray(values), len(place.table)))
    out.attrs = left_out | ({"not_whole": len(every) - len(corpus)} if len(every) > len(corpus) else {})
    return out


def apart(table: pd.DataFrame, by: str) -> dict[str, pd.DataFrame]:
    """The trends of a table made with `by`, one for each group that has two periods of 5 documents or more.

    Those with most documents come first. What is missing here has too few documents for a course over time.
    """
    enough = table["documents"] >= FEW
    sizes = table.assign(enough=enough).groupby(by, sort=True).agg(documents=("documents", "sum"), enough=("enough", "sum"))
    sizes = sizes[sizes["enough"] >= 2].sort_values("documents", ascending=False, kind="stable")
    return {group: table[table[by] == group].drop(columns=by) for group in sizes.index}


def stacked(tables: dict[str, pd.DataFrame], *, key: str = "concept") -> pd.DataFrame:
    """Several trends as one long table with the concept (or another `key`) in front: what a figure of them plots."""
    parts = [table.reset_index().assign(**{key: name}) for name, table in tables.items() if len(table)]
    columns = ["start", "end", *RATES]
    if not parts:
        return pd.DataFrame(columns=[key, "year", *columns])
    return pd.concat(parts, ignore_index=True)[[key, parts[0].columns[0], *columns]]


def halves(corpus: Corpus) -> tuple[Corpus, Corpus, str, str] | None:
    """The dated documents cut into an early and a late part at a year's end, with about as many words in each.

    Returns
    -------
    early, late and their periods in words ("2001 to 2013"), or None where there is only one year, or not a word (or character,
    of a record of languages without spaces).
    """
    size = "n_chars" if "n_chars" in corpus.documents and not corpus.n_words else "n_words"
    words = corpus.documents.dropna(subset="year").groupby("year")[size].sum()
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


def mentions_by_document(found: pd.DataFrame, corpus: Corpus) -> np.ndarray:
    """How many rows of `found` each document has, in the order of `corpus.documents`."""
    return corpus.documents["id"].map(found["id"].value_counts()).fillna(0).to_numpy(dtype=np.int64)


def grouped(corpus: Corpus, by: str) -> tuple[np.ndarray, pd.Index]:
    """Each document's number among the values of a column, in their order, and these values; -1 where there is none."""
    column = corpus.column(by)
    return pd.factorize(column.where(column.notna() & (column.astype("str") != "")), sort=True)


def exact_interval(k: int, n: int) -> tuple[float, float]:
    """Exact 95% interval of a share: k of n (Clopper and Pearson 1934); (nan, nan) where n is 0."""
    low, high = exact_intervals(np.array([k]), np.array([n]))
    return float(low[0]), float(high[0])


def exact_intervals(k: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`exact_interval` of each k of n: an array of lower and one of upper ends."""
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    tail = (1 - LEVEL) / 2
    low = np.where(k > 0, betaincinv(np.maximum(k, 1), n - k + 1, tail), 0.0)
    high = np.where(k < n, betaincinv(k + 1, np.maximum(n - k, 1), 1 - tail), 1.0)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def _rates(mentions: np.ndarray, words: np.ndarray, group: np.ndarray, seeds: list[str], index: pd.Index) -> pd.DataFrame:
    """One row a group; `group` numbers that of each document, -1 for those that are in none."""
    order = np.argsort(group, kind="stable")[int((group < 0).sum()) :]
    mentions, words, group = mentions[order], words[order], group[order]
    n, k, m, w = (np.bincount(group, weights=of, minlength=len(index)).astype(np.int64)
                  for of in (None, mentions > 0, mentions, words))
    enough = n >= FEW
    low, high = exact_intervals(k, n)
    rate_low, rate_high = np.full(len(index), np.nan), np.full(len(index), np.nan)
    ends = np.cumsum(n)
    for i in np.flatnonzero(enough & (m > 0) & (w > 0)):  # from no mention, resampling learns nothing
        part = slice(ends[i] - n[i], ends[i])
        rate_low[i], rate_high[i] = _bootstrap(mentions[part], words[part], seeds[i])
    share = np.divide(k, n, out=np.full(len(index), np.nan), where=n > 0)
    rate = np.divide(1000 * m, w, out=np.full(len(index), np.nan), where=w > 0)
    low, high = np.where(enough, low, np.nan), np.where(enough, high, np.nan)
    columns = (n, k, share, low, high, m, w, rate, rate_low, rate_high, ~enough)
    return pd.DataFrame(dict(zip(RATES, columns, strict=True)), index=index)


def _bootstrap(mentions: np.ndarray, words: np.ndarray, group: str) -> tuple[float, float]:
    # A seed of the group's own: an added period leaves the others' intervals as they were.
    seed = int.from_bytes(hashlib.sha256(group.encode("utf-8", "surrogatepass")).digest()[:4], "big")
    random, n = np.random.default_rng(seed), len(mentions)
    both = (mentions << _BITS) + words  # drawn and summed together
    rows = max(1, _DRAWN_AT_ONCE // n)
    values = []
    for done in range(0, RESAMPLES, rows):
        drawn = random.integers(0, n, (min(rows, RESAMPLES - done), n), dtype=np.int32)
        sums = both[drawn].sum(axis=1)
        values.append(1000 * (sums >> _BITS) / np.maximum(1, sums & (1 << _BITS) - 1))
    return tuple(float(v) for v in np.quantile(np.concatenate(values), [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
