"""Which concepts stand together, in a sentence or a document.

Comes in: mentions. Goes out: one row a concept or a pair of them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pandas as pd

from utils.concepts import labels
from utils.corpus import Corpus


def co_occurrence(found: pd.DataFrame, node: str, *, unit: str = "sentence") -> pd.DataFrame:
    """With which other concepts the concept `node` shares a sentence (or a document).

    Returns
    -------
    DataFrame of concept, together (units that hold both), with_node (units that hold `node`), share_of_node (0 to 1),
    documents (in which they stand together), most frequent first.
    """
    keys = ["id", "sentence_start"] if unit == "sentence" else ["id"]
    units = found[keys + ["concept"]].drop_duplicates()
    inside = units.merge(units.loc[units["concept"] == node, keys], on=keys)
    total = len(inside.loc[inside["concept"] == node])
    others = inside[inside["concept"] != node]
    out = others.groupby("concept").agg(together=("id", "size"), documents=("id", "nunique")).reset_index()
    out["with_node"] = total
    out["share_of_node"] = out["together"] / max(1, total)
    out = out[["concept", "together", "with_node", "share_of_node", "documents"]]
    return out.sort_values(["together", "concept"], ascending=[False, True], ignore_index=True)


def pairs(found: pd.DataFrame, concepts: list[str], *, unit: str = "sentence") -> pd.DataFrame:
    """A square table: how many sentences (or documents) mention both of two concepts; the diagonal counts each alone."""
    keys = ["id", "sentence_start"] if unit == "sentence" else ["id"]
    units: dict[str, set] = defaultdict(set)
    for row in found[keys + ["concept"]].itertuples(index=False, name=None):
        units[row[-1]].add(row[:-1])
    out = pd.DataFrame(0, index=concepts, columns=concepts)
    for a, b in combinations(concepts, 2):
        out.loc[a, b] = out.loc[b, a] = len(units[a] & units[b])
    for a in concepts:
        out.loc[a, a] = len(units[a])
    return out


def beside(found: pd.DataFrame, name: str, concepts: list[str], corpus: Corpus) -> pd.DataFrame:
    """How many documents mention each of `concepts`, among those that mention `name` and among the rest.

    Returns
    -------
    DataFrame of concept, label, with_name, documents_with_name, share_with, without_name, documents_without,
    share_without (shares from 0 to 1; missing where there is no document); no row where no document mentions `name`.
    """
    names, ids = labels(corpus), set(found.loc[found["concept"] == name, "id"])
    rest = len(corpus) - len(ids)
    rows = []
    for concept in concepts if ids else ():
        holders = set(found.loc[found["concept"] == concept, "id"])
        both, other = len(holders & ids), len(holders - ids)
        rows.append((concept, names[concept], both, len(ids), both / len(ids),
                     other, rest, other / rest if rest else float("nan")))
    return pd.DataFrame(rows, columns=["concept", "label", "with_name", "documents_with_name", "share_with", "without_name",
                                       "documents_without", "share_without"])


def outside(found: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The mentions of `found` that share no character with a mention of `spans`."""
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, start, end in spans[["id", "start", "end"]].itertuples(index=False, name=None):
        taken[name].append((start, end))
    keep = [all(end <= s or start >= e for s, e in taken.get(name, ()))
            for name, start, end in found[["id", "start", "end"]].itertuples(index=False, name=None)]
    return found[pd.Series(keep, index=found.index, dtype=bool)]
