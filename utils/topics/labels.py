"""Groups of passages -> the terms that set each apart, its label, and how well these terms hang together.

Comes in: how often each term stands in each passage, and the group of each passage. Goes out: tables of terms, labels.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from utils.keyness import log_ratio

LABEL = 3  # terms at most
LISTED = 10  # terms of a topic, at most
COMMON = 0.2  # of a topic's passages hold a term of its label
TERMS = ["topic", "term", "stem", "passages", "share", "share_rest", "log_ratio", "score"]


def scores(counts: sparse.csr_matrix, groups: np.ndarray, k: int, documents: np.ndarray) -> list[dict[str, np.ndarray]]:
    """For each group what tells its terms from those of the other passages.

    Parameters
    ----------
    counts : passages x terms.
    groups : for each passage its group, 0 to k - 1, or -1.
    documents : for each passage the number of its document.

    Returns
    -------
    A dict a group, of arrays with one entry a term: passages (of the group that hold it), share (of them), share_rest
    (of all other passages that hold any term), log_ratio (binary, of the two), score (share x log ratio, to four decimals;
    0 where only one or two documents bring the term into the group: it would name those documents).
    """
    held = counts.astype(bool).astype(np.int32)
    everywhere = np.bincount(held.indices, minlength=held.shape[1])
    usable = int((np.diff(held.indptr) > 0).sum())
    out = []
    for group in range(k):
        inside = np.flatnonzero(groups == group)
        mine = held[inside]
        here = np.bincount(mine.indices, minlength=held.shape[1])
        share, rest = here / max(1, len(inside)), (everywhere - here) / max(1, usable - len(inside))
        ratio = log_ratio(here, len(inside), everywhere - here, usable - len(inside))
        score = np.round(share * ratio, 4) if len(inside) else np.zeros(held.shape[1])
        within = _documents_with(mine, documents[inside])
        score[within < min(3, within.max(initial=0))] = 0
        out.append({"passages": here, "share": share, "share_rest": rest, "log_ratio": ratio, "score": score})
    return out


def _documents_with(held: sparse.csr_matrix, documents: np.ndarray) -> np.ndarray:
    """In how many documents each term stands."""
    places = np.repeat(documents.astype(np.int64), np.diff(held.indptr)) * held.shape[1] + held.indices
    return np.bincount(pd.unique(places) % held.shape[1], minlength=held.shape[1]) if held.shape[1] else np.zeros(0, int)


def top_terms(counts: sparse.csr_matrix, groups: np.ndarray, k: int, documents: np.ndarray) -> list[np.ndarray]:
    """For each group the columns of its terms, at most ten, highest score first."""
    return [_best(each["score"]) for each in scores(counts, groups, k, documents)]


def _best(score: np.ndarray) -> np.ndarray:
    # The columns are in alphabetical order, which decides between equals.
    best = np.argsort(-score, kind="stable")[:LISTED]
    return best[score[best] > 0]


def terms_table(counts: sparse.csr_matrix, groups: np.ndarray, k: int, documents: np.ndarray, terms: np.ndarray,
                stems: np.ndarray) -> pd.DataFrame:
    """`scores` of the terms of each group as a table: topic (0 to k - 1), term, stem, and the measures."""
    rows = []
    for topic, each in enumerate(scores(counts, groups, k, documents)):
        for i in _best(each["score"]):
            rows.append((topic, terms[i], stems[i], *(each[c][i] for c in TERMS[3:])))
    return pd.DataFrame(rows, columns=TERMS).astype({"topic": int, "passages": int})


def label(terms: pd.DataFrame, n: int = LABEL) -> str:
    """The first terms that a fifth of the passages hold and of which none shares a word with one before it; a two-word
    term stands for its words where it does nearly as well (three quarters of the score).
    """
    common = terms[terms["share"].astype(float).round(2) >= COMMON]  # as a table shows the share
    common = terms.head(1) if common.empty else common
    score, name = (dict(zip(common["stem"], common[column], strict=True)) for column in ("score", "term"))
    chosen: list[str] = []
    for stems in common["stem"]:
        longer = [t for t in score if " " in t and stems in t.split() and score[t] >= 0.75 * score[stems]]
        best = longer[0] if longer else stems
        if len(chosen) < n and not any(set(best.split()) & set(t.split()) for t in chosen):
            chosen.append(best)
    return ", ".join(name[t] for t in chosen)


def coherence(tops: list[np.ndarray], counts: sparse.csr_matrix, stems: np.ndarray) -> np.ndarray:
    """For each group the mean normalised pointwise mutual information of its terms' pairs over passages, from -1 (never in
    one passage) over 0 (as chance makes) to 1 (always together); nan for a group without two terms.

    A pair of which one term is part of the other ("rights", "human rights") is left out.

    Notes
    -----
    G. Bouma (2009); M. Röder, A. Both and A. Hinneburg (2015), Exploring the space of topic coherence measures.
    """
    held = counts.astype(bool).astype(float)
    n = max(1, int((np.diff(held.indptr) > 0).sum()))
    held = held.tocsc()
    out = np.full(len(tops), np.nan)
    for group, columns in enumerate(tops):
        if len(columns) < 2:
            continue
        both = (held[:, columns].T @ held[:, columns]).toarray() / n
        one = np.diag(both)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(both >= 1, 1.0, np.where(both > 0, np.log(both / np.outer(one, one)) / -np.log(both), -1.0))
        words = [set(stems[c].split()) for c in columns]
        pairs = [(i, j) for i in range(len(columns)) for j in range(i) if not (words[i] <= words[j] or words[j] <= words[i])]
        if pairs:
            out[group] = np.mean([value[pair] for pair in pairs])
    return out
