"""What sets one corpus apart from another: the terms that it has more often than the other, with effect size and test.

Comes in: two corpora. Goes out: one row a term.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.counts import token_table
from utils.terms import frequencies


def keyness(corpus: Corpus, reference: Corpus, *, n: int = 1, minimum_count: int = 5, minimum_documents: int = 3) -> pd.DataFrame:
    """What sets `corpus` apart from `reference`, the most over-used terms first.

    Parameters
    ----------
    minimum_count, minimum_documents : a term is compared if both corpora together hold it so often, in so many documents.

    Returns
    -------
    DataFrame of term, count, documents, per_1000_words and the same with `_reference`; log_ratio (binary logarithm of
    the ratio of the rates, a count of 0 taken as 0.5: Hardie 2014); g2 (log-likelihood, signed by direction:
    Dunning 1993, in Rayson and Garside's two-cell form); one_document (the term's count in the corpus where it is more
    frequent comes from a single document).

    G2 takes words as independent, which words of one document are not: read it as a ranking, not as a proof.
    """
    here = frequencies(corpus, n=n)[["term", "count", "documents"]]
    there = frequencies(reference, n=n)[["term", "count", "documents"]]
    both = here.merge(there, on="term", how="outer", suffixes=("", "_reference"))
    for column in ("count", "documents", "count_reference", "documents_reference"):
        both[column] = both[column].fillna(0).astype(int)
    enough = (both["count"] + both["count_reference"] >= minimum_count) & (
        both["documents"] + both["documents_reference"] >= minimum_documents
    )
    both = both[enough].copy()
    size, size_reference = len(token_table(corpus).ids), len(token_table(reference).ids)
    both["per_1000_words"] = 1000 * both["count"] / max(1, size)
    both["per_1000_words_reference"] = 1000 * both["count_reference"] / max(1, size_reference)
    both["log_ratio"] = log_ratio(both["count"], size, both["count_reference"], size_reference)
    both["g2"] = log_likelihood(both["count"], size, both["count_reference"], size_reference)
    documents = np.where(both["log_ratio"] >= 0, both["documents"], both["documents_reference"])
    both["one_document"] = documents <= 1
    columns = ["term", "count", "documents", "per_1000_words", "count_reference", "documents_reference",
               "per_1000_words_reference", "log_ratio", "g2", "one_document"]
    return both.sort_values(["log_ratio", "count", "term"], ascending=[False, False, True], ignore_index=True)[columns]


def log_ratio(count, size: int, count_reference, size_reference: int) -> np.ndarray:
    """Binary logarithm of the ratio of two relative frequencies; 0 counts as half an occurrence (Hardie 2014)."""
    here = np.maximum(np.asarray(count, dtype=float), 0.5) / max(1, size)
    there = np.maximum(np.asarray(count_reference, dtype=float), 0.5) / max(1, size_reference)
    return np.log2(here / there)


def log_likelihood(count, size: int, count_reference, size_reference: int) -> np.ndarray:
    """G2 of one term in two corpora, negative where the reference has relatively more (Dunning 1993; Rayson 2000)."""
    a, b = np.asarray(count, dtype=float), np.asarray(count_reference, dtype=float)
    total = max(1, size + size_reference)
    expected_a, expected_b = size * (a + b) / total, size_reference * (a + b) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * (np.where(a > 0, a * np.log(a / expected_a), 0) + np.where(b > 0, b * np.log(b / expected_b), 0))
    return np.maximum(g2, 0) * np.where(a >= expected_a, 1, -1)
