"""Shares of documents compared as planned: late against early, a group against the rest, with all the comparisons told.

Comes in: mentions, the corpus they were found in, and a plan. Goes out: one row a comparison. On a chronicle the counts alone:
what its authors noted of one group and not of another is no difference between the groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri

from utils.concepts import labels
from utils.corpus import Corpus, CorpusError
from utils.corpus.tables import listed
from utils.fisher import fisher_p
from utils.sides import COUNTRIES
from utils.significance import q_values
from utils.trends import FEW, exact_intervals, halves, mentions_by_document

RATE = 0.05  # false discovery rate: what differs at a q below it is called a difference
_Z = float(ndtri(0.975))
COUNTS = ["concept", "label", "by", "here", "there", "with_it", "documents", "share", "share_low", "share_high", "with_it_there",
          "documents_there", "share_there", "share_there_low", "share_there_high", "difference"]
TESTS = ["difference_low", "difference_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high", "p", "q"]


class Contrast(NamedTuple):
    """One comparison of the shares of documents that mention a concept.

    Attributes
    ----------
    concept : its id.
    by, group : the documents with the value `group` in the column `by` against those with another value in it, a column
        without a group meaning the value that most documents have (the first by name, of equals); without a column the later
        half of the dated documents against the earlier (`utils.trends.halves`).
    planned : whether it was decided on before these data were looked at.
    """

    concept: str
    by: str | None = None
    group: str | None = None
    planned: bool = True


def differences(found: pd.DataFrame, corpus: Corpus, plan: Iterable[Contrast]) -> pd.DataFrame:
    """Each comparison of a plan: the share of documents with the concept in two parts of the corpus, and their difference.

    Parameters
    ----------
    found : mentions of all concepts in the plan.
    plan : all comparisons made together, planned and not: the q-values are over all of them.

    Returns
    -------
    DataFrame, one row a comparison, in the order of the plan: concept, label, by (empty where the parts are of the time),
    here and there (the two parts in words);
    with_it, documents, share, share_low and share_high (95% exact intervals, missing under 5 documents) of the first part,
    and the same of the other with `_there`; difference of the shares, with difference_low and _high (95%, from score
    intervals: Newcombe 1998, method 10); odds_ratio with odds_ratio_low and _high (95%, on the log scale: Woolf 1955; where
    a count is nought, half a document is added to each: Haldane 1956); p (Fisher's exact test, two-sided: documents dealt
    out to the two parts anew); q (Benjamini and Hochberg 1995); planned. With fewer than 5 documents in either part nothing
    is tested. On a chronicle all that follows the difference, except planned, is left out.

    Raises
    ------
    CorpusError : a concept, column or value is not there; the message names those that are.
    """
    names, contrasts = labels(corpus), [Contrast(*row) for row in plan]
    unknown = [c.concept for c in contrasts if c.concept not in {*names, *found["concept"].unique()}]
    if unknown:
        raise CorpusError(f"No concept is called {unknown[0]!r}: there are {', '.join(names)}.")
    parts = {pair: _parts(corpus, *pair) for pair in dict.fromkeys((c.by, c.group) for c in contrasts)}
    held = {key: mentions_by_document(found[found["concept"] == key], corpus) > 0
            for key in dict.fromkeys(c.concept for c in contrasts)}
    rows = []
    for contrast in contrasts:
        first, second, here, there = parts[contrast.by, contrast.group]
        with_it = held[contrast.concept]
        rows.append((contrast.concept, names.get(contrast.concept, contrast.concept), contrast.by or "", first, second,
                     (with_it & here).sum(), here.sum(), (with_it & there).sum(), there.sum(), contrast.planned))
    columns = ["concept", "label", "by", "here", "there", "with_it", "documents", "with_it_there", "documents_there", "planned"]
    numbers = {c: int for c in columns if c.startswith(("with_it", "documents"))}
    out = _compared(pd.DataFrame(rows, columns=columns).astype(numbers | {"planned": bool}))
    return out.drop(columns=TESTS) if corpus.is_chronicle else out


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `differences` for reading: counts, shares and differences with their 95% intervals in the same cell; without the
    comparisons that lack a part, and without an odds ratio where neither part has a mention.
    """
    table = table[(table["documents"] > 0) & (table["documents_there"] > 0)]
    out = pd.DataFrame({"concept": table["label"], "compared": table["here"] + " against " + table["there"]})
    for head, end in (("first part [95%]", ""), ("second part [95%]", "_there")):
        columns = (table[f"{c}{end}"] for c in ("with_it", "documents", "share")), (f"share{end}_low", f"share{end}_high")
        out[head] = [_share(*row) for row in zip(*columns[0], *(table[c] for c in columns[1]), strict=True)]
    if "q" not in table:
        return out
    points = 100 * table[["difference", "difference_low", "difference_high"]]
    out["difference in points [95%]"] = [_bracketed(row, "{:+.0f}") for row in points.itertuples(index=False)]
    odds = table[["odds_ratio", "odds_ratio_low", "odds_ratio_high"]].where(table["with_it"] + table["with_it_there"] > 0)
    out["odds ratio [95%]"] = [_bracketed(row, "{:.2g}") for row in odds.itertuples(index=False)]
    out["q"] = [("" if np.isnan(q) else "<0.001" if q < 0.001 else f"{q:.2g}") + ("" if planned else " (not planned)")
                for q, planned in zip(table["q"], table["planned"], strict=True)]
    return out


