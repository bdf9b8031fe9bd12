"""Two parts of a corpus set against each other: early and late, one group and the rest, with the words that differ.

Comes in: a corpus. Goes out: a `Comparison`, or one with the reason why there is none. On a chronicle the table has counts
and log ratios only: whoever wrote the chronicle chose its words, so that a test would say nothing of the actors.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from utils.corpus import Corpus, CorpusError
from utils.corpus.tables import listed
from utils.keyness import keyness
from utils.trends import halves

MINIMUM_COUNT, MINIMUM_DOCUMENTS = 10, 5
# Log-likelihood at 0.01% with one degree of freedom: the bar that Rayson, Berridge and Francis (2004) advise.
CRITICAL_G2 = 15.13


class Comparison(NamedTuple):
    """Two named parts, their sizes and what `utils.keyness.keyness` finds; `reason` says why where nothing is compared."""

    here: str
    there: str
    documents: tuple[int, int]
    words: tuple[int, int]
    table: pd.DataFrame
    tested: bool
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
    return _compared(late, early, after, before, n, minimum_count, minimum_documents)


def one_and_rest(corpus: Corpus, group: str | None = None, *, by: str | None = None, n: int = 1,
                 minimum_count: int = MINIMUM_COUNT, minimum_documents: int = MINIMUM_DOCUMENTS) -> Comparison:
    """One group of documents against all documents of the other groups; those of no stated group are left out.

    Parameters
    ----------
    group : a value of the column `by`; None takes the group with most documents (the first by name, of equals).
    by : None takes `corpus.grouping()`: sides, or publishers where sides aren't known.
    """
    by = by or corpus.grouping()
    values = corpus.column(by)
    stated = values.astype("str").fillna("")
    stated = stated[stated != ""]
    sizes = stated.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if group is not None and group not in sizes.index:
        raise CorpusError(f"No document has the {by} {group!r}: stated are {listed(sizes.index)}.")
    if len(sizes) < 2:
        reason = f"there are not two {by}s to set against each other." if len(corpus) else "there is no English document."
        return _none(corpus, reason)
    group = group or sizes.index[0]
    others = sorted(v for v in values[stated.index].unique() if str(v) != group)
    same = [v for v in values[stated.index].unique() if str(v) == group]
    return _compared(corpus.where(**{by: same}), corpus.where(**{by: others}), group, f"the other {by}s", n,
                     minimum_count, minimum_documents)


def _compared(here: Corpus, there: Corpus, name: str, other: str, n: int, minimum_count: int,
              minimum_documents: int) -> Comparison:
    table = keyness(here, there, n=n, minimum_count=minimum_count, minimum_documents=minimum_documents)
    tested = not here.is_chronicle
    if not tested:
        table = table.drop(columns="g2")
    reason = ""
    if table.empty:
        least = f"{minimum_count} times in {minimum_documents} documents"
        reason = f"no term stands in both parts together at least {least}."
    return Comparison(name, other, (len(here), len(there)), (here.n_words, there.n_words), table, tested, reason)


def _none(corpus: Corpus, reason: str) -> Comparison:
    empty = keyness(corpus, corpus, minimum_count=10**9)
    return Comparison("", "", (0, 0), (0, 0), empty, False, reason)


def extremes(comparison: Comparison, *, rows: int = 10) -> pd.DataFrame:
    """The terms that lean most to either part: up to `rows` by log ratio in each direction, upwards first.

    On source texts only terms whose |G2| reaches `CRITICAL_G2` are taken. Returns the rows of the comparison's table with
    a column label: the term, with a dagger where one document alone carries it.
    """
    table = comparison.table
    if comparison.tested:
        table = table[table["g2"].abs() >= CRITICAL_G2]
    up, down = table[table["log_ratio"] > 0].head(rows), table[table["log_ratio"] < 0].tail(rows)
    out = pd.concat([up, down], ignore_index=True)
    out["label"] = [f"{term} †" if one else term for term, one in zip(out["term"], out["one_document"], strict=True)]
    return out


def readable(comparison: Comparison, *, rows: int = 10) -> pd.DataFrame:
    """`extremes` as a table to be read: the term, counts with documents in each part, both rates, log ratio, and G2 if tested.

    Counts are written "12 in 9 documents"; a count of nought "0".
    """
    table = extremes(comparison, rows=rows)
    here, there = comparison.here or "here", comparison.there or "there"
    out = pd.DataFrame({"term": table["label"]})
    for name, end in ((here, ""), (there, "_reference")):
        out[name] = [f"{n:,} in {d:,}" if n else "0" for n, d in zip(table[f"count{end}"], table[f"documents{end}"], strict=True)]
        out[f"per 1,000, {name}"] = table[f"per_1000_words{end}"]
    out["log_ratio"] = table["log_ratio"]
    if comparison.tested:
        out["g2"] = table["g2"].abs()
    return out
