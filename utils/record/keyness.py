"""What marks the documents that name the SCO: terms that more, or fewer, of them hold than of the others of the same kind.

Comes in: the record's term frequencies. Goes out: one row a term, with documents as the units. Of a term that is below the cut on
one side no more is known than that: what is told then holds for all that it could be there.
"""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pandas as pd

from utils.concepts.rules import load_concepts
from utils.corpus import CorpusError
from utils.corpus.tables import listed
from utils.counts import kept
from utils.differences import odds_ratio
from utils.fisher import fisher_p
from utils.record import Record
from utils.record.files import CONCEPTS
from utils.record.terms import LEAST_COUNT, NAMES
from utils.significance import q_values
from utils.text import stop_words, tokens
from utils.trends import FEW

# In so many documents a term below the cut can stand at most: it has fewer than 10 occurrences, or fewer than 5 documents.
MOST_UNKNOWN = LEAST_COUNT - 1
KEYNESS = ["term", "n", "documents", "documents_most", "share", "documents_others", "documents_others_most", "share_others",
           "log_odds_ratio", "low", "high", "known", "p", "q", "of_the_name"]


@kept
def record_keyness(record: Record, *, period: str, publisher: str | None = None, collection: str | None = None) -> pd.DataFrame:
    """Documents that name the SCO against the others of the same publisher and period: all of the record, not of a part of it.

    Parameters
    ----------
    period : as in `record.terms.cells`, such as "2011-2020".
    publisher, collection : one of the two, as there; a publisher with two collections in a period needs the latter.

    Returns
    -------
    DataFrame, one row for each term that is frequent enough on either side (at least 10 occurrences in 5 documents), those that
    most mark the documents naming the SCO first: term, n (its words);
    documents, documents_most : at least and at most so many of the documents naming the SCO hold it: the same number where that
    is known, 0 and 9 where the term is below the cut;
    share : of all documents that name the SCO; missing where it is not known; and these three of the others;
    log_odds_ratio : natural logarithm of the odds ratio, half a document added to each count where one is nought (Haldane 1956,
    Anscombe 1956); of all that an unknown count can be, the value nearest to 0, so that it is so large at least; missing for
    a term that all documents hold;
    low, high : its 95% interval (Woolf 1955); over an unknown count from the lowest to the highest end;
    known : whether both counts are;
    p : Fisher's exact test, two-sided (see `fisher_p`); over an unknown count the largest;
    q : `utils.significance.q_values` over all terms here;
    of_the_name : the term is a part of the name by which the documents were told apart, or holds it, and is no finding.
    `attrs` has collection, publisher, period, and the numbers of documents and documents_others.

    Raises
    ------
    CorpusError : there are no such cells, or fewer than 5 documents on either side; the message says which can be compared.
    """
    here, there = _cells(record, publisher, collection, period)
    sizes = {"": int(here["documents"]), "_others": int(there["documents"])}
    terms = record.terms.terms
    held = {end: terms[terms["cell"] == cell["cell"]].set_index(["n", "term"])["documents"]
            for end, cell in zip(sizes, (here, there), strict=True)}
    out = pd.concat([held[end].rename("documents" + end) for end in sizes], axis=1).astype("Int64").sort_index().reset_index()
    out["known"] = out[["documents", "documents_others"]].notna().all(axis=1)
    for end, size in sizes.items():
        out["share" + end] = (out["documents" + end] / size).astype(float)
        out[f"documents{end}_most"] = out["documents" + end].fillna(min(MOST_UNKNOWN, size)).astype("int64")
        out["documents" + end] = out["documents" + end].fillna(0).astype("int64")
    ranges = [out[c].to_numpy() for c in ("documents", "documents_most", "documents_others", "documents_others_most")]
    out["log_odds_ratio"], out["low"], out["high"], out["p"] = _compared(*ranges, *sizes.values())
    out["q"] = q_values(out["p"])
    parts, whole = _name(record)
    out["of_the_name"] = [term in parts or not whole.isdisjoint(term.split()) for term in out["term"]]
    order, falling = ["log_odds_ratio", "low", "n", "term"], [False, False, True, True]
    out = out.sort_values(order, ascending=falling, ignore_index=True)[KEYNESS]
    about = {"collection": here["collection"], "publisher": here["publisher"], "period": period}
    out.attrs = about | {f"documents{end}": size for end, size in sizes.items()}
    return out


