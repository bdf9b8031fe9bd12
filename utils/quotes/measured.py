"""Figures of accuracy -> tables to read: those that ship (texts that nobody here wrote), and those of a corpus's own gold.

Comes in: measured.csv beside this file, which `python -m benchmarks.accuracy` writes, and what `utils.quotes.accuracy.figures`
gives. Goes out: tables with the interval in the cell of its figure.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from utils.sentences import interval, percent

MEASURED = Path(__file__).with_name("measured.csv")
_WHOLE = {"joint F1": "F1", "precision": "of those found, right", "recall": "of those marked, found",
          "content F1, IoU 0.8": "content nearly whole (F1)", "speaker right": "speaker named rightly"}


def measured() -> pd.DataFrame:
    """What was measured when the extractor was made: set, documents, kind, measure, n, figure, low, high (from 0 to 1)."""
    return pd.read_csv(MEASURED)


def named(figures: pd.DataFrame, name: str, documents: int) -> pd.DataFrame:
    """The figures of `utils.quotes.accuracy.figures` with the name of what they were measured on, as `measured` has them."""
    return figures.assign(set=name, documents=documents)[["set", "documents", *figures.columns]]


def one(table: pd.DataFrame, name: str, measure: str, kind: str = "all") -> pd.Series | None:
    """The row of one figure; None where it was not measured."""
    rows = table[(table["set"] == name) & (table["measure"] == measure) & (table["kind"] == kind)]
    return rows.iloc[0] if len(rows) else None


def overall(table: pd.DataFrame) -> pd.DataFrame:
    """One row a set: documents, marked statements, and the figures for all kinds together."""
    rows = []
    for name in dict.fromkeys(table["set"]):
        marked = one(table, name, "recall")
        row = {"texts": name, "documents": int(table.loc[table["set"] == name, "documents"].iloc[0]),
               "marked": 0 if marked is None else int(marked["n"])}
        rows.append(row | {head: _cell(one(table, name, measure)) for measure, head in _WHOLE.items()})
    return pd.DataFrame(rows)


def by_kind(table: pd.DataFrame) -> pd.DataFrame:
    """One row a set and kind: marked statements and how many of them were found, statements found as this kind and how many of
    them are right.
    """
    rows = []
    for name in dict.fromkeys(table["set"]):
        kinds = dict.fromkeys(table.loc[(table["set"] == name) & (table["kind"] != "all"), "kind"])
        for kind in kinds:
            recall, precision = (one(table, name, measure, kind) for measure in ("recall", "precision"))
            rows.append({"texts": name, "kind": kind, "marked": 0 if recall is None else int(recall["n"]),
                         "of those marked, found": _cell(recall), "found": 0 if precision is None else int(precision["n"]),
                         "of those found, right": _cell(precision)})
    return pd.DataFrame(rows)


def both_sides(*tables: pd.DataFrame) -> pd.DataFrame:
    """One row a set of all tables, for a figure: set, recall and precision with their ends (recall_low, …)."""
    rows, table = [], pd.concat([t for t in tables if len(t)], ignore_index=True)
    for name in dict.fromkeys(table["set"]):
        found = {measure: one(table, name, measure) for measure in ("recall", "precision")}
        if all(row is not None for row in found.values()):
            rows.append({"set": name} | {f"{m}{end}": row[key] for m, row in found.items()
                                         for end, key in (("", "figure"), ("_low", "low"), ("_high", "high"))})
    return pd.DataFrame(rows, columns=["set", *(m + e for m in ("recall", "precision") for e in ("", "_low", "_high"))])


def _cell(row: pd.Series | None) -> str:
    if row is None:
        return ""
    ends = interval(row["low"], row["high"])
    if "F1" in row["measure"]:  # no share of anything
        return f"{100 * row['figure']:.0f} {ends.replace('%', '')}".strip()
    return f"{percent(row['figure'])} {ends}".strip()
