"""What marks the documents that name the SCO, for each publisher that has enough of them: planned comparison 16.

Comes in: a record. Goes out: for each publisher and period the table of `utils.record.keyness.record_keyness`, and of all the
terms that mark them most. Within a period of ten years and one publisher, differences of genre and date remain.
"""

from __future__ import annotations

import pandas as pd

from utils.comparisons import FINDING
from utils.record import Record
from utils.record.collections import SELECTION
from utils.record.keyness import comparable, record_keyness

LEAST = 20  # documents of a publisher that name the SCO
MARKS = ["publisher", "period", "of", "of_others", "term", "documents", "share", "documents_others", "documents_others_most",
         "log_odds_ratio", "low", "high", "q"]


def word_tables(record: Record, *, least: int = LEAST) -> list[pd.DataFrame]:
    """`record_keyness` of each period of each publisher with at least `least` documents that name the SCO; selections left
    out."""
    rows = comparable(record)
    chosen = [c for c, known in record.collections.items() if known.extent == SELECTION]
    rows = rows[~rows["collection"].isin(chosen)]
    enough = rows.groupby("publisher")["documents"].transform("sum") >= least
    return [record_keyness(record, collection=r.collection, period=r.period) for r in rows[enough].itertuples()]


def marking(table: pd.DataFrame) -> pd.DataFrame:
    """Of a table of `record_keyness` the terms that more of the documents naming the SCO hold, at q < 0.05, parts of its name
    left out: those first whose interval keeps farthest from 0 ("at least so much")."""
    chosen = table[(table["q"] < FINDING) & (table["low"] > 0) & ~table["of_the_name"]]
    return chosen.sort_values(["low", "term"], ascending=[False, True], kind="stable").reset_index(drop=True)


def most_marking(tables: list[pd.DataFrame], *, rows: int = 8) -> pd.DataFrame:
    """The first `rows` of `marking` of each table, one after the other: `MARKS`; of and of_others are all documents of the two
    sides, documents_others and documents_others_most at least and at most so many of the others that hold the term."""
    parts = [marking(t).head(rows).assign(publisher=t.attrs["publisher"], period=t.attrs["period"], of=t.attrs["documents"],
                                          of_others=t.attrs["documents_others"]) for t in tables]
    return pd.concat(parts, ignore_index=True)[MARKS] if parts else pd.DataFrame(columns=MARKS)


def in_several(tables: list[pd.DataFrame]) -> pd.Series:
    """In how many publishers' tables each term is among `marking`: those of two publishers or more, the most shared first."""
    held = [pd.DataFrame({"term": marking(t)["term"], "publisher": t.attrs["publisher"]}) for t in tables]
    if not held:
        return pd.Series(dtype="int64", name="publisher")
    sizes = pd.concat(held).drop_duplicates().groupby("term")["publisher"].size().sort_index()
    return sizes[sizes > 1].sort_values(ascending=False, kind="stable")


def readable(marks: pd.DataFrame) -> pd.DataFrame:
    """`most_marking` for reading: counts with what they are of, the interval in the cell of its log odds ratio."""
    known = marks["documents_others"] == marks["documents_others_most"]
    others = marks["documents_others"].where(known, marks["documents_others_most"])
    return pd.DataFrame({
        "publisher": marks["publisher"], "period": marks["period"], "term": marks["term"],
        "naming the SCO": [f"{k:,} of {n:,}" for k, n in zip(marks["documents"], marks["of"], strict=True)],
        "the others": [f"{'' if sure else 'at most '}{k:,} of {n:,}"
                       for k, n, sure in zip(others, marks["of_others"], known, strict=True)],
        "log odds ratio [95%]": [f"{value:.1f} [{low:.1f}, {high:.1f}]".replace("-", "−") for value, low, high in
                                 zip(marks["log_odds_ratio"], marks["low"], marks["high"], strict=True)],
        "q": ["<0.001" if q < 0.001 else f"{q:.3f}" for q in marks["q"]]})