def comparable(record: Record) -> pd.DataFrame:
    """What `record_keyness` can compare: collection, publisher, period, documents (that name the SCO), documents_others."""
    cells = record.terms.cells.dropna(subset="names_sco").astype({"names_sco": bool})
    sides = cells.set_index(["collection", "publisher", "period", "names_sco"])["documents"].unstack("names_sco", sort=False)
    sides = sides.reindex(columns=[True, False]).fillna(0).astype("int64")
    sides.columns = ["documents", "documents_others"]
    return sides[(sides >= FEW).all(axis=1)].reset_index()


def _compared(k: np.ndarray, k_most: np.ndarray, other: np.ndarray, other_most: np.ndarray, n: int,
              rest: int) -> tuple[np.ndarray, ...]:
    """Log odds ratio nearest to 0, lowest and highest end of its interval, and largest p, over all that the counts can be."""
    nearest, low, high, p = np.full(len(k), np.inf), np.full(len(k), np.inf), np.full(len(k), -np.inf), np.zeros(len(k))
    above, below = np.zeros(len(k), dtype=bool), np.zeros(len(k), dtype=bool)
    for step in range(MOST_UNKNOWN + 1):  # on one side at most is a count unknown
        a, b = np.minimum(k + step, k_most), np.minimum(other + step, other_most)
        at = np.flatnonzero((a + b > k + other) | (step == 0))
        a, b = a[at], b[at]
        value, start, end = (np.log(v) for v in odds_ratio(np.column_stack([a, n - a, b, rest - b])))
        nearest[at] = np.where(np.abs(value) < np.abs(nearest[at]), value, nearest[at])
        low[at], high[at] = np.minimum(low[at], start), np.maximum(high[at], end)
        p[at] = np.maximum(p[at], fisher_p(a, n, b, rest))
        above[at] |= value >= 0
        below[at] |= value <= 0
    nearest[above & below] = 0  # it can lie on either side of 0, and so on it
    everywhere = (k == n) & (other == rest)
    return *(np.where(everywhere, np.nan, values) for values in (nearest, low, high)), p


def _cells(record: Record, publisher: str | None, collection: str | None, period: str) -> tuple[pd.Series, pd.Series]:
    if (publisher is None) == (collection is None):
        raise CorpusError("record_keyness() needs a publisher or a collection, one of the two.")
    column, value = ("publisher", publisher) if collection is None else ("collection", collection)
    cells = record.terms.cells
    chosen = cells[(cells[column] == value) & (cells["period"] == period)].dropna(subset="names_sco")
    for what in ("collection", "publisher"):
        if chosen[what].nunique() > 1:
            raise CorpusError(f"{value!r} has more than one {what} in {period}: name one of {listed(chosen[what].unique())}.")
    sides = {bool(row["names_sco"]): row for _, row in chosen.iterrows()}
    if len(sides) < 2 or min(row["documents"] for row in sides.values()) < FEW:
        rows = comparable(record)
        told = listed(f"{c} in {p}" for c, p in zip(rows["collection"], rows["period"], strict=True))
        raise CorpusError(f"Of {value!r} in {period} there are not {FEW} documents that name the SCO and {FEW} others: "
                          f"there are of {told}.")
    return sides[True], sides[False]


def _name(record: Record) -> tuple[set[str], set[str]]:
    """Of the concept by which cells are told apart: the words, but those of grammar, and pairs of words in its wordings; and the
    words that are wordings by themselves."""
    concept = load_concepts(record.settings[CONCEPTS]).get(NAMES)
    parts: set[str] = set()
    whole: set[str] = set()
    for wording in concept.wordings.get("en", ()) if concept else ():
        pieces = re.split(r"\(([^()]*)\)", re.sub(r" \((not )?near .*\)$", "", wording))
        for choice in product(*(piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces))):
            words = tokens("".join(choice))
            parts |= (set(words) - stop_words()) | {f"{a} {b}" for a, b in zip(words, words[1:])}
            whole |= set(words) if len(words) == 1 else set()
    return parts, whole
