"""Two parts of a corpus set against each other: early and late, one group and the rest, with the words that differ.

Comes in: a corpus. Goes out: a `Comparison`, or one with the reason why there is none. On a chronicle the table has counts
and log ratios only: whoever wrote the chronicle chose its words, so that a test would say nothing of the actors.

What is called a difference has a q under `FINDING`; q-values are over all terms of a comparison, and of comparisons made
together over the terms of all (`together`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.corpus import Corpus, CorpusError
from utils.corpus.tables import listed
from utils.keyness import KEYNESS, keyness, keyness_within
from utils.significance import exchangeable, length_classes, q_values
from utils.trends import halves

MINIMUM_COUNT, MINIMUM_DOCUMENTS = 10, 5
FINDING = 0.05  # of what is called a difference, so large a share may be expected to be none
_TESTS = ["low", "high", "g2", "p", "q"]


class Comparison(NamedTuple):
    """Two named parts, their sizes and what `utils.keyness.keyness` finds.

    Attributes
    ----------
    here, there : the names of the parts; empty where there are none.
    documents, words : of each part.
    table : as `keyness` gives it, on a chronicle without what a test gives.
    tested : whether the corpus is one on which differences are tested.
    exchanged : the documents of both parts that a test deals out anew, since the other part has some of about their length.
    reason : why nothing is compared, where nothing is.
    """

    here: str
    there: str
    documents: tuple[int, int]
    words: tuple[int, int]
    table: pd.DataFrame
    tested: bool
    exchanged: int = 0
    reason: str = ""


def early_and_late(corpus: Corpus, *, n: int = 1, minimum_count: int = MINIMUM_COUNT,
                   minimum_documents: int = MINIMUM_DOCUMENTS) -> Comparison:
    """The later half of the dated documents (by words) against the earlier one.

    Parameters
    ----------
    n : words in a term, 1 to 4.
    minimum_count, minimum_documents : as in `utils.keyness.keyness`.
    """
    cut = halves(corpus)
    if cut is None:
        return _none(corpus, "there are not two years with dated documents." if len(corpus) else "there is no English document.")
    early, late, before, after = cut
    here, there = (corpus.documents["id"].isin(part.documents["id"]).to_numpy() for part in (late, early))
    return _within(corpus, here, there, after, before, n, minimum_count, minimum_documents)


def one_and_rest(corpus: Corpus, group: str | None = None, *, by: str | None = None, n: int = 1,
                 minimum_count: int = MINIMUM_COUNT, minimum_documents: int = MINIMUM_DOCUMENTS) -> Comparison:
    """One group of documents against all documents of the other groups; those of no stated group are left out.

    Parameters
    ----------
    group : a value of the column `by`; None takes the group with most documents (the first by name, of equals).
    by : None takes `corpus.grouping()`: sides, or publishers where sides aren't known.
    """
    by = by or corpus.grouping()
    values = corpus.column(by).astype("str").fillna("")
    sizes = values[values != ""].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if group is not None and group not in sizes.index:
        raise CorpusError(f"No document has the {by} {group!r}: stated are {listed(sizes.index) or 'none'}.")
    if len(sizes) < 2:
        reason = f"there are not two {by}s to set against each other." if len(corpus) else "there is no English document."
        return _none(corpus, reason)
    group = group or sizes.index[0]
    here, there = (values == group).to_numpy(), ((values != "") & (values != group)).to_numpy()
    return _within(corpus, here, there, group, f"the other {by}s", n, minimum_count, minimum_documents)


def two_corpora(here: Corpus, there: Corpus, *, names: tuple[str, str] = ("", ""), n: int = 1,
                minimum_count: int = MINIMUM_COUNT, minimum_documents: int = MINIMUM_DOCUMENTS) -> Comparison:
    """Any two corpora against each other, such as two that `Corpus.where` or `Corpus.between` gives, or two that were loaded.

    Parameters
    ----------
    names : what they are called; a title where nothing is given, numbered where both have the same.
    """
    titles = [name or corpus.title for name, corpus in zip(names, (here, there), strict=True)]
    if titles[0] == titles[1]:
        titles = [f"{titles[0]} (1)", f"{titles[1]} (2)"]
    if not len(here) or not len(there):
        return _none(here, "one of the two has no document.")
    table = keyness(here, there, n=n, minimum_count=minimum_count, minimum_documents=minimum_documents)
    words = np.concatenate([corpus.documents["n_words"] for corpus in (here, there)])
    mine = np.arange(len(words)) < len(here)
    tested = not (here.is_chronicle or there.is_chronicle)
    return _comparison(*titles, mine, ~mine, words, table, tested, minimum_count, minimum_documents)


def together(*comparisons: Comparison) -> tuple[Comparison, ...]:
    """The same comparisons with q-values over the terms of all of them: what comparisons made together call for."""
    tested = [c for c in comparisons if c.tested and len(c.table)]
    q = q_values(np.concatenate([c.table["p"] for c in tested])) if tested else np.zeros(0)
    parts = iter(np.split(q, np.cumsum([len(c.table) for c in tested])[:-1]))
    return tuple(c._replace(table=c.table.assign(q=next(parts))) if c.tested and len(c.table) else c for c in comparisons)


def findings(comparison: Comparison) -> pd.DataFrame:
    """The rows of the terms that differ: those with a q under `FINDING`; on a chronicle, where nothing is tested, all rows."""
    table = comparison.table
    return table[table["q"] < FINDING] if comparison.tested else table


def extremes(comparison: Comparison, *, rows: int = 10) -> pd.DataFrame:
    """The terms that lean most to either part: up to `rows` of `findings` in each direction, the first part's first.

    Of tested terms those come first whose interval keeps farthest from 0 ("at least so much"), then those without an
    interval that most documents hold; of terms that aren't tested, those with the widest log ratio.

    Returns
    -------
    Rows of `findings`, from one end to the other, with a column label: the term, with a dagger where one document alone
    carries it.
    """
    table = findings(comparison)
    parts = []
    for sign, near, own in ((1, "low", "documents"), (-1, "high", "documents_reference")):
        part = table[sign * table["log_ratio"] > 0]
        order = [sign * part["log_ratio"], part["count"] + part["count_reference"]]
        if comparison.tested:
            order = [(sign * part[near]).fillna(-np.inf), part[own], *order]
        keys = pd.concat([-column.rename(i) for i, column in enumerate(order)] + [part["term"]], axis=1)
        parts.append(part.loc[keys.sort_values(list(keys), kind="stable").index[:rows]])
    out = pd.concat([parts[0], parts[1].iloc[::-1]], ignore_index=True)
    out["label"] = [f"{term} †" if one else term for term, one in zip(out["term"], out["one_document"], strict=True)]
    return out


def in_one_part_only(comparison: Comparison) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of `findings`, the terms that only the first part has, and those that only the second has; in most documents first."""
    table = findings(comparison)
    return tuple(table[table[f"count{other}"] == 0].sort_values([f"documents{own}", f"count{own}", "term"],
                                                                ascending=[False, False, True], ignore_index=True)
                 for own, other in (("", "_reference"), ("_reference", "")))


