"""Who mentions a concept when first: the earliest dated mention of each group, and how much of the group stands before it.

Comes in: mentions and the corpus they were found in. Goes out: one row a group. A group of which little stands before its first
mention may only look late or early because its older texts are missing; then nothing is said of an order.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.periods import days
from utils.sides import COUNTRIES
from utils.trends import grouped, mentions_by_document

BEFORE = 20  # documents of a group that must stand before its first mention for an order to be stated
FIRST = ["id", "date", "precision", "earliest", "latest", "start", "end", "wording", "as_early", "before", "with_it", "dated",
         "documents", "undated_with_it", "order_known"]


def first_mentions(found: pd.DataFrame, corpus: Corpus, *, by: str = "country") -> pd.DataFrame:
    """The earliest dated mention in the documents of each group.

    Parameters
    ----------
    found : mentions of one concept or wording.
    by : a column of `corpus.documents`; documents with nothing in it are left out.

    Returns
    -------
    DataFrame indexed by group, first those that mention it earliest, last those without a dated mention:
    id, date and precision of the document that mentions it first for certain (of equals the more precisely dated, then the
    first by id); earliest and latest (ISO days between which the group's first dated mention lies: two days where dates are
    coarse); start, end and wording of its first mention; as_early (other documents with a mention whose dates don't place
    them later); before (documents of the group dated before `earliest` for certain), with_it (documents with a mention),
    dated, documents (all of the group), undated_with_it (those with a mention that may be earlier still); order_known:
    whether at least 20 documents stand before, so that the group can be set before or after another of which that is true,
    where the days from earliest to latest of the two don't overlap. On a chronicle it is never true: what a chronicle first
    reports of a group says when its authors noted it.
    """
    group, values = grouped(corpus, by)
    known = group >= 0
    group, documents = group[known], corpus.documents[known]
    first, last = (day[known] for day in days(corpus))
    with_it, dated = mentions_by_document(found, corpus)[known] > 0, ~np.isnat(first)
    each = documents[["id", "date", "precision"]].assign(group=group, first=first, last=last)
    held = each[with_it & dated]
    spans = held.groupby("group").agg(earliest=("first", "min"), latest=("last", "min")).reindex(range(len(values)))
    shown = held.sort_values(["last", "first", "id"], ascending=[True, False, True]).drop_duplicates("group").set_index("group")
    earliest, latest = (spans[day].to_numpy(dtype="datetime64[D]") for day in spans)

    def number(of: np.ndarray) -> np.ndarray:
        return np.bincount(group[of], minlength=len(values))

    out = shown[["id", "date", "precision"]].reindex(spans.index).join(_first_in(found, shown["id"]), on="id")
    for column, day in (("earliest", earliest), ("latest", latest)):
        out[column] = pd.Series(np.datetime_as_string(day), index=out.index, dtype="str").replace("NaT", "")
    out["as_early"] = number(with_it & (first <= latest[group])) - out["id"].notna()  # all but the one shown
    out["before"] = number(last < earliest[group])
    out["with_it"], out["dated"], out["documents"] = number(with_it), number(dated), number(dated | ~dated)
    out["undated_with_it"] = number(with_it & ~dated)
    out["order_known"] = (out["before"] >= BEFORE) & (not corpus.is_chronicle)
    strings = ["id", "date", "precision", "wording"]
    out[strings] = out[strings].astype(object).fillna("").astype("str")
    out.index = pd.Index(values, name=by)
    # What has no dated mention comes last.
    order = np.lexsort((np.arange(len(out)), earliest, latest, np.isnat(latest)))
    return out.iloc[order][FIRST]


def readable(table: pd.DataFrame, *, ranked: bool = True) -> pd.DataFrame:
    """A table of `first_mentions` for reading: the groups with a dated mention, those first that mention it earliest.

    With `ranked` False, as for a chronicle, they stand in the order of their names, and nothing is said of an order.
    """
    by, held = table.index.name, table[table["id"] != ""].reset_index()
    names = [COUNTRIES.get(str(group), (str(group),))[0] if by == "country" else str(group) for group in held[by]]
    # A day, or the two days between which it lies.
    when = [row.earliest if row.earliest == row.latest else f"{row.earliest} to {row.latest}" for row in held.itertuples()]
    out = pd.DataFrame({by: names, "first dated mention": when, "words": held["wording"], "documents before": held["before"],
                        "with it": [f"{k:,} of {n:,}" for k, n in zip(held["with_it"], held["documents"], strict=True)],
                        "first in": held["id"]})
    if ranked:
        return out.assign(**{"order can be stated": held["order_known"].astype(bool)})
    return out.sort_values(by, ignore_index=True)


def _first_in(found: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Place and words, in one line, of the first mention in each of the documents."""
    part = found.loc[found["id"].isin(ids), ["id", "start", "end", "wording"]].sort_values(["id", "start"])
    part = part.drop_duplicates("id").set_index("id").astype({"start": "Int64", "end": "Int64"})
    return part.assign(wording=[" ".join(w.split()) for w in part["wording"]])
