"""A record and the texts it was made from -> whether they still agree, row by row.

Comes in: a folder of a record, and texts. Goes out: lines that name what differs, and whether anything does. The texts are
counted by the record's own rules, so that a difference is one of the texts or of the counting; that the rules of today are
others is said apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from utils.record import load_record
from utils.record.counting import ABOUT, NAMED, Say, count_texts
from utils.record.files import COLLECTIONS, CONCEPTS, read_documents, read_terms
from utils.record.terms import Terms
from utils.sentences import count

SAME, DIFFERENT = 0, 1  # exit status


def check_record(folder: Path, texts: Iterable[str | Path], *, rules: str | None = None,
                 say: Say = lambda line: None) -> tuple[list[str], int]:
    """Lines on whether a recount of `texts` gives the record in `folder`, and `SAME` or `DIFFERENT`.

    Parameters
    ----------
    rules : the text of the concepts.yml that is used now; the shipped one, if not given.
    say : is given what the counting says.

    Raises
    ------
    CorpusError : there is no whole record in the folder, or the texts can't be counted.
    """
    record, was = load_record(folder, rules=rules), read_documents(folder)
    concepts, collections = ((folder / name).read_text(encoding="utf-8") for name in (CONCEPTS, COLLECTIONS))
    again = count_texts(texts, concepts=concepts, collections=collections, say=say)
    absent = set(was["collection"]) - set(again.documents["collection"])
    lines = [f"missing: none of the {count(int(number), 'document')} of {name or 'no collection'} is among these texts"
             for name, number in was["collection"].value_counts().sort_index().items() if name in absent]
    differences, agree = _documents(was[~was["collection"].isin(absent)].set_index("id"), again.documents.set_index("id"))
    # Where documents differ, it goes without saying that their terms do.
    lines += differences or _terms(read_terms(folder), again.terms, absent)
    lines += [record.rules_differ] if record.rules_differ else []
    last = f"{agree:,} of {count(len(was), 'document')} of the record: the texts give the same counts, row by row"
    return [*lines, last], DIFFERENT if lines else SAME


def _documents(was: pd.DataFrame, now: pd.DataFrame) -> tuple[list[str], int]:
    """What differs, with at most 20 documents named of each kind; and how many documents are the same."""
    common = was.index.intersection(now.index, sort=False)
    changed = common[(was.loc[common, "hash"] != now.loc[common, "hash"]).to_numpy()]
    lines = _named("missing", was.index.difference(now.index, sort=False), "is in the record and not among these texts")
    lines += _named("new", now.index.difference(was.index, sort=False), "is among these texts and not in the record")
    lines += _named("changed", changed, "has another text than the one that was counted")
    same = common.difference(changed, sort=False)
    was, now, agree = was.loc[same], now.loc[same], np.ones(len(same), dtype=bool)
    counted = [c for c in was if c not in ABOUT or c.startswith("n_")]
    for kind, columns in (("counted differently", counted), ("told of differently", [c for c in was if c not in counted])):
        rows = pd.DataFrame({c: ~_equal(was[c], now[c]) for c in columns}, index=same)
        found = same[rows.any(axis=1).to_numpy()]
        agree &= ~rows.any(axis=1).to_numpy()
        said = {name: [f"{c} {_cell(was.at[name, c])}, now {_cell(now.at[name, c])}" for c in columns if rows.at[name, c]]
                for name in found[:NAMED]}
        lines += _named(kind, found, {name: "has " + "; ".join(each) for name, each in said.items()})
    return lines, int(agree.sum())


def _named(kind: str, ids: pd.Index, what: str | dict[str, str]) -> list[str]:
    lines = [f"{kind}: {name} {what if isinstance(what, str) else what[name]}" for name in ids[:NAMED]]
    return lines + ([f"{kind}: and {len(ids) - NAMED:,} more"] if len(ids) > NAMED else [])


def _equal(a: pd.Series, b: pd.Series) -> pd.Series:
    return (a == b).fillna(False).astype(bool) | (a.isna() & b.isna())


def _cell(value) -> str:
    return "nothing" if pd.isna(value) or value == "" else str(value)


def _terms(was: Terms, now: Terms, absent: set[str]) -> list[str]:
    """Whether the frequencies of terms differ: how many cells, how many terms of a cell."""
    lines, key = [], ["collection", "publisher", "period", "names_sco"]
    cells = [terms.cells[~terms.cells["collection"].isin(absent)].set_index(key) for terms in (was, now)]
    terms = [terms.terms.merge(part.reset_index()[["cell", *key]], on="cell").set_index(["n", "term", *key])
             for terms, part in zip((was, now), cells, strict=True)]
    for what, (before, after), columns in (("cell", cells, ["documents", "n_words"]), ("term", terms, ["count", "documents"])):
        before, after = before[columns].align(after[columns])
        number = int((~(_equal(before.iloc[:, 0], after.iloc[:, 0]) & _equal(before.iloc[:, 1], after.iloc[:, 1]))).sum())
        lines += [f"counted differently: the frequencies of {count(number, what)}"] if number else []
    return lines