def readable(comparison: Comparison, *, rows: int = 10) -> pd.DataFrame:
    """`extremes` as a table to be read: the term, counts with documents in each part, log ratio (with its interval in the same
    cell, G2 and q if tested; with both rates if not).

    Counts are written "12 in 9 documents"; a count of nought "0".
    """
    table = extremes(comparison, rows=rows)
    here, there = comparison.here or "here", comparison.there or "there"
    out = pd.DataFrame({"term": table["label"]})
    for name, end in ((here, ""), (there, "_reference")):
        out[name] = [f"{n:,} in {d:,}" if n else "0" for n, d in zip(table[f"count{end}"], table[f"documents{end}"], strict=True)]
        if not comparison.tested:
            out[f"per 1,000, {name}"] = table[f"per_1000_words{end}"]
    if not comparison.tested:
        out["log_ratio"] = table["log_ratio"]
        return out
    out["log ratio [95%]"] = [_bracketed(*row) for row in zip(table["log_ratio"], table["low"], table["high"], strict=True)]
    out["g2"] = table["g2"].abs()
    out["q"] = [_small(q) for q in table["q"]]
    return out


def _bracketed(value: float, low: float, high: float) -> str:
    said = f"{value:.1f}" if np.isnan(low) else f"{value:.1f} [{low:.1f}, {high:.1f}]"
    return said.replace("-", "−")


def _small(q: float) -> str:
    return "" if np.isnan(q) else "<0.001" if q < 0.001 else f"{q:.3f}"


def _within(corpus: Corpus, here: np.ndarray, there: np.ndarray, name: str, other: str, n: int, minimum_count: int,
            minimum_documents: int) -> Comparison:
    table = keyness_within(corpus, here, there, n=n, minimum_count=minimum_count, minimum_documents=minimum_documents)
    return _comparison(name, other, here, there, corpus.documents["n_words"].to_numpy(), table, not corpus.is_chronicle,
                       minimum_count, minimum_documents)


def _comparison(name: str, other: str, here: np.ndarray, there: np.ndarray, words: np.ndarray, table: pd.DataFrame, tested: bool,
                minimum_count: int, minimum_documents: int) -> Comparison:
    reason, exchanged = "", 0
    if table.empty:
        reason = f"no term stands in both parts together at least {minimum_count} times in {minimum_documents} documents."
    if tested:
        exchanged = int(exchangeable(np.where(words > 0, length_classes(words), -1), here, there).sum())
    return Comparison(name, other, (int(here.sum()), int(there.sum())), (int(words[here].sum()), int(words[there].sum())),
                      table if tested else table.drop(columns=_TESTS), tested, exchanged, reason)


def _none(corpus: Corpus, reason: str) -> Comparison:
    table = pd.DataFrame({c: pd.Series(dtype="str" if c == "term" else float) for c in KEYNESS}).astype({"one_document": bool})
    return Comparison("", "", (0, 0), (0, 0), table, not corpus.is_chronicle, 0, reason)