def _share(k: int, n: int, share: float, low: float, high: float) -> str:
    if n < FEW:
        return f"{k:,} of {n:,}"
    form = "{:.0f}" if high >= 0.01 else "{:.2g}"
    return f"{k:,} of {n:,}: " + f"{form}% [{form}, {form}]".format(100 * share, 100 * low, 100 * high)


def _bracketed(row, form: str) -> str:
    # Nought has no sign.
    value, low, high = ("0" if not float(said := form.format(x)) else said.replace("-", "−") for x in row)
    return "" if np.isnan(row[1]) else f"{value} [{low}, {high}]"


def _parts(corpus: Corpus, by: str | None, group: str | None) -> tuple[str, str, np.ndarray, np.ndarray]:
    """The names of two parts, and which documents are in each."""
    if by is not None:
        values = corpus.column(by).astype("str").fillna("")
        sizes = values[values != ""].value_counts().sort_index()
        if group is None:
            if sizes.empty:
                none = np.zeros(len(corpus), dtype=bool)
                return f"one {by}", "the rest", none, none
            group = sizes.idxmax()
        if str(group) not in sizes.index:
            raise CorpusError(f"No document has the {by} {group!r}: stated are {listed(sizes.index) or 'none'}.")
        here = (values == str(group)).to_numpy()
        name = COUNTRIES.get(str(group), (str(group),))[0] if by == "country" else str(group)
        return name, "the rest", here, (values != "").to_numpy() & ~here
    if group is not None:
        raise CorpusError(f"The comparison of {group!r} names no column: write Contrast(concept, column, {group!r}).")
    cut = halves(corpus)
    if cut is None:
        none = np.zeros(len(corpus), dtype=bool)
        return "the later half", "the earlier half", none, none
    early, late, before, after = cut
    return after, before, *(corpus.documents["id"].isin(part.documents["id"]).to_numpy() for part in (late, early))


def _compared(out: pd.DataFrame) -> pd.DataFrame:
    k, n, other, rest = (out[c].to_numpy() for c in ("with_it", "documents", "with_it_there", "documents_there"))
    for k_part, n_part, end in ((k, n, ""), (other, rest, "_there")):
        low, high = exact_intervals(k_part, n_part)
        share = np.divide(k_part, n_part, out=np.full(len(out), np.nan), where=n_part > 0)
        out[f"share{end}"] = share
        out[f"share{end}_low"], out[f"share{end}_high"] = (np.where(n_part >= FEW, bound, np.nan) for bound in (low, high))
    out["difference"] = out["share"] - out["share_there"]
    enough = (n >= FEW) & (rest >= FEW)
    table = np.column_stack([k, n - k, other, rest - other])
    results = newcombe(k, n, other, rest), odds_ratio(table)
    for column, values in zip(TESTS, (*results[0], *results[1]), strict=False):
        out[column] = np.where(enough, values, np.nan)
    out["p"] = [float(fisher_p(*four, exact=True)[0]) if tested else np.nan
                for *four, tested in zip(k, n, other, rest, enough, strict=True)]
    out["q"] = q_values(out["p"])
    return out[[*COUNTS, *TESTS, "planned"]]


def newcombe(k: np.ndarray, n: np.ndarray, other: np.ndarray, rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95% interval of the difference of two shares, k of n less other of rest, from score intervals (Newcombe 1998)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        (p, low, high), (p2, low2, high2) = _wilson(k, n), _wilson(other, rest)
        return p - p2 - np.hypot(p - low, high2 - p2), p - p2 + np.hypot(high - p, p2 - low2)


def _wilson(k: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    p, z = k / n, _Z**2 / n
    half = np.sqrt(p * (1 - p) * z + z**2 / 4)
    return p, (p + z / 2 - half) / (1 + z), (p + z / 2 + half) / (1 + z)


def odds_ratio(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Odds ratio and its 95% interval of each row (with it, without it, with it there, without it there).

    On the log scale (Woolf 1955); where a count is nought, half a document is added to each (Haldane 1956).
    """
    four = table + 0.5 * (table == 0).any(axis=1, keepdims=True)
    log, error = np.log(four) @ [1, -1, -1, 1], np.sqrt((1 / four).sum(axis=1))
    return tuple(np.exp(log + z * error) for z in (0, -_Z, _Z))
